//! From a text to who waits for it.

use hashbrown::HashTable;

/// Patterns by number, each under a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    table: HashTable<(Box<[u8]>, Vec<usize>)>,
    /// A bit for each length of the texts; the greatest stands for all that are longer.
    lengths: u64,
}

impl Keys {
    pub(super) fn new<'a>(entries: impl Iterator<Item = (usize, &'a [u8])>) -> Self {
        let mut keys = Self::default();
        for (pattern, text) in entries {
            keys.lengths |= length_bit(text);
            let is_it = |(key, _): &(Box<[u8]>, Vec<usize>)| **key == *text;
            let entry = keys.table.entry(hash(text), is_it, |(key, _)| hash(key));
            entry.or_insert_with(|| (text.into(), Vec::new())).get_mut().1.push(pattern);
        }
        keys
    }

    /// The patterns under a text.
    #[inline]
    pub(super) fn get(&self, text: &[u8]) -> Option<&[usize]> {
        if self.lengths & length_bit(text) == 0 {
            return None;
        }
        self.table.find(hash(text), |(key, _)| **key == *text).map(|(_, patterns)| &**patterns)
    }
}

#[inline]
fn length_bit(text: &[u8]) -> u64 {
    1 << text.len().min(63)
}

/// Of the texts of a set, which are few and known, it has to tell apart no more than most.
#[inline]
fn hash(text: &[u8]) -> u64 {
    let mut sum = text.len() as u64;
    let mut rest = text;
    while let Some((chunk, after)) = rest.split_first_chunk() {
        sum = mixed(sum ^ u64::from_le_bytes(*chunk));
        rest = after;
    }
    // What is left, up to seven bytes, as two parts that may overlap.
    let last = match (rest.first_chunk(), rest.last_chunk(), rest) {
        (Some(first), Some(last), _) => {
            u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last))
        }
        (.., [first, .., last]) => u64::from(*first) << 16 | u64::from(rest[rest.len() / 2]) << 8 | u64::from(*last),
        (.., rest) => rest.first().map_or(0, |byte| u64::from(*byte)),
    };
    mixed(sum ^ last)
}

#[inline]
const fn mixed(word: u64) -> u64 {
    let product = word.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ product >> 32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against looking at one after the other.
        #[test]
        fn who_waits_is_found(texts in prop::collection::vec("[ab]{0,3}|[a-c]{4,20}", 0..30), other in "[ab]{0,4}") {
            let keys = Keys::new(texts.iter().map(String::as_bytes).enumerate());
            for text in texts.iter().chain([&other]) {
                let expected: Vec<usize> = (0..texts.len()).filter(|number| texts[*number] == *text).collect();
                prop_assert_eq!(keys.get(text.as_bytes()).unwrap_or_default(), expected, "{}", text);
            }
        }
    }
}
