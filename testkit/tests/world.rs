//! A world holds what it promises.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use cupola::base::Datum;
use cupola::metrics::{Alarm, Period, StateValue};
use cupola_test::{NeverHappened, World};

const OPS: &str = "arn:aws:sns:us-east-1:111122223333:ops";

/// A world with an alarm that rings when a minute's load is above ten.
fn watched() -> World {
    let mut world = World::new();
    let now = world.now();
    let alarm = Alarm::on("App", "Load").named("busy").maximum(Period::MINUTE).above(10.0).for_periods(1);
    world.metrics().put_metric_alarm(now, alarm.on_alarm(OPS)).unwrap();
    world
}

fn load(world: &mut World, value: f64) {
    let now = world.now();
    world.metrics().put(now, Datum::new("App", "Load", now, value)).unwrap();
}

fn message(test: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(test)).expect_err("the assertion fails");
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[test]
fn waiting_steps_from_deadline_to_deadline() {
    let mut world = watched();
    load(&mut world, 71.0);
    let start = world.now();
    let rang = world.step_until(start.plus_secs(3_600), |world| !world.deliveries().is_empty());
    assert_eq!(rang, Ok(start.plus_secs(60)), "the first evaluation with data");
    let changes: Vec<_> = world.state_changes().iter().map(|change| (change.at, change.to)).collect();
    assert_eq!(changes, [(start.plus_secs(60), StateValue::Alarm)]);
    assert_eq!(world.expect_delivery("arn:aws:sns:").target, OPS);
}

#[test]
fn waiting_in_vain_ends_at_the_limit() {
    let mut world = watched();
    load(&mut world, 1.0);
    let limit = world.now().plus_secs(90);
    let rang = world.step_until(limit, |world| !world.deliveries().is_empty());
    assert_eq!(rang.map_err(|NeverHappened { limit, .. }| limit), Err(limit));
    assert_eq!(world.now(), limit);
}

#[test]
fn what_happened_already_needs_no_waiting() {
    let mut world = World::new();
    let now = world.now();
    assert_eq!(world.step_until(now, |_| true), Ok(now));
}

#[test]
fn failing_assertions_say_what_came_instead() {
    let mut world = watched();
    assert!(message(|| _ = world.expect_delivery(OPS)).ends_with("nothing was delivered at all"));
    load(&mut world, 71.0);
    world.wait(Duration::from_secs(60));
    let missing = message(|| _ = world.expect_delivery("arn:aws:sqs:"));
    assert!(missing.contains(OPS) && missing.contains("arn:aws:sqs:..."), "{missing}");
    let surplus = message(|| _ = world.expect_no_delivery("arn:aws:sns:"));
    assert!(surplus.contains(OPS), "{surplus}");
}

#[test]
fn what_is_forgotten_is_not_asserted() {
    let mut world = watched();
    load(&mut world, 71.0);
    world.wait(Duration::from_secs(60)).forget().expect_no_delivery("arn:");
    assert!(world.state_changes().is_empty());
}

#[test]
fn the_same_test_gives_the_same_outputs() {
    let run = || {
        let mut world = watched();
        load(&mut world, 71.0);
        world.wait(Duration::from_secs(600));
        (world.deliveries().to_vec(), world.state_changes().to_vec())
    };
    assert_eq!(run(), run());
}
