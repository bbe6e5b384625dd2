//! Contributor Insights rules in metric math, in alarms, and at the door.

#![expect(clippy::unwrap_used, reason = "the inputs are made here")]

use cupola_base::Caller;
use cupola_metrics::{Engine, InsightRuleSettings, Output};
use serde_json::{Value, json};

use crate::insight_rules::{counting, place, summing, t0, tell, with_rule};

fn call(engine: &mut Engine, seconds: i64, action: &str, input: &Value) -> Result<Value, (String, String)> {
    let answer = engine.call(t0().plus_secs(seconds), &Caller::root(place()), action, &input.to_string());
    answer.map(|text| serde_json::from_str(&text).unwrap()).map_err(|error| (error.code.into_owned(), error.message))
}

#[test]
fn metric_math_and_alarms_read_rules() {
    let mut engine = with_rule(&counting());
    let alarm = json!({
        "AlarmName": "talkers", "EvaluationPeriods": 1, "Threshold": 2.0, "TreatMissingData": "notBreaching",
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "Metrics": [{"Id": "e", "Expression": "INSIGHT_RULE_METRIC(\"r\", UniqueContributors)", "Period": 60}],
    });
    call(&mut engine, 0, "PutMetricAlarm", &alarm).unwrap();
    engine.advance(t0().plus_secs(120));
    drop(engine.drain());
    for (seconds, ip) in [(130, "a"), (131, "a"), (200, "a"), (201, "b")] {
        tell(&mut engine, seconds, &json!({"ip": ip}));
    }
    engine.advance(t0().plus_secs(500));
    let changes: Vec<(i64, String)> = engine
        .drain()
        .into_iter()
        .filter_map(|output| match output {
            Output::StateChange(change) => Some((change.at.millis_since(t0()) / 1000, change.to.to_string())),
            _ => None,
        })
        .collect();
    // The two minutes that are looked at beside the newest keep it ringing.
    assert_eq!(changes, [(240, "ALARM".to_owned()), (420, "OK".to_owned())]);
    let queries = json!([{"Id": "s", "Expression": "INSIGHT_RULE_METRIC('r', Sum) * 10", "Period": 60}]);
    let data = json!({"MetricDataQueries": queries, "StartTime": 1_777_874_400, "EndTime": 1_777_874_700, "ScanBy": "TimestampAscending"});
    let answer = call(&mut engine, 400, "GetMetricData", &data).unwrap();
    let result = &answer["MetricDataResults"][0];
    assert_eq!(result["Values"], json!([20.0, 20.0]));
    assert_eq!(result["Timestamps"], json!([1_777_874_520.0, 1_777_874_580.0]));
    let other = json!([{"Id": "s", "Expression": "INSIGHT_RULE_METRIC('other', Sum)", "Period": 60}]);
    let data = json!({"MetricDataQueries": other, "StartTime": 1_777_874_400, "EndTime": 1_777_874_700});
    let refused = call(&mut engine, 400, "GetMetricData", &data).unwrap_err();
    assert!(refused.1.contains("INSIGHT_RULE_METRIC has no answer"), "{refused:?}");
}

/// A model learns anew when what a rule has counted is gone, though the hour is the same.
#[test]
fn a_band_forgets_what_its_rule_has_forgotten() {
    let mut engine = with_rule(&counting());
    for slot in 0..4 * 288 {
        tell(&mut engine, 300 * slot, &json!({"ip": "a"}));
    }
    let seconds = 4 * 86_400;
    let expression = "ANOMALY_DETECTION_BAND(INSIGHT_RULE_METRIC('r', Sum))";
    let queries = json!([{"Id": "band", "Expression": expression, "Period": 300}]);
    let start = 1_777_874_400 + seconds;
    let data = json!({"MetricDataQueries": queries, "StartTime": start, "EndTime": start + 3600});
    let edges = |engine: &mut Engine| -> Vec<usize> {
        let answer = call(engine, seconds, "GetMetricData", &data).unwrap();
        let results = answer["MetricDataResults"].as_array().unwrap().iter();
        results.map(|result| result["Values"].as_array().unwrap().len()).collect()
    };
    assert_eq!(edges(&mut engine), [12, 12]);
    let now = t0().plus_secs(seconds);
    engine.put_insight_rule(now, "r", &summing(), InsightRuleSettings::default()).unwrap();
    engine.put_insight_rule(now, "r", &counting(), InsightRuleSettings::default()).unwrap();
    assert_eq!(edges(&mut engine), [0, 0]);
}

#[test]
fn the_door_answers_in_the_services_words() {
    let mut engine = Engine::new(place(), 0);
    let tags = json!([{"Key": "team", "Value": "quay"}]);
    let put = json!({"RuleName": "r", "RuleState": "DISABLED", "RuleDefinition": counting(), "Tags": tags});
    assert_eq!(call(&mut engine, 0, "PutInsightRule", &put), Ok(json!({})));
    call(&mut engine, 0, "PutInsightRule", &json!({"RuleName": "a", "RuleDefinition": summing()})).unwrap();
    let page = call(&mut engine, 0, "DescribeInsightRules", &json!({"MaxResults": 1})).unwrap();
    assert_eq!((&page["InsightRules"][0]["Name"], &page["InsightRules"][0]["State"]), (&json!("a"), &json!("ENABLED")));
    let next = json!({"MaxResults": 1, "NextToken": page["NextToken"]});
    let rule = call(&mut engine, 0, "DescribeInsightRules", &next).unwrap()["InsightRules"][0].clone();
    let expected = json!({
        "Name": "r", "State": "DISABLED", "Schema": "{\"Name\" : \"CloudWatchLogRule\", \"Version\" : 1}",
        "Definition": counting(), "ManagedRule": false, "ApplyOnTransformedLogs": false,
    });
    assert_eq!(rule, expected);
    let arn = json!({"ResourceARN": "arn:aws:cloudwatch:us-east-1:111122223333:insight-rule/r"});
    assert_eq!(call(&mut engine, 0, "ListTagsForResource", &arn).unwrap()["Tags"], tags);
    let names = json!({"RuleNames": ["r", "none"]});
    let failures = call(&mut engine, 0, "EnableInsightRules", &names).unwrap();
    let failure = &failures["Failures"][0];
    assert_eq!((&failure["FailureResource"], &failure["FailureCode"]), (&json!("none"), &json!("404")));
    tell(&mut engine, 10, &json!({"ip": "a"}));
    let ask = json!({
        "RuleName": "r", "StartTime": 1_777_874_400, "EndTime": 1_777_874_460, "Period": 60, "Metrics": ["Sum", "Average"],
    });
    let answer = call(&mut engine, 20, "GetInsightRuleReport", &ask).unwrap();
    let expected = json!({
        "KeyLabels": ["$.ip"], "AggregationStatistic": "Count", "AggregateValue": 1.0, "ApproximateUniqueCount": 1,
        "Contributors": [{"Keys": ["a"], "ApproximateAggregateValue": 1.0,
            "Datapoints": [{"Timestamp": 1_777_874_400.0, "ApproximateValue": 1.0}]}],
        "MetricDatapoints": [{"Timestamp": 1_777_874_400.0, "Average": 1.0, "Sum": 1.0}],
    });
    assert_eq!(answer, expected);
    let invalid = "InvalidParameterValueException";
    for (action, input, code) in [
        ("PutInsightRule", json!({"RuleName": "x", "RuleDefinition": "{}"}), invalid),
        ("PutInsightRule", json!({"RuleName": "x", "RuleDefinition": counting(), "RuleState": "ON"}), invalid),
        ("PutInsightRule", json!({"RuleName": "x", "RuleDefinition": "é"}), "ValidationException"),
        (
            "GetInsightRuleReport",
            json!({"RuleName": "x", "StartTime": 0, "EndTime": 60, "Period": 60}),
            "ResourceNotFoundException",
        ),
        (
            "GetInsightRuleReport",
            json!({"RuleName": "r", "StartTime": 0, "EndTime": 60, "Period": 60, "OrderBy": "Least"}),
            invalid,
        ),
        (
            "GetInsightRuleReport",
            json!({"RuleName": "r", "StartTime": 0, "EndTime": 60, "Period": 60, "MaxContributorCount": -1}),
            invalid,
        ),
        ("DescribeInsightRules", json!({"NextToken": "x"}), "InvalidNextToken"),
        ("PutManagedInsightRules", json!({}), "UnknownOperationException"),
    ] {
        assert_eq!(call(&mut engine, 20, action, &input).unwrap_err().0, code, "{action} {input}");
    }
    assert_eq!(
        call(&mut engine, 20, "DeleteInsightRules", &json!({"RuleNames": ["r", "a"]})),
        Ok(json!({"Failures": []}))
    );
}
