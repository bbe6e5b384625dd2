//! Sets of JSON numbers.

use std::collections::BTreeSet;

use crate::pattern::ast::{Bound, Numeric};
use crate::pattern::number::{Literal, Number};

/// A set of numbers: ranges of those that can be compared, and spellings of the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Numbers {
    /// Disjoint, ascending, not adjacent; both ends inside, as [`key`]s.
    ranges: Vec<(u64, u64)>,
    others: Spellings,
}

/// Spellings of numbers that cannot be compared.
#[derive(Clone, Debug, PartialEq)]
enum Spellings {
    These(BTreeSet<Box<str>>),
    AllBut(BTreeSet<Box<str>>),
}

impl Default for Spellings {
    fn default() -> Self {
        Self::These(BTreeSet::new())
    }
}

impl Numbers {
    /// Every number.
    pub(super) fn all() -> Self {
        Self { ranges: vec![(key(f64::MIN), key(f64::MAX))], others: Spellings::AllBut(BTreeSet::new()) }
    }

    /// One number, as equality sees it.
    pub(super) fn one(literal: &Literal) -> Self {
        match value(literal) {
            Some(value) => Self { ranges: vec![(key(value), key(value))], ..Self::default() },
            None => Self { ranges: Vec::new(), others: Spellings::These(BTreeSet::from([literal.text().into()])) },
        }
    }

    /// What `numeric` accepts.
    pub(super) fn within(numeric: &Numeric) -> Self {
        let (lower, upper) = match numeric {
            Numeric::Equal(literal) => return Self::one(literal),
            Numeric::Range { lower, upper } => (lower, upper),
        };
        let start = lower.as_ref().map_or_else(|| key(f64::MIN), |bound| key(bound.value) + step(bound));
        let end = upper.as_ref().map_or_else(|| key(f64::MAX), |bound| key(bound.value) - step(bound));
        Self { ranges: (start <= end).then_some((start, end)).into_iter().collect(), ..Self::default() }
    }

    pub(super) fn union(&self, other: &Self) -> Self {
        self.complement().intersection(&other.complement()).complement()
    }

    pub(super) fn intersection(&self, other: &Self) -> Self {
        let pairs = self.ranges.iter().flat_map(|a| other.ranges.iter().map(move |b| (a.0.max(b.0), a.1.min(b.1))));
        let mut ranges: Vec<_> = pairs.filter(|(start, end)| start <= end).collect();
        ranges.sort_unstable();
        Self { ranges, others: self.others.intersection(&other.others) }
    }

    pub(super) fn complement(&self) -> Self {
        let (first, last) = (key(f64::MIN), key(f64::MAX));
        let mut ranges = Vec::new();
        let mut next = first;
        for (start, end) in &self.ranges {
            if next < *start {
                ranges.push((next, start - 1));
            }
            next = end + 1;
        }
        if next <= last {
            ranges.push((next, last));
        }
        Self { ranges, others: self.others.complement() }
    }

    /// A number of the set, as JSON; a plain one if there is one.
    pub(super) fn pick(&self) -> Option<String> {
        let inside = |number: &f64| self.ranges.iter().any(|(start, end)| (*start..=*end).contains(&key(*number)));
        let plain = [0.0, 1.0, 2.0, -1.0, 10.0, 0.5].into_iter().find(inside);
        let whole = self.ranges.iter().map(|range| between(range.0, range.1)).next();
        match plain.or(whole) {
            Some(number) => Some(written(number)),
            None => self.others.pick(),
        }
    }
}

impl Spellings {
    fn intersection(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::These(a), Self::These(b)) => Self::These(a.intersection(b).cloned().collect()),
            (Self::These(a), Self::AllBut(b)) | (Self::AllBut(b), Self::These(a)) => {
                Self::These(a.difference(b).cloned().collect())
            }
            (Self::AllBut(a), Self::AllBut(b)) => Self::AllBut(a.union(b).cloned().collect()),
        }
    }

    fn complement(&self) -> Self {
        match self {
            Self::These(texts) => Self::AllBut(texts.clone()),
            Self::AllBut(texts) => Self::These(texts.clone()),
        }
    }

    fn pick(&self) -> Option<String> {
        match self {
            Self::These(texts) => texts.first().map(ToString::to_string),
            Self::AllBut(texts) => {
                (400..).map(|exponent| format!("1e{exponent}")).find(|text| !texts.contains(text.as_str()))
            }
        }
    }
}

fn value(literal: &Literal) -> Option<f64> {
    let text = literal.text();
    text.parse().ok().and_then(|nearest| Number::new(text, nearest).value())
}

/// 1 where the bound itself is outside.
fn step(bound: &Bound) -> u64 {
    u64::from(!bound.inclusive)
}

/// Orders finite doubles as they are ordered; both zeros are one.
fn key(number: f64) -> u64 {
    let bits = (number + 0.0).to_bits();
    if bits >> 63 == 0 { bits | SIGN } else { !bits }
}

fn number_of(key: u64) -> f64 {
    f64::from_bits(if key & SIGN == 0 { !key } else { key & !SIGN })
}

const SIGN: u64 = 1 << 63;

/// A short number between two, both inside.
fn between(start: u64, end: u64) -> f64 {
    let (low, high) = (number_of(start), number_of(end));
    let middle = low / 2.0 + high / 2.0;
    let rounded = [low.ceil(), high.floor(), (middle * 1000.0).round() / 1000.0, middle];
    rounded.into_iter().find(|number| number.is_finite() && (start..=end).contains(&key(*number))).unwrap_or(low)
}

fn written(number: f64) -> String {
    let plain = number.to_string();
    if plain.len() <= 20 { plain } else { format!("{number:e}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Numbers {
        Numbers::one(&Literal::from(Number::new(text, text.parse().unwrap())))
    }

    #[test]
    fn keys_order_doubles() {
        let ascending = [f64::MIN, -1.5, -5e-324, 0.0, 5e-324, 1.0, f64::MAX];
        assert!(ascending.windows(2).all(|pair| key(pair[0]) < key(pair[1])));
        assert!(ascending.iter().all(|number| number_of(key(*number)).to_bits() == number.to_bits()));
        assert_eq!(key(-0.0), key(0.0));
    }

    #[test]
    fn sets_are_joined_cut_and_turned_over() {
        let (one_, two, odd) = (one("1"), one("2"), one("1e400"));
        let both = one_.union(&two).union(&odd);
        assert_eq!(both.intersection(&two), two);
        assert_eq!(both.complement().complement(), both);
        assert_eq!(both.union(&both.complement()), Numbers::all());
        assert_eq!(both.intersection(&both.complement()).pick(), None);
        assert_eq!(odd.pick().as_deref(), Some("1e400"));
        assert_eq!(Numbers::all().intersection(&both.complement()).pick().as_deref(), Some("0"));
        assert_eq!(one("-0"), one("0.0"));
    }
}
