//! Trace ids.

use std::fmt;

use cupola_base::{Rng, Timestamp};
use serde::{Deserialize, Serialize};

use super::hex::{self, IdError, IdKind, text_id};

/// Names a trace: `1-`, the second of the original request in 8 hexadecimal digits, `-`, 24
/// random digits. Always 35 characters.
///
/// Read in either letter case, written in lower case. Two ids are ordered by their seconds first.
///
/// ```
/// use cupola_traces::TraceId;
///
/// let id = TraceId::parse("1-4EFAAF4D-1e8720b39541901950019ee5")?;
/// assert_eq!(id.to_string(), "1-4efaaf4d-1e8720b39541901950019ee5");
/// assert_eq!(id.epoch(), 1_325_051_725);
/// assert_eq!(id.to_w3c(), "4efaaf4d1e8720b39541901950019ee5");
/// assert_eq!(TraceId::from_w3c(&id.to_w3c())?, id);
/// # Ok::<(), cupola_traces::IdError>(())
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Sending trace data to X-Ray", "Trace ID format". Which letter case is
/// accepted is our decision: the segment schema allows both.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TraceId(u128);

impl TraceId {
    /// The id that stands for "no id": all digits are zero.
    pub const INVALID: Self = Self(0);

    /// Reads exactly the 35 characters of the form.
    ///
    /// # Errors
    /// [`IdError`] for any other text.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let whole = text.as_bytes().try_into().ok();
        whole.and_then(Self::of_form).ok_or_else(|| IdError::new(IdKind::Trace, text))
    }

    /// The id in exactly its form.
    pub(crate) fn of_form(text: &[u8; 35]) -> Option<Self> {
        let [b'1', b'-', rest @ ..] = text else { return None };
        let (epoch, rest) = rest.split_first_chunk::<8>()?;
        let [b'-', unique @ ..] = rest else { return None };
        let (high, low) = unique.split_first_chunk::<8>()?;
        let (epoch, high) = (u128::from(hex::eight(*epoch)?), u128::from(hex::eight(*high)?));
        Some(Self(epoch << 96 | high << 64 | u128::from(hex::sixteen(low.try_into().ok()?)?)))
    }

    /// As [`parse`](Self::parse), but the second may have lost its leading zeros: 1 to 8 digits.
    ///
    /// ```
    /// use cupola_traces::TraceId;
    ///
    /// let id = TraceId::parse_lenient("1-f-00112233445566778899aabb")?;
    /// assert_eq!(id.to_string(), "1-0000000f-00112233445566778899aabb");
    /// assert!(TraceId::parse("1-f-00112233445566778899aabb").is_err());
    /// # Ok::<(), cupola_traces::IdError>(())
    /// ```
    ///
    /// # Errors
    /// [`IdError`] for any other text.
    ///
    /// # Source
    /// The X-Ray propagator of OpenTelemetry Java.
    pub fn parse_lenient(text: &str) -> Result<Self, IdError> {
        let error = || IdError::new(IdKind::Trace, text);
        let (epoch, unique) = split(text).ok_or_else(error)?;
        let epoch = (1..=8).find_map(|digits| hex::number(epoch, digits)).ok_or_else(error)?;
        Self::of(epoch, unique).ok_or_else(error)
    }

    /// Reads the 32 digits of W3C Trace Context. Its first 8 are then called the second, even
    /// where they are random.
    ///
    /// # Errors
    /// [`IdError`] unless the text is 32 hexadecimal digits.
    ///
    /// # Source
    /// X-Ray Developer Guide, "Sending trace data to X-Ray", "W3C trace ID".
    pub fn from_w3c(text: &str) -> Result<Self, IdError> {
        hex::number(text, 32).map(Self).ok_or_else(|| IdError::new(IdKind::W3cTrace, text))
    }

    /// The id with these 128 bits: the second in the first 32, the random part after it.
    #[must_use]
    pub const fn from_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// A new id: the second of `now`, and 96 bits of `rng`.
    ///
    /// Ids are visible to clients, and who knows the seed knows them: where that matters, make
    /// the bits elsewhere and use [`from_bits`](Self::from_bits). Seconds before 1970 count as 0,
    /// those after 2106 as the last.
    ///
    /// ```
    /// use cupola_base::{Rng, Timestamp};
    /// use cupola_traces::TraceId;
    ///
    /// let id = TraceId::generate(Timestamp::from_millis(1_777_875_360_999), &Rng::new(7));
    /// assert!(id.to_string().starts_with("1-69f839a0-"));
    /// ```
    #[must_use]
    pub fn generate(now: Timestamp, rng: &Rng) -> Self {
        let epoch = u32::try_from(now.as_secs().max(0)).unwrap_or(u32::MAX);
        let (high, low) = (u128::from(rng.next_u64()), u128::from(rng.next_u64() >> 32));
        Self(u128::from(epoch) << 96 | high << 32 | low)
    }

    /// The second of the original request, counted from 1970; any number where the id came from
    /// another system.
    #[must_use]
    pub const fn epoch(self) -> u32 {
        (self.0 >> 96) as u32
    }

    /// The instant of [`epoch`](Self::epoch).
    #[must_use]
    pub fn started(self) -> Timestamp {
        Timestamp::from_secs(i64::from(self.epoch()))
    }

    /// All 128 bits.
    #[must_use]
    pub const fn to_bits(self) -> u128 {
        self.0
    }

    /// The 32 digits of W3C Trace Context.
    #[must_use]
    pub fn to_w3c(self) -> String {
        format!("{:032x}", self.0)
    }

    /// Whether it names a trace: not all digits are zero.
    #[must_use]
    pub const fn is_valid(self) -> bool {
        self.0 != 0
    }

    fn of(epoch: u128, unique: &str) -> Option<Self> {
        Some(Self(epoch << 96 | hex::number(unique, 24)?))
    }
}

/// Second and random part of `1-second-random`.
fn split(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("1-")?.split_once('-')
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1-{:08x}-{:024x}", self.0 >> 96, self.0 & ((1 << 96) - 1))
    }
}

text_id!(TraceId);
