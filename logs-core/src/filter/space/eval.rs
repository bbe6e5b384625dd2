//! Whether a message is as a pattern asks.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::sync::LazyLock;

use super::row::{OnTheWay, Row};
use super::words::Word;
use super::{Field, SpacePattern};
use crate::filter::literal::{Comparison, Scalar};
use crate::filter::needs::Needs;
use crate::filter::{Extracted, Semantics};

impl SpacePattern {
    pub(in crate::filter) fn matches(&self, message: &str) -> bool {
        self.fields.is_empty() || self.accepts(&mut OnTheWay::new(message, &self.semantics))
    }

    /// Whether the words are as the fields ask.
    pub(in crate::filter) fn accepts<'a>(&self, words: &mut impl Row<'a>) -> bool {
        let (head, tail) = self.fields.split_at(self.gap.unwrap_or(self.fields.len()));
        for field in &self.asked {
            // The last field has no condition where it takes all that is left.
            if !words.word(*field).is_some_and(|word| head[*field].holds(&word)) {
                return false;
            }
        }
        match self.gap {
            None => (head.is_empty() || words.has(head.len() - 1)) && (self.greedy || !words.has(head.len())),
            Some(_) => words.last_from(head.len(), tail.len(), |at, word| tail[at].holds(&word)),
        }
    }

    /// What testing gives: each field and each word in the gap.
    pub(in crate::filter) fn test<'a>(&'a self, message: &'a str) -> Option<Extracted<'a>> {
        self.matches(message).then(|| {
            let mut pairs = Vec::new();
            let words = self.assign(message, &mut |(place, field, word)| {
                pairs.extend(self.key(place, field).map(|key| (key, Cow::Borrowed(word.text))));
                ControlFlow::Continue(())
            });
            debug_assert!(words.is_ok(), "the message matches");
            pairs.into_iter().collect()
        })
    }

    /// The name of a word when testing; none of a field whose name a later one has, too.
    fn key(&self, place: usize, field: Option<usize>) -> Option<Cow<'_, str>> {
        match field.map(|field| &self.fields[field]) {
            Some(field) if field.hidden => None,
            Some(Field { name: Some(name), .. }) => Some(Cow::Borrowed(&**name)),
            _ => Some(Cow::Owned(format!("${place}"))),
        }
    }

    /// The word of a field by its number, or of a place from 1.
    pub(in crate::filter) fn word<'a>(&self, message: &'a str, wanted: Wanted) -> Option<Word<'a>> {
        let mut found = None;
        let words = self.assign(message, &mut |(place, field, word)| {
            let is_wanted = match wanted {
                Wanted::Field(wanted) => field == Some(wanted),
                Wanted::Place(wanted) => place == wanted,
            };
            found = if is_wanted { Some(word) } else { found };
            ControlFlow::Continue(())
        });
        found.filter(|_| words.is_ok())
    }

    /// The names of the fields, with their `$`.
    pub(in crate::filter) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(|field| !field.hidden).filter_map(|field| field.name.as_deref())
    }

    /// What a selector (`$name` or `$1`) means; none when the pattern has no such field.
    pub(in crate::filter) fn wanted(&self, selector: &str) -> Option<Wanted> {
        if let Some(field) = self.fields.iter().rposition(|field| field.name.as_deref() == Some(selector)) {
            return Some(Wanted::Field(field));
        }
        let digits = selector.strip_prefix('$').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        let is_there = |place: &usize| *place > 0 && (self.gap.is_some() || *place <= self.fields.len());
        digits.parse().ok().filter(is_there).map(Wanted::Place)
    }
}

/// Which word is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::filter) enum Wanted {
    /// That of a field, from 0.
    Field(usize),
    /// That at a place of the message, from 1.
    Place(usize),
}

impl SpacePattern {
    /// Texts of which one stands in every message that matches.
    pub(in crate::filter) fn needs(&self) -> Option<Needs> {
        let conditions = self.fields.iter().filter_map(|field| field.condition.as_ref());
        Needs::all(conditions.map(|condition| condition.needs(&|one| one.needs(Needs::text, true))))
    }
}

impl Field {
    #[inline]
    fn holds(&self, word: &Word<'_>) -> bool {
        self.condition.as_ref().is_none_or(|condition| condition.holds(&mut |one| word.is(one)))
    }
}

impl Word<'_> {
    /// Whether it compares so. Words can always be ordered as numbers.
    pub(super) fn is(&self, comparison: &Comparison) -> bool {
        static WORDS: LazyLock<Semantics> = LazyLock::new(Semantics::default);
        comparison.holds(Scalar::Text(self.text.as_bytes()), &WORDS)
    }
}

#[cfg(test)]
mod tests {
    use crate::filter::{FilterPattern, LastField, Semantics};

    #[test]
    fn words_are_laid_against_their_fields() {
        for (pattern, message, expected) in [
            ("[]", "", true),
            ("[...]", "any words", true),
            ("[a]", "", false),
            ("[a, ...]", "", false),
            ("[a, ...]", "x", true),
            ("[..., a=x, b]", "x x y", true),
            ("[..., a=x, b]", "y", false),
            ("[a, ..., b]", "x", false),
            ("[a=x, ..., b=y]", "x y", true),
            ("[a=404]", "404", true),
            ("[a=404]", "404.0", false),
            ("[a>=404]", "404.0", true),
            ("[a>5]", "inf", false),
            ("[a!=4*]", "503", true),
            ("[a=\"x y\"]", "\"x y\"", true),
            ("[a, b=\"-\"]", "x -", true),
            ("[a=*, b]", "\"\" x", true),
            ("[w1=FAIL, w2]", "FAIL to start \"x\"", true),
            ("[w1=FAIL, w2]", "FAIL", false),
            ("[w1, w2=a]", "x a b", false),
            ("[v1=FAIL, w2]", "FAIL to start", false),
            ("[w=FAIL, w2]", "FAIL to start", false),
        ] {
            assert_eq!(FilterPattern::parse(pattern).unwrap().matches(message), expected, "{pattern} {message}");
        }
    }

    #[test]
    fn the_last_field_takes_the_rest_as_it_stands() {
        let pattern = FilterPattern::parse("[w1=FAIL, w2]").unwrap();
        for (message, rest) in [("FAIL \"a b\"", "a b"), ("FAIL \"a b\" [c ", "\"a b\" [c ")] {
            assert_eq!(pattern.test(message).unwrap().get("$w2"), Some(rest), "{message}");
        }
        for (last, matches) in [(LastField::Exact, false), (LastField::Greedy, true)] {
            let semantics = Semantics::default().with(|s| s.last_field_greedy = last);
            for pattern in ["[w1, w2]", "[a, b]"] {
                assert_eq!(FilterPattern::parse_with(pattern, &semantics).unwrap().matches("a b c"), matches);
            }
        }
    }

    #[test]
    fn of_equal_names_the_last_counts() {
        let pattern = FilterPattern::parse("[a, , a]").unwrap();
        let found = pattern.test("x y z").unwrap();
        assert_eq!(found.iter().collect::<Vec<_>>(), [("$2", "y"), ("$a", "z")]);
        assert_eq!(pattern.value("x y z", &pattern.selector("$a").unwrap()).as_deref(), Some("z"));
    }
}
