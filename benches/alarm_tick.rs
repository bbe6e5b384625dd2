//! One tick of very many metric alarms with new data, what an idle alarm weighs, and how long very many composite
//! alarms take to settle.
//!
//! Run with `cargo bench -p cupola-benches --bench alarm_tick`.
//!
//! Last result (two cores, builds stopped while it ran, release profile without LTO, rustc 1.95, 2026-11-26), 100,000
//! alarms of 1 of 1 to 3 of 5: a tick with new data and no transition 60 to 74 ms, with 8,000 transitions 71 to 86 ms, one
//! without data 43 to 53 ms, one at which 20,000 alarms change their states 77 to 121 ms; nothing due 2 us. An idle alarm
//! weighs 1,012 bytes with its history item, its metric 798 bytes with one datum. 10,000 composite alarms settle in 7.6 ms
//! when all of them change, a hundred layers deep (median of 31 waves 8.3 ms, the first one 13 to 14 ms), and in 1.6 ms
//! when none changes (median 1.9 ms).

#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use cupola_base::{Place, Timestamp};
use cupola_metrics::{Alarm, Composite, Datum, Engine, Limits, Period, StateValue, TreatMissingData};

const ALARMS: u32 = 100_000;

fn main() {
    // Each alone where asked, for what one leaves behind in the heap costs the other time.
    let only = std::env::args().find(|argument| ["metrics", "composites"].contains(&argument.as_str()));
    if only.as_deref() != Some("composites") {
        metric_alarms();
    }
    if only.as_deref() != Some("metrics") {
        composite_alarms();
    }
}

/// 10,000 composite alarms over a metric alarm that changes its state, and 10,000 over one whose state decides nothing.
fn composite_alarms() {
    let mut engine = composites();
    let mut waves = Vec::new();
    for second in 1..=WAVES {
        for (leaf, outputs) in [("leaf", 20_002), ("never", 2)] {
            let state = if second % 2 == 0 { StateValue::Ok } else { StateValue::Alarm };
            let at = NOW.plus_secs(second);
            let time = timed(|| engine.set_alarm_state(at, leaf, state, "by hand", None).unwrap());
            assert_eq!(engine.drain().len(), outputs, "what {leaf} does");
            tidy();
            waves.push((leaf, time));
        }
    }
    for (leaf, what) in [("leaf", "all changed"), ("never", "none changed")] {
        let mut times: Vec<Duration> = waves.iter().filter(|(of, _)| *of == leaf).map(|(_, time)| *time).collect();
        let first = times[0];
        times.sort_unstable();
        println!(
            "10,000 composite alarms settle, {what}: {:?}, median {:?}, the first time {first:?}",
            times[0],
            times[times.len() / 2]
        );
    }
}

const NOW: Timestamp = Timestamp::from_secs(1_777_874_400);
const WAVES: i64 = 31;

/// A hundred layers, each of whose alarms names two of the layer below.
fn composites() -> Engine {
    const WIDTH: usize = 100;
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let mut engine = Engine::new(place, 0).with_limits(Limits { rules_per_alarm: usize::MAX, ..Limits::unbounded() });
    for name in ["leaf", "never", "quiet"] {
        let alarm = Alarm::on("Bench", "none").named(name).sum(Period::MINUTE).above(1.0);
        engine.put_metric_alarm(NOW, alarm.treat_missing_data(TreatMissingData::Ignore)).unwrap();
    }
    let below = |layer: usize, index: usize| match layer {
        0 => "leaf".to_owned(),
        _ => format!("n{}-{}", layer - 1, index % WIDTH),
    };
    for (layer, index) in (0..100).flat_map(|layer| (0..WIDTH).map(move |index| (layer, index))) {
        let rule = format!("ALARM({}) AND ALARM({})", below(layer, index), below(layer, index + 1));
        engine.put_composite_alarm(NOW, Composite::new(format!("n{layer}-{index}"), &rule).unwrap()).unwrap();
        let rule = "ALARM(never) AND ALARM(quiet)";
        engine.put_composite_alarm(NOW, Composite::new(format!("q{layer}-{index}"), rule).unwrap()).unwrap();
    }
    drop(engine.drain());
    tidy();
    engine
}

/// Has the allocator put in order what dropped outputs left, some at each large allocation; it would do so at the next
/// small ones otherwise.
fn tidy() {
    black_box((100_000..100_030).map(Vec::<u8>::with_capacity).collect::<Vec<_>>());
}

fn metric_alarms() {
    let mut now = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let limits = Limits { alarms: usize::MAX, ..Limits::unbounded() };
    let limits = Limits { distinct_values: Limits::default().distinct_values, ..limits };
    let mut engine = Engine::new(place, 0).with_limits(limits);
    let before = resident();
    for index in 0..ALARMS {
        engine.put(now, Datum::new("Bench", format!("m{index}"), now, 0.0)).unwrap();
    }
    let with_metrics = resident();
    for index in 0..ALARMS {
        let (n, m) = (index % 5 + 1, index % 5 / 2 + 1);
        let alarm = Alarm::on("Bench", format!("m{index}")).named(format!("alarm-{index:06}"));
        let alarm = alarm.average(Period::MINUTE).above(50.0).for_periods(n).datapoints_to_alarm(m);
        engine.put_metric_alarm(now, alarm).unwrap();
        if index % 1024 == 0 {
            drop(engine.drain());
        }
    }
    drop(engine.drain());
    let each = |bytes: usize| bytes / ALARMS as usize;
    println!(
        "{} bytes a metric, {} bytes an idle alarm with its history",
        each(with_metrics - before),
        each(resident() - with_metrics)
    );
    let mut ticks = Vec::new();
    for minute in 0..12u32 {
        for index in 0..ALARMS {
            let value = f64::from((index.wrapping_mul(2_654_435_761).wrapping_add(minute / 4 * 40_503)) >> 8 & 63);
            engine.put(now, Datum::new("Bench", format!("m{index}"), now, value)).unwrap();
        }
        now = now.plus_secs(60);
        ticks.push(timed(|| engine.advance(now)));
        println!("minute {minute}: {:?}, {} outputs", ticks.last().unwrap(), engine.drain().len());
    }
    println!("fastest tick: {:?}", ticks.iter().min().unwrap());
    for minute in 12..20u32 {
        now = now.plus_secs(60);
        println!("quiet minute {minute}: {:?}, {} outputs", timed(|| engine.advance(now)), engine.drain().len());
    }
}

fn timed<T>(pass: impl FnOnce() -> T) -> Duration {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    let begin = Instant::now();
    black_box(pass());
    begin.elapsed()
}

/// Bytes of memory that this process holds.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    status.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or_default() * 4096
}
