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
    #[inline]
    pub(in crate::filter) fn of(text: &[u8]) -> Self {
        Plain::of(text).map_or_else(|| Self::read(text), Plain::number)
    }

    #[inline(never)]
    fn read(text: &[u8]) -> Self {
        let text = str::from_utf8(text).unwrap_or_default();
        let whole = text.parse().ok().filter(|whole| (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(whole));
        Self { whole, double: text.parse().unwrap_or(f64::NAN) }
    }

    /// Reads any text that is a finite decimal number: an optional sign, digits with an optional
    /// point, an optional exponent.
    pub(in crate::filter) fn parse(text: &[u8]) -> Option<Self> {
        if !begins(text) {
            return None;
        }
        Plain::of(text).map(Plain::number).or_else(|| Some(Self::read(text)).filter(|number| number.double.is_finite()))
    }

    /// The nearest double of what [`parse`](Self::parse) reads.
    #[inline]
    pub(in crate::filter) fn double(text: &[u8]) -> Option<f64> {
        if !begins(text) {
            return None;
        }
        match Plain::of(text) {
            Some(plain) => Some(plain.double()),
            None => Self::parse(text).map(Self::to_f64),
        }
    }

    /// The nearest double.
    pub(in crate::filter) const fn to_f64(self) -> f64 {
        self.double
    }

    #[inline]
    pub(in crate::filter) fn order(self, other: Self) -> Option<Ordering> {
        match (self.whole, other.whole) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            _ => self.double.partial_cmp(&other.double),
        }
    }
}

/// Whether a text begins as a number; most words do not.
#[inline]
pub(super) fn begins(text: &[u8]) -> bool {
    matches!(text.first(), Some(b'0'..=b'9' | b'-' | b'+' | b'.'))
}

/// What most numbers are: a sign or none, a few digits, a point among them or none. So few digits and places are
/// exact as doubles, and their quotient is rounded once (Clinger, "How to read floating point numbers accurately",
/// 1990).
#[derive(Clone, Copy)]
struct Plain {
    negative: bool,
    /// All digits, as a whole number.
    digits: u64,
    /// How many of them stand behind the point, if there is one.
    places: Option<usize>,
}

impl Plain {
    #[inline]
    fn of(text: &[u8]) -> Option<Self> {
        let (negative, text) = text.strip_prefix(b"-").map_or((false, text), |text| (true, text));
        if text.len() > EXACT_DIGITS || text.is_empty() {
            return None;
        }
        let (mut digits, mut point) = (0, None);
        for (at, byte) in text.iter().enumerate() {
            let digit = byte.wrapping_sub(b'0');
            if digit < 10 {
                digits = digits * 10 + u64::from(digit);
            } else if *byte == b'.' && point.is_none() {
                point = Some(at);
            } else {
                return None;
            }
        }
        let places = point.map(|point| text.len() - 1 - point);
        (text.len() > usize::from(point.is_some())).then_some(Self { negative, digits, places })
    }

    #[expect(clippy::cast_precision_loss, reason = "fifteen digits are exact")]
    #[inline]
    fn double(self) -> f64 {
        let digits = self.digits as f64;
        let double = self.places.map_or(digits, |places| digits / POWERS[places]);
        if self.negative { -double } else { double }
    }

    #[inline]
    fn number(self) -> Number {
        let whole = i128::from(self.digits);
        let whole = if self.negative { -whole } else { whole };
        Number { whole: self.places.is_none().then_some(whole), double: self.double() }
    }
}

/// Digits that a double can always hold.
const EXACT_DIGITS: usize = 15;
const POWERS: [f64; EXACT_DIGITS + 1] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// A number in a pattern, as it was spelt.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::filter) struct Numeral {
    text: Box<str>,
    number: Number,
}

impl Numeral {
    /// Reads a number; `None` when it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Number::parse(text.as_bytes()).map(|number| Self { text: text.into(), number })
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
    use proptest::prelude::*;

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
            assert_eq!(Number::of(a.as_bytes()).order(Number::of(b.as_bytes())), Some(order), "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn few_digits_are_read_as_any_number(text in "[-+]?[0-9]{0,9}\\.?[0-9]{0,9}(e[0-9])?") {
            let slow = text.parse().ok().filter(|double: &f64| double.is_finite()).map(|_| Number::read(text.as_bytes()));
            prop_assert_eq!(format!("{:?}", Number::parse(text.as_bytes())), format!("{slow:?}"));
        }
    }

    #[test]
    fn only_finite_decimals_are_numbers() {
        for text in ["5", "-2.5", "+7", "1e-3", "1E+3", ".5", "007"] {
            assert!(Number::parse(text.as_bytes()).is_some(), "{text}");
        }
        for text in ["", "inf", "NaN", "1e999", "0x10", "1_0", " 5", "5 ", "-", "1e", "infinity"] {
            assert_eq!(Number::parse(text.as_bytes()), None, "{text}");
        }
    }
}
