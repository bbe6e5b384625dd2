//! Percent-encoded text.

use std::borrow::Cow;

use super::DecodeError;

/// Decodes `%41` and, in forms, `+` as a blank.
///
/// # Errors
/// [`DecodeError`] for `%` without two hexadecimal digits, and for bytes that are not UTF-8.
///
/// ```
/// use cupola_endpoint::codec::percent::{Plus, decode};
///
/// assert_eq!(decode("arn%3Aaws+x", Plus::Literal)?, "arn:aws+x");
/// assert_eq!(decode("a+b", Plus::Blank)?, "a b");
/// assert!(decode("%4", Plus::Literal).is_err());
/// # Ok::<(), cupola_endpoint::codec::DecodeError>(())
/// ```
pub fn decode(text: &str, plus: Plus) -> Result<Cow<'_, str>, DecodeError> {
    if !text.bytes().any(|byte| byte == b'%' || (byte == b'+' && plus == Plus::Blank)) {
        return Ok(Cow::Borrowed(text));
    }
    let bytes = decode_bytes(text.as_bytes(), plus)?;
    String::from_utf8(bytes).map(Cow::Owned).map_err(|_| DecodeError::new("percent-encoded bytes are not UTF-8"))
}

/// Encodes everything but letters, digits and `-._~`.
///
/// ```
/// use cupola_endpoint::codec::percent::encode;
///
/// assert_eq!(encode("arn:aws/é"), "arn%3Aaws%2F%C3%A9");
/// ```
///
/// # Source
/// RFC 3986, section 2.3.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

/// What a plus sign means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "it has two meanings")]
pub enum Plus {
    /// A blank, as in forms and query strings.
    Blank,
    /// Itself, as in paths.
    Literal,
}

fn decode_bytes(mut rest: &[u8], plus: Plus) -> Result<Vec<u8>, DecodeError> {
    let mut out = Vec::with_capacity(rest.len());
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'%' => {
                let (pair, tail) = rest.split_at_checked(2).ok_or_else(broken)?;
                out.push(hex(pair).ok_or_else(broken)?);
                rest = tail;
            }
            b'+' if plus == Plus::Blank => out.push(b' '),
            byte => out.push(byte),
        }
    }
    Ok(out)
}

fn hex(pair: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(pair[0])? * 16 + digit(pair[1])?)
}

fn broken() -> DecodeError {
    DecodeError::new("a percent sign is not followed by two hexadecimal digits")
}
