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
fn alarms_on_prom_ql_are_refused_by_name() {
    let criteria = json!({"PromQLCriteria": {"Query": "up == 0"}});
    let alarm = json!({"AlarmName": "a", "EvaluationCriteria": criteria, "EvaluationInterval": 60});
    assert_eq!(refused("PutMetricAlarm", &alarm).message, "The parameter EvaluationCriteria is not supported.");
}

#[test]
fn functions_whose_data_come_from_outside_say_so() {
    let message = "SERVICE_QUOTA has no answer: its data come from outside, and nobody handed them in";
    let metric = json!({"Metric": {"Namespace": "N", "MetricName": "M"}, "Period": 60, "Stat": "Sum"});
    let queries = json!([{"Id": "m", "MetricStat": metric}, {"Id": "e", "Expression": "SERVICE_QUOTA(m)"}]);
    let data = json!({"MetricDataQueries": queries, "StartTime": 1_777_888_800, "EndTime": 1_777_892_400});
    let refusal = refused("GetMetricData", &data);
    let expected = format!("Error in expression 'e': {message}");
    assert_eq!((&*refusal.code, refusal.message), ("ValidationException", expected));
}

#[test]
fn tags_of_metrics_are_refused_by_name() {
    let queries = json!([{"Id": "q", "Expression": "SELECT SUM(m) FROM n GROUP BY tag.\"team\""}]);
    let data = json!({"MetricDataQueries": queries, "StartTime": 1_777_888_800, "EndTime": 1_777_892_400});
    let message = refused("GetMetricData", &data).message;
    assert_eq!(message, "Error in query 'q': tags of metrics are not kept, so that they cannot be asked for");
}
