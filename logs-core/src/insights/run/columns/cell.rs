//! One value of a column.

use std::sync::Arc;

use crate::insights::value::{Value, View};

/// A value that stands in the message where it can.
#[derive(Clone, Debug, Default)]
pub(super) enum Cell<'a> {
    #[default]
    Null,
    Boolean(bool),
    Number(f64),
    /// A JSON number as it is written, of few digits; nobody has read it yet.
    Digits(&'a str),
    Text(&'a str),
    Time(i64),
    /// A text that stands nowhere, a list, or a map.
    Made(Value),
}

/// The cell that stands for all that are not there.
pub(super) const NULL: Cell<'static> = Cell::Null;

impl<'a> Cell<'a> {
    pub(super) fn of(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Boolean(truth) => Self::Boolean(truth),
            Value::Number(number) => Self::Number(number),
            Value::Time(at) => Self::Time(at),
            made => Self::Made(made),
        }
    }

    /// A value that lives as long as the cell.
    pub(super) fn borrowed(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            other => Self::of(other.clone()),
        }
    }

    /// A JSON number as it is written. Those beyond the largest double are texts.
    #[inline]
    pub(super) fn written(digits: &'a str) -> Self {
        if digits.len() <= SHORT && !digits.bytes().any(|byte| byte | 0x20 == b'e') {
            return Self::Digits(digits);
        }
        match digits.parse::<f64>() {
            Ok(number) if number.is_finite() => Self::Number(number),
            _ => Self::Text(digits),
        }
    }

    pub(super) const fn truth(truth: bool) -> Self {
        Self::Number(if truth { 1.0 } else { 0.0 })
    }

    #[inline]
    pub(super) fn view(&self) -> View<'_> {
        match self {
            Self::Null => View::Null,
            Self::Boolean(truth) => View::Boolean(*truth),
            Self::Number(number) => View::Number(*number),
            Self::Digits(digits) => View::Number(read(digits)),
            Self::Text(text) => View::Text(text),
            Self::Time(at) => View::Time(*at),
            Self::Made(value) => value.view(),
        }
    }

    pub(super) fn value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(truth) => Value::Boolean(*truth),
            Self::Number(number) => Value::Number(*number),
            Self::Digits(digits) => Value::Number(read(digits)),
            Self::Text(text) => Value::text(*text),
            Self::Time(at) => Value::Time(*at),
            Self::Made(value) => value.clone(),
        }
    }

    /// The number of the order of kinds, see [`order::kind`](crate::insights::order::kind).
    #[inline]
    pub(super) const fn kind(&self) -> u8 {
        match self {
            Self::Number(_) | Self::Digits(_) => 0,
            Self::Boolean(_) => 1,
            Self::Time(_) => 2,
            Self::Text(_) => 3,
            Self::Null => 4,
            Self::Made(value) => crate::insights::order::kind(value),
        }
    }

    /// Adds what tells the value from all others that are not equal to it, as a key of `stats`.
    #[inline]
    pub(super) fn encode(&self, key: &mut Vec<u8>) {
        match self {
            Self::Text(text) => text_key(text, key),
            Self::Digits(digits) if is_shortest(digits) => text_key(digits, key),
            Self::Number(number) if is_count(*number) => count_key(*number, key),
            Self::Time(at) => {
                key.push(TIME);
                key.extend_from_slice(&at.to_le_bytes());
            }
            other => {
                if other.view().with_text(|text| text_key(text, key)).is_none() {
                    key.push(NOTHING);
                }
            }
        }
    }

    pub(super) fn made(text: &str) -> Self {
        Self::Made(Value::Text(Arc::from(text)))
    }
}

const NOTHING: u8 = 0;
const TEXT: u8 = 1;
const TIME: u8 = 2;

#[inline]
fn text_key(text: &str, key: &mut Vec<u8>) {
    key.push(TEXT);
    key.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
    key.extend_from_slice(text.as_bytes());
}

/// Whether it is a whole number that is shown as its digits: a status, a port, a count.
#[inline]
fn is_count(number: f64) -> bool {
    number.is_sign_positive() && number < 1e9 && number.fract() == 0.0
}

/// The key of the text of a whole number.
fn count_key(number: f64, key: &mut Vec<u8>) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "less than a billion")]
    let mut rest = number as u32;
    let (mut digits, mut start) = ([0; 10], 10);
    while start == 10 || rest > 0 {
        start -= 1;
        digits[start] = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
    }
    text_key(std::str::from_utf8(&digits[start..]).unwrap_or_default(), key);
}

/// How long a number may be to be read late.
const SHORT: usize = 16;

/// The number of up to 16 digits, sign and point.
///
/// Up to 2^53 the digits are a whole double, and up to 10^22 so is what they are divided by: one division,
/// rounded once, gives what a careful reader finds.
#[inline]
pub(super) fn read(digits: &str) -> f64 {
    let (mut whole, mut after, mut has_point) = (0_u64, 0_usize, false);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                whole = whole * 10 + u64::from(byte - b'0');
                after += usize::from(has_point);
            }
            b'.' => has_point = true,
            _ => {}
        }
    }
    if whole > 1 << 53 {
        return digits.parse().unwrap_or(f64::NAN);
    }
    #[expect(clippy::cast_precision_loss, reason = "checked to be at most 2^53")]
    let magnitude = whole as f64 / TENS[after];
    if digits.starts_with('-') { -magnitude } else { magnitude }
}

const TENS: [f64; SHORT + 1] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16];

/// Whether a JSON number without exponent is written as results show it: at most 15 digits, none of them in vain.
#[inline]
fn is_shortest(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    if bytes.len() > 15 || bytes == b"-0" {
        return false;
    }
    bytes.last() != Some(&b'0') || memchr::memchr(b'.', bytes).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn digits_are_read_as_by_everybody(digits in "-?(0|[1-9][0-9]{0,10})(\\.[0-9]{1,4})?") {
            prop_assert_eq!(read(&digits).to_bits(), digits.parse::<f64>().unwrap().to_bits());
        }

        #[test]
        fn keys_of_counts_are_those_of_their_texts(number in prop_oneof![0.0..2e9, (0_u32..2_000_000_000).prop_map(f64::from), Just(-0.0)]) {
            let (mut counted, mut shown) = (Vec::new(), Vec::new());
            Cell::Number(number).encode(&mut counted);
            text_key(&Value::Number(number).to_string(), &mut shown);
            prop_assert_eq!(counted, shown);
        }

        #[test]
        fn keys_are_those_of_values(digits in "-?(0|[1-9][0-9]{0,10})(\\.[0-9]{1,6})?") {
            let (mut written, mut made) = (Vec::new(), Vec::new());
            Cell::written(&digits).encode(&mut written);
            Cell::of(Value::Number(digits.parse().unwrap())).encode(&mut made);
            prop_assert_eq!(written, made);
        }
    }
}
