//! Spans as segments.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cupola::traces::{
    OtelAttributes, OtelEvent, OtelLink, OtelMapping, OtelRefusal, OtelSpan, OtelSpans, SegmentId, SpanStatus, TraceId,
};
use cupola_bridges::{Clock, Inbox, Input};
use opentelemetry::trace::{Event, Link, SpanContext, SpanKind, Status};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::{OTelSdkError, OTelSdkResult};
use opentelemetry_sdk::trace::{SpanData, SpanExporter};

use crate::attributes::{attributes, value};

/// Exports spans as documents of segments into an inbox, as the collector's X-Ray exporter makes them.
///
/// A span that cannot be one (its trace id is not of our time) is left out, and the export says so; the others are sent.
#[derive(Debug)]
pub struct SegmentExporter {
    clock: Clock,
    inbox: Inbox,
    mapping: OtelMapping,
    resource: OtelAttributes,
    is_shut_down: AtomicBool,
}

impl SegmentExporter {
    /// An exporter that maps as [`OtelMapping::default`] says. The clock tells which trace ids are of our time.
    #[must_use]
    pub fn new(clock: Clock, inbox: Inbox) -> Self {
        let (mapping, resource) = (OtelMapping::default(), OtelAttributes::default());
        Self { clock, inbox, mapping, resource, is_shut_down: AtomicBool::new(false) }
    }

    /// Sets how spans become documents.
    #[must_use]
    pub fn with_mapping(self, mapping: OtelMapping) -> Self {
        Self { mapping, ..self }
    }

    fn send(&self, span: SpanData) -> Result<(), OtelRefusal> {
        let spans = OtelSpans { resource: self.resource.clone(), spans: vec![of(span)] };
        for document in self.mapping.documents(self.clock.now(), &spans)? {
            self.inbox.send(Input::Segment(document.to_string()));
        }
        Ok(())
    }
}

impl SpanExporter for SegmentExporter {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        if self.is_shut_down.load(Ordering::Acquire) {
            return Err(OTelSdkError::AlreadyShutdown);
        }
        let given = batch.len();
        let refused: Vec<OtelRefusal> = batch.into_iter().filter_map(|span| self.send(span).err()).collect();
        match refused.first() {
            None => Ok(()),
            Some(first) => {
                let why = format!("{} of {given} spans are no segments: {first}", refused.len());
                Err(OTelSdkError::InternalFailure(why))
            }
        }
    }

    fn shutdown_with_timeout(&self, _: Duration) -> OTelSdkResult {
        match self.is_shut_down.swap(true, Ordering::AcqRel) {
            false => Ok(()),
            true => Err(OTelSdkError::AlreadyShutdown),
        }
    }

    /// By key: the SDK gives them in no order.
    fn set_resource(&mut self, resource: &Resource) {
        let mut pairs: Vec<_> = resource.iter().collect();
        pairs.sort_by(|one, other| one.0.cmp(other.0));
        let mut attributes = OtelAttributes::default();
        pairs.into_iter().for_each(|(key, told)| attributes.set(key.as_str(), value(told)));
        self.resource = attributes;
    }
}

fn of(data: SpanData) -> OtelSpan {
    let (trace_id, span_id) = ids(&data.span_context);
    let mut span = OtelSpan::new(trace_id, span_id, data.name, nanos(data.start_time), nanos(data.end_time));
    let parent = SegmentId::from_bits(u64::from_be_bytes(data.parent_span_id.to_bytes()));
    span.parent_span_id = Some(parent).filter(|parent| parent.is_valid());
    span.kind = kind(&data.span_kind);
    (span.status, span.status_message) = status(data.status);
    span.attributes = attributes(&data.attributes);
    span.events = data.events.iter().map(event).collect();
    span.links = data.links.iter().map(link).collect();
    span
}

fn ids(context: &SpanContext) -> (TraceId, SegmentId) {
    let trace = u128::from_be_bytes(context.trace_id().to_bytes());
    (TraceId::from_bits(trace), SegmentId::from_bits(u64::from_be_bytes(context.span_id().to_bytes())))
}

const fn kind(kind: &SpanKind) -> cupola::traces::SpanKind {
    match kind {
        SpanKind::Server => cupola::traces::SpanKind::Server,
        SpanKind::Client => cupola::traces::SpanKind::Client,
        SpanKind::Producer => cupola::traces::SpanKind::Producer,
        SpanKind::Consumer => cupola::traces::SpanKind::Consumer,
        SpanKind::Internal => cupola::traces::SpanKind::Internal,
    }
}

fn status(status: Status) -> (SpanStatus, String) {
    match status {
        Status::Unset => (SpanStatus::Unset, String::new()),
        Status::Ok => (SpanStatus::Ok, String::new()),
        Status::Error { description } => (SpanStatus::Error, description.into_owned()),
    }
}

fn event(event: &Event) -> OtelEvent {
    OtelEvent { nanos: nanos(event.timestamp), name: event.name.to_string(), attributes: attributes(&event.attributes) }
}

fn link(link: &Link) -> OtelLink {
    let (trace_id, span_id) = ids(&link.span_context);
    OtelLink { trace_id, span_id, attributes: attributes(&link.attributes) }
}

/// Nanoseconds since 1970: 0 before, the largest number past the 26th century.
fn nanos(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX))
}
