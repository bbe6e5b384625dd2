//! Trails over a whole sky: regions, log groups, the door's own calls.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use std::collections::BTreeMap;

use cupola::audit::{
    DigestCheck, DigestKeys, DigestWriters, Objects, RecordBuilder, StoredObject, TrailRequest, Unsigned,
};
use cupola::events::{PutRule, RuleName, Target, TargetId};
use cupola::{Arn, Caller, Observatory, Output, Place, Service, Timestamp, Universe, UniverseSnapshot};

fn place(region: &str) -> Place {
    Place::parse("111122223333", region).unwrap()
}

fn now() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

/// A rule that calls a queue for events that match.
fn rule(sky: &mut Observatory, pattern: &str) {
    let rule = PutRule::new(RuleName::new("watch").unwrap(), pattern);
    let id = rule.id.clone();
    let queue = Arn::parse("arn:aws:sqs:us-east-1:111122223333:inbox").unwrap();
    sky.events(now()).put_rule(now(), rule).unwrap();
    sky.events(now()).put_targets(now(), &id, vec![Target::new(TargetId::new("q").unwrap(), queue)]).unwrap();
}

fn deliveries(outputs: &[Output]) -> usize {
    outputs.iter().filter(|output| matches!(output, Output::Delivery(_))).count()
}

fn call(sky: &mut Observatory, action: &str, input: &str) {
    let caller = Caller::root(sky.place().clone());
    sky.call(now(), &caller, Service::CloudTrail, action, input).unwrap();
}

#[test]
fn a_rule_on_the_deletion_of_a_trail_fires() {
    let mut sky = Observatory::new(place("us-east-1"), 0).with_self_audit();
    rule(&mut sky, r#"{"detail": {"eventName": ["DeleteTrail", "StopLogging"]}}"#);
    call(&mut sky, "CreateTrail", r#"{"Name":"quay","S3BucketName":"quay-logs"}"#);
    call(&mut sky, "DeleteTrail", r#"{"Name":"quay"}"#);
    assert_eq!(deliveries(&sky.drain()), 0, "no trail logs it");
    call(&mut sky, "CreateTrail", r#"{"Name":"quay","S3BucketName":"quay-logs"}"#);
    call(&mut sky, "StartLogging", r#"{"Name":"quay"}"#);
    call(&mut sky, "DeleteTrail", r#"{"Name":"quay"}"#);
    let outputs = sky.drain();
    assert_eq!(deliveries(&outputs), 1, "{outputs:?}");
    sky.advance(now().plus_secs(300));
    assert!(matches!(&sky.drain()[..], [Output::TrailFile(file)] if file.records == 2), "StartLogging and DeleteTrail");
}

#[test]
fn the_door_records_nothing_unless_asked() {
    let mut sky = Observatory::new(place("us-east-1"), 0);
    call(&mut sky, "CreateTrail", r#"{"Name":"quay","S3BucketName":"quay-logs"}"#);
    assert_eq!(sky.audit(now()).history_len(), 0);
}

#[test]
fn a_root_sign_in_reaches_its_rule() {
    let mut sky = Observatory::new(place("us-east-1"), 0);
    rule(
        &mut sky,
        r#"{"detail-type": ["AWS Console Sign In via CloudTrail"], "detail": {"userIdentity": {"type": ["Root"]}}}"#,
    );
    call(&mut sky, "CreateTrail", r#"{"Name":"quay","S3BucketName":"quay-logs"}"#);
    call(&mut sky, "StartLogging", r#"{"Name":"quay"}"#);
    let sign_in = RecordBuilder::new(now(), &place("us-east-1"), "signin.amazonaws.com", "ConsoleLogin");
    let sign_in = sign_in.of_type(cupola::audit::EventType::ConsoleSignIn);
    sky.audit(now()).record_call(now(), sign_in).unwrap();
    assert_eq!(deliveries(&sky.drain()), 1);
}

/// Home in one region, an event in another, the log group at home.
#[test]
fn a_trail_of_all_regions_writes_to_its_log_group() {
    let (home, away) = (place("us-east-1"), place("eu-west-1"));
    let mut universe = Universe::new(0);
    let sky = universe.observatory(now(), &home).unwrap();
    sky.logs(now()).create_log_group(now(), "trail").unwrap();
    let group = "arn:aws:logs:us-east-1:111122223333:log-group:trail:*";
    let trail = TrailRequest::new("quay", "quay-logs").multi_region();
    let trail = trail.to_log_group(group, "arn:aws:iam::111122223333:role/Trail");
    sky.audit(now()).create_trail(now(), trail).unwrap();
    sky.audit(now()).start_logging(now(), "quay").unwrap();
    let mut universe = Universe::restore(through_text(&universe.snapshot())).unwrap();
    let call = RecordBuilder::new(now(), &away, "orders.amazonaws.com", "CancelOrder");
    universe.observatory(now(), &away).unwrap().audit(now()).record_call(now(), call).unwrap();
    universe.advance(now());
    let read = r#"{"logGroupName":"trail","logStreamName":"111122223333_CloudTrail_us-east-1"}"#;
    let answer = universe.call(now(), &Caller::root(home), Service::Logs, "GetLogEvents", read).unwrap();
    assert!(answer.contains("CancelOrder"), "{answer}");
    let described = universe.call(now(), &Caller::root(away), Service::CloudTrail, "DescribeTrails", "").unwrap();
    assert!(described.contains(r#""HomeRegion":"us-east-1""#), "{described}");
    universe.advance(now().plus_secs(300));
    let files: Vec<String> = universe.drain().into_iter().filter_map(|(_, output)| file(output)).collect();
    assert!(matches!(&files[..], [key] if key.contains("/CloudTrail/eu-west-1/")), "{files:?}");
}

/// Log files and digests as they come out, kept and checked.
#[test]
fn each_region_of_a_trail_has_digests_that_hold() {
    let (home, away) = (place("us-east-1"), place("eu-west-1"));
    let mut universe = Universe::new(0);
    let sky = universe.observatory(now(), &home).unwrap();
    let trail = TrailRequest::new("quay", "quay-logs").multi_region().with_file_validation();
    sky.audit(now()).create_trail(now(), trail).unwrap();
    sky.audit(now()).start_logging(now(), "quay").unwrap();
    let call = RecordBuilder::new(now(), &away, "orders.amazonaws.com", "CancelOrder");
    universe.observatory(now(), &away).unwrap().audit(now()).record_call(now(), call).unwrap();
    let mut universe = Universe::restore(through_text(&universe.snapshot())).unwrap();
    let end = now().plus_secs(2 * 3600);
    universe.advance(end);
    let (mut writers, mut objects, mut chains) = (DigestWriters::new("f"), Objects::default(), BTreeMap::new());
    for (_, output) in universe.drain() {
        match output {
            Output::TrailFile(file) => {
                objects.put(file.bucket, file.key, StoredObject { bytes: file.bytes, ..StoredObject::default() });
            }
            Output::TrailDigest(due) => {
                let (key, digest) = writers.write(&due, |_string_to_sign| vec![7; 4]);
                objects.put(due.trail.bucket.clone(), key, digest);
                chains.insert(due.trail.root.place.region.to_string(), due.trail);
            }
            other => panic!("{other:?}"),
        }
    }
    for (region, logs) in [("us-east-1", 0), ("eu-west-1", 1)] {
        let check = DigestCheck::new(chains[region].clone(), now(), end);
        let report = check.run(&objects, &DigestKeys::new().with("f", ""), &Unsigned);
        let counts = report.counts();
        assert_eq!((counts.valid_digests, counts.valid_logs, report.is_valid()), (2, logs, true), "{region}");
        assert!(report.unlisted_logs.is_empty() && report.findings.is_empty(), "{report:?}");
    }
}

fn file(output: Output) -> Option<String> {
    match output {
        Output::TrailFile(file) => Some(file.key),
        _ => None,
    }
}

fn through_text(snapshot: &UniverseSnapshot) -> UniverseSnapshot {
    serde_json::from_str(&serde_json::to_string(snapshot).unwrap()).unwrap()
}
