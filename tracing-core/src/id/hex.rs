//! Hexadecimal digits, and why a text is not an id.

use std::fmt;

/// The text is not an id of this kind.
///
/// ```
/// use cupola_traces::{IdKind, SegmentId};
///
/// let error = SegmentId::parse("70de5b6f19ff9a0").unwrap_err();
/// assert_eq!(error.kind(), IdKind::Segment);
/// assert_eq!(error.to_string(), "`70de5b6f19ff9a0` is not a segment id: 16 hexadecimal digits are needed");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{shown}` is not {kind}: {} needed", .kind.form())]
pub struct IdError {
    kind: IdKind,
    shown: String,
}

impl IdError {
    pub(crate) fn new(kind: IdKind, text: &str) -> Self {
        Self { kind, shown: shown(text) }
    }

    /// Which kind of id was wanted.
    #[must_use]
    pub const fn kind(&self) -> IdKind {
        self.kind
    }

    /// The text as given; what is longer than 80 characters is cut and ends in `...`.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.shown
    }
}

/// Kinds of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IdKind {
    /// A trace id as X-Ray writes it.
    Trace,
    /// A trace id as W3C Trace Context writes it.
    W3cTrace,
    /// The id of a segment, a subsegment or an exception.
    Segment,
    /// The id of a sampler instance.
    Client,
}

impl IdKind {
    const fn form(self) -> &'static str {
        match self {
            Self::Trace => "`1-`, 8 hexadecimal digits, `-` and 24 more are",
            Self::W3cTrace => "32 hexadecimal digits are",
            Self::Segment => "16 hexadecimal digits are",
            Self::Client => "24 hexadecimal digits are",
        }
    }
}

impl fmt::Display for IdKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Trace => "a trace id",
            Self::W3cTrace => "a W3C trace id",
            Self::Segment => "a segment id",
            Self::Client => "a client id",
        })
    }
}

/// The number behind exactly `digits` hexadecimal digits of either case, at most 32.
pub(super) fn number(text: &str, digits: usize) -> Option<u128> {
    if text.len() != digits {
        return None;
    }
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    let high = eights.iter().try_fold(0, |number, chunk| Some(number << 32 | u128::from(eight(*chunk)?)))?;
    rest.iter().try_fold(high, |number, byte| Some(number << 4 | u128::from(char::from(*byte).to_digit(16)?)))
}

/// The number behind eight digits, all of them at once.
#[expect(clippy::cast_possible_truncation, reason = "the high half was folded into the low")]
pub(super) const fn eight(digits: [u8; 8]) -> Option<u32> {
    let word = u64::from_be_bytes(digits);
    let values = (word & (ONES * 0x0f)) + ((word >> 6) & ONES) * 9;
    // What these values are written as must be what was read, letters in lower case.
    let letters = ((values + ONES * 6) >> 4) & ONES;
    let written = values + ONES * 0x30 + letters * 0x27;
    let is_high = (word | (word << 1)) & (ONES * 0x40) == ONES * 0x40;
    let is_small = values & (ONES * 0xf0) == 0;
    if !is_small || !is_high || written != word | (ONES * 0x20) {
        return None;
    }
    let pairs = (values | (values >> 4)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs | (pairs >> 8)) & 0x0000_ffff_0000_ffff;
    Some((fours | (fours >> 16)) as u32)
}

/// The number behind sixteen digits.
pub(super) fn sixteen(digits: &[u8; 16]) -> Option<u64> {
    let ([high, low], []) = digits.as_chunks::<8>() else { return None };
    Some(u64::from(eight(*high)?) << 32 | u64::from(eight(*low)?))
}

/// A number in eight digits, letters in lower case.
pub(crate) const fn written(number: u32) -> [u8; 8] {
    let halves = (number as u64 | (number as u64) << 16) & 0x0000_ffff_0000_ffff;
    let bytes = (halves | halves << 8) & 0x00ff_00ff_00ff_00ff;
    let values = (bytes | bytes << 4) & (ONES * 0x0f);
    let letters = ((values + ONES * 6) >> 4) & ONES;
    (values + ONES * 0x30 + letters * 0x27).to_be_bytes()
}

const ONES: u64 = u64::MAX / 255;

/// An error must not keep a megabyte that a stranger sent.
fn shown(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((cut, _)) => format!("{}...", &text[..cut]),
        None => text.to_owned(),
    }
}

/// What every id has: reading, printing, and its text in serde.
macro_rules! text_id {
    ($type:ident) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::id::IdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<&str> for $type {
            type Error = $crate::id::IdError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $type {
            type Error = $crate::id::IdError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$type> for String {
            fn from(id: $type) -> Self {
                id.to_string()
            }
        }
    };
}

pub(super) use text_id;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_blanks_are_no_digits() {
        for text in ["+1", "-1", " 1", "1 ", "1_", "é"] {
            assert_eq!(number(text, 2), None, "{text:?}");
        }
        assert_eq!(number("Ff", 2), Some(255));
    }

    #[test]
    fn eight_digits_are_read_as_one_by_one() {
        for byte in 0..=255u8 {
            for place in 0..8 {
                let mut digits = *b"01239aFf";
                digits[place] = byte;
                let slow =
                    std::str::from_utf8(&digits).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()));
                let slow = slow.and_then(|text| u32::from_str_radix(text, 16).ok());
                assert_eq!(eight(digits), slow, "{digits:?}");
            }
        }
    }

    #[test]
    fn errors_stay_small() {
        let error = IdError::new(IdKind::Trace, &"é".repeat(1_000_000));
        assert_eq!(error.text().chars().count(), 83);
    }
}
