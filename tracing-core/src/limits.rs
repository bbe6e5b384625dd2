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
    /// Days that a trace is kept after its first document. Default 30.
    pub retention_days: u32,
    /// Days after its first document in which documents of a trace are taken. Default 7.
    pub change_days: u32,
    /// Different annotations of one trace that are indexed. Default 50.
    pub indexed_annotations: usize,
    /// Traces in one `BatchGetTraces` or `GetTraceGraph`. Default 5.
    pub traces_per_call: usize,
    /// Groups beside the default. Default 25.
    pub groups: usize,
    /// Services of one graph; segments of further ones are not counted. Default 10,000.
    pub graph_nodes: usize,
    /// Nodes, edges and links of the parts of the graph that are counted before anybody asks; traces beyond are counted
    /// when somebody asks. Default 200,000 (ours). With 0 no minute's traces are read again for the graph's sake.
    pub graph_parts: usize,
    /// Resource policies. Default 5.
    pub resource_policies: usize,
    /// Bytes of one resource policy. Default 5,120.
    pub resource_policy_bytes: usize,
    /// Traces in one retrieval. Default 100.
    pub traces_per_retrieval: usize,
    /// Retrievals that are remembered; the oldest go first. Default 1,000 (ours).
    pub retrievals: usize,
    /// Insights that are kept; the oldest closed ones go first. Default 1,000 (ours).
    pub insights: usize,
    /// Outputs that wait to be drained. Default 100,000 (ours).
    pub outputs: usize,
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
            retention_days: 30,
            change_days: 7,
            indexed_annotations: usize::MAX,
            traces_per_call: usize::MAX,
            groups: usize::MAX,
            graph_nodes: usize::MAX,
            graph_parts: usize::MAX,
            resource_policies: usize::MAX,
            resource_policy_bytes: usize::MAX,
            traces_per_retrieval: usize::MAX,
            retrievals: usize::MAX,
            insights: usize::MAX,
            outputs: usize::MAX,
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
            retention_days: 30,
            change_days: 7,
            indexed_annotations: 50,
            traces_per_call: 5,
            groups: 25,
            graph_nodes: 10_000,
            graph_parts: 200_000,
            resource_policies: 5,
            resource_policy_bytes: 5_120,
            traces_per_retrieval: 100,
            retrievals: 1_000,
            insights: 1_000,
            outputs: 100_000,
        }
    }
}
