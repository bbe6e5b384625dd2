//! Instants in segment documents.

use std::cmp::Ordering;
use std::fmt;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::write;

/// An instant of a segment: seconds since 1970 as a finite double, as documents have them. Any precision;
/// microseconds are usual, and are exact to the 23rd century.
///
/// Ordered by time, so that it may be a key.
///
/// ```
/// use cupola_traces::{SegmentTime, Timestamp};
///
/// let at = SegmentTime::from_secs(1_478_293_361.271).unwrap();
/// assert_eq!((at.to_string().as_str(), at.timestamp().as_millis()), ("1478293361.271", 1_478_293_361_271));
/// assert_eq!(SegmentTime::from_secs(f64::NAN), None);
/// assert!(at < SegmentTime::from(Timestamp::from_secs(1_478_293_362)));
/// ```
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct SegmentTime(f64);

impl SegmentTime {
    /// The first instant of 1970.
    pub const ZERO: Self = Self(0.0);

    /// The instant so many seconds after 1970 began; `None` unless the number is finite.
    #[must_use]
    pub fn from_secs(seconds: f64) -> Option<Self> {
        seconds.is_finite().then_some(Self(seconds + 0.0)) // no negative zero
    }

    /// Seconds since 1970.
    #[must_use]
    pub const fn secs(self) -> f64 {
        self.0
    }

    /// Seconds from an earlier instant to this one; negative where the other is later.
    #[must_use]
    pub fn secs_since(self, earlier: Self) -> f64 {
        self.0 - earlier.0
    }

    /// The nearest instant of whole milliseconds; the first or the last that there is where it lies beyond.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        let beyond = if self.0 < 0.0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::from_secs_f64(self.0).unwrap_or(beyond)
    }
}

impl From<Timestamp> for SegmentTime {
    fn from(at: Timestamp) -> Self {
        Self(at.as_secs_f64() + 0.0)
    }
}

impl TryFrom<f64> for SegmentTime {
    type Error = NotFinite;

    fn try_from(seconds: f64) -> Result<Self, NotFinite> {
        Self::from_secs(seconds).ok_or(NotFinite)
    }
}

/// The number of seconds is not finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a time must be finite")]
#[non_exhaustive]
pub struct NotFinite;

impl From<SegmentTime> for f64 {
    fn from(time: SegmentTime) -> Self {
        time.0
    }
}

impl PartialEq for SegmentTime {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for SegmentTime {}

impl PartialOrd for SegmentTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SegmentTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The number as documents have it.
impl fmt::Display for SegmentTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        write::seconds(&mut text, self.0);
        f.write_str(&text)
    }
}

impl fmt::Debug for SegmentTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
