//! Putting events through the service's API: each check of the reference.

use crate::door::{Door, NOON, invalid, messages, millis, missing, put};
use serde_json::{Value, json};

fn one(message: impl Into<Value>) -> Value {
    json!({"logGroupName": "g", "logStreamName": "s", "logEvents": [{"timestamp": millis(NOON), "message": message.into()}]})
}

fn many(count: usize, length: usize) -> Value {
    let event = json!({"timestamp": millis(NOON), "message": "x".repeat(length)});
    json!({"logGroupName": "g", "logStreamName": "s", "logEvents": vec![event; count]})
}

#[test]
fn group_and_stream_must_be_there() {
    assert_eq!(Door::empty().refused("PutLogEvents", one("x")), missing("log group"));
    let mut door = Door::open();
    assert_eq!(door.refused("PutLogEvents", put("t", &[(NOON, "x")])), missing("log stream"));
}

#[test]
fn order_is_judged_before_age() {
    let text = "Log events in a single PutLogEvents request must be in chronological order.";
    for first in ["2026-05-04T11:00:00Z", "2026-04-01T00:00:00Z"] {
        let events = [("2026-05-04T11:00:01Z", "b"), (first, "a")];
        assert_eq!(Door::open().refused("PutLogEvents", put("s", &events)), invalid(text));
    }
    let answer = Door::open().put(&[(NOON, "a"), (NOON, "b")]);
    assert!(answer["nextSequenceToken"].is_string() && answer.get("rejectedLogEventsInfo").is_none());
}

#[test]
fn batches_are_neither_empty_nor_too_large() {
    let mut door = Door::open();
    for (request, text) in [
        (
            many(0, 1),
            "1 validation error detected: Value '[]' at 'logEvents' failed to satisfy constraint: Member must have length greater than or equal to 1",
        ),
        (
            many(10_001, 1),
            "1 validation error detected: Value '[...]' at 'logEvents' failed to satisfy constraint: Member must have length less than or equal to 10000",
        ),
        (
            one(""),
            "1 validation error detected: Value '' at 'logEvents.1.member.message' failed to satisfy constraint: Member must have length greater than or equal to 1",
        ),
        (many(1, 1_048_551), "Upload too large: 1048577 bytes exceeds limit of 1048576"),
    ] {
        assert_eq!(door.refused("PutLogEvents", request), invalid(text));
    }
    for request in [many(10_000, 1), many(2, 524_262), many(1, 1_048_550), one("é".repeat(500_000))] {
        door.ok("PutLogEvents", request);
    }
    let umlauts = json!({"timestamp": millis(NOON), "message": "é".repeat(262_132)});
    let request = json!({"logGroupName": "g", "logStreamName": "s", "logEvents": [umlauts, umlauts]});
    assert_eq!(
        door.refused("PutLogEvents", request),
        invalid("Upload too large: 1048580 bytes exceeds limit of 1048576")
    );
}

#[test]
fn the_limit_of_an_event_can_be_that_of_2024() {
    let mut door = Door::open();
    let limits = cupola_logs::Limits { event_bytes: 262_144, ..cupola_logs::Limits::default() };
    door.engine = door.engine.with_limits(limits);
    door.ok("PutLogEvents", one("x".repeat(262_118)));
    let text = "Log event too large: 262145 bytes exceeds limit of 262144";
    assert_eq!(door.refused("PutLogEvents", one("x".repeat(262_119))), invalid(text));
}

#[test]
fn events_of_the_wrong_age_are_left_out_and_told() {
    for (retention, events, rejected, stored) in [
        (
            None,
            vec![
                (NOON, "now"),
                ("2026-05-04T14:00:00Z", "two"),
                ("2026-05-04T14:00:00.001Z", "a"),
                ("2026-05-04T14:30:00Z", "b"),
            ],
            json!({"tooNewLogEventStartIndex": 2}),
            vec!["now", "two"],
        ),
        (
            None,
            vec![("2026-04-01T00:00:00Z", "a"), ("2026-04-20T11:59:59.999Z", "b"), (NOON, "now")],
            json!({"tooOldLogEventEndIndex": 2}),
            vec!["now"],
        ),
        (None, vec![("2026-04-20T12:00:00Z", "just")], Value::Null, vec!["just"]),
        (None, vec![("2026-04-01T00:00:00Z", "old")], json!({"tooOldLogEventEndIndex": 1}), vec![]),
        (
            Some(3),
            vec![("2026-05-01T11:59:59Z", "gone"), (NOON, "now")],
            json!({"expiredLogEventEndIndex": 1}),
            vec!["now"],
        ),
        (
            Some(14),
            vec![("2026-04-20T11:59:59Z", "gone"), (NOON, "now")],
            json!({"tooOldLogEventEndIndex": 1}),
            vec!["now"],
        ),
        (
            Some(1),
            vec![
                ("2026-04-01T00:00:00Z", "old"),
                ("2026-05-01T00:00:00Z", "gone"),
                (NOON, "now"),
                ("2026-05-05T12:00:00Z", "new"),
            ],
            json!({"tooOldLogEventEndIndex": 1, "expiredLogEventEndIndex": 2, "tooNewLogEventStartIndex": 3}),
            vec!["now"],
        ),
    ] {
        let mut door = Door::open();
        if let Some(days) = retention {
            door.ok("PutRetentionPolicy", json!({"logGroupName": "g", "retentionInDays": days}));
        }
        let answer = door.put(&events);
        assert_eq!(answer["rejectedLogEventsInfo"], rejected, "{events:?}");
        let token = answer["nextSequenceToken"].as_str().unwrap();
        assert!(token.len() == 56 && token.bytes().all(|digit| digit.is_ascii_digit()), "{token}");
        let read = door.ok("GetLogEvents", json!({"logGroupName": "g", "logStreamName": "s"}));
        assert_eq!(messages(&read), stored);
    }
}

#[test]
fn accepted_events_span_a_day_at_most() {
    let text = "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.";
    let mut door = Door::open();
    let over = [("2026-05-03T11:00:00Z", "a"), ("2026-05-04T11:00:00.001Z", "b")];
    assert_eq!(door.refused("PutLogEvents", put("s", &over)), invalid(text));
    door.put(&[("2026-05-03T11:00:00Z", "a"), ("2026-05-04T11:00:00Z", "b")]);
    door.put(&[("2026-04-01T00:00:00Z", "old"), (NOON, "now")]);
}

#[test]
fn any_sequence_token_does_and_each_is_new() {
    let mut door = Door::open();
    let mut request = put("s", &[(NOON, "x")]);
    request["sequenceToken"] = "nonsense".into();
    let (first, second) = (door.ok("PutLogEvents", request.clone()), door.ok("PutLogEvents", request));
    assert_ne!(first["nextSequenceToken"], second["nextSequenceToken"]);
}

#[test]
fn a_member_of_a_wrong_type_is_refused() {
    let (code, _) = Door::open().refused("PutLogEvents", one(3));
    assert_eq!(code, "SerializationException");
    let request = json!({"logGroupName": "g", "logStreamName": "s", "logEvents": [{"timestamp": -1, "message": "x"}]});
    let text = "1 validation error detected: Value '-1' at 'logEvents.1.member.timestamp' failed to satisfy constraint: Member must have value greater than or equal to 0";
    assert_eq!(Door::open().refused("PutLogEvents", request), invalid(text));
}
