//! "Test my metric filters in `cargo test`: do they count what they should, and nothing near it?"
//!
//! A filter that never matches looks like a system that never fails. Here the filters of a program are read,
//! tried on lines that they must and must not match (as TestMetricFilter does it), and run against an
//! afternoon's log, from the lines to the measurements. Where a line is not judged as expected, the test says
//! which condition decided, and on which value.
//!
//! ```text
//! cargo run --example filter_test
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use std::error::Error;

use cupola::logs::{
    Engine, FieldReference, FilterPattern, FilterSet, MetricFilter, MetricValue, Output, Place, Timestamp, Unit,
};

/// Name, pattern, a line that must match, one that must not.
const FILTERS: &[(&str, &str, &str, &str)] = &[
    (
        "failed-logins",
        r#""Failed password" -"invalid user""#,
        "sshd[24200]: Failed password for root from 10.0.0.7 port 38926 ssh2",
        "sshd[24200]: Failed password for invalid user ftp from 10.0.0.7 port 38926 ssh2",
    ),
    (
        "slow-answers",
        r#"{ $.path = "/dock/*" && ($.ms > 2.5e2 || $.timeout IS TRUE) }"#,
        r#"{"path": "/dock/4", "ms": 251, "timeout": false}"#,
        r#"{"path": "/quay/4", "ms": 900, "timeout": true}"#,
    ),
    (
        "server-errors",
        "[ip, id, user, time, request, status = 5*, bytes]",
        r#"10.0.0.7 - ana [04/May/2026:06:00:00 +0000] "GET /dock/4" 503 220"#,
        r#"10.0.0.7 - ana [04/May/2026:06:00:00 +0000] "GET /dock/5" 200 503"#,
    ),
    ("finished-jobs", "%job-[0-9]+ (done)$%", "job-88 done", "job-x done"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let filters = read_filters();
    assert_eq!(filters.len(), 4);
    try_lines(&filters)?;
    ask_together(filters);
    measure_an_afternoon()
}

/// A pattern that the service would refuse is refused here, with the place and what is accepted.
fn read_filters() -> Vec<(&'static str, FilterPattern)> {
    let read = |(name, text, ..): &(&'static str, &str, &str, &str)| match FilterPattern::parse(text) {
        Ok(pattern) => (*name, pattern),
        Err(error) => {
            println!("{name}:\n{error}\n");
            let without_group = text.replace(['(', ')'], "");
            (*name, FilterPattern::parse(&without_group).expect("a group was all that is wrong"))
        }
    };
    FILTERS.iter().map(read).collect()
}

/// What a test prints when it fails is why.
fn try_lines(filters: &[(&str, FilterPattern)]) -> Result<(), Box<dyn Error>> {
    for ((name, pattern), (_, _, hit, miss)) in filters.iter().zip(FILTERS) {
        let why = pattern.explain(hit);
        assert!(why.matched, "{name} should match {hit}, but it {why}");
        println!("{name} on {miss}:\n{}\n", pattern.explain(miss));
        assert!(!pattern.matches(miss), "{name} matches {miss}");
    }
    let (_, errors) = filters.iter().find(|(name, _)| *name == "server-errors").ok_or("it is there")?;
    let found = errors.test(FILTERS[2].2).ok_or("it matches")?;
    assert_eq!((found.get("$request"), found.get("$status")), (Some("GET /dock/4"), Some("503")));
    Ok(())
}

/// All filters at once, as a log group asks them.
fn ask_together(filters: Vec<(&'static str, FilterPattern)>) {
    let set: FilterSet<&str> = filters.into_iter().collect();
    for (name, _, hit, miss) in FILTERS {
        assert_eq!(set.matches(hit), [name], "each line has its filter");
        assert!(set.matches(miss).is_empty(), "no line is near two filters");
    }
}

/// From the lines to the measurements: value, unit, dimension, and minutes in which nothing matched.
fn measure_an_afternoon() -> Result<(), Box<dyn Error>> {
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    let now = Timestamp::parse("2026-05-04T15:00:00Z")?;
    engine.create_log_group(now, "shop")?;
    engine.create_log_stream(now, "shop", "web-1")?;
    let slow = MetricFilter::new("slow-answers", FILTERS[1].1, "Shop", "Slow")?
        .with_value(MetricValue::parse("$.ms")?)
        .with_unit(Unit::Milliseconds)
        .with_dimension("Path", FieldReference::parse("$.path")?);
    engine.put_metric_filter(now, "shop", slow)?;
    let failed = MetricFilter::new("failed-logins", FILTERS[0].1, "Auth", "Failed")?.with_default_value(0.0);
    engine.put_metric_filter(now, "shop", failed)?;

    let lines = [FILTERS[1].2, FILTERS[1].3, FILTERS[0].3];
    engine.put_log_events(now, "shop", "web-1", lines.map(|line| (now, line)))?;
    engine.advance(now.plus_secs(3600));
    let data: Vec<_> = engine
        .drain()
        .into_iter()
        .filter_map(|output| if let Output::Datum(made) = output { Some(made) } else { None })
        .collect();
    for made in &data {
        println!("{}: {}/{} = {:?}", made.filter, made.datum.namespace, made.datum.name, made.datum.sample);
    }
    let slow = data.iter().find(|made| &*made.filter == "slow-answers").ok_or("the slow answer is measured")?;
    assert_eq!((slow.datum.unit, &*slow.datum.dimensions[0].value), (Unit::Milliseconds, "/dock/4"));
    assert!(data.iter().any(|made| &*made.filter == "failed-logins"), "a minute without a match gives its default");
    assert_eq!(data.len(), 2);
    Ok(())
}
