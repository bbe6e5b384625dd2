//! What a window showed.

use serde::{Deserialize, Serialize};

use super::band::Band;
use super::values::Place;
use crate::insights::pattern::Severity;

/// What is unusual.
///
/// # Source
/// CloudWatch Logs User Guide, "Log anomaly detection": "What gets flagged as an anomaly?".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum LogAnomalyKind {
    /// A pattern that was not there before.
    NewPattern,
    /// A pattern comes far more often than usual.
    Increase,
    /// A pattern comes far less often than usual, or not at all.
    Decrease,
    /// A token that had few values has a new one.
    NewValue {
        /// Which of the dynamic tokens it was when that was told, counted from 1.
        token: usize,
        /// The value.
        value: String,
    },
    /// A value of a token comes far more often than usual.
    ValueIncrease {
        /// Which of the dynamic tokens it was when that was told, counted from 1.
        token: usize,
        /// The value.
        value: String,
    },
}

impl LogAnomalyKind {
    /// The value that it is about.
    pub(super) fn value(&self) -> Option<&str> {
        match self {
            Self::NewValue { value, .. } | Self::ValueIncrease { value, .. } => Some(value),
            Self::NewPattern | Self::Increase | Self::Decrease => None,
        }
    }

    /// Whether an anomaly of this kind is one of the other kind that goes on: tokens may have other numbers by now.
    pub(super) fn goes_on(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other) && self.value() == other.value()
    }
}

/// Something unusual in a window.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) kind: LogAnomalyKind,
    /// Where the value stands that it is about.
    pub(super) place: Option<Place>,
    /// How many events.
    pub(super) count: u64,
    /// How many were expected, where that is known.
    pub(super) expected: f64,
    /// The fewest and the most that are usual.
    pub(super) usual: Option<(f64, f64)>,
    /// What that was read from.
    pub(super) band: Option<Band>,
    /// How many hundredths more than expected.
    pub(super) change_percent: f64,
    pub(super) severity: Severity,
}
