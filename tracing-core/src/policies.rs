//! Decisions that are ours.

use serde::{Deserialize, Serialize};

use crate::{AnnotationKeys, TraceIdTime};

/// What is decided where the service is silent.
///
/// ```
/// use cupola_traces::Policies;
///
/// let policies = Policies { first_report_gets_quota: false, ..Policies::default() };
/// assert_eq!(policies.report_interval_seconds, 10);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::exhaustive_structs, reason = "policies are written with a struct update, which needs an open struct")]
pub struct Policies {
    /// Whether a client gets a quota in the answer to its first report. The service may leave it out. Default
    /// true.
    pub first_report_gets_quota: bool,
    /// The interval that clients are told, in seconds. Default 10, as the SDKs have it from the service.
    pub report_interval_seconds: u32,
    /// Intervals in which a client must have reported requests to have part of the reservoir. Default 3.
    pub active_intervals: u32,
    /// Seconds that a quota holds. Default 300.
    pub quota_seconds: u32,
    /// Seconds that a boost holds. Default 60.
    pub boost_seconds: u32,
    /// Whether the second in a trace id is looked at when a segment comes. Default: it is not.
    pub trace_id_time: TraceIdTime,
    /// Which keys of annotations are indexed. Default: those with a dot, too.
    pub annotation_keys: AnnotationKeys,
    /// Seconds that insights wait for late segments of a minute. Default 60.
    pub insight_delay_seconds: u32,
}

impl Policies {
    /// How long a client counts as active after a report with requests.
    pub(crate) fn active_seconds(&self) -> i64 {
        i64::from(self.report_interval_seconds).saturating_mul(self.active_intervals.into())
    }
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            first_report_gets_quota: true,
            report_interval_seconds: 10,
            active_intervals: 3,
            quota_seconds: 300,
            boost_seconds: 60,
            trace_id_time: TraceIdTime::Unchecked,
            annotation_keys: AnnotationKeys::WithDot,
            insight_delay_seconds: 60,
        }
    }
}
