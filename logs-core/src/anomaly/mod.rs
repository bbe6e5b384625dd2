//! Log anomaly detectors: what is unusual among the events of a log group.
//!
//! A detector watches one group. Its events are put into patterns, as the command `pattern` of queries does. At the end of
//! each window the patterns are compared with what was usual, and anomalies are told: a pattern that was not there
//! before, one that comes far more or far less often, a new value where there were few, a value that comes far
//! more often than its pattern explains.
//!
//! # Source
//! CloudWatch Logs User Guide, "Log anomaly detection", for what is told, training, visibility and suppression;
//! CloudWatch Logs API Reference, Anomaly. The service does not publish its statistics: the rule is ours, see
//! [`AnomalyRules`].

mod band;
mod book;
mod detector;
mod error;
mod evaluate;
mod explain;
mod finding;
mod frequency;
mod history;
mod judge;
mod kept;
mod on_arrival;
mod pattern;
mod priority;
mod record;
mod request;
mod rules;
mod shown;
mod suppression;
mod tell;
#[cfg(test)]
mod tests;
mod training;
mod values;
mod verbs;
mod verbs_anomalies;

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::{Rng, Timestamp};
use serde::{Deserialize, Serialize};

pub use detector::{LogAnomalyDetector, LogAnomalyDetectorStatus};
pub use error::{LogAnomalyError, UnknownLogAnomaly, UpdateLogAnomalyError};
pub use explain::{LogAnomalyExplanation, UsualCounts};
pub use finding::LogAnomalyKind;
pub use frequency::{EvaluationFrequency, UnknownEvaluationFrequency};
pub use priority::LogAnomalyPriority;
pub use record::{LogAnomaly, LogAnomalyState, LogSample};
pub use request::{
    LogAnomalyDetectorChange, LogAnomalyQuery, LogAnomalyTarget, LogAnomalyUpdate, NewLogAnomalyDetector, SuppressFor,
};
pub use rules::AnomalyRules;
pub use shown::LogPatternToken;
pub use suppression::Suppression;

use kept::Detector;

use crate::name::LogGroupName;

/// All detectors, by the order in which they were made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Detectors {
    all: BTreeMap<u64, Detector>,
    /// How many were ever made.
    made: u64,
    /// How many anomalies were ever told.
    told: u64,
    rng: Rng,
    /// The detectors of each group; follows from all others.
    #[serde(skip)]
    of_groups: BTreeMap<LogGroupName, BTreeSet<u64>>,
}

impl Default for Detectors {
    fn default() -> Self {
        Self::new(0)
    }
}

impl Detectors {
    pub(crate) fn new(seed: u64) -> Self {
        let rng = Rng::for_part(seed, "log anomalies");
        Self { all: BTreeMap::new(), made: 0, told: 0, rng, of_groups: BTreeMap::new() }
    }

    /// Makes what follows from all else, after a snapshot was read.
    pub(crate) fn rebuild(&mut self) {
        self.of_groups.clear();
        for (key, detector) in &mut self.all {
            self.of_groups.entry(detector.group.clone()).or_default().insert(*key);
            detector.book.rebuild();
        }
    }

    /// When detectors look at what came in.
    pub(crate) fn due(&self) -> impl Iterator<Item = (Timestamp, u64)> {
        self.all.iter().filter_map(|(key, detector)| Some((detector.next?, *key)))
    }

    fn add(&mut self, detector: Detector) -> u64 {
        self.made += 1;
        self.of_groups.entry(detector.group.clone()).or_default().insert(self.made);
        self.all.insert(self.made, detector);
        self.made
    }

    fn remove(&mut self, key: u64) -> Option<Detector> {
        let detector = self.all.remove(&key)?;
        if let Some(keys) = self.of_groups.get_mut(&detector.group) {
            keys.remove(&key);
            if keys.is_empty() {
                self.of_groups.remove(&detector.group);
            }
        }
        Some(detector)
    }

    fn of_group(&self, group: &LogGroupName) -> Vec<u64> {
        self.of_groups.get(group).into_iter().flatten().copied().collect()
    }
}
