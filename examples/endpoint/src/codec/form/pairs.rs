//! A form taken apart, and narrowing views of it.

use std::borrow::Cow;

use super::super::DecodeError;
use super::super::percent::{Plus, decode};

/// The pairs of a form, sorted by key.
#[derive(Clone, Debug, Default)]
pub struct Form<'a> {
    pairs: Vec<Pair<'a>>,
}

type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// A form may have this many pairs, so that a body of separators costs no more than one of values.
const MOST_PAIRS: usize = 500_000;

impl<'a> Form<'a> {
    /// Takes a form apart.
    ///
    /// # Errors
    /// [`DecodeError`] for text that is not UTF-8, broken percent signs and more than 500,000 pairs.
    pub fn parse(body: &'a [u8]) -> Result<Self, DecodeError> {
        Self::of([body])
    }

    /// Takes several forms apart as if they were one, as a query string and a body.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn of<const N: usize>(parts: [&'a [u8]; N]) -> Result<Self, DecodeError> {
        let mut pairs = Vec::new();
        for part in parts {
            let text = std::str::from_utf8(part).map_err(|_| DecodeError::new("the form is not UTF-8"))?;
            for text in text.split('&').filter(|pair| !pair.is_empty()) {
                if pairs.len() == MOST_PAIRS {
                    return Err(DecodeError::new(format!("the form has more than {MOST_PAIRS} pairs")));
                }
                pairs.push(pair(text)?);
            }
        }
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Self { pairs })
    }

    /// The value of a key; the last one where the key stands more than once.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.root().child(key).value
    }

    /// The values of a key, in their order.
    pub fn all<'f>(&'f self, key: &str) -> impl Iterator<Item = &'f str> {
        let start = self.pairs.partition_point(|pair| &*pair.0 < key);
        let length = self.pairs[start..].partition_point(|pair| &*pair.0 <= key);
        self.pairs[start..start + length].iter().map(|(_, value)| &**value)
    }

    pub(super) fn root(&self) -> Part<'_> {
        Part { value: None, below: &self.pairs, from: 0 }
    }
}

fn pair(text: &str) -> Result<Pair<'_>, DecodeError> {
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    Ok((decode(key, Plus::Blank)?, decode(value, Plus::Blank)?))
}

/// What a form says at one path: the value there, and the pairs whose keys go on from there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'f> {
    pub(super) value: Option<&'f str>,
    below: &'f [Pair<'f>],
    /// Where in each key the rest begins.
    from: usize,
}

impl<'f> Part<'f> {
    /// Nothing is said at this path or below it.
    pub(super) const fn is_absent(&self) -> bool {
        self.value.is_none() && self.below.is_empty()
    }

    /// Something is said below this path.
    pub(super) const fn goes_on(&self) -> bool {
        !self.below.is_empty()
    }

    /// The part one name further down.
    pub(super) fn child(&self, name: &str) -> Self {
        let value = self.range(name.bytes(), name.bytes().chain([0])).last();
        let below = self.range(name.bytes().chain([b'.']), name.bytes().chain([b'.' + 1]));
        Self { value: value.map(|(_, value)| &**value), below, from: self.from + name.len() + 1 }
    }

    /// The next names, each once for every pair below it.
    pub(super) fn names(&self) -> impl Iterator<Item = &'f str> {
        let from = self.from;
        self.below.iter().map(move |(key, _)| {
            let rest = key.get(from..).unwrap_or_default();
            rest.split_once('.').map_or(rest, |(name, _)| name)
        })
    }

    /// The pairs whose rests are at or behind `first` and before `end`.
    fn range(&self, first: impl Iterator<Item = u8> + Clone, end: impl Iterator<Item = u8> + Clone) -> &'f [Pair<'f>] {
        let start = self.below.partition_point(|pair| self.rest(pair).lt(first.clone()));
        let length = self.below[start..].partition_point(|pair| self.rest(pair).lt(end.clone()));
        &self.below[start..start + length]
    }

    fn rest<'p>(&self, pair: &'p Pair<'_>) -> impl Iterator<Item = u8> + use<'p> {
        pair.0.as_bytes()[self.from..].iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_begin_alike_are_kept_apart() {
        let form = Form::parse(b"A=1&A-x=2&A.b=3&AB=4&A.b.c=5&A=6&B").unwrap();
        let a = form.root().child("A");
        assert_eq!((a.value, a.child("b").value, a.child("b").child("c").value), (Some("6"), Some("3"), Some("5")));
        assert_eq!(
            (form.get("A-x"), form.get("AB"), form.get("B"), form.get("C")),
            (Some("2"), Some("4"), Some(""), None)
        );
        assert_eq!(form.all("A").collect::<Vec<_>>(), ["1", "6"]);
        assert_eq!(form.all("C").count(), 0);
        assert_eq!(a.names().collect::<Vec<_>>(), ["b", "b"]);
        assert!(form.root().child("C").is_absent() && !form.root().child("AB").goes_on());
    }
}
