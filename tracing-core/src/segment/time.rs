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

    /// The instant that a JSON number tells, rounded correctly; `None` for one beyond the largest double.
    #[inline]
    pub(crate) fn of_number(text: &str) -> Option<Self> {
        exact(text.as_bytes())
            .map_or_else(|| text.parse().ok().and_then(Self::from_secs), |seconds| Some(Self(seconds)))
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

/// A number of seconds as they are usually written, in plain digits with or with some behind a point: where all
/// digits make a number that a double holds exactly, dividing it by a power of ten rounds once, hence correctly. `None`
/// for all others.
#[inline]
fn exact(text: &[u8]) -> Option<f64> {
    const EXACT: u64 = 1 << 53;
    if text.len() > 17 {
        return None;
    }
    let (mut digits, mut behind, mut is_behind) = (0u64, 0, false);
    for byte in text {
        match byte {
            b'0'..=b'9' => digits = digits * 10 + u64::from(byte - b'0'),
            b'.' => is_behind = true,
            _ => return None,
        }
        behind += usize::from(is_behind);
    }
    #[expect(clippy::cast_precision_loss, reason = "it is below 2^53")]
    (digits < EXACT).then(|| digits as f64 / TENS[behind.saturating_sub(1)])
}

/// Powers of ten, all of them exact.
const TENS: [f64; 17] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The standard library's reader rounds correctly.
        #[test]
        fn numbers_are_read_as_the_slow_reader_reads_them(text in "(0|[1-9][0-9]{0,11})(\\.[0-9]{1,9})?(e-?[0-9])?") {
            let slow: f64 = text.parse().unwrap();
            prop_assert_eq!(SegmentTime::of_number(&text).unwrap().secs().to_bits(), slow.to_bits());
        }
    }

    #[test]
    fn usual_times_are_read_quickly_and_others_are_left() {
        assert_eq!(exact(b"1777875360.123456").map(f64::to_bits), Some(1_777_875_360.123_456f64.to_bits()));
        assert_eq!((exact(b"1777875360"), exact(b"0.5")), (Some(1_777_875_360.0), Some(0.5)));
        for text in ["1777875360.1234567", "-1", "1e9", "9999999999999999"] {
            assert_eq!(exact(text.as_bytes()), None, "{text}");
        }
    }
}
