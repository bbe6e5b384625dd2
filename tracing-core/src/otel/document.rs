//! Spans as documents, as the service gives them back.

use super::{OtelAttributes, OtelEvent, OtelLink, OtelSpan, SpanKind, SpanStatus};
use crate::segment::write;

impl OtelSpan {
    /// The span as one JSON document, with the attributes of what ran. Numbers of nanoseconds are whole; `endTimeUnixNano`
    /// and `durationNano` are absent while the span has not ended, and so are lists of which nothing is told.
    ///
    /// ```
    /// use cupola_traces::{OtelAttributes, OtelSpan, SegmentId, TraceId};
    ///
    /// let trace = TraceId::parse("1-69f839a0-00112233445566778899aabb")?;
    /// let span = OtelSpan::new(trace, SegmentId::from_bits(7), "GET /", 1_777_875_360_000_000_000, 1_777_875_360_250_000_000);
    /// let resource = OtelAttributes::default().with("service.name", "shop");
    /// assert_eq!(span.to_document(&resource), concat!(
    ///     r#"{"resource":{"attributes":{"service.name":"shop"}},"traceId":"69f839a000112233445566778899aabb","#,
    ///     r#""spanId":"0000000000000007","name":"GET /","kind":"INTERNAL","startTimeUnixNano":1777875360000000000,"#,
    ///     r#""endTimeUnixNano":1777875360250000000,"durationNano":250000000,"attributes":{},"status":{"code":"UNSET"}}"#,
    /// ));
    /// # Ok::<(), cupola_traces::IdError>(())
    /// ```
    ///
    /// # Source
    /// The data model of OpenTelemetry's traces; the names are those of spans in the log group `aws/spans` (CloudWatch User Guide,
    /// "Transaction Search"). The service tells no schema of these documents: what stands where is our decision.
    #[must_use]
    pub fn to_document(&self, resource: &OtelAttributes) -> String {
        let mut out = String::with_capacity(512);
        out.push_str("{\"resource\":{\"attributes\":");
        attributes(&mut out, resource);
        out.push_str("},");
        self.write_names(&mut out);
        self.write_times(&mut out);
        out.push_str("\"attributes\":");
        attributes(&mut out, &self.attributes);
        out.push(',');
        list(&mut out, "events", &self.events, event);
        list(&mut out, "links", &self.links, link);
        self.write_status(&mut out);
        write::end_object(&mut out);
        out
    }

    fn write_names(&self, out: &mut String) {
        id(out, "traceId", self.trace_id.to_bits(), 32);
        id(out, "spanId", self.span_id.to_bits().into(), 16);
        self.parent_span_id.iter().for_each(|parent| id(out, "parentSpanId", parent.to_bits().into(), 16));
        text(out, "name", &self.name);
        text(out, "kind", self.kind.as_str());
    }

    fn write_times(&self, out: &mut String) {
        number(out, "startTimeUnixNano", self.start_nanos);
        if self.end_nanos > 0 {
            number(out, "endTimeUnixNano", self.end_nanos);
            number(out, "durationNano", self.end_nanos.saturating_sub(self.start_nanos));
        }
    }

    fn write_status(&self, out: &mut String) {
        out.push_str("\"status\":{");
        text(out, "code", self.status.as_str());
        if !self.status_message.is_empty() {
            text(out, "message", &self.status_message);
        }
        write::end_object(out);
        out.push(',');
    }
}

impl SpanKind {
    /// The protocol's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Internal => "INTERNAL",
            Self::Server => "SERVER",
            Self::Client => "CLIENT",
            Self::Producer => "PRODUCER",
            Self::Consumer => "CONSUMER",
        }
    }
}

impl SpanStatus {
    /// The protocol's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unset => "UNSET",
            Self::Ok => "OK",
            Self::Error => "ERROR",
        }
    }
}

fn event(out: &mut String, event: &OtelEvent) {
    number(out, "timeUnixNano", event.nanos);
    text(out, "name", &event.name);
    out.push_str("\"attributes\":");
    attributes(out, &event.attributes);
    out.push(',');
}

fn link(out: &mut String, link: &OtelLink) {
    id(out, "traceId", link.trace_id.to_bits(), 32);
    id(out, "spanId", link.span_id.to_bits().into(), 16);
    out.push_str("\"attributes\":");
    attributes(out, &link.attributes);
    out.push(',');
}

fn list<T>(out: &mut String, key: &str, items: &[T], each: impl Fn(&mut String, &T)) {
    if items.is_empty() {
        return;
    }
    member(out, key);
    out.push('[');
    for item in items {
        out.push('{');
        each(out, item);
        write::end_object(out);
        out.push(',');
    }
    write::end_array(out);
    out.push(',');
}

fn attributes(out: &mut String, attributes: &OtelAttributes) {
    out.push_str(super::OtelValue::Map(attributes.clone()).to_json().as_str());
}

fn id(out: &mut String, key: &str, bits: u128, digits: usize) {
    member(out, key);
    out.push('"');
    write::hex(out, bits, digits);
    out.push_str("\",");
}

fn text(out: &mut String, key: &str, text: &str) {
    member(out, key);
    write::string(out, text);
    out.push(',');
}

fn number(out: &mut String, key: &str, number: u64) {
    member(out, key);
    out.push_str(&number.to_string());
    out.push(',');
}

fn member(out: &mut String, key: &str) {
    write::string(out, key);
    out.push(':');
}
