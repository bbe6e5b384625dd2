//! A map from byte strings, asked for every key that a text begins with.

mod letters;
mod twig;

pub(crate) use letters::{Backward, Forward, Letters, Lowered};

use std::sync::Arc;

use twig::Twig;

/// A persistent map from byte strings: a clone is a pointer, and a change copies the few twigs on its way.
///
/// One walk along a text finds every key that the text begins with, in time that does not depend on how many
/// keys there are.
#[derive(Debug)]
pub(crate) struct Radix<T> {
    root: Option<Arc<Twig<T>>>,
}

impl<T> Radix<T> {
    pub(crate) const fn new() -> Self {
        Self { root: None }
    }

    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    /// The value of a key.
    #[inline]
    pub(crate) fn get(&self, key: &[u8]) -> Option<&T> {
        let mut found = None;
        self.walk(Forward(key), |value, is_whole| {
            if is_whole {
                found = Some(value);
            }
        });
        found
    }

    /// Shows the value of every key that the text begins with, shortest first, and whether the key is the whole
    /// text.
    #[inline]
    pub(crate) fn walk<'a>(&'a self, text: impl Letters, mut visit: impl FnMut(&'a T, bool)) {
        let mut next = self.root.as_deref();
        let mut at = 0;
        while let Some(twig) = next {
            let stands = match *twig.label {
                [] => true,
                [only] => text.at(at) == Some(only),
                ref label => text.has(at, label),
            };
            if !stands {
                return;
            }
            at += twig.label.len();
            let letter = text.at(at);
            if let Some(value) = &twig.value {
                visit(value, letter.is_none());
            }
            next = letter.and_then(|letter| twig.child(letter));
        }
    }

    /// Shows the value of every key that occurs in a text, as often as it does.
    pub(crate) fn find_all<'a>(&'a self, text: &[u8], mut visit: impl FnMut(&'a T)) {
        let mut rest = text;
        while let Some(at) = self.root.as_ref().and_then(|root| root.first_in(rest)) {
            self.walk(Forward(&rest[at..]), |value, _| visit(value));
            rest = &rest[at + 1..];
        }
    }

    /// Every key with its value, in the order of the keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Vec<u8>, &T)> {
        let mut open: Vec<(Vec<u8>, &Twig<T>)> = self.root.iter().map(|root| (root.label.to_vec(), &**root)).collect();
        std::iter::from_fn(move || {
            loop {
                let (key, twig) = open.pop()?;
                let child = |child: &'_ Arc<Twig<T>>| [&key[..], &child.label].concat();
                let children: Vec<_> = twig.twigs.iter().rev().map(|twig| (child(twig), &**twig)).collect();
                open.extend(children);
                if let Some(value) = &twig.value {
                    return Some((key, value));
                }
            }
        })
    }
}

impl<T: Clone> Radix<T> {
    /// Changes the value of a key; none where it is not there, or should not be any more.
    pub(crate) fn change<R>(&mut self, key: &[u8], change: impl FnOnce(&mut Option<T>) -> R) -> R {
        twig::change(&mut self.root, key, change)
    }
}

impl<T> Clone for Radix<T> {
    fn clone(&self) -> Self {
        Self { root: self.root.clone() }
    }
}

impl<T> Default for Radix<T> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn keys() -> impl Strategy<Value = Vec<(String, bool)>> {
        prop::collection::vec(("[ab]{0,6}|x[a-f0-9]{8}|é?ab", any::<bool>()), 0..60)
    }

    proptest! {
        #[test]
        fn holds_what_a_sorted_map_holds(changes in keys(), texts in prop::collection::vec("[ab]{0,8}|x[a-f0-9]{9}", 1..20)) {
            let (mut radix, mut map) = (Radix::new(), BTreeMap::new());
            let empty = format!("{radix:?}");
            for (number, (key, stays)) in changes.iter().enumerate() {
                let before = radix.clone();
                let old = radix.change(key.as_bytes(), |value| std::mem::replace(value, stays.then_some(number)));
                let held: Vec<_> = before.iter().map(|(key, value)| (key, *value)).collect();
                let expected: Vec<_> = map.iter().map(|(key, value): (&String, &usize)| (key.clone().into_bytes(), *value)).collect();
                prop_assert_eq!(held, expected, "a clone does not change");
                prop_assert_eq!(old, if *stays { map.insert(key.clone(), number) } else { map.remove(key) });
            }
            for text in &texts {
                let mut found = Vec::new();
                radix.walk(Forward(text.as_bytes()), |value, whole| found.push((*value, whole)));
                let begins = map.iter().filter(|(key, _)| text.starts_with(key.as_str()));
                let mut expected: Vec<_> = begins.map(|(key, value)| (key.len(), *value, key == text)).collect();
                expected.sort_unstable();
                prop_assert_eq!(found, expected.into_iter().map(|(_, value, whole)| (value, whole)).collect::<Vec<_>>());
                prop_assert_eq!(radix.get(text.as_bytes()), map.get(text));
                let mut found = Vec::new();
                radix.find_all(text.as_bytes(), |value| found.push(*value));
                let places = (0..text.len()).flat_map(|at| map.iter().filter(move |(key, _)| text[at..].starts_with(key.as_str())));
                let mut expected: Vec<_> = places.map(|(_, value)| *value).collect();
                found.sort_unstable();
                expected.sort_unstable();
                prop_assert_eq!(found, expected);
            }
            for key in map.keys() {
                radix.change(key.as_bytes(), Option::take);
            }
            prop_assert_eq!(format!("{radix:?}"), empty, "what was taken away leaves nothing");
        }
    }

    #[test]
    fn texts_are_read_backwards_and_without_case() {
        let mut endings = Radix::new();
        endings.change(b"gnp.", |value| *value = Some(1));
        let ends = |text: &str| {
            let mut found = 0;
            endings.walk(Lowered(Backward(text.as_bytes())), |value, _| found += value);
            found
        };
        assert_eq!((ends("a.PNG"), ends(".png"), ends("png")), (1, 1, 0));
    }
}
