//! Alarms on math, Metrics Insights and anomaly bands; low samples, windows of the calendar, warm-up.
//!
//! Expectations: CloudWatch User Guide ("Using Amazon CloudWatch alarms", "Alarming on Metrics Insights queries",
//! "Percentile-based alarms and low data samples") and CloudWatch API Reference, PutMetricAlarm.

#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use cupola_base::{Caller, Dimension, Payload};
use cupola_metrics::insights::InsightsQuery;
use cupola_metrics::math::Expression;
use cupola_metrics::{
    Alarm, AlarmFilter, Clause, ComparisonOperator, Datum, Engine, EvaluationState, EvaluationWindow, HistoryFilter,
    HistoryItemType, LowSamples, Metric, MetricDataQuery, MetricSource, Output, Period, Place, PutAlarmError,
    StateValue, Statistic, Timestamp, TreatMissingData, WallZone, WarmUp,
};
use serde_json::{Value, json};

const TOPIC: &str = "arn:aws:sns:us-east-1:111122223333:ops";
const SCALING: &str = "arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:id:autoScalingGroupName/g:policyName/p";

fn at(time: &str) -> Timestamp {
    let text = if time.len() == 8 { format!("2026-05-04T{time}Z") } else { format!("{time}Z") };
    Timestamp::parse(&text).unwrap()
}

fn engine() -> Engine {
    Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 7)
}

fn sum(name: &str) -> MetricSource {
    MetricSource::new(Metric::new("Bay", name).unwrap(), Statistic::Sum, Period::MINUTE)
}

/// Errors in a hundred calls.
fn share() -> Alarm {
    Alarm::over([
        MetricDataQuery::new("errors", sum("Errors")).hidden(),
        MetricDataQuery::new("calls", sum("Calls")).hidden(),
        MetricDataQuery::new("share", Expression::parse("100 * errors / calls").unwrap()).labelled("Errors in %"),
    ])
    .named("share")
    .above(5.0)
}

/// The largest load of each dock.
fn by_dock() -> Alarm {
    let query = InsightsQuery::parse("SELECT MAX(Load) FROM Bay GROUP BY Dock").unwrap();
    Alarm::over([MetricDataQuery::new("q", query).every(Period::MINUTE)]).named("docks").above(10.0).on_alarm(TOPIC)
}

fn put(engine: &mut Engine, now: Timestamp, name: &str, value: f64) {
    engine.put(now, Datum::new("Bay", name, now, value)).unwrap();
}

fn load(engine: &mut Engine, now: Timestamp, dock: &str, value: f64) {
    let datum = Datum::new("Bay", "Load", now, value).with_dimensions([Dimension::new("Dock", dock)]);
    engine.put(now, datum).unwrap();
}

fn state(engine: &mut Engine, now: Timestamp, name: &str) -> StateValue {
    let filter = AlarmFilter::named(name);
    engine.describe_alarms(now, &filter).next().unwrap().state.value
}

/// Every change of an alarm's state: when, to what, and why.
fn changes(outputs: &[Output]) -> Vec<(String, StateValue, String)> {
    let change = |output: &Output| match output {
        Output::StateChange(change) => Some((change.at.format("%H:%M:%S"), change.to, change.reason.clone())),
        _ => None,
    };
    outputs.iter().filter_map(change).collect()
}

fn notifications(outputs: &[Output]) -> Vec<Value> {
    let message = |output: &Output| match output {
        Output::Action(draft) if draft.target == TOPIC => {
            let (Payload::Json(json), _) = (&draft.payload, ()) else { panic!("{draft:?}") };
            Some(serde_json::from_str(json.as_str()).unwrap())
        }
        _ => None,
    };
    outputs.iter().filter_map(message).collect()
}

fn events(outputs: &[Output], detail_type: &str) -> Vec<Value> {
    let event = |output: &Output| match output {
        Output::Event(event) if event.detail_type == detail_type => {
            Some(serde_json::from_str(event.detail.as_str()).unwrap())
        }
        _ => None,
    };
    outputs.iter().filter_map(event).collect()
}

#[test]
fn math_is_watched_and_told_in_full() {
    let mut engine = engine();
    engine.put_metric_alarm(at("06:00:00"), share().on_alarm(TOPIC)).unwrap();
    put(&mut engine, at("06:00:10"), "Calls", 200.0);
    put(&mut engine, at("06:00:20"), "Errors", 4.0);
    put(&mut engine, at("06:01:10"), "Calls", 100.0);
    put(&mut engine, at("06:01:20"), "Errors", 7.0);
    engine.advance(at("06:02:00"));
    let outputs = engine.drain();
    let text = |value: &str, minute: &str, not: &str| {
        format!(
            "Threshold Crossed: 1 datapoint [{value} (04/05/26 06:{minute}:00)] was {not}greater than the threshold (5.0)."
        )
    };
    assert_eq!(
        changes(&outputs),
        [
            ("06:01:00".into(), StateValue::Ok, text("2.0", "00", "not ")),
            ("06:02:00".into(), StateValue::Alarm, text("7.0", "01", "")),
        ]
    );
    let message = &notifications(&outputs)[0];
    assert_eq!(
        message["Trigger"],
        json!({
            "Period": 60, "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold", "Threshold": 5.0,
            "TreatMissingData": "missing", "EvaluateLowSampleCountPercentile": "",
            "Metrics": [
                {"Id": "errors", "MetricStat": {"Metric": {"Dimensions": [], "MetricName": "Errors", "Namespace": "Bay"},
                    "Period": 60, "Stat": "Sum"}, "ReturnData": false},
                {"Id": "calls", "MetricStat": {"Metric": {"Dimensions": [], "MetricName": "Calls", "Namespace": "Bay"},
                    "Period": 60, "Stat": "Sum"}, "ReturnData": false},
                {"Expression": "100 * errors / calls", "Id": "share", "Label": "Errors in %", "ReturnData": true},
            ],
        })
    );
    let metrics = &events(&outputs, "CloudWatch Alarm State Change")[1]["configuration"]["metrics"];
    assert_eq!(
        metrics[2],
        json!({"id": "share", "expression": "100 * errors / calls", "label": "Errors in %", "returnData": true})
    );
    assert_eq!(metrics[0]["metricStat"]["metric"], json!({"namespace": "Bay", "name": "Errors", "dimensions": {}}));
}

#[test]
fn the_data_of_a_reason_tell_no_statistic_of_math() {
    let mut engine = engine();
    engine.put_metric_alarm(at("06:00:00"), share()).unwrap();
    put(&mut engine, at("06:00:10"), "Calls", 100.0);
    put(&mut engine, at("06:00:20"), "Errors", 7.0);
    engine.advance(at("06:01:00"));
    let filter = AlarmFilter::named("share");
    let alarm = engine.describe_alarms(at("06:01:00"), &filter).next().unwrap().clone();
    assert_eq!(
        serde_json::from_str::<Value>(alarm.state.reason_data().as_ref().unwrap().as_str()).unwrap(),
        json!({
            "version": "1.0", "queryDate": "2026-05-04T06:01:00.000+0000", "startDate": "2026-05-04T06:00:00.000+0000",
            "period": 60, "recentDatapoints": [7.0], "threshold": 5.0,
            "evaluatedDatapoints": [{"timestamp": "2026-05-04T06:00:00.000+0000", "value": 7.0}],
        })
    );
}

#[test]
fn math_without_data_sleeps_and_wakes() {
    let mut engine = engine();
    engine.put_metric_alarm(at("06:00:00"), share()).unwrap();
    let filled = Expression::parse("FILL(calls, 9)").unwrap();
    let filled = Alarm::over([MetricDataQuery::new("calls", sum("Calls")).hidden(), MetricDataQuery::new("f", filled)]);
    engine.put_metric_alarm(at("06:00:00"), filled.named("filled").above(5.0)).unwrap();
    engine.advance(at("2027-05-04T06:00:00"));
    assert_eq!(engine.next_deadline(), None);
    assert_eq!(state(&mut engine, at("2027-05-04T06:00:00"), "filled"), StateValue::Alarm, "gaps are filled");
    put(&mut engine, at("2027-05-04T06:00:10"), "Calls", 1.0);
    assert_eq!(engine.next_deadline().unwrap().at, at("2027-05-04T06:01:00"));
    assert_eq!(state(&mut engine, at("2027-05-04T06:01:00"), "filled"), StateValue::Ok);
    assert_eq!(state(&mut engine, at("2027-05-04T06:10:00"), "filled"), StateValue::Alarm);
}

#[test]
fn what_an_alarm_may_not_be_on_is_refused() {
    let query = |id: &str, text: &str| MetricDataQuery::new(id, Expression::parse(text).unwrap());
    let insights = |text: &str| MetricDataQuery::new("q", InsightsQuery::parse(text).unwrap());
    let m = || MetricDataQuery::new("m", sum("Load"));
    let refused = |alarm: Alarm| engine().put_metric_alarm(at("06:00:00"), alarm.named("a")).unwrap_err().to_string();
    let both = ComparisonOperator::LessThanLowerOrGreaterThanUpperThreshold;
    let fast = MetricSource::new(Metric::new("Bay", "Load").unwrap(), Statistic::Sum, Period::new(10).unwrap());
    let ec2 = "arn:aws:automate:us-east-1:ec2:stop";
    for (alarm, text) in [
        (
            Alarm::over([m(), query("e", "m * 2")]).above(1.0),
            "Exactly 1 of the Metrics must have ReturnData set to true, 2 have.",
        ),
        (Alarm::over([m().hidden()]).above(1.0), "Exactly 1 of the Metrics must have ReturnData set to true, 0 have."),
        (
            Alarm::over([m().hidden(), query("e", "[m, m]")]).above(1.0),
            "The expression e must come to a single time series.",
        ),
        (
            Alarm::over([query("e", "SUM(SEARCH('{Bay} Load', 'Sum'))")]).above(1.0),
            "SEARCH is not supported in the Metrics of alarms: e.",
        ),
        (
            Alarm::over([m().hidden(), MetricDataQuery::new("n", fast.clone()).hidden(), query("e", "m + n")])
                .above(1.0),
            "All metrics of an alarm must have the same period, 60 s and 10 s were given.",
        ),
        (
            Alarm::over([query("e", "TIME_SERIES(7)")]).above(1.0),
            "The parameter Period is required for the expression e.",
        ),
        (
            Alarm::over((0..11).map(|i| MetricDataQuery::new(format!("m{i}"), sum("Load")).hidden())).above(1.0),
            "An alarm may have 10 metrics, 11 were given.",
        ),
        (
            Alarm::over([m()]).outside_band(both, "m"),
            "ThresholdMetricId m is not the id of an ANOMALY_DETECTION_BAND expression that returns data.",
        ),
        (
            Alarm::over([m(), query("b", "ANOMALY_DETECTION_BAND(m)")]).compared(both, 1.0),
            "The operator LessThanLowerOrGreaterThanUpperThreshold needs ThresholdMetricId.",
        ),
        (
            Alarm::over([MetricDataQuery::new("m", fast), query("b", "ANOMALY_DETECTION_BAND(m)")])
                .outside_band(both, "b"),
            "Alarms on anomaly detection need a period of at least 60 seconds, not 10 s.",
        ),
        (
            Alarm::over([m(), query("b", "ANOMALY_DETECTION_BAND(m)")]).outside_band(both, "b").on_alarm(SCALING),
            &format!("The action {SCALING} is not supported for alarms on anomaly detection."),
        ),
        (
            Alarm::over([m()]).above(1.0).on_alarm(ec2),
            &format!("The action {ec2} is for alarms on a single metric of an instance."),
        ),
        (
            Alarm::over([insights("SELECT MAX(Load) FROM Bay").every(Period::MINUTE)]).above(1.0).for_periods(181),
            "MetricsInsights monitors cannot be checked across more than 3 hours",
        ),
        (
            Alarm::on("Bay", "Load")
                .sum(Period::new(120).unwrap())
                .above(1.0)
                .evaluation_window(EvaluationWindow::WallClock(WallZone::UTC)),
            "WallClockWindow needs a period of 60, 300, 3600, 86400 or 604800 seconds, not 120 s.",
        ),
        (
            Alarm::on("Bay", "Load").sum(Period::MINUTE).above(1.0).warm_up(WarmUp::minutes(2881)),
            "WarmUpPeriodDurationInMinutes must be between 1 and 2880, not 2881.",
        ),
        (
            Alarm::on("Bay", "Load").sum(Period::MINUTE).above(1.0).low_samples(LowSamples::Ignore),
            "The parameter EvaluateLowSampleCountPercentile is valid with a percentile as ExtendedStatistic only.",
        ),
    ] {
        assert_eq!(refused(alarm), text);
    }
    let unknown = engine().put_metric_alarm(at("06:00:00"), Alarm::over([query("e", "zz")]).named("a").above(1.0));
    assert!(matches!(unknown, Err(PutAlarmError::Queries(_))));
}

#[test]
fn a_value_outside_the_band_is_an_alarm() {
    let mut engine = engine();
    let start = at("2026-04-19T06:00:00");
    for five_minutes in 0..15 * 288 {
        let now = start.plus_secs(300 * five_minutes);
        put(&mut engine, now, "Load", if five_minutes % 2 == 0 { 99.0 } else { 101.0 });
    }
    let band = MetricDataQuery::new("band", Expression::parse("ANOMALY_DETECTION_BAND(m, 3)").unwrap());
    let load = MetricSource::new(Metric::new("Bay", "Load").unwrap(), Statistic::Average, Period::minutes(5).unwrap());
    let alarm = Alarm::over([MetricDataQuery::new("m", load), band]).named("odd");
    let alarm = alarm.outside_band(ComparisonOperator::GreaterThanUpperThreshold, "band");
    engine.put_metric_alarm(at("06:00:00"), alarm).unwrap();
    put(&mut engine, at("06:00:10"), "Load", 100.0);
    assert_eq!(state(&mut engine, at("06:05:00"), "odd"), StateValue::Ok);
    put(&mut engine, at("06:05:10"), "Load", 500.0);
    engine.advance(at("06:06:00"));
    let outputs = engine.drain();
    let (when, to, reason) = changes(&outputs).pop().unwrap();
    assert_eq!((when.as_str(), to), ("06:06:00", StateValue::Alarm));
    let start = "Thresholds Crossed: 1 datapoint [500.0 (04/05/26 06:01:00)] was greater than the upper thresholds [";
    assert!(reason.starts_with(start) && reason.ends_with("]."), "{reason}");
    let why = engine.explain_alarm(at("06:06:00"), "odd").unwrap();
    let (lower, upper) = why.windows[0].band.unwrap();
    assert!(lower < 100.0 && upper > 100.0 && upper < 120.0, "{lower} {upper}");

    let filter = AlarmFilter::named("odd");
    let alarm = engine.describe_alarms(at("06:06:00"), &filter).next().unwrap();
    assert_eq!((alarm.configuration.threshold, alarm.configuration.threshold_metric_id()), (None, Some("band")));
    let data: Value = serde_json::from_str(alarm.state.reason_data().as_ref().unwrap().as_str()).unwrap();
    assert_eq!(data["recentUpperThresholds"], json!([upper]));
    assert_eq!((data.get("recentLowerThresholds"), data.get("threshold")), (None, None));
    assert_eq!(data["evaluatedDatapoints"][0]["threshold"], json!(upper));
}

#[test]
fn a_query_of_one_series_is_like_any() {
    let mut engine = engine();
    let query = InsightsQuery::parse("SELECT SUM(Load) FROM Bay").unwrap();
    let alarm = Alarm::over([MetricDataQuery::new("q", query).every(Period::MINUTE)]).named("all").above(10.0);
    engine.put_metric_alarm(at("06:00:00"), alarm).unwrap();
    engine.advance(at("06:30:00"));
    assert_eq!(engine.next_deadline(), None, "nothing to look at");
    load(&mut engine, at("06:30:10"), "n1", 6.0);
    load(&mut engine, at("06:30:20"), "n2", 5.0);
    assert_eq!(state(&mut engine, at("06:31:00"), "all"), StateValue::Alarm);
}

#[test]
fn each_time_series_is_an_alarm_of_its_own() {
    let mut engine = engine();
    let alarm = by_dock().on_ok(TOPIC).treat_missing_data(TreatMissingData::Breaching);
    engine.put_metric_alarm(at("06:00:00"), alarm).unwrap();
    engine.advance(at("06:05:00"));
    assert_eq!(
        state(&mut engine, at("06:05:00"), "docks"),
        StateValue::InsufficientData,
        "whatever missing data count as"
    );
    for (dock, value) in [("n1", 11.0), ("n2", 3.0), ("n3", 12.0)] {
        load(&mut engine, at("06:05:10"), dock, value);
    }
    let _ = engine.drain();
    engine.advance(at("06:06:00"));
    let outputs = engine.drain();
    let reason = "2 out of 3 time series evaluated to ALARM";
    assert_eq!(changes(&outputs), [("06:06:00".into(), StateValue::Alarm, reason.into())]);
    let told = notifications(&outputs);
    let of = |message: &Value| (message["AlarmContributorAttributes"].clone(), message["NewStateReason"].clone());
    let long = |value: &str| {
        json!(format!(
            "Threshold Crossed: 1 datapoint was greater than the threshold (10.0). The most recent datapoint which \
             crossed the threshold: [{value} (04/05/26 06:05:00)]."
        ))
    };
    let whole = (Value::Null, json!(reason));
    let mut all: Vec<_> = told.iter().map(of).collect();
    assert_eq!(all.pop(), Some(whole), "the alarm as a whole comes last");
    assert_eq!(all, [(json!({"Dock": "n1"}), long("11.0")), (json!({"Dock": "n3"}), long("12.0"))]);

    let contributors = engine.alarm_contributors("docks").unwrap();
    assert!(contributors.keys().all(|id| id.len() == 16));
    let events = events(&outputs, "CloudWatch Alarm Contributor State Change");
    assert_eq!((events.len(), &events[0]["alarmContributor"]["attributes"]), (2, &json!({"Dock": "n1"})));
    assert_eq!(events[0].get("previousState"), None);

    // n1 recovers, n3 is silent, n2 goes on; three hours later everything is gone.
    for minute in 6..12 {
        load(&mut engine, at(&format!("06:{minute:02}:10")), "n1", 1.0);
        load(&mut engine, at(&format!("06:{minute:02}:10")), "n2", 1.0);
    }
    engine.advance(at("06:12:00"));
    let outputs = engine.drain();
    let gone: Vec<_> = notifications(&outputs)
        .iter()
        .map(of)
        .filter(|(_, reason)| *reason == json!("No data was returned for this contributor"))
        .collect();
    assert_eq!(gone, [(json!({"Dock": "n3"}), json!("No data was returned for this contributor"))]);
    assert_eq!(changes(&outputs).last().unwrap().1, StateValue::Ok);
    assert_eq!(state(&mut engine, at("10:00:00"), "docks"), StateValue::InsufficientData);
    assert_eq!(engine.next_deadline(), None);

    let mut filter = HistoryFilter::of("docks");
    filter.kind = Some(HistoryItemType::ContributorStateUpdate);
    let items: Vec<_> = engine.describe_alarm_history(at("10:00:00"), &filter).collect();
    assert_eq!(items.len(), 4);
    assert_eq!(items[0].summary(), "Alarm contributor updated from ALARM to OK");
    assert!(items.iter().all(|item| item.contributor.is_some()));
}

#[test]
fn a_hundred_contributors_are_kept_in_alarm() {
    let mut engine = engine();
    engine.put_metric_alarm(at("06:00:00"), by_dock()).unwrap();
    for dock in 0..120 {
        load(&mut engine, at("06:00:10"), &format!("n{dock}"), 11.0);
    }
    engine.advance(at("06:01:00"));
    let outputs = engine.drain();
    assert_eq!(changes(&outputs)[0].2, "100+ time series evaluated to ALARM");
    assert_eq!(events(&outputs, "CloudWatch Alarm Contributor State Change").len(), 100);
    // One that comes before them all does not take the place of another.
    for dock in 0..120 {
        load(&mut engine, at("06:01:10"), &format!("n{dock}"), 11.0);
    }
    load(&mut engine, at("06:01:10"), "a", 11.0);
    engine.advance(at("06:02:00"));
    assert_eq!(events(&engine.drain(), "CloudWatch Alarm Contributor State Change").len(), 0);
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let input = r#"{"AlarmName": "docks"}"#;
    let told = engine.call(at("06:02:00"), &Caller::root(place), "DescribeAlarmContributors", input).unwrap();
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["AlarmContributors"].as_array().unwrap().len(), 100);
}

#[test]
fn few_samples_keep_the_state_where_they_are_ignored() {
    let mut engine = engine();
    for (name, low) in [("asked", Some(LowSamples::Ignore)), ("plain", None)] {
        let alarm = Alarm::on("Bay", "Load").named(name).statistic("p90".parse().unwrap(), Period::MINUTE).above(10.0);
        let alarm = match low {
            Some(low) => alarm.low_samples(low),
            None => alarm,
        };
        engine.put_metric_alarm(at("06:00:00"), alarm).unwrap();
    }
    let many = |engine: &mut Engine, now: &str, count: u32| {
        for _ in 0..count {
            put(engine, at(now), "Load", 11.0);
        }
    };
    // 10 / (1 - 0.9) = 100 samples are needed.
    many(&mut engine, "06:00:10", 99);
    engine.advance(at("06:01:00"));
    assert_eq!(state(&mut engine, at("06:01:00"), "plain"), StateValue::Alarm);
    assert_eq!(state(&mut engine, at("06:01:00"), "asked"), StateValue::InsufficientData);
    let why = engine.explain_alarm(at("06:01:00"), "asked").unwrap();
    assert_eq!((why.decision.state, why.decision.clause), (None, Clause::LowSamples));
    many(&mut engine, "06:01:10", 101);
    assert_eq!(state(&mut engine, at("06:02:00"), "asked"), StateValue::Alarm);
}

#[test]
fn days_of_the_calendar_are_those_of_the_zone() {
    let mut engine = engine();
    let zone: WallZone = "Europe/Berlin".parse().unwrap();
    let day = Period::new(86_400).unwrap();
    let alarm = Alarm::on("Bay", "Load").named("day").sum(day).above(10.0);
    let alarm = alarm.evaluation_window(EvaluationWindow::WallClock(zone));
    engine.put_metric_alarm(at("2026-03-28T12:00:00"), alarm).unwrap();
    // 29 March has 23 hours in Berlin: 28 March 23:00 to 29 March 22:00 UTC.
    put(&mut engine, at("2026-03-28T22:30:00"), "Load", 100.0);
    put(&mut engine, at("2026-03-28T23:30:00"), "Load", 6.0);
    put(&mut engine, at("2026-03-29T21:30:00"), "Load", 6.0);
    assert_eq!(state(&mut engine, at("2026-03-29T21:59:00"), "day"), StateValue::Alarm, "the day before had 100");
    let why = engine.explain_alarm(at("2026-03-29T22:00:00"), "day").unwrap();
    assert_eq!((why.windows[0].start, why.windows[0].value), (at("2026-03-28T23:00:00"), Some(12.0)));
    assert_eq!((why.windows[1].start, why.windows[1].value), (at("2026-03-27T23:00:00"), Some(100.0)));
    put(&mut engine, at("2026-03-29T22:30:00"), "Load", 1.0);
    assert_eq!(state(&mut engine, at("2026-03-30T21:59:00"), "day"), StateValue::Alarm);
    assert_eq!(state(&mut engine, at("2026-03-30T22:00:00"), "day"), StateValue::Ok);
}

#[test]
fn a_warm_up_ends_with_enough_data_or_with_its_time() {
    // The guide: three periods of five minutes, first data at 10:04, so about 10:19.
    let mut engine = engine();
    let alarm = || Alarm::on("Bay", "Load").sum(Period::minutes(5).unwrap()).above(10.0).for_periods(3);
    engine.put_metric_alarm(at("10:00:00"), alarm().named("early").warm_up(WarmUp::minutes(60))).unwrap();
    let whole = WarmUp { to_the_end: true, ..WarmUp::minutes(60) };
    engine.put_metric_alarm(at("10:00:00"), alarm().named("whole").warm_up(whole)).unwrap();
    for minute in 4..58 {
        put(&mut engine, at(&format!("10:{minute:02}:00")), "Load", 11.0);
    }
    engine.advance(at("10:58:00"));
    let outputs = engine.drain();
    assert_eq!(changes(&outputs)[0].0, "10:19:00");
    let filter = AlarmFilter::default();
    let told: Vec<_> = engine
        .describe_alarms(at("10:58:00"), &filter)
        .map(|alarm| (alarm.state.value, alarm.state.evaluation))
        .collect();
    assert_eq!(told, [(StateValue::Alarm, None), (StateValue::InsufficientData, Some(EvaluationState::InWarmUp))]);
    engine.advance(at("11:00:00"));
    assert_eq!(changes(&engine.drain())[0].0, "11:00:00");
}
