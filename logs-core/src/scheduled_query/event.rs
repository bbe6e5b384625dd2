//! The event that tells the end of a run.

use cupola_base::json::Json;
use cupola_base::{EventEnvelope, Timestamp};
use serde::Serialize;

use super::{ExecutionStatus, Running};
use crate::engine::Engine;
use crate::insights::QueryResults;
use crate::output::Output;

/// What the event is about.
///
/// # Source
/// CloudWatch Logs User Guide, "Understanding scheduled queries concepts".
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Detail<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<&'a str>,
    query_string: &'a str,
    log_group_identifiers: &'a [String],
    status: &'static str,
    start_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<Statistics>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Statistics {
    records_matched: u64,
    records_scanned: u64,
    estimated_records_skipped: u64,
    bytes_scanned: u64,
    estimated_bytes_skipped: u64,
    log_groups_scanned: u64,
    result_count: usize,
}

impl From<&QueryResults> for Statistics {
    fn from(results: &QueryResults) -> Self {
        let of = &results.statistics;
        Self {
            records_matched: of.records_matched,
            records_scanned: of.records_scanned,
            estimated_records_skipped: of.records_skipped,
            bytes_scanned: of.bytes_scanned,
            estimated_bytes_skipped: of.bytes_skipped,
            log_groups_scanned: of.log_groups_scanned,
            result_count: results.rows.len(),
        }
    }
}

impl Engine {
    /// Tells the end of a run; `results` is none for one that never began. Only a complete run has statistics.
    pub(super) fn tell_completed(
        &mut self,
        at: Timestamp,
        name: &str,
        run: &Running,
        results: Option<&QueryResults>,
        status: ExecutionStatus,
    ) {
        let Some(kept) = self.scheduled_queries.kept.get(name) else { return };
        let detail = Detail {
            query_id: results.map(|_| run.query.as_str()),
            query_string: &run.text,
            log_group_identifiers: &run.log_groups,
            status: status.as_str(),
            start_time: run.triggered.as_secs(),
            statistics: results.filter(|_| status == ExecutionStatus::Complete).map(Into::into),
        };
        let (id, place) = (self.scheduled_queries.rng.uuid(), self.place.clone());
        let event = EventEnvelope::new(id, place, at, "aws.logs", "Scheduled Query Completed", Json::of(&detail));
        let event = event.with_resources(vec![kept.arn.clone()]);
        self.emit(Output::Event(Box::new(event)));
    }
}
