//! Quotas and memory budgets.

use serde::{Deserialize, Serialize};

/// Every quota of the service and every memory budget of ours.
///
/// The default is the documented service; budgets that are ours say so.
///
/// ```
/// use cupola_traces::Limits;
///
/// let limits = Limits { sampling_rules: 100, ..Limits::default() };
/// assert_eq!(limits.statistics_per_call, 25);
/// ```
///
/// # Source
/// X-Ray API Reference; AWS General Reference, "AWS X-Ray endpoints and quotas".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::exhaustive_structs, reason = "limits are written with a struct update, which needs an open struct")]
pub struct Limits {
    /// Sampling rules beside the default. Default 25.
    pub sampling_rules: usize,
    /// Statistics documents, and boost documents, in one `GetSamplingTargets`. Default 25.
    pub statistics_per_call: usize,
    /// Seconds that a statistics document may be old. Default `None`: any age.
    pub statistics_age_seconds: Option<u32>,
    /// Items on one page. Default 100 (ours).
    pub items_per_page: usize,
    /// Clients that are remembered for one rule; who was silent longest goes first. Default 10,000 (ours).
    pub clients_per_rule: usize,
    /// Windows of ten seconds and one rule each whose statistics are kept; the oldest go first. Default 100,000
    /// (ours).
    pub statistic_windows: usize,
    /// Bytes of one segment document. Default 65,536.
    pub document_bytes: usize,
    /// Bytes of all documents of one trace. Default 500,000: the service allows as much to documents that come
    /// together, and down to 100,000 to those that trickle in.
    pub trace_bytes: usize,
    /// Bytes of all traces that are kept; the trace that came first goes first. Default 256 MiB (ours).
    pub store_bytes: usize,
    /// Telemetry records that are kept; the oldest go first. Default 1,000 (ours).
    pub telemetry_records: usize,
}

impl Limits {
    /// No quota and no budget.
    #[must_use]
    pub const fn unbounded() -> Self {
        Self {
            sampling_rules: usize::MAX,
            statistics_per_call: usize::MAX,
            statistics_age_seconds: None,
            items_per_page: 100,
            clients_per_rule: usize::MAX,
            statistic_windows: usize::MAX,
            document_bytes: usize::MAX,
            trace_bytes: usize::MAX,
            store_bytes: usize::MAX,
            telemetry_records: usize::MAX,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sampling_rules: 25,
            statistics_per_call: 25,
            statistics_age_seconds: None,
            items_per_page: 100,
            clients_per_rule: 10_000,
            statistic_windows: 100_000,
            document_bytes: 65_536,
            trace_bytes: 500_000,
            store_bytes: 256 << 20,
            telemetry_records: 1000,
        }
    }
}
