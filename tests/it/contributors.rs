//! Log events of watched groups count for Contributor Insights rules.

#![expect(clippy::unwrap_used, reason = "a request that is not well formed may panic")]

use cupola::{Caller, Observatory, Output, Place, Service, Timestamp};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_secs(1_777_874_400);

fn call(observatory: &mut Observatory, seconds: i64, service: Service, action: &str, input: &Value) -> Value {
    let caller = Caller::root(observatory.place().clone());
    let answer = observatory.call(NOW.plus_secs(seconds), &caller, service, action, &input.to_string());
    serde_json::from_str(&answer.unwrap_or_else(|error| panic!("{action}: {error}"))).unwrap()
}

fn put_rule(observatory: &mut Observatory, name: &str, groups: Value, on_transformed: bool) {
    let definition = json!({
        "Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "LogGroupNames": groups, "LogFormat": "JSON",
        "Contribution": {"Keys": ["$.ip"]}, "AggregateOn": "Count",
    });
    let put =
        json!({"RuleName": name, "RuleDefinition": definition.to_string(), "ApplyOnTransformedLogs": on_transformed});
    call(observatory, 0, Service::CloudWatch, "PutInsightRule", &put);
}

fn observatory() -> Observatory {
    let mut observatory = Observatory::new(Place::parse("111122223333", "eu-west-1").unwrap(), 0);
    for group in ["access-1", "access-2", "app"] {
        call(&mut observatory, 0, Service::Logs, "CreateLogGroup", &json!({"logGroupName": group}));
        let stream = json!({"logGroupName": group, "logStreamName": "s"});
        call(&mut observatory, 0, Service::Logs, "CreateLogStream", &stream);
    }
    observatory
}

fn log(observatory: &mut Observatory, seconds: i64, group: &str, ip: &str) {
    let message = json!({"ip": ip}).to_string();
    let event = json!({"timestamp": NOW.plus_secs(seconds).as_millis(), "message": message});
    let put = json!({"logGroupName": group, "logStreamName": "s", "logEvents": [event]});
    call(observatory, seconds, Service::Logs, "PutLogEvents", &put);
}

fn contributors(observatory: &mut Observatory, rule: &str) -> Value {
    let start = NOW.as_millis() / 1000;
    let ask = json!({"RuleName": rule, "StartTime": start, "EndTime": start + 900, "Period": 60});
    let report = call(observatory, 800, Service::CloudWatch, "GetInsightRuleReport", &ask);
    let all = report["Contributors"].as_array().unwrap().iter();
    all.map(|one| json!([one["Keys"][0], one["ApproximateAggregateValue"]])).collect()
}

#[test]
fn events_of_watched_groups_count_from_when_a_rule_is_there_until_it_goes() {
    let mut observatory = observatory();
    log(&mut observatory, 0, "access-1", "early");
    put_rule(&mut observatory, "r", json!(["access-*"]), false);
    log(&mut observatory, 1, "access-1", "a");
    log(&mut observatory, 2, "access-2", "a");
    log(&mut observatory, 2, "app", "other");
    let text = serde_json::to_string(&observatory.snapshot()).unwrap();
    let mut observatory = Observatory::restore(serde_json::from_str(&text).unwrap()).unwrap();
    log(&mut observatory, 70, "access-2", "b");
    call(&mut observatory, 71, Service::CloudWatch, "DisableInsightRules", &json!({"RuleNames": ["r"]}));
    log(&mut observatory, 72, "access-2", "late");
    assert_eq!(contributors(&mut observatory, "r"), json!([["a", 2.0], ["b", 1.0]]));
    let outputs = observatory.drain();
    assert!(!outputs.iter().any(|output| matches!(output, Output::Lost(_))), "{outputs:?}");
}

#[test]
fn an_alarm_rings_on_how_many_contribute() {
    let mut observatory = observatory();
    put_rule(&mut observatory, "r", json!(["app"]), false);
    let alarm = json!({
        "AlarmName": "many", "EvaluationPeriods": 1, "Threshold": 2.0, "TreatMissingData": "notBreaching",
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "Metrics": [{"Id": "e", "Expression": "INSIGHT_RULE_METRIC('r', UniqueContributors)", "Period": 60}],
    });
    call(&mut observatory, 0, Service::CloudWatch, "PutMetricAlarm", &alarm);
    for (seconds, ip) in [(10, "a"), (20, "a"), (70, "a"), (80, "b")] {
        log(&mut observatory, seconds, "app", ip);
    }
    observatory.advance(NOW.plus_secs(130));
    let rang = observatory.drain().into_iter().find_map(|output| match output {
        Output::StateChange(change) if change.to.to_string() == "ALARM" => Some(change.at),
        _ => None,
    });
    assert_eq!(rang, Some(NOW.plus_secs(120)));
}

/// Masked events count as they are shown; transformed ones for rules that want those.
#[test]
fn rules_see_what_readers_see() {
    let mut observatory = observatory();
    let transformer = json!([{"parseJSON": {}}, {"upperCaseString": {"withKeys": ["ip"]}}]);
    let put = json!({"logGroupIdentifier": "access-1", "transformerConfig": transformer});
    call(&mut observatory, 0, Service::Logs, "PutTransformer", &put);
    put_rule(&mut observatory, "made", json!(["access-*"]), true);
    put_rule(&mut observatory, "raw", json!(["access-*"]), false);
    log(&mut observatory, 1, "access-1", "x");
    log(&mut observatory, 2, "access-2", "x");
    assert_eq!(contributors(&mut observatory, "made"), json!([["X", 1.0], ["x", 1.0]]));
    assert_eq!(contributors(&mut observatory, "raw"), json!([["x", 2.0]]));
}
