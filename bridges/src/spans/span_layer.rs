//! Spans as segments.

use cupola::traces::{AnnotationKeys, Link, Metadata, Recording, SegmentId, TraceHeader};
use cupola_base::json::Json;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Span, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use super::failure::Failure;
use super::fields::{Fields, Told};
use super::known;
use crate::{TracePart, Tracer};

/// A layer of `tracing_subscriber` that makes spans segments.
///
/// - A span without a parent is a segment of the tracer's service; whether it is recorded, the header that came or
///   the sampling rules decide. Where the thread is in a [`TracePart`] already (a request that `HttpLayer` carries),
///   the span is a part of that.
/// - Spans below are subsegments of their names; with the field `otel.kind = "client"`, calls of another service.
/// - Fields are annotations: booleans, numbers that a double holds, texts of up to 1,000 characters. What else there is
///   is metadata, whole: a segment of more than 64 kB is refused when the inbox is poured. A key that annotations may not
///   have gets `_` for what is not allowed.
/// - Fields of HTTP, by OpenTelemetry's names (`http.request.method`, `url.full`, `http.response.status_code`, ...), have
///   their own places, where a path does not replace a whole address; a status sets error, throttle or fault. `otel.name` is
///   the name of a subsegment.
/// - An error in a field (`error = &err as &dyn Error`) makes the span a fault with its chain of causes. So does an event
///   of the level `ERROR` in the span, with its message.
/// - `follows_from` another trace is a link.
///
/// The header of an incoming request comes in the field [`HEADER_FIELD`](Self::HEADER_FIELD). That of an outgoing one
/// gives [`part_of`].
///
/// ```
/// use cupola::Timestamp;
/// use cupola::traces::{LocalSampler, Recorder, SegmentName};
/// use cupola_bridges::{Clock, Inbox, Sampling, SpanLayer, Tracer, part_of};
/// use tracing_subscriber::layer::SubscriberExt;
///
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let inbox = Inbox::default();
/// let (recorder, sampling) = (Recorder::new(SegmentName::parse("shop")?, 7), Sampling::local(LocalSampler::standard(7)));
/// let tracer = Tracer::new(recorder, sampling, Clock::new(move || now), inbox.clone());
/// let subscriber = tracing_subscriber::registry().with(SpanLayer::new(tracer));
///
/// tracing::subscriber::with_default(subscriber, || {
///     let header = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";
///     let request = tracing::info_span!("request", trace_header = header, order = 7);
///     let _in_request = request.enter();
///     let call = tracing::info_span!("rates.example", otel.kind = "client");
///     let goes_out = part_of(&call).expect("it is recorded").header().to_string();
///     assert!(goes_out.starts_with("Root=1-5759e988-bd862e3fe1be46a994272793;Parent="));
/// });
/// assert_eq!(inbox.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct SpanLayer {
    tracer: Tracer,
    errors_are_faults: bool,
}

/// What a span is recorded as; `None` where its parent had ended, or lies too deep.
struct Slot(Option<TracePart>);

impl SpanLayer {
    /// The field of a span without a parent that holds the trace header of the request.
    pub const HEADER_FIELD: &str = "trace_header";

    /// A layer that records by this tracer.
    #[must_use]
    pub const fn new(tracer: Tracer) -> Self {
        Self { tracer, errors_are_faults: true }
    }

    /// Sets whether events of the level `ERROR` make their span a fault. Default true.
    #[must_use]
    pub fn with_errors_as_faults(self, errors_are_faults: bool) -> Self {
        Self { errors_are_faults, ..self }
    }

    fn begin(&self, name: &'static str, target: &str, fields: &Fields) -> Option<TracePart> {
        if let Some(current) = TracePart::current() {
            return child(&current, name, fields);
        }
        let header = TraceHeader::parse(fields.text(&[Self::HEADER_FIELD]).unwrap_or_default());
        let part = self.tracer.begin(&header, &known::request(fields));
        part.tell(|recording, id| {
            let _ = recording.metadata(id, "tracing", "span", Json::of(name));
            let _ = recording.metadata(id, "tracing", "target", Json::of(target));
        });
        Some(part)
    }
}

/// What a span is recorded as; `None` when it is not a span of a [`SpanLayer`] over a
/// [`Registry`](tracing_subscriber::Registry).
#[must_use]
pub fn part_of(span: &Span) -> Option<TracePart> {
    span.with_subscriber(|(id, dispatch)| part(&dispatch.downcast_ref::<Registry>()?.span(id)?)).flatten()
}

pub(super) fn part<'a, R: LookupSpan<'a>>(span: &SpanRef<'a, R>) -> Option<TracePart> {
    span.extensions().get::<Slot>().and_then(|slot| slot.0.clone())
}

fn child(parent: &TracePart, name: &'static str, fields: &Fields) -> Option<TracePart> {
    let name = known::name(fields, name);
    if known::is_call(fields) { parent.call(name).ok() } else { parent.child(name).ok() }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for SpanLayer {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        // Of two layers of one subscriber the first has the span.
        if span.extensions().get::<Slot>().is_some() {
            return;
        }
        let fields = Fields::of(|fields| attributes.record(fields));
        let above = span.scope().skip(1).find_map(|span| span.extensions().get::<Slot>().map(|slot| slot.0.clone()));
        let name = span.name();
        let part = match above {
            Some(parent) => parent.and_then(|parent| child(&parent, name, &fields)),
            None => self.begin(name, span.metadata().target(), &fields),
        };
        part.iter().for_each(|part| tell(part, &fields));
        span.extensions_mut().insert(Slot(part));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(part) = context.span(id).and_then(|span| part(&span)) {
            tell(&part, &Fields::of(|fields| values.record(fields)));
        }
    }

    fn on_follows_from(&self, id: &Id, follows: &Id, context: Context<'_, S>) {
        let of = |id| context.span(id).and_then(|span| part(&span));
        let (Some(here), Some(there)) = (of(id), of(follows)) else { return };
        if here.trace_id() != there.trace_id() {
            let link = Link { trace_id: Some(there.trace_id()), id: Some(there.id()), ..Link::default() };
            let _ = here.tell(|recording, id| recording.edit(id, |body| body.links.push(link)));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if !self.errors_are_faults || *event.metadata().level() != Level::ERROR {
            return;
        }
        let span = context.event_span(event).and_then(|span| part(&span));
        if let Some(part) = span.or_else(TracePart::current) {
            let fields = Fields::of(|fields| event.record(fields));
            let _ = part.tell(|recording, id| failure(&fields, event.metadata().name()).tell(recording, id));
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let slot = context.span(&id).and_then(|span| span.extensions_mut().remove::<Slot>());
        slot.and_then(|slot| slot.0).iter().for_each(TracePart::end);
    }
}

/// The error that an event is about: one in a field, or its words.
fn failure(fields: &Fields, name: &str) -> Failure {
    let told = fields.iter().find_map(|(_, told)| if let Told::Failure(failure) = told { Some(failure) } else { None });
    let message = fields.text(&["message"]);
    match (told, message) {
        (Some(failure), None) => Failure::said(&failure.to_string()),
        (Some(failure), Some(message)) => Failure::said(&format!("{message}: {failure}")),
        (None, message) => Failure::said(message.unwrap_or(name)),
    }
}

fn tell(part: &TracePart, fields: &Fields) {
    if part.is_sampled() {
        part.tell(|recording, id| fields.iter().for_each(|(name, told)| tell_one(recording, id, name, told)));
    }
}

/// A part that has ended takes nothing more: spans that outlive their segment are told of no further.
fn tell_one(recording: &mut Recording, id: SegmentId, name: &str, told: &Told) {
    if name == SpanLayer::HEADER_FIELD {
        return;
    }
    if let Told::Failure(failure) = told {
        let _ = failure.tell(recording, id);
        return;
    }
    if let Some(user) = told.as_text().filter(|_| name == "enduser.id" && id == recording.root()) {
        recording.user(user);
        return;
    }
    let mut is_taken = false;
    let _ = recording.edit(id, |body| is_taken = known::take(body, name, told));
    if !is_taken && !annotate(recording, id, name, told) {
        let _ = recording.metadata(id, Metadata::DEFAULT, name, Json::of(&told.json()));
    }
}

/// Annotates under the field's name, or what of it is allowed; false where neither can be.
fn annotate(recording: &mut Recording, id: SegmentId, name: &str, told: &Told) -> bool {
    let Some(value) = told.annotation() else { return false };
    recording.annotate(id, name, value.clone()).is_ok()
        || recording.annotate(id, &AnnotationKeys::Classic.sanitise(name), value).is_ok()
}
