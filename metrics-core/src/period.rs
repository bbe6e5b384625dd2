//! Lengths of aggregation.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Over how many seconds data are summed up: 1, 5, 10, 20, 30, or any multiple of 60.
///
/// Queries take up to a day; alarms take 10, 20, 30 and multiples of 60 up to a week. Both check
/// their own bound.
///
/// ```
/// use cupola_metrics::Period;
///
/// assert_eq!(Period::minutes(5)?.seconds(), 300);
/// assert!(Period::new(45).is_err());
/// # Ok::<(), cupola_metrics::PeriodError>(())
/// ```
///
/// # Source
/// CloudWatch API Reference, GetMetricStatistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Period(u32);

impl Period {
    /// One minute.
    pub const MINUTE: Self = Self(60);

    /// A period of so many seconds.
    ///
    /// # Errors
    /// [`PeriodError`] unless it is 1, 5, 10, 20, 30 or a multiple of 60.
    pub const fn new(seconds: u32) -> Result<Self, PeriodError> {
        match seconds {
            1 | 5 | 10 | 20 | 30 => Ok(Self(seconds)),
            0 => Err(PeriodError(seconds)),
            _ if seconds.is_multiple_of(60) => Ok(Self(seconds)),
            _ => Err(PeriodError(seconds)),
        }
    }

    /// A period of so many minutes.
    ///
    /// # Errors
    /// [`PeriodError`] when it is zero or past the range of seconds.
    pub const fn minutes(minutes: u32) -> Result<Self, PeriodError> {
        Self::new(minutes.saturating_mul(60))
    }

    /// Seconds.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.0
    }

    /// Milliseconds.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0 as i64 * 1000
    }

    /// Whether it is a part of a minute.
    #[must_use]
    pub const fn is_high_resolution(self) -> bool {
        self.0 < 60
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} s", self.0)
    }
}

impl TryFrom<u32> for Period {
    type Error = PeriodError;

    fn try_from(seconds: u32) -> Result<Self, PeriodError> {
        Self::new(seconds)
    }
}

impl From<Period> for u32 {
    fn from(period: Period) -> Self {
        period.0
    }
}

/// The number of seconds is not a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a period of {0} s: 1, 5, 10, 20, 30 or a multiple of 60 is needed")]
pub struct PeriodError(pub(crate) u32);
