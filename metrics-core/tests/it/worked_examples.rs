//! Worked examples: aggregation and grid, roll-up by age, M of N with gaps, a timeline.

#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use cupola_metrics::{
    Alarm, Datum, DecisionRule, Engine, Metric, Origin, Output, Period, Place, Resolution, Sample, StateValue,
    Statistic, StatisticSet, StatisticsQuery, Timestamp, TreatMissingData, Window, YoungBreach, decide,
};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn engine() -> Engine {
    Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0)
}

/// Start of slot, count, sum, minimum, maximum.
type Row = (Timestamp, f64, f64, f64, f64);

fn rows(engine: &mut Engine, now: Timestamp, metric: (&str, &str), start: &str, end: &str, period: u32) -> Vec<Row> {
    let metric = Metric::new(metric.0, metric.1).unwrap();
    let query = StatisticsQuery::new(metric, at(start), at(end), Period::new(period).unwrap()).with(Statistic::Sum);
    let points = engine.metric_statistics(now, &query).unwrap();
    points.iter().map(|p| (p.at, p.summary.count, p.summary.sum, p.summary.minimum, p.summary.maximum)).collect()
}

#[test]
fn slots_are_counted_from_the_rounded_start() {
    let mut engine = engine();
    let now = at("2026-05-04T08:05:00Z");
    let set = StatisticSet { sample_count: 3.0, sum: 30.0, minimum: 5.0, maximum: 20.0 };
    let datum = |time: &str, sample| Datum::new("Orders", "Placed", at(time), 0.0).with_sample(sample);
    let data = vec![
        datum("2026-05-04T08:00:12Z", Sample::Value(4.0)),
        datum("2026-05-04T08:00:40Z", Sample::Values(vec![(1.0, 2.0), (3.0, 1.0)])),
        datum("2026-05-04T08:02:59Z", Sample::Set(set)),
    ];
    engine.put_metric_data(now, Origin::User, data).unwrap();
    let mut placed =
        |start: &str, period| rows(&mut engine, now, ("Orders", "Placed"), start, "2026-05-04T08:05:00Z", period);

    let (first, third) = (at("2026-05-04T08:00:00Z"), at("2026-05-04T08:02:00Z"));
    assert_eq!(placed("2026-05-04T08:00:00Z", 60), [(first, 4.0, 9.0, 1.0, 4.0), (third, 3.0, 30.0, 5.0, 20.0)]);
    assert_eq!(placed("2026-05-04T08:00:00Z", 180), [(first, 7.0, 39.0, 1.0, 20.0)]);
    assert_eq!(placed("2026-05-04T08:01:30Z", 120), [(at("2026-05-04T08:01:00Z"), 3.0, 30.0, 5.0, 20.0)]);
}

#[test]
fn old_data_are_kept_coarser_and_coarser() {
    let mut engine = engine();
    let put = at("2026-05-04T14:02:00Z");
    for (time, value) in [("14:00:00", 4.0), ("14:00:00", 6.0), ("14:00:30", 10.0), ("14:01:05", 2.0)] {
        let datum = Datum::new("Fine", "Pulse", at(&format!("2026-05-04T{time}Z")), value);
        engine.put(put, datum.with_resolution(Resolution::High)).unwrap();
    }
    let (start, end) = ("2026-05-04T14:00:00Z", "2026-05-04T14:10:00Z");
    let mut pulse = |now: Timestamp, period| rows(&mut engine, now, ("Fine", "Pulse"), start, end, period);
    let t = at(start);

    let half_minutes = pulse(at("2026-05-04T15:00:00Z"), 30);
    assert_eq!(
        half_minutes,
        [(t, 2.0, 10.0, 4.0, 6.0), (t.plus_secs(30), 1.0, 10.0, 10.0, 10.0), (t.plus_secs(60), 1.0, 2.0, 2.0, 2.0)]
    );
    // A bucket stays on its rung until it is older than three hours, that instant included.
    let last = at("2026-05-04T17:00:00Z");
    assert_eq!((pulse(last, 30).len(), pulse(last.plus_millis(1), 30).len()), (3, 2));
    let evening = at("2026-05-04T17:30:00Z");
    assert_eq!(pulse(evening, 30), []);
    assert_eq!(pulse(evening, 60), [(t, 3.0, 20.0, 4.0, 10.0), (t.plus_secs(60), 1.0, 2.0, 2.0, 2.0)]);
    let days = |n: i64| put.plus_secs(n * 86_400);
    let all = [(t, 4.0, 22.0, 2.0, 10.0)];
    assert_eq!((pulse(days(16), 60), pulse(days(16), 300)), (vec![], all.to_vec()));
    assert_eq!((pulse(days(70), 300), pulse(days(70), 3600)), (vec![], all.to_vec()));
    assert_eq!(pulse(days(456), 3600), []);
}

#[test]
fn m_of_n_with_gaps() {
    let (alarm, ok, quiet, keep) =
        (Some(StateValue::Alarm), Some(StateValue::Ok), Some(StateValue::InsufficientData), None);
    for (m, n, drawing, expected) in [
        (3, 4, "X-X0-X", [alarm, alarm, alarm, alarm]),
        (3, 4, "0--X-X", [ok, ok, alarm, ok]),
        (3, 4, "-XX---", [alarm, keep, alarm, ok]),
        (2, 4, "----X-", [alarm, keep, alarm, ok]),
        (2, 4, "---0-X", [ok, ok, alarm, ok]),
        (3, 4, "------", [quiet, keep, alarm, ok]),
        (1, 4, "--0---", [ok, ok, alarm, ok]),
        (4, 4, "-----X", [keep, keep, alarm, ok]),
        (3, 4, "X0X-XX", [alarm, alarm, alarm, alarm]),
    ] {
        use TreatMissingData::{Breaching, Ignore, Missing, NotBreaching};
        let states = [Missing, Ignore, Breaching, NotBreaching].map(|treat_missing_data| {
            let rule = DecisionRule {
                evaluation_periods: n,
                datapoints_to_alarm: m,
                treat_missing_data,
                young_breach: YoungBreach::Keep,
            };
            let newest_first: Vec<Window> = drawing.chars().rev().map(window).collect();
            decide(&rule, &newest_first).state
        });
        assert_eq!(states, expected, "{m}/{n} {drawing}");
    }
}

fn window(letter: char) -> Window {
    match letter {
        'X' => Window::Breaching,
        '0' => Window::NonBreaching,
        _ => Window::Missing,
    }
}

#[test]
fn a_lonely_breach_comes_and_goes() {
    assert_eq!(
        timeline(TreatMissingData::Missing),
        ["09:02 INSUFFICIENT_DATA -> ALARM", "09:04 ALARM -> OK", "09:08 OK -> INSUFFICIENT_DATA"]
    );
    assert_eq!(timeline(TreatMissingData::NotBreaching), ["09:01 INSUFFICIENT_DATA -> OK"]);
}

#[test]
fn the_readme_shows_what_is_printed() {
    let mut engine = engine();
    let t0 = at("2026-05-04T06:00:10Z");
    let alarm = Alarm::on("App", "Latency").named("slow").average(Period::MINUTE).above(250.0);
    engine.put_metric_alarm(t0, alarm).unwrap();
    engine.put(t0, Datum::new("App", "Latency", t0, 900.0)).unwrap();
    let printed = engine.explain_alarm(t0.plus_secs(60), "slow").unwrap().to_string();
    assert!(include_str!("../../README.md").contains(&printed), "{printed}");
}

fn timeline(treatment: TreatMissingData) -> Vec<String> {
    let mut engine = engine();
    let alarm = Alarm::on("Bay", "Load").named("a").maximum(Period::MINUTE).above(10.0);
    let alarm = alarm.for_periods(2).datapoints_to_alarm(2).treat_missing_data(treatment);
    engine.put_metric_alarm(at("2026-05-04T09:00:10Z"), alarm).unwrap();
    for (now, time, value) in [("09:00:20", "09:00:05", 12.0), ("09:03:20", "09:03:05", 5.0)] {
        let (now, time) = (at(&format!("2026-05-04T{now}Z")), at(&format!("2026-05-04T{time}Z")));
        engine.put(now, Datum::new("Bay", "Load", time, value)).unwrap();
    }
    engine.advance(at("2026-05-04T12:00:00Z"));
    let told = |output| match output {
        Output::StateChange(change) => Some(format!("{} {} -> {}", change.at.format("%H:%M"), change.from, change.to)),
        _ => None,
    };
    engine.drain().into_iter().filter_map(told).collect()
}
