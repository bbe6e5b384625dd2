//! An anomaly.

use std::collections::VecDeque;

use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

use super::explain::LogAnomalyExplanation;
use super::finding::LogAnomalyKind;
use super::priority::LogAnomalyPriority;
use super::shown::LogPatternToken;
use super::suppression::Suppression;
use super::values::Place;

/// Something unusual that a detector found.
///
/// # Source
/// CloudWatch Logs API Reference, Anomaly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LogAnomaly {
    /// Its id: 36 characters.
    pub id: String,
    /// The detector.
    pub detector: Arn,
    /// The log group.
    pub log_group: Arn,
    /// The id of its pattern: 32 hexadecimal digits.
    pub pattern_id: String,
    /// The pattern, with `<*>` for what differs.
    pub pattern: String,
    /// The pattern as a regular expression.
    pub pattern_regex: String,
    /// The parts of the pattern, with the values that they had in the anomaly.
    pub tokens: Vec<LogPatternToken>,
    /// What is unusual.
    pub kind: LogAnomalyKind,
    /// The same in words.
    pub description: String,
    /// How much it matters: the most of all its windows.
    pub priority: LogAnomalyPriority,
    /// When its first window began.
    pub first_seen: Timestamp,
    /// When its last window ended.
    pub last_seen: Timestamp,
    /// Whether the last window that was looked at belongs to it.
    pub is_active: bool,
    /// Its windows, by when they began, and how many events it had in each; the last 1,000.
    pub histogram: VecDeque<(Timestamp, u64)>,
    /// Its first events, 5 at most, of which the first 1,500 characters.
    pub samples: Vec<LogSample>,
    /// Whether and how long it is not told; `None` when it is.
    pub suppression: Option<Suppression>,
    /// Whether it counts as usual now.
    pub is_baseline: bool,
    /// Why its last window was unusual.
    pub explanation: LogAnomalyExplanation,
    /// Where the value stands that it is about.
    pub(super) place: Option<Place>,
}

/// An event of an anomaly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LogSample {
    /// When it happened.
    pub at: Timestamp,
    /// The message.
    pub message: String,
}

/// Where an anomaly stands.
///
/// # Source
/// CloudWatch Logs API Reference, Anomaly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these")]
pub enum LogAnomalyState {
    /// It counts as an anomaly.
    Active,
    /// It is not told at present.
    Suppressed,
    /// It counts as usual.
    Baseline,
}

impl LogAnomalyState {
    /// The service's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Suppressed => "Suppressed",
            Self::Baseline => "Baseline",
        }
    }
}

impl LogAnomaly {
    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> LogAnomalyState {
        match (self.is_baseline, self.suppression) {
            (true, _) => LogAnomalyState::Baseline,
            (false, Some(_)) => LogAnomalyState::Suppressed,
            (false, None) => LogAnomalyState::Active,
        }
    }

    /// The most events that it had in a window.
    pub(super) fn peak(&self) -> u64 {
        self.histogram.iter().map(|(_, count)| *count).max().unwrap_or(0)
    }
}
