//! Events from bus to bus: within a place, between places, one hop alone.

#![expect(clippy::unwrap_used, reason = "a request that is not well formed may panic")]

use cupola::{Caller, Observatory, Output, Place, Service, Timestamp, Universe};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_secs(1_777_874_400);

fn place(account: &str, region: &str) -> Place {
    Place::parse(account, region).unwrap()
}

fn ask(universe: &mut Universe, at: &Place, action: &str, input: Value) -> Value {
    let answer = universe.call(NOW, &Caller::root(at.clone()), Service::Events, action, &input.to_string());
    serde_json::from_str(&answer.unwrap_or_else(|error| panic!("{action}: {error}"))).unwrap()
}

/// A rule for everything from the quay, with one target.
fn send(universe: &mut Universe, at: &Place, bus: &str, target: &str) {
    let pattern = json!({"source": ["quay"]}).to_string();
    ask(universe, at, "PutRule", json!({"Name": "r", "EventBusName": bus, "EventPattern": pattern}));
    let dead = format!("arn:aws:sqs:{}:{}:dead", at.region, at.account);
    let target = json!({"Id": "t", "Arn": target, "DeadLetterConfig": {"Arn": dead}});
    ask(universe, at, "PutTargets", json!({"Rule": "r", "EventBusName": bus, "Targets": [target]}));
}

fn put(universe: &mut Universe, at: &Place, bus: &str) -> Value {
    let entry = json!({"Source": "quay", "DetailType": "Crane moved", "Detail": "{}", "EventBusName": bus});
    ask(universe, at, "PutEvents", json!({"Entries": [entry]}))["Entries"][0]["EventId"].clone()
}

/// Target and payload of what was delivered, and what was lost, in words.
fn drained(universe: &mut Universe) -> Vec<(String, Value)> {
    let outputs = universe.drain().into_iter().map(|(_, output)| match output {
        Output::Delivery(delivery) => (delivery.target, serde_json::from_str(&delivery.payload.to_string()).unwrap()),
        other => ("lost".to_owned(), json!(format!("{other:?}"))),
    });
    outputs.collect()
}

fn bus(at: &Place, name: &str) -> String {
    format!("arn:aws:events:{}:{}:event-bus/{name}", at.region, at.account)
}

fn queue(at: &Place, name: &str) -> String {
    format!("arn:aws:sqs:{}:{}:{name}", at.region, at.account)
}

#[test]
fn an_event_goes_to_another_account_where_its_policy_lets_it() {
    let (here, there) = (place("111122223333", "us-east-1"), place("444455556666", "us-east-1"));
    let mut universe = Universe::new(0);
    send(&mut universe, &there, "default", &queue(&there, "inbox"));
    send(&mut universe, &here, "default", &bus(&there, "default"));

    put(&mut universe, &here, "default");
    let outputs = drained(&mut universe);
    assert_eq!(outputs.len(), 2);
    assert!(outputs[0].1.as_str().unwrap().contains("NO_PERMISSIONS"), "{outputs:?}");
    assert_eq!((outputs[1].0.clone(), &outputs[1].1["source"]), (queue(&here, "dead"), &json!("quay")));

    let rule = "arn:aws:events:us-east-1:111122223333:rule/*";
    let statement = json!({
        "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "events:PutEvents",
        "Resource": bus(&there, "default"),
        "Condition": {"Bool": {"events:eventBusInvocation": "true"}, "ArnLike": {"aws:SourceArn": rule}},
    });
    let policy = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
    ask(&mut universe, &there, "PutPermission", json!({"Policy": policy}));
    let id = put(&mut universe, &here, "default");
    let outputs = drained(&mut universe);
    let [(target, event)] = &outputs[..] else { panic!("{outputs:?}") };
    assert_eq!(*target, queue(&there, "inbox"));
    assert_eq!((&event["id"], &event["account"], &event["region"]), (&id, &json!("111122223333"), &json!("us-east-1")));

    let code = |answer: &Value| answer["Entries"][0]["ErrorCode"].clone();
    let entry = json!({"Source": "quay", "DetailType": "t", "Detail": "{}"});
    let stranger = Caller::root(there.clone()).with_principal("arn:aws:iam::111122223333:root".parse().unwrap());
    let answer = universe.call(NOW, &stranger, Service::Events, "PutEvents", &json!({"Entries": [entry]}).to_string());
    let answer: Value = serde_json::from_str(&answer.unwrap()).unwrap();
    assert_eq!(code(&answer), "AccessDeniedException", "no rule sends it");
}

#[test]
fn an_event_goes_to_another_region_under_an_id_of_its_own() {
    let (here, there) = (place("111122223333", "us-east-1"), place("111122223333", "eu-west-1"));
    let mut universe = Universe::new(0);
    send(&mut universe, &there, "default", &queue(&there, "inbox"));
    send(&mut universe, &here, "default", &bus(&there, "default"));
    let id = put(&mut universe, &here, "default");
    let outputs = drained(&mut universe);
    let [(target, event)] = &outputs[..] else { panic!("{outputs:?}") };
    assert_eq!((target.as_str(), &event["region"]), (queue(&there, "inbox").as_str(), &json!("us-east-1")));
    assert_ne!(event["id"], id);
}

#[test]
fn the_second_hop_is_refused() {
    let (here, there) = (place("111122223333", "us-east-1"), place("111122223333", "eu-west-1"));
    let mut universe = Universe::new(0);
    for name in ["second", "third"] {
        ask(&mut universe, &here, "CreateEventBus", json!({"Name": name}));
    }
    send(&mut universe, &here, "default", &bus(&here, "second"));
    send(&mut universe, &here, "second", &bus(&here, "third"));
    send(&mut universe, &here, "third", &queue(&here, "inbox"));
    let id = put(&mut universe, &here, "default");
    let outputs = drained(&mut universe);
    assert_eq!(outputs.len(), 2, "{outputs:?}");
    let text = format!(
        "THIRD_ACCOUNT_HOP_DETECTED: Event ingestion rejected for event {} because an event can be sent to an event bus \
         target only once. This event was previously delivered to an event bus target.",
        id.as_str().unwrap()
    );
    let lost = outputs.iter().find(|(target, _)| target == "lost").unwrap();
    assert!(lost.1.as_str().unwrap().contains(&text), "{lost:?}");
    assert!(outputs.iter().any(|(target, _)| *target == queue(&here, "dead")));

    send(&mut universe, &here, "second", &bus(&there, "default"));
    put(&mut universe, &here, "default");
    let outputs = drained(&mut universe);
    assert!(outputs.iter().any(|(_, what)| what.to_string().contains("THIRD_REGION_HOP_DETECTED")), "{outputs:?}");
}

#[test]
fn what_nobody_in_the_universe_takes_is_handed_out() {
    let (here, there) = (place("111122223333", "us-east-1"), place("444455556666", "us-east-1"));
    let mut universe = Universe::new(0);
    send(&mut universe, &here, "default", &bus(&there, "default"));
    put(&mut universe, &here, "default");
    let outputs = drained(&mut universe);
    assert_eq!((outputs.len(), outputs[0].0.clone()), (1, bus(&there, "default")));

    put(&mut universe, &here, &bus(&there, "yard"));
    assert_eq!(drained(&mut universe)[0].0, bus(&there, "yard"), "put there by itself");

    let mut alone = Observatory::new(here.clone(), 0);
    let entry = json!({"Source": "a", "DetailType": "b", "Detail": "{}", "EventBusName": bus(&there, "yard")});
    let input = json!({"Entries": [entry]}).to_string();
    alone.call(NOW, &Caller::root(here), Service::Events, "PutEvents", &input).unwrap();
    assert!(matches!(&alone.drain()[..], [Output::Delivery(delivery)] if delivery.target == bus(&there, "yard")));
}

#[test]
fn mail_that_waits_survives_a_snapshot() {
    let (here, there) = (place("111122223333", "us-east-1"), place("111122223333", "eu-west-1"));
    let mut universe = Universe::new(0);
    send(&mut universe, &there, "default", &queue(&there, "inbox"));
    send(&mut universe, &here, "default", &bus(&there, "default"));
    let entry = cupola::events::Entry::new("quay", "t", "{}");
    universe.observatory(NOW, &here).unwrap().events(NOW).put_events(NOW, vec![entry]).unwrap();
    let text = serde_json::to_string(&universe.snapshot()).unwrap();
    let mut again = Universe::restore(serde_json::from_str(&text).unwrap()).unwrap();
    let first = drained(&mut universe);
    assert_eq!(first.len(), 1);
    assert_eq!(drained(&mut again), first);
}

#[test]
fn a_bus_of_another_account_takes_whole_events_alone() {
    let here = place("111122223333", "us-east-1");
    let mut universe = Universe::new(0);
    ask(&mut universe, &here, "CreateEventBus", json!({"Name": "yard"}));
    ask(&mut universe, &here, "PutRule", json!({"Name": "r", "EventPattern": "{\"source\":[\"quay\"]}"}));
    let mut refused = |account: &str, bus: &str, input: Value| {
        let mut target = json!({"Id": "t", "Arn": format!("arn:aws:events:us-east-1:{account}:event-bus/{bus}")});
        target.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
        let request = json!({"Rule": "r", "Targets": [target]}).to_string();
        universe.call(NOW, &Caller::root(here.clone()), Service::Events, "PutTargets", &request).err()
    };
    for input in [json!({"Input": "{}"}), json!({"InputPath": "$.detail"})] {
        let error = refused("444455556666", "default", input.clone()).unwrap();
        assert!(error.message.contains("a bus of another account"), "{error}");
        assert_eq!(refused("111122223333", "yard", input), None);
    }
    assert_eq!(refused("111122223333", "default", json!({})).unwrap().code, "ValidationException", "its own bus");
}

#[test]
fn what_a_bus_elsewhere_denies_stands_in_the_results() {
    let (here, there) = (place("111122223333", "us-east-1"), place("444455556666", "us-east-1"));
    let mut universe = Universe::new(0);
    send(&mut universe, &there, "default", &queue(&there, "inbox"));
    let put = |universe: &mut Universe| {
        let entry = |source: &str| json!({"Source": source, "DetailType": "t", "Detail": "{}", "EventBusName": bus(&there, "default")});
        ask(universe, &here, "PutEvents", json!({"Entries": [entry("quay"), entry("pier")]}))
    };
    let answer = put(&mut universe);
    assert_eq!(
        (&answer["FailedEntryCount"], &answer["Entries"][0]["ErrorCode"]),
        (&json!(2), &json!("AccessDeniedException"))
    );

    let policy = json!({"Version": "2012-10-17", "Statement": [{"Sid": "s", "Effect": "Allow",
        "Principal": {"AWS": here.account.to_string()}, "Action": "events:PutEvents", "Resource": bus(&there, "default"),
        "Condition": {"StringEquals": {"events:source": "quay"}}}]});
    ask(&mut universe, &there, "PutPermission", json!({"Policy": policy.to_string()}));
    let answer = put(&mut universe);
    assert_eq!(
        (&answer["FailedEntryCount"], &answer["Entries"][1]["ErrorCode"]),
        (&json!(1), &json!("AccessDeniedException"))
    );
    let outputs = drained(&mut universe);
    assert_eq!(outputs.len(), 1, "{outputs:?}");
    assert_eq!(outputs[0].0, queue(&there, "inbox"));
}
