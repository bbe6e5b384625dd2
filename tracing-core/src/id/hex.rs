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
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .then(|| u128::from_str_radix(text, 16).ok())
        .flatten()
}

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
    fn errors_stay_small() {
        let error = IdError::new(IdKind::Trace, &"é".repeat(1_000_000));
        assert_eq!(error.text().chars().count(), 83);
    }
}
