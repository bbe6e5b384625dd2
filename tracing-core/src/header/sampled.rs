//! The decision in a header.

use std::fmt;

/// What a header says about recording the request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the header knows these")]
pub enum Sampled {
    /// `1`: it is recorded.
    Sampled,
    /// `0`: it is not recorded.
    NotSampled,
    /// `?`: the receiver decides and tells its decision in the answer.
    Requested,
    /// Nothing is said, or something that nobody understands: the receiver decides.
    #[default]
    Unknown,
}

impl Sampled {
    /// The value as it stands in a header; `None` for [`Unknown`](Self::Unknown), which is not written.
    #[must_use]
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Sampled => Some("1"),
            Self::NotSampled => Some("0"),
            Self::Requested => Some("?"),
            Self::Unknown => None,
        }
    }

    pub(super) fn of(value: &str) -> Self {
        match value.as_bytes() {
            [value] => Self::of_byte(*value).unwrap_or_default(),
            _ => Self::Unknown,
        }
    }

    /// What one character says, when it is understood.
    pub(super) const fn of_byte(value: u8) -> Option<Self> {
        match value {
            b'1' => Some(Self::Sampled),
            b'0' => Some(Self::NotSampled),
            b'?' => Some(Self::Requested),
            _ => None,
        }
    }
}

impl From<bool> for Sampled {
    fn from(sampled: bool) -> Self {
        if sampled { Self::Sampled } else { Self::NotSampled }
    }
}

/// In words, for explanations; the header's own value is [`as_str`](Sampled::as_str).
impl fmt::Display for Sampled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sampled => "sampled",
            Self::NotSampled => "not sampled",
            Self::Requested => "decision requested",
            Self::Unknown => "undecided",
        })
    }
}
