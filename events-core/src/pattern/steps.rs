//! How much work a question may cost.

/// What is left of the work that a question may cost. A step is sixteen glances.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steps {
    glances: u64,
}

/// The work is not done within the bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooManySteps;

impl Steps {
    pub(crate) const fn new(steps: u64) -> Self {
        Self { glances: steps.saturating_mul(16) }
    }

    /// At most as much as another, to be given back afterwards.
    pub(crate) fn lend(&mut self, steps: u64) -> Self {
        let lent = Self::new(steps).glances.min(self.glances);
        self.glances -= lent;
        Self { glances: lent }
    }

    /// What is left of what was lent.
    pub(crate) const fn give_back(&mut self, rest: Self) {
        self.glances = self.glances.saturating_add(rest.glances);
    }

    /// A step, and some glances.
    pub(crate) fn step(&mut self, glances: usize) -> Result<(), TooManySteps> {
        self.glance(glances.saturating_add(16))
    }

    /// Work that is next to nothing, this many times.
    pub(crate) fn glance(&mut self, times: usize) -> Result<(), TooManySteps> {
        let left = u64::try_from(times).ok().and_then(|times| self.glances.checked_sub(times));
        match left {
            Some(left) => {
                self.glances = left;
                Ok(())
            }
            None => {
                self.glances = 0;
                Err(TooManySteps)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lent_and_not_used_comes_back() {
        let mut all = Steps::new(2);
        let mut one = all.lend(1);
        assert_eq!((one.glance(15), one.glance(2)), (Ok(()), Err(TooManySteps)));
        all.give_back(one);
        assert_eq!((all.step(0), all.glance(1)), (Ok(()), Err(TooManySteps)));
        assert_eq!(Steps::new(u64::MAX).lend(1).step(0), Ok(()));
    }
}
