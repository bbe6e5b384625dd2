//! Writing JSON: onto the end of a text, every member followed by a comma, of which the last becomes the end.

use std::fmt::Write;

use crate::id::eight_digits;

/// Ends the object that began with `{` and whose members were written each with a comma after it.
#[inline]
pub(crate) fn end_object(out: &mut String) {
    end(out, '}');
}

/// As [`end_object`], for an array.
#[inline]
pub(crate) fn end_array(out: &mut String) {
    end(out, ']');
}

#[inline]
fn end(out: &mut String, mark: char) {
    if out.ends_with(',') {
        out.pop();
    }
    out.push(mark);
}

/// A string with its quotes.
#[inline]
pub(crate) fn string(out: &mut String, text: &str) {
    out.push('"');
    let special = first_special(text.as_bytes());
    if special == text.len() {
        out.push_str(text);
    } else {
        escaped(out, text, special);
    }
    out.push('"');
}

/// The first byte that a string must escape; the length where there is none.
#[inline]
fn first_special(bytes: &[u8]) -> usize {
    let mut chunks = bytes.chunks_exact(8);
    let mut at = 0;
    for chunk in &mut chunks {
        let found = chunk.iter().fold(false, |found, byte| found | is_special(*byte));
        if found {
            break;
        }
        at += 8;
    }
    bytes[at..].iter().position(|byte| is_special(*byte)).map_or(bytes.len(), |found| at + found)
}

#[inline]
const fn is_special(byte: u8) -> bool {
    (byte < b' ') | (byte == b'"') | (byte == b'\\')
}

#[cold]
fn escaped(out: &mut String, text: &str, first: usize) {
    let (plain, rest) = text.split_at(first);
    out.push_str(plain);
    for char in rest.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            control if control < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
}

/// The last `digits` hexadecimal digits of a number, at most 32, in lower case.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "eight digits are 32 bits")]
pub(crate) fn hex(out: &mut String, number: u128, digits: usize) {
    let mut text = [b'0'; 32];
    for (eight, shift) in text.as_chunks_mut::<8>().0.iter_mut().zip([96, 64, 32, 0]) {
        *eight = eight_digits((number >> shift) as u32);
    }
    out.push_str(std::str::from_utf8(&text[32 - digits.min(32)..]).unwrap_or_default());
}

/// A whole number.
#[inline]
pub(crate) fn integer(out: &mut String, number: i64) {
    if number < 0 {
        out.push('-');
    }
    natural(out, number.unsigned_abs(), 1);
}

/// A natural number with at least so many digits, at most 20.
#[inline]
fn natural(out: &mut String, mut number: u64, least: usize) {
    let mut text = [b'0'; 20];
    let mut at = text.len();
    while number >= 10 {
        at -= 2;
        text[at..at + 2].copy_from_slice(&PAIRS[(number % 100) as usize]);
        number /= 100;
    }
    if number > 0 {
        at -= 1;
        text[at] = b'0' + (number % 10) as u8;
    }
    let from = at.min(text.len() - least);
    out.push_str(std::str::from_utf8(&text[from..]).unwrap_or_default());
}

/// The numbers below a hundred, of two digits each.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut number: u8 = 0;
    while number < 100 {
        pairs[number as usize] = [b'0' + number / 10, b'0' + number % 10];
        number += 1;
    }
    pairs
};

/// A finite number: whole ones without a point, others with as many digits as it takes to read the same again.
pub(crate) fn number(out: &mut String, number: f64) {
    if number.fract() == 0.0 && number.abs() < MOST_EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and below 2^53")]
        integer(out, number as i64);
    } else if number.is_finite() {
        out.push_str(&serde_json::to_string(&number).unwrap_or_default());
    } else {
        out.push_str("null");
    }
}

const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

/// Seconds since 1970. Those that are whole microseconds, as most are, have a short way.
#[inline]
pub(crate) fn seconds(out: &mut String, seconds: f64) {
    let micros = (seconds * 1e6).round();
    #[expect(clippy::float_cmp, reason = "the division is correctly rounded: equal means the same decimal number")]
    if (0.0..MOST_EXACT).contains(&micros) && micros / 1e6 == seconds {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is whole and below 2^53")]
        let micros = micros as u64;
        natural(out, micros / 1_000_000, 1);
        fraction(out, micros % 1_000_000);
    } else {
        number(out, seconds);
    }
}

#[inline]
fn fraction(out: &mut String, micros: u64) {
    if micros == 0 {
        return;
    }
    out.push('.');
    natural(out, micros, 6);
    out.truncate(out.trim_end_matches('0').len());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(write: impl Fn(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn seconds_have_as_many_digits_as_they_need() {
        for (number, text) in [
            (0.0, "0"),
            (1.5, "1.5"),
            (1_478_293_361.271, "1478293361.271"),
            (1_699_480_919.909_589_5, "1699480919.9095895"),
            (10.000_001, "10.000001"),
            (-2.25, "-2.25"),
            (1e300, "1e+300"),
        ] {
            assert_eq!(written(|out| seconds(out, number)), text);
        }
    }

    proptest! {
        #[test]
        fn numbers_read_back_the_same(bits: u64, micros in 0..9_000_000_000_000_000u64, exponent in -20..20i32) {
            let near = micros as f64 / 1e6;
            for value in [f64::from_bits(bits), near, near * 2f64.powi(exponent), f64::from_bits(near.to_bits() + 1)] {
                if value.is_finite() {
                    for text in [written(|out| seconds(out, value)), written(|out| number(out, value))] {
                        prop_assert_eq!((text.parse::<f64>().unwrap() + 0.0).to_bits(), (value + 0.0).to_bits(), "{}", text);
                        prop_assert!(serde_json::from_str::<f64>(&text).is_ok());
                    }
                }
            }
        }

        #[test]
        fn strings_are_as_the_library_writes_them(text: String, ascii in "[ -~\n\t\u{0}-\u{1f}]{0,40}") {
            for text in [text, ascii] {
                prop_assert_eq!(written(|out| string(out, &text)), serde_json::to_string(&text).unwrap());
            }
        }

        #[test]
        fn whole_numbers_and_digits_are_as_the_library_writes_them(value: i64, bits: u128) {
            prop_assert_eq!(written(|out| integer(out, value)), value.to_string());
            prop_assert_eq!(written(|out| hex(out, bits, 32)), format!("{bits:032x}"));
            prop_assert_eq!(written(|out| hex(out, bits, 16)), format!("{:016x}", bits & u128::from(u64::MAX)));
        }
    }
}
