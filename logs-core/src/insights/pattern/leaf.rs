//! The groups under one branch, laid out to be compared with many texts.

use hashbrown::HashMap;

use super::Word;
use crate::insights::value::count_as_f64;

/// Which part of the words has to be the same for a text to join a group. What looks like a number, an address
/// and so on is the same already, so that few other words may differ.
const SIMILARITY: f64 = 0.7;

/// How many groups stand under one branch; further texts join the one that is most like them.
const MOST_GROUPS: usize = 256;

/// Numbers for words, from 1 on.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<Word, u32>);

impl Names {
    /// The number of a word; `bytes` counts what is held. So many words that there are no more numbers share the last.
    pub(super) fn number(&mut self, word: &[u8], bytes: &mut u64) -> u32 {
        if let Some(number) = self.0.get(word) {
            return *number;
        }
        let number = u32::try_from(self.0.len() + 1).unwrap_or(u32::MAX);
        *bytes += 32 + word.len() as u64;
        self.0.insert(word.into(), number);
        number
    }
}

/// Stands where the words of a group differ; no word has this number.
const DIFFERS: u32 = 0;

/// Groups of texts with as many words.
#[derive(Debug, Default)]
pub(super) struct Leaf {
    pub(super) groups: Vec<usize>,
    /// The words of the first group, of the second, and so on.
    words: Vec<u32>,
}

impl Leaf {
    /// The place of the group that is most like a text, the first of several, if it is like enough or there may be no
    /// more groups.
    pub(super) fn most_alike(&self, text: &[u32]) -> Option<usize> {
        let (mut best, mut most) = (None, 0);
        for place in 0..self.groups.len() {
            let same = self.of(place, text.len()).iter().zip(text).filter(|(a, b)| a == b).count();
            if best.is_none() || same > most {
                (best, most) = (Some(place), same);
            }
        }
        let is_like = text.is_empty() || count_as_f64(most) / count_as_f64(text.len()) >= SIMILARITY;
        best.filter(|_| is_like || self.groups.len() >= MOST_GROUPS)
    }

    fn of(&self, place: usize, count: usize) -> &[u32] {
        &self.words[place * count..(place + 1) * count]
    }

    /// Adds a group of one text.
    pub(super) fn push(&mut self, group: usize, text: &[u32]) {
        self.groups.push(group);
        self.words.extend_from_slice(text);
    }

    /// Takes a text into a group: where it has another word, the group's words differ.
    pub(super) fn join(&mut self, place: usize, text: &[u32]) {
        let words = &mut self.words[place * text.len()..(place + 1) * text.len()];
        for (word, other) in words.iter_mut().zip(text) {
            if word != other {
                *word = DIFFERS;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against the likeness of each group, worked out word by word.
        #[test]
        fn the_most_alike_is_found(
            groups in prop::collection::vec(prop::collection::vec(0_u32..4, 5), 0..9),
            text in prop::collection::vec(1_u32..4, 5),
        ) {
            let mut leaf = Leaf::default();
            groups.iter().enumerate().for_each(|(number, words)| leaf.push(number + 7, words));
            let same = |words: &Vec<u32>| words.iter().zip(&text).filter(|(a, b)| a == b).count();
            let most = groups.iter().map(same).max().filter(|most| 10 * most >= 7 * 5);
            let expected = most.and_then(|most| groups.iter().position(|words| same(words) == most));
            prop_assert_eq!(leaf.most_alike(&text), expected);
        }
    }

    #[test]
    fn words_that_differ_stay_so() {
        let (mut leaf, mut names, mut bytes) = (Leaf::default(), Names::default(), 0);
        let mut text = |words: [&str; 3]| words.map(|word| names.number(word.as_bytes(), &mut bytes));
        leaf.push(0, &text(["a", "b", "c"]));
        leaf.join(0, &text(["a", "x", "c"]));
        assert_eq!(leaf.most_alike(&text(["a", "b", "c"])), None, "two of three are not like enough");
        assert_eq!(leaf.of(0, 3)[1], DIFFERS);
        assert_eq!(leaf.most_alike(&[]), Some(0));
    }
}
