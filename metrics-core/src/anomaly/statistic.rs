//! Statistics of detectors.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::DetectorStatisticError;
use crate::statistic::Statistic;

/// The statistic that a detector learns. Besides every [`Statistic`] the service knows forms that it documents
/// nowhere; they are kept as they are written, and a detector of one has nothing to learn from.
///
/// ```
/// use cupola_metrics::{DetectorStatistic, Statistic};
///
/// assert_eq!("Average".parse(), Ok(DetectorStatistic::Known(Statistic::Average)));
/// assert_eq!("p99_H".parse(), Ok(DetectorStatistic::Kept("p99_H".into())));
/// assert!("Mean".parse::<DetectorStatistic>().is_err());
/// ```
///
/// # Source
/// CloudWatch API Reference, SingleMetricAnomalyDetector.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum DetectorStatistic {
    /// One that is computed.
    Known(Statistic),
    /// One with a suffix `_E`, `_L` or `_H`, or of the form `o10` or `u10`.
    Kept(Box<str>),
}

/// The longest, in characters.
const LONGEST: usize = 50;

impl DetectorStatistic {
    /// The statistic, where it is one that is computed.
    #[must_use]
    pub const fn known(&self) -> Option<Statistic> {
        match self {
            Self::Known(statistic) => Some(*statistic),
            Self::Kept(_) => None,
        }
    }
}

impl From<Statistic> for DetectorStatistic {
    fn from(statistic: Statistic) -> Self {
        Self::Known(statistic)
    }
}

impl FromStr for DetectorStatistic {
    type Err = DetectorStatisticError;

    fn from_str(text: &str) -> Result<Self, DetectorStatisticError> {
        let refused = || DetectorStatisticError(text.into());
        if text.chars().count() > LONGEST {
            return Err(refused());
        }
        if let Ok(statistic) = text.parse() {
            return Ok(Self::Known(statistic));
        }
        let stem = ["_E", "_L", "_H"].iter().find_map(|suffix| text.strip_suffix(suffix));
        let is_kept = is_beyond(stem.unwrap_or(text)) || stem.is_some_and(|stem| stem.parse::<Statistic>().is_ok());
        if is_kept { Ok(Self::Kept(text.into())) } else { Err(refused()) }
    }
}

/// Whether a text is an `o` or a `u` and a number.
fn is_beyond(text: &str) -> bool {
    let Some(number) = text.strip_prefix(['o', 'u']) else { return false };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    !whole.is_empty() && digits(whole) && digits(fraction)
}

impl fmt::Display for DetectorStatistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(statistic) => statistic.fmt(f),
            Self::Kept(text) => f.write_str(text),
        }
    }
}

impl TryFrom<String> for DetectorStatistic {
    type Error = DetectorStatisticError;

    fn try_from(text: String) -> Result<Self, DetectorStatisticError> {
        text.parse()
    }
}

impl From<DetectorStatistic> for String {
    fn from(statistic: DetectorStatistic) -> Self {
        statistic.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_detectors_are_kept_as_written() {
        for text in ["Sum", "p99", "TM(10%:90%)", "Average_E", "p99.9_L", "o10", "u0.5", "o10_H"] {
            assert_eq!(text.parse::<DetectorStatistic>().unwrap().to_string(), text);
        }
        for text in ["", "_E", "o", "oN", "o1.2.3", "Average_X", "average", &"o1".repeat(30)] {
            assert!(text.parse::<DetectorStatistic>().is_err(), "{text}");
        }
    }
}
