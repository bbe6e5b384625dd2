//! The service's JSON.

mod groups;
mod insights;
mod number;
mod resources;
mod retrieval;
mod rules;
mod segments;
mod targets;
mod telemetry;
mod traces;

pub(crate) use groups::{
    CreateGroup, GroupGiven, GroupsGiven, NamedGroup, TagResource, TagsGiven, TagsOf, UntagResource, UpdateGroup,
};
pub(crate) use insights::{
    EventsGiven, GetImpactGraph, GetInsightSummaries, ImpactGiven, InsightGiven, InsightsGiven, NamedInsight,
    WireEvent, WireInsight,
};
pub(crate) use number::Whole;
pub(crate) use resources::{
    DeleteResourcePolicy, DestinationGiven, EncryptionGiven, IndexingGiven, IndexingRulesGiven, PoliciesGiven,
    PolicyGiven, PutEncryptionConfig, PutResourcePolicy, UpdateDestination, UpdateIndexingRule,
};
pub(crate) use retrieval::{
    NamedRetrieval, RetrievalGiven, RetrievedGiven, RetrievedGraphGiven, RetrievedTrace, StartTraceRetrieval,
};
pub(crate) use rules::WireTag;
pub(crate) use rules::{
    CreateSamplingRule, NamedRule, Record, UpdateSamplingRule, WireRecord, WireRecords, invalid, read,
};
pub(crate) use segments::{PutTraceSegments, WireUnprocessed};
pub(crate) use targets::{GetSamplingTargets, WireSummaries, WireTargets};
pub(crate) use telemetry::PutTelemetryRecords;

pub(crate) use traces::{
    GetServiceGraph, GetTimeSeries, GetTraceSummaries, GraphGiven, SeriesGiven, SummariesGiven, TraceGraphGiven,
    TraceIds, TracesGiven,
};

use serde::Deserialize;

/// A request for a page.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Page {
    pub(crate) next_token: Option<String>,
}
