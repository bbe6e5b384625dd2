//! A detector at work.

use std::collections::BTreeMap;

use cupola_base::{Arn, Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::book::Book;
use super::frequency::EvaluationFrequency;
use super::record::LogAnomaly;
use super::suppression::Suppression;
use crate::kms::KmsKey;
use crate::metric_filter::Parsed;
use crate::name::LogGroupName;

/// A detector with all that it knows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Detector {
    pub(super) arn: Arn,
    pub(super) name: String,
    pub(super) group: LogGroupName,
    /// The group's ARN as it was given.
    pub(super) group_arn: Arn,
    pub(super) frequency: EvaluationFrequency,
    pub(super) pattern: Option<Parsed>,
    pub(super) kms_key: Option<KmsKey>,
    pub(super) visibility_days: u32,
    pub(super) tags: Tags,
    pub(super) created: Timestamp,
    pub(super) modified: Timestamp,
    pub(super) phase: Phase,
    pub(super) is_paused: bool,
    /// When it looks at what came in next; `None` while there is nothing to look at.
    pub(super) next: Option<Timestamp>,
    /// When an event that it looks at came in last.
    pub(super) last_event: Timestamp,
    /// Windows before this one were not looked at as a whole.
    pub(super) whole_from: Timestamp,
    pub(super) book: Book,
    /// By the order in which they were told.
    pub(super) anomalies: BTreeMap<u64, LogAnomaly>,
    /// Patterns of which nothing is told.
    pub(super) suppressed: BTreeMap<String, Suppression>,
}

/// What a detector is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Phase {
    Training {
        since: Timestamp,
    },
    Analyzing,
    /// Its group is gone, or its key cannot be used.
    Failed,
}

/// How long a detector goes on looking after the last event: patterns are missed within that.
const AWAKE: i64 = 48 * 3_600_000;

impl Detector {
    /// The window that an instant lies in.
    pub(super) const fn window(&self, at: Timestamp) -> Timestamp {
        at.floor_to(self.frequency.millis())
    }

    /// The end of that window; `None` at the end of time.
    pub(super) fn window_end(&self, at: Timestamp) -> Option<Timestamp> {
        let end = self.window(at).plus_millis(self.frequency.millis());
        (end > at).then_some(end)
    }

    /// When it is to look next, after it looked at `at`.
    pub(super) fn next_look(&self, at: Timestamp) -> Option<Timestamp> {
        let is_busy = match self.phase {
            Phase::Training { .. } => true,
            Phase::Analyzing => at.millis_since(self.last_event) < AWAKE,
            Phase::Failed => false,
        };
        if is_busy && !self.is_paused { self.window_end(at) } else { None }
    }

    /// Begins to learn from the start. What was told stays told.
    pub(super) fn train(&mut self, since: Timestamp) {
        self.phase = Phase::Training { since };
        self.book = Book::default();
        self.end_anomalies();
    }

    /// Nobody looks whether anomalies go on.
    pub(super) fn end_anomalies(&mut self) {
        self.anomalies.values_mut().for_each(|anomaly| anomaly.is_active = false);
    }

    /// Nobody looked for a while: what did not come meanwhile is not missed.
    pub(super) fn forget_silence(&mut self) {
        self.book.patterns.values_mut().for_each(|pattern| pattern.history.forget_silence());
    }

    pub(super) fn accepts(&self, message: &str) -> bool {
        self.pattern.as_ref().is_none_or(|parsed| parsed.pattern().matches(message))
    }

    /// When an anomaly that was seen first then is no longer visible.
    pub(super) fn fades(&self, first_seen: Timestamp) -> Timestamp {
        first_seen.plus_millis(i64::from(self.visibility_days) * 86_400_000)
    }

    /// Whether an anomaly is visible.
    pub(super) fn shows(&self, anomaly: &LogAnomaly, now: Timestamp) -> bool {
        now < self.fades(anomaly.first_seen)
    }

    /// The suppression in force for an anomaly: its own, or that of its pattern.
    pub(super) fn suppression(&self, anomaly: &LogAnomaly, now: Timestamp) -> Option<Suppression> {
        let of_pattern = self.suppressed.get(&anomaly.pattern_id);
        anomaly.suppression.iter().chain(of_pattern).find(|one| one.is_in_force(now)).copied()
    }
}
