//! Traces put together, counted into a service graph, and asked with filter expressions.
//!
//! Last result, two shared cores with nothing else running, rustc 1.95, 2026-11-26, built without LTO, 4,000 traces: assembly
//! 4.6 million segments/s, counting assembled traces into a graph 3.3 million typed segments/s, both together 1.9 million; a
//! simple filter 58 million summaries/s, a service with a block 2.6 million; a graph of 10,000 nodes given out in 9.5 ms. The
//! graph of an engine of 10,000 traces takes 99 ms counted anew, 0.45 ms in parts, 4.4 ms where the range begins and ends
//! within parts.

#![expect(clippy::print_stdout, reason = "a benchmark reports")]
#![expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use cupola_traces::{Engine, FilterExpression, GraphBuilder, Place, SegmentDocument, Timestamp, Trace, Within};

fn main() {
    let traces = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(4_000);
    let documents = documents(traces);
    let segments: usize = documents.iter().map(Vec::len).sum();
    println!("{traces} traces of {segments} segments, two subsegments each");
    let assemble = fastest(|| documents.iter().map(|documents| assembled(documents).segment_count()).sum::<usize>());
    report("assemble", segments, assemble, "segments");
    let together = fastest(|| graph(documents.iter().map(|documents| assembled(documents))));
    report("assemble and count into a graph", segments, together, "segments");
    let traces: Vec<Trace<'_>> = documents.iter().map(|documents| assembled(documents)).collect();
    let counted = fastest(|| {
        let mut builder = GraphBuilder::default();
        traces.iter().for_each(|trace| builder.add(trace, Within::ALWAYS));
        builder
    });
    report("count assembled traces into a graph", segments, counted, "segments");
    filters(&traces);
    wide();
    kept();
}

/// The graph of an engine that has counted its traces in parts, and of one that has to count all of them.
fn kept() {
    const START: i64 = 1_777_875_360;
    let texts: Vec<String> = (0..10_000).flat_map(trace).collect();
    let place = Place::parse("111122223333", "us-east-1").expect("a place");
    let (start, end) = (Timestamp::from_secs(START), Timestamp::from_secs(START + 3600));
    let mut engine = Engine::new(place, 0);
    assert!(engine.put_trace_segments(start, &texts).is_empty());
    let anew = fastest(|| engine.service_graph(start, end, None));
    engine.advance(end);
    let in_parts = fastest(|| engine.service_graph(start, end, None));
    println!("graph of an engine of 10,000 traces: anew {:.2} ms, in parts {:.3} ms", millis(anew), millis(in_parts));
    let (from, to) = (Timestamp::from_secs(START + 20), Timestamp::from_secs(START + 60));
    println!("  of 40 seconds within them: {:.2} ms", millis(fastest(|| engine.service_graph(from, to, None))));
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn filters(traces: &[Trace<'_>]) {
    for (what, text) in [
        ("simple", "fault AND responsetime > 0.1"),
        ("http and user", "http.status = 200 AND user = \"user-7\""),
        ("annotation", "annotation.number > 100"),
        ("service with a block", "service(\"orders\") { fault }"),
        ("edge", "edge(\"web\", \"orders\") { responsetime > 0.05 }"),
        ("root cause", "rootcause.fault.service { name = \"orders\" }"),
    ] {
        let expression = FilterExpression::parse(text).expect("an expression");
        let time = fastest(|| traces.iter().filter(|trace| expression.matches(trace)).count());
        report(&format!("filter: {what}"), traces.len(), time, "summaries");
    }
}

/// A graph of 10,000 nodes, asked for.
fn wide() {
    let documents: Vec<Vec<SegmentDocument>> = (0..10_000).map(|number| vec![lone(number)]).collect();
    let mut builder = GraphBuilder::default();
    documents.iter().for_each(|documents| builder.add(&assembled(documents), Within::ALWAYS));
    let time = fastest(|| builder.finish());
    println!("{:44} {:9.2} ms", "graph of 10,000 nodes, given out", millis(time));
    let time = fastest(|| graph(documents.iter().map(|documents| assembled(documents))).finish());
    println!("{:44} {:9.2} ms", "the same, counted from its traces", millis(time));
}

fn graph<'a>(traces: impl Iterator<Item = Trace<'a>>) -> GraphBuilder {
    let mut builder = GraphBuilder::default();
    traces.for_each(|trace| builder.add(&trace, Within::ALWAYS));
    builder
}

fn assembled(documents: &[SegmentDocument]) -> Trace<'_> {
    Trace::assemble(documents[0].trace_id(), documents)
}

/// The shortest of 15 rounds.
fn fastest<T>(mut pass: impl FnMut() -> T) -> Duration {
    let round = |pass: &mut dyn FnMut() -> T| {
        let start = Instant::now();
        black_box(pass());
        start.elapsed()
    };
    (0..15).map(|_| round(&mut pass)).min().unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn report(what: &str, count: usize, time: Duration, of: &str) {
    let each = time.as_nanos() as f64 / count as f64;
    println!("{what:44} {each:9.1} ns each, {:7.2} M {of}/s", 1000.0 / each);
}

/// Traces of four segments: web, cart, orders, bank.
fn documents(traces: u32) -> Vec<Vec<SegmentDocument>> {
    (0..traces).map(|number| trace(number).iter().map(|text| parse(text)).collect()).collect()
}

fn trace(number: u32) -> Vec<String> {
    let names = ["web", "cart", "orders", "bank"];
    let start = 1_777_875_360.0 + f64::from(number) * 0.01;
    names
        .iter()
        .zip(0_u32..)
        .map(|(name, place)| {
            let mut text = format!(
                r#"{{"trace_id":"1-69f839a0-{number:024x}","id":"{:016x}","name":"{name}","origin":"AWS::ECS::Container""#,
                16 * place + 1
            );
            if place > 0 {
                let _ = write!(text, r#","parent_id":"{:016x}""#, 16 * (place - 1) + 2);
            }
            let (from, to) = (start + 0.01 * f64::from(place), start + 0.2 + f64::from(number % 97) / 1000.0);
            let fault = number.is_multiple_of(50);
            let _ = write!(
                text,
                r#","start_time":{from},"end_time":{to},"fault":{fault},"user":"user-{}","http":{{"request":{{"method":"GET","url":"https://shop.example/{name}"}},"response":{{"status":200}}}},"annotations":{{"number":{number}}}"#,
                number % 100
            );
            let next = names.get(place as usize + 1).unwrap_or(&"ledger.example.org");
            let _ = write!(
                text,
                r#","subsegments":[{{"id":"{:016x}","name":"{next}","namespace":"remote","start_time":{from},"end_time":{to},"fault":{fault}}},{{"id":"{:016x}","name":"DynamoDB","namespace":"aws","aws":{{"operation":"GetItem","table_name":"stock"}},"start_time":{from},"end_time":{to}}}]}}"#,
                16 * place + 2,
                16 * place + 3
            );
            text
        })
        .collect()
}

/// A segment of a service of its own, which calls the next one's.
fn lone(number: u32) -> SegmentDocument {
    parse(&format!(
        r#"{{"trace_id":"1-69f839a0-{number:024x}","id":"{number:016x}","name":"service-{number}","start_time":1777875360,"end_time":1777875361}}"#
    ))
}

fn parse(text: &str) -> SegmentDocument {
    SegmentDocument::parse(text).unwrap_or_else(|refused| panic!("{refused}: {text}"))
}
