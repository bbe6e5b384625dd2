//! A service map of a folder of segment documents, as SVG and for Graphviz; and the slowest trace as a waterfall.
//!
//! `cargo run --example service_map -- OUT [FOLDER]` reads every `.json` file of the folder: one segment document each, or a
//! trace with its `Segments`. Without a folder it makes an hour of a shop's traffic. The pictures go into `OUT`, which is made;
//! by default into `target/service_map`.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use cupola::traces::{
    GraphBuilder, GraphEdge, SegmentDocument, ServiceGraph, SummaryStatistics, Trace, TraceId, Within,
};
use cupola_report::{Health, HealthState, MapEdge, MapNode, ServiceMap, Waterfall, WaterfallBar};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let out = arguments.next().unwrap_or_else(|| "target/service_map".into());
    let documents = arguments.next().map_or_else(|| Ok(shop()), |folder| read(&folder))?;
    let mut traces: BTreeMap<TraceId, Vec<SegmentDocument>> = BTreeMap::new();
    for document in documents {
        traces.entry(document.trace_id()).or_default().push(document);
    }
    let traces: Vec<Trace<'_>> = traces.iter().map(|(id, documents)| Trace::assemble(*id, documents)).collect();
    let mut builder = GraphBuilder::default();
    traces.iter().for_each(|trace| builder.add(trace, Within::ALWAYS));
    let graph = builder.finish();
    let map = map(&graph);
    std::fs::create_dir_all(&out)?;
    std::fs::write(out.join("map.svg"), map.draw().to_svg())?;
    std::fs::write(out.join("map.dot"), map.to_dot())?;
    let slowest = traces.iter().max_by(|a, b| a.duration().total_cmp(&b.duration()));
    if let Some(trace) = slowest {
        std::fs::write(out.join("trace.svg"), waterfall(trace).draw().to_svg())?;
    }
    println!("{} traces, {} services, {} kinds of calls", traces.len(), graph.services.len(), graph.edges().count());
    for service in
        graph.services.iter().filter(|service| service.summary_statistics.is_some_and(|told| faults(&told) > 0))
    {
        let told = service.summary_statistics.unwrap_or_default();
        println!("  {}: {} of {} requests ended in a fault", service.name, faults(&told), told.total_count);
    }
    println!("pictures in {}", out.display());
    assert!(!graph.services.is_empty(), "there is something to see");
    Ok(())
}

const fn faults(told: &SummaryStatistics) -> u64 {
    told.fault_statistics.total_count
}

fn map(graph: &ServiceGraph) -> ServiceMap {
    let mut map = ServiceMap::new("Service map");
    for service in &graph.services {
        let told = service.summary_statistics.unwrap_or_default();
        let kind = service.kind.clone().unwrap_or_default();
        let node = MapNode::new(&service.name).kind(kind).health(health(&told)).latency(latency(&told));
        map = map.with_node(node.inferred(service.state == "unknown"));
    }
    for (from, to, edge) in graph.edges() {
        let told = edge.summary_statistics.unwrap_or_default();
        let line = MapEdge::new(from.reference_id as usize, to.reference_id as usize).health(health(&told));
        let line = line.rate(rate(edge, &told)).latency(latency(&told)).link(edge.edge_type.is_some());
        map = map.with_edge(line);
    }
    map
}

fn health(told: &SummaryStatistics) -> Health {
    let errors = told.error_statistics;
    Health { ok: told.ok_count, error: errors.other_count, throttle: errors.throttle_count, fault: faults(told) }
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn latency(told: &SummaryStatistics) -> String {
    if told.total_count == 0 {
        return String::new();
    }
    format!("{:.0} ms", 1000.0 * told.total_response_time / told.total_count as f64)
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn rate(edge: &GraphEdge, told: &SummaryStatistics) -> String {
    match (edge.start_time, edge.end_time) {
        (Some(start), Some(end)) if end - start >= 60.0 => {
            format!("{:.1}/min", 60.0 * told.total_count as f64 / (end - start))
        }
        _ if told.total_count == 1 => "1 call".into(),
        _ => format!("{} calls", told.total_count),
    }
}

/// A bar for each segment, and below it for each of its pieces.
fn waterfall(trace: &Trace<'_>) -> Waterfall {
    let start = trace.start().unwrap_or_default();
    let mut fall = Waterfall::new(format!("Trace {}", trace.id()));
    for document in trace.documents() {
        let segment = &document.segment;
        let mut rest = vec![(&segment.body, 0)];
        while let Some((body, depth)) = rest.pop() {
            let state = match (body.fault, body.throttle, body.error) {
                (true, _, _) => HealthState::Fault,
                (_, true, _) => HealthState::Throttle,
                (_, _, true) => HealthState::Error,
                _ => HealthState::Ok,
            };
            let end = body.end_time.map(|end| end.secs() - start);
            let bar = WaterfallBar::new(&body.name, body.start_time.secs() - start, end).depth(depth).state(state);
            let note = body.status().map(|status| status.to_string()).unwrap_or_default();
            fall = fall.with_bar(bar.note(note).inferred(segment.inferred));
            rest.extend(body.subsegments.iter().rev().map(|piece| (&piece.body, depth + 1)));
        }
    }
    fall
}

fn read(folder: &Path) -> Result<Vec<SegmentDocument>, Box<dyn Error>> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|end| end == "json"));
    files.sort();
    let mut documents = Vec::new();
    for file in files {
        let text: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
        let segments =
            text.get("Segments").and_then(serde_json::Value::as_array).cloned().unwrap_or_else(|| vec![text]);
        for segment in segments {
            match SegmentDocument::parse(&segment.to_string()) {
                Ok(document) => documents.push(document),
                Err(refused) => println!("{}: {refused}", file.display()),
            }
        }
    }
    Ok(documents)
}

/// An hour of a shop: a web tier, a cart and an order service, a table, a queue, and a bank that fails for ten minutes.
fn shop() -> Vec<SegmentDocument> {
    let mut documents = Vec::new();
    for number in 0..600_u32 {
        let start = 1_777_875_360.0 + 6.0 * f64::from(number);
        let is_down = (200..300).contains(&number) && number % 2 == 0;
        let id = |part: u32| format!("{:016x}", u64::from(number) * 16 + u64::from(part) + 1);
        let trace = format!("1-69f839a0-{number:024x}");
        let slow = if is_down { 0.8 } else { 0.02 * f64::from(number % 7) };
        let piece = |part: u32, name: &str, from: f64, to: f64, more: &str| {
            let (from, to) = (start + from, start + to);
            format!(r#"{{"id":"{}","name":"{name}","start_time":{from},"end_time":{to}{more}}}"#, id(part))
        };
        let segment = |part: u32, name: &str, from: f64, to: f64, more: &str, pieces: &[String]| {
            let (from, to) = (start + from, start + to);
            format!(
                r#"{{"trace_id":"{trace}","id":"{}","name":"{name}","origin":"AWS::ECS::Container","start_time":{from},"end_time":{to}{more},"subsegments":[{}]}}"#,
                id(part),
                pieces.join(",")
            )
        };
        let fault = if is_down { r#","fault":true"# } else { "" };
        let bank = format!(r#","namespace":"remote"{fault}"#);
        let throttled = if number % 40 == 7 { r#","error":true,"throttle":true"# } else { "" };
        let stock = format!(r#","namespace":"aws","aws":{{"table_name":"stock"}}{throttled}"#);
        let queue = r#","namespace":"aws","aws":{"queue_url":"https://sqs.eu-west-1.amazonaws.com/1/parcels"}"#;
        let remote = r#","namespace":"remote""#;
        let failed = format!(r#","namespace":"remote"{fault}"#);
        documents.push(segment(
            0,
            "web",
            0.0,
            0.2 + slow,
            r#","http":{"response":{"status":200}}"#,
            &[piece(1, "cart", 0.01, 0.06, remote), piece(2, "orders", 0.07, 0.18 + slow, &failed)],
        ));
        let parent = |part: u32| format!(r#","parent_id":"{}""#, id(part));
        documents.push(segment(3, "cart", 0.02, 0.05, &parent(1), &[piece(4, "DynamoDB", 0.03, 0.04, &stock)]));
        documents.push(segment(
            5,
            "orders",
            0.08,
            0.17 + slow,
            &format!("{}{fault}", parent(2)),
            &[piece(6, "bank.example.org", 0.09, 0.12 + slow, &bank), piece(7, "SQS", 0.13 + slow, 0.15 + slow, queue)],
        ));
    }
    documents.iter().filter_map(|text| SegmentDocument::parse(text).ok()).collect()
}
