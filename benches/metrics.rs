//! The metric store against what others take for parts of it.
//!
//! D is `sketches-ddsketch`: adding a value to a sketch of the same error. K is `metrics-util`: a
//! histogram found by its key with two labels. Run with `cargo bench -p cupola-benches --bench metrics`.
//!
//! Last result, on two cores that others used as well, rustc 1.95, 2026-11-26, the middle of three runs:
//!
//! | what | ours | yardstick | ratio |
//! |---|---|---|---|
//! | record through a handle | 14.7 ns | D 27.7 ns | 0.53 |
//! | put with two dimensions, the datum lent | 41.9 ns | K 50.5 ns | 0.83 |
//! | put with two dimensions, the datum given away | 50.5 ns | K 51.3 ns | 0.98 |
//! | p99 over 1,440 merges | 0.54 ms | | |
//! | five statistics over 10,000 points | 37.7 us | | |
//! | two threads on two series, against one on one | 1.25 to 2.0 | | |
//!
//! The last line says how busy the second core was: threads that record into different series share no line of the
//! cache, and with a core for each it was 1.01.
//!
//! Where the time of a put goes (lent; a sampling profile): checks and the look for the names 15 parts of 50, the
//! step into the bucket with what is noted about it 16, counting 256 samples at once into the sketch 11, whether
//! anything is due 3, the rest is the loop around it. Given away, two counters of references go up and down three
//! times each. Of a record: the lock and the step into the run 8 ns, the sketch 6 ns.
//!
//! | memory | bytes a series | a point |
//! |---|---|---|
//! | 1,000 series of 21,600 minutes with two decimals | 45,207 | 2.09 |
//! | 10,000 series of 4,320 minutes | 12,767 | 2.96 |
//! | 100,000 series of 720 minutes | 5,580 | 7.75 |
//!
//! Each is what a process of its own grows by, names, lists and what the allocator keeps included; the last two were
//! measured before units and unsealed buckets had less room, which spares some 1,000 bytes a series. Of the first row
//! the store asked the allocator for 41,622 bytes, 1.93 a point: what lies between is memory that was freed and is kept
//! for the next blocks.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use cupola_base::{Place, Rng, Sample, Timestamp};
use cupola_benches::ratio::{Ratio, compare};
use cupola_metrics::{
    Datum, Dimension, Engine, Limits, Metric, Period, Recorder, Resolution, Statistic, StatisticsQuery, Unit,
};
use metrics::{HistogramFn, Key, Label};
use metrics_util::registry::Registry;

const VALUES: usize = 4096;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, what, series, points, ..] = arguments.as_slice()
        && what == MEMORY
    {
        return memory(series.parse().unwrap(), points.parse().unwrap());
    }
    let values = lognormal(VALUES);
    record(&values);
    put(&values);
    two_threads(&values);
    percentile_of_a_day();
    ten_thousand_points();
    for (series, points) in [(1000, 21_600), (10_000, 4320), (100_000, 720)] {
        in_a_process_of_its_own(series, points);
    }
}

/// What was freed before would be used again, and not be seen to grow.
fn in_a_process_of_its_own(series: usize, points: i64) {
    let mut process = std::process::Command::new(std::env::current_exe().unwrap());
    process.args([MEMORY, &series.to_string(), &points.to_string()]).status().unwrap();
}

const MEMORY: &str = "memory";

fn lognormal(len: usize) -> Vec<f64> {
    let rng = Rng::new(3);
    (0..len).map(|_| ((0..12).map(|_| rng.unit()).sum::<f64>() - 6.0).exp() * 20.0).collect()
}

fn start() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn engine() -> Engine {
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let limits = Limits::unbounded();
    Engine::new(place, 0).with_limits(Limits { distinct_values: Limits::default().distinct_values, ..limits })
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn each(ratio: Ratio, name: &str, yardstick: &str) {
    let (ours, theirs) =
        (ratio.ours.as_nanos() as f64 / VALUES as f64, ratio.yardstick.as_nanos() as f64 / VALUES as f64);
    println!("{name}: {ours:.1} ns, {yardstick} {theirs:.1} ns, ratio {:.2}", ours / theirs);
}

/// A value through a handle, against D.
fn record(values: &[f64]) {
    let recorder = Recorder::new(&Limits::default());
    let metric = Metric::new("Bench", "Latency").unwrap();
    let handle = recorder.series(metric, Unit::Milliseconds, Resolution::Standard).unwrap();
    let mut sketch = sketches_ddsketch::DDSketch::new(sketches_ddsketch::Config::new(0.005, 4096, 1e-9));
    let now = start();
    let ratio = compare(
        0,
        || values.iter().for_each(|value| handle.record(now, black_box(*value)).unwrap()),
        || values.iter().for_each(|value| sketch.add(black_box(*value))),
    );
    each(ratio, "record through a handle", "D");
}

/// A datum with two dimensions into a series that is there, against K: one that is kept and lent, and one that is made
/// out of its names each time and given away.
fn put(values: &[f64]) {
    let mut datum = Datum::new("Bench", "Latency", start(), 0.0)
        .with_dimensions([Dimension::new("Path", "/cart"), Dimension::new("Host", "web-1")]);
    let names = datum.clone();
    let (mut lent, mut given, mut now) = (engine(), engine(), start());
    let keep = || {
        now = now.plus_secs(60);
        for value in values {
            (datum.at, datum.sample) = (now, Sample::Value(black_box(*value)));
            lent.put(now, &datum).unwrap();
        }
    };
    each(compare(0, keep, keyed(values)), "put with two dimensions, lent", "K");
    let mut now = start();
    let give = || {
        now = now.plus_secs(60);
        for value in values {
            let mut datum = names.clone();
            (datum.at, datum.sample) = (now, Sample::Value(black_box(*value)));
            given.put(now, datum).unwrap();
        }
    };
    each(compare(0, give, keyed(values)), "put with two dimensions, given away", "K");
}

/// K: a key with two labels, looked up for each value.
fn keyed(values: &[f64]) -> impl FnMut() {
    let registry = Registry::atomic();
    move || {
        for value in values {
            let labels = vec![Label::new("Path", "/cart"), Label::new("Host", "web-1")];
            let key = Key::from_parts("Latency", labels);
            registry.get_or_create_histogram(&key, |histogram| histogram.record(black_box(*value)));
        }
        registry.visit_histograms(|_, histogram| {
            histogram.clear_with(|values| {
                black_box(values);
            })
        });
    }
}

/// Two threads on two series, against one thread on one.
fn two_threads(values: &[f64]) {
    let recorder = Recorder::new(&Limits::default());
    let handle = |name| recorder.series(Metric::new("Bench", name).unwrap(), Unit::None, Resolution::Standard).unwrap();
    let handles = [handle("A"), handle("B")];
    let now = start();
    let run = |handle: &cupola_metrics::SeriesHandle| {
        for _ in 0..200 {
            values.iter().for_each(|value| handle.record(now, black_box(*value)).unwrap());
        }
    };
    let (mut one, mut two) = (Duration::MAX, Duration::MAX);
    for _ in 0..15 {
        one = one.min(timed(|| std::thread::scope(|scope| drop(scope.spawn(|| run(&handles[0]))))));
        two = two.min(timed(|| {
            std::thread::scope(|scope| handles.iter().for_each(|handle| drop(scope.spawn(|| run(handle)))));
        }));
    }
    println!("two threads on two series: {:.2} times as long as one on one", two.as_secs_f64() / one.as_secs_f64());
}

fn timed<T>(pass: impl FnOnce() -> T) -> Duration {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    let begin = Instant::now();
    black_box(pass());
    begin.elapsed()
}

fn fastest<T>(mut pass: impl FnMut() -> T) -> Duration {
    (0..25).map(|_| timed(&mut pass)).min().unwrap_or_default()
}

/// A percentile of a day, merged from 1,440 minutes of a thousand values each.
fn percentile_of_a_day() {
    let mut engine = engine();
    let values = lognormal(1_440_000);
    for (minute, values) in (0..).zip(values.chunks(1000)) {
        let at = start().plus_secs(60 * minute);
        let sample = |values: &[f64]| Sample::Values(values.iter().map(|value| (*value, 1.0)).collect());
        for some in values.chunks(125) {
            engine.put(at, Datum::new("Bench", "Latency", at, 0.0).with_sample(sample(some))).unwrap();
        }
    }
    let now = start().plus_secs(86_400);
    let query = question(86_400, 86_400).with(Statistic::MEDIAN).with("p99".parse().unwrap());
    let time = fastest(|| engine.metric_statistics(now, &query).unwrap());
    println!("p99 over 1,440 merges: {time:?}");
}

fn question(seconds: i64, period: u32) -> StatisticsQuery {
    let metric = Metric::new("Bench", "Latency").unwrap();
    StatisticsQuery::new(metric, start(), start().plus_secs(seconds), Period::new(period).unwrap())
}

/// Five statistics of 10,000 stored points, an hour to a slot.
fn ten_thousand_points() {
    let mut engine = engine();
    let rng = Rng::new(5);
    for minute in 0..10_000 {
        let at = start().plus_secs(60 * minute);
        engine.put(at, Datum::new("Bench", "Latency", at, two_decimals(&rng))).unwrap();
    }
    let now = start().plus_secs(600_000);
    let query = Statistic::SIMPLE.into_iter().fold(question(600_000, 3600), StatisticsQuery::with);
    let time = fastest(|| engine.metric_statistics(now, &query).unwrap());
    println!("statistics over 10,000 points: {time:?}");
}

fn two_decimals(rng: &Rng) -> f64 {
    f64::from(u32::try_from(rng.below(10_001)).unwrap()) / 100.0
}

/// What the process grows by for each of so many series of so many minutes.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn memory(series: usize, points: i64) {
    let before = resident();
    let mut engine = engine();
    let rng = Rng::new(9);
    let names: Vec<std::sync::Arc<str>> = (0..series).map(|n| format!("m{n}").into()).collect();
    for minute in 0..points {
        let at = start().plus_secs(60 * minute);
        for name in &names {
            engine.put(at, Datum::new("Bench", name.clone(), at, two_decimals(&rng))).unwrap();
        }
    }
    let grown = resident().saturating_sub(before) as f64 / series as f64;
    println!("{series} series of {points} minutes: {grown:.0} bytes a series, {:.2} a point", grown / points as f64);
    black_box(engine);
}

/// Bytes of the process in memory, as the system counts them.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
}
