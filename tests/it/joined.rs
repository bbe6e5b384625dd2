//! What belongs together over areas: log events of a trace, metrics and alarms of a node.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use cupola::metrics::{Alarm, Datum, Period};
use cupola::traces::{GraphService, TraceId};
use cupola::{Caller, NodeMetrics, Observatory, Place, Service, Timestamp};
use serde_json::json;

const NOW: Timestamp = Timestamp::from_secs(1_777_875_365);
const ID: &str = "1-69f839a0-00112233445566778899aabb";

fn sky() -> Observatory {
    Observatory::new(Place::parse("111122223333", "us-east-1").unwrap(), 0)
}

fn group(sky: &mut Observatory, name: &str, class: &str, messages: &[&str]) {
    let caller = Caller::root(sky.place().clone());
    let mut call = |action: &str, input: serde_json::Value| {
        sky.call(NOW, &caller, Service::Logs, action, &input.to_string()).unwrap();
    };
    call("CreateLogGroup", json!({"logGroupName": name, "logGroupClass": class}));
    call("CreateLogStream", json!({"logGroupName": name, "logStreamName": "s"}));
    let events: Vec<_> = messages.iter().map(|text| json!({"timestamp": NOW.as_millis(), "message": text})).collect();
    call("PutLogEvents", json!({"logGroupName": name, "logStreamName": "s", "logEvents": events}));
}

fn told(sky: &mut Observatory) -> (Vec<String>, Vec<String>) {
    let told = sky.trace_logs(NOW, TraceId::parse(ID).unwrap());
    let lines = told.lines.iter().map(|line| format!("{}: {}", line.group, line.message)).collect();
    (lines, told.unread.into_iter().map(|(group, _)| group).collect())
}

/// Without a word of where the logs are, all groups are looked through, and those that cannot be are named.
#[test]
fn log_events_of_a_trace_are_found_in_all_groups_or_in_those_that_it_names() {
    let mut sky = sky();
    let w3c = TraceId::parse(ID).unwrap().to_w3c();
    group(&mut sky, "a", "STANDARD", &[&format!("a {ID}"), "a other"]);
    group(&mut sky, "b", "STANDARD", &[&format!(r#"{{"traceId":"{w3c}"}}"#)]);
    group(&mut sky, "c", "INFREQUENT_ACCESS", &[&format!("c {ID}")]);
    let everywhere = vec![format!("a: a {ID}"), format!(r#"b: {{"traceId":"{w3c}"}}"#)];
    assert_eq!(told(&mut sky), (everywhere, vec!["c".to_owned()]), "as long as the trace is not here");

    let part = json!({"id": "00112233445566ab", "name": "call", "start_time": 1_777_875_360, "end_time": 1_777_875_361,
        "aws": {"cloudwatch_logs": [{"log_group": "a"}, {"log_group": "gone"}]}});
    let segment = json!({"trace_id": ID, "id": "00112233445566aa", "name": "gate", "start_time": 1_777_875_360,
        "end_time": 1_777_875_362, "subsegments": [part]});
    sky.traces(NOW).put_trace_segments(NOW, &[&segment.to_string()]);
    assert_eq!(told(&mut sky), (vec![format!("a: a {ID}")], vec!["gone".to_owned()]));
}

#[test]
fn log_events_long_before_and_after_a_trace_are_not_its_own() {
    let mut sky = sky();
    let segment = json!({"trace_id": ID, "id": "00112233445566aa", "name": "gate", "start_time": 1_777_875_360,
        "end_time": 1_777_875_362});
    sky.traces(NOW).put_trace_segments(NOW, &[&segment.to_string()]);
    let mut logs = sky.logs(NOW.plus_secs(400));
    let at = NOW.plus_secs(400);
    logs.create_log_group(at, "a").unwrap();
    logs.create_log_stream(at, "a", "s").unwrap();
    let text = |second: i64| (Timestamp::from_secs(1_777_875_360 + second), format!("{second} {ID}"));
    logs.put_log_events(at, "a", "s", [-301, -300, 302, 303].map(text)).unwrap();
    drop(logs);
    let (lines, _) = told(&mut sky);
    assert_eq!(lines, [format!("a: -300 {ID}"), format!("a: 302 {ID}")]);
}

/// A node of a trace whose one segment has this name and type.
fn node(sky: &mut Observatory, name: &str, kind: Option<&str>) -> GraphService {
    let mut segment = json!({"trace_id": ID, "id": "00112233445566aa", "name": name, "start_time": 1_777_875_360,
        "end_time": 1_777_875_362});
    if let Some(kind) = kind {
        segment["origin"] = json!(kind);
    }
    sky.traces(NOW).put_trace_segments(NOW, &[&segment.to_string()]);
    let graph = sky.traces(NOW).service_graph(NOW.plus_secs(-60), NOW, None).unwrap().graph;
    graph.services.into_iter().find(|node| node.name == name && node.kind.as_deref() == kind).unwrap()
}

fn names(told: &NodeMetrics) -> (Vec<String>, Vec<&str>) {
    (told.metrics.iter().map(ToString::to_string).collect(), told.alarms.iter().map(|one| one.name.as_str()).collect())
}

#[test]
fn a_node_has_the_metrics_of_its_service_and_its_own() {
    let mut sky = sky();
    let data = [
        ("AWS/Lambda", "Errors", "FunctionName", "gate"),
        ("AWS/Lambda", "Errors", "FunctionName", "gate-2"),
        ("AWS/Lambda", "Errors", "Service", "gate"),
        ("AWS/DynamoDB", "Errors", "FunctionName", "gate"),
        ("Quay", "Jams", "Service", "gate"),
        ("Quay", "Jams", "Crane", "gate"),
    ];
    for (namespace, name, dimension, value) in data {
        let datum = Datum::new(namespace, name, NOW, 1.0).with_dimension(dimension, value);
        sky.metrics(NOW).accept(NOW, datum).unwrap();
    }
    for (name, namespace, dimension) in [("quiet", "AWS/Lambda", "FunctionName"), ("other", "AWS/Lambda", "Resource")] {
        let alarm = Alarm::on(namespace, "Throttles").with_dimension(dimension, "gate").sum(Period::MINUTE);
        let alarm = alarm.at_least(1.0).for_periods(1).named(name);
        sky.metrics(NOW).put_metric_alarm(NOW, alarm).unwrap();
    }
    let function = node(&mut sky, "gate", Some("AWS::Lambda::Function"));
    let told = sky.node_metrics(NOW, &function);
    let expected = ["AWS/Lambda/Errors{FunctionName=gate}", "Quay/Jams{Service=gate}"].map(str::to_owned).to_vec();
    assert_eq!(names(&told), (expected, vec!["quiet"]), "an alarm without data as well");

    let mut elsewhere = sky;
    let program = node(&mut elsewhere, "gate", None);
    let told = elsewhere.node_metrics(NOW, &program);
    assert_eq!(names(&told), (vec!["Quay/Jams{Service=gate}".to_owned()], vec![]));
}

#[test]
fn a_state_machine_is_measured_by_its_arn() {
    let mut sky = sky();
    let arn = "arn:aws:states:us-east-1:111122223333:stateMachine:unload";
    let datum = Datum::new("AWS/States", "ExecutionsFailed", NOW, 1.0).with_dimension("StateMachineArn", arn);
    sky.metrics(NOW).accept(NOW, datum).unwrap();
    let machine = node(&mut sky, "unload", Some("AWS::StepFunctions::StateMachine"));
    assert_eq!(sky.node_metrics(NOW, &machine).metrics.len(), 1);
}
