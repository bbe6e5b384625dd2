//! "We are instrumented with OpenTelemetry. What would X-Ray show?"
//!
//! A request comes with X-Ray's header, a span serves it and calls a bank, which fails. The spans become a segment and a
//! subsegment of the caller's trace, and the service graph says who is at fault.
//!
//! ```text
//! cargo run -p cupola-otel --example otel_service
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use std::collections::HashMap;
use std::error::Error;
use std::time::{Duration, UNIX_EPOCH};

use cupola::traces::{LocalSampler, Within};
use cupola::{Observatory, Place, Timestamp};
use cupola_bridges::{Clock, Inbox, Sampling};
use cupola_otel::{SegmentExporter, XrayIds, XrayPropagator, XraySampler};
use opentelemetry::KeyValue;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{Span, SpanKind, Status, TraceContextExt, Tracer, TracerProvider};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;

fn main() -> Result<(), Box<dyn Error>> {
    let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    let (clock, inbox) = (Clock::new(move || now), Inbox::default());
    let provider = SdkTracerProvider::builder()
        .with_id_generator(XrayIds::new(clock.clone(), 7))
        .with_sampler(XraySampler::new("shop", Sampling::local(LocalSampler::standard(7)), clock.clone()))
        .with_resource(Resource::builder_empty().with_service_name("shop").build())
        .with_simple_exporter(SegmentExporter::new(clock, inbox.clone()))
        .build();
    let tracer = provider.tracer("shop");

    // Spans with times of their own, so that the example is the same each time.
    let at = |millis: u64| UNIX_EPOCH + Duration::from_millis(now.as_millis().unsigned_abs() + millis);
    let header = "Root=1-69f835e0-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;quay=7";
    let came = XrayPropagator::new().extract(&HashMap::from([("x-amzn-trace-id".to_owned(), header.to_owned())]));
    let server = tracer.span_builder("POST /orders").with_kind(SpanKind::Server).with_start_time(at(0));
    let server = server.with_attributes([KeyValue::new("http.response.status_code", 502)]);
    let context = came.with_span(server.start_with_context(&tracer, &came));
    let bank = tracer.span_builder("bank").with_kind(SpanKind::Client).with_start_time(at(5));
    let bank = bank.with_attributes([KeyValue::new("peer.service", "bank.example")]);
    let mut bank = bank.start_with_context(&tracer, &context);
    bank.set_status(Status::error("no answer"));
    bank.end_with_timestamp(at(40));
    context.span().end_with_timestamp(at(50));

    let mut goes = HashMap::new();
    XrayPropagator::new().inject_context(&context, &mut goes);
    println!("a further call would carry {}", goes["x-amzn-trace-id"]);
    assert!(goes["x-amzn-trace-id"].ends_with(";Sampled=1;quay=7"));

    let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
    let later = now.plus_secs(1);
    let poured = inbox.pour(later, &mut sky);
    println!("{} documents, {} refused", poured.segments, poured.refused.len());
    let graph = sky.traces(later).graph_builder(Within::ALWAYS).finish();
    for service in &graph.services {
        let told = service.summary_statistics.unwrap_or_default();
        println!("{}: {} of {} with a fault", service.name, told.fault_statistics.total_count, told.total_count);
    }
    assert_eq!((poured.segments, poured.refused.len()), (2, 0));
    assert!(graph.services.iter().any(|service| service.name == "bank.example"), "who was called is on the map");
    Ok(())
}
