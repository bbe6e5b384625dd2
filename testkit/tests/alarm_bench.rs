//! The bench sees what an alarm does, and says so.

use std::panic::{AssertUnwindSafe, catch_unwind};

use cupola::metrics::{Alarm, Composite, EvaluationRange, Period, Policies, StateValue, TreatMissingData};
use cupola_test::{AlarmBench, BenchError, Failure};

fn latency() -> Alarm {
    Alarm::on("Shop", "Latency").named("slow").average(Period::MINUTE).above(10.0)
}

/// The timeline of the reference: two of two, then gaps.
fn timeline(treatment: TreatMissingData) -> AlarmBench {
    AlarmBench::of(latency().for_periods(2).treat_missing_data(treatment)).feed("12 _x2 5 _x6")
}

#[test]
fn a_lonely_breach_comes_and_goes() {
    let report = timeline(TreatMissingData::Missing)
        .expect("INSUFFICIENT_DATA@1 ALARM@2..3 OK@4..7 INSUFFICIENT_DATA@8..10")
        .expect_changes("ALARM@2 OK@4 INSUFFICIENT_DATA@8")
        .check();
    assert_eq!(report.state_at("slow", 3), Some(StateValue::Alarm));
    assert_eq!(report.state_at("fast", 3), None);
    timeline(TreatMissingData::NotBreaching).expect_changes("OK@1").check();
}

#[test]
fn what_is_not_met_is_told_with_its_time() {
    let failures = |states: &str| timeline(TreatMissingData::Missing).expect(states).run().unwrap().failures();
    let first = |states: &str| {
        let Failure { at, expected, found, .. } = failures(states).remove(0);
        (at.to_string(), expected, found)
    };
    assert_eq!(first("ALARM@2..5"), ("2026-01-05T00:04:00Z".into(), Some(StateValue::Alarm), StateValue::Ok));
    assert_eq!(first("OK@2"), ("2026-01-05T00:02:00Z".into(), Some(StateValue::Ok), StateValue::Alarm));
    assert_eq!(failures("ALARM@2..3"), []);

    let changes = |changes: &str| {
        let failures = timeline(TreatMissingData::Missing).expect_changes(changes).run().unwrap().failures();
        failures.first().map(|failure| (failure.at.to_string(), failure.expected))
    };
    assert_eq!(changes("ALARM@2 OK@4 INSUFFICIENT_DATA@8"), None);
    assert_eq!(changes("ALARM@2 OK@4"), Some(("2026-01-05T00:08:00Z".into(), None)));
    assert_eq!(changes("ALARM@3 OK@4"), Some(("2026-01-05T00:02:00Z".into(), None)));
    assert_eq!(changes("OK@1 ALARM@2"), Some(("2026-01-05T00:01:00Z".into(), Some(StateValue::Ok))));
    assert_eq!(
        changes("ALARM@2 OK@4 INSUFFICIENT_DATA@8 OK@20"),
        Some(("2026-01-05T00:20:00Z".into(), Some(StateValue::Ok)))
    );
}

#[test]
fn a_failed_test_shows_the_drawing() {
    let bench = timeline(TreatMissingData::Missing).expect("OK@3");
    let panic = catch_unwind(AssertUnwindSafe(|| bench.check())).expect_err("the expectation fails");
    let message = panic.downcast_ref::<String>().unwrap();
    let expected = "the alarm did not do what was expected of it
alarm \"slow\" from 2026-01-05T00:00:00Z
       1          12.0 X  INSUFFICIENT_DATA
       2               -  ALARM  <- INSUFFICIENT_DATA: Threshold Crossed: 1 datapoint [12.0 (05/01/26 00:00:00)] was \
                    greater than the threshold (10.0).
       3               -  ALARM
       !  expected OK, found ALARM
       4           5.0 0  OK  <- ALARM: Threshold Crossed: 1 datapoint [5.0 (05/01/26 00:03:00)] was not greater than \
                    the threshold (10.0).
       5               -  OK
       6               -  OK
       7               -  OK
       8               -  INSUFFICIENT_DATA  <- OK: Insufficient Data: 2 datapoints were unknown.
       9               -  INSUFFICIENT_DATA
      10               -  INSUFFICIENT_DATA
";
    assert_eq!(message, expected);
}

#[test]
fn long_drawings_show_what_changes() {
    let report = AlarmBench::of(latency()).feed("5x500 12x100 5x400").run().unwrap();
    let drawing = report.to_string();
    assert!(drawing.lines().count() < 40, "{drawing}");
    assert!(drawing.contains("...  ") && drawing.contains("     501          12.0 X  ALARM"), "{drawing}");
}

#[test]
fn the_services_json_in_all_its_forms() {
    let put = r#"{"AlarmName": "slow", "Namespace": "Shop", "MetricName": "Latency", "Statistic": "Average", "Period": 60,
        "EvaluationPeriods": 2, "Threshold": 10, "ComparisonOperator": "GreaterThanThreshold", "Unit": "Milliseconds",
        "Dimensions": [{"Name": "Host", "Value": "a"}]}"#;
    let described = put.replacen(
        '{',
        r#"{"AlarmArn": "arn:aws:cloudwatch:eu-west-1:444455556666:alarm:slow",
        "StateValue": "ALARM", "StateUpdatedTimestamp": 1767225600.0, "ActionsEnabled": true, "OKActions": [],"#,
        1,
    );
    let answer = format!(r#"{{"MetricAlarms": [{described}], "CompositeAlarms": []}}"#);
    for text in [put, &described, &answer] {
        let bench = AlarmBench::from_json(text).unwrap();
        bench.feed("5x3 12x3").expect_changes("OK@1 ALARM@5").check();
    }
    for text in ["", "[]", "{}", r#"{"MetricAlarms": []}"#, r#"{"MetricAlarms": [1]}"#, r#"{"MetricAlarms": 1}"#] {
        assert!(matches!(AlarmBench::from_json(text), Err(BenchError::Json(_))), "{text}");
    }
    let odd = put.replace("Average", "Median");
    assert!(matches!(AlarmBench::from_json(&odd).unwrap().run(), Err(BenchError::Refused(_))));
}

#[test]
fn several_alarms_and_metrics() {
    let two = || AlarmBench::of(latency()).and(latency().named("slower").above(20.0));
    two()
        .feed("5x3 12x3 25x3")
        .expect_changes_of("slow", "OK@1 ALARM@4")
        .expect_changes_of("slower", "OK@1 ALARM@7")
        .check();
    assert!(matches!(two().expect("OK@1").run(), Err(BenchError::WhichAlarm { .. })));
    let error = two().expect_of("slowest", "OK@1").run().unwrap_err();
    assert_eq!(error.to_string(), "no alarm \"slowest\" is on the bench, which has [slow, slower]");

    let errors = Alarm::on("Shop", "Errors").with_dimension("Host", "a").named("wrong").sum(Period::MINUTE).above(0.0);
    let both = || AlarmBench::of(latency()).and(errors.clone());
    both()
        .feed_metric("Shop", "Latency", &[], "12x3")
        .feed_metric("Shop", "Errors", &[("Host", "a")], "0 1 0")
        .expect_of("slow", "ALARM@1")
        .expect_of("wrong", "OK@1 ALARM@2 OK@3")
        .check();
    let error = both().feed("1").run().unwrap_err();
    assert_eq!(
        error.to_string(),
        "which metric do the values belong to? the alarms watch [Shop/Errors Host=a, Shop/Latency]"
    );
}

#[test]
fn steps_of_seconds_and_policies_of_ones_own() {
    let fast = latency().average(Period::new(10).unwrap()).for_periods(2);
    AlarmBench::of(fast.clone()).every(10).feed("5x6 12x6").expect_changes("OK@10s ALARM@1m20s").check();
    assert!(matches!(AlarmBench::of(fast).every(7).run(), Err(BenchError::Step(7))));
    let exact = Policies { evaluation_range: EvaluationRange::Exact, ..Policies::default() };
    let quiet = || AlarmBench::of(latency()).feed("12 _x5");
    quiet().expect_changes("ALARM@1 INSUFFICIENT_DATA@4").check();
    quiet().with_policies(exact).expect_changes("ALARM@1 INSUFFICIENT_DATA@2").check();
}

#[test]
fn mistakes_in_texts_are_told_when_it_runs() {
    let error = AlarmBench::of(latency()).feed("5x").expect("OK").run().unwrap_err();
    assert!(matches!(error, BenchError::Values(_)), "the first mistake is told: {error}");
    let error = AlarmBench::of(latency()).feed("5").expect("OK").run().unwrap_err();
    assert!(error.to_string().contains("a state needs a time"), "{error}");
    assert!(matches!(AlarmBench::of(latency().for_periods(0)).run(), Err(BenchError::Alarm(_))));
    let year = AlarmBench::of(latency()).every(5).expect("OK@8000h").run();
    assert!(matches!(year, Err(BenchError::TooLong { .. })));
}

fn shop() -> AlarmBench {
    let errors = Alarm::on("Shop", "Errors").named("wrong").sum(Period::MINUTE).above(0.0);
    AlarmBench::of(latency())
        .and(errors)
        .and_composite(Composite::new("page", "ALARM(slow) AND ALARM(wrong)").expect("a rule"))
}

#[test]
fn composites_show_the_states_of_their_children() {
    let report = shop()
        .feed_metric("Shop", "Latency", &[], "5 12x3")
        .feed_metric("Shop", "Errors", &[], "0x2 1x1 0")
        .expect_of("page", "OK@0..2 OK@3 OK@4")
        .expect_changes_of("page", "OK@0 ALARM@3 OK@4")
        .run()
        .unwrap();
    let failures: Vec<_> = report.failures().iter().map(|failure| (failure.alarm.clone(), failure.expected)).collect();
    assert_eq!(failures, [("page".to_owned(), Some(StateValue::Ok))]);
    let arn = "arn:aws:cloudwatch:us-east-1:111122223333:alarm";
    let expected = format!(
        "alarm \"page\" on slow, wrong from 2026-01-05T00:00:00Z
       0              II  OK  <- INSUFFICIENT_DATA: {arn}:page was created and its alarm rule evaluates to OK
       1              OO  OK
       2              AO  OK
       3              AA  ALARM  <- OK: {arn}:wrong transitioned to ALARM at Monday 05 January, 2026 00:03:00 UTC
       !  expected OK, found ALARM
       4              AO  OK  <- ALARM: {arn}:wrong transitioned to OK at Monday 05 January, 2026 00:04:00 UTC
"
    );
    let drawing = report.to_string();
    assert!(drawing.contains(&expected), "{drawing}");
}

#[test]
fn composites_come_in_whatever_order() {
    let text = r#"{"CompositeAlarms": [
        {"AlarmName": "all", "AlarmRule": "ALARM(arn:aws:cloudwatch:us-east-1:111122223333:alarm:page) OR FALSE"},
        {"AlarmName": "page", "AlarmRule": "ALARM(slow)"}],
        "MetricAlarms": [{"AlarmName": "slow", "Namespace": "Shop", "MetricName": "Latency", "Statistic": "Average",
            "Period": 60, "EvaluationPeriods": 1, "Threshold": 10, "ComparisonOperator": "GreaterThanThreshold"}]}"#;
    let report = AlarmBench::from_json(text).unwrap().feed("5x2 12").expect_changes_of("all", "OK@0 ALARM@3").check();
    assert!(report.to_string().contains("alarm \"all\" on page from"), "{report}");
    let lost = text.replace("ALARM(slow)", "ALARM(fast)");
    let error = AlarmBench::from_json(&lost).unwrap().run().unwrap_err();
    assert!(matches!(&error, BenchError::Refused(_)) && error.to_string().contains("page"), "{error}");
    let alone = AlarmBench::default().and_composite(Composite::new("page", "ALARM(slow)").unwrap()).run();
    assert!(matches!(alone, Err(BenchError::Composite(_))));
}
