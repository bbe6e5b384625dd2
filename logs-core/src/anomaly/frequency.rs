//! How often a detector looks at what came in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How often a log anomaly detector looks at what came in. Its windows begin at multiples of this.
///
/// ```
/// use cupola_logs::EvaluationFrequency;
/// assert_eq!("TEN_MIN".parse(), Ok(EvaluationFrequency::TenMinutes));
/// assert_eq!(EvaluationFrequency::default().to_string(), "FIVE_MIN");
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, CreateLogAnomalyDetector; the default is that of the example of
/// `list-log-anomaly-detectors` in the AWS CLI Command Reference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these")]
pub enum EvaluationFrequency {
    /// Each minute.
    OneMinute,
    /// Every 5 minutes.
    #[default]
    FiveMinutes,
    /// Every 10 minutes.
    TenMinutes,
    /// Every 15 minutes.
    FifteenMinutes,
    /// Every 30 minutes.
    ThirtyMinutes,
    /// Each hour.
    OneHour,
}

impl EvaluationFrequency {
    /// All of them, from often to seldom.
    pub const ALL: [Self; 6] = [
        Self::OneMinute,
        Self::FiveMinutes,
        Self::TenMinutes,
        Self::FifteenMinutes,
        Self::ThirtyMinutes,
        Self::OneHour,
    ];

    /// The service's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OneMinute => "ONE_MIN",
            Self::FiveMinutes => "FIVE_MIN",
            Self::TenMinutes => "TEN_MIN",
            Self::FifteenMinutes => "FIFTEEN_MIN",
            Self::ThirtyMinutes => "THIRTY_MIN",
            Self::OneHour => "ONE_HOUR",
        }
    }

    /// Milliseconds of a window.
    #[must_use]
    pub const fn millis(self) -> i64 {
        HOUR / self.per_hour()
    }

    /// Windows in an hour.
    pub(super) const fn per_hour(self) -> i64 {
        match self {
            Self::OneMinute => 60,
            Self::FiveMinutes => 12,
            Self::TenMinutes => 6,
            Self::FifteenMinutes => 4,
            Self::ThirtyMinutes => 2,
            Self::OneHour => 1,
        }
    }
}

/// Milliseconds of an hour.
pub(super) const HOUR: i64 = 3_600_000;

impl fmt::Display for EvaluationFrequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EvaluationFrequency {
    type Err = UnknownEvaluationFrequency;

    fn from_str(text: &str) -> Result<Self, UnknownEvaluationFrequency> {
        Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or_else(|| UnknownEvaluationFrequency(text.into()))
    }
}

/// A text is not a frequency.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not how often a detector looks: ONE_MIN, FIVE_MIN, TEN_MIN, FIFTEEN_MIN, THIRTY_MIN or ONE_HOUR is needed"
)]
pub struct UnknownEvaluationFrequency(String);
