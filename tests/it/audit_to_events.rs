//! What the audit area says of a record, the bus does.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use cupola::audit::{Policies, Record};
use cupola::base::json::Json;
use cupola::events::{PutRule, RuleName, RuleState, Target, TargetId};
use cupola::{Arn, Observatory, Output, Place, Timestamp};
use serde_json::Value;

const STATES: [(&str, RuleState); 3] = [
    ("DISABLED", RuleState::Disabled),
    ("ENABLED", RuleState::Enabled),
    ("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", RuleState::EnabledWithAllCloudtrailManagementEvents),
];

#[test]
fn a_record_reaches_a_rule_when_the_audit_area_says_so() {
    let mut reached = 0;
    for record in records() {
        let text = record.to_string();
        let event = Record::parse(&text).unwrap().bus_event();
        for (name, state) in STATES {
            let said = event.as_ref().is_ok_and(|event| event.is_seen_in(name).unwrap());
            assert_eq!(deliveries(&text, state), usize::from(said), "{name}: {text}");
            reached += usize::from(said);
        }
    }
    assert!(reached > 10, "{reached}");
}

/// The records of the conformance cases, with the members that an engine needs besides.
fn records() -> Vec<Value> {
    let cases = include_str!("../../conformance/cases/audit/eventbridge.jsonl");
    let record = |line: &str| {
        let mut record = serde_json::from_str::<Value>(line).unwrap()["input"]["record"].take();
        let members = record.as_object_mut().unwrap();
        members.entry("eventTime").or_insert("2026-05-04T06:00:00Z".into());
        members.entry("awsRegion").or_insert("us-east-1".into());
        members.entry("recipientAccountId").or_insert("111122223333".into());
        record
    };
    cases.lines().map(record).collect()
}

/// How often a rule in this state, which matches everything, calls its target.
fn deliveries(record: &str, state: RuleState) -> usize {
    let now = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
    let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1").unwrap(), 0)
        .with_audit(|engine| engine.with_policies(Policies::default().with_every_record_is_logged(true)));
    let rule = PutRule::new(RuleName::new("all").unwrap(), r#"{"source": [{"prefix": ""}]}"#).with_state(state);
    let id = rule.id.clone();
    let queue = Arn::parse("arn:aws:sqs:us-east-1:111122223333:inbox").unwrap();
    sky.events(now).put_rule(now, rule).unwrap();
    sky.events(now).put_targets(now, &id, vec![Target::new(TargetId::new("q").unwrap(), queue)]).unwrap();
    sky.audit(now).record(now, Json::parse(record).unwrap()).unwrap();
    sky.drain().into_iter().filter(|output| matches!(output, Output::Delivery(_))).count()
}
