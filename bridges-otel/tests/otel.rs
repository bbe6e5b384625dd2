//! The SDK with our parts: ids, sampling, propagation, export.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::HashMap;

use cupola::traces::{LocalSampler, Segment, SegmentDocument};
use cupola::{Observatory, Place, Timestamp};
use cupola_bridges::{Clock, Inbox, Sampling};
use cupola_otel::{SegmentExporter, XrayIds, XrayPropagator, XraySampler};
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{Span, SpanKind, Status, TraceContextExt, Tracer, TracerProvider};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};

/// All but what is asked for under /health.
const RULES: &str = r#"{"version": 2, "rules": [{"host": "*", "http_method": "*", "url_path": "/health", "fixed_target": 0,
    "rate": 0}], "default": {"fixed_target": 1, "rate": 1}}"#;

struct World {
    inbox: Inbox,
    now: Timestamp,
    provider: SdkTracerProvider,
}

impl World {
    fn new() -> Self {
        let (now, inbox) = (Timestamp::parse("2026-05-04T06:00:00Z").unwrap(), Inbox::default());
        let clock = Clock::new(move || now);
        let sampling = Sampling::local(LocalSampler::parse(RULES, 7).unwrap());
        let provider = SdkTracerProvider::builder()
            .with_id_generator(XrayIds::new(clock.clone(), 7))
            .with_sampler(XraySampler::new("shop", sampling, clock.clone()))
            .with_resource(Resource::builder_empty().with_service_name("shop").build())
            .with_simple_exporter(SegmentExporter::new(clock, inbox.clone()))
            .build();
        Self { inbox, now, provider }
    }

    fn tracer(&self) -> SdkTracer {
        self.provider.tracer("test")
    }

    fn documents(&self) -> Vec<SegmentDocument> {
        let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
        let poured = self.inbox.pour(self.now, &mut sky);
        assert!(poured.refused.is_empty(), "{:?}", poured.refused);
        let traces = sky.traces(self.now);
        let ids: Vec<_> = traces.trace_ids().collect();
        ids.into_iter().flat_map(|id| traces.received(id).collect::<Vec<_>>()).collect()
    }

    fn segments(&self) -> Vec<Segment> {
        let segment = |document| if let SegmentDocument::Segment(segment) = document { Some(segment) } else { None };
        self.documents().into_iter().filter_map(segment).collect()
    }
}

fn extracted(header: &str) -> Context {
    XrayPropagator::new().extract(&HashMap::from([("x-amzn-trace-id".to_owned(), header.to_owned())]))
}

fn injected(context: &Context) -> Option<String> {
    let mut carrier = HashMap::new();
    XrayPropagator::new().inject_context(context, &mut carrier);
    carrier.remove("x-amzn-trace-id")
}

const CALLER: &str = "Root=1-69f835e0-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8";

#[test]
fn a_server_span_is_a_segment_and_a_call_its_subsegment() {
    let world = World::new();
    let tracer = world.tracer();
    let server = tracer.span_builder("GET /cart").with_kind(SpanKind::Server);
    let server = server.with_attributes([KeyValue::new("http.response.status_code", 503), KeyValue::new("order", 7)]);
    let context =
        Context::new().with_span(server.start_with_context(&tracer, &extracted(&format!("{CALLER};Sampled=1"))));
    let mut call = tracer.span_builder("rates").with_kind(SpanKind::Client).start_with_context(&tracer, &context);
    call.set_status(Status::error("no answer"));
    call.end();
    context.span().end();

    let documents = world.documents();
    let [SegmentDocument::Subsegment(call), SegmentDocument::Segment(segment)] = &documents[..] else {
        panic!("a call and a segment: {documents:?}")
    };
    assert_eq!(segment.trace_id.to_string(), "1-69f835e0-bd862e3fe1be46a994272793");
    assert_eq!(segment.parent_id.unwrap().to_string(), "53995c3f42cd8ad8");
    assert_eq!((segment.body.name.as_str(), segment.body.fault, segment.body.status()), ("shop", true, Some(503)));
    assert_eq!((call.parent_id, call.trace_id), (segment.body.id, segment.trace_id));
    assert!(call.subsegment.body.fault || call.subsegment.body.error);
}

#[test]
fn the_rules_are_asked_where_the_caller_left_it_open() {
    let world = World::new();
    let tracer = world.tracer();
    let start_with = |header: &str, key: &'static str, address: &str| {
        let span = tracer.span_builder("request").with_kind(SpanKind::Server);
        let span = span.with_attributes([KeyValue::new(key, address.to_owned())]);
        span.start_with_context(&tracer, &extracted(header)).span_context().is_sampled()
    };
    let start = |header: &str, path: &str| start_with(header, "url.path", path);
    assert!(!start(&format!("{CALLER};Sampled=0"), "/cart"), "the caller said no");
    assert!(start(&format!("{CALLER};Sampled=1"), "/health"), "the caller said yes");
    assert!(start(&format!("{CALLER};Sampled=?"), "/cart"), "the rules say yes");
    assert!(!start(&format!("{CALLER};Sampled=?"), "/health"), "the rules say no");
    assert!(!start("", "/health"), "so they do for a request without a header");
    for (key, address) in [
        ("http.path", "/health"),
        ("http.target", "/health?full=1"),
        ("url.full", "https://shop.example/health?full=1"),
    ] {
        assert!(!start_with("", key, address), "{key} says where it goes");
    }
}

#[test]
fn user_data_and_lineage_go_on_and_odd_headers_are_no_parents() {
    let world = World::new();
    let tracer = world.tracer();
    let came = extracted(&format!("{CALLER};Sampled=1;quay=7;Lineage=a1b2c3d4:0"));
    let span = tracer.span_builder("work").start_with_context(&tracer, &came);
    let id = span.span_context().span_id();
    let goes = injected(&came.with_span(span)).unwrap();
    assert_eq!(
        goes,
        format!("Root=1-69f835e0-bd862e3fe1be46a994272793;Parent={id};Sampled=1;quay=7;Lineage=a1b2c3d4:0")
    );
    for odd in ["", "Root=1-69f835e0-bd862e3fe1be46a994272793;Sampled=1", "Root=x;Parent=53995c3f42cd8ad8", "\u{0}"] {
        assert!(!extracted(odd).span().span_context().is_valid(), "{odd:?}");
    }
    assert_eq!(injected(&Context::new()), None);
    assert!(XrayPropagator::new().fields().eq(["x-amzn-trace-id"]));
}

#[test]
fn events_of_exceptions_are_causes() {
    let world = World::new();
    let tracer = world.tracer();
    let mut span =
        tracer.span_builder("GET /cart").with_kind(SpanKind::Server).start_with_context(&tracer, &Context::new());
    span.record_error(&std::io::Error::other("disk full"));
    span.set_status(Status::error("it broke"));
    span.end();
    let [segment] = &world.segments()[..] else { panic!("one segment") };
    let exceptions = segment.body.cause.as_ref().unwrap().exceptions();
    assert!(segment.body.fault);
    assert_eq!(exceptions[0].message.as_deref(), Some("disk full"));
}

#[test]
fn what_is_not_of_our_time_is_left_out_and_after_the_end_nothing_is_sent() {
    let world = World::new();
    let tracer = world.tracer();
    let old = extracted("Root=1-00000007-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1");
    tracer.span_builder("old").with_kind(SpanKind::Server).start_with_context(&tracer, &old).end();
    assert!(world.inbox.is_empty(), "a trace of 1970");
    tracer.span_builder("new").with_kind(SpanKind::Server).start_with_context(&tracer, &Context::new()).end();
    assert_eq!(world.inbox.len(), 1);
    assert!(world.provider.shutdown().is_ok());
    tracer.span_builder("late").with_kind(SpanKind::Server).start_with_context(&tracer, &Context::new()).end();
    assert_eq!(world.inbox.len(), 1);
}
