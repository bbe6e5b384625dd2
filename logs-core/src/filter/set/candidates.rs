//! The patterns that are judged for a message.

use super::bits::Bits;

/// The patterns of a set that are judged for a message, kept from one to the next to spare memory: mostly very few.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidates(Vec<Candidate>);

/// A pattern, and whether it is known that what it waited for is as it wants it.
type Candidate = (usize, bool);

/// A pattern that waits for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Waiter {
    pub(super) pattern: usize,
    /// Whether it is woken by nothing but what it wants.
    pub(super) sharp: bool,
}

impl Candidates {
    /// Begins with these.
    #[inline]
    pub(super) fn begin(&mut self, always: &[usize]) {
        self.0.clear();
        self.add(always);
    }

    /// Adds those who waited for a value; `is_it` says that the value is such as they compare with.
    #[inline]
    pub(super) fn wake(&mut self, waiters: &[Waiter], is_it: bool) {
        waiters.iter().for_each(|Waiter { pattern, sharp }| self.0.push((*pattern, is_it && *sharp)));
    }

    #[inline]
    pub(super) fn add(&mut self, patterns: &[usize]) {
        patterns.iter().for_each(|pattern| self.0.push((*pattern, false)));
    }

    pub(super) fn remove_all(&mut self, patterns: &Bits) {
        self.0.retain(|(pattern, _)| !patterns.has(*pattern));
    }

    /// Whether there are at least two of these among them.
    pub(super) fn has_two_of(&self, patterns: &Bits) -> bool {
        let mut those = self.0.iter().map(|(pattern, _)| *pattern).filter(|pattern| patterns.has(*pattern));
        those.next().is_some_and(|first| those.any(|other| other != first))
    }

    /// Each once, in order. A pattern waits at one place, so that all that is said of it is the same.
    #[inline]
    pub(super) fn in_order(&mut self) -> impl Iterator<Item = Candidate> {
        if self.0.len() > 1 {
            self.0.sort_unstable_by_key(|(pattern, _)| *pattern);
            self.0.dedup();
        }
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_woken_is_judged_once_and_known_by_what_it_waited_for() {
        let mut candidates = Candidates::default();
        let bits = |numbers: &[usize]| Bits::of(200, |number| numbers.contains(&number));
        candidates.begin(&[3, 64]);
        let waiter = |pattern, sharp| Waiter { pattern, sharp };
        candidates.wake(&[waiter(7, true), waiter(199, false)], true);
        candidates.wake(&[waiter(8, true)], false);
        candidates.add(&[128, 9]);
        candidates.add(&[9]);
        assert!(candidates.has_two_of(&bits(&[8, 128])) && !candidates.has_two_of(&bits(&[9, 10])));
        let expected = [(3, false), (7, true), (8, false), (9, false), (64, false), (128, false), (199, false)];
        assert_eq!(candidates.in_order().collect::<Vec<_>>(), expected);
        candidates.remove_all(&bits(&[3, 7, 8, 9]));
        assert_eq!(candidates.in_order().collect::<Vec<_>>(), [64, 128, 199].map(|pattern| (pattern, false)));
        candidates.begin(&[]);
        assert_eq!(candidates.in_order().next(), None);
    }
}
