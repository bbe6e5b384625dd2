//! Ids of segments, subsegments and exceptions.

use std::fmt;

use cupola_base::Rng;
use serde::{Deserialize, Serialize};

use super::hex::{self, IdError, IdKind, text_id};

/// Names a segment, a subsegment or an exception within its trace: 16 hexadecimal digits, read in
/// either letter case, written in lower case.
///
/// ```
/// use cupola_traces::SegmentId;
///
/// assert_eq!(SegmentId::parse("70DE5B6F19FF9A0A")?.to_string(), "70de5b6f19ff9a0a");
/// assert!(!SegmentId::parse("0000000000000000")?.is_valid());
/// # Ok::<(), cupola_traces::IdError>(())
/// ```
///
/// # Source
/// X-Ray Developer Guide, "X-Ray segment documents".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SegmentId(u64);

impl SegmentId {
    /// Reads 16 hexadecimal digits.
    ///
    /// # Errors
    /// [`IdError`] for any other text.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let digits = text.as_bytes().try_into().ok();
        digits.and_then(Self::of_digits).ok_or_else(|| IdError::new(IdKind::Segment, text))
    }

    /// The id of these digits.
    pub(crate) fn of_digits(digits: &[u8; 16]) -> Option<Self> {
        hex::sixteen(digits).map(Self)
    }

    /// The id with these bits.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// A new id; never the invalid one.
    #[must_use]
    pub fn generate(rng: &Rng) -> Self {
        Self(rng.next_u64().max(1))
    }

    /// All 64 bits.
    #[must_use]
    pub const fn to_bits(self) -> u64 {
        self.0
    }

    /// Whether it may be referred to: not all digits are zero (our decision, as in W3C Trace Context).
    #[must_use]
    pub const fn is_valid(self) -> bool {
        self.0 != 0
    }
}

impl fmt::Display for SegmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

text_id!(SegmentId);
