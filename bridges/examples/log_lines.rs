//! "My program logs with the crate log. Which of its lines would ring the alarm?"
//!
//! Records become lines of JSON in a log group; a metric filter counts those of the level ERROR, and an alarm watches.
//!
//! ```text
//! cargo run -p cupola-bridges --example log_lines
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use std::error::Error;

use cupola::logs::MetricFilter;
use cupola::metrics::{Alarm, Period};
use cupola::{Observatory, Output, Place, Timestamp};
use cupola_bridges::{Clock, Destination, Inbox, LineLogger};
use log::LevelFilter;

fn main() -> Result<(), Box<dyn Error>> {
    let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
    sky.logs(now).create_log_group(now, "/shop/app")?;
    let filter = MetricFilter::new("errors", r#"{ $.level = "ERROR" && $.fields.order = * }"#, "Shop", "Errors")?;
    sky.logs(now).put_metric_filter(now, "/shop/app", filter)?;
    let alarm = Alarm::on("Shop", "Errors").named("errors").sum(Period::MINUTE).at_least(2.0).for_periods(1);
    sky.metrics(now).put_metric_alarm(now, alarm)?;

    let inbox = Inbox::default();
    let logger = LineLogger::new(Destination::new("/shop/app", "web-1"), Clock::new(move || now), inbox.clone());
    logger.with_max_level(LevelFilter::Info).install()?;
    log::info!(order = 6; "order placed");
    log::error!(order = 7; "the bank does not answer");
    log::error!(order = 8; "the bank does not answer");
    log::error!("no order at all");

    let poured = inbox.pour(now, &mut sky);
    sky.advance(now.plus_secs(60));
    println!("{} lines poured, {} refused", poured.log_events, poured.refused.len());
    let rung = sky.drain().into_iter().find_map(|output| match output {
        Output::StateChange(change) => Some(change),
        _ => None,
    });
    let rung = rung.ok_or("the alarm should ring")?;
    println!("{} {}: {}", rung.at, rung.alarm, rung.reason);
    assert_eq!(poured.log_events, 4);
    Ok(())
}
