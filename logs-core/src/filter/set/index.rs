//! Which of many patterns the values of a message can satisfy, looked up instead of asked one by one.
//!
//! A pattern that wants a field to be one text, to begin with one, or to be a number in a range is found by the value
//! itself: by hashing it, or by where it stands among the numbers of all the patterns. What is found is a little more
//! than what matches, never less. Mostly it is known that no more was found; else whoever is found is asked in full.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::{Candidates, Waiter};
use super::keys::Keys;
use super::paths::{Paths, Waiting};
use super::steps::Steps;
use crate::filter::literal::{Lookup, Number, Operator, Scalar};

/// What patterns wait for at which fields.
#[derive(Clone, Debug)]
pub(super) struct Index(Vec<(usize, By)>);

/// How patterns are looked up that wait for one field.
#[derive(Clone, Debug)]
enum By {
    Text(Keys),
    /// By so many bytes of its beginning.
    Head(usize, Keys),
    /// By where it is among numbers; whether a text that reads as a number is compared as one by all who wait.
    Number {
        steps: Steps,
        texts: bool,
    },
}

/// The values of a message.
pub(super) trait Values {
    /// Shows the value of a field, if there is one.
    fn see(&self, field: usize, see: impl FnOnce(Scalar<'_>));
}

impl Index {
    /// What some patterns wait for. One that waits for several numbers wants all of them.
    /// Fields have numbers of their own among the values.
    pub(super) fn new(paths: &Paths<'_>, number: impl Fn(usize) -> usize, numeric_texts: bool) -> Self {
        let ways = |waiting| texts(waiting).into_iter().chain(heads(waiting)).chain(numbers(waiting, numeric_texts));
        let fields = paths.fields.iter().map(|(field, waiting)| (number(*field), waiting));
        let all = fields.flat_map(|(field, waiting)| ways(waiting).map(move |by| (field, by)));
        Self(all.collect())
    }

    /// Whether nobody waits.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds the patterns that wait for such values.
    #[inline]
    pub(super) fn wake(&self, values: &impl Values, candidates: &mut Candidates) {
        for (field, by) in &self.0 {
            values.see(*field, |value| by.wake(value, candidates));
        }
    }
}

impl By {
    /// Most values nobody waits for, and most of those are known by their looks.
    #[inline(always)]
    fn wake(&self, value: Scalar<'_>, candidates: &mut Candidates) {
        match self {
            Self::Text(texts) if texts.may_hold(value.text()) => {
                wake_by(texts, value.text(), value.is_text(), candidates)
            }
            Self::Head(length, heads) => match value.text().get(..*length) {
                Some(head) if heads.may_hold(head) => wake_by(heads, head, value.is_text(), candidates),
                _ => {}
            },
            Self::Number { steps, texts } if value.may_be_number() => wake_by_number(steps, *texts, value, candidates),
            Self::Text(_) | Self::Number { .. } => {}
        }
    }
}

#[inline(never)]
fn wake_by(keys: &Keys, text: &[u8], is_it: bool, candidates: &mut Candidates) {
    candidates.wake(keys.get(text), is_it);
}

#[inline(never)]
fn wake_by_number(steps: &Steps, texts: bool, value: Scalar<'_>, candidates: &mut Candidates) {
    if let Some((waiters, is_exact)) = value.double().map(|double| steps.at(double)) {
        candidates.wake(waiters, is_exact && (texts || !value.is_text()));
    }
}

fn texts(waiting: &[Waiting<'_>]) -> Option<By> {
    let texts = waiting.iter().filter_map(|one| Some((one.pattern, one.lookup.text()?)));
    Keys::new(texts.map(|(pattern, text)| (Waiter { pattern, sharp: true }, text.as_bytes()))).map(By::Text)
}

fn numbers(waiting: &[Waiting<'_>], numeric_texts: bool) -> Option<By> {
    let numbers: Vec<_> = waiting.iter().filter_map(|one| Some((one.pattern, one.lookup.number()?))).collect();
    let texts = numeric_texts && numbers.iter().all(|(_, (operator, _))| operator.orders());
    (!numbers.is_empty()).then(|| By::Number { steps: Steps::new(&numbers), texts })
}

impl<'a> Lookup<'a> {
    const fn text(self) -> Option<&'a str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// A beginning, and whether it is all that is wanted.
    const fn head(self) -> Option<(&'a str, bool)> {
        if let Self::Head { text, only } = self { Some((text, only)) } else { None }
    }

    const fn number(self) -> Option<(Operator, Number)> {
        if let Self::Number(operator, number) = self { Some((operator, number)) } else { None }
    }
}

/// Longer heads are cut where that leaves them different, and where there are many lengths.
fn heads(waiting: &[Waiting<'_>]) -> Vec<By> {
    let heads: Vec<_> = waiting.iter().filter_map(|one| Some((one.pattern, one.lookup.head()?))).collect();
    let lengths = lengths(heads.iter().map(|(_, (head, _))| head.as_bytes()));
    let step = lengths.len().div_ceil(MOST_LENGTHS).max(1);
    let lengths: Vec<usize> = lengths.into_iter().step_by(step).collect();
    let length_of = |head: &str| lengths.iter().rev().find(|length| **length <= head.len()).copied();
    let of_length = |length: usize| {
        let those = heads.iter().filter(|(_, (head, _))| length_of(head) == Some(length));
        Keys::new(those.map(|(pattern, (head, only))| {
            let sharp = *only && head.len() == length;
            (Waiter { pattern: *pattern, sharp }, &head.as_bytes()[..length])
        }))
    };
    lengths.iter().filter_map(|length| Some(By::Head(*length, of_length(*length)?))).collect()
}

/// The lengths of heads by which they are told apart, ascending: the shortest, and those of heads that are not told apart
/// by so many bytes as the length before has.
fn lengths<'a>(heads: impl Iterator<Item = &'a [u8]>) -> Vec<usize> {
    let mut of_lengths = BTreeMap::<usize, BTreeSet<&[u8]>>::new();
    for head in heads {
        of_lengths.entry(head.len()).or_default().insert(head);
    }
    let mut kept: Vec<(usize, BTreeSet<&[u8]>)> = Vec::new();
    for (length, heads) in of_lengths {
        let cut_to = |length: &usize| heads.iter().map(|head| &head[..*length]).collect::<BTreeSet<_>>();
        match kept.last_mut().map(|(length, known)| (cut_to(length), known)) {
            Some((cut, known)) if cut.len() == heads.len() && cut.is_disjoint(known) => known.extend(cut),
            _ => kept.push((length, heads)),
        }
    }
    kept.into_iter().map(|(length, _)| length).collect()
}

/// So many lengths of heads are told apart.
const MOST_LENGTHS: usize = 4;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::paths::Wish;
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
            let looked_up =
                wishes.iter().enumerate().filter_map(move |(at, wish)| Some((at, wish.lookup(numbers_are_texts)?)));
            looked_up.map(move |(condition, lookup)| Wish { pattern, field: 0, condition, lookup })
        });
        wishes.collect()
    }

    impl Values for Scalar<'_> {
        fn see(&self, _: usize, see: impl FnOnce(Scalar<'_>)) {
            see(*self);
        }
    }

    /// Who waits for a value, in order, and whether what it waits for is met.
    fn woken(wishes: &[Wish<'_>], value: Scalar<'_>) -> Vec<(usize, bool)> {
        let mut woken = Candidates::default();
        woken.begin(&[]);
        Index::new(&Paths::new(wishes), |field| field, true).wake(&value, &mut woken);
        woken.in_order().collect()
    }

    proptest! {
        /// Nobody is missed who is satisfied, and nobody is woken whose only wish is not met.
        #[test]
        fn those_who_are_satisfied_are_woken(
            wishes in prop::collection::vec(prop::collection::vec(
                r#"(<|>|<=|>=|=) ?(-?[0-4](\.5)?|900719925474099[0-9])|= ?[ab5]{1,3}\*?|= ?a\*b|!= ?3"#, 1..3), 0..12),
            value in r#"-?[0-5](\.[05])?|900719925474099[0-9]|[ab5]{0,4}"#,
            numbers_are_texts: bool,
            is_number: bool,
        ) {
            let semantics = Semantics::default();
            let wishes: Vec<Vec<Comparison>> =
                wishes.iter().map(|wishes| wishes.iter().map(|text| comparison(text)).collect()).collect();
            let lookups = lookups(&wishes, numbers_are_texts);
            // Where the text of a number counts there are none but texts.
            let is_number = is_number && !numbers_are_texts && value.parse::<f64>().is_ok();
            let value = if is_number { Scalar::Number(value.as_bytes()) } else { Scalar::Text(value.as_bytes()) };
            let woken = woken(&lookups, value);
            let met = Paths::new(&lookups).met;
            for (pattern, wishes) in wishes.iter().enumerate() {
                let found = woken.iter().find(|(woken, _)| *woken == pattern);
                let waits = lookups.iter().any(|wish| wish.pattern == pattern);
                let holds = waits && wishes.iter().all(|wish| wish.holds(value, &semantics));
                prop_assert!(found.is_some() || !holds, "{wishes:?} on {value:?}");
                if let Some((_, true)) = found {
                    let mut met = met[&pattern].conditions.iter().map(|condition| &wishes[*condition]);
                    prop_assert!(met.all(|wish| wish.holds(value, &semantics)), "{wishes:?} on {value:?}");
                }
                let [only] = &wishes[..] else { continue };
                let is_sharp = matches!((only.lookup(numbers_are_texts), value), (Some(Lookup::Text(_)), Scalar::Text(_)));
                prop_assert!(!is_sharp || found.is_some() == holds, "{only:?} on {value:?}");
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
            let expected: Vec<_> = expected.into_iter().map(|pattern| (pattern, true)).collect();
            assert_eq!(woken(&lookups, Scalar::Text(value.as_bytes())), expected, "{value}");
        }
    }
}
