//! What can be asked of the contributors of a rule over time.

use std::fmt;
use std::str::FromStr;

/// What can be asked of the contributors of a rule over time.
///
/// ```
/// use cupola_metrics::InsightRuleMetric;
/// assert_eq!("MaxContributorValue".parse(), Ok(InsightRuleMetric::MaxContributorValue));
/// ```
///
/// # Source
/// CloudWatch API Reference, GetInsightRuleReport; that the average is one of observations, not of contributors, is our
/// decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows seven")]
pub enum InsightRuleMetric {
    /// How many contributors there are.
    UniqueContributors,
    /// The value of the one that has most.
    MaxContributorValue,
    /// How many log events counted.
    SampleCount,
    /// What all of them count for.
    Sum,
    /// The least that one of them counts for.
    Minimum,
    /// The most that one of them counts for.
    Maximum,
    /// What one of them counts for on average.
    Average,
}

impl InsightRuleMetric {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::UniqueContributors,
        Self::MaxContributorValue,
        Self::SampleCount,
        Self::Sum,
        Self::Minimum,
        Self::Maximum,
        Self::Average,
    ];

    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UniqueContributors => "UniqueContributors",
            Self::MaxContributorValue => "MaxContributorValue",
            Self::SampleCount => "SampleCount",
            Self::Sum => "Sum",
            Self::Minimum => "Minimum",
            Self::Maximum => "Maximum",
            Self::Average => "Average",
        }
    }

    /// Whether it must be known who contributed.
    pub(super) const fn is_of_contributors(self) -> bool {
        matches!(self, Self::UniqueContributors | Self::MaxContributorValue)
    }
}

impl fmt::Display for InsightRuleMetric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for InsightRuleMetric {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|metric| metric.as_str() == text).ok_or(())
    }
}
