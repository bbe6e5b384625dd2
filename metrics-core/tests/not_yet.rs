//! What the service has and this crate does not answer yet is refused, and named.

#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use cupola_base::{ApiError, Caller, Place};
use cupola_metrics::{Engine, Timestamp};
use serde_json::{Value, json};

fn refused(action: &str, request: &Value) -> ApiError {
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let (mut engine, caller) = (Engine::new(place.clone(), 0), Caller::root(place));
    let now = Timestamp::parse("2026-05-04T12:00:00Z").unwrap();
    engine.call(now, &caller, action, &request.to_string()).unwrap_err()
}

#[test]
fn math_is_refused_by_name() {
    let math = json!([{"Id": "e1", "Expression": "m1 / 2"}]);
    let data = json!({"MetricDataQueries": math, "StartTime": 1_777_888_800, "EndTime": 1_777_892_400});
    let alarm = json!({
        "AlarmName": "a", "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold",
        "Metrics": math,
    });
    for (error, member) in
        [(refused("GetMetricData", &data), "Expression"), (refused("PutMetricAlarm", &alarm), "Metrics")]
    {
        assert!(error.message.ends_with(&format!("{member} is not supported yet.")), "{}", error.message);
    }
}

#[test]
fn composite_alarms_are_an_unknown_operation() {
    let request = json!({"AlarmName": "both", "AlarmRule": "ALARM(a) AND ALARM(b)"});
    assert_eq!(refused("PutCompositeAlarm", &request).code, "UnknownOperationException");
}
