//! Strings, numbers and white space: pure functions from where one begins to where it ends.

use super::bytes::{end_of_digits, end_of_plain};
use super::error::ScanErrorKind as Kind;

/// What is wrong, before the end of the input is taken into account.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wrong {
    pub(super) kind: Kind,
    /// Where it is wrong.
    pub(super) offset: usize,
    /// Up to where was read: at the end of the input, that is what is wrong.
    pub(super) read: usize,
}

impl Wrong {
    #[cold]
    pub(super) const fn at(kind: Kind, offset: usize) -> Self {
        Self { kind, offset, read: offset }
    }

    #[cold]
    const fn since(kind: Kind, offset: usize, read: usize) -> Self {
        Self { kind, offset, read }
    }
}

/// The byte there; 0 past the end, which is part of no token.
#[inline]
pub(super) fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// The first byte from `at` on that is not white space.
#[inline]
pub(super) fn past_white(bytes: &[u8], at: usize) -> usize {
    if byte(bytes, at) > b' ' { at } else { past_white_run(bytes, at) }
}

#[inline]
pub(super) const fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

pub(super) fn past_white_run(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|&byte| is_white(byte)) {
        at += 1;
    }
    at
}

/// The byte after the string whose opening quote is at `at`, and whether there is an escape in it.
#[inline]
pub(super) fn string(bytes: &[u8], at: usize) -> Result<(usize, bool), Wrong> {
    let end = end_of_plain(bytes, at + 1);
    if byte(bytes, end) == b'"' { Ok((end + 1, false)) } else { string_with_escapes(bytes, end) }
}

#[inline(never)]
fn string_with_escapes(bytes: &[u8], mut at: usize) -> Result<(usize, bool), Wrong> {
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok((at + 1, true)),
            Some(b'\\') => at = end_of_plain(bytes, escape(bytes, at)?),
            _ => return Err(Wrong::at(Kind::ControlCharacter, at)),
        }
    }
}

/// The byte after the escape whose backslash is at `at`.
fn escape(bytes: &[u8], at: usize) -> Result<usize, Wrong> {
    match bytes.get(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 2),
        Some(b'u') => unicode(bytes, at),
        _ => Err(Wrong::since(Kind::Escape, at, at + 1)),
    }
}

fn unicode(bytes: &[u8], backslash: usize) -> Result<usize, Wrong> {
    let (first, at) = four_digits(bytes, backslash, backslash + 2)?;
    if !(0xd800..0xe000).contains(&first) {
        return Ok(at);
    }
    let half = Wrong { kind: Kind::Surrogate, offset: backslash, read: backslash };
    let rest = bytes.get(at..).unwrap_or_default();
    if first >= 0xdc00 || !br"\u".starts_with(&rest[..rest.len().min(2)]) {
        return Err(half);
    }
    let (second, at) = four_digits(bytes, backslash, (at + 2).min(bytes.len()))?;
    if (0xdc00..0xe000).contains(&second) { Ok(at) } else { Err(half) }
}

fn four_digits(bytes: &[u8], backslash: usize, from: usize) -> Result<(u32, usize), Wrong> {
    (from..from + 4).try_fold((0, from), |(code, _), at| {
        let digit = bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let digit = digit.ok_or_else(|| Wrong::since(Kind::Escape, backslash, at))?;
        Ok((code << 4 | digit, at + 1))
    })
}

/// The byte after the number that begins at `at` with `first`, a digit or a minus sign.
#[inline(always)]
pub(super) fn number(bytes: &[u8], at: usize, first: u8) -> Result<usize, Wrong> {
    let whole = if first == b'-' { at + 1 } else { at };
    let at = if byte(bytes, whole) == b'0' { whole + 1 } else { digits(bytes, whole)? };
    match byte(bytes, at) {
        b'.' => exponent(bytes, digits(bytes, at + 1)?),
        _ => exponent(bytes, at),
    }
}

#[inline(always)]
fn exponent(bytes: &[u8], at: usize) -> Result<usize, Wrong> {
    if byte(bytes, at) | 0x20 != b'e' {
        return Ok(at);
    }
    let signed = matches!(byte(bytes, at + 1), b'+' | b'-');
    digits(bytes, at + 1 + usize::from(signed))
}

/// The byte after one or more digits.
#[inline(always)]
fn digits(bytes: &[u8], from: usize) -> Result<usize, Wrong> {
    let at = end_of_digits(bytes, from);
    if at == from { Err(Wrong::at(Kind::Digit, at)) } else { Ok(at) }
}

/// The byte after the word, given as its last four letters and how many there are.
#[inline(always)]
pub(super) fn literal(bytes: &[u8], at: usize, word: &[u8; 4], first: usize) -> Result<usize, Wrong> {
    match bytes.get(at + first..).and_then(<[u8]>::first_chunk::<4>) {
        Some(letters) if letters == word => Ok(at + first + 4),
        _ => Err(misspelt(bytes, at + first, word)),
    }
}

#[cold]
#[inline(never)]
fn misspelt(bytes: &[u8], at: usize, word: &[u8; 4]) -> Wrong {
    let rest = bytes.get(at..).unwrap_or_default();
    let same = rest.iter().zip(word).take_while(|(a, b)| a == b).count();
    Wrong::at(Kind::Literal, at + same)
}
