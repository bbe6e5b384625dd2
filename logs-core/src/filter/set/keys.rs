//! From a text to who waits for it.

use std::ops::Range;

use super::candidates::Waiter;

/// Patterns, each under a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    /// An open table of hashes, at most a quarter full; 0 where there is none.
    hashes: Vec<u64>,
    /// For each hash its text.
    entries: Vec<Entry>,
    waiters: Vec<Waiter>,
    /// A bit for the looks of each text: its length, and how it begins and ends.
    looks: u64,
}

#[derive(Clone, Debug, Default)]
struct Entry {
    text: Box<[u8]>,
    /// Where those who wait for it stand.
    waiters: Range<u32>,
}

impl Keys {
    /// None where nobody waits.
    pub(super) fn new<'a>(entries: impl Iterator<Item = (Waiter, &'a [u8])>) -> Option<Self> {
        let mut entries: Vec<_> = entries.collect();
        entries.sort_by_key(|(_, text)| *text);
        let slots = (4 * entries.len()).next_power_of_two();
        let mut keys = Self {
            hashes: vec![0; slots],
            entries: vec![Entry::default(); slots],
            waiters: entries.iter().map(|(waiter, _)| *waiter).collect(),
            looks: entries.iter().fold(0, |looks, (_, text)| looks | look(text)),
        };
        let mut start = 0;
        for same in entries.chunk_by(|(_, one), (_, other)| one == other) {
            let end = start + u32::try_from(same.len()).unwrap_or(u32::MAX);
            keys.put(same[0].1, start..end);
            start = end;
        }
        (!entries.is_empty()).then_some(keys)
    }

    fn put(&mut self, text: &[u8], waiters: Range<u32>) {
        let hash = hash(text);
        let mut at = first_slot(hash, self.hashes.len());
        while self.hashes[at] != 0 {
            at = (at + 1) % self.hashes.len();
        }
        self.hashes[at] = hash;
        self.entries[at] = Entry { text: text.into(), waiters };
    }

    /// Whether a text looks like one that somebody waits for.
    #[inline]
    pub(super) fn may_hold(&self, text: &[u8]) -> bool {
        self.looks & look(text) != 0
    }

    /// Those who wait for a text.
    pub(super) fn get(&self, text: &[u8]) -> &[Waiter] {
        let (hash, hashes) = (hash(text), &*self.hashes);
        let mut at = first_slot(hash, hashes.len());
        while let Some(other) = hashes.get(at).filter(|other| **other != 0) {
            if *other == hash
                && let Some(Entry { waiters, .. }) = self.entries.get(at).filter(|entry| *entry.text == *text)
            {
                return self.waiters.get(waiters.start as usize..waiters.end as usize).unwrap_or_default();
            }
            at = (at + 1) & (hashes.len() - 1);
        }
        &[]
    }
}

/// Of so many slots, which is a power of two.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the lowest bits count")]
const fn first_slot(hash: u64, slots: usize) -> usize {
    hash as usize & (slots - 1)
}

#[inline]
fn look(text: &[u8]) -> u64 {
    let byte = |byte: Option<&u8>| byte.map_or(0, |byte| u64::from(*byte));
    let sum = text.len() as u64 * 5 + byte(text.first()) * 3 + byte(text.last());
    1 << (sum % 64)
}

/// Never 0. The length is mixed by itself: else it could make up for another last byte.
#[inline]
fn hash(text: &[u8]) -> u64 {
    let mut sum = mixed(text.len() as u64 + 1);
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
    mixed(sum ^ last) | 1 << 63
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
            let waiter = |pattern| Waiter { pattern, sharp: true };
            let keys = Keys::new(texts.iter().enumerate().map(|(number, text)| (waiter(number), text.as_bytes())));
            prop_assert_eq!(keys.is_none(), texts.is_empty());
            for text in texts.iter().chain([&other]).filter(|_| !texts.is_empty()) {
                let expected: Vec<usize> = (0..texts.len()).filter(|number| texts[*number] == *text).collect();
                let found = keys.iter().flat_map(|keys| keys.get(text.as_bytes())).map(|waiter| waiter.pattern);
                prop_assert_eq!(found.collect::<Vec<_>>(), &*expected, "{}", text);
                prop_assert!(expected.is_empty() || keys.as_ref().is_some_and(|keys| keys.may_hold(text.as_bytes())));
            }
        }
    }
}
