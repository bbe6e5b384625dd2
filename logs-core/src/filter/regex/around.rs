//! A text with a few characters around it.

use std::ops::Range;

use memchr::memmem::Finder;

use super::shape::Repeat;
use super::{Branches, Piece, Set};

/// What matches where a text stands with certain characters directly before and behind it: `%[/ ]cart[^a-z]%`, say.
///
/// To find the text and to look at what is around it takes a fraction of what waking an automaton does.
#[derive(Clone, Debug)]
pub(super) struct Around {
    text: Finder<'static>,
    /// The nearest first.
    before: Box<[Set]>,
    behind: Box<[Set]>,
}

impl Around {
    /// None where an expression is not of that form: one alternative without anchors, in which nothing is repeated an
    /// open number of times but what stands first or last.
    pub(super) fn of(branches: &Branches) -> Option<Self> {
        let [branch] = &**branches else { return None };
        let sets = sets(branch)?;
        let row = longest_text(&sets);
        let text: String = sets[row.clone()].iter().filter_map(|set| set.single()).collect();
        (text.len() >= SHORTEST).then(|| Self {
            text: Finder::new(&text).into_owned(),
            before: sets[..row.start].iter().rev().copied().collect(),
            behind: sets[row.end..].into(),
        })
    }

    /// Whether it is found somewhere in a text that is UTF-8.
    pub(super) fn is_match(&self, text: &[u8]) -> bool {
        let mut from = 0;
        while let Some(found) = self.text.find(&text[from..]) {
            let start = from + found;
            if self.is_around(&text[..start], &text[start + self.text.needle().len()..]) {
                return true;
            }
            from = start + 1;
        }
        false
    }

    fn is_around(&self, mut before: &[u8], mut behind: &[u8]) -> bool {
        self.before.iter().all(|set| take_last(&mut before, *set))
            && self.behind.iter().all(|set| take_first(&mut behind, *set))
    }
}

/// Takes the first character off a text, if it is of a set.
fn take_first(text: &mut &[u8], set: Set) -> bool {
    let Some((first, mut rest)) = text.split_first() else { return false };
    while let [0x80..0xc0, after @ ..] = rest {
        rest = after;
    }
    *text = rest;
    set.has_first(*first)
}

/// Takes the last character off a text, if it is of a set.
fn take_last(text: &mut &[u8], set: Set) -> bool {
    let mut rest = *text;
    while let [before @ .., 0x80..0xc0] = rest {
        rest = before;
    }
    let Some((first, before)) = rest.split_last() else { return false };
    *text = before;
    set.has_first(*first)
}

/// The characters of an alternative one by one; of what may be repeated, and stands first or last, the least will do.
fn sets(branch: &[Piece]) -> Option<Vec<Set>> {
    let repeats: Option<Vec<Repeat>> = branch.iter().map(Repeat::of).collect();
    let mut repeats = &mut *repeats?;
    while let [Repeat { least: 0, .. }, rest @ ..] | [rest @ .., Repeat { least: 0, .. }] = repeats {
        repeats = rest;
    }
    repeats.iter_mut().take(1).for_each(Repeat::shorten);
    repeats.iter_mut().rev().take(1).for_each(Repeat::shorten);
    let count: u32 = repeats.iter().map(|repeat| repeat.least).sum();
    let is_fixed = count <= MOST && repeats.iter().all(|repeat| repeat.most == Some(repeat.least));
    is_fixed.then(|| repeats.iter().flat_map(|repeat| (0..repeat.least).map(|_| repeat.set)).collect())
}

/// The longest row of characters of which there is no choice.
fn longest_text(sets: &[Set]) -> Range<usize> {
    let mut end = 0;
    let rows = sets.chunk_by(|one, other| one.single().is_some() == other.single().is_some()).map(|row| {
        end += row.len();
        end - row.len()..end
    });
    rows.filter(|row| sets[row.start].single().is_some()).max_by_key(Range::len).unwrap_or_default()
}

/// Shorter texts are found too often.
const SHORTEST: usize = 3;
/// More characters around it are left to automata.
const MOST: u32 = 64;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::parse::parse;
    use super::*;
    use crate::filter::{Semantics, twin};

    fn around(body: &str) -> Option<Around> {
        Around::of(&parse(body, &Semantics::default()).unwrap())
    }

    #[test]
    fn forms_are_told_apart() {
        for body in ["[/ ]cart[^a-z]", "cart", "a.*cart", "x?y*cart[a-z]+", "cart{2}", "art[0-9]{3}x{3}"] {
            assert_ne!(around(body).is_some(), body.contains(".*"), "{body}");
        }
        for body in ["^cart", "cart$", "cart|", "ca", "[ab]c[ab]", "cart[a-z]+x", "art[0-9]{65}"] {
            assert!(around(body).is_none(), "{body}");
        }
    }

    proptest! {
        /// Against following every possibility.
        #[test]
        fn what_is_around_is_seen(
            body in r#"((\[ab\]|\[\^a\]|\.|b)(\?|\*|\+|\{2\}|\{1,3\})?){0,2}(\[ab\]|\[\^b\]|\.|b){0,2}(aba|aaa|ab)(\[ab\]|\[\^a\]|\.|b){0,2}((\[ab\]|\[\^a\]|\.)(\?|\*|\+|\{2\}))?"#,
            text in r#"([ab]|é|\n|€){0,14}"#,
        ) {
            let Ok(branches) = parse(&body, &Semantics::default()) else { return Ok(()) };
            let Some(around) = Around::of(&branches) else { return Ok(()) };
            prop_assert_eq!(around.is_match(text.as_bytes()), twin::regex::is_match(&branches, &text), "{} {:?}", body, text);
        }
    }
}
