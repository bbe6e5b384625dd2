//! "Test my alarm before I deploy it."
//!
//! An alarm on a service's latency is fed with three nights: a quiet one, one with a short spike and one with
//! a real outage. It should ring in the last one alone, within five minutes.
//!
//! ```text
//! cargo run --example test_an_alarm
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use std::error::Error;

use cupola::base::Datum;
use cupola::metrics::{Alarm, Period, TreatMissingData};
use cupola::{Observatory, Output, Place, Timestamp};

const PAGER: &str = "arn:aws:sns:us-east-1:111122223333:pager";

/// The alarm as it is to be deployed.
fn alarm() -> Alarm {
    Alarm::on("Shop", "Latency")
        .named("slow")
        .average(Period::MINUTE)
        .above(250.0)
        .for_periods(5)
        .datapoints_to_alarm(3)
        .treat_missing_data(TreatMissingData::Breaching)
        .on_alarm(PAGER)
}

/// What a night looks like: the latency in each of its minutes; none where nothing was measured.
type Night = fn(minute: i64) -> Option<f64>;

const NIGHTS: [(&str, Night); 3] = [
    ("quiet", |minute| Some(80.0 + (minute % 7) as f64)),
    ("a spike", |minute| Some(if (200..202).contains(&minute) { 900.0 } else { 80.0 })),
    // The service stops answering, and with it its measurements.
    ("an outage", |minute| (minute < 200).then_some(80.0)),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut rang = Vec::new();
    for (name, night) in NIGHTS {
        let minutes = rings(night)?;
        println!(
            "{name}: the pager rings {}",
            if minutes.is_empty() { "never".into() } else { format!("in minute {minutes:?}") }
        );
        rang.push(minutes);
    }
    assert!(rang[0].is_empty() && rang[1].is_empty(), "nobody is woken up for nothing");
    assert_eq!(rang[2].len(), 1, "one call is enough");
    assert!((201..=205).contains(&rang[2][0]), "the outage began in minute 200");
    Ok(())
}

/// The minutes of an eight-hour night in which the pager rings.
fn rings(night: Night) -> Result<Vec<i64>, Box<dyn Error>> {
    let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
    let start = Timestamp::parse("2026-05-04T22:00:00Z")?;
    // The metric is older than the alarm. Without these, the time before would count as breaching, and
    // the pager would ring at once: the first thing that this test found.
    for minute in -10..0 {
        put(&mut sky, start, minute, 80.0)?;
    }
    sky.metrics(start).put_metric_alarm(start, alarm())?;
    for minute in 0..8 * 60 {
        night(minute).map_or(Ok(()), |latency| put(&mut sky, start, minute, latency))?;
    }
    sky.advance(start.plus_secs(8 * 3_600));
    let calls = sky.drain().into_iter().filter_map(|output| match output {
        Output::Delivery(delivery) if delivery.target == PAGER => Some(delivery.at),
        _ => None,
    });
    Ok(calls.map(|at| at.millis_since(start) / 60_000).collect())
}

fn put(sky: &mut Observatory, start: Timestamp, minute: i64, latency: f64) -> Result<(), Box<dyn Error>> {
    let at = start.plus_secs(60 * minute + 30);
    sky.metrics(at).put(at, Datum::new("Shop", "Latency", at, latency))?;
    Ok(())
}
