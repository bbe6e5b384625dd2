//! Functions of texts.

use cupola_base::base64;

use crate::insights::value::{Value, count_as_f64};

/// Characters from `start`, counted from 0, and not more than `length`.
pub(super) fn substr(text: &str, start: f64, length: Option<f64>) -> Value {
    let rest = text.chars().skip(index(start));
    let part: String = match length {
        Some(length) => rest.take(index(length)).collect(),
        None => rest.collect(),
    };
    Value::text(part)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn index(number: f64) -> usize {
    number as usize
}

pub(super) fn strlen(text: &str) -> Value {
    Value::Number(count_as_f64(text.chars().count()))
}

pub(super) fn contains(text: &str, part: &str, ignore_case: bool) -> bool {
    if ignore_case { text.to_lowercase().contains(&part.to_lowercase()) } else { text.contains(part) }
}

/// Every byte that is no letter, digit or one of `-_.~` as `%` and two digits.
pub(super) fn url_encode(text: &str) -> Value {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    Value::text(out)
}

/// What `%` and two digits stand for, and a blank for `+`; null where that is no text.
pub(super) fn url_decode(text: &str) -> Value {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                let Some(byte) = bytes.next().zip(bytes.next()).and_then(|(a, b)| hex(a, b)) else {
                    return Value::Null;
                };
                out.push(byte);
            }
            b'+' => out.push(b' '),
            byte => out.push(byte),
        }
    }
    String::from_utf8(out).map_or(Value::Null, Value::text)
}

fn hex(a: u8, b: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(a)? * 16 + digit(b)?)
}

/// The characters of pairs of digits.
pub(super) fn hex_to_ascii(text: &str) -> Value {
    let text = text.strip_prefix("0x").unwrap_or(text);
    let bytes: Option<Vec<u8>> =
        text.as_bytes().chunks(2).map(|pair| pair.get(1).and_then(|low| hex(pair[0], *low))).collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).map_or(Value::Null, Value::text)
}

pub(in crate::insights) fn base64_encode(text: &str) -> Value {
    Value::text(base64::encode(text.as_bytes()))
}

/// The text, with or without padding, in the alphabet of files or of addresses; null where it is none.
pub(in crate::insights) fn base64_decode(text: &str) -> Value {
    let bytes = base64::decode_loosely(text.trim());
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).map_or(Value::Null, Value::text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn base64_of_the_standard() {
        for (text, code) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64_encode(text), Value::text(code));
        }
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(text in "\\PC{0,12}") {
            let code = |value: Value| value.to_string();
            prop_assert_eq!(base64_decode(&code(base64_encode(&text))), Value::text(text.as_str()));
            prop_assert_eq!(url_decode(&code(url_encode(&text))), Value::text(text.as_str()));
        }
    }
}
