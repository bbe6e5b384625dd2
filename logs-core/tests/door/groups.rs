//! Groups, streams, retention and tags through the service's API.

use crate::door::{Door, NOON, invalid, messages, millis, missing, put};
use serde_json::{Value, json};

const ARN: &str = "arn:aws:logs:us-east-1:111122223333:log-group:g";

fn names(answer: &Value, list: &str, name: &str) -> Vec<String> {
    answer[list].as_array().unwrap().iter().map(|item| item[name].as_str().unwrap().to_owned()).collect()
}

fn groups(answer: &Value) -> Vec<String> {
    names(answer, "logGroups", "logGroupName")
}

fn with_groups(names: &[&str]) -> Door {
    let mut door = Door::empty();
    names.iter().for_each(|name| {
        door.ok("CreateLogGroup", json!({"logGroupName": name}));
    });
    door
}

#[test]
fn names_are_taken_once() {
    let mut door = Door::open();
    let exists =
        |what: &str| ("ResourceAlreadyExistsException".to_owned(), format!("The specified {what} already exists"));
    assert_eq!(door.refused("CreateLogGroup", json!({"logGroupName": "g"})), exists("log group"));
    let stream = json!({"logGroupName": "g", "logStreamName": "s"});
    assert_eq!(door.refused("CreateLogStream", stream), exists("log stream"));
    assert_eq!(
        door.refused("CreateLogStream", json!({"logGroupName": "h", "logStreamName": "s"})),
        missing("log group")
    );
    door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "2026/05/04/[$LATEST]ab12"}));
}

#[test]
fn names_keep_their_rules() {
    let mut door = Door::open();
    for name in ["a b", "a:b", "", "aws/x", &"x".repeat(513)] {
        assert_eq!(
            door.refused("CreateLogGroup", json!({"logGroupName": name})).0,
            "InvalidParameterException",
            "{name}"
        );
    }
    for name in ["a:b", "a*b", "", &"x".repeat(513)] {
        let request = json!({"logGroupName": "g", "logStreamName": name});
        assert_eq!(door.refused("CreateLogStream", request).0, "InvalidParameterException", "{name}");
    }
    let text = "Invalid LogGroup or LogStream, both must have length less than or equal to 512.";
    assert_eq!(door.refused("CreateLogGroup", json!({"logGroupName": "x".repeat(513)})), invalid(text));
    let text = "1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null";
    assert_eq!(door.refused("CreateLogGroup", json!({})), invalid(text));
}

#[test]
fn groups_are_described_in_ascii_order_page_by_page() {
    let mut door = with_groups(&["b/2", "a", "B", "b/1"]);
    assert_eq!(groups(&door.ok("DescribeLogGroups", json!({}))), ["B", "a", "b/1", "b/2"]);
    assert_eq!(groups(&door.ok("DescribeLogGroups", json!({"logGroupNamePrefix": "b"}))), ["b/1", "b/2"]);
    for prefix in [json!(null), json!("b")] {
        let mut token = Value::Null;
        let mut seen = Vec::new();
        loop {
            let page =
                door.ok("DescribeLogGroups", json!({"limit": 1, "logGroupNamePrefix": prefix, "nextToken": token}));
            seen.extend(groups(&page));
            token = page["nextToken"].clone();
            if token.is_null() {
                break;
            }
        }
        assert_eq!(seen, if prefix.is_null() { vec!["B", "a", "b/1", "b/2"] } else { vec!["b/1", "b/2"] });
    }
    let text = "The specified nextToken is invalid.";
    assert_eq!(door.refused("DescribeLogGroups", json!({"nextToken": "none"})), invalid(text));
    let text = "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50";
    assert_eq!(door.refused("DescribeLogGroups", json!({"limit": 51})), invalid(text));
}

#[test]
fn a_group_is_described_with_these_members() {
    let mut door = Door::open();
    let group = json!({
        "logGroupName": "g", "creationTime": millis(NOON), "metricFilterCount": 0, "arn": format!("{ARN}:*"),
        "storedBytes": 0, "logGroupClass": "STANDARD", "logGroupArn": ARN, "deletionProtectionEnabled": false,
    });
    assert_eq!(door.ok("DescribeLogGroups", json!({})), json!({"logGroups": [group]}));
    door.ok("PutRetentionPolicy", json!({"logGroupName": "g", "retentionInDays": 7}));
    assert_eq!(door.ok("DescribeLogGroups", json!({}))["logGroups"][0]["retentionInDays"], 7);
    door.ok("DeleteRetentionPolicy", json!({"logGroupName": "g"}));
    assert!(door.ok("DescribeLogGroups", json!({}))["logGroups"][0].get("retentionInDays").is_none());
}

#[test]
fn a_pattern_of_names_has_an_answer_of_its_own() {
    let mut door = with_groups(&["app/one", "two/app", "web"]);
    let page = door.ok("DescribeLogGroups", json!({"logGroupNamePattern": "app"}));
    assert_eq!(groups(&page), ["app/one", "two/app"]);
    assert!(page["logGroups"][0].get("storedBytes").is_none());
    assert!(page["logGroups"][0].get("deletionProtectionEnabled").is_none());
    let next = door.ok("DescribeLogGroups", json!({"logGroupNamePattern": "app", "nextToken": page["nextToken"]}));
    assert_eq!(next, json!({"logGroups": []}));
    let text = "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.";
    let both = json!({"logGroupNamePrefix": "a", "logGroupNamePattern": "b"});
    assert_eq!(door.refused("DescribeLogGroups", both), invalid(text));
}

#[test]
fn groups_are_found_by_identifiers_and_classes() {
    let mut door = with_groups(&["g", "h", "i"]);
    door.ok("CreateLogGroup", json!({"logGroupName": "rare", "logGroupClass": "INFREQUENT_ACCESS"}));
    assert_eq!(groups(&door.ok("DescribeLogGroups", json!({"logGroupIdentifiers": ["i", ARN]}))), ["g", "i"]);
    assert_eq!(groups(&door.ok("DescribeLogGroups", json!({"logGroupClass": "INFREQUENT_ACCESS"}))), ["rare"]);
    let request = json!({"logGroupIdentifiers": ["g"], "logGroupNamePrefix": "g"});
    assert_eq!(door.refused("DescribeLogGroups", request).0, "InvalidParameterException");
    assert_eq!(groups(&door.ok("ListLogGroups", json!({"logGroupNamePattern": "^rar|xxx"}))), ["rare"]);
    assert_eq!(groups(&door.ok("ListLogGroups", json!({"limit": 2}))), ["g", "h"]);
    door.ok("TagLogGroup", json!({"logGroupName": "h", "tags": {"team": "dock", "tier": "1"}}));
    door.ok("TagLogGroup", json!({"logGroupName": "i", "tags": {"team": "quay"}}));
    for (tags, wanted) in [
        (json!([{"key": "team"}]), &["h", "i"][..]),
        (json!([{"key": "team", "values": ["quay", "pier"]}]), &["i"]),
        (json!([{"key": "team", "values": ["dock"]}, {"key": "tier"}]), &["h"]),
        (json!([{"key": "team"}, {"key": "tier", "values": ["2"]}]), &[]),
    ] {
        assert_eq!(groups(&door.ok("ListLogGroups", json!({"logGroupTags": tags}))), wanted);
    }
    assert_eq!(door.refused("ListLogGroups", json!({"logGroupNamePattern": "a.+b"})).0, "InvalidParameterException");
}

#[test]
fn each_event_counts_26_bytes_besides() {
    let mut door = Door::open();
    door.put(&[(NOON, "12345"), (NOON, "é")]);
    assert_eq!(door.ok("DescribeLogGroups", json!({}))["logGroups"][0]["storedBytes"], 59);
    let stream = json!({
        "logStreamName": "s", "creationTime": millis(NOON), "firstEventTimestamp": millis(NOON),
        "lastEventTimestamp": millis(NOON), "lastIngestionTime": millis(NOON), "storedBytes": 0,
        "arn": format!("{ARN}:log-stream:s"),
    });
    assert_eq!(door.ok("DescribeLogStreams", json!({"logGroupName": "g"})), json!({"logStreams": [stream]}));
}

#[test]
fn streams_are_described_in_two_orders() {
    let mut door = Door::open();
    for name in ["b", "a", "c"] {
        door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": name}));
    }
    door.ok("PutLogEvents", put("a", &[("2026-05-04T11:00:05Z", "x")]));
    door.ok("PutLogEvents", put("c", &[("2026-05-04T11:00:01Z", "x")]));
    for (request, wanted) in [
        (json!({}), ["a", "b", "c", "s"]),
        (json!({"descending": true}), ["s", "c", "b", "a"]),
        (json!({"orderBy": "LastEventTime"}), ["b", "s", "c", "a"]),
        (json!({"orderBy": "LastEventTime", "descending": true}), ["a", "c", "s", "b"]),
    ] {
        for limit in [1, 3, 4] {
            let mut request = request.clone();
            request["logGroupName"] = "g".into();
            request["limit"] = limit.into();
            let mut seen = Vec::new();
            loop {
                let page = door.ok("DescribeLogStreams", request.clone());
                seen.extend(names(&page, "logStreams", "logStreamName"));
                let Some(token) = page.get("nextToken") else { break };
                request["nextToken"] = token.clone();
            }
            assert_eq!(seen, wanted, "{request}");
        }
    }
    let page = door.ok("DescribeLogStreams", json!({"logGroupName": "g", "logStreamNamePrefix": "b"}));
    assert_eq!(names(&page, "logStreams", "logStreamName"), ["b"]);
    let by_time = json!({"logGroupName": "g", "orderBy": "LastEventTime", "logStreamNamePrefix": "s"});
    let text = "Cannot order by LastEventTime with a logStreamNamePrefix.";
    assert_eq!(door.refused("DescribeLogStreams", by_time), invalid(text));
    let both = json!({"logGroupName": "g", "logGroupIdentifier": ARN});
    let text = "LogGroup name and LogGroup ARN are mutually exclusive parameters.";
    assert_eq!(door.refused("DescribeLogStreams", both), ("ValidationException".into(), text.into()));
}

#[test]
fn retention_takes_certain_numbers_of_days() {
    let mut door = Door::open();
    for days in [0, 2, -1, 3654, i64::MAX] {
        let request = json!({"logGroupName": "g", "retentionInDays": days});
        assert_eq!(door.refused("PutRetentionPolicy", request).0, "InvalidParameterException", "{days}");
    }
    assert_eq!(
        door.refused("PutRetentionPolicy", json!({"logGroupName": "h", "retentionInDays": 1})),
        missing("log group")
    );
}

#[test]
fn expired_events_vanish_at_once_and_come_back_until_they_are_swept() {
    let mut door = Door::open();
    door.ok("PutRetentionPolicy", json!({"logGroupName": "g", "retentionInDays": 1}));
    door.put(&[(NOON, "x")]);
    let read = |door: &mut Door| messages(&door.ok("FilterLogEvents", json!({"logGroupName": "g"}))).len();
    let stored = |door: &mut Door| door.ok("DescribeLogGroups", json!({}))["logGroups"][0]["storedBytes"].clone();
    assert_eq!((read(door.set("2026-05-05T12:00:00Z")), stored(&mut door)), (1, json!(27)));
    assert_eq!((read(door.set("2026-05-05T12:00:00.001Z")), stored(&mut door)), (0, json!(0)));
    door.ok("PutRetentionPolicy", json!({"logGroupName": "g", "retentionInDays": 3}));
    assert_eq!(read(&mut door), 1);
    door.ok("PutRetentionPolicy", json!({"logGroupName": "g", "retentionInDays": 1}));
    door.set("2026-05-05T13:00:00Z").ok("DeleteRetentionPolicy", json!({"logGroupName": "g"}));
    assert_eq!(read(&mut door), 0, "swept");
}

#[test]
fn a_deleted_group_takes_all_with_it() {
    let mut door = Door::open();
    door.put(&[(NOON, "x")]);
    door.ok("DeleteLogGroup", json!({"logGroupName": "g"}));
    assert_eq!(door.refused("DeleteLogGroup", json!({"logGroupName": "g"})), missing("log group"));
    door.ok("CreateLogGroup", json!({"logGroupName": "g"}));
    assert_eq!(door.ok("DescribeLogStreams", json!({"logGroupName": "g"})), json!({"logStreams": []}));
}

#[test]
fn a_protected_group_stays() {
    let mut door = Door::open();
    door.ok("PutLogGroupDeletionProtection", json!({"logGroupIdentifier": ARN, "deletionProtectionEnabled": true}));
    let stream = json!({"logGroupName": "g", "logStreamName": "s"});
    assert_eq!(door.refused("DeleteLogGroup", json!({"logGroupName": "g"})).0, "ValidationException");
    assert_eq!(door.refused("DeleteLogStream", stream.clone()).0, "ValidationException");
    door.ok("PutLogGroupDeletionProtection", json!({"logGroupIdentifier": "g", "deletionProtectionEnabled": false}));
    door.ok("DeleteLogStream", stream.clone());
    assert_eq!(door.refused("DeleteLogStream", stream), missing("log stream"));
    door.ok("DeleteLogGroup", json!({"logGroupName": "g"}));
}

#[test]
fn tags_are_set_by_arn_and_by_name() {
    let mut door = Door::empty();
    door.ok("CreateLogGroup", json!({"logGroupName": "g", "tags": {"a": "1"}}));
    door.ok("TagResource", json!({"resourceArn": ARN, "tags": {"b": "2"}}));
    door.ok("TagLogGroup", json!({"logGroupName": "g", "tags": {"a": "3", "c": ""}}));
    door.ok("UntagResource", json!({"resourceArn": format!("{ARN}:*"), "tagKeys": ["b", "ghost"]}));
    assert_eq!(door.ok("ListTagsForResource", json!({"resourceArn": ARN})), json!({"tags": {"a": "3", "c": ""}}));
    door.ok("UntagLogGroup", json!({"logGroupName": "g", "tags": ["c"]}));
    assert_eq!(door.ok("ListTagsLogGroup", json!({"logGroupName": "g"})), json!({"tags": {"a": "3"}}));

    for odd in [json!({"a*": "b"}), json!({"a": "b\n"}), json!({"aws:a": "b"}), json!({"": "b"})] {
        let request = json!({"resourceArn": ARN, "tags": odd});
        assert_eq!(door.refused("TagResource", request.clone()).0, "InvalidParameterException", "{request}");
    }
    let many: serde_json::Map<String, Value> = (0..50).map(|n| (format!("k{n}"), json!("v"))).collect();
    let request = json!({"resourceArn": ARN, "tags": many});
    assert_eq!(door.refused("TagResource", request).0, "TooManyTagsException");
    assert_eq!(
        door.refused("TagLogGroup", json!({"logGroupName": "h", "tags": {"a": "b"}})).0,
        "ResourceNotFoundException"
    );
    assert_eq!(door.refused("ListTagsForResource", json!({"resourceArn": "g"})).0, "InvalidParameterException");
    let ghost = ARN.replace(":g", ":ghost");
    assert_eq!(door.refused("ListTagsForResource", json!({"resourceArn": ghost})).0, "ResourceNotFoundException");
}

#[test]
fn a_destination_has_tags_by_its_arn() {
    const DESTINATION: &str = "arn:aws:logs:us-east-1:111122223333:destination:central";
    let mut door = Door::empty();
    let put = json!({"destinationName": "central", "targetArn": "arn:aws:kinesis:us-east-1:111122223333:stream/s",
        "roleArn": "arn:aws:iam::111122223333:role/logs", "tags": {"a": "1", "b": "2"}});
    door.ok("PutDestination", put);
    door.ok("TagResource", json!({"resourceArn": DESTINATION, "tags": {"a": "3"}}));
    door.ok("UntagResource", json!({"resourceArn": DESTINATION, "tagKeys": ["b"]}));
    assert_eq!(door.ok("ListTagsForResource", json!({"resourceArn": DESTINATION})), json!({"tags": {"a": "3"}}));
    let ghost = DESTINATION.replace("central", "ghost");
    for (action, request) in [
        ("ListTagsForResource", json!({"resourceArn": ghost})),
        ("TagResource", json!({"resourceArn": ghost, "tags": {"a": "1"}})),
        ("UntagResource", json!({"resourceArn": ghost, "tagKeys": ["a"]})),
    ] {
        assert_eq!(door.refused(action, request).0, "ResourceNotFoundException", "{action}");
    }
}

#[test]
fn what_is_not_modelled_is_refused() {
    let mut door = Door::open();
    for (action, request) in [
        ("DescribeLogGroups", json!({"includeLinkedAccounts": true})),
        ("ListLogGroups", json!({"fieldIndexNames": ["f"]})),
    ] {
        let (code, text) = door.refused(action, request);
        assert!(code == "InvalidParameterException" && text.ends_with("is not supported yet."), "{text}");
    }
    assert_eq!(door.refused("GetLogObject", json!({})).0, "UnknownOperationException");
    assert_eq!(door.refused("CreateLogGroup", json!("x")).0, "SerializationException");
}
