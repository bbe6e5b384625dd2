//! Encryption keys through the service's API.

use crate::door::{Door, NOON, invalid, messages, missing};
use cupola_logs::{KmsKey, KmsKeyState};
use serde_json::{Value, json};

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/harbour";
const GROUP: &str = "arn:aws:logs:us-east-1:111122223333:log-group:g";
const RESULTS: &str = "arn:aws:logs:us-east-1:111122223333:query-result:*";

fn state(door: &mut Door, key: &str, state: KmsKeyState) {
    door.engine.set_kms_key_state(door.now, &KmsKey::new(key).unwrap(), state);
}

fn key_of(door: &mut Door, group: &str) -> Value {
    door.ok("DescribeLogGroups", json!({"logGroupNamePrefix": group}))["logGroups"][0]["kmsKeyId"].clone()
}

#[test]
fn a_group_has_a_key_from_its_creation_on_or_later() {
    let mut door = Door::open();
    assert_eq!(key_of(&mut door, "g"), json!(null));
    door.ok("CreateLogGroup", json!({"logGroupName": "h", "kmsKeyId": KEY}));
    assert_eq!(key_of(&mut door, "h"), json!(KEY));
    door.ok("AssociateKmsKey", json!({"logGroupName": "g", "kmsKeyId": KEY}));
    assert_eq!(key_of(&mut door, "g"), json!(KEY));
    door.ok("DisassociateKmsKey", json!({"resourceIdentifier": GROUP}));
    door.ok("DisassociateKmsKey", json!({"logGroupName": "g"}));
    assert_eq!(key_of(&mut door, "g"), json!(null));
    door.ok("AssociateKmsKey", json!({"resourceIdentifier": GROUP, "kmsKeyId": KEY}));
    assert_eq!(key_of(&mut door, "g"), json!(KEY));
}

#[test]
fn results_of_queries_have_a_key_of_their_own() {
    let mut door = Door::open();
    door.ok("AssociateKmsKey", json!({"resourceIdentifier": RESULTS, "kmsKeyId": KEY}));
    assert_eq!(door.engine.query_result_kms_key().map(KmsKey::as_str), Some(KEY));
    assert_eq!(key_of(&mut door, "g"), json!(null));
    door.ok("DisassociateKmsKey", json!({"resourceIdentifier": RESULTS}));
    assert_eq!(door.engine.query_result_kms_key(), None);
}

#[test]
fn a_key_that_cannot_be_used_is_refused() {
    let mut door = Door::open();
    for (key, of) in [
        ("disabled", KmsKeyState::Disabled),
        ("gone", KmsKeyState::Missing),
        ("pair", KmsKeyState::Asymmetric),
        ("foreign", KmsKeyState::Denied),
    ] {
        let key = KEY.replace("harbour", key);
        state(&mut door, &key, of);
        for (action, name) in [("CreateLogGroup", "h"), ("AssociateKmsKey", "g")] {
            let (code, text) = door.refused(action, json!({"logGroupName": name, "kmsKeyId": key}));
            assert_eq!(code, "InvalidParameterException");
            assert!(text.contains(&key), "{text}");
        }
    }
    for key in ["harbour", "alias/harbour", &KEY.replace("key/", "alias/"), &KEY.replace("us-east-1", "eu-west-1")] {
        let request = json!({"logGroupName": "g", "kmsKeyId": key});
        assert_eq!(door.refused("AssociateKmsKey", request).0, "InvalidParameterException", "{key}");
    }
    assert_eq!(door.refused("DescribeLogStreams", json!({"logGroupName": "h"})), missing("log group"));
    assert_eq!(key_of(&mut door, "g"), json!(null));
}

#[test]
fn a_key_is_for_a_group_or_for_results() {
    let mut door = Door::open();
    let both = json!({"logGroupName": "g", "resourceIdentifier": RESULTS, "kmsKeyId": KEY});
    let text = "logGroupName and resourceIdentifier are mutually exclusive parameters.";
    assert_eq!(door.refused("AssociateKmsKey", both.clone()), invalid(text));
    assert_eq!(door.refused("DisassociateKmsKey", both), invalid(text));
    assert_eq!(door.refused("DisassociateKmsKey", json!({})).0, "InvalidParameterException");
    let name = json!({"resourceIdentifier": "g", "kmsKeyId": KEY});
    assert_eq!(door.refused("AssociateKmsKey", name).0, "InvalidParameterException");
    let none = json!({"logGroupName": "none", "kmsKeyId": KEY});
    assert_eq!(door.refused("AssociateKmsKey", none), missing("log group"));
    assert_eq!(door.refused("DisassociateKmsKey", json!({"logGroupName": "none"})), missing("log group"));
}

#[test]
fn events_stay_under_the_key_that_they_came_in_under() {
    let mut door = Door::open();
    door.put(&[("2026-05-04T11:00:00Z", "plain")]);
    door.ok("AssociateKmsKey", json!({"logGroupName": "g", "kmsKeyId": KEY}));
    door.put(&[("2026-05-04T11:00:02Z", "sealed")]);
    door.ok("DisassociateKmsKey", json!({"logGroupName": "g"}));
    door.put(&[("2026-05-04T11:00:01Z", "late and plain"), ("2026-05-04T11:00:03Z", "plain")]);
    let get = json!({"logGroupName": "g", "logStreamName": "s"});
    assert_eq!(messages(&door.ok("GetLogEvents", get.clone())).len(), 4);

    state(&mut door, KEY, KmsKeyState::Disabled);
    assert_eq!(door.refused("GetLogEvents", get.clone()).0, "AccessDeniedException");
    assert_eq!(door.refused("FilterLogEvents", json!({"logGroupName": "g"})).0, "AccessDeniedException");
    let early = json!({"logGroupName": "g", "endTime": crate::door::millis("2026-05-04T11:00:01Z")});
    assert_eq!(messages(&door.ok("FilterLogEvents", early)), ["plain", "late and plain"]);
    assert_eq!(
        messages(&door.ok("GetLogEvents", json!({"logGroupName": "g", "logStreamName": "s", "limit": 1}))),
        ["plain"]
    );

    state(&mut door, KEY, KmsKeyState::Usable);
    assert_eq!(messages(&door.ok("GetLogEvents", get)).len(), 4);
    door.put(&[(NOON, "and on")]);
}
