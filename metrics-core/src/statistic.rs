//! Ways to sum data up.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A simple statistic; each bucket of data has all five.
///
/// Percentiles and the trimmed statistics are not among them yet.
///
/// ```
/// use cupola_metrics::Statistic;
/// assert_eq!("Average".parse(), Ok(Statistic::Average));
/// assert!("average".parse::<Statistic>().is_err());
/// ```
///
/// # Source
/// CloudWatch User Guide, "CloudWatch statistics definitions".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Statistic {
    /// How many samples, by weight.
    SampleCount,
    /// `Sum / SampleCount`; absent where the weights add up to nothing.
    Average,
    /// The samples times their weights.
    Sum,
    /// The smallest sample.
    Minimum,
    /// The largest sample.
    Maximum,
}

impl Statistic {
    /// All, in the order in which the service lists them.
    pub const ALL: [Self; 5] = [Self::SampleCount, Self::Average, Self::Sum, Self::Minimum, Self::Maximum];

    /// The service's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SampleCount => "SampleCount",
            Self::Average => "Average",
            Self::Sum => "Sum",
            Self::Minimum => "Minimum",
            Self::Maximum => "Maximum",
        }
    }

    /// The spelling of alarm notifications.
    pub(crate) const fn in_capitals(self) -> &'static str {
        match self {
            Self::SampleCount => "SAMPLE_COUNT",
            Self::Average => "AVERAGE",
            Self::Sum => "SUM",
            Self::Minimum => "MINIMUM",
            Self::Maximum => "MAXIMUM",
        }
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Statistic {
    type Err = StatisticError;

    fn from_str(text: &str) -> Result<Self, StatisticError> {
        Self::ALL.into_iter().find(|statistic| statistic.as_str() == text).ok_or_else(|| StatisticError(text.into()))
    }
}

/// The text is not a simple statistic.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a statistic: SampleCount, Average, Sum, Minimum or Maximum is needed")]
pub struct StatisticError(String);
