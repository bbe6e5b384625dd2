//! The service's JSON.

mod number;
mod rules;
mod segments;
mod targets;
mod telemetry;

pub(crate) use number::Whole;
pub(crate) use rules::{
    CreateSamplingRule, NamedRule, Record, UpdateSamplingRule, WireRecord, WireRecords, invalid, read,
};
pub(crate) use segments::{PutTraceSegments, WireUnprocessed};
pub(crate) use targets::{GetSamplingTargets, WireSummaries, WireTargets};
pub(crate) use telemetry::PutTelemetryRecords;

use serde::Deserialize;

/// A request for a page.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Page {
    pub(crate) next_token: Option<String>,
}
