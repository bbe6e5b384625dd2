//! Deliveries on their way, as the sender sees them.

use cupola::{Outcome, Place, Service, Timestamp};
use serde_json::{Value, json};

use super::World;
use crate::{ClockMode, Settings};

fn place(region: &str) -> Place {
    Place::parse("123456789012", region).unwrap()
}

/// A world that sends, with a rule for what the shop says in two regions.
fn world() -> World {
    let start = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
    let to = "http://127.0.0.1:1".parse().unwrap();
    let settings = Settings::new(place("us-east-1")).with_clock(ClockMode::Manual(start)).with_deliver_to(to);
    let mut world = World::open(&settings.with_most_deliveries(20_000)).unwrap();
    rules(&mut world);
    world
}

fn rules(world: &mut World) {
    for region in ["us-east-1", "ap-south-1"] {
        let target = |id: u32| json!({"Id": id.to_string(), "Arn": format!("arn:aws:sqs:{region}:123456789012:q{id}")});
        let rule = json!({"Name": "r", "EventPattern": "{\"source\":[\"shop\"]}"});
        call(world, region, "PutRule", &rule);
        call(world, region, "PutTargets", &json!({"Rule": "r", "Targets": (1..=5).map(target).collect::<Vec<_>>()}));
    }
}

fn call(world: &mut World, region: &str, action: &str, body: &Value) {
    world.call(place(region), Service::Events, action, body.to_string()).unwrap();
}

/// Each event makes five deliveries.
fn events(world: &mut World, region: &str, count: usize) {
    let entries = vec![json!({"Source": "shop", "DetailType": "order", "Detail": "{}"}); count];
    call(world, region, "PutEvents", &json!({"Entries": entries}));
}

fn shown(world: &World) -> Value {
    serde_json::from_str(&serde_json::to_string(&world.ledger().shown()).unwrap()).unwrap()
}

#[test]
fn the_oldest_on_their_way_make_room_and_that_is_told() {
    let mut world = world();
    events(&mut world, "us-east-1", 1);
    let (_, under_way) = world.next_to_send().unwrap();
    assert_eq!(under_way.place, place("us-east-1"));
    (0..200).for_each(|_| events(&mut world, "ap-south-1", 10));
    let kept = shown(&world);
    let outcomes: Vec<_> = kept["deliveries"].as_array().unwrap().iter().map(|kept| &kept["outcome"]).collect();
    assert!(
        outcomes[..5].iter().all(|outcome| **outcome == "dropped: too much was on its way"),
        "{:?}",
        &outcomes[..6]
    );
    assert!(outcomes[5..].iter().all(|outcome| **outcome == "on its way"));
    let lost = kept["lost"].as_array().unwrap();
    assert!(lost.len() == 5 && lost.iter().all(|lost| lost["region"] == "us-east-1"), "{lost:?}");
    // What was dropped is not sent; what was being sent already may arrive.
    assert_eq!(world.next_to_send().unwrap().1.place, place("ap-south-1"));
    world.told(under_way.epoch, under_way.place, under_way.delivery.id, Outcome::Delivered);
    assert_eq!(shown(&world)["deliveries"][0]["outcome"], "delivered");
}

#[test]
fn each_is_sent_once_and_none_after_a_reset() {
    let mut world = world();
    events(&mut world, "us-east-1", 1);
    let (_, before) = world.next_to_send().unwrap();
    world.reset();
    assert_eq!(world.next_to_send(), None);
    rules(&mut world);
    events(&mut world, "us-east-1", 1);
    let ids: Vec<_> = std::iter::from_fn(|| world.next_to_send()).map(|(_, parcel)| parcel.delivery.id).collect();
    assert_eq!(ids.len(), 5);
    world.told(before.epoch, before.place, before.delivery.id, Outcome::Delivered);
    let kept = shown(&world);
    let outcomes = kept["deliveries"].as_array().unwrap().iter().map(|kept| kept["outcome"].as_str().unwrap());
    assert_eq!(outcomes.collect::<Vec<_>>(), ["on its way"; 5], "what was sent before is nobody's");
}
