//! Spans, as OpenTelemetry's protocol has them.

use serde::{Deserialize, Serialize};

use super::OtelAttributes;
use crate::{SegmentId, TraceId};

/// Spans of one resource.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a resource and its spans")]
pub struct OtelSpans {
    /// What ran.
    pub resource: OtelAttributes,
    /// What it did, parents before their children where segments were made spans.
    pub spans: Vec<OtelSpan>,
}

/// One span.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
pub struct OtelSpan {
    /// The trace: W3C's 128 bits.
    pub trace_id: TraceId,
    /// Names it within the trace.
    pub span_id: SegmentId,
    /// The span that it is part of.
    pub parent_span_id: Option<SegmentId>,
    /// What it is called.
    pub name: String,
    /// Which side of a call it is.
    pub kind: SpanKind,
    /// When it began, in nanoseconds since 1970.
    pub start_nanos: u64,
    /// When it ended; 0 while it has not.
    pub end_nanos: u64,
    /// What became of it.
    pub status: SpanStatus,
    /// What is said of the status.
    pub status_message: String,
    /// What is told of it.
    pub attributes: OtelAttributes,
    /// What happened in it.
    pub events: Vec<OtelEvent>,
    /// Spans of other traces that it has to do with.
    pub links: Vec<OtelLink>,
}

impl OtelSpan {
    /// An internal span of which nothing is told.
    #[must_use]
    pub fn new(
        trace_id: TraceId,
        span_id: SegmentId,
        name: impl Into<String>,
        start_nanos: u64,
        end_nanos: u64,
    ) -> Self {
        Self {
            trace_id,
            span_id,
            parent_span_id: None,
            name: name.into(),
            kind: SpanKind::Internal,
            start_nanos,
            end_nanos,
            status: SpanStatus::Unset,
            status_message: String::new(),
            attributes: OtelAttributes::default(),
            events: Vec::new(),
            links: Vec::new(),
        }
    }
}

/// Which side of a call a span is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the data model of OpenTelemetry knows these")]
pub enum SpanKind {
    /// None.
    #[default]
    Internal,
    /// The side that is called.
    Server,
    /// The side that calls.
    Client,
    /// The side that sends a message.
    Producer,
    /// The side that takes a message.
    Consumer,
}

/// What became of a span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the data model of OpenTelemetry knows these")]
pub enum SpanStatus {
    /// Nothing is said.
    #[default]
    Unset,
    /// It went well.
    Ok,
    /// It failed.
    Error,
}

/// What happened in a span.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "an event has these parts")]
pub struct OtelEvent {
    /// When, in nanoseconds since 1970.
    pub nanos: u64,
    /// What.
    pub name: String,
    /// What is told of it.
    pub attributes: OtelAttributes,
}

/// A span of another trace.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a link has these parts")]
pub struct OtelLink {
    /// The other trace.
    pub trace_id: TraceId,
    /// The span in it.
    pub span_id: SegmentId,
    /// What is told of it.
    pub attributes: OtelAttributes,
}
