//! The patterns that are judged for a message.

use super::bits::Bits;

/// The patterns of a set that are judged for a message, kept from one to the next to spare memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidates(Vec<Word>);

/// Sixty-four of them.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    all: u64,
    /// Of whom it is known that what they waited for is as they want it.
    met: u64,
}

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
    pub(super) fn begin(&mut self, always: &Bits) {
        if self.0.len() != always.words().len() {
            self.0.resize(always.words().len(), Word::default());
        }
        self.0.iter_mut().zip(always.words()).for_each(|(word, always)| *word = Word { all: *always, met: 0 });
    }

    /// Adds those who waited for a value; `is_it` says that the value is such as they compare with.
    #[inline]
    pub(super) fn wake(&mut self, waiters: &[Waiter], is_it: bool) {
        for Waiter { pattern, sharp } in waiters {
            let (word, bit) = (&mut self.0[pattern / 64], 1 << (pattern % 64));
            word.all |= bit;
            word.met |= if is_it && *sharp { bit } else { 0 };
        }
    }

    #[inline]
    pub(super) fn add(&mut self, patterns: &[usize]) {
        patterns.iter().for_each(|pattern| self.0[pattern / 64].all |= 1 << (pattern % 64));
    }

    pub(super) fn add_all(&mut self, patterns: &Bits) {
        self.0.iter_mut().zip(patterns.words()).for_each(|(word, patterns)| word.all |= patterns);
    }

    pub(super) fn remove_all(&mut self, patterns: &Bits) {
        self.0.iter_mut().zip(patterns.words()).for_each(|(word, patterns)| word.all &= !patterns);
    }

    /// Whether there are at least two of these among them.
    pub(super) fn has_two_of(&self, patterns: &Bits) -> bool {
        let both = self.0.iter().zip(patterns.words()).map(|(word, patterns)| word.all & patterns);
        both.map(u64::count_ones).sum::<u32>() > 1
    }

    /// Shows each in its order, and whether what it waited for is met.
    #[inline]
    pub(super) fn each(&self, mut see: impl FnMut(usize, bool)) {
        for (at, word) in self.0.iter().enumerate() {
            let mut left = word.all;
            while left != 0 {
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                see(at * 64 + bit, word.met >> bit & 1 == 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All of them.
    fn of(candidates: &Candidates) -> Vec<(usize, bool)> {
        let mut all = Vec::new();
        candidates.each(|pattern, is_met| all.push((pattern, is_met)));
        all
    }

    #[test]
    fn who_was_woken_is_judged_once_and_known_by_what_it_waited_for() {
        let (mut candidates, bits) =
            (Candidates::default(), |numbers: &[usize]| Bits::with(200, numbers.iter().copied()));
        candidates.begin(&bits(&[3, 64]));
        let waiter = |pattern, sharp| Waiter { pattern, sharp };
        candidates.wake(&[waiter(7, true), waiter(199, false)], true);
        candidates.wake(&[waiter(8, true)], false);
        candidates.add(&[7, 128]);
        assert_eq!(of(&candidates), [(3, false), (7, true), (8, false), (64, false), (128, false), (199, false)]);
        assert!(candidates.has_two_of(&bits(&[8, 128])) && !candidates.has_two_of(&bits(&[8, 9, 10])));
        candidates.remove_all(&bits(&[3, 7, 8]));
        candidates.add_all(&bits(&[65, 128]));
        assert_eq!(of(&candidates), [64, 65, 128, 199].map(|pattern| (pattern, false)));
        candidates.begin(&bits(&[]));
        assert_eq!(of(&candidates), []);
    }
}
