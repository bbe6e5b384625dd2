//! A day of a shop with three places and a central account, in milliseconds: all areas, all routes, one clock.
//!
//! At ten o'clock the gate jams for five minutes. The shop's log group counts jams, the alarm rings, its event goes to the
//! operators' queue and over to the central account's bus; the log lines go to the central account's stream; the traces of
//! that time are faulty and seen from there; a call of IAM, which has no region, is logged by the organization's trail.

#![expect(clippy::unwrap_used, reason = "a day that cannot be set up fails the test")]

use cupola::audit::{Organization, RecordBuilder, TrailRequest};
use cupola::traces::TraceId;
use cupola::{Caller, Delivery, Output, Place, Service, Timestamp, Universe};
use serde_json::{Value, json};

const MIDNIGHT: Timestamp = Timestamp::from_secs(1_777_852_800);
const MINUTES: i64 = 24 * 60;
const SHOP: &str = "111122223333";
const CENTRAL: &str = "999988887777";

fn place(account: &str, region: &str) -> Place {
    Place::parse(account, region).unwrap()
}

fn shop() -> Place {
    place(SHOP, "us-east-1")
}

fn central() -> Place {
    place(CENTRAL, "us-east-1")
}

fn ask(universe: &mut Universe, at: Timestamp, of: &Place, service: Service, action: &str, input: Value) -> Value {
    let answer = universe.call(at, &Caller::root(of.clone()), service, action, &input.to_string());
    serde_json::from_str(&answer.unwrap_or_else(|error| panic!("{action}: {error}"))).unwrap()
}

fn queue(account: &str, name: &str) -> String {
    format!("arn:aws:sqs:us-east-1:{account}:{name}")
}

fn rule(universe: &mut Universe, of: &Place, name: &str, when: (&str, &str), target: &str) {
    let ask = |universe: &mut Universe, action, input| ask(universe, MIDNIGHT, of, Service::Events, action, input);
    ask(universe, "PutRule", json!({"Name": name, when.0: when.1}));
    ask(universe, "PutTargets", json!({"Rule": name, "Targets": [{"Id": "t", "Arn": target}]}));
}

/// The central account: a bus and a log destination for the organization, a trail of all regions and accounts.
fn set_up_central(universe: &mut Universe) {
    let manager = central();
    let organization = Organization::new("o-quay123456", manager.account).with(shop().account);
    universe.set_organization(MIDNIGHT, organization);
    universe.link_traces(shop().account, manager.account).unwrap();
    let of_org = json!({"StringEquals": {"aws:PrincipalOrgID": "o-quay123456"}});
    let open = |action: &str, resource: &str| {
        json!({"Version": "2012-10-17", "Statement": [{"Sid": "org", "Effect": "Allow", "Principal": "*", "Action": action,
            "Resource": resource, "Condition": of_org}]})
        .to_string()
    };
    let bus = format!("arn:aws:events:us-east-1:{CENTRAL}:event-bus/default");
    let to_bus = json!({"Policy": open("events:PutEvents", &bus)});
    ask(universe, MIDNIGHT, &manager, Service::Events, "PutPermission", to_bus);
    let alarms = r#"{"source": ["aws.cloudwatch"]}"#;
    rule(universe, &manager, "alarms", ("EventPattern", alarms), &queue(CENTRAL, "duty"));
    let stream = format!("arn:aws:kinesis:us-east-1:{CENTRAL}:stream/all");
    let put =
        json!({"destinationName": "all", "targetArn": stream, "roleArn": format!("arn:aws:iam::{CENTRAL}:role/in")});
    let destination =
        ask(universe, MIDNIGHT, &manager, Service::Logs, "PutDestination", put)["destination"]["arn"].clone();
    let to_logs = open("logs:PutSubscriptionFilter", destination.as_str().unwrap());
    let put = json!({"destinationName": "all", "accessPolicy": to_logs});
    ask(universe, MIDNIGHT, &manager, Service::Logs, "PutDestinationPolicy", put);
    let trail = TrailRequest::new("all", "quay-logs").of_organization().multi_region();
    let mut audit = universe.observatory(MIDNIGHT, &manager).unwrap().audit(MIDNIGHT);
    audit.create_trail(MIDNIGHT, trail).unwrap();
    audit.start_logging(MIDNIGHT, "all").unwrap();
}

/// The shop: lines of the gate are counted, watched, sent on; a report every hour.
fn set_up_shop(universe: &mut Universe) {
    let here = shop();
    let mut logs = |action, input| ask(universe, MIDNIGHT, &here, Service::Logs, action, input);
    logs("CreateLogGroup", json!({"logGroupName": "gate"}));
    logs("CreateLogStream", json!({"logGroupName": "gate", "logStreamName": "north"}));
    let counted = json!({"metricName": "Jams", "metricNamespace": "Quay", "metricValue": "1", "defaultValue": 0});
    logs(
        "PutMetricFilter",
        json!({"logGroupName": "gate", "filterName": "jams", "filterPattern": "jam",
        "metricTransformations": [counted]}),
    );
    let all = format!("arn:aws:logs:us-east-1:{CENTRAL}:destination:all");
    logs(
        "PutSubscriptionFilter",
        json!({"logGroupName": "gate", "filterName": "jams", "filterPattern": "jam",
        "destinationArn": all}),
    );
    let alarm = json!({"AlarmName": "gate-jammed", "Namespace": "Quay", "MetricName": "Jams", "Statistic": "Sum",
        "Period": 60, "EvaluationPeriods": 1, "Threshold": 2, "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "AlarmActions": [format!("arn:aws:sns:us-east-1:{SHOP}:ops")]});
    ask(universe, MIDNIGHT, &here, Service::CloudWatch, "PutMetricAlarm", alarm);
    let alarms = r#"{"source": ["aws.cloudwatch"]}"#;
    rule(universe, &here, "alarms", ("EventPattern", alarms), &queue(SHOP, "inbox"));
    let bus = format!("arn:aws:events:us-east-1:{CENTRAL}:event-bus/default");
    rule(universe, &here, "to-central", ("EventPattern", alarms), &bus);
    rule(universe, &here, "report", ("ScheduleExpression", "rate(1 hour)"), &queue(SHOP, "reports"));
}

fn is_jammed(minute: i64) -> bool {
    (600..605).contains(&minute)
}

fn trace_id(minute: i64) -> String {
    format!("1-{:08x}-{:024x}", MIDNIGHT.as_secs() + 60 * minute, minute + 1)
}

/// A minute at the gate: two lines and a trace.
fn minute(universe: &mut Universe, minute: i64) {
    let at = MIDNIGHT.plus_secs(60 * minute + 10);
    let id = trace_id(minute);
    let what = if is_jammed(minute) { "jam" } else { "open" };
    let line = |text: String| json!({"timestamp": at.as_millis(), "message": text});
    let lines = json!([line(format!("{what} trace={id}")), line(format!("{what} again"))]);
    let batch = json!({"logGroupName": "gate", "logStreamName": "north", "logEvents": lines});
    ask(universe, at, &shop(), Service::Logs, "PutLogEvents", batch);
    let start = at.as_secs();
    let segment = json!({"trace_id": id, "id": format!("{:016x}", minute + 1), "name": "gate", "start_time": start,
        "end_time": start + 1, "fault": is_jammed(minute), "aws": {"cloudwatch_logs": [{"log_group": "gate"}]}});
    let put = json!({"TraceSegmentDocuments": [segment.to_string()]});
    ask(universe, at, &shop(), Service::XRay, "PutTraceSegments", put);
}

/// Somebody in Europe makes a user, and the name server there answers.
fn global_services(universe: &mut Universe, at: Timestamp) {
    let europe = place(SHOP, "eu-west-1");
    let sky = universe.record_home(at, &europe, "iam.amazonaws.com").unwrap();
    let call = RecordBuilder::new(at, sky.place(), "iam.amazonaws.com", "CreateUser");
    sky.audit(at).record_call(at, call).unwrap();
    let sky = universe.log_home(at, &europe, "route53").unwrap();
    sky.logs(at).create_log_group(at, "/aws/route53/quay.example").unwrap();
}

fn set_up() -> Universe {
    let mut universe = Universe::new(11);
    set_up_central(&mut universe);
    set_up_shop(&mut universe);
    universe
}

fn until(universe: &mut Universe, from: i64, to: i64) {
    for number in from..to {
        minute(universe, number);
        if number == 720 {
            global_services(universe, MIDNIGHT.plus_secs(60 * 720 + 30));
        }
    }
    universe.advance(MIDNIGHT.plus_secs(60 * to));
}

fn deliveries<'a>(outputs: &'a [(Place, Output)], target: &str) -> Vec<&'a Delivery> {
    let outputs = outputs.iter().filter_map(|(_, output)| match output {
        Output::Delivery(delivery) if delivery.target == target => Some(delivery),
        _ => None,
    });
    outputs.collect()
}

fn clock(at: Timestamp) -> String {
    at.to_string()[11..16].to_owned()
}

#[test]
fn a_day_of_the_gate() {
    let mut universe = set_up();
    until(&mut universe, 0, MINUTES);
    let outputs = universe.drain();

    let changes: Vec<String> = outputs
        .iter()
        .filter_map(|(_, output)| match output {
            Output::StateChange(change) => Some(format!("{} {}", clock(change.at), change.to)),
            _ => None,
        })
        .collect();
    assert_eq!(changes, ["00:01 OK", "10:01 ALARM", "10:06 OK"]);
    let at = |target: &str| deliveries(&outputs, target).iter().map(|one| clock(one.at)).collect::<Vec<_>>();
    assert_eq!(at(&format!("arn:aws:sns:us-east-1:{SHOP}:ops")), ["10:01"], "the action");
    assert_eq!(at(&queue(SHOP, "inbox")), ["00:01", "10:01", "10:06"], "the events here");
    assert_eq!(at(&queue(CENTRAL, "duty")), ["00:01", "10:01", "10:06"], "and there");
    assert_eq!(at(&queue(SHOP, "reports")).len(), 24, "one an hour");
    let jams = at(&format!("arn:aws:kinesis:us-east-1:{CENTRAL}:stream/all"));
    let expected = ["00:00", "10:00", "10:01", "10:02", "10:03", "10:04"];
    assert_eq!(jams, expected, "a test of the destination, then one record for the jams of each minute");
    let files = outputs.iter().filter_map(|(place, output)| match output {
        Output::TrailFile(file) => Some((place.account.to_string(), file.records, file.key.clone())),
        _ => None,
    });
    let files: Vec<_> = files.collect();
    let [(account, 1, key)] = &files[..] else { panic!("{files:?}") };
    assert!(
        account == SHOP && key.starts_with(&format!("AWSLogs/o-quay123456/{SHOP}/CloudTrail/us-east-1/2026/05/04/"))
    );
    assert!(!outputs.iter().any(|(_, output)| matches!(output, Output::Lost(_) | Output::Overflow(_))), "{outputs:?}");
}

#[test]
fn what_is_seen_of_the_day_afterwards() {
    let mut universe = set_up();
    until(&mut universe, 0, 700);
    let now = universe.now();
    let range = json!({"StartTime": MIDNIGHT.as_secs(), "EndTime": now.as_secs(), "FilterExpression": "fault = true"});
    let seen = ask(&mut universe, now, &central(), Service::XRay, "GetTraceSummaries", range.clone());
    let mut ids: Vec<&str> =
        seen["TraceSummaries"].as_array().unwrap().iter().map(|one| one["Id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(ids, (600..605).map(trace_id).collect::<Vec<_>>(), "the central account sees the shop's traces");
    let by_account = json!({"StartTime": MIDNIGHT.as_secs(), "EndTime": now.as_secs(),
        "FilterExpression": format!("fault = true AND service(id(account.id: \"{SHOP}\"))")});
    let same = ask(&mut universe, now, &central(), Service::XRay, "GetTraceSummaries", by_account);
    assert_eq!(same["TraceSummaries"], seen["TraceSummaries"]);
    universe.unlink_traces(shop().account, central().account);
    let blind = ask(&mut universe, now, &central(), Service::XRay, "GetTraceSummaries", range);
    assert_eq!(blind["TraceSummaries"], json!([]));

    let sky = universe.observatory(now, &shop()).unwrap();
    let id = TraceId::parse(&trace_id(602)).unwrap();
    let told = sky.trace_logs(now, id);
    let lines: Vec<_> = told.lines.iter().map(|line| (line.group.as_str(), line.message.clone())).collect();
    assert_eq!(lines, [("gate", format!("jam trace={}", trace_id(602)))]);
}

/// A snapshot at noon changes nothing of the afternoon.
#[test]
fn the_day_goes_on_from_a_snapshot() {
    let mut one = set_up();
    until(&mut one, 0, 603);
    let text = serde_json::to_string(&one.snapshot()).unwrap();
    let mut other = Universe::restore(serde_json::from_str(&text).unwrap()).unwrap();
    until(&mut one, 603, 800);
    until(&mut other, 603, 800);
    assert!(one.drain() == other.drain(), "the same to the byte");
    assert_eq!(serde_json::to_string(&one.snapshot()).unwrap(), serde_json::to_string(&other.snapshot()).unwrap());
}

/// Who looks at the clock often sees the same.
#[test]
fn small_steps_make_the_same_day() {
    let (mut one, mut other) = (set_up(), set_up());
    until(&mut one, 590, 620);
    for number in 590..620 {
        let start = MIDNIGHT.plus_secs(60 * number);
        [0, 3].into_iter().for_each(|second| other.advance(start.plus_secs(second)));
        minute(&mut other, number);
        [11, 31, 59].into_iter().for_each(|second| other.advance(start.plus_secs(second)));
    }
    other.advance(MIDNIGHT.plus_secs(60 * 620));
    assert!(one.drain() == other.drain(), "the same to the byte");
}
