//! Recording from threads, and what an engine makes of it.

#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use cupola_metrics::{
    Alarm, AlarmFilter, Datum, Engine, Limits, Lost, Metric, Output, Period, Place, Recorder, Resolution, StateValue,
    StatisticsQuery, Timestamp, Unit,
};
use proptest::prelude::*;

fn engine() -> Engine {
    Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0)
}

fn start() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn metric() -> Metric {
    Metric::new("Shop", "Latency").unwrap()
}

/// Counts, sums, ends and percentiles of all minutes.
fn answers(engine: &mut Engine, now: Timestamp, seconds: u32) -> Vec<String> {
    let query = StatisticsQuery::new(metric(), start(), start().plus_secs(1440), Period::new(seconds).unwrap());
    let simple = cupola_metrics::Statistic::SIMPLE.into_iter().fold(query.clone(), StatisticsQuery::with);
    let texts = ["p50", "p99", "tm90", "TC(:500)"];
    let extended = texts.iter().fold(query, |query, text| query.with(text.parse().unwrap()));
    let mut answers = engine.metric_statistics(now, &simple).unwrap();
    answers.extend(engine.metric_statistics(now, &extended).unwrap());
    answers.iter().map(|point| format!("{point:?}")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whole numbers, so that sums do not depend on how they were added up.
    #[test]
    fn what_is_recorded_is_what_would_have_been_put(
        values in proptest::collection::vec((0..90u8, 0..2000u32), 1..1500),
        is_high in any::<bool>(),
        absorbed_at in 0..1500usize,
    ) {
        let resolution = if is_high { Resolution::High } else { Resolution::Standard };
        let (mut recorded, mut put) = (engine(), engine());
        let recorder = recorded.recorder();
        let handle = recorder.series(metric(), Unit::None, resolution).unwrap();
        let mut now = start();
        for (index, (gap, value)) in values.into_iter().enumerate() {
            now = now.plus_millis(i64::from(gap) * 10);
            handle.record(now, f64::from(value)).unwrap();
            let datum = Datum::new("Shop", "Latency", now, f64::from(value)).with_resolution(resolution);
            put.put(now, datum).unwrap();
            if index == absorbed_at {
                recorded.absorb(now, &recorder);
            }
        }
        recorded.absorb(now, &recorder);
        for seconds in [1, 60, 300] {
            prop_assert_eq!(answers(&mut recorded, now, seconds), answers(&mut put, now, seconds));
        }
    }
}

#[test]
fn threads_lose_nothing() {
    let mut engine = engine();
    let recorder = engine.recorder();
    std::thread::scope(|scope| {
        for thread in 0..4_i32 {
            let recorder = recorder.clone();
            scope.spawn(move || {
                let handle = recorder.series(metric(), Unit::None, Resolution::Standard).unwrap();
                for n in 0..20_000_i32 {
                    let at = start().plus_millis(i64::from(n) * 10);
                    handle.record(at, f64::from((n * 4 + thread) % 1000)).unwrap();
                }
            });
        }
        // Taking while others record: each value is in one of the takes.
        for _ in 0..20 {
            engine.absorb(start(), &recorder);
        }
    });
    engine.absorb(start().plus_secs(200), &recorder);
    let query = StatisticsQuery::new(metric(), start(), start().plus_secs(3600), Period::new(3600).unwrap());
    let now = start().plus_secs(200);
    let points = engine.metric_statistics(now, &query.clone().with(cupola_metrics::Statistic::Sum)).unwrap();
    let (count, sum) = (points[0].summary.count, points[0].summary.sum);
    assert!((count - 80_000.0).abs() < 0.5 && (sum - 80_000.0 * 499.5).abs() < 0.5, "{count} {sum}");
    let points = engine.metric_statistics(now, &query.with("p50".parse().unwrap())).unwrap();
    let median = points[0].extended[0].1;
    assert!((median / 499.0 - 1.0).abs() < 0.01, "{median}");
}

#[test]
fn what_is_absorbed_wakes_alarms() {
    let mut engine = engine();
    let alarm = Alarm::on("Shop", "Latency").named("slow").maximum(Period::MINUTE).above(100.0);
    engine.put_metric_alarm(start(), alarm).unwrap();
    engine.advance(start().plus_secs(3600));
    let recorder = engine.recorder();
    let handle = recorder.series(metric(), Unit::None, Resolution::Standard).unwrap();
    let at = start().plus_secs(3610);
    handle.record(at, 500.0).unwrap();
    assert_eq!(engine.absorb(at, &recorder).buckets, 1);
    engine.advance(start().plus_secs(3660));
    let filter = AlarmFilter::named("slow");
    let state = engine.describe_alarms(start().plus_secs(3660), &filter).next().map(|alarm| alarm.state.value);
    assert_eq!(state, Some(StateValue::Alarm));
}

#[test]
fn bounds_are_kept_and_told() {
    let limits = Limits { recorded_buckets: 10, metrics: 1, ..Limits::default() };
    let mut engine = engine().with_limits(limits);
    let recorder: Recorder = engine.recorder();
    let handle = recorder.series(metric(), Unit::None, Resolution::High).unwrap();
    assert!(recorder.series(Metric::new("Shop", "Other").unwrap(), Unit::None, Resolution::High).is_err());
    assert!(recorder.series(Metric::new("AWS/EC2", "CPU").unwrap(), Unit::None, Resolution::High).is_err());
    for value in [f64::NAN, f64::INFINITY, f64::MAX, -f64::MAX] {
        assert!(handle.record(start(), value).is_err(), "{value}");
    }
    (0..25).for_each(|second| handle.record(start().plus_secs(second), 1.0).unwrap());
    handle.record(start().plus_secs(90_000_000), 1.0).unwrap();
    let absorbed = engine.absorb(start().plus_secs(25), &recorder);
    assert_eq!((absorbed.buckets, absorbed.refused, absorbed.lost), (9, 1, 16));
    let told = engine.drain();
    assert!(
        matches!(&told[..], [Output::Overflow(loss)] if loss.what == Lost::Recorded && loss.count == 16),
        "{told:?}"
    );
    assert_eq!(engine.absorb(start().plus_secs(25), &recorder).buckets, 0);
}

#[test]
fn a_series_that_nobody_holds_makes_room_once_it_is_absorbed() {
    let mut engine = engine().with_limits(Limits { metrics: 2, ..Limits::default() });
    let recorder = engine.recorder();
    let series = |name: String| recorder.series(Metric::new("Shop", &name).unwrap(), Unit::None, Resolution::High);
    let held = series("held".into()).unwrap();
    for n in 0..20 {
        series(format!("passing{n}")).unwrap().record(start(), 1.0).unwrap();
        assert!(series("other".into()).is_err(), "the values of the last one wait");
        assert_eq!(engine.absorb(start(), &recorder).buckets, 1);
    }
    held.record(start(), 1.0).unwrap();
    series("new".into()).unwrap();
    assert_eq!(engine.absorb(start(), &recorder).buckets, 1);
    held.record(start(), 1.0).unwrap();
    let same = series("held".into()).unwrap();
    same.record(start(), 1.0).unwrap();
    assert_eq!(engine.absorb(start(), &recorder).buckets, 1, "both handles are on one series");
}
