//! Ten thousand rules over a stream of events: which rules does each event concern?
//!
//! Run with `cargo run --release --example rule_engine`. Rules come and go while events are judged; the program
//! prints how many events it judged in a second, and why the first one matched.

#![expect(clippy::print_stdout, reason = "an example talks")]

use std::error::Error;
use std::time::Instant;

use cupola::base::Rng;
use cupola::events::{Matcher, Pattern, Scratch};

/// So many rules.
const RULES: u32 = 10_000;
/// So many events.
const EVENTS: usize = 200_000;

fn main() -> Result<(), Box<dyn Error>> {
    let rng = Rng::new(7);
    let matcher = Matcher::new();
    for number in 0..RULES {
        matcher.add(number, &Pattern::parse(&rule(number))?);
    }

    let stream: Vec<String> = (0..EVENTS).map(|_| event(&rng)).collect();
    let mut scratch = Scratch::new();
    let (mut matches, mut bytes) = (0u64, 0);
    #[expect(clippy::disallowed_methods, reason = "throughput is measured on the real clock")]
    let start = Instant::now();
    for (number, event) in (0..RULES).cycle().zip(&stream) {
        matcher.each(event.as_bytes(), &mut scratch, |_rule| matches += 1)?;
        bytes += event.len();
        if number % 100 == 0 {
            // A tenant changes its mind: a rule goes and comes back, while nobody waits.
            matcher.replace(number, &Pattern::parse(&rule(number))?);
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{RULES} rules, {EVENTS} events of {} bytes: {matches} matches", bytes / EVENTS);
    println!("{:.0} events a second, {:.0} MB/s", EVENTS as f64 / seconds, bytes as f64 / seconds / 1e6);

    let first = &stream[0];
    let rules = matcher.matches(first.as_bytes())?;
    println!("\nThe first event: {first}");
    for number in rules.iter().take(1) {
        print!("Rule {number} {}", Pattern::parse(&rule(*number))?.explain(first.as_bytes())?);
    }
    Ok(())
}

/// What a tenant of a parcel service waits for.
fn rule(number: u32) -> String {
    let hub = number % 2500;
    match number % 4 {
        0 => format!(r#"{{"source":["my.parcels"],"detail":{{"hub":[{hub}],"state":["arrived","lost"]}}}}"#),
        1 => format!(r#"{{"detail":{{"kg":[{{"numeric":[">",{}]}}],"hub":[{hub}]}}}}"#, number % 40),
        2 => format!(r#"{{"detail":{{"code":[{{"prefix":"P{number:05}"}}]}}}}"#),
        _ => format!(r#"{{"detail":{{"hub":[{hub}],"state":[{{"anything-but":"packed"}}]}}}}"#),
    }
}

/// A parcel that has moved.
fn event(rng: &Rng) -> String {
    let states = ["packed", "sent", "arrived", "lost"];
    let state = states[usize::try_from(rng.below(4)).unwrap_or_default()];
    format!(
        r#"{{"version":"0","source":"my.parcels","detail-type":"Parcel moved","region":"eu-west-1","detail":{{"code":"P{:05}-{:04}","hub":{},"state":"{state}","kg":{}.5,"insured":true,"note":"left at the quay"}}}}"#,
        rng.below(10_000),
        rng.below(10_000),
        rng.below(2500),
        rng.below(40)
    )
}
