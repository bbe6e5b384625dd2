//! Which of many patterns a value can satisfy, looked up instead of asked one by one.
//!
//! A pattern that wants a field to be one text, to begin with one, or to be a number in a range is found by the value
//! itself: by hashing it, or by where it stands among the numbers of all the patterns. What is found is a little more
//! than what matches, never less; so whoever is found is asked in full.

use super::bits::Bits;
use super::keys::Keys;
use super::steps::Steps;
use crate::filter::literal::{Lookup, Number, Operator, Scalar};

/// What patterns wait for at one field.
#[derive(Clone, Debug)]
pub(super) struct Index {
    texts: Keys,
    /// Beginnings of a text, by their length in bytes.
    heads: Vec<(usize, Keys)>,
    numbers: Option<Steps>,
}

impl Index {
    /// What some patterns, given by number, wait for. One that waits for several numbers wants all of them.
    pub(super) fn new(wishes: &[(usize, Lookup<'_>)]) -> Self {
        let heads: Wishes<&str> = wishes.iter().filter_map(|(pattern, wish)| Some((*pattern, wish.head()?))).collect();
        let numbers: Wishes<_> = wishes.iter().filter_map(|(pattern, wish)| Some((*pattern, wish.number()?))).collect();
        Self {
            texts: Keys::new(wishes.iter().filter_map(|(pattern, wish)| Some((*pattern, wish.text()?.as_bytes())))),
            heads: by_length(&heads),
            numbers: (!numbers.is_empty()).then(|| Steps::new(&numbers)),
        }
    }

    /// Adds the patterns that wait for such a value.
    #[inline]
    pub(super) fn wake(&self, value: Scalar<'_>, candidates: &mut Bits) {
        let text = value.text().as_bytes();
        candidates.add_these(self.texts.get(text));
        for (length, heads) in &self.heads {
            candidates.add_these(text.get(..*length).and_then(|head| heads.get(head)));
        }
        if let Some(steps) = &self.numbers
            && let Some(double) = value.double()
        {
            candidates.add_these(Some(steps.at(double)));
        }
    }
}

type Wishes<T> = Vec<(usize, T)>;

impl<'a> Lookup<'a> {
    const fn text(self) -> Option<&'a str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    const fn head(self) -> Option<&'a str> {
        if let Self::Head(text) = self { Some(text) } else { None }
    }

    const fn number(self) -> Option<(Operator, Number)> {
        if let Self::Number(operator, number) = self { Some((operator, number)) } else { None }
    }
}

/// Where there are many lengths, longer heads are cut.
fn by_length(heads: &[(usize, &str)]) -> Vec<(usize, Keys)> {
    let mut lengths: Vec<usize> = heads.iter().map(|(_, head)| head.len()).collect();
    lengths.sort_unstable();
    lengths.dedup();
    let step = lengths.len().div_ceil(MOST_LENGTHS).max(1);
    let lengths: Vec<usize> = lengths.into_iter().step_by(step).collect();
    let length_of = |head: &str| lengths.iter().rev().find(|length| **length <= head.len()).copied();
    let of_length = |length: usize| {
        let those = heads.iter().filter(move |(_, head)| length_of(head) == Some(length));
        Keys::new(those.map(|(pattern, head)| (*pattern, &head.as_bytes()[..length])))
    };
    lengths.iter().map(|length| (*length, of_length(*length))).collect()
}

/// So many lengths of heads are told apart.
const MOST_LENGTHS: usize = 4;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::paths::{Wish, paths};
    use super::*;
    use crate::filter::Semantics;
    use crate::filter::literal::{Comparison, Reader};

    fn comparison(text: &str) -> Comparison {
        let semantics = Semantics::default();
        Reader::space(&semantics).comparison(&mut cupola_base::text::Cursor::new(text)).unwrap()
    }

    /// What patterns want of one field.
    fn lookups(patterns: &[Vec<Comparison>], numbers_are_texts: bool) -> Vec<Wish<'_>> {
        let wishes = patterns.iter().enumerate().flat_map(|(pattern, wishes)| {
            wishes.iter().filter_map(move |wish| Some((pattern, wish.lookup(numbers_are_texts)?)))
        });
        wishes.map(|(pattern, lookup)| Wish { pattern, field: 0, lookup }).collect()
    }

    /// Who waits for a value, in order.
    fn woken(wishes: &[Wish<'_>], bound: usize, value: Scalar<'_>) -> Vec<usize> {
        let mut woken = Bits::with(bound, []);
        paths(wishes).values().for_each(|waiting| Index::new(waiting).wake(value, &mut woken));
        woken.iter().collect()
    }

    proptest! {
        /// Nobody is missed who is satisfied, and nobody is woken whose only wish is not met.
        #[test]
        fn those_who_are_satisfied_are_woken(
            wishes in prop::collection::vec(prop::collection::vec(
                r#"(<|>|<=|>=|=) ?(-?[0-4](\.5)?|900719925474099[0-9])|= ?[ab5]{1,3}\*?|= ?a\*b|!= ?3"#, 1..3), 0..12),
            value in r#"-?[0-5](\.[05])?|900719925474099[0-9]|[ab5]{0,4}"#,
            numbers_are_texts: bool,
        ) {
            let semantics = Semantics::default();
            let wishes: Vec<Vec<Comparison>> =
                wishes.iter().map(|wishes| wishes.iter().map(|text| comparison(text)).collect()).collect();
            let lookups = lookups(&wishes, numbers_are_texts);
            let value = Scalar::Text(&value);
            let woken = woken(&lookups, wishes.len(), value);
            for (pattern, wishes) in wishes.iter().enumerate() {
                let waits = lookups.iter().any(|wish| wish.pattern == pattern);
                let holds = waits && wishes.iter().all(|wish| wish.holds(value, &semantics));
                prop_assert!(woken.contains(&pattern) || !holds, "{wishes:?} on {value:?}");
                let [only] = &wishes[..] else { continue };
                let is_sharp = matches!(only.lookup(numbers_are_texts), Some(Lookup::Text(_)));
                prop_assert!(!is_sharp || woken.contains(&pattern) == holds, "{only:?} on {value:?}");
            }
        }
    }

    #[test]
    fn ranges_are_told_apart() {
        let wishes: Vec<Vec<Comparison>> =
            (0..50).map(|n| vec![comparison(&format!("> {n}")), comparison(&format!("<= {}", n + 1))]).collect();
        let lookups = lookups(&wishes, true);
        for (value, expected) in
            [("7", vec![6]), ("7.5", vec![7]), ("0", vec![]), ("50", vec![49]), ("51", vec![]), ("x", vec![])]
        {
            assert_eq!(woken(&lookups, 50, Scalar::Text(value)), expected, "{value}");
        }
    }
}
