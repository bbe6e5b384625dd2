//! What looks wrong is told, and what does not is not.

#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use cupola_metrics::{
    Alarm, AlarmLintKind, Composite, CompositeLintKind, DashboardLintKind, Datum, Engine, Origin, Period, Place,
    Resolution, Sample, Statistic, StatisticSet, Timestamp, TreatMissingData, Unit,
};

fn start() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn noon() -> Timestamp {
    Timestamp::parse("2026-05-04T12:00:00Z").unwrap()
}

/// An engine with `Shop/Latency` of `Host=a` in milliseconds, one value every `step` seconds from six
/// to noon.
fn engine(step: i64) -> Engine {
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
    for index in 0..6 * 3600 / step {
        let at = start().plus_secs(index * step);
        let resolution = if step < 60 { Resolution::High } else { Resolution::Standard };
        let datum = Datum::new("Shop", "Latency", at, 5.0).with_unit(Unit::Milliseconds).with_resolution(resolution);
        engine.put(at, datum.with_dimensions([cupola_metrics::Dimension::new("Host", "a")])).unwrap();
    }
    engine.advance(noon());
    engine
}

fn latency() -> Alarm {
    Alarm::on("Shop", "Latency").with_dimension("Host", "a").named("slow").average(Period::MINUTE).above(10.0)
}

fn kinds(engine: &mut Engine, alarm: Alarm) -> Vec<AlarmLintKind> {
    engine.lint_new_alarm(noon(), alarm).unwrap().iter().map(|lint| lint.kind).collect()
}

#[test]
fn a_sound_alarm_has_no_lint() {
    let mut engine = engine(60);
    for treatment in TreatMissingData::ALL {
        let alarm = latency().for_periods(5).datapoints_to_alarm(3).treat_missing_data(*treatment);
        assert_eq!(kinds(&mut engine, alarm.on_alarm("arn:aws:sns:us-east-1:111122223333:ops")), []);
    }
    engine.put_metric_alarm(noon(), latency().named("kept")).unwrap();
    assert_eq!(engine.lint_alarm(noon(), "kept"), Ok(Vec::new()));
    assert!(engine.lint_alarm(noon(), "unknown").is_err());
}

#[test]
fn dimensions_and_units_that_nobody_publishes() {
    let mut engine = engine(60);
    let whole = Alarm::on("Shop", "Latency").named("all hosts").average(Period::MINUTE).above(10.0);
    let lints = engine.lint_new_alarm(noon(), whole).unwrap();
    assert_eq!(lints.len(), 1);
    assert_eq!(lints[0].message, "no data for Shop/Latency with no dimensions; data came with [Host=a]");
    let lints = engine.lint_new_alarm(noon(), latency().in_unit(Unit::Seconds)).unwrap();
    assert_eq!(
        lints[0].to_string().lines().next(),
        Some("unit-never-published: no data in Seconds, only in Milliseconds")
    );
    assert_eq!(kinds(&mut engine, latency().in_unit(Unit::Milliseconds)), []);
}

#[test]
fn data_that_come_seldom() {
    let mut engine = engine(300);
    use AlarmLintKind::{FinerThanData, NeverFires, NeverRecovers};
    let alarm = |m, treatment| latency().for_periods(5).datapoints_to_alarm(m).treat_missing_data(treatment);
    assert_eq!(kinds(&mut engine, alarm(3, TreatMissingData::NotBreaching)), [FinerThanData, NeverFires]);
    assert_eq!(kinds(&mut engine, alarm(2, TreatMissingData::NotBreaching)), [FinerThanData]);
    assert_eq!(kinds(&mut engine, alarm(3, TreatMissingData::Breaching)), [FinerThanData, NeverRecovers]);
    assert_eq!(kinds(&mut engine, alarm(4, TreatMissingData::Breaching)), [FinerThanData]);
    let five = latency().average(Period::minutes(5).unwrap()).for_periods(5);
    assert_eq!(kinds(&mut engine, five.treat_missing_data(TreatMissingData::NotBreaching)), []);
}

/// What is claimed comes true: such an alarm does not ring, whatever is published.
#[test]
fn an_alarm_that_never_fires_does_not() {
    for (m, rings) in [(3, false), (2, true)] {
        let mut engine = engine(300);
        let alarm = latency().for_periods(5).datapoints_to_alarm(m).treat_missing_data(TreatMissingData::NotBreaching);
        engine.put_metric_alarm(noon(), alarm.above(1.0)).unwrap();
        for index in 0..40 {
            let at = noon().plus_secs(300 * index);
            let datum = Datum::new("Shop", "Latency", at, 99.0).with_unit(Unit::Milliseconds);
            engine.put(at, datum.with_dimensions([cupola_metrics::Dimension::new("Host", "a")])).unwrap();
        }
        let alarmed = engine.drain().iter().any(
            |output| matches!(output, cupola_metrics::Output::StateChange(c) if c.to == cupola_metrics::StateValue::Alarm),
        );
        assert_eq!(alarmed, rings, "{m} of 5");
    }
}

#[test]
fn high_resolution_alarms_on_minutes() {
    let ten = latency().average(Period::new(10).unwrap());
    assert_eq!(kinds(&mut engine(60), ten.clone()), [AlarmLintKind::FinerThanData]);
    assert_eq!(kinds(&mut engine(10), ten), []);
}

#[test]
fn percentiles_of_sets() {
    let mut engine = engine(60);
    let set = StatisticSet { sample_count: 4.0, sum: 10.0, minimum: 1.0, maximum: 4.0 };
    for minute in 0..5 {
        let datum = Datum::new("Shop", "Sets", noon().plus_secs(-60 * minute), 0.0).with_sample(Sample::Set(set));
        engine.put_metric_data(noon(), Origin::User, vec![datum]).unwrap();
    }
    let alarm = |statistic: &str| {
        let statistic: Statistic = statistic.parse().unwrap();
        Alarm::on("Shop", "Sets").named("p").statistic(statistic, Period::MINUTE).above(3.0)
    };
    assert_eq!(kinds(&mut engine, alarm("p90")), [AlarmLintKind::NoSuchStatistic]);
    assert_eq!(kinds(&mut engine, alarm("Average")), []);
}

#[test]
fn counts_of_nothing_and_odd_actions() {
    let mut engine = engine(60);
    use AlarmLintKind::{NeverFires, SilenceIsNotZero, UnknownAction};
    let count = |alarm: Alarm| alarm.sample_count(Period::MINUTE);
    assert_eq!(kinds(&mut engine, count(latency()).below(1.0)), [SilenceIsNotZero]);
    assert_eq!(kinds(&mut engine, count(latency()).below(0.0)), [NeverFires]);
    assert_eq!(kinds(&mut engine, count(latency()).below(3.0)), []);
    let breaching = count(latency()).below(1.0).treat_missing_data(TreatMissingData::Breaching);
    assert_eq!(kinds(&mut engine, breaching), []);
    let share = latency().statistic("PR(:300)".parse().unwrap(), Period::MINUTE);
    assert_eq!(kinds(&mut engine, share.clone().above(100.0)), [NeverFires]);
    assert_eq!(kinds(&mut engine, share.above(99.0)), []);
    let odd = latency().on_alarm("arn:aws:s3:::bucket").on_ok("arn:aws:s3:::bucket");
    assert_eq!(kinds(&mut engine, odd), [UnknownAction]);
}

#[test]
fn ranges_that_are_cut_where_data_end() {
    let mut engine = engine(10);
    let ten = latency().average(Period::new(10).unwrap()).treat_missing_data(TreatMissingData::NotBreaching);
    assert_eq!(kinds(&mut engine, ten.clone().for_periods(1080)), []);
    assert_eq!(kinds(&mut engine, ten.for_periods(1081)), [AlarmLintKind::NeverFires]);
}

#[test]
fn dashboards_show_what_is_not_there() {
    let mut engine = engine(60);
    let body = r#"{"widgets": [
        {"type": "metric", "x": 0, "y": 0, "width": 6, "height": 6, "properties": {"region": "us-east-1", "metrics": [
            ["Shop", "Latency", "Host", "a"], ["Shop", "Latency", "Host", "b", {"id": "e1"}],
            ["Shop", "Latency", "Host", "c", {"region": "eu-west-1"}], [{"expression": "e1 * 2", "id": "e2"}]]}},
        {"type": "alarm", "x": 5, "y": 5, "width": 6, "height": 6, "properties": {"title": "t", "alarms": [
            "arn:aws:cloudwatch:us-east-1:111122223333:alarm:gone",
            "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:elsewhere"]}},
        {"type": "metric", "x": 12, "y": 0, "width": 6, "height": 6, "properties": {"region": "us-east-1", "metrics": [
            ["Shop", "Latency", "Host", "a", {"visible": false}]]}},
        {"type": "metric", "x": 18, "y": 0, "width": 6, "height": 6, "properties": {"region": "us-east-1", "metrics": [
            ["Shop", "Latency", "Host", "a", {"id": "m1"}],
            [{"expression": "ANOMALY_DETECTION_BAND(m1, 0)", "id": "none"}],
            [{"expression": "ANOMALY_DETECTION_BAND(m1, 2)", "id": "some"}]]}}
    ]}"#;
    engine.put_dashboard(noon(), "d", body, Vec::new()).unwrap();
    let lints = engine.lint_dashboard(noon(), "d").unwrap();
    let found: Vec<_> = lints.iter().map(|lint| (lint.widget, lint.kind)).collect();
    use DashboardLintKind::{NarrowBand, NeverPublished, NothingVisible, Overlap, UnknownAlarm};
    let expected = [(0, NeverPublished), (1, UnknownAlarm), (1, Overlap), (2, NothingVisible), (3, NarrowBand)];
    assert_eq!(found, expected);
    assert_eq!(lints[1].message, "no alarm arn:aws:cloudwatch:us-east-1:111122223333:alarm:gone");
    assert!(lints[4].message.starts_with("0 standard deviations in none = "), "{}", lints[4].message);
    assert!(engine.lint_dashboard(noon(), "none").is_err());
}

/// A cycle can be made by an update alone; what is claimed of it is true.
#[test]
fn composites_that_lead_back_to_themselves() {
    use CompositeLintKind::{Cycle, UnknownChild, UnknownSuppressor};
    let mut engine = engine(60);
    let composite = |name: &str, rule: &str| Composite::new(name, rule).unwrap();
    engine.put_metric_alarm(noon(), latency()).unwrap();
    engine.put_composite_alarm(noon(), composite("low", "ALARM(slow)")).unwrap();
    engine.put_composite_alarm(noon(), composite("mid", "ALARM(low) OR ALARM(slow)")).unwrap();
    assert_eq!(engine.lint_composite_alarms(noon(), &[]), []);

    let found = |engine: &mut Engine, new: &[Composite]| {
        let lints = engine.lint_composite_alarms(noon(), new);
        lints.into_iter().map(|lint| (lint.alarm, lint.kind, lint.message)).collect::<Vec<_>>()
    };
    let arn = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:mid";
    let low = composite("low", &format!("ALARM({arn}) OR ALARM(gone)")).suppressed_by("slow", 1, 1);
    let cycle = ("low".to_owned(), Cycle, "low -> mid -> low".to_owned());
    let gone = ("low".to_owned(), UnknownChild, "there is no alarm gone".to_owned());
    assert_eq!(found(&mut engine, &[low]), [cycle.clone(), gone]);
    assert_eq!(found(&mut engine, &[]), [], "nothing was put");

    engine.put_composite_alarm(noon(), composite("low", "ALARM(mid)")).unwrap();
    assert_eq!(found(&mut engine, &[]), [cycle]);
    let far =
        composite("far", "OK(\"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:slow\")").suppressed_by("no", 1, 1);
    let kinds: Vec<_> = found(&mut engine, &[far]).into_iter().map(|(alarm, kind, _)| (alarm, kind)).collect();
    let expected = [("far", UnknownChild), ("far", UnknownSuppressor), ("low", Cycle)];
    assert_eq!(kinds, expected.map(|(alarm, kind)| (alarm.to_owned(), kind)));
}
