//! Archives and replays: what is kept, for how long, and what is sent again.

#![expect(clippy::unwrap_used, reason = "an example that is not well formed may panic")]

use cupola_base::json::Json;
use cupola_base::{Arn, EventEnvelope, Place, Timestamp};
use cupola_events::{
    ArchiveName, BusName, CreateArchive, Engine, Limits, Lost, Output, PutRule, ReplayName, ReplayState, RuleId,
    RuleName, StartReplay, Target, TargetId, UpdateArchive,
};
use proptest::prelude::*;

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn start() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn archive() -> ArchiveName {
    ArchiveName::new("a").unwrap()
}

fn rule(name: &str) -> RuleId {
    RuleName::new(name).unwrap().into()
}

fn engine() -> Engine {
    let mut engine = Engine::new(place(), 0);
    engine.create_archive(start(), CreateArchive::new(archive(), BusName::default())).unwrap();
    for name in ["one", "two"] {
        engine.put_rule(start(), PutRule::new(rule(name), r#"{"source": ["quay"]}"#)).unwrap();
        let queue = Arn::parse(&format!("arn:aws:sqs:us-east-1:111122223333:{name}")).unwrap();
        engine.put_targets(start(), &rule(name), vec![Target::new(TargetId::new("q").unwrap(), queue)]).unwrap();
    }
    engine
}

fn publish(engine: &mut Engine, now: Timestamp, id: &str, time: Timestamp) {
    let event = EventEnvelope::new(id, place(), time, "quay", "Crane moved", Json::parse("{}").unwrap());
    engine.publish(now, event);
}

fn replay(name: &str, seconds: i64) -> StartReplay {
    let (source, to) = (archive().arn(&place()), BusName::default().arn(&place()));
    let name = ReplayName::new(name).unwrap();
    StartReplay::new(name, source.as_str(), to.as_str(), start(), start().plus_secs(seconds))
}

fn sent(outputs: &[Output]) -> Vec<(String, String, Option<String>)> {
    let of = |output: &Output| {
        let Output::Delivery(delivery) = output else { return None };
        let event: serde_json::Value = serde_json::from_str(delivery.payload.as_str()).unwrap();
        let name = delivery.target.rsplit(':').next().unwrap().to_owned();
        let again = event["replay-name"].as_str().map(str::to_owned);
        Some((name, event["id"].as_str().unwrap().to_owned(), again))
    };
    outputs.iter().filter_map(of).collect()
}

#[test]
fn events_are_sent_again_minute_by_minute_by_time_then_id() {
    let mut engine = engine();
    for (id, seconds) in [("c", 70), ("b", 10), ("a", 10), ("d", 5), ("late", 300)] {
        publish(&mut engine, start().plus_secs(400), id, start().plus_secs(seconds));
    }
    engine.drain();
    let now = start().plus_secs(500);
    engine
        .start_replay(now, replay("r", 300).with_filter_arns(vec![place().arn("events", "rule/two").into()]))
        .unwrap();
    let at = engine.next_deadline().unwrap().at;
    assert_eq!(at, now.plus_secs(1));
    engine.advance(at);
    let again = |id: &str| ("two".to_owned(), id.to_owned(), Some("r".to_owned()));
    assert_eq!(sent(&engine.drain()), [again("d"), again("a"), again("b")]);
    let name = ReplayName::new("r").unwrap();
    assert_eq!(engine.describe_replay(&name).unwrap().last, Some(start().plus_secs(10)));
    engine.advance(at.plus_secs(10));
    assert_eq!(sent(&engine.drain()), [again("c")]);
    let ended = engine.describe_replay(&name).unwrap();
    assert_eq!((ended.state, ended.last), (ReplayState::Completed, Some(start().plus_secs(70))));
    assert_eq!(engine.archive_size(now, &archive()).unwrap().events, 5, "what is replayed is not kept again");
}

#[test]
fn events_outlive_their_archive_by_their_own_time() {
    let mut engine = engine();
    let update = UpdateArchive { retention_days: Some(1), ..UpdateArchive::default() };
    publish(&mut engine, start(), "old", start().plus_secs(-90_000));
    assert_eq!(engine.archive_size(start(), &archive()).unwrap().events, 1);
    engine.update_archive(start(), &archive(), update).unwrap();
    publish(&mut engine, start(), "older", start().plus_secs(-86_401));
    publish(&mut engine, start(), "new", start().plus_secs(-86_399));
    let size = engine.archive_size(start(), &archive()).unwrap();
    assert_eq!(size.events, 1);
    assert!(size.bytes > 100);
    assert_eq!(engine.archive_size(start().plus_secs(2), &archive()).unwrap().events, 0);
}

#[test]
fn past_the_bound_the_oldest_go_and_are_counted() {
    let mut engine = engine().with_limits(Limits::default().with_archived(2, 1 << 20));
    for second in [3, 1, 2] {
        publish(&mut engine, start(), "e", start().plus_secs(second));
    }
    let Output::Lost(lost) = &engine.drain()[0] else { panic!() };
    assert_eq!((lost.what, lost.count), (Lost::ArchivedEvents, 1));
    assert_eq!(engine.archive_size(start(), &archive()).unwrap().events, 2);
}

#[test]
fn an_archive_shows_as_a_managed_rule_and_takes_nothing_without_it() {
    let mut engine = engine();
    let shown = engine.describe_rule(&rule("Events-Archive-a")).unwrap();
    assert_eq!(shown.managed_by.as_deref(), Some("prod.vhs.events.aws.internal"));
    assert_eq!(shown.pattern.as_ref().unwrap().text(), r#"{"replay-name":[{"exists":false}]}"#);
    engine.delete_rule_by_force(start(), &rule("Events-Archive-a")).unwrap();
    publish(&mut engine, start(), "e", start());
    assert_eq!(engine.archive_size(start(), &archive()).unwrap().events, 0);
    let update = UpdateArchive { pattern: Some(r#"{"source": ["quay"]}"#.into()), ..UpdateArchive::default() };
    engine.update_archive(start(), &archive(), update).unwrap();
    publish(&mut engine, start(), "e", start());
    assert_eq!(engine.archive_size(start(), &archive()).unwrap().events, 1);
    engine.delete_archive(start(), &archive()).unwrap();
    assert!(engine.describe_rule(&rule("Events-Archive-a")).is_err());
}

#[test]
fn a_replay_ends_when_it_is_cancelled_or_its_archive_is_deleted() {
    let mut engine = engine();
    publish(&mut engine, start(), "e", start());
    engine.drain();
    let (one, two) = (ReplayName::new("one").unwrap(), ReplayName::new("two").unwrap());
    engine.start_replay(start(), replay("one", 60)).unwrap();
    engine.start_replay(start(), replay("two", 60)).unwrap();
    assert_eq!(engine.cancel_replay(start(), &one).unwrap().state, ReplayState::Cancelling);
    assert!(engine.cancel_replay(start(), &one).is_err());
    engine.delete_archive(start(), &archive()).unwrap();
    let failed = engine.describe_replay(&two).unwrap();
    assert_eq!((failed.state, failed.reason.as_deref()), (ReplayState::Failed, Some("Archive a was deleted.")));
    engine.advance(start().plus_secs(9));
    assert_eq!(engine.next_deadline(), None);
    assert!(sent(&engine.drain()).is_empty());
}

#[test]
fn ten_replays_run_at_once() {
    let mut engine = engine();
    for number in 0..10 {
        engine.start_replay(start(), replay(&format!("r{number}"), 60)).unwrap();
    }
    let refused = engine.start_replay(start(), replay("r10", 60)).unwrap_err();
    assert_eq!(refused.to_string(), "The requested resource exceeds the maximum number allowed.");
    engine.advance(start().plus_secs(5));
    engine.start_replay(start().plus_secs(5), replay("r10", 60)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn jumps_equal_steps_and_a_snapshot_in_between_changes_nothing(
        times in proptest::collection::vec((0i64..900_000, 0u8..3), 0..30),
        stops in proptest::collection::vec(0i64..4_000, 0..6),
        cancel in proptest::option::of(0i64..3_000),
    ) {
        let now = start().plus_secs(1_000);
        let mut plain = engine();
        for (millis, id) in &times {
            publish(&mut plain, now, &format!("e{id}"), start().plus_millis(*millis));
        }
        plain.drain();
        plain.start_replay(now, replay("r", 600)).unwrap();
        plain.start_replay(now, replay("s", 900)).unwrap();
        let mut other = Engine::restore(plain.snapshot()).unwrap();
        let mut stops = stops;
        stops.sort_unstable();
        let name = ReplayName::new("r").unwrap();
        let mut pieces = Vec::new();
        for stop in stops.iter().filter(|stop| cancel.is_none_or(|cancel| **stop <= cancel)) {
            other.advance(now.plus_millis(*stop));
            pieces.extend(other.drain());
            let text = serde_json::to_string(&other.snapshot()).unwrap();
            other = Engine::restore(serde_json::from_str(&text).unwrap()).unwrap();
        }
        if let Some(cancel) = cancel {
            let at = now.plus_millis(cancel);
            let a = plain.cancel_replay(at, &name).cloned();
            let b = other.cancel_replay(at, &name).cloned();
            prop_assert_eq!(a, b);
        }
        let end = now.plus_secs(60);
        plain.advance(end);
        while let Some(deadline) = other.next_deadline() {
            other.advance(deadline.at);
            pieces.extend(other.drain());
        }
        other.advance(end);
        pieces.extend(other.drain());
        prop_assert_eq!(plain.drain(), pieces);
        prop_assert_eq!(plain.describe_replay(&name), other.describe_replay(&name));
    }
}
