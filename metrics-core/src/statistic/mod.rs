//! Ways to sum data up.

mod bounds;
mod error;
mod parse;
mod print;

use serde::{Deserialize, Serialize};

pub use bounds::{Bounds, Percent, PercentBounds, Trim, ValueBound, ValueBounds};
pub use error::StatisticError;

/// A statistic: one of the five simple ones, which every bucket of data has, or one that needs the
/// samples themselves.
///
/// It is written as the service writes it, and printed as it was written: `Average`, `p99.9`,
/// `tm90`, `TM(10%:90%)`, `WM(0.5:2)`, `PR(:300)`, `IQM`.
///
/// ```
/// use cupola_metrics::Statistic;
///
/// assert_eq!("Average".parse(), Ok(Statistic::Average));
/// for text in ["p99.9", "tm90", "TC(10%:90%)", "PR(:300)", "IQM"] {
///     assert_eq!(text.parse::<Statistic>()?.to_string(), text);
/// }
/// let error = "p101".parse::<Statistic>().unwrap_err();
/// assert_eq!(error.diagnostic().message(), "a percentage is at most 100");
/// # Ok::<(), cupola_metrics::StatisticError>(())
/// ```
///
/// # Source
/// CloudWatch User Guide, "CloudWatch statistics definitions".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
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
    /// `p99`: the sample at that share of the ranks.
    Percentile(Percent),
    /// `IQM`: the mean between the quartiles, `TM(25%:75%)`.
    InterquartileMean,
    /// `tm99`, `TM(10%:90%)`, `WC(:5)` and the like: what the samples within bounds come to.
    Trimmed(Trim, Bounds),
    /// `PR(:300)`: which percentage of the samples lies within bounds.
    PercentileRank(ValueBounds),
}

impl Statistic {
    /// The five simple ones, in the order in which the service lists them.
    pub const SIMPLE: [Self; 5] = [Self::SampleCount, Self::Average, Self::Sum, Self::Minimum, Self::Maximum];

    /// The median.
    pub const MEDIAN: Self = Self::Percentile(Percent::HALF);

    /// The service's spelling of a simple statistic; `None` for the others.
    #[must_use]
    pub const fn simple_name(self) -> Option<&'static str> {
        Some(match self {
            Self::SampleCount => "SampleCount",
            Self::Average => "Average",
            Self::Sum => "Sum",
            Self::Minimum => "Minimum",
            Self::Maximum => "Maximum",
            _ => return None,
        })
    }

    /// Whether it is not one of the five simple ones, and needs the samples themselves
    /// (`ExtendedStatistics`).
    #[must_use]
    pub const fn is_extended(self) -> bool {
        self.simple_name().is_none()
    }

    /// The spelling of alarm notifications, for simple statistics.
    pub(crate) const fn in_capitals(self) -> Option<&'static str> {
        Some(match self {
            Self::SampleCount => "SAMPLE_COUNT",
            Self::Average => "AVERAGE",
            Self::Sum => "SUM",
            Self::Minimum => "MINIMUM",
            Self::Maximum => "MAXIMUM",
            _ => return None,
        })
    }
}
