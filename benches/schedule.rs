//! The next run of a cron expression against croner, a cron library of its own dialect.
//!
//! Last result (two shared cores, rustc 1.95, 2026-11-26): 119 to 231 ns a run, in a zone 147 to 235 ns; 4.6 times as
//! fast as `croner` for every minute, 10 to 21 times on some days, 61 times on leap days.

use chrono::{DateTime, Utc};
use croner::Cron as Croner;
use cupola_base::Timestamp;
use cupola_base::schedule::{Cron, Zone};
use cupola_benches::ratio;

/// Runs that follow each other in one pass.
const RUNS: usize = 15;

fn main() {
    for (ours, theirs) in [
        ("cron(* * * * ? *)", "* * * * *"),
        ("cron(0/30 8 ? * MON-FRI *)", "0,30 8 * * 1-5"),
        ("cron(0 8 ? * 2#1 *)", "0 8 * * 1#1"),
        ("cron(0 5 L * ? *)", "0 5 L * *"),
        ("cron(0 0 29 2 ? *)", "0 0 29 2 *"),
    ] {
        let (cron, croner) = (Cron::parse(ours).expect("ours"), theirs.parse::<Croner>().expect("theirs"));
        assert_eq!(run(&cron, Zone::UTC), yardstick(&croner), "{ours}");
        let ratio = ratio::compare(RUNS, || run(&cron, Zone::UTC), || yardstick(&croner));
        let each = ratio.ours.as_nanos() / RUNS as u128;
        let zone = Zone::parse("America/New_York").expect("a zone");
        let zoned = ratio::compare(RUNS, || run(&cron, zone), || yardstick(&croner)).ours.as_nanos() / RUNS as u128;
        println(ours, each, zoned, ratio.speed());
    }
}

fn run(cron: &Cron, zone: Zone) -> i64 {
    let mut at = Timestamp::from_secs(START);
    for _ in 0..RUNS {
        at = cron.next_after_in(at, zone).expect("it runs for ever");
    }
    at.as_secs()
}

fn yardstick(croner: &Croner) -> i64 {
    let mut at: DateTime<Utc> = DateTime::from_timestamp(START, 0).expect("a time");
    for _ in 0..RUNS {
        at = croner.find_next_occurrence(&at, false).expect("it runs for ever");
    }
    at.timestamp()
}

/// 2026-01-01T00:00:00Z; a table that ends in 2199 has room for 15 leap days.
const START: i64 = 1_767_225_600;

#[expect(clippy::print_stdout, reason = "a benchmark reports")]
fn println(name: &str, each: u128, zoned: u128, speed: f64) {
    println!("{name:30} {each:6} ns a run, {zoned:6} ns in a zone, ratio to croner {speed:7.1}");
}
