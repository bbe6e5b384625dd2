//! Log events in and out: PutLogEvents with and without metric filters, what events take in memory, and
//! FilterLogEvents over all of them. Run with `cargo bench -p cupola-benches --bench logs_ingest`; with
//! `--features compression`, sealed chunks lie compressed.
//!
//! Last result, lines of 197 bytes, batches of 1,000, on two quiet shared cores (Intel Xeon), rustc 1.95, 2026-11-27, built
//! with thin LTO in one unit:
//!
//! | what | million events/s | MB/s |
//! |---|---|---|
//! | put; on two threads with an engine each | 9.56; 11.86 | 1,886; 2,341 |
//! | put with ten metric filters; on two threads | 3.80; 6.35 | 751; 1,253 |
//! | put while another thread reads everything | 0.56 | 110 |
//! | put, each batch before all others | 1.74 | 344 |
//! | put, every other batch a minute late | 3.20 | 632 |
//! | FilterLogEvents, every event answered | 3.97 | 783 |
//! | FilterLogEvents, a word, one of a hundred matches | 67.8 | 13,379 |
//! | FilterLogEvents, two JSON clauses, one of a hundred matches | 46.6 | 9,192 |
//!
//! | memory of a million events, 197.3 MB of messages | hot | compressed (an earlier run) |
//! |---|---|---|
//! | in batches of 1,000 | 209.1 MB, 1.060 | 110.9 MB, 0.562 |
//! | in batches of 10 | 210.9 MB, 1.069 | 103.5 MB, 0.525 |
//! | one by one | 221.8 MB, 1.124 | 102.8 MB, 0.521 |
//!
//! Each is what a process of its own grows by.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use cupola_benches::lines;
use cupola_logs::{Engine, FilterLogEvents, FilterPattern, GetLogEvents, Limits, MetricFilter, Place, Timestamp};

/// Events of one batch.
const BATCH: usize = 1000;
const LINES: usize = 1_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, what, batch, ..] = arguments.as_slice()
        && what == MEMORY
    {
        return memory(batch.parse().unwrap());
    }
    let lines = lines::mixed(LINES / 5);
    put(&lines);
    late(&lines);
    read(&lines);
    for batch in [BATCH, 10, 1] {
        in_a_process_of_its_own(batch);
    }
}

const MEMORY: &str = "memory";

/// What was freed before would be used again, and not be seen to grow.
fn in_a_process_of_its_own(batch: usize) {
    let mut process = std::process::Command::new(std::env::current_exe().unwrap());
    process.args([MEMORY, &batch.to_string()]).status().unwrap();
}

fn start() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn engine(filters: usize) -> Engine {
    let mut engine =
        Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0).with_limits(Limits::unbounded());
    engine.create_log_group(start(), "g").unwrap();
    engine.create_log_stream(start(), "g", "s").unwrap();
    for (number, pattern) in ten_patterns().iter().enumerate().take(filters) {
        let filter = MetricFilter::new(&format!("f{number}"), pattern, "Bench", "Matches").unwrap();
        engine.put_metric_filter(start(), "g", filter).unwrap();
    }
    engine
}

/// Five words, three for JSON, two space-delimited: each matches one of a hundred lines or so.
fn ten_patterns() -> Vec<String> {
    let [phrases, json, delimited, _] = lines::hundred_filters();
    let some = [phrases.into_iter().take(5), json.into_iter().take(3), delimited.into_iter().take(2)];
    some.into_iter().flatten().collect()
}

/// Puts all lines, one a millisecond, in batches.
fn fill(engine: &mut Engine, lines: &[String], batch: usize) {
    let mut at = engine.now();
    for lines in lines.chunks(batch) {
        let times = (0..).map(|millis| at.plus_millis(millis));
        engine.put_log_events(at, "g", "s", times.zip(lines)).unwrap();
        at = at.plus_millis(i64::try_from(lines.len()).unwrap());
    }
    engine.advance(at);
    black_box(engine.drain());
}

fn put(lines: &[String]) {
    for filters in [0, 10] {
        let one = || fill(&mut engine(filters), lines, BATCH);
        report(&format!("put, {filters} metric filters, one thread"), lines, 1, fastest(one));
        let two = || std::thread::scope(|scope| (0..2).for_each(|_| drop(scope.spawn(one))));
        report(&format!("put, {filters} metric filters, two threads with an engine each"), lines, 2, fastest(two));
    }
    report("put while another thread reads", lines, 1, fastest(|| fill_while_read(lines)));
}

/// The same, while another thread reads page after page of readers that are taken now and then.
fn fill_while_read(lines: &[String]) {
    let mut engine = engine(0);
    std::thread::scope(|scope| {
        for lines in lines.chunks(lines.len() / 20) {
            fill(&mut engine, lines, BATCH);
            let reader = engine.log_reader(engine.now(), "g").unwrap();
            scope.spawn(move || black_box(reader.get_log_events(&GetLogEvents::of("g", "s"))));
        }
    });
}

/// Batches that come in the other way round: each is late, but for the first.
fn late(lines: &[String]) {
    let backward = || {
        let mut engine = engine(0);
        let mut at = start();
        for lines in lines.chunks(BATCH) {
            at = at.plus_secs(-1);
            engine.put_log_events(start(), "g", "s", lines.iter().map(|line| (at, line))).unwrap();
        }
    };
    report("put, each batch before all others", lines, 1, fastest(backward));
    let interleaved = || {
        let mut engine = engine(0);
        for (step, lines) in (0..).zip(lines.chunks(BATCH)) {
            let at = start().plus_secs(step - if step % 2 == 0 { 0 } else { 60 });
            engine.put_log_events(start().plus_secs(step), "g", "s", lines.iter().map(|line| (at, line))).unwrap();
        }
    };
    report("put, every other batch a minute late", lines, 1, fastest(interleaved));
}

fn read(lines: &[String]) {
    let mut engine = engine(0);
    fill(&mut engine, lines, BATCH);
    let now = engine.now();
    let word = FilterPattern::parse(&ten_patterns()[1]).unwrap();
    let json = FilterPattern::parse(&ten_patterns()[5]).unwrap();
    for (what, ask) in [
        ("every event", FilterLogEvents::of("g")),
        ("a word", FilterLogEvents::of("g").matching(word)),
        ("a JSON pattern", FilterLogEvents::of("g").matching(json)),
    ] {
        let mut found = 0;
        let time = fastest(|| found = all_pages(&mut engine, now, ask.clone()));
        report(&format!("filter for {what}: {found} events"), lines, 1, time);
    }
}

fn all_pages(engine: &mut Engine, now: Timestamp, mut ask: FilterLogEvents) -> usize {
    let mut count = 0;
    loop {
        let page = engine.filter_log_events(now, &ask).unwrap();
        count += page.events.len();
        let Some(token) = page.next else { return count };
        ask = ask.after(token);
    }
}

fn fastest<T>(mut pass: impl FnMut() -> T) -> Duration {
    let timed = |pass: &mut dyn FnMut() -> T| {
        #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
        let begin = Instant::now();
        black_box(pass());
        begin.elapsed()
    };
    (0..7).map(|_| timed(&mut pass)).min().unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn report(what: &str, lines: &[String], threads: usize, time: Duration) {
    let (events, bytes) = ((lines.len() * threads) as f64, (size(lines) * threads) as f64);
    let seconds = time.as_secs_f64();
    println!("{what}: {:.2} million events/s, {:.0} MB/s", events / seconds / 1e6, bytes / seconds / 1e6);
}

fn size(lines: &[String]) -> usize {
    lines.iter().map(String::len).sum()
}

/// What the process grows by for a million events.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn memory(batch: usize) {
    let lines = lines::mixed(LINES);
    let mut engine = engine(0);
    let before = resident();
    fill(&mut engine, &lines, batch);
    let (grown, raw) = (resident().saturating_sub(before) as f64, size(&lines) as f64);
    println!(
        "{LINES} events in batches of {batch}: {:.1} MB for {:.1} MB of messages: {:.3}; {:.1} bytes an event besides",
        grown / 1e6,
        raw / 1e6,
        grown / raw,
        (grown - raw) / LINES as f64,
    );
    black_box(engine);
}

/// Bytes of the process in memory, as the system counts them.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
}
