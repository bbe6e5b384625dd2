//! What data protection finds is counted, and told where the policy says.

#![expect(clippy::unwrap_used, reason = "a request that is not well formed may panic")]

use cupola::{Caller, Lost, Observatory, Output, Place, Service, Timestamp};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_secs(1_777_874_400);
const EMAIL: &str = "arn:aws:dataprotection::aws:data-identifier/EmailAddress";

fn observatory() -> Observatory {
    Observatory::new(Place::parse("111122223333", "eu-west-1").unwrap(), 0)
}

fn call(observatory: &mut Observatory, service: Service, action: &str, input: Value) -> Value {
    let caller = Caller::root(observatory.place().clone());
    let answer = observatory.call(NOW, &caller, service, action, &input.to_string());
    serde_json::from_str(&answer.unwrap_or_else(|error| panic!("{action}: {error}"))).unwrap()
}

fn protect(observatory: &mut Observatory, destination: &Value) {
    for group in ["app", "audit"] {
        call(observatory, Service::Logs, "CreateLogGroup", json!({"logGroupName": group}));
    }
    call(observatory, Service::Logs, "CreateLogStream", json!({"logGroupName": "app", "logStreamName": "s"}));
    let policy = json!({"Name": "pii", "Version": "2021-06-01", "Statement": [
        {"DataIdentifier": [EMAIL], "Operation": {"Audit": {"FindingsDestination": destination}}},
        {"DataIdentifier": [EMAIL], "Operation": {"Deidentify": {"MaskConfig": {}}}}]});
    let put = json!({"logGroupIdentifier": "app", "policyDocument": policy.to_string()});
    call(observatory, Service::Logs, "PutDataProtectionPolicy", put);
}

fn put(observatory: &mut Observatory) {
    let events: Vec<Value> = ["to ana@example.com", "to nobody", "from ben@example.com"]
        .iter()
        .map(|message| json!({"timestamp": NOW.as_millis(), "message": message}))
        .collect();
    let put = json!({"logGroupName": "app", "logStreamName": "s", "logEvents": events});
    call(observatory, Service::Logs, "PutLogEvents", put);
}

#[test]
fn findings_are_counted_and_written_into_the_log_group_of_the_policy() {
    let mut observatory = observatory();
    protect(&mut observatory, &json!({"CloudWatchLogs": {"LogGroup": "audit"}}));
    put(&mut observatory);
    let ask = json!({"Namespace": "AWS/Logs", "MetricName": "LogEventsWithFindings", "Statistics": ["Sum"],
        "Dimensions": [{"Name": "LogGroupName", "Value": "app"}], "Period": 60,
        "StartTime": NOW.as_millis() / 1000, "EndTime": NOW.as_millis() / 1000 + 60});
    let counted = call(&mut observatory, Service::CloudWatch, "GetMetricStatistics", ask);
    assert_eq!(counted["Datapoints"][0]["Sum"], 2.0, "{counted}");

    let ask = json!({"logGroupName": "audit", "logStreamName": "app"});
    let page = call(&mut observatory, Service::Logs, "GetLogEvents", ask);
    let reports = page["events"].as_array().unwrap();
    let report: Value = serde_json::from_str(reports[0]["message"].as_str().unwrap()).unwrap();
    assert_eq!((reports.len(), &report["dataIdentifiers"][0]["name"]), (2, &json!("EmailAddress")));
    assert_eq!(report["resourceArn"], "arn:aws:logs:eu-west-1:111122223333:log-group:app:*");
    assert!(observatory.drain().is_empty());
}

#[test]
fn findings_go_to_streams_and_buckets_as_deliveries() {
    let mut observatory = observatory();
    protect(&mut observatory, &json!({"Firehose": {"DeliveryStream": "found"}, "S3": {"Bucket": "kept"}}));
    put(&mut observatory);
    let outputs = observatory.drain();
    let target = |output: &Output| match output {
        Output::Delivery(delivery) => delivery.target.clone(),
        other => panic!("{other:?}"),
    };
    let stream = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/found";
    let expected = [stream, "arn:aws:s3:::kept", stream, "arn:aws:s3:::kept"];
    assert_eq!(outputs.iter().map(target).collect::<Vec<_>>(), expected);
}

#[test]
fn findings_that_cannot_be_written_are_told() {
    let mut observatory = observatory();
    protect(&mut observatory, &json!({"CloudWatchLogs": {"LogGroup": "missing"}}));
    put(&mut observatory);
    let outputs = observatory.drain();
    let is_told = |output: &Output| matches!(output, Output::Lost(Lost::Refused { .. }));
    assert!(outputs.len() == 2 && outputs.iter().all(is_told), "{outputs:?}");
}
