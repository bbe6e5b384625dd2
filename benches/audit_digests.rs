//! A chain of 10,000 digests, each naming twelve log files, checked without signatures and without the log files.
//! Run with `cargo bench -p cupola-benches --bench audit_digests`.
//!
//! Last result, two shared cores with nothing else running, rustc 1.95, 2026-11-26, two codegen units, without LTO: 0.40 s.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::time::{Duration, Instant};

use cupola_audit::{DigestCheck, DigestKeys, DigestTrail, DigestWriter, DigestedLog, Objects, Unsigned};
use cupola_base::{Place, PlaceError, Timestamp};

const DIGESTS: i64 = 10_000;

fn main() -> Result<(), PlaceError> {
    let trail = DigestTrail::new("quay", Place::parse("111122223333", "us-east-1")?, "watch");
    let start = Timestamp::from_secs(1_735_689_600);
    let (mut writer, mut objects) = (DigestWriter::new(trail.clone(), "f", start), Objects::default());
    for hour in 1..=DIGESTS {
        let end = start.plus_secs(hour * 3600);
        let logs = (0..12).map(|n| DigestedLog::of("quay", log_key(end, n), "{\"Records\":[]}")).collect();
        let (key, object) = writer.write(end, logs, |_| vec![7; 256]);
        objects.put("quay", key, object);
    }
    let (end, keys) = (start.plus_secs(DIGESTS * 3600), DigestKeys::new().with("f", ""));
    let fastest = (0..5).map(|_| {
        let clock = Instant::now();
        let report = DigestCheck::new(trail.clone(), start, end).run(&objects, &keys, &Unsigned);
        let time = clock.elapsed();
        assert_eq!(report.counts().valid_digests, 10_000);
        time
    });
    let fastest = fastest.min().unwrap_or(Duration::MAX);
    println!("{DIGESTS} digests of 12 log files: {:.3} s", fastest.as_secs_f64());
    Ok(())
}

fn log_key(end: Timestamp, n: i64) -> String {
    let at = end.plus_secs(-300 * n);
    let (day, minute) = (at.format("%Y/%m/%d"), at.format("%Y%m%dT%H%MZ"));
    format!(
        "AWSLogs/111122223333/CloudTrail/us-east-1/{day}/111122223333_CloudTrail_us-east-1_{minute}_AbCdEfGhIjKlMnOp.json.gz"
    )
}
