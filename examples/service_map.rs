//! A service map of a folder of segment documents, as SVG and for Graphviz; and the slowest trace as a waterfall.
//!
//! `cargo run --example service_map -- OUT [FOLDER]` reads every `.json` file of the folder: one segment document each, or a
//! trace with its `Segments`. Without a folder it makes an hour of a shop's traffic. The pictures go into `OUT`, which is made;
//! by default into `target/service_map`.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use cupola::traces::{GraphBuilder, SegmentDocument, SummaryStatistics, Trace, TraceId, Within};
use cupola::{draw_service_map, draw_trace};

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
    let map = draw_service_map(&graph);
    std::fs::create_dir_all(&out)?;
    std::fs::write(out.join("map.svg"), map.draw().to_svg())?;
    std::fs::write(out.join("map.dot"), map.to_dot())?;
    let slowest = traces.iter().max_by(|a, b| a.duration().total_cmp(&b.duration()));
    if let Some(trace) = slowest {
        std::fs::write(out.join("trace.svg"), draw_trace(trace).draw().to_svg())?;
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
