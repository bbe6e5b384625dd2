//! The trace header in and out.

use std::sync::LazyLock;

use cupola::traces::{SegmentId, TraceHeader, TraceId};
use opentelemetry::Context;
use opentelemetry::propagation::text_map_propagator::FieldIter;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use opentelemetry::trace::{SpanContext, SpanId, TraceContextExt, TraceFlags, TraceState};

/// Carries a trace from process to process in `X-Amzn-Trace-Id`.
///
/// Reading takes what any SDK writes. A header without a parent, as load balancers write it, cannot be a span's context:
/// OpenTelemetry knows no trace without a span, and begins one of its own. What callers ask to be decided here
/// (`Sampled=?`, or nothing) is left to an [`XraySampler`](crate::XraySampler); user data and lineage go on to further calls.
///
/// ```
/// use std::collections::HashMap;
///
/// use cupola_otel::XrayPropagator;
/// use opentelemetry::propagation::TextMapPropagator;
/// use opentelemetry::trace::TraceContextExt;
///
/// let header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;quay=7";
/// let came = HashMap::from([("x-amzn-trace-id".to_owned(), header.to_owned())]);
/// let context = XrayPropagator::new().extract(&came);
/// assert!(context.span().span_context().is_sampled());
///
/// let mut goes = HashMap::new();
/// XrayPropagator::new().inject_context(&context, &mut goes);
/// assert_eq!(goes["x-amzn-trace-id"], header);
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Tracing header".
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct XrayPropagator;

/// The header that came, kept in the context for what OpenTelemetry has no place for.
#[derive(Clone, Debug)]
pub(crate) struct Came(pub(crate) TraceHeader);

impl XrayPropagator {
    /// A propagator.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

static FIELDS: LazyLock<[String; 1]> = LazyLock::new(|| [TraceHeader::NAME.to_ascii_lowercase()]);

impl TextMapPropagator for XrayPropagator {
    fn inject_context(&self, context: &Context, injector: &mut dyn Injector) {
        let span = context.span();
        let here = span.span_context();
        if here.is_valid() {
            let came = context.get::<Came>().map(|came| came.0.clone()).unwrap_or_default();
            let trace = TraceId::from_bits(u128::from_be_bytes(here.trace_id().to_bytes()));
            let part = SegmentId::from_bits(u64::from_be_bytes(here.span_id().to_bytes()));
            injector.set(&FIELDS[0], came.downstream(trace, part, here.is_sampled()).to_string());
        }
    }

    fn extract_with_context(&self, context: &Context, extractor: &dyn Extractor) -> Context {
        let text = extractor.get(&FIELDS[0]).or_else(|| extractor.get(TraceHeader::NAME));
        let Some(header) = text.map(TraceHeader::parse) else { return context.clone() };
        let incoming = header.incoming();
        let Some((trace, parent)) = incoming.trace_id.zip(incoming.parent_id) else { return context.clone() };
        let flags = if header.is_sampled() { TraceFlags::SAMPLED } else { TraceFlags::default() };
        let (trace, parent) = (opentelemetry::trace::TraceId::from(trace.to_bits()), SpanId::from(parent.to_bits()));
        let caller = SpanContext::new(trace, parent, flags, true, TraceState::default());
        context.with_remote_span_context(caller).with_value(Came(header))
    }

    fn fields(&self) -> FieldIter<'_> {
        FieldIter::new(&*FIELDS)
    }
}
