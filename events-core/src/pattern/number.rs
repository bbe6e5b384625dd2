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

    /// Reads a JSON number's text.
    #[inline]
    pub(crate) fn read(text: &'a str) -> Self {
        match exact(text.as_bytes()) {
            Some(value) => Self { text, value: Some(value) },
            None => Self::new(text, text.parse().unwrap_or(f64::NAN)), // every JSON number is one of Rust's
        }
    }

    /// A number whose value is known; that of one that cannot be compared is no number.
    pub(crate) const fn known(text: &'a str, value: f64) -> Self {
        Self { text, value: if value.is_nan() { None } else { Some(value) } }
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

    /// The value; `None` when it cannot be compared.
    pub(crate) const fn value(&self) -> Option<f64> {
        self.value
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

/// The value of a number of at most 15 digits without an exponent: whole number and power of ten are doubles,
/// and the quotient of two doubles is rounded once.
fn exact(text: &[u8]) -> Option<f64> {
    let (digits, is_negative) = match text {
        [b'-', digits @ ..] => (digits, true),
        digits => (digits, false),
    };
    let (mut whole, mut places, mut seen_point) = (0i64, 0, false);
    if digits.len() > 15 {
        return None;
    }
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                whole = whole * 10 + i64::from(byte - b'0');
                places += usize::from(seen_point);
            }
            b'.' => seen_point = true,
            _ => return None,
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "15 digits fit")]
    let value = whole as f64 / POWERS[places];
    Some(if is_negative { -value } else { value })
}

const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

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
    fn short_numbers_are_read_as_the_library_reads_them() {
        let mut seed = 1u64;
        for _ in 0..20_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let digits = (seed >> 20).to_string();
            let digits = &digits[..1 + (seed >> 60) as usize % digits.len().min(14)];
            let point = (seed >> 50) as usize % digits.len();
            let text =
                if point == 0 { digits.to_owned() } else { format!("-{}.{}", &digits[..point], &digits[point..]) };
            let number = Number::read(&text);
            assert_eq!(number.value().map(f64::to_bits), Some(text.parse::<f64>().unwrap().to_bits()), "{text}");
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
