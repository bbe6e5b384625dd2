//! What clients report and what they are told.

use cupola_base::Timestamp;

use crate::SamplingTarget;

/// One client's decisions by one rule since its last report.
///
/// # Source
/// X-Ray API Reference, SamplingStatisticsDocument.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SamplingStatistics {
    /// The rule's name.
    pub rule: String,
    /// The client: 24 characters, as [`ClientId`](crate::ClientId) writes them.
    pub client: String,
    /// The client's time of the report.
    pub at: Timestamp,
    /// Requests that matched the rule.
    pub requests: u64,
    /// Those that were recorded.
    pub sampled: u64,
    /// Those that were recorded on credit.
    pub borrowed: u64,
}

impl SamplingStatistics {
    /// A report without requests.
    #[must_use]
    pub fn new(rule: impl Into<String>, client: impl Into<String>, at: Timestamp) -> Self {
        Self { rule: rule.into(), client: client.into(), at, requests: 0, sampled: 0, borrowed: 0 }
    }

    /// Sets the numbers.
    #[must_use]
    pub fn with_counts(self, requests: u64, sampled: u64, borrowed: u64) -> Self {
        Self { requests, sampled, borrowed, ..self }
    }
}

/// The anomalies that a service saw under one rule.
///
/// # Source
/// X-Ray API Reference, SamplingBoostStatisticsDocument.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BoostStatistics {
    /// The rule's name.
    pub rule: String,
    /// The service's name.
    pub service: String,
    /// The client's time of the report.
    pub at: Timestamp,
    /// Traces with an anomaly.
    pub anomalies: u64,
    /// All traces.
    pub total: u64,
    /// Traces with an anomaly that were recorded.
    pub sampled_anomalies: u64,
}

impl BoostStatistics {
    /// A report without anomalies.
    #[must_use]
    pub fn new(rule: impl Into<String>, service: impl Into<String>, at: Timestamp) -> Self {
        Self { rule: rule.into(), service: service.into(), at, anomalies: 0, total: 0, sampled_anomalies: 0 }
    }

    /// Sets the numbers.
    #[must_use]
    pub fn with_counts(self, anomalies: u64, total: u64, sampled_anomalies: u64) -> Self {
        Self { anomalies, total, sampled_anomalies, ..self }
    }
}

/// What a client is told in answer to its reports.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SamplingTargets {
    /// One target for each rule that was reported on, in the order of the reports.
    pub targets: Vec<SamplingTarget>,
    /// When a rule was last changed: who has read the rules before should read them again.
    pub last_modification: Timestamp,
    /// Reports that could not be taken.
    pub unprocessed: Vec<UnprocessedStatistics>,
    /// Reports of anomalies that could not be taken.
    pub unprocessed_boosts: Vec<UnprocessedStatistics>,
}

/// A report that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnprocessedStatistics {
    /// The rule's name.
    pub rule: String,
    /// `400`: the report is at fault, and the rules should be read again.
    pub code: &'static str,
    /// Why.
    pub message: String,
}

impl UnprocessedStatistics {
    pub(super) fn new(rule: &str, message: &str) -> Self {
        Self { rule: rule.to_owned(), code: "400", message: message.to_owned() }
    }
}
