//! Trails on the test bench.

#![cfg(feature = "strategies")]
#![expect(clippy::unwrap_used, reason = "a test may")]

use std::time::Duration;

use cupola::audit::{LogFile, TrailRequest};
use cupola::{Place, Timestamp};
use cupola_test::{World, assert_logged, assert_not_logged, strategies};
use proptest::prelude::*;

fn start() -> Timestamp {
    Timestamp::parse("2026-01-05T00:00:00Z").unwrap()
}

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

#[test]
#[should_panic(expected = "trail quay was expected to log CreateRole\nnot logged: the trail does not log now")]
fn what_is_not_logged_is_explained() {
    let mut world = World::new();
    world.audit().create_trail(start(), TrailRequest::new("quay", "quay-logs")).unwrap();
    assert_logged!(world.audit(), "quay", r#"{"eventName": "CreateRole"}"#);
}

#[test]
fn digests_are_kept_until_forgotten() {
    let mut world = World::new();
    world.audit().create_trail(start(), TrailRequest::new("quay", "quay-logs").with_file_validation()).unwrap();
    world.audit().start_logging(start(), "quay").unwrap();
    world.wait(Duration::from_secs(2 * 3600)).expect_nothing_lost();
    assert_eq!(world.digests_due().iter().map(|due| due.begins).collect::<Vec<_>>(), [true, false]);
    world.forget();
    assert!(world.digests_due().is_empty());
}

proptest! {
    /// A new trail logs the whole burst, in its order, the call that stops it included.
    #[test]
    fn a_burst_is_in_the_file(burst in strategies::attack_burst(start(), place()), trail in strategies::trail()) {
        let mut world = World::new();
        let name = world.audit().create_trail(start(), trail).unwrap().name.to_string();
        world.audit().start_logging(start(), &name).unwrap();
        let count = burst.records.len();
        for record in burst.records {
            let json = record.clone().build("id").unwrap().to_string();
            assert_logged!(world.audit(), &name, &json);
            world.audit().record_call(start(), record).unwrap();
        }
        world.wait(Duration::from_secs(300)).expect_nothing_lost();
        let files = world.trail_files();
        prop_assert_eq!((files.len(), files[0].records), (1, count));
        prop_assert_eq!(LogFile::read(&files[0].bytes).unwrap().records().filter(Result::is_ok).count(), count);
        world.audit().stop_logging(start(), &name).unwrap();
        assert_not_logged!(world.audit(), &name, r#"{"eventName": "CreateRole"}"#);
    }

    /// Whatever is accepted, the verdict is what is delivered.
    #[test]
    fn a_verdict_is_what_happens(record in strategies::record(start(), place()), selectors in strategies::selectors()) {
        let mut world = World::new();
        world.audit().create_trail(start(), TrailRequest::new("quay", "quay-logs")).unwrap();
        world.audit().start_logging(start(), "quay").unwrap();
        world.audit().put_event_selectors(start(), "quay", selectors).unwrap();
        let built = record.clone().build("id").unwrap();
        let verdict = world.audit().explain_trail("quay", &built).unwrap();
        world.audit().record_call(start(), record).unwrap();
        world.wait(Duration::from_secs(300));
        prop_assert_eq!(world.trail_files().len(), usize::from(verdict.is_logged()), "{}", verdict);
    }
}
