//! Live tail: section 10 of the reference.

use cupola_logs::{Engine, Limits, LiveTailOutput, LiveTailUpdate, StartLiveTail};
use serde_json::json;

use crate::door::{Door, NOON, at, millis, missing, place, put};

const GROUP: &str = "arn:aws:logs:us-east-1:111122223333:log-group:g";

impl Door {
    fn tail(&mut self) -> String {
        let started = self.ok("StartLiveTail", json!({"logGroupIdentifiers": [GROUP]}));
        started["responseStream"]["sessionStart"]["sessionId"].as_str().unwrap().to_owned()
    }

    fn take(&mut self, session: &str) -> Vec<LiveTailOutput> {
        self.engine.live_tail_updates(self.now, session).unwrap()
    }

    fn updates(&mut self, session: &str) -> Vec<LiveTailUpdate> {
        let update = |output| if let LiveTailOutput::Update(update) = output { Some(update) } else { None };
        self.take(session).into_iter().filter_map(update).collect()
    }

    /// So many events at once, the later ones older.
    fn put_many(&mut self, count: usize) {
        let now = self.now;
        let events = (0..count).map(|number| (now, format!("{number}")));
        self.engine.put_log_events(now, "g", "s", events).unwrap();
    }
}

#[test]
fn there_is_an_update_each_second_also_without_events() {
    let mut door = Door::open();
    door.put(&[(NOON, "before")]);
    let session = door.tail();
    assert!(door.take(&session).is_empty());
    door.put(&[("2026-05-04T11:59:00Z", "b"), (NOON, "c")]);
    door.put(&[("2026-05-04T11:58:00Z", "a")]);
    let updates = door.set("2026-05-04T12:00:03.5Z").updates(&session);
    let messages: Vec<Vec<&str>> =
        updates.iter().map(|update| update.events.iter().map(|event| event.message.as_str()).collect()).collect();
    assert_eq!(messages, [vec!["a", "b", "c"], vec![], vec![]]);
    let seconds: Vec<i64> = updates.iter().map(|update| update.at.as_millis() - millis(NOON)).collect();
    assert_eq!(seconds, [1000, 2000, 3000]);
    let event = &updates[0].events[0];
    assert_eq!((event.group.as_str(), event.stream.as_str(), event.received), (GROUP, "s", at(NOON)));
    let json: serde_json::Value = serde_json::from_str(updates[0].to_json().as_str()).unwrap();
    let first = json!({"logStreamName": "s", "logGroupIdentifier": GROUP, "message": "a",
        "timestamp": millis("2026-05-04T11:58:00Z"), "ingestionTime": millis(NOON)});
    assert_eq!((&json["sessionMetadata"], &json["sessionResults"][0]), (&json!({"sampled": false}), &first));
}

#[test]
fn more_than_five_hundred_are_sampled_from_the_seed() {
    let sample = |seed| {
        let mut door = Door::empty();
        door.engine = Engine::new(place(), seed);
        door.ok("CreateLogGroup", json!({"logGroupName": "g"}));
        door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "s"}));
        let session = door.tail();
        door.put_many(500);
        door.set("2026-05-04T12:00:01Z").put_many(2000);
        let mut updates = door.set("2026-05-04T12:00:02Z").updates(&session);
        assert_eq!(
            updates.iter().map(|one| (one.events.len(), one.sampled)).collect::<Vec<_>>(),
            [(500, false), (500, true)]
        );
        let numbers: Vec<usize> = updates.remove(1).events.iter().map(|event| event.message.parse().unwrap()).collect();
        assert!(numbers.is_sorted(), "in order of time and arrival");
        numbers
    };
    assert_eq!(sample(3), sample(3));
    assert_ne!(sample(3), sample(4));
}

#[test]
fn for_a_slow_client_the_oldest_updates_go() {
    let mut door = Door::open();
    let session = door.tail();
    let updates = door.set("2026-05-04T12:00:25Z").updates(&session);
    assert_eq!((updates.len(), updates[0].dropped, updates[1].dropped), (10, 15, 0));
    assert_eq!(updates[0].at, at("2026-05-04T12:00:16Z"));

    let limits = Limits { live_tail_buffer_events: 7, ..Limits::default() };
    let mut door = Door::empty();
    door.engine = Engine::new(place(), 0).with_limits(limits);
    door.ok("CreateLogGroup", json!({"logGroupName": "g"}));
    door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "s"}));
    let session = door.tail();
    for second in 0..3 {
        door.set(&format!("2026-05-04T12:00:0{second}Z")).put_many(3);
    }
    let updates = door.set("2026-05-04T12:00:03Z").updates(&session);
    assert_eq!(updates.iter().map(|one| (one.events.len(), one.dropped)).collect::<Vec<_>>(), [(3, 1), (3, 0)]);
}

#[test]
fn a_session_ends_after_three_hours_and_is_forgotten() {
    let mut door = Door::open();
    let session = door.tail();
    let outputs = door.set("2026-05-04T16:00:00Z").take(&session);
    let end = at("2026-05-04T15:00:00Z");
    assert!(matches!(&outputs[..], [.., LiveTailOutput::Update(last), LiveTailOutput::Timeout { at }]
        if last.at == end && *at == end));
    assert!(door.engine.live_tail_updates(door.now, &session).is_err());
    assert_eq!(door.engine.next_deadline(), None);

    let other = door.tail();
    door.engine.stop_live_tail(door.now, &other).unwrap();
    assert!(door.engine.stop_live_tail(door.now, &other).is_err());
    assert_eq!(door.engine.next_deadline(), None);
}

#[test]
fn streams_and_patterns_choose() {
    let mut door = Door::open();
    for stream in ["host-1", "host-2"] {
        door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": stream}));
    }
    let mut start = |request: StartLiveTail| door.engine.start_live_tail(at(NOON), request).unwrap();
    let by_name = start(StartLiveTail::of(["g"]).streams(["s", "host-2"]));
    let by_prefix = start(StartLiveTail::of(["g"]).stream_prefixes(["host-"]));
    let by_pattern = start(StartLiveTail::of(["g"]).matching("x -z").unwrap());
    for stream in ["s", "host-1", "host-2"] {
        door.ok("PutLogEvents", put(stream, &[(NOON, "x y"), (NOON, "x z")]));
    }
    door.set("2026-05-04T12:00:01Z");
    let mut seen = |session| {
        let update = door.updates(session).remove(0);
        update.events.iter().map(|event| format!("{} {}", event.stream, event.message)).collect::<Vec<_>>()
    };
    assert_eq!(seen(&by_name), ["s x y", "s x z", "host-2 x y", "host-2 x z"]);
    assert_eq!(seen(&by_prefix), ["host-1 x y", "host-1 x z", "host-2 x y", "host-2 x z"]);
    assert_eq!(seen(&by_pattern), ["s x y", "host-1 x y", "host-2 x y"]);
}

#[test]
fn refusals() {
    let mut door = Door::open();
    assert_eq!(door.refused("StartLiveTail", json!({"logGroupIdentifiers": ["g"]})).0, "InvalidParameterException");
    let none = format!("{GROUP}-none");
    assert_eq!(door.refused("StartLiveTail", json!({"logGroupIdentifiers": [none]})), missing("log group"));
    let pattern = json!({"logGroupIdentifiers": [GROUP], "logEventFilterPattern": "a=b"});
    assert_eq!(door.refused("StartLiveTail", pattern).0, "InvalidParameterException");
    door.ok("CreateLogGroup", json!({"logGroupName": "ia", "logGroupClass": "INFREQUENT_ACCESS"}));
    let ia = GROUP.replace(":g", ":ia");
    assert_eq!(door.refused("StartLiveTail", json!({"logGroupIdentifiers": [ia]})).0, "InvalidOperationException");
    (0..15).for_each(|_| drop(door.tail()));
    let (code, _) = door.refused("StartLiveTail", json!({"logGroupIdentifiers": [GROUP]}));
    assert_eq!(code, "LimitExceededException");
}
