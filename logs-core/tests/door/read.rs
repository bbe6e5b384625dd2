//! Reading events through the service's API.

use crate::door::{Door, NOON, invalid, messages, millis, missing, put};
use serde_json::{Value, json};

const FIVE: [(&str, &str); 5] = [
    ("2026-05-04T11:00:00Z", "m0"),
    ("2026-05-04T11:00:01Z", "m1"),
    ("2026-05-04T11:00:02Z", "m2"),
    ("2026-05-04T11:00:03Z", "m3"),
    ("2026-05-04T11:00:04Z", "m4"),
];

fn with_five() -> Door {
    let mut door = Door::open();
    door.put(&FIVE);
    door
}

fn with_two_streams() -> Door {
    let mut door = with_five();
    door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "t"}));
    door.ok("PutLogEvents", put("t", &[("2026-05-04T11:00:02Z", "other")]));
    door
}

fn get(door: &mut Door, more: Value) -> Value {
    let mut request = json!({"logGroupName": "g", "logStreamName": "s"});
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    door.ok("GetLogEvents", request)
}

fn filter(door: &mut Door, more: Value) -> Value {
    let mut request = json!({"logGroupName": "g"});
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    door.ok("FilterLogEvents", request)
}

#[test]
fn the_last_page_comes_unless_the_first_is_wanted() {
    let mut door = with_five();
    assert_eq!(messages(&get(&mut door, json!({"limit": 2}))), ["m3", "m4"]);
    assert_eq!(messages(&get(&mut door, json!({"limit": 2, "startFromHead": true}))), ["m0", "m1"]);
    let window = json!({"startTime": millis(FIVE[1].0), "endTime": millis(FIVE[3].0)});
    assert_eq!(messages(&get(&mut door, window)), ["m1", "m2"], "the end is exclusive");
}

#[test]
fn the_end_is_where_the_token_comes_back() {
    let mut door = with_five();
    let mut token = get(&mut door, json!({"limit": 2, "startFromHead": true}))["nextForwardToken"].clone();
    for wanted in [&["m2", "m3"][..], &["m4"]] {
        let page = get(&mut door, json!({"limit": 2, "startFromHead": true, "nextToken": token}));
        assert_eq!(messages(&page), wanted);
        token = page["nextForwardToken"].clone();
    }
    let end = get(&mut door, json!({"limit": 2, "nextToken": token}));
    assert!(messages(&end).is_empty() && end["nextForwardToken"] == token);
    door.put(&[("2026-05-04T11:00:09Z", "m9")]);
    assert_eq!(messages(&get(&mut door, json!({"nextToken": token}))), ["m9"]);
    let back = get(&mut door, json!({"limit": 2, "nextToken": end["nextBackwardToken"]}));
    assert_eq!(messages(&back), ["m3", "m4"], "back from the end");
}

#[test]
fn backward_pages_are_in_ascending_order() {
    let mut door = with_five();
    let mut page = get(&mut door, json!({"limit": 2}));
    for wanted in [&["m1", "m2"][..], &["m0"], &[]] {
        page = get(&mut door, json!({"limit": 2, "nextToken": page["nextBackwardToken"]}));
        assert_eq!(messages(&page), wanted);
    }
    let again = get(&mut door, json!({"limit": 2, "nextToken": page["nextBackwardToken"]}));
    assert_eq!(again["nextBackwardToken"], page["nextBackwardToken"]);
    assert_eq!(messages(&get(&mut door, json!({"limit": 1, "nextToken": again["nextForwardToken"]}))), ["m0"]);
}

#[test]
fn an_empty_stream_has_tokens_that_lead_to_what_comes_later() {
    for head in [true, false] {
        let mut door = Door::open();
        let page = get(&mut door, json!({"startFromHead": head}));
        assert!(messages(&page).is_empty());
        let (forward, backward) =
            (page["nextForwardToken"].as_str().unwrap(), page["nextBackwardToken"].as_str().unwrap());
        assert!(forward.starts_with("f/") && backward.starts_with("b/"));
        door.put(&FIVE[..1]);
        assert_eq!(messages(&get(&mut door, json!({"nextToken": forward}))), ["m0"]);
    }
}

#[test]
fn tokens_belong_to_their_stream() {
    let mut door = with_two_streams();
    let page = door.ok("GetLogEvents", json!({"logGroupName": "g", "logStreamName": "t"}));
    let digits = "0".repeat(56);
    for token in [page["nextForwardToken"].as_str().unwrap(), "f/none", "", "f/", &digits, &format!("f/{digits}"), "é/"]
    {
        let request = json!({"logGroupName": "g", "logStreamName": "s", "nextToken": token});
        let (code, text) = door.refused("GetLogEvents", request);
        assert_eq!(code, "InvalidParameterException");
        assert!(token.is_empty() || text == "The specified nextToken is invalid.", "{text}");
    }
}

#[test]
fn limits_are_1_to_10000() {
    let mut door = with_five();
    for (limit, bound) in
        [(10_001, "less than or equal to 10000"), (0, "greater than or equal to 1"), (-5, "greater than or equal to 1")]
    {
        let text = format!(
            "1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: Member must have value {bound}"
        );
        let request = json!({"logGroupName": "g", "logStreamName": "s", "limit": limit});
        assert_eq!(door.refused("GetLogEvents", request.clone()), invalid(&text));
        assert_eq!(door.refused("FilterLogEvents", json!({"logGroupName": "g", "limit": limit})), invalid(&text));
    }
}

#[test]
fn a_page_holds_a_megabyte() {
    let mut door = Door::open();
    let text = "x".repeat(400_000);
    for second in 0..3 {
        door.put(&[(&format!("2026-05-04T11:00:0{second}Z"), &text)]);
    }
    let page = get(&mut door, json!({"startFromHead": true}));
    assert_eq!(messages(&page).len(), 2);
    assert_eq!(messages(&get(&mut door, json!({"nextToken": page["nextForwardToken"]}))).len(), 1);
    assert_eq!(messages(&get(&mut door, json!({}))).len(), 2);
    assert_eq!(messages(&filter(&mut door, json!({}))).len(), 2);
}

#[test]
fn events_have_these_members() {
    let mut door = with_five();
    let event = json!({"timestamp": millis(FIVE[4].0), "message": "m4", "ingestionTime": millis(NOON)});
    assert_eq!(get(&mut door, json!({"limit": 1}))["events"], json!([event]));
    let page = filter(&mut door, json!({"filterPattern": "m4"}));
    assert_eq!(page["searchedLogStreams"], json!([]));
    let mut found = page["events"][0].clone();
    let id = found.as_object_mut().unwrap().remove("eventId").unwrap();
    assert!(id.as_str().is_some_and(|id| id.len() == 56));
    let mut event = event;
    event["logStreamName"] = "s".into();
    assert_eq!(found, event);
}

#[test]
fn streams_are_merged_by_time() {
    let mut door = with_two_streams();
    assert_eq!(messages(&filter(&mut door, json!({}))), ["m0", "m1", "m2", "other", "m3", "m4"]);
    let window = json!({"startTime": millis(FIVE[1].0), "endTime": millis(FIVE[2].0)});
    assert_eq!(messages(&filter(&mut door, window)), ["m1", "m2", "other"], "the end is inclusive");
    assert_eq!(messages(&filter(&mut door, json!({"logStreamNames": ["t", "t"]}))), ["other"]);
    assert_eq!(messages(&filter(&mut door, json!({"logStreamNamePrefix": "t"}))), ["other"]);
    assert_eq!(messages(&filter(&mut door, json!({"filterPattern": "m3"}))), ["m3"]);
}

#[test]
fn pages_of_a_group_end_without_a_token() {
    let mut door = with_two_streams();
    let first = filter(&mut door, json!({"limit": 4}));
    assert_eq!(messages(&first).len(), 4);
    let second = filter(&mut door, json!({"limit": 2, "nextToken": first["nextToken"]}));
    assert_eq!(messages(&second), ["m3", "m4"]);
    assert!(second.get("nextToken").is_none());
    let only = filter(&mut door, json!({"limit": 1, "filterPattern": "m3"}));
    assert!(only.get("nextToken").is_none(), "nothing that matches follows");
    for (token, pattern) in [(json!("none"), Value::Null), (first["nextToken"].clone(), json!("m"))] {
        let request = json!({"logGroupName": "g", "nextToken": token, "filterPattern": pattern});
        assert_eq!(door.refused("FilterLogEvents", request), invalid("The specified nextToken is invalid."));
    }
}

#[test]
fn what_is_asked_for_must_be_there() {
    let mut door = with_two_streams();
    assert_eq!(
        door.refused("FilterLogEvents", json!({"logGroupName": "g", "logStreamNames": ["ghost"]})),
        missing("log stream")
    );
    assert_eq!(door.refused("FilterLogEvents", json!({"logGroupName": "h"})), missing("log group"));
    assert_eq!(door.refused("GetLogEvents", json!({"logGroupName": "h", "logStreamName": "s"})), missing("log group"));
    assert_eq!(door.refused("GetLogEvents", json!({"logGroupName": "g", "logStreamName": "x"})), missing("log stream"));
    for request in [
        json!({"logGroupName": "g", "logStreamNames": ["t"], "logStreamNamePrefix": "t"}),
        json!({"logGroupName": "g", "logStreamNames": []}),
        json!({"logGroupName": "g", "logStreamNames": vec!["t"; 101]}),
        json!({"logGroupName": "g", "filterPattern": "a=b"}),
        json!({"logGroupName": "g", "logGroupIdentifier": "g"}),
        json!({}),
    ] {
        assert_eq!(door.refused("FilterLogEvents", request).0, "InvalidParameterException");
    }
}

#[test]
fn groups_are_found_by_their_arns() {
    let mut door = with_five();
    let arn = "arn:aws:logs:us-east-1:111122223333:log-group:g";
    let page = door.ok("GetLogEvents", json!({"logGroupIdentifier": arn, "logStreamName": "s", "limit": 1}));
    assert_eq!(messages(&page), ["m4"]);
    assert_eq!(messages(&door.ok("FilterLogEvents", json!({"logGroupIdentifier": "g", "limit": 1}))), ["m0"]);
    let elsewhere = json!({"logGroupIdentifier": arn.replace("us-east-1", "us-east-2"), "logStreamName": "s"});
    assert_eq!(door.refused("GetLogEvents", elsewhere), missing("log group"));
    let with_star = json!({"logGroupIdentifier": format!("{arn}:*"), "logStreamName": "s"});
    assert_eq!(door.refused("GetLogEvents", with_star).0, "InvalidParameterException");
}

#[test]
fn other_classes_cannot_be_read_event_by_event() {
    let mut door = Door::empty();
    door.ok("CreateLogGroup", json!({"logGroupName": "g", "logGroupClass": "INFREQUENT_ACCESS"}));
    door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "s"}));
    door.put(&FIVE);
    assert_eq!(
        door.refused("GetLogEvents", json!({"logGroupName": "g", "logStreamName": "s"})).0,
        "InvalidOperationException"
    );
    assert_eq!(door.refused("FilterLogEvents", json!({"logGroupName": "g"})).0, "InvalidOperationException");
}
