//! Which of many patterns a value can satisfy, looked up instead of asked one by one.
//!
//! A pattern that wants a field to be one text, to begin with one, or to be a number in a range is found by the value
//! itself: by hashing it, or by where it stands among the numbers of all the patterns. What is found is a little more
//! than what matches, never less; so whoever is left is asked in full.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::bits::Bits;
use crate::filter::literal::{Lookup, Number, Operator, Scalar};

/// What patterns want of one field.
#[derive(Clone, Debug)]
pub(super) struct Index {
    /// Patterns that want something of it that can be looked up, and all others.
    asking: Bits,
    free: Bits,
    texts: HashMap<Box<str>, Bits>,
    /// Beginnings of a text, by their length in bytes.
    heads: Vec<(usize, Heads)>,
    numbers: Option<Steps>,
}

impl Index {
    /// What can be looked up of some patterns, given by number, all below `bound`.
    pub(super) fn new(bound: usize, wishes: &[(usize, Lookup<'_>)]) -> Self {
        let (texts, heads, numbers) = sorted(wishes);
        let asking = Bits::with(bound, wishes.iter().map(|(pattern, _)| *pattern));
        Self {
            free: Bits::of(bound, |pattern| !asking.has(pattern)),
            asking,
            texts: by_key(bound, texts.into_iter().map(|(pattern, text)| (pattern, text.into()))),
            heads: by_length(bound, &heads),
            numbers: (!numbers.is_empty()).then(|| Steps::new(bound, &numbers)),
        }
    }

    /// Whether a pattern wants something here.
    pub(super) fn asks(&self, pattern: usize) -> bool {
        self.asking.has(pattern)
    }

    /// Whether it can tell about any of the candidates.
    #[inline]
    pub(super) fn concerns(&self, candidates: &Bits) -> bool {
        candidates.has_any_of(&self.asking)
    }

    /// Leaves the candidates that the value of the field may satisfy; none: there is no such field.
    pub(super) fn narrow(&self, value: Option<Scalar<'_>>, candidates: &mut Bits) {
        let mut left = [None; 2 + MOST_LENGTHS];
        if let Some(value) = value {
            let text = value.text();
            left[0] = self.texts.get(text);
            left[1] = self.numbers.as_ref().and_then(|steps| Some(steps.at(value.as_number()?)));
            for ((length, heads), left) in self.heads.iter().zip(&mut left[2..]) {
                *left = text.as_bytes().get(..*length).and_then(|head| heads.get(head));
            }
        }
        candidates.keep(&self.free, &left);
    }
}

type Heads = HashMap<Box<[u8]>, Bits>;
type Wishes<T> = Vec<(usize, T)>;

/// One kind of wish for each pattern, the one by which most is turned away.
fn sorted<'a>(wishes: &[(usize, Lookup<'a>)]) -> (Wishes<&'a str>, Wishes<&'a str>, Wishes<(Operator, Number)>) {
    let mut of_patterns: BTreeMap<usize, Vec<Lookup<'a>>> = BTreeMap::new();
    wishes.iter().for_each(|(pattern, wish)| of_patterns.entry(*pattern).or_default().push(*wish));
    let (mut texts, mut heads, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    for (pattern, wishes) in of_patterns {
        let text = wishes.iter().find_map(|wish| if let Lookup::Text(text) = wish { Some(*text) } else { None });
        let head = wishes.iter().find_map(|wish| if let Lookup::Head(text) = wish { Some(*text) } else { None });
        let is_number = |wish: &Lookup<'a>| if let Lookup::Number(how, at) = wish { Some((*how, *at)) } else { None };
        match (text, head) {
            (Some(text), _) => texts.push((pattern, text)),
            (None, Some(head)) => heads.push((pattern, head)),
            (None, None) => numbers.extend(wishes.iter().filter_map(is_number).map(|wish| (pattern, wish))),
        }
    }
    (texts, heads, numbers)
}

fn by_key<K: std::hash::Hash + Eq>(bound: usize, wishes: impl Iterator<Item = (usize, K)>) -> HashMap<K, Bits> {
    let mut found = HashMap::new();
    for (pattern, key) in wishes {
        found.entry(key).or_insert_with(|| Bits::with(bound, [])).add(pattern);
    }
    found
}

/// Where there are many lengths, longer heads are cut.
fn by_length(bound: usize, heads: &[(usize, &str)]) -> Vec<(usize, Heads)> {
    let mut lengths: Vec<usize> = heads.iter().map(|(_, head)| head.len()).collect();
    lengths.sort_unstable();
    lengths.dedup();
    let step = lengths.len().div_ceil(MOST_LENGTHS).max(1);
    let lengths: Vec<usize> = lengths.into_iter().step_by(step).collect();
    let length_of = |head: &str| lengths.iter().rev().find(|length| **length <= head.len()).copied();
    let of_length = |length: usize| {
        let those = heads.iter().filter(move |(_, head)| length_of(head) == Some(length));
        by_key(bound, those.map(|(pattern, head)| (*pattern, head.as_bytes()[..length].into())))
    };
    lengths.iter().map(|length| (*length, of_length(*length))).collect()
}

/// The numbers that patterns compare with, and which patterns a number satisfies between two of them or at one.
#[derive(Clone, Debug)]
struct Steps {
    at: Vec<f64>,
    /// Below the first, at it, between it and the second, at that, and so on.
    satisfied: Vec<Bits>,
}

impl Steps {
    fn new(bound: usize, wishes: &[(usize, (Operator, Number))]) -> Self {
        let mut at: Vec<f64> = wishes.iter().map(|(_, (_, number))| number.to_f64()).collect();
        at.sort_unstable_by(f64::total_cmp);
        at.dedup();
        // So many that the table would be large are told apart less finely: not at all.
        if at.len() * bound > MOST_CELLS {
            at.clear();
        }
        let asks = Bits::with(bound, wishes.iter().map(|(pattern, _)| *pattern));
        let satisfied = (0..=2 * at.len()).map(|place| {
            let mut satisfied = asks.clone();
            let fails = wishes.iter().filter(|(_, wish)| !may_hold(&at, place, *wish));
            fails.for_each(|(pattern, _)| satisfied.remove(*pattern));
            satisfied
        });
        Self { satisfied: satisfied.collect(), at }
    }

    /// The patterns that a number may satisfy.
    fn at(&self, number: Number) -> &Bits {
        let number = number.to_f64();
        let place = self.at.partition_point(|at| *at < number);
        let is_there = self.at.get(place).is_some_and(|at| *at <= number);
        &self.satisfied[2 * place + usize::from(is_there)]
    }
}

/// Whether a number at this place among the steps can compare so. Beyond the doubles' whole numbers, what is one
/// double may be several numbers.
fn may_hold(at: &[f64], place: usize, (operator, number): (Operator, Number)) -> bool {
    let double = number.to_f64();
    let step = 2 * at.partition_point(|at| *at < double) + 1;
    at.is_empty() || operator.accepts(place.cmp(&step)) || (place == step && double.abs() >= EXACT)
}

/// So many lengths of heads are told apart.
const MOST_LENGTHS: usize = 4;
/// Steps times patterns.
const MOST_CELLS: usize = 1 << 20;
/// 2 to the 53rd.
const EXACT: f64 = 9_007_199_254_740_992.0;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::filter::Semantics;
    use crate::filter::literal::{Comparison, Reader};

    fn comparison(text: &str) -> Comparison {
        let semantics = Semantics::default();
        Reader::space(&semantics).comparison(&mut cupola_base::text::Cursor::new(text)).unwrap()
    }

    proptest! {
        /// Nobody is turned away who is satisfied, and nobody is left whose only wish is not met.
        #[test]
        fn those_who_are_satisfied_are_left(
            wishes in prop::collection::vec(prop::collection::vec(
                r#"(<|>|<=|>=|=) ?(-?[0-4](\.5)?|900719925474099[0-9])|= ?[ab5]{1,3}\*?|= ?a\*b|!= ?3"#, 1..3), 0..12),
            value in r#"-?[0-5](\.[05])?|900719925474099[0-9]|[ab5]{0,4}"#,
            numbers_are_texts: bool,
        ) {
            let semantics = Semantics::default();
            let wishes: Vec<Vec<Comparison>> =
                wishes.iter().map(|wishes| wishes.iter().map(|text| comparison(text)).collect()).collect();
            let lookups: Vec<(usize, Lookup<'_>)> = wishes.iter().enumerate().flat_map(|(pattern, wishes)| {
                wishes.iter().filter_map(move |wish| Some((pattern, wish.lookup(numbers_are_texts)?)))
            }).collect();
            let index = Index::new(wishes.len(), &lookups);
            let value = Scalar::Text(&value);
            let mut left = Bits::of(wishes.len(), |_| true);
            index.narrow(Some(value), &mut left);
            for (pattern, wishes) in wishes.iter().enumerate() {
                let holds = wishes.iter().all(|wish| wish.holds(value, &semantics));
                prop_assert!(left.has(pattern) || !holds, "{wishes:?} on {value:?}");
                let [only] = &wishes[..] else { continue };
                let is_sharp = matches!(only.lookup(numbers_are_texts), Some(Lookup::Text(_)));
                prop_assert!(!is_sharp || left.has(pattern) == holds, "{only:?} on {value:?}");
            }
            let mut left = Bits::of(wishes.len(), |_| true);
            index.narrow(None, &mut left);
            prop_assert!(lookups.iter().all(|(pattern, _)| !left.has(*pattern)));
        }
    }

    #[test]
    fn ranges_are_told_apart() {
        let wishes: Vec<Vec<Comparison>> =
            (0..50).map(|n| vec![comparison(&format!("> {n}")), comparison(&format!("<= {}", n + 1))]).collect();
        let lookups: Vec<(usize, Lookup<'_>)> = wishes
            .iter()
            .enumerate()
            .flat_map(|(pattern, wishes)| wishes.iter().filter_map(move |wish| Some((pattern, wish.lookup(true)?))))
            .collect();
        let index = Index::new(50, &lookups);
        for (value, expected) in
            [("7", vec![6]), ("7.5", vec![7]), ("0", vec![]), ("50", vec![49]), ("51", vec![]), ("x", vec![])]
        {
            let mut left = Bits::of(50, |_| true);
            index.narrow(Some(Scalar::Text(value)), &mut left);
            assert_eq!(left.iter().collect::<Vec<_>>(), expected, "{value}");
        }
    }
}
