//! Counting decisions without a lock, so that every reading makes sense.

use super::atomic::{AtomicU64, Ordering};

/// How decisions fell since the last taking.
///
/// Three classes that exclude each other, so that sums of them always stand in the right order: borrowed <=
/// sampled <= requests holds for any three numbers that are not negative. They share one word: counting is
/// one addition, and taking them is one exchange. A class that comes near the end of its bits is moved, with
/// the others, to three wide words.
#[derive(Debug)]
pub(super) struct Counters {
    word: AtomicU64,
    wide: [AtomicU64; 3],
}

/// What a decision counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Dropped,
    Sampled,
    Borrowed,
}

/// How many of each class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) dropped: u64,
    pub(super) sampled: u64,
    pub(super) borrowed: u64,
}

impl Counters {
    pub(super) fn new() -> Self {
        Self { word: AtomicU64::new(0), wide: std::array::from_fn(|_| AtomicU64::new(0)) }
    }

    #[inline]
    pub(super) fn count(&self, class: Class) {
        let shift = BITS * class as u32;
        let before = self.word.fetch_add(1 << shift, Ordering::Relaxed);
        if before >> shift & MASK >= FULL {
            self.widen();
        }
    }

    /// Takes all that was counted. Of a class's first million in one atomic step; no decision is lost or
    /// comes twice.
    pub(super) fn take(&self) -> Counts {
        let narrow = parts(self.word.swap(0, Ordering::Relaxed));
        Counts::of(std::array::from_fn(|class| narrow[class] + self.wide[class].swap(0, Ordering::Relaxed)))
    }

    /// Whether anything was counted.
    pub(super) fn is_empty(&self) -> bool {
        self.word.load(Ordering::Relaxed) == 0 && self.wide.iter().all(|wide| wide.load(Ordering::Relaxed) == 0)
    }

    /// What is on its way from the word to the wide ones comes with the next taking.
    #[cold]
    fn widen(&self) {
        let narrow = parts(self.word.swap(0, Ordering::Relaxed));
        for (wide, part) in self.wide.iter().zip(narrow) {
            wide.fetch_add(part, Ordering::Relaxed);
        }
    }
}

impl Counts {
    const fn of([dropped, sampled, borrowed]: [u64; 3]) -> Self {
        Self { dropped, sampled, borrowed }
    }
}

const fn parts(word: u64) -> [u64; 3] {
    [word & MASK, word >> BITS & MASK, word >> (2 * BITS) & MASK]
}

const BITS: u32 = 21;
const MASK: u64 = (1 << BITS) - 1;
/// Whoever finds a class this full empties the word. A class overflows only if a million threads stand
/// between their addition and this.
const FULL: u64 = if cfg!(all(loom, test)) { 1 } else { 1 << (BITS - 1) };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millions_are_counted() {
        let counters = Counters::new();
        for n in 0..5_000_000u32 {
            counters.count([Class::Dropped, Class::Sampled, Class::Borrowed, Class::Dropped][(n % 4) as usize]);
        }
        assert_eq!(counters.take(), Counts { dropped: 2_500_000, sampled: 1_250_000, borrowed: 1_250_000 });
        assert!(counters.is_empty());
    }
}
