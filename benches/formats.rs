//! Formats of log lines: embedded metrics against the yardstick Z (see `cupola_benches::yardstick`), flow-log records
//! against splitting the line into a `Vec`.
//!
//! Last result (Intel Xeon, two quiet shared cores, rustc 1.95, 2026-11-27): embedded metrics, read into typed documents that
//! are checked rule by rule, 0.20 of Z with one metric (272 B, 217 MB/s), 0.18 with eight (952 B, 230 MB/s), 0.30 with sixty
//! properties (1,941 B, 529 MB/s); flow-log records 1.09 (628 MB/s).

use std::hint::black_box;

use cupola_base::{Rng, Timestamp, Unit};
use cupola_benches::ratio::{self, Ratio};
use cupola_benches::yardstick;
use cupola_logs::emf::{EmfDocument, EmfMessage, EmfValues};
use cupola_logs::flow_log::{FlowLogField, FlowLogFormat};

fn main() {
    for (name, metrics, properties) in [("one metric", 1, 2), ("eight metrics", 8, 12), ("much context", 2, 60)] {
        let lines = documents(metrics, properties);
        let read = each(&lines, |line| EmfDocument::parse(line).is_ok_and(|document| document.points().count() > 0));
        let ours = compare(&lines, read, each(&lines, |line| yardstick::z(line.as_bytes())));
        println(&format!("embedded metrics, {name}, {} B", lines[0].len()), ours);
    }
    let (lines, format) = (flows(), FlowLogFormat::default());
    let bytes = |line: &str| format.read(line).ok().and_then(|record| record.number(FlowLogField::Bytes));
    let split =
        |line: &str| line.split_whitespace().collect::<Vec<_>>().get(9).and_then(|bytes| bytes.parse::<u64>().ok());
    println("flow-log records", compare(&lines, each(&lines, bytes), each(&lines, split)));
}

fn documents(metrics: usize, properties: usize) -> Vec<String> {
    let rng = Rng::new(7);
    let document = |number: i64| {
        let message = EmfMessage::new(Timestamp::from_secs(1_777_874_400 + number), "Docks");
        let message = message.dimensions([("dock", "north"), ("crane", "C-7")]).dimensions([("dock", "north")]);
        let message = (0..metrics).fold(message, |message, metric| {
            let values = EmfValues::of([f64::from(u32::try_from(rng.below(9_000)).unwrap_or_default()) / 8.0]);
            message.metric(format!("metric{metric}"), values.unit(Unit::Milliseconds))
        });
        let message = (0..properties).fold(message, |message, property| {
            message.property(format!("property{property}"), format!("value {}", rng.below(1_000_000)))
        });
        message.to_line().unwrap_or_default()
    };
    (0..200).map(document).collect()
}

fn flows() -> Vec<String> {
    let rng = Rng::new(7);
    let flow = |second: u64| {
        let (host, port, packets) = (rng.below(256), rng.below(64_512) + 1024, rng.below(100) + 1);
        let start = 1_777_874_400 + second;
        let end = start + rng.below(60);
        let counts = format!("6 {packets} {}", packets * 812);
        format!(
            "2 111122223333 eni-1235b8ca123456789 203.0.113.{host} 10.0.1.5 {port} 443 {counts} {start} {end} ACCEPT OK"
        )
    };
    (0..2_000).map(flow).collect()
}

fn each<'l, A>(lines: &'l [String], pass: impl Fn(&'l str) -> A + 'l) -> impl Fn() + 'l {
    move || {
        for line in lines {
            black_box(pass(line));
        }
    }
}

fn compare(lines: &[String], ours: impl Fn(), yardstick: impl Fn()) -> Ratio {
    ratio::compare(lines.iter().map(String::len).sum(), ours, yardstick)
}

#[expect(clippy::print_stdout, reason = "a benchmark reports")]
fn println(name: &str, ratio: Ratio) {
    println!("{name:<40} {ratio}");
}
