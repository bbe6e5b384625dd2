//! Decisions of ours where the service is silent.

use serde::{Deserialize, Serialize};

use crate::anomaly::AnomalyRules;
use crate::emf::EmfRules;
use crate::filter::Semantics;
use crate::kms::KmsKeyState;

/// What we decided where the service does not say; each can be changed when the service proves
/// otherwise.
///
/// ```
/// use cupola_logs::Policies;
///
/// let policies = Policies { sweep_minutes: 72 * 60, ..Policies::default() };
/// assert_eq!(policies.minute_grace_seconds, 0);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::exhaustive_structs, reason = "policies are written with a struct update, which needs an open struct")]
pub struct Policies {
    /// What filter patterns mean where the service is silent; for patterns that come in
    /// through [`Engine::call`](crate::Engine::call).
    pub patterns: Semantics,
    /// What becomes of documents in embedded metric format that are not quite right.
    pub emf: EmfRules,
    /// Expired events vanish from every answer at once and from memory at the next multiple of this
    /// many minutes; until then a longer retention brings them back. The service says "within 72
    /// hours". Default 60; 0 counts as 1.
    pub sweep_minutes: u32,
    /// A filter's minute with events and no match gives the default value when the minute has ended
    /// (for late events: when the minute in which they came in has ended) and this many seconds are
    /// over. Default 0.
    pub minute_grace_seconds: u32,
    /// What a KMS key is that nothing was told of. Default: usable.
    pub unknown_kms_keys: KmsKeyState,
    /// Who may see masked texts through [`Engine::call`](crate::Engine::call): the permission `logs:Unmask`
    /// belongs to policies that are not modelled. Default: every caller.
    pub unmask: Unmask,
    /// Seconds for which a subscription filter sends nothing after its destination refused for good (no permission,
    /// no such thing); what comes in meanwhile is skipped. The service says "up to 10 minutes". Default 600.
    pub subscription_pause_seconds: u32,
    /// Whether a log group may subscribe to a destination of another region. The service wants both in one region;
    /// the destination's target may be elsewhere. Default false.
    pub destinations_of_other_regions: bool,
    /// Minutes until an export task ends. The service says that it may take up to twelve hours. Default 60.
    pub export_minutes: u32,
    /// Log deliveries write their files at the next multiple of this many minutes. Of CloudFront the service says "up to
    /// several times an hour", of others nothing. Default 5; 0 counts as 1.
    pub delivery_file_minutes: u32,
    /// Whether resources that are not in the table of log types can be delivery sources, with any log type and any fields.
    /// Default false.
    pub any_delivery_source: bool,
    /// Whether a resource has one delivery source for each log type, as the service wants it. Default true.
    pub one_delivery_source_per_resource: bool,
    /// Whether a new delivery of a distribution to a bucket gets `AWSLogs/{account-id}/CloudFront/` before its suffix path,
    /// as was seen of the service; not where the bucket's ARN has a prefix. Default true.
    pub managed_suffix_paths: bool,
    /// Whether a new delivery to a log group writes an event there at once, as was seen of the service. Default true.
    pub validate_log_deliveries: bool,
    /// How many seconds a query runs before its answer is there. Default 0: it is complete at once.
    /// More than 3,600, and each is given up after an hour.
    pub query_seconds: u32,
    /// How many seconds before each of its runs the events of a scheduled query begin, when it does not say so. Default
    /// 3,600; 0 counts as 1.
    pub scheduled_query_lookback_seconds: u32,
    /// Whether scheduled queries may run by `rate(...)` too. The service speaks of cron expressions alone. Default false.
    pub scheduled_queries_by_rate: bool,
    /// Whether a scheduled query is kept though its text is no query, or its log groups are not there; its runs fail
    /// then. The service has a status for such runs, and errors for such requests. Default false: it is refused.
    pub scheduled_queries_unchecked: bool,
    /// Whether the API tells times of scheduled queries in milliseconds. Default false: in seconds, as the guide's
    /// examples have them. What it is told is read as milliseconds from 100,000,000,000 on.
    pub scheduled_query_millis: bool,
    /// How log anomaly detectors train and judge.
    pub anomalies: AnomalyRules,
}

/// Who may see masked texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "a policy is written as a literal")]
pub enum Unmask {
    /// Every caller that asks for it.
    #[default]
    Every,
    /// Privileged callers; others are refused.
    Privileged,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            patterns: Semantics::default(),
            emf: EmfRules::default(),
            sweep_minutes: 60,
            minute_grace_seconds: 0,
            unknown_kms_keys: KmsKeyState::Usable,
            unmask: Unmask::Every,
            subscription_pause_seconds: 600,
            destinations_of_other_regions: false,
            export_minutes: 60,
            delivery_file_minutes: 5,
            any_delivery_source: false,
            one_delivery_source_per_resource: true,
            managed_suffix_paths: true,
            validate_log_deliveries: true,
            query_seconds: 0,
            scheduled_query_lookback_seconds: 3600,
            scheduled_queries_by_rate: false,
            scheduled_queries_unchecked: false,
            scheduled_query_millis: false,
            anomalies: AnomalyRules::default(),
        }
    }
}
