//! Snapshots that older releases wrote go on as if nothing had been between.
//!
//! `snapshots/form-1.json` was written by the release that had the first form of everything, right after the beginning below,
//! and is never written again. Whoever counts a form up adds a file of the form before it.

#![expect(clippy::unwrap_used, reason = "a request that is not well formed may panic")]

use cupola::{Caller, Output, Place, RestoreError, Service, Timestamp, Universe, UniverseSnapshot};
use serde_json::{Value, json};

const T0: Timestamp = Timestamp::from_secs(1_777_874_400);
const FIRST: &str = include_str!("snapshots/form-1.json");

fn quay() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn ask(universe: &mut Universe, at: Timestamp, service: Service, action: &str, input: Value) -> Value {
    let answer = universe.call(at, &Caller::root(quay()), service, action, &input.to_string());
    serde_json::from_str(&answer.unwrap_or_else(|error| panic!("{action}: {error}"))).unwrap()
}

/// Something of each area, all of which acts later.
fn beginning() -> Universe {
    let mut universe = Universe::new(7);
    let mut ask = |service, action, input| ask(&mut universe, T0, service, action, input);
    ask(Service::Logs, "CreateLogGroup", json!({"logGroupName": "gate"}));
    ask(Service::Logs, "CreateLogStream", json!({"logGroupName": "gate", "logStreamName": "north"}));
    let transformation = json!({"metricName": "Jammed", "metricNamespace": "Quay", "metricValue": "1"});
    let filter = json!({"logGroupName": "gate", "filterName": "jams", "filterPattern": "jam",
        "metricTransformations": [transformation]});
    ask(Service::Logs, "PutMetricFilter", filter);
    let alarm = json!({"AlarmName": "gate-jammed", "Namespace": "Quay", "MetricName": "Jammed", "Statistic": "Sum",
        "Period": 60, "EvaluationPeriods": 1, "Threshold": 2, "ComparisonOperator": "GreaterThanOrEqualToThreshold"});
    ask(Service::CloudWatch, "PutMetricAlarm", alarm);
    let pattern = json!({"source": ["aws.cloudwatch"]}).to_string();
    ask(Service::Events, "PutRule", json!({"Name": "alarms", "EventPattern": pattern}));
    let queue = "arn:aws:sqs:us-east-1:111122223333:inbox";
    ask(Service::Events, "PutTargets", json!({"Rule": "alarms", "Targets": [{"Id": "q", "Arn": queue}]}));
    ask(Service::Events, "PutRule", json!({"Name": "tide", "ScheduleExpression": "rate(5 minutes)"}));
    ask(Service::Events, "PutTargets", json!({"Rule": "tide", "Targets": [{"Id": "q", "Arn": queue}]}));
    ask(Service::CloudTrail, "CreateTrail", json!({"Name": "all", "S3BucketName": "quay-logs"}));
    ask(Service::CloudTrail, "StartLogging", json!({"Name": "all"}));
    let segment = json!({"trace_id": "1-69f83620-0123456789abcdef01234567", "id": "0123456789abcdef", "name": "gate",
        "start_time": 1_777_874_400.0, "end_time": 1_777_874_400.5, "fault": true});
    ask(Service::XRay, "PutTraceSegments", json!({"TraceSegmentDocuments": [segment.to_string()]}));
    let jams = ["jam", "open", "jam"].map(|message| json!({"timestamp": T0.as_millis(), "message": message}));
    let batch = json!({"logGroupName": "gate", "logStreamName": "north", "logEvents": jams});
    ask(Service::Logs, "PutLogEvents", batch);
    universe
}

fn first() -> Universe {
    Universe::restore(serde_json::from_str::<UniverseSnapshot>(FIRST).unwrap()).unwrap()
}

/// What left, as seconds since the beginning and target, or alarm and state.
fn left(outputs: &[(Place, Output)]) -> Vec<(i64, String)> {
    let seconds = |at: Timestamp| (at.as_millis() - T0.as_millis()) / 1_000;
    let outputs = outputs.iter().filter_map(|(_, output)| match output {
        Output::Delivery(delivery) => Some((seconds(delivery.at), delivery.target.clone())),
        Output::StateChange(change) => Some((seconds(change.at), format!("{} {}", change.alarm, change.to))),
        _ => None,
    });
    outputs.collect()
}

/// Two jams in the first minute are an alarm at its end; three minutes later the last of them leaves the three that are
/// looked at, and nothing is known. Either change is an event, and the tide comes every five minutes.
#[test]
fn a_snapshot_of_the_first_form_goes_on() {
    let mut old = first();
    old.advance(T0.plus_secs(600));
    let queue = "arn:aws:sqs:us-east-1:111122223333:inbox";
    let expected = [
        (60, "gate-jammed ALARM"),
        (60, queue),
        (240, "gate-jammed INSUFFICIENT_DATA"),
        (240, queue),
        (300, queue),
        (600, queue),
    ];
    let outputs = old.drain();
    assert_eq!(left(&outputs), expected.map(|(at, what)| (at, what.to_owned())));

    let mut new = beginning();
    new.advance(T0.plus_secs(600));
    assert_eq!(new.drain(), outputs, "to the byte what happens without a snapshot");
}

#[test]
fn what_the_first_form_held_is_there() {
    let mut old = first();
    let read = json!({"logGroupName": "gate", "logStreamName": "north", "startFromHead": true});
    let events = ask(&mut old, T0, Service::Logs, "GetLogEvents", read)["events"].clone();
    let messages: Vec<&Value> = events.as_array().unwrap().iter().map(|event| &event["message"]).collect();
    assert_eq!(messages, ["jam", "open", "jam"]);
    // The instant in the id is a minute after the beginning.
    let range = json!({"StartTime": 1_777_874_400, "EndTime": 1_777_874_465});
    let summaries = ask(&mut old, T0, Service::XRay, "GetTraceSummaries", range)["TraceSummaries"].clone();
    assert_eq!(summaries[0]["HasFault"], true);
    let status = ask(&mut old, T0, Service::CloudTrail, "GetTrailStatus", json!({"Name": "all"}));
    assert_eq!(status["IsLogging"], true);
    assert_eq!(old.authorizer(), None, "nobody was asked then");
}

/// Whatever else a newer release writes, it is the form that is told.
#[test]
fn a_newer_form_is_refused_by_its_number() {
    let refusal = |text: &str| Universe::restore(serde_json::from_str(text).unwrap()).unwrap_err();
    let told = |error: RestoreError| (error.area, error.found, error.oldest, error.read);
    let newer = refusal(r#"{"form":9,"state":{"everything":["else"]}}"#);
    assert_eq!(
        newer.to_string(),
        "the universe snapshot has form 9, which a newer release writes; this one reads 1 to 2"
    );
    assert_eq!(told(newer), ("universe", 9, 1, 2));

    let mut snapshot: Value = serde_json::from_str(FIRST).unwrap();
    let sky = &mut snapshot["state"]["observatories"][0]["state"];
    for (area, name) in
        [("logs", "logs"), ("metrics", "metrics"), ("events", "events"), ("audit", "audit"), ("traces", "traces")]
    {
        let kept = std::mem::replace(&mut sky[area], json!({"form": 9, "state": [1, 2]}));
        let error = refusal(
            &json!({"form": 1, "state": {"seed": 7, "now": 0, "most_places": 1, "organization": null,
            "audits_itself": false, "observatories": [{"form": 1, "state": sky}]}})
            .to_string(),
        );
        assert_eq!((error.area, error.found), (name, 9));
        sky[area] = kept;
    }
}
