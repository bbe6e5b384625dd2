//! Anomaly detectors and bands, through the engine.

#![expect(clippy::unwrap_used, reason = "the inputs are made here")]

use cupola_metrics::math::Expression;
use cupola_metrics::{
    AnomalyDetector, AnomalyDetectorFilter, AnomalyDetectorState, BandModel, Datum, DetectorKind, Engine, Expected,
    Limits, Metric, MetricDataQuery, MetricDataRequest, MetricSource, Period, Place, Statistic, Timestamp, TrainedBand,
    Training, Unit,
};

const DAY: i64 = 86_400;

fn engine() -> Engine {
    Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0)
}

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn metric() -> Metric {
    Metric::new("App", "Load").unwrap()
}

fn source() -> MetricSource {
    MetricSource::new(metric(), Statistic::Average, Period::minutes(5).unwrap())
}

/// One point for each five minutes of the days before `end`.
fn fill(engine: &mut Engine, end: Timestamp, days: i64, unit: Unit, value: impl Fn(Timestamp) -> f64) {
    for slot in (1..=days * 288).rev() {
        let at = end.plus_secs(-300 * slot);
        engine.put(at.plus_secs(60), Datum::new("App", "Load", at, value(at)).with_unit(unit)).unwrap();
    }
}

/// Lower and upper edges as `GetMetricData` tells them, oldest first.
fn band(engine: &mut Engine, now: Timestamp, start: Timestamp, slots: i64) -> Vec<(f64, f64)> {
    band_of(engine, now, start, slots, "ANOMALY_DETECTION_BAND(m, 2)")
}

fn band_of(engine: &mut Engine, now: Timestamp, start: Timestamp, slots: i64, text: &str) -> Vec<(f64, f64)> {
    let request = MetricDataRequest::new(start, start.plus_secs(300 * slots))
        .with(MetricDataQuery::new("m", source()).hidden())
        .with(MetricDataQuery::new("band", Expression::parse(text).unwrap()));
    let page = engine.metric_data(now, &request).unwrap();
    let [upper, lower] = &page.results[..] else { panic!("two series: {page:?}") };
    assert_eq!((upper.label.as_str(), lower.label.as_str()), ("band High", "band Low"));
    let edges = lower.points.iter().zip(&upper.points).map(|((_, lower), (_, upper))| (*lower, *upper));
    let mut edges: Vec<_> = edges.collect();
    edges.reverse();
    edges
}

fn near(found: &[(f64, f64)], lower: f64, upper: f64) {
    assert!(!found.is_empty());
    for (a, b) in found {
        assert!((a - lower).abs() < 1e-9 && (b - upper).abs() < 1e-9, "{found:?}: not {lower} {upper}");
    }
}

/// The reference's example: 50 all the time, 90 each Monday from 10 to 11.
#[test]
fn a_weekly_peak_is_expected() {
    let mut engine = engine();
    let end = time("2026-05-18T00:00:00Z");
    let is_peak = |at: Timestamp| at.format("%a %H") == "Mon 10";
    fill(&mut engine, end, 14, Unit::Percent, |at| if is_peak(at) { 90.0 } else { 50.0 });
    let now = end.plus_secs(60);
    near(&band(&mut engine, now, time("2026-05-18T10:00:00Z"), 12), 88.2, 91.8);
    near(&band(&mut engine, now, time("2026-05-18T09:00:00Z"), 12), 49.0, 51.0);
    near(&band(&mut engine, now, time("2026-05-18T11:00:00Z"), 12), 49.0, 51.0);
    near(&band(&mut engine, now, time("2026-05-19T10:00:00Z"), 12), 49.0, 51.0);
    let told = engine.explain_band(now, &source(), 2.0, time("2026-05-18T10:05:00Z")).to_string();
    for part in
        ["season: Monday 10:00 (UTC), 72 points", "centre 90", "spread 0.9", "kept within 0 to 100", "4032 points"]
    {
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn bands_stay_within_what_the_metric_can_be() {
    let end = time("2026-05-18T00:00:00Z");
    let noisy = |at: Timestamp| if at.as_millis() / 300_000 % 2 == 0 { 0.0 } else { 99.0 };
    let band_in = |unit, value: &dyn Fn(Timestamp) -> f64| {
        let mut engine = engine();
        fill(&mut engine, end, 2, unit, value);
        band(&mut engine, end, end, 1)[0]
    };
    // The lower of the two in the middle is 0; the median distance from it is 0 as well, so that the floor counts.
    assert_eq!(band_in(Unit::Percent, &noisy), (0.0, 0.0 + 2.0 * 1e-9));
    let wide = |at: Timestamp| [0.0, 50.0, 99.0][usize::try_from(at.as_millis() / 300_000 % 3).unwrap()];
    assert_eq!(band_in(Unit::Percent, &wide), (0.0, 100.0));
    let (lower, upper) = band_in(Unit::Count, &wide);
    assert!(lower == 0.0 && upper > 150.0, "{lower} {upper}");
    let (lower, _) = band_in(Unit::Percent, &|at| wide(at) - 1.0);
    assert!(lower < -40.0, "negative values show that it is no percentage: {lower}");
}

#[test]
fn excluded_ranges_and_zones_are_those_of_the_detector() {
    let mut engine = engine();
    let end = time("2026-05-18T00:00:00Z");
    let (from, to) = (end.plus_secs(-4 * DAY), end.plus_secs(-DAY));
    fill(&mut engine, end, 5, Unit::None, |at| if at >= from && at < to { 1000.0 } else { 20.0 });
    near(&band(&mut engine, end, end, 3), 980.0, 1020.0);
    let detector = AnomalyDetector::on(metric(), Statistic::Average).excluding(from, to);
    engine.put_anomaly_detector(end, detector).unwrap();
    near(&band(&mut engine, end, end, 3), 19.6, 20.4);
    let explained = engine.explain_band(end, &source(), 2.0, end);
    assert_eq!((explained.points, explained.has_detector), (2 * 288, true));
    engine.delete_anomaly_detector(end, &AnomalyDetector::on(metric(), Statistic::Average).source).unwrap();
    assert_eq!(engine.explain_band(end, &source(), 2.0, end).points, 5 * 288);
}

#[test]
fn states_follow_the_span_of_the_data() {
    use AnomalyDetectorState::{PendingTraining, Trained, TrainedInsufficientData};
    let (mut engine, start) = (engine(), time("2026-05-04T00:00:00Z"));
    engine.put_anomaly_detector(start, AnomalyDetector::on(metric(), Statistic::Average)).unwrap();
    let mut state = |hours: i64| {
        let now = start.plus_secs(3600 * hours);
        let last = now.plus_secs(-300);
        engine.put(now.plus_secs(-1), Datum::new("App", "Load", last, 5.0)).unwrap();
        engine.put(now.plus_secs(-1), Datum::new("App", "Load", start.plus_secs(300 * hours.min(1)), 5.0)).ok();
        engine.anomaly_detectors(now, &AnomalyDetectorFilter::default())[0].state
    };
    // The first point begins five minutes after the start.
    assert_eq!([state(1), state(3), state(4)], [PendingTraining, PendingTraining, TrainedInsufficientData]);
    assert_eq!(state(13 * 24), TrainedInsufficientData);
    assert_eq!(state(14 * 24), Trained);
}

/// What is kept changes no answer: an engine that is asked all the time says what one says that is asked once,
/// with late data, lost data and settings that change.
#[test]
fn it_does_not_matter_who_asked_before() {
    let run = |curious: bool| {
        let (mut engine, start) = (engine(), time("2026-05-04T00:00:00Z"));
        let mut last = Vec::new();
        for step in 0..300i64 {
            let now = start.plus_secs(step * 900);
            let late = now.plus_secs(-(step * 7919 % 40) * 900);
            let value = f64::from(i32::try_from(step * 31 % 17).unwrap());
            engine.put(now, Datum::new("App", "Load", late, value)).unwrap();
            if step == 200 {
                let detector = AnomalyDetector::on(metric(), Statistic::Average).with_periodic_spikes(true);
                engine.put_anomaly_detector(now, detector).unwrap();
            }
            if curious || step == 299 {
                last = band(&mut engine, now, now.plus_secs(-7200), 40);
                engine.explain_band(now, &source(), 1.0, now);
            }
        }
        (last, serde_json::to_string(&engine.snapshot()).unwrap())
    };
    assert_eq!(run(true), run(false));
}

#[test]
fn a_snapshot_holds_the_detectors() {
    let (mut engine, now) = (engine(), time("2026-05-18T00:00:30Z"));
    fill(&mut engine, now.floor_to(3_600_000), 2, Unit::None, |at| {
        f64::from(i32::try_from(at.as_millis() / 300_000 % 9).unwrap())
    });
    let detector = AnomalyDetector::on(metric(), Statistic::Average).in_zone("Asia/Kolkata".parse().unwrap());
    engine.put_anomaly_detector(now, detector).unwrap();
    let math = vec![
        MetricDataQuery::new("m", source()).hidden(),
        MetricDataQuery::new("e", Expression::parse("m * 2").unwrap()),
    ];
    engine.put_anomaly_detector(now, AnomalyDetector::on_math(math).with_periodic_spikes(true)).unwrap();
    let before = band(&mut engine, now, now, 30);
    let text = serde_json::to_string(&engine.snapshot()).unwrap();
    let mut again = Engine::restore(serde_json::from_str(&text).unwrap()).unwrap();
    assert_eq!(band(&mut again, now, now, 30), before);
    let all = AnomalyDetectorFilter {
        kinds: vec![DetectorKind::SingleMetric, DetectorKind::MetricMath],
        ..Default::default()
    };
    assert_eq!(again.anomaly_detectors(now, &all), engine.anomaly_detectors(now, &all));
    assert_eq!(again.anomaly_detectors(now, &all).len(), 2);
}

/// The band of `2 * m` is twice that of `m`, whether the call holds an id, an expression, or a detector stands by.
#[test]
fn bands_of_math_learn_the_math() {
    let (mut engine, now) = (engine(), time("2026-05-18T00:00:00Z"));
    let wave = |at: Timestamp| f64::from(i32::try_from(at.as_millis() / 300_000 % 11).unwrap()) - 3.0;
    fill(&mut engine, now.floor_to(3_600_000), 4, Unit::None, wave);
    let plain = band(&mut engine, now, now, 24);
    let doubled = band_of(&mut engine, now, now, 24, "ANOMALY_DETECTION_BAND(m * 2, 2)");
    assert_eq!(plain.len(), 24);
    for ((a, b), (c, d)) in plain.iter().zip(&doubled) {
        assert!((2.0 * a - c).abs() < 1e-9 && (2.0 * b - d).abs() < 1e-9, "{plain:?} {doubled:?}");
    }
    let math = vec![
        MetricDataQuery::new("m", source()).hidden(),
        MetricDataQuery::new("e", Expression::parse("m*2").unwrap()),
    ];
    let excluding = AnomalyDetector::on_math(math).excluding(now.plus_secs(-20 * DAY), now);
    engine.put_anomaly_detector(now, excluding).unwrap();
    assert_eq!(band_of(&mut engine, now, now, 24, "ANOMALY_DETECTION_BAND(m * 2, 2)"), []);
    assert_eq!(band_of(&mut engine, now, now, 24, "ANOMALY_DETECTION_BAND(m * 3, 2)").len(), 24);
}

#[test]
fn a_model_of_ones_own_counts() {
    #[derive(Debug)]
    struct Last;
    #[derive(Debug)]
    struct Constant(f64);
    impl BandModel for Last {
        fn train(&self, training: &Training<'_>) -> Box<dyn TrainedBand> {
            Box::new(Constant(training.points.last().unwrap().1))
        }
    }
    impl TrainedBand for Constant {
        fn expected(&self, _: Timestamp) -> Expected {
            Expected::new(self.0, 4.0)
        }
    }
    let (mut engine, now) = (engine().with_band_model(Last), time("2026-05-18T00:00:00Z"));
    fill(&mut engine, now, 1, Unit::None, |at| if at == now.plus_secs(-300) { 77.0 } else { 1.0 });
    near(&band(&mut engine, now, now, 2), 69.0, 85.0);
}

#[test]
fn budgets_of_models_change_no_answer() {
    let run = |band_models| {
        let mut engine = engine().with_limits(Limits { band_models, ..Limits::default() });
        let now = time("2026-05-18T00:00:00Z");
        fill(&mut engine, now, 1, Unit::None, |at| f64::from(i32::try_from(at.as_millis() / 300_000 % 9).unwrap()));
        (0..4).map(|_| band(&mut engine, now, now, 9)).collect::<Vec<_>>()
    };
    assert_eq!(run(0), run(10));
}

#[test]
fn widths_and_bands_of_bands_are_refused() {
    let (mut engine, now) = (engine(), time("2026-05-18T00:00:00Z"));
    let mut refused = |text: &str| {
        let request = MetricDataRequest::new(now, now.plus_secs(600))
            .with(MetricDataQuery::new("m", source()).hidden())
            .with(MetricDataQuery::new("b", Expression::parse(text).unwrap()));
        engine.metric_data(now, &request).unwrap_err().to_string()
    };
    for (text, part) in [
        ("ANOMALY_DETECTION_BAND(m, 0)", "0 is not a positive number"),
        ("ANOMALY_DETECTION_BAND(m, -1)", "-1 is not a positive number"),
        ("ANOMALY_DETECTION_BAND(FIRST(ANOMALY_DETECTION_BAND(m)))", "cannot watch an ANOMALY_DETECTION_BAND"),
    ] {
        let told = refused(text);
        assert!(told.contains(part), "{told}");
    }
}
