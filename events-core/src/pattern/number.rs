//! Which JSON numbers can be compared, and how.

use std::fmt;

/// A JSON number as an event pattern sees it: its text, and its value where that can be compared.
///
/// A number can be compared when its decimal value is the shortest decimal that reads back as its
/// nearest double, and that double is finite. So `300`, `300.0` and `3e2` are one number, while
/// `9007199254740993` and `1e400` can be compared with nothing but their own spelling.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number<'a> {
    text: &'a str,
    value: Option<f64>,
}

impl<'a> Number<'a> {
    /// Takes a JSON number's text and its nearest double.
    pub(crate) fn new(text: &'a str, nearest: f64) -> Self {
        Self { text, value: is_comparable(text, nearest).then_some(nearest) }
    }

    pub(crate) const fn text(self) -> &'a str {
        self.text
    }

    /// The value; `None` when it cannot be compared.
    pub(crate) const fn value(self) -> Option<f64> {
        self.value
    }
}

/// A number that stands in a pattern.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    text: Box<str>,
    value: Option<f64>,
}

impl Literal {
    /// Whether an event's number is this one: by value, else by spelling.
    pub(crate) fn equals(&self, number: Number<'_>) -> bool {
        self.same_value(number) || *self.text == *number.text
    }

    /// Whether both can be compared and are equal.
    #[expect(clippy::float_cmp, reason = "numbers are equal when they are the same double")]
    pub(crate) fn same_value(&self, number: Number<'_>) -> bool {
        matches!((self.value, number.value), (Some(a), Some(b)) if a == b)
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

impl From<Number<'_>> for Literal {
    fn from(number: Number<'_>) -> Self {
        Self { text: number.text.into(), value: number.value }
    }
}

/// Two spellings of one value are the same pattern.
impl PartialEq for Literal {
    fn eq(&self, other: &Self) -> bool {
        self.equals(Number { text: &other.text, value: other.value })
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn is_comparable(text: &str, nearest: f64) -> bool {
    nearest.is_finite() && (is_short(text, nearest) || Decimal::of(text) == Decimal::of(&format!("{nearest:e}")))
}

/// Up to 15 digits always survive the way through a normal double.
fn is_short(text: &str, nearest: f64) -> bool {
    let mantissa = text.split(['e', 'E']).next().unwrap_or(text);
    let size = nearest.abs();
    mantissa.bytes().filter(u8::is_ascii_digit).count() <= 15 && size < 1e300 && (size > 1e-290 || text == "0")
}

/// A decimal without leading or trailing zeros: `digits * 10^exponent`.
#[derive(PartialEq, Eq)]
struct Decimal {
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    /// Reads a JSON number; the sign is left out, since it always agrees.
    fn of(text: &str) -> Self {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = whole.trim_start_matches('-').bytes().chain(fraction.bytes()).collect();
        let places = i64::try_from(fraction.len()).unwrap_or(i64::MAX);
        Self { digits, exponent: clamped(exponent).saturating_sub(places) }.normal()
    }

    fn normal(mut self) -> Self {
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
            self.exponent += 1;
        }
        let zeros = self.digits.iter().take_while(|digit| **digit == b'0').count();
        self.digits.drain(..zeros);
        if self.digits.is_empty() { Self { exponent: 0, ..self } } else { self }
    }
}

/// An exponent of any length; past this bound a double is infinite or zero anyway, unless as many
/// digits balance it, which no text of ours has.
fn clamped(exponent: &str) -> i64 {
    const FAR: i64 = i64::MAX / 4;
    let far = if exponent.starts_with('-') { -FAR } else { FAR };
    exponent.parse::<i64>().map_or(far, |e| e.clamp(-FAR, FAR))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number<'_> {
        Number::new(text, text.parse().unwrap())
    }

    #[test]
    fn spellings_of_one_value_are_equal() {
        for (a, b) in [("300", "300.0"), ("300", "3.0e2"), ("300", "30e1"), ("-0", "0"), ("1.5", "15e-1"), ("0", "0e9")]
        {
            assert!(Literal::from(number(a)).equals(number(b)), "{a} = {b}");
        }
    }

    #[test]
    fn what_no_double_holds_cannot_be_compared() {
        let long = format!("0.{}1", "3".repeat(24));
        for text in ["9007199254740993", "123456789012345678901", "1e400", "1E-325", &long] {
            assert_eq!(number(text).value(), None, "{text}");
        }
        for text in ["9007199254740992", "0.1", "5e-324", "1.7976931348623157e308", "1234567890123456.5", "0.0", "-0"] {
            assert!(number(text).value().is_some(), "{text}");
        }
    }

    #[test]
    fn spelling_joins_numbers_that_cannot_be_compared() {
        let long = Literal::from(number("12345678901234567891"));
        assert!(long.equals(number("12345678901234567891")));
        assert!(!long.equals(number("1.2345678901234567891e19")));
    }
}
