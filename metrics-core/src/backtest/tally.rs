//! Counters that stand side by side.

/// Counts up to a goal in each of 64 lanes at once.
///
/// The counters stand upright: plane `i` holds bit `i` of each. They begin so far below 2^PLANES that
/// the carry out of the highest plane says that the goal is reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tally<const PLANES: usize> {
    planes: [u64; PLANES],
    reached: u64,
}

impl<const PLANES: usize> Tally<PLANES> {
    /// Counters up to `goal`, which is at least 1 and at most 2^PLANES.
    #[inline]
    pub(super) fn up_to(goal: u32) -> Self {
        let begin = (1u32 << PLANES).wrapping_sub(goal);
        let planes = std::array::from_fn(|plane| if begin >> plane & 1 == 1 { u64::MAX } else { 0 });
        Self { planes, reached: 0 }
    }

    /// Counts one in some lanes.
    #[inline]
    pub(super) fn count(&mut self, lanes: u64) {
        let mut carry = lanes;
        for plane in &mut self.planes {
            let next = *plane & carry;
            *plane ^= carry;
            carry = next;
        }
        self.reached |= carry;
    }

    /// The lanes whose goal is reached.
    #[inline]
    pub(super) const fn reached(&self) -> u64 {
        self.reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_are_reached_when_they_are() {
        goals::<0>(1..=1);
        goals::<1>(1..=2);
        goals::<3>(1..=8);
        goals::<7>(1..=128);
        goals::<14>([1, 2, 129, 8640, 1 << 14]);
    }

    fn goals<const PLANES: usize>(goals: impl IntoIterator<Item = u32>) {
        for goal in goals {
            let mut tally = Tally::<PLANES>::up_to(goal);
            for count in 1..=goal {
                assert_eq!(tally.reached(), 0, "{goal} after {}", count - 1);
                tally.count(0b101);
            }
            assert_eq!(tally.reached(), 0b101, "{goal}");
            tally.count(u64::MAX);
            assert_eq!(tally.reached() & 0b101, 0b101, "{goal} stays reached");
        }
    }
}
