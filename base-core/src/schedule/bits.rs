//! Small sets of small numbers.

use std::fmt;

/// A set of numbers below `64 * N`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Bits<const N: usize>([u64; N]);

impl<const N: usize> Bits<N> {
    pub(super) const EMPTY: Self = Self([0; N]);

    /// Takes a number in; one beyond the set's size is none of its members.
    pub(super) const fn insert(&mut self, member: u32) {
        let (word, bit) = place(member);
        if word < N {
            self.0[word] |= 1 << bit;
        }
    }

    pub(super) const fn contains(&self, member: u32) -> bool {
        let (word, bit) = place(member);
        word < N && self.0[word] >> bit & 1 == 1
    }

    /// The smallest member at or above a number.
    pub(super) fn at_or_above(&self, from: u32) -> Option<u32> {
        let (first, bit) = place(from);
        let above = |word: usize| if word == first { u64::MAX << bit } else { u64::MAX };
        let mut words = (first..N).map(|word| (word, self.0[word] & above(word)));
        words.find(|(_, members)| *members != 0).map(|(word, members)| number(word, members.trailing_zeros()))
    }

    /// The greatest member at or below a number.
    pub(super) fn at_or_below(&self, to: u32) -> Option<u32> {
        let (last, bit) = place(to);
        let below = |word: usize| if word == last { u64::MAX >> (63 - bit) } else { u64::MAX };
        let mut words = (0..N.min(last + 1)).rev().map(|word| (word, self.0[word] & below(word)));
        words.find(|(_, members)| *members != 0).map(|(word, members)| number(word, 63 - members.leading_zeros()))
    }

    /// The members, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        let next = |from: u32| self.at_or_above(from);
        std::iter::successors(next(0), move |member| next(member + 1))
    }
}

const fn place(member: u32) -> (usize, u32) {
    (member as usize / 64, member % 64)
}

/// The member of a word's bit; a set has few words.
fn number(word: usize, bit: u32) -> u32 {
    u32::try_from(word).unwrap_or(0) * 64 + bit
}

impl<const N: usize> fmt::Debug for Bits<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_found_over_words() {
        let mut bits = Bits::<4>::EMPTY;
        [3, 63, 64, 200, 999].into_iter().for_each(|member| bits.insert(member));
        assert_eq!(bits.iter().collect::<Vec<_>>(), [3, 63, 64, 200]);
        for (from, above, below) in [
            (0, Some(3), None),
            (3, Some(3), Some(3)),
            (4, Some(63), Some(3)),
            (64, Some(64), Some(64)),
            (65, Some(200), Some(64)),
            (201, None, Some(200)),
            (900, None, Some(200)),
        ] {
            assert_eq!((bits.at_or_above(from), bits.at_or_below(from)), (above, below), "{from}");
            assert_eq!(bits.contains(from), above == Some(from) && below == above);
        }
    }
}
