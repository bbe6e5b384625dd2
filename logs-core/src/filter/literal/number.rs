//! Numbers, compared exactly where both are whole.

use std::cmp::Ordering;

/// The value of a number: whole where it is spelt as a whole one and fits 64 bits, else the nearest
/// double.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::filter) struct Number {
    whole: Option<i128>,
    double: f64,
}

impl Number {
    /// The value of a JSON number; infinite beyond the doubles.
    pub(in crate::filter) fn of(text: &str) -> Self {
        let whole = text.parse().ok().filter(|whole| (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(whole));
        Self { whole, double: text.parse().unwrap_or(f64::NAN) }
    }

    /// Reads any text that is a finite decimal number: an optional sign, digits with an optional
    /// point, an optional exponent.
    pub(in crate::filter) fn parse(text: &str) -> Option<Self> {
        text.parse::<f64>().ok().filter(|double| double.is_finite()).map(|_| Self::of(text))
    }

    /// The nearest double.
    pub(in crate::filter) const fn to_f64(self) -> f64 {
        self.double
    }

    pub(in crate::filter) fn order(self, other: Self) -> Option<Ordering> {
        match (self.whole, other.whole) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            _ => self.double.partial_cmp(&other.double),
        }
    }
}

/// A number in a pattern, as it was spelt.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::filter) struct Numeral {
    text: Box<str>,
    number: Number,
}

impl Numeral {
    /// Reads a number; `None` when it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Number::parse(text).map(|number| Self { text: text.into(), number })
    }

    pub(in crate::filter) fn text(&self) -> &str {
        &self.text
    }

    pub(super) const fn number(&self) -> Number {
        self.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_compare_exactly_others_as_doubles() {
        for (a, b, order) in [
            ("1", "1.0", Ordering::Equal),
            ("1", "1e0", Ordering::Equal),
            ("-0", "0", Ordering::Equal),
            ("9007199254740993", "9007199254740992", Ordering::Greater),
            ("18446744073709551615", "18446744073709551614", Ordering::Greater),
            ("-9223372036854775808", "-9223372036854775807", Ordering::Less),
            ("18446744073709551616", "18446744073709551617", Ordering::Equal),
            ("1.5e2", "150", Ordering::Equal),
            ("1e400", "5", Ordering::Greater),
        ] {
            assert_eq!(Number::of(a).order(Number::of(b)), Some(order), "{a} {b}");
        }
    }

    #[test]
    fn only_finite_decimals_are_numbers() {
        for text in ["5", "-2.5", "+7", "1e-3", "1E+3", ".5", "007"] {
            assert!(Number::parse(text).is_some(), "{text}");
        }
        for text in ["", "inf", "NaN", "1e999", "0x10", "1_0", " 5", "5 ", "-", "1e", "infinity"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }
}
