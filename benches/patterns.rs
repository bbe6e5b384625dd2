//! Event patterns and sets of rules against the yardstick Z, `serde_json` skipping each event (see
//! `cupola_benches::yardstick::bare`).
//!
//! Last result (AMD EPYC, two shared cores that were not idle, rustc 1.95, 2026-11-25), ratio to Z:
//!
//! | rules | events of 1.7 kB | of 520 B |
//! |---|---|---|
//! | one string | 1.17 | 1.04 |
//! | three fields | 1.11 | 0.90 |
//! | one string, read lazily, matches / does not | 10.1 / 4.0 | 7.9 / 2.3 |
//! | 10 common rules | 1.01 | 0.82 |
//! | 100 rules (0.4 and 0.2 matches an event) | 0.53 | 0.52 |
//! | 1,000 rules (5.4 and 3.3 matches an event) | 0.33 | 0.25 |
//! | 100,000 rules, as many matches | 0.31 | 0.24 |
//! | 100 rules over every operator (6 and 17 matches) | 0.38 | 0.21 |
//!
//! By instructions Z takes 22.9k and 8.5k for an event, ten rules 19.1k and 8.2k, a hundred 32.6k and 11.3k, a
//! thousand 40.2k and 17.6k: what is left to gain is in branches that are guessed wrong, and in memory. 200
//! wildcards take 1.1 times as long as one, rules of `numeric` alone as long as exact ones, of `anything-but` 1.06
//! times as long. An array of 10,000
//! objects under a rule of three fields: 1.3 to 1.7 ms. At 100,000 rules a rule is added in 7.7 us and removed in
//! 6.2 us. Throughput: 1.2 GB/s for one rule, 0.3 GB/s for 100,000.

#![expect(clippy::print_stdout, reason = "a benchmark reports")]

use std::hint::black_box;
use std::time::Duration;

use cupola_benches::ratio::{self, Ratio};
use cupola_benches::{bus, yardstick};
use cupola_events::{Matcher, Pattern, PatternOptions, Scratch};

fn main() {
    for (name, events) in [("1.9 kB", bus::aws_events()), ("600 B", bus::custom_events())] {
        println!("{name}: {} B an event", size(&events) / events.len());
        one_rule(&events);
        sets(&events);
    }
    wildcards();
    operators_alike();
    long_arrays();
    changes();
}

fn one_rule(events: &[Vec<u8>]) {
    for (what, text) in [
        ("one string", r#"{"source":["aws.ec2"]}"#),
        (
            "three fields",
            r#"{"source":["aws.ec2"],"detail-type":["EC2 Instance State-change Notification"],"detail":{"state":["terminated"]}}"#,
        ),
    ] {
        let pattern = parse(text);
        report(what, &compare(events, |event| pattern.matches(event).is_ok_and(|matched| matched)));
    }
    let source = if events.len() == 500 { "my.returns" } else { "aws.ec2" };
    for (what, text) in [
        ("lazy, matches", r#"{"version":["0"]}"#.to_owned()),
        ("lazy, does not", format!(r#"{{"source":["{source}x"]}}"#)),
    ] {
        let pattern = parse(&text);
        report(what, &compare(events, |event| pattern.matches_lazily(event).is_ok_and(|matched| matched)));
    }
}

fn sets(events: &[Vec<u8>]) {
    set("10 common rules", events, &bus::common_rules());
    set("100 rules", events, &bus::rules(events, 100, 1));
    set("1,000 rules", events, &bus::rules(events, 1000, 2));
    set("100 rules, every operator", events, &bus::operator_rules(events, 100, 3));
    let mut many = bus::rules(events, 1000, 2);
    many.extend(bus::rare_rules(99_000, 4));
    set("100,000 rules", events, &many);
}

fn set(what: &str, events: &[Vec<u8>], rules: &[String]) {
    let patterns: Vec<Pattern> = rules.iter().map(|rule| parse(rule)).collect();
    let matcher: Matcher<u32> = (0..).zip(&patterns).collect();
    let (view, mut scratch) = (matcher.view(), Scratch::new());
    let mut hits = 0u64;
    events.iter().for_each(|event| view.each(event, &mut scratch, |_| hits += 1).expect("is JSON"));
    let scratch = std::cell::RefCell::new(scratch);
    let ratio = compare(events, |event| {
        let mut sum = 0;
        view.each(event, &mut scratch.borrow_mut(), |id| sum += id).map(|()| sum)
    });
    println!("  {what:30} {ratio}  {:.1} matches an event", hits as f64 / events.len() as f64);
}

/// A set of many wildcards against one of them.
fn wildcards() {
    let events = bus::custom_events();
    let rule = |n: u32| format!(r#"{{"detail":{{"label":[{{"wildcard":"*/lamp/{n}*.pdf"}}]}}}}"#);
    let time = |count: u32| time_of_set(&events, &(0..count).map(rule).collect::<Vec<_>>());
    println!("200 wildcards take {:.2} times as long as one", factor(time(200), time(1)));
}

/// Sets that differ in the operator only.
fn operators_alike() {
    let events = bus::custom_events();
    let set = |matcher: &dyn Fn(u32) -> String| {
        let rules: Vec<_> =
            (0..100).map(|n| format!(r#"{{"detail":{{"kg":[{0}],"state":[{0}]}}}}"#, matcher(n))).collect();
        time_of_set(&events, &rules)
    };
    let exact = set(&|n| format!("\"state-{n}\""));
    let anything_but = set(&|n| format!(r#"{{"anything-but":["sent","lost","packed","arrived","x{n}"]}}"#));
    let numeric = set(&|n| format!(r#"{{"numeric":[">",{},"<",{}]}}"#, n * 100, n * 100 + 50));
    println!(
        "anything-but {:.2}, numeric {:.2} times as long as exact",
        factor(anything_but, exact),
        factor(numeric, exact)
    );
}

/// An array of many objects under a rule with three fields in them.
fn long_arrays() {
    let item = |n: u32| format!(r#"{{"sku":"s{}","count":{},"gift":{}}}"#, n % 7, n % 5, n.is_multiple_of(3));
    for count in [1_000, 10_000] {
        let items: Vec<_> = (0..count).map(item).collect();
        let event = format!(r#"{{"detail":{{"items":[{}]}}}}"#, items.join(",")).into_bytes();
        let pattern = parse(r#"{"detail":{"items":{"sku":["s3"],"count":[4],"gift":["never"]}}}"#);
        let near = parse(r#"{"detail":{"items":{"sku":["s3"],"count":[{"exists":false}],"gift":[true]}}}"#);
        for (what, pattern) in [("no field", pattern), ("no element", near)] {
            let took = ratio::compare(event.len(), || pattern.matches(&event), || yardstick::bare(&event));
            println!("  array of {count:6}, {what:12} {:?} a match, {took}", took.ours);
        }
    }
}

fn changes() {
    let events = bus::aws_events();
    let mut rules = bus::rules(&events, 1000, 2);
    rules.extend(bus::rare_rules(99_000, 4));
    let patterns: Vec<Pattern> = rules.iter().map(|rule| parse(rule)).collect();
    let matcher: Matcher<u32> = (0..).zip(&patterns).collect();
    let extra: Vec<Pattern> = bus::rare_rules(1000, 5).iter().map(|rule| parse(rule)).collect();
    let took = ratio::compare(
        1,
        || (200_000..).zip(&extra).for_each(|(id, pattern)| matcher.add(id, pattern)),
        || (200_000..201_000).for_each(|id| assert!(matcher.remove(&id))),
    );
    println!("at 100,000 rules: add {:?}, remove {:?} a rule", took.ours / 1000, took.yardstick / 1000);
}

fn time_of_set(events: &[Vec<u8>], rules: &[String]) -> Duration {
    let patterns: Vec<Pattern> = rules.iter().map(|rule| parse(rule)).collect();
    let matcher: Matcher<u32> = (0..).zip(&patterns).collect();
    let (view, scratch) = (matcher.view(), std::cell::RefCell::new(Scratch::new()));
    compare(events, |event| {
        view.each(event, &mut scratch.borrow_mut(), |id| {
            black_box(id);
        })
    })
    .ours
}

fn factor(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

fn parse(text: &str) -> Pattern {
    Pattern::parse_with(text, &PatternOptions::unbounded()).expect("a bench's pattern is right")
}

fn size(events: &[Vec<u8>]) -> usize {
    events.iter().map(Vec::len).sum()
}

fn compare<A>(events: &[Vec<u8>], ours: impl Fn(&[u8]) -> A) -> Ratio {
    ratio::compare(size(events), || each(events, &ours), || each(events, yardstick::bare))
}

fn each<A>(events: &[Vec<u8>], pass: impl Fn(&[u8]) -> A) {
    events.iter().for_each(|event| drop(black_box(pass(event))));
}

fn report(what: &str, ratio: &Ratio) {
    println!("  {what:30} {ratio}");
}
