//! Logs Insights queries against the yardstick Z, a loop of regular expressions, and `memmem`.
//!
//! `cargo bench --bench insights -- [lines]`: a million lines unless told.
//!
//! Last result, 100,000 JSON lines of 276 bytes in short turns, two shared cores with nothing else running, rustc 1.95,
//! 2026-11-26, thin LTO in one unit, ratios to Z: count by status 1.59, p95 by service 1.32, errors per five minutes 3.26 (as
//! a sum of `if`: 1.40); with warm columns 22.0, 12.0 and 12.7. Parse glob and count 4.3 times as fast as the loop of
//! expressions; `filter like` 0.72 to 0.88 of `memmem` a line. Two threads 1.93 times one. Patterns of the mixed lines, most of
//! which have a shape of their own, 1.58 million lines a second.

#![expect(clippy::print_stdout, reason = "a benchmark reports")]
#![expect(clippy::unwrap_used, reason = "a benchmark may fail")]

use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use cupola_base::{Rng, Timestamp};
use cupola_benches::{lines, yardstick};
use cupola_logs::insights::{Query, RawLines, Scope, StartQuery};
use cupola_logs::{Engine, Limits, Place};
use memchr::memmem::Finder;
use regex::Regex;

fn main() {
    let count = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(1_000_000);
    let (shop, mixed, access) = (requests(count * 2 / 5), lines::mixed(count), lines::of_access(count / 3));
    json(&shop);
    warm(&shop);
    parse(&access);
    like(&mixed);
    pattern(&mixed);
    threads(&shop);
}

const BY_STATUS: &str = "stats count(*) as n by status | sort n desc";
const BY_SERVICE: &str = "stats pct(latency, 95) as p95 by service";
const ERRORS: &str = "filter level = \"ERROR\" | stats count(*) as n by bin(5m)";
const ERRORS_READ: &str = "stats sum(if(level = \"ERROR\", 1, 0)) as n by bin(5m)";

/// JSON lines of a web service, about 300 bytes each.
fn requests(count: usize) -> Vec<String> {
    let rng = Rng::new(31);
    let pick = |some: &[&'static str]| some[usize::try_from(rng.below(some.len() as u64)).unwrap()];
    let line = |n: usize| {
        let at = start().plus_millis(i64::try_from(n).unwrap() * 10);
        format!(
            r#"{{"timestamp":"{}","level":"{}","service":"{}","status":{},"latency":{}.{},"request_id":"{:016x}{:016x}","path":"/v1/{}/{}","message":"request finished for user-{} after {} tries","host":"web-{}.shop.example","cached":{}}}"#,
            at,
            pick(&["INFO", "INFO", "INFO", "INFO", "INFO", "INFO", "WARN", "ERROR"]),
            pick(&["cart", "checkout", "catalog", "search", "login", "mail", "stock", "prices"]),
            pick(&["200", "200", "200", "200", "201", "304", "404", "500", "503"]),
            rng.below(900),
            rng.below(10),
            rng.below(u64::MAX),
            rng.below(u64::MAX),
            pick(&["docks", "ships", "crews", "loads"]),
            rng.below(10_000),
            rng.below(100_000),
            rng.below(4),
            rng.below(40),
            rng.below(2) == 0,
        )
    };
    (0..count).map(line).collect()
}

fn start() -> Timestamp {
    Timestamp::from_secs(START)
}

fn scope() -> Scope {
    Scope::new(start(), start().plus_secs(86_400))
}

fn limits() -> Limits {
    Limits::unbounded()
}

/// Seconds from the epoch to the first line: a clock that is read for every line must not read a text each time.
const START: i64 = 1_777_874_400;

fn time(number: u64, _: &str) -> Timestamp {
    Timestamp::from_millis(START * 1000 + i64::try_from(number).unwrap_or(0) * 10)
}

/// Runs a query over the lines of a text.
fn ask(text: &str, bytes: &[u8]) -> usize {
    let plan = Query::parse(text).unwrap().plan();
    plan.run(&scope(), &RawLines::new(bytes).at(time), &limits()).unwrap().rows.len()
}

fn json(lines: &[String]) {
    let (text, count) = (lines.join("\n"), lines.len());
    println!("{count} JSON lines, {} B each", text.len() / count);
    let z = || text.as_bytes().split(|byte| *byte == b'\n').filter(|line| yardstick::z(line)).count();
    for query in [BY_STATUS, BY_SERVICE, ERRORS_READ, ERRORS] {
        report(query, count, || ask(query, text.as_bytes()), z);
    }
}

/// Out of sealed chunks whose columns have been read before.
fn warm(lines: &[String]) {
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0).with_limits(limits());
    let day = start();
    engine.create_log_group(day, "g").unwrap();
    engine.create_log_stream(day, "g", "s").unwrap();
    let mut number = 0;
    for batch in lines.chunks(1000) {
        let at = |index: usize| time(number + index as u64, "");
        let events: Vec<_> = batch.iter().enumerate().map(|(index, line)| (at(index), line.as_str())).collect();
        engine.put_log_events(at(batch.len()), "g", "s", events).unwrap();
        number += batch.len() as u64;
    }
    let now = start().plus_secs(86_400);
    let z = || lines.iter().filter(|line| yardstick::z(line.as_bytes())).count();
    for query in [BY_STATUS, BY_SERVICE, ERRORS] {
        let request = StartQuery::new(query, start(), now).over(["g"]);
        let mut ask = || {
            let id = engine.start_query(now, &request).unwrap();
            engine.query(now, &id).unwrap().results.rows.len()
        };
        ask();
        report(&format!("warm: {query}"), lines.len(), ask, z);
    }
}

fn parse(lines: &[String]) {
    let text = lines.join("\n");
    let query =
        "parse @message \"* - - [*] \\\"*\\\" * *\" as ip, at, request, status, rest | stats count(*) by status";
    let regex = Regex::new(r#"^(\S+) - - \[([^\]]*)\] "([^"]*)" (\S+) (.*)$"#).unwrap();
    let by_regex = || {
        let mut counts: HashMap<&str, u64> = HashMap::new();
        for line in text.lines() {
            let found = regex.captures(line).unwrap();
            *counts.entry(found.get(4).unwrap().as_str()).or_default() += 1;
        }
        counts.len()
    };
    report(query, lines.len(), || ask(query, text.as_bytes()), by_regex);
}

fn like(lines: &[String]) {
    let text = lines.join("\n");
    for needle in ["esodowns", "password", "web-7."] {
        let query = format!("filter @message like \"{needle}\" | stats count(*)");
        let finder = Finder::new(needle);
        let by_memmem = || text.lines().filter(|line| finder.find(line.as_bytes()).is_some()).count();
        report(&query, lines.len(), || ask(&query, text.as_bytes()), by_memmem);
    }
}

/// Patterns of lines of three programs, to one search through each line.
fn pattern(lines: &[String]) {
    let text = lines.join("\n");
    let finder = Finder::new("no line has this");
    let by_memmem = || text.lines().filter(|line| finder.find(line.as_bytes()).is_some()).count();
    report("pattern @message", lines.len(), || ask("pattern @message", text.as_bytes()), by_memmem);
}

/// Two threads against one, over the same parts.
fn threads(lines: &[String]) {
    let parts: Vec<String> = lines.chunks(lines.len() / 16 + 1).map(|part| part.join("\n")).collect();
    let (mut first, mut sources) = (0, Vec::new());
    for part in &parts {
        sources.push(RawLines::new(part.as_bytes()).at(time).from_number(first));
        first += part.lines().count() as u64;
    }
    for query in [BY_STATUS, BY_SERVICE] {
        let plan = Query::parse(query).unwrap().plan();
        let pool = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (one, two) = (pool(1), pool(2));
        let run = |pool: &rayon::ThreadPool| {
            pool.install(|| plan.run_parallel(&scope(), &sources, &limits()).unwrap().rows.len())
        };
        report(&format!("two threads: {query}"), lines.len(), || run(&two), || run(&one));
    }
}

/// How many turns each way gets.
const ROUNDS: usize = 7;

/// The fastest turns of ours and of the yardstick, taken one after the other.
fn report<A, B>(what: &str, count: usize, mut ours: impl FnMut() -> A, mut yardstick: impl FnMut() -> B) {
    let (mut best, mut other) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        best = best.min(turn(&mut ours));
        other = other.min(turn(&mut yardstick));
    }
    let each = |time: Duration| time.as_secs_f64() * 1e9 / f64::from(u32::try_from(count).unwrap());
    let ratio = other.as_secs_f64() / best.as_secs_f64();
    println!("{:6.1} ns a line, yardstick {:6.1}, ratio {ratio:5.2}: {what}", each(best), each(other));
}

fn turn<A>(pass: &mut impl FnMut() -> A) -> Duration {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    let start = Instant::now();
    black_box(pass());
    start.elapsed()
}
