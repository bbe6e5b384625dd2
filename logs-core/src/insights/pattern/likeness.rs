//! How many words of a text each group of a branch has.

use super::words::{MOST_GROUPS, Members};

/// A count for each group of a branch. The lowest bits of all counts stand side by side, then the next ones, and so on,
/// so that a word counts for all groups at once.
#[derive(Debug, Default)]
pub(super) struct Likeness {
    planes: [Members; PLANES],
    words: usize,
}

/// A text has 257 words at most.
const PLANES: usize = 9;

impl Likeness {
    /// Counts a word for the groups that have it.
    #[inline]
    pub(super) fn add(&mut self, members: &Members) {
        self.words += 1;
        let mut carry = *members;
        for plane in self.planes.iter_mut().take(bits(self.words)) {
            for (bit, carry) in plane.iter_mut().zip(&mut carry) {
                (*bit, *carry) = (*bit ^ *carry, *bit & *carry);
            }
        }
    }

    /// The first of so many groups that has the most words, and how many.
    pub(super) fn most(&self, groups: usize) -> (usize, usize) {
        let (mut best, mut count) = (first(groups), 0);
        for (plane, bits) in self.planes.iter().enumerate().take(bits(self.words)).rev() {
            let mut better = best;
            better.iter_mut().zip(bits).for_each(|(group, bit)| *group &= bit);
            if better != Members::default() {
                (best, count) = (better, count | 1 << plane);
            }
        }
        let part = best.iter().position(|part| *part != 0).unwrap_or(0);
        (64 * part + (best[part].trailing_zeros() % 64) as usize, count)
    }
}

/// How many bits a number takes.
const fn bits(number: usize) -> usize {
    (usize::BITS - number.leading_zeros()) as usize
}

/// The first so many groups.
fn first(groups: usize) -> Members {
    std::array::from_fn(|part| match groups.min(MOST_GROUPS).saturating_sub(64 * part) {
        0 => 0,
        many @ 1..64 => (1 << many) - 1,
        _ => u64::MAX,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_of_the_most_is_found(
            words in prop::collection::vec(prop::array::uniform4(any::<u64>()), 0..=257),
            groups in 1_usize..=MOST_GROUPS,
        ) {
            let mut likeness = Likeness::default();
            words.iter().for_each(|members| likeness.add(members));
            let has = |group: usize| words.iter().filter(|members| members[group / 64] >> (group % 64) & 1 == 1).count();
            let most = (0..groups).map(has).max().unwrap();
            prop_assert_eq!(likeness.most(groups), ((0..groups).find(|group| has(*group) == most).unwrap(), most));
        }
    }
}
