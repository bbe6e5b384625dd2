//! States and what is done about missing data.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $type:ident, $what:literal { $($(#[$variant_doc:meta])* $variant:ident $text:literal),* $(,)? }) => {
        $(#[$doc])*
        pub enum $type {
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)*
        }

        impl $type {
            /// All, in the order in which the service lists them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The service's spelling.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $type {
            type Err = WordError;

            fn from_str(text: &str) -> Result<Self, WordError> {
                let found = Self::ALL.iter().copied().find(|word| word.as_str() == text);
                found.ok_or_else(|| WordError { text: text.into(), what: $what, accepted: concat!($($text, " "),*) })
            }
        }
    };
}

words! {
    /// The state of an alarm.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    #[expect(clippy::exhaustive_enums, reason = "the service knows three")]
    StateValue, "state" {
        /// There is not enough data to tell.
        InsufficientData "INSUFFICIENT_DATA",
        /// The threshold is crossed.
        Alarm "ALARM",
        /// The threshold is not crossed.
        Ok "OK",
    }
}

words! {
    /// How a datapoint is compared with the threshold; the datapoint is the first operand.
    ///
    /// The last three belong to alarms on anomaly bands.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    #[non_exhaustive]
    ComparisonOperator, "comparison operator" {
        /// `>=`
        GreaterThanOrEqualToThreshold "GreaterThanOrEqualToThreshold",
        /// `>`
        GreaterThanThreshold "GreaterThanThreshold",
        /// `<`
        LessThanThreshold "LessThanThreshold",
        /// `<=`
        LessThanOrEqualToThreshold "LessThanOrEqualToThreshold",
        /// Outside the band.
        LessThanLowerOrGreaterThanUpperThreshold "LessThanLowerOrGreaterThanUpperThreshold",
        /// Below the band.
        LessThanLowerThreshold "LessThanLowerThreshold",
        /// Above the band.
        GreaterThanUpperThreshold "GreaterThanUpperThreshold",
    }
}

impl ComparisonOperator {
    /// Whether a value crosses a threshold; `None` for the operators of anomaly bands, which need
    /// two.
    ///
    /// ```
    /// use cupola_metrics::ComparisonOperator;
    /// assert_eq!(ComparisonOperator::GreaterThanThreshold.is_breaching(7.0, 7.0), Some(false));
    /// assert_eq!(ComparisonOperator::GreaterThanUpperThreshold.is_breaching(7.0, 7.0), None);
    /// ```
    #[must_use]
    pub fn is_breaching(self, value: f64, threshold: f64) -> Option<bool> {
        match self {
            Self::GreaterThanOrEqualToThreshold => Some(value >= threshold),
            Self::GreaterThanThreshold => Some(value > threshold),
            Self::LessThanThreshold => Some(value < threshold),
            Self::LessThanOrEqualToThreshold => Some(value <= threshold),
            _ => None,
        }
    }

    /// Whether a value lies outside a band, at the sides that are watched; `None` for the operators that compare with a
    /// threshold.
    #[must_use]
    pub fn is_outside(self, value: f64, lower: f64, upper: f64) -> Option<bool> {
        match self {
            Self::LessThanLowerOrGreaterThanUpperThreshold => Some(value < lower || value > upper),
            Self::LessThanLowerThreshold => Some(value < lower),
            Self::GreaterThanUpperThreshold => Some(value > upper),
            _ => None,
        }
    }

    /// Whether it compares with an anomaly band.
    #[must_use]
    pub const fn needs_band(self) -> bool {
        matches!(
            self,
            Self::LessThanLowerOrGreaterThanUpperThreshold
                | Self::LessThanLowerThreshold
                | Self::GreaterThanUpperThreshold
        )
    }
}

words! {
    /// How an alarm takes windows without data, when there are too few with.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    #[expect(clippy::exhaustive_enums, reason = "the service knows four")]
    TreatMissingData, "treatment of missing data" {
        /// As crossing the threshold.
        Breaching "breaching",
        /// As not crossing it.
        NotBreaching "notBreaching",
        /// The state is kept.
        Ignore "ignore",
        /// As missing: with no data at all, the state is `INSUFFICIENT_DATA`.
        Missing "missing",
    }
}

words! {
    /// What an alarm on a percentile does where a datapoint stands for too few samples to tell it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    #[expect(clippy::exhaustive_enums, reason = "the service knows two")]
    LowSamples, "treatment of low samples" {
        /// It is evaluated like any other.
        Evaluate "evaluate",
        /// The state is kept.
        Ignore "ignore",
    }
}

words! {
    /// Whether an alarm could be evaluated in full.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    #[non_exhaustive]
    EvaluationState, "evaluation state" {
        /// The query found more than is looked at.
        PartialData "PARTIAL_DATA",
        /// The expression cannot be computed; the state is kept.
        EvaluationError "EVALUATION_ERROR",
        /// The alarm is new and warms up.
        InWarmUp "IN_WARM_UP",
    }
}

words! {
    /// The two kinds of alarms.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    #[non_exhaustive]
    AlarmType, "alarm type" {
        /// An alarm on other alarms.
        Composite "CompositeAlarm",
        /// An alarm on a metric.
        Metric "MetricAlarm",
    }
}

words! {
    /// What a history item tells.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    #[non_exhaustive]
    HistoryItemType, "history item type" {
        /// The alarm was created, changed or deleted.
        ConfigurationUpdate "ConfigurationUpdate",
        /// The state changed.
        StateUpdate "StateUpdate",
        /// An action was started.
        Action "Action",
        /// A contributor's state changed.
        ContributorStateUpdate "AlarmContributorStateUpdate",
        /// A contributor's action was started.
        ContributorAction "AlarmContributorAction",
    }
}

/// A text is none of the words that are accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a {what}: one of {}is needed", accepted)]
#[non_exhaustive]
pub struct WordError {
    /// The text as given.
    pub text: String,
    what: &'static str,
    accepted: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_and_name_what_is_accepted() {
        for word in StateValue::ALL {
            assert_eq!(word.as_str().parse(), Ok(*word));
        }
        let error = "RED".parse::<StateValue>().unwrap_err();
        assert_eq!(error.to_string(), "`RED` is not a state: one of INSUFFICIENT_DATA ALARM OK is needed");
    }
}
