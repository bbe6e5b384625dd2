//! A map from words, for the places of a tree of paths: few words as a rule, many if need be.

use std::sync::Arc;

use crate::radix::Radix;

/// A map from words. A change of many copies little.
#[derive(Clone, Debug)]
pub(super) enum Words<T> {
    Few(Few<T>),
    Many(Radix<T>),
}

/// A list of words, sorted by tag, then by word. The tags stand together, for they are all that is looked at
/// as a rule.
#[derive(Clone, Debug)]
pub(super) struct Few<T> {
    tags: Vec<u64>,
    words: Vec<(Arc<[u8]>, T)>,
    /// For each place where a tag belongs, the number of the first word with such a tag, counted from 1, or 0.
    places: [u8; PLACES],
}

/// So many words are held as a list.
const FEW: usize = 32;
/// So many places there are for their tags; a tag whose place is taken has the next free one.
const PLACES: usize = 64;

impl<T> Words<T> {
    pub(super) const fn new() -> Self {
        Self::Few(Few::new())
    }

    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        match self {
            Self::Few(few) => few.tags.is_empty(),
            Self::Many(_) => false,
        }
    }

    #[inline(always)]
    pub(super) fn get(&self, word: &[u8]) -> Option<&T> {
        match self {
            Self::Few(few) => few.get(word),
            Self::Many(words) => get_of_many(words, word),
        }
    }

    pub(super) fn iter(&self) -> Box<dyn Iterator<Item = (Vec<u8>, &T)> + '_> {
        match self {
            Self::Few(few) => Box::new(few.words.iter().map(|(word, value)| (word.to_vec(), value))),
            Self::Many(words) => Box::new(words.iter()),
        }
    }
}

#[inline(never)]
fn get_of_many<'a, T>(words: &'a Radix<T>, word: &[u8]) -> Option<&'a T> {
    words.get(word)
}

impl<T: Clone> Words<T> {
    /// Changes what a word leads to; none where it is not there, or should not be any more.
    pub(super) fn change<R>(&mut self, word: &[u8], change: impl FnOnce(&mut Option<T>) -> R) -> R {
        let done = match self {
            Self::Few(few) => few.change(word, change),
            Self::Many(words) => words.change(word, change),
        };
        self.settle();
        done
    }

    /// Changes between list and tree, with a gap between the two so that it does not happen all the time.
    fn settle(&mut self) {
        match self {
            Self::Few(few) if few.tags.len() > FEW => {
                let mut many = Radix::new();
                few.words.drain(..).for_each(|(word, value)| many.change(&word, |slot| *slot = Some(value)));
                *self = Self::Many(many);
            }
            Self::Many(words) if words.iter().nth(FEW / 2).is_none() => {
                let mut few = Few::new();
                words.iter().for_each(|(word, value)| few.change(&word, |slot| *slot = Some(value.clone())));
                *self = Self::Few(few);
            }
            _ => {}
        }
    }
}

impl<T> Few<T> {
    const fn new() -> Self {
        Self { tags: Vec::new(), words: Vec::new(), places: [0; PLACES] }
    }

    /// The first word with a tag.
    #[inline(always)]
    fn first(&self, tag: u64) -> Option<usize> {
        let mut place = place(tag);
        loop {
            let at = usize::from(self.places[place]).checked_sub(1)?;
            if self.tags.get(at) == Some(&tag) {
                return Some(at);
            }
            place = (place + 1) % PLACES;
        }
    }

    /// Gives every tag its place. At most half of them are taken.
    fn settle(&mut self) {
        self.places = [0; PLACES];
        for (number, tag) in (1..).zip(&self.tags) {
            let mut place = place(*tag);
            while self.places[place] != 0 {
                place = (place + 1) % PLACES;
            }
            self.places[place] = number;
        }
    }

    #[inline(always)]
    fn get(&self, word: &[u8]) -> Option<&T> {
        let tag = tag(word);
        let mut at = self.first(tag)?;
        if word.len() > 7 {
            // Longer words may share their tag.
            at += self.words[at..].iter().position(|(other, _)| **other == *word)?;
        }
        Some(&self.words[at].1)
    }

    fn change<R>(&mut self, word: &[u8], change: impl FnOnce(&mut Option<T>) -> R) -> R {
        let tag = tag(word);
        let start = self.tags.partition_point(|other| *other < tag);
        let end = self.tags.partition_point(|other| *other <= tag);
        let place = self.words[start..end].binary_search_by(|(other, _)| (**other).cmp(word));
        let (at, mut value) = match place {
            Ok(at) => {
                self.tags.remove(start + at);
                (start + at, Some(self.words.remove(start + at).1))
            }
            Err(at) => (start + at, None),
        };
        let done = change(&mut value);
        if let Some(value) = value {
            self.tags.insert(at, tag);
            self.words.insert(at, (word.into(), value));
        }
        self.settle();
        done
    }
}

/// Where a tag belongs: a few bits of it, all of which had a part in them.
#[inline(always)]
const fn place(tag: u64) -> usize {
    (tag.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58) as usize
}

/// The length and the first letters: words of up to seven letters are equal when their tags are.
#[inline(always)]
fn tag(word: &[u8]) -> u64 {
    let length = (word.len() as u64).min(255) << 56;
    if let Some(first) = word.first_chunk::<8>() {
        return u64::from_le_bytes(*first) & (u64::MAX >> 8) | length;
    }
    if let (Some(first), Some(last)) = (word.first_chunk::<4>(), word.last_chunk::<4>()) {
        let last = u64::from(u32::from_le_bytes(*last)) << (8 * (word.len() - 4));
        return u64::from(u32::from_le_bytes(*first)) | last | length;
    }
    word.iter().rev().fold(0, |tag, letter| tag << 8 | u64::from(*letter)) | length
}

/// Whether there is a dot in a word.
#[inline]
pub(super) fn has_dot(word: &[u8]) -> bool {
    let Some(last) = word.last_chunk::<8>() else { return eight_have_dot(tag(word)) };
    let (chunks, _) = word.as_chunks::<8>();
    chunks.iter().chain([last]).any(|eight| eight_have_dot(u64::from_le_bytes(*eight)))
}

/// Whether one of eight letters is a dot.
#[inline]
const fn eight_have_dot(letters: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    let other = letters ^ (ONES * b'.' as u64);
    other.wrapping_sub(ONES) & !other & (ONES << 7) != 0
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_are_held_as_a_map_holds_them(
            changes in prop::collection::vec(("[a-c]{0,9}|long-word-[a-f]{2}", any::<bool>()), 0..200),
        ) {
            let (mut words, mut map) = (Words::new(), BTreeMap::new());
            for (number, (word, stays)) in changes.into_iter().enumerate() {
                let stays = stays.then_some(number);
                let old = words.change(word.as_bytes(), |value| std::mem::replace(value, stays));
                prop_assert_eq!(old, map.get(word.as_bytes()).copied());
                match stays {
                    Some(number) => map.insert(word.clone().into_bytes(), number),
                    None => map.remove(word.as_bytes()),
                };
                prop_assert_eq!(words.get(word.as_bytes()).copied(), stays);
                prop_assert_eq!(words.is_empty(), map.is_empty());
            }
            for word in map.keys() {
                prop_assert_eq!(words.get(word), map.get(word));
            }
            let held: BTreeMap<_, _> = words.iter().map(|(word, value)| (word, *value)).collect();
            prop_assert_eq!(held, map);
        }
    }

    #[test]
    fn a_dot_is_found_wherever_it_is() {
        for length in 0..40 {
            let plain = vec![b'/'; length];
            assert!(!has_dot(&plain));
            for at in 0..length {
                let mut dotted = plain.clone();
                dotted[at] = b'.';
                assert!(has_dot(&dotted), "{at} of {length}");
            }
        }
    }

    #[test]
    fn many_words_become_a_tree_and_few_again_a_list() {
        let mut words = Words::new();
        (0..100u32).for_each(|n| words.change(&n.to_be_bytes(), |value| *value = Some(n)));
        assert!(matches!(words, Words::Many(_)));
        (0..90u32).for_each(|n| words.change(&n.to_be_bytes(), |value| *value = None));
        assert!(matches!(words, Words::Few(_)));
        assert_eq!(words.get(&95u32.to_be_bytes()), Some(&95));
    }
}
