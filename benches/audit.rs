//! Audit records: reading them, selecting them, finding them again.
//! Run with `cargo bench -p cupola-benches --bench audit`.
//!
//! Last result, two quiet shared cores (Intel Xeon), rustc 1.95, 2026-11-27, thin LTO in one unit: parse 1.15 Z (1,753 MB/s),
//! 1.38 of a minimal serde struct; records of a file 1.86 Z of the file (2,941 MB/s); parse and 20 selectors 0.94 of the
//! parse, 0.92 where none can be looked up by a whole value; streamed from gzip 1.40 times the time of inflating (which ran at
//! 1,142 MB/s). The dearest page of 50 takes 148 us of 1,000 records, 171 of 100,000, 183 of a million, which take 1.146 of
//! their bytes.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use std::hint::black_box;
use std::io::{Read, Write};
use std::time::{Duration, Instant};

use cupola_audit::{
    AdvancedSelector, Engine, FieldSelector, Limits, LogStream, Lookup, LookupKey, ReadActions, Record, SelectorSet,
    Selectors, records_in,
};
use cupola_base::json::Json;
use cupola_base::{Place, Rng, Timestamp};
use cupola_benches::ratio::compare;
use cupola_benches::{records, yardstick};
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use serde::Deserialize;
use serde_json::value::RawValue;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, what, count, ..] = arguments.as_slice()
        && what == STORE
    {
        return store(count.parse().unwrap());
    }
    let records = records::records(4000, start());
    let mean = records.iter().map(String::len).sum::<usize>() / records.len();
    println!("{} records of {mean} bytes", records.len());
    parse(&records);
    select(&records);
    stream(&records);
    for count in [1_000, 100_000, 1_000_000] {
        in_a_process_of_its_own(count);
    }
}

const STORE: &str = "store";

fn in_a_process_of_its_own(count: usize) {
    let mut process = std::process::Command::new(std::env::current_exe().unwrap());
    process.args([STORE, &count.to_string()]).status().unwrap();
}

fn start() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn size(records: &[String]) -> usize {
    records.iter().map(String::len).sum()
}

/// The least that a typed reader keeps: what names the call, and bodies as they stand.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "it is read, not used")]
struct Minimal<'a> {
    event_version: &'a str,
    event_time: &'a str,
    event_source: &'a str,
    event_name: &'a str,
    aws_region: &'a str,
    #[serde(borrow)]
    user_identity: &'a RawValue,
    #[serde(borrow)]
    request_parameters: Option<&'a RawValue>,
    #[serde(borrow)]
    response_elements: Option<&'a RawValue>,
    #[serde(rename = "eventID")]
    event_id: &'a str,
    event_type: &'a str,
    read_only: Option<bool>,
    event_category: Option<&'a str>,
}

fn parse(records: &[String]) {
    let bytes = size(records);
    let ours = || records.iter().filter(|text| Record::from_bytes(text.as_bytes()).is_ok()).count();
    let z = || records.iter().filter(|text| yardstick::z(text.as_bytes())).count();
    assert_eq!((ours(), z()), (records.len(), records.len()));
    println!("parse / Z                       {}", compare(bytes, ours, z));
    let minimal = || {
        let read = |text: &&String| serde_json::from_slice::<Minimal<'_>>(text.as_bytes()).is_ok();
        records.iter().filter(read).count()
    };
    assert_eq!(minimal(), records.len());
    println!("parse / minimal serde struct    {}", compare(bytes, ours, minimal));
    let file = records::file(records);
    let of_file = || records_in(&file).filter(Result::is_ok).count();
    println!("records of a file / Z           {}", compare(bytes, of_file, || yardstick::z(file.as_bytes())));
}

fn twenty_selectors() -> Selectors {
    let of = |n: usize| {
        let base =
            |category: &str| AdvancedSelector::new().with(FieldSelector::new("eventCategory").equals([category]));
        match n {
            0 => base("Management").with(FieldSelector::new("readOnly").equals(["false"])),
            1 => base("Management").with(FieldSelector::new("eventSource").not_equals(["kms.amazonaws.com"])),
            n => base("Data")
                .with(FieldSelector::new("resources.type").equals(["AWS::S3::Object"]))
                .with(FieldSelector::new("resources.ARN").starts_with([format!("arn:aws:s3:::bucket{n}/")])),
        }
    };
    Selectors::Advanced((0..20).map(of).collect())
}

/// Twenty selectors that each ask management events for something else: the index is of no use.
fn twenty_hard_selectors() -> Selectors {
    let of = |n: usize| {
        AdvancedSelector::new()
            .with(FieldSelector::new("eventCategory").equals(["Management"]))
            .with(FieldSelector::new("eventName").starts_with([format!("Nothing{n}")]).not_equals(["x"]))
            .with(FieldSelector::new("userIdentity.arn").ends_with([format!("/session{n}")]))
    };
    Selectors::Advanced((0..20).map(of).collect())
}

fn select(records: &[String]) {
    let bytes = size(records);
    let parse = || records.iter().filter(|text| Record::parse(text).is_ok()).count();
    let actions = ReadActions::default();
    for (what, selectors) in [("20 selectors", twenty_selectors()), ("20 without index", twenty_hard_selectors())] {
        let set = SelectorSet::of([((), &selectors)]);
        let selected = || {
            let parsed = records.iter().filter_map(|text| Record::parse(text).ok());
            parsed.filter(|record| set.selects(record, &actions)).count()
        };
        println!("parse + {what:16} / parse  {} ({} selected)", compare(bytes, selected, parse), selected());
    }
}

fn stream(records: &[String]) {
    let file = records::file(records);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(file.as_bytes()).unwrap();
    let gzip = encoder.finish().unwrap();
    let ours = || {
        let mut count = 0;
        LogStream::new(&gzip[..]).for_each_record(|record| count += usize::from(record.is_ok())).unwrap();
        count
    };
    assert_eq!(ours(), records.len());
    let inflate = || {
        let (mut decoder, mut buffer, mut total) = (GzDecoder::new(&gzip[..]), vec![0; 1 << 16], 0);
        loop {
            match decoder.read(&mut buffer).unwrap() {
                0 => return total,
                read => total += read,
            }
        }
    };
    println!("streamed from gzip / inflate    {}", compare(file.len(), ours, inflate));
}

/// A store of many records: how it grows, and what a page costs.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn store(count: usize) {
    let rng = Rng::new(32);
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let mut engine = Engine::new(place, 0).with_limits(Limits::default().with_history_bytes(usize::MAX));
    let before = resident();
    let mut raw = 0;
    // Spread over 80 days, with a little disorder.
    let step = 80 * 86_400_000 / i64::try_from(count).unwrap();
    for n in 0..count {
        let late = i64::try_from(rng.below(60_000)).unwrap();
        let at = start().plus_millis(step * i64::try_from(n).unwrap() - late);
        let text = records::record(&rng, at, n);
        raw += text.len();
        engine.record(Timestamp::MIN, Json::parse(&text).unwrap()).unwrap();
    }
    let grown = resident().saturating_sub(before) as f64;
    let now = start().plus_secs(80 * 86_400);
    let mut worst = Duration::ZERO;
    for (key, value) in [
        (LookupKey::EventName, "RunInstances"),
        (LookupKey::EventSource, "kms.amazonaws.com"),
        (LookupKey::ReadOnly, "true"),
        (LookupKey::ResourceType, "AWS::S3::Bucket"),
        (LookupKey::ResourceName, "pier"),
        (LookupKey::EventId, "00000007-1111-4222-8333-000000000007"),
        (LookupKey::Username, "nobody"),
    ] {
        let lookup = Lookup::new().by(key, value);
        worst = worst.max(fastest(|| engine.lookup_events(now, &lookup, None).unwrap().events.len()));
    }
    println!(
        "{count} records: {:.3} of {:.0} MB raw; the dearest page {:.0} us",
        grown / raw as f64,
        raw as f64 / 1e6,
        worst.as_secs_f64() * 1e6
    );
}

fn fastest<T>(mut pass: impl FnMut() -> T) -> Duration {
    let timed = |pass: &mut dyn FnMut() -> T| {
        #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
        let begin = Instant::now();
        black_box(pass());
        begin.elapsed()
    };
    (0..25).map(|_| timed(&mut pass)).min().unwrap_or_default()
}

/// Bytes of the process in memory, as the system counts them.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
}
