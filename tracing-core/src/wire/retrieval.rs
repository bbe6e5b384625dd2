//! Retrievals.

use cupola_base::ApiError;
use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::invalid;
use super::traces::{WireSegment, segments};
use crate::{GraphService, RetrievalStatus, ServiceGraph, StoredTraceDocuments, TraceFormat, TraceId};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct StartTraceRetrieval {
    trace_ids: Vec<String>,
    pub(crate) start_time: WireTime,
    pub(crate) end_time: WireTime,
}

impl StartTraceRetrieval {
    pub(crate) fn ids(&self) -> Result<Vec<TraceId>, ApiError> {
        let read = |text: &String| TraceId::parse(text).map_err(|error| invalid(error.to_string()));
        self.trace_ids.iter().map(read).collect()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RetrievalGiven {
    pub(crate) retrieval_token: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedRetrieval {
    pub(crate) retrieval_token: String,
    trace_format: Option<String>,
    pub(crate) next_token: Option<String>,
}

impl NamedRetrieval {
    pub(crate) fn format(&self) -> Result<TraceFormat, ApiError> {
        match self.trace_format.as_deref() {
            None | Some("XRAY") => Ok(TraceFormat::XRay),
            Some("OTEL") => Ok(TraceFormat::Otel),
            Some(other) => Err(invalid(format!("the trace format {other}: XRAY and OTEL are accepted"))),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RetrievedGiven {
    pub(crate) retrieval_status: &'static str,
    pub(crate) trace_format: &'static str,
    pub(crate) traces: Vec<RetrievedTrace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RetrievedTrace {
    id: String,
    duration: f64,
    spans: Vec<WireSegment>,
}

impl RetrievedTrace {
    pub(crate) fn of(trace: &StoredTraceDocuments, format: TraceFormat) -> Result<Self, ApiError> {
        let spans = match format {
            TraceFormat::XRay => segments(trace),
            TraceFormat::Otel => spans(trace)?,
        };
        Ok(Self { id: trace.id.to_string(), duration: trace.duration, spans })
    }
}

fn spans(trace: &StoredTraceDocuments) -> Result<Vec<WireSegment>, ApiError> {
    let spans = trace.spans().map_err(|refusal| invalid(refusal.to_string()))?;
    Ok(spans.into_iter().map(|(id, document)| WireSegment::new(id, document)).collect())
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RetrievedGraphGiven {
    retrieval_status: &'static str,
    services: Vec<RetrievedService>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RetrievedService {
    service: GraphService,
}

impl RetrievedGraphGiven {
    pub(crate) fn of(status: RetrievalStatus, graph: ServiceGraph) -> Self {
        let services = graph.services.into_iter().map(|service| RetrievedService { service }).collect();
        Self { retrieval_status: status.as_str(), services }
    }
}
