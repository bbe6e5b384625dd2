//! From spans to documents.

use cupola_base::json::{Kind, Scanner};
use cupola_base::{Rng, Timestamp};

use super::{
    OtelAttributes, OtelSpan, OtelSpans, OtelValue, SpanKind, StatusFlags, aws, cause, http, indexed, name, sql, times,
};
use crate::segment::value::Value;
use crate::{
    AnnotationKeys, Body, IndependentSubsegment, Link, LinkAttributes, Namespace, Segment, SegmentDocument, SegmentId,
    Subsegment, TraceIdTime, TraceIdTimeError,
};

/// How spans become documents.
///
/// ```
/// use cupola_traces::{OtelMapping, OtelSpan, OtelSpans, SegmentId, SpanKind, Timestamp, TraceId};
///
/// let (trace, id) = (TraceId::from_w3c("69f839a000112233445566778899aabb")?, SegmentId::from_bits(7));
/// let mut span = OtelSpan::new(trace, id, "GET /cart", 1_777_875_360_250_000_000, 1_777_875_361_000_000_000);
/// span.kind = SpanKind::Server;
/// span.attributes.set("http.status_code", 503);
/// let mut spans = OtelSpans::default();
/// spans.resource.set("service.name", "shop");
/// spans.spans.push(span);
///
/// let now = Timestamp::from_secs(1_777_875_362);
/// let documents = OtelMapping::default().documents(now, &spans)?;
/// assert_eq!((documents[0].body().name.as_str(), documents[0].body().fault), ("shop", true));
///
/// let again = OtelSpans::of_document(&documents[0])?;
/// assert_eq!((again.spans[0].span_id, again.spans[0].start_nanos), (id, 1_777_875_360_250_000_000));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// The X-Ray exporter and receiver of the OpenTelemetry collector. Where a receiver's kinds of span would make a
/// segment that has a parent into a subsegment on the way back, an attribute of the exporter's own
/// (`aws.span.kind`) keeps it one; flags that no pair of statuses stands for travel as attributes of ours
/// (`aws.xray.error`, `aws.xray.throttle`, `aws.xray.fault`).
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
pub struct OtelMapping {
    /// Keys of attributes that become annotations, beside those that a span lists in `aws.xray.annotations`.
    pub indexed: Vec<String>,
    /// Whether all attributes become annotations. Default false.
    pub index_all: bool,
    /// Which characters keys of annotations keep. Default: with the dot.
    pub annotation_keys: AnnotationKeys,
    /// How far the second in a trace id may lie from now. Default 28 days back, 5 minutes ahead, as in the exporter.
    pub trace_id_time: TraceIdTime,
}

impl Default for OtelMapping {
    fn default() -> Self {
        Self {
            indexed: Vec::new(),
            index_all: false,
            annotation_keys: AnnotationKeys::default(),
            trace_id_time: TraceIdTime::TWENTY_EIGHT_DAYS,
        }
    }
}

impl OtelMapping {
    /// The documents of the spans, in their order: one each, two for a call that is the root of what a service did.
    ///
    /// # Errors
    /// [`OtelRefusal`] for the first span whose trace id is not of our time.
    pub fn documents(&self, now: Timestamp, spans: &OtelSpans) -> Result<Vec<SegmentDocument>, OtelRefusal> {
        let mut documents = Vec::new();
        for span in &spans.spans {
            self.trace_id_time.check(now, span.trace_id)?;
            self.document(span, &spans.resource, &mut documents);
        }
        Ok(documents)
    }

    fn document(&self, span: &OtelSpan, resource: &OtelAttributes, documents: &mut Vec<SegmentDocument>) {
        let is_local_root = span.attributes.text(&["aws.span.kind"]).as_deref() == Some("LOCAL_ROOT");
        let serves = matches!(span.kind, SpanKind::Server | SpanKind::Internal);
        if is_local_root && !serves {
            let service = self.service_of_call(span, resource);
            documents.push(self.alone(span, service.body.id, resource));
            documents.insert(documents.len() - 1, SegmentDocument::Segment(service));
        } else if let Some(parent) = span.parent_span_id.filter(|_| !is_local_root && span.kind != SpanKind::Server) {
            documents.push(self.alone(span, parent, resource));
        } else {
            documents.push(SegmentDocument::Segment(self.segment(span, resource, is_local_root)));
        }
    }

    fn segment(&self, span: &OtelSpan, resource: &OtelAttributes, is_local_root: bool) -> Segment {
        let mut segment = Segment::new(span.trace_id, self.body(span, resource, is_local_root, true));
        segment.parent_id = span.parent_span_id;
        segment.user = span.attributes.text(&["enduser.id"]);
        segment.origin = aws::origin(resource);
        segment
    }

    /// The segment of the service that made a call which nothing else of the service is around.
    fn service_of_call(&self, span: &OtelSpan, resource: &OtelAttributes) -> Segment {
        let mut bare = OtelSpan { kind: SpanKind::Server, events: Vec::new(), links: Vec::new(), ..span.clone() };
        let local = span.attributes.text(&["aws.local.service"]).or_else(|| resource.text(&["service.name"]));
        bare.attributes =
            OtelAttributes::default().with("aws.local.service", local.unwrap_or_else(|| span.name.clone()));
        bare.span_id = SegmentId::generate(&Rng::for_part(span.span_id.to_bits(), "service"));
        self.segment(&bare, resource, true)
    }

    fn alone(&self, span: &OtelSpan, parent_id: SegmentId, resource: &OtelAttributes) -> SegmentDocument {
        let mut subsegment = Subsegment::new(self.body(span, resource, false, false));
        subsegment.namespace = namespace(span);
        SegmentDocument::Subsegment(IndependentSubsegment { trace_id: span.trace_id, parent_id, subsegment })
    }

    fn body(&self, span: &OtelSpan, resource: &OtelAttributes, is_local_root: bool, is_segment: bool) -> Body {
        let named = name::name(span, resource, is_local_root);
        let mut body = Body::new(span.span_id, named, times::seconds(span.start_nanos));
        let in_progress = span.attributes.truth("aws.xray.inprogress").unwrap_or(span.end_nanos == 0);
        body.end_time = (!in_progress).then(|| times::seconds(span.end_nanos).max(body.start_time));
        let flags = StatusFlags::of_span(span);
        (body.error, body.throttle, body.fault) = (flags.error, flags.throttle, flags.fault);
        body.cause = cause::read(span, resource, flags != StatusFlags::default());
        body.http = http::read(span);
        body.aws = aws::read(span, if is_segment { resource } else { &NOWHERE });
        body.sql = sql::read(span);
        indexed::read(&mut body, span, Some(resource).filter(|_| is_segment), self);
        body.links = span.links.iter().map(link).collect();
        body
    }
}

static NOWHERE: OtelAttributes = OtelAttributes::NONE;

fn link(link: &super::OtelLink) -> Link {
    let attributes = (!link.attributes.is_empty()).then(|| {
        let json = OtelValue::Map(link.attributes.clone()).to_json();
        let mut scanner = Scanner::of_text(json.as_str());
        let read = scanner.next().and_then(|_| LinkAttributes::read(&mut scanner, Kind::Object));
        read.ok().flatten().unwrap_or_default()
    });
    Link { trace_id: Some(link.trace_id), id: Some(link.span_id), attributes, ..Link::default() }
}

fn namespace(span: &OtelSpan) -> Option<Namespace> {
    if let Some(told) = span.attributes.text(&["aws.xray.namespace"]) {
        return Namespace::parse(&told);
    }
    let is_aws = name::is_aws_api(span) || span.attributes.text(&["aws.service"]).is_some();
    match span.kind {
        _ if is_aws => Some(Namespace::Aws),
        SpanKind::Client => Some(Namespace::Remote),
        _ => None,
    }
}

/// Why spans and documents cannot be made into each other.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OtelRefusal {
    /// The trace id is not of our time.
    #[error(transparent)]
    TraceIdTime(#[from] TraceIdTimeError),
    /// Something began before 1970, or beyond the 26th century, for which spans have no number.
    #[error("{id} began at {start}: spans have no number for that")]
    Time {
        /// What began.
        id: SegmentId,
        /// When, in seconds since 1970.
        start: String,
    },
}
