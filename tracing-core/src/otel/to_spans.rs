//! From documents to spans.

use super::{
    OtelAttributes, OtelLink, OtelRefusal, OtelSpan, OtelSpans, SpanKind, SpanStatus, StatusFlags, aws, cause, http,
    indexed, sql, times,
};
use crate::segment::value::Value;
use crate::{Body, Link, Namespace, Segment, SegmentDocument, SegmentId, Subsegment, TraceId};

impl OtelSpans {
    /// The spans of a document: one for it and one for each of its subsegments, parents first.
    ///
    /// # Errors
    /// [`OtelRefusal`] for a time that spans have no number for.
    pub fn of_document(document: &SegmentDocument) -> Result<Self, OtelRefusal> {
        let mut spans = Self::default();
        match document {
            SegmentDocument::Segment(segment) => spans.add_segment(segment)?,
            SegmentDocument::Subsegment(alone) => {
                spans.add_subsegment(alone.trace_id, alone.parent_id, &alone.subsegment)?;
            }
        }
        Ok(spans)
    }

    fn add_segment(&mut self, segment: &Segment) -> Result<(), OtelRefusal> {
        let body = &segment.body;
        self.resource.set("service.name", body.name.as_str());
        let aws = body.aws.as_deref().cloned().unwrap_or_default();
        aws::tell_resource(&aws, segment.origin.as_deref(), &mut self.resource);
        let client_ip = body.http.as_ref().and_then(|http| http.request.as_ref()?.client_ip.as_ref());
        let mut span = blank(segment.trace_id, segment.parent_id, body)?;
        span.attributes.set("aws.local.service", body.name.as_str());
        if segment.parent_id.is_none() || client_ip.is_some() {
            span.kind = SpanKind::Server;
        } else {
            span.attributes.set("aws.span.kind", "LOCAL_ROOT");
        }
        span.attributes.put("enduser.id", segment.user.clone());
        self.add(span, body)
    }

    fn add_subsegment(
        &mut self,
        trace_id: TraceId,
        parent: SegmentId,
        subsegment: &Subsegment,
    ) -> Result<(), OtelRefusal> {
        let body = &subsegment.body;
        let mut span = blank(trace_id, Some(parent), body)?;
        span.kind = if subsegment.namespace.is_some_and(|namespace| namespace != Namespace::Local) {
            SpanKind::Client
        } else {
            SpanKind::Internal
        };
        match subsegment.namespace {
            Some(Namespace::Aws) => span.attributes.set("aws.service", body.name.as_str()),
            Some(Namespace::Local) => span.attributes.set("aws.xray.namespace", "local"),
            _ => {}
        }
        if subsegment.namespace != Some(Namespace::Aws) {
            span.attributes.set("peer.service", body.name.as_str());
        }
        span.attributes.put("aws.xray.traced", subsegment.traced.then_some(true));
        self.add(span, body)
    }

    /// Adds a span, and those of its parts.
    fn add(&mut self, mut span: OtelSpan, body: &Body) -> Result<(), OtelRefusal> {
        body.http.iter().for_each(|http| http::tell(http, &mut span.attributes));
        body.aws.iter().for_each(|aws| aws::tell(aws, &mut span.attributes));
        body.sql.iter().for_each(|sql| sql::tell(sql, &mut span.attributes));
        let flags = StatusFlags { error: body.error, throttle: body.throttle, fault: body.fault };
        if flags != StatusFlags::default() {
            span.status = SpanStatus::Error;
        }
        flags.tell(&mut span);
        body.cause.iter().for_each(|cause| cause::tell(cause, &mut span));
        indexed::tell(body, &mut span);
        span.links = body.links.iter().filter_map(link).collect();
        let (trace_id, id) = (span.trace_id, span.span_id);
        self.spans.push(span);
        body.subsegments.iter().try_for_each(|inner| self.add_subsegment(trace_id, id, inner))
    }
}

fn blank(trace_id: TraceId, parent: Option<SegmentId>, body: &Body) -> Result<OtelSpan, OtelRefusal> {
    // The largest number of nanoseconds is in the year 2554.
    if !(0.0..18_446_744_073.0).contains(&body.start_time.secs()) {
        return Err(OtelRefusal::Time { id: body.id, start: body.start_time.to_string() });
    }
    let end = body.end_time.map_or(0, times::nanos);
    let mut span = OtelSpan::new(trace_id, body.id, body.name.as_str(), times::nanos(body.start_time), end);
    span.parent_span_id = parent;
    span.attributes.put("aws.xray.inprogress", body.is_in_progress().then_some(true));
    Ok(span)
}

/// A link, where it names its ends.
fn link(link: &Link) -> Option<OtelLink> {
    let mut attributes = OtelAttributes::default();
    if let Some(told) = &link.attributes {
        let mut text = String::new();
        told.write(&mut text);
        let json = cupola_base::json::Json::parse(&text).ok()?;
        for (key, value) in super::attributes::members(&json) {
            attributes.set(&key, value_of(&value));
        }
    }
    Some(OtelLink { trace_id: link.trace_id?, span_id: link.id?, attributes })
}

/// What a value of JSON is among attributes: objects stay as their text.
fn value_of(json: &cupola_base::json::Json) -> super::OtelValue {
    use super::OtelValue;
    let text = json.as_str();
    match text.as_bytes().first() {
        Some(b'"') => json.read::<String>().map_or(OtelValue::Empty, OtelValue::Text),
        Some(b't' | b'f') => OtelValue::Bool(text == "true"),
        Some(b'n') => OtelValue::Empty,
        Some(b'[') => json.read::<Vec<String>>().map_or_else(|_| text.into(), OtelValue::from),
        Some(b'{') => text.into(),
        _ => match text.parse() {
            Ok(whole) => OtelValue::Int(whole),
            Err(_) => text.parse().map_or(OtelValue::Empty, OtelValue::Double),
        },
    }
}
