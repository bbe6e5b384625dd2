//! Log groups of several accounts that send into one: the aggregation of the service's documents.

#![expect(clippy::unwrap_used, reason = "a request that is not well formed may panic")]

use cupola::logs::{DestinationRefusal, MessageType, Output as LogOutput, SubscriptionFilter, SubscriptionMessage};
use cupola::{
    ApiError, Call, Caller, Delivery, ErrorCode, Observatory, Outcome, Output, Place, Reported, Service, Timestamp,
    Universe, UniverseSnapshot,
};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_secs(1_777_874_400);
const CENTRAL: &str = "999988887777";
const STREAM: &str = "arn:aws:kinesis:eu-west-1:999988887777:stream/all";

fn place(account: &str) -> Place {
    Place::parse(account, "us-east-1").unwrap()
}

fn call(universe: &mut Universe, account: &str, action: &str, input: Value) -> Result<Value, ApiError> {
    let answer = universe.call(NOW, &Caller::root(place(account)), Service::Logs, action, &input.to_string())?;
    Ok(serde_json::from_str(&answer).unwrap())
}

fn ok(universe: &mut Universe, account: &str, action: &str, input: Value) -> Value {
    call(universe, account, action, input).unwrap_or_else(|error| panic!("{action}: {error}"))
}

/// A destination of the central account whose stream is in another region.
fn destination(universe: &mut Universe) -> String {
    let role = format!("arn:aws:iam::{CENTRAL}:role/in");
    let put = json!({"destinationName": "all", "targetArn": STREAM, "roleArn": role});
    ok(universe, CENTRAL, "PutDestination", put)["destination"]["arn"].as_str().unwrap().to_owned()
}

fn allow(universe: &mut Universe, arn: &str, accounts: &[&str]) {
    let statement = json!({"Sid": "", "Effect": "Allow", "Principal": {"AWS": accounts},
        "Action": "logs:PutSubscriptionFilter", "Resource": arn});
    let policy = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
    ok(universe, CENTRAL, "PutDestinationPolicy", json!({"destinationName": "all", "accessPolicy": policy}));
}

fn subscribe(universe: &mut Universe, account: &str, arn: &str) -> Result<Value, ApiError> {
    ok(universe, account, "CreateLogGroup", json!({"logGroupName": "app"}));
    ok(universe, account, "CreateLogStream", json!({"logGroupName": "app", "logStreamName": "s"}));
    let filter =
        json!({"logGroupName": "app", "filterName": "to-all", "filterPattern": "ERROR", "destinationArn": arn});
    call(universe, account, "PutSubscriptionFilter", filter)
}

fn put(universe: &mut Universe, account: &str, message: &str) {
    let event = json!({"timestamp": NOW.as_millis(), "message": message});
    ok(universe, account, "PutLogEvents", json!({"logGroupName": "app", "logStreamName": "s", "logEvents": [event]}));
}

fn deliveries(universe: &mut Universe) -> Vec<(Place, Delivery)> {
    let outputs = universe.drain().into_iter();
    let delivery =
        |(place, output)| if let Output::Delivery(delivery) = output { Some((place, delivery)) } else { None };
    outputs.filter_map(delivery).collect()
}

#[test]
fn three_accounts_send_into_one_stream() {
    let mut universe = Universe::new(7);
    let sources = ["111122223333", "222233334444", "333344445555"];
    let arn = destination(&mut universe);
    allow(&mut universe, &arn, &sources);
    sources.iter().for_each(|account| drop(subscribe(&mut universe, account, &arn).unwrap()));
    let control = deliveries(&mut universe);
    assert_eq!(control.len(), 3);
    let kind = |delivery: &Delivery| SubscriptionMessage::of_delivery(delivery).unwrap().message_type;
    assert!(control.iter().all(|(_, delivery)| kind(delivery) == MessageType::Control));

    for account in sources {
        put(&mut universe, account, "ERROR 7");
        put(&mut universe, account, "fine");
    }
    let sent = deliveries(&mut universe);
    assert!(sent.iter().all(|(at, delivery)| *at == place(CENTRAL) && delivery.target == STREAM));
    assert!(sent.iter().all(|(_, delivery)| matches!(&delivery.call, Call::Stream { .. })));
    let read: Vec<_> = sent.iter().map(|(_, delivery)| SubscriptionMessage::of_delivery(delivery).unwrap()).collect();
    let owners: Vec<&str> = read.iter().map(|message| message.owner.as_str()).collect();
    assert_eq!(owners, sources);
    assert!(read.iter().all(|message| message.log_events.len() == 1 && message.subscription_filters == ["to-all"]));

    // The central account owns the deliveries, and tries again.
    let (at, id) = (sent[0].0.clone(), sent[0].1.id);
    let Some(Reported::TryAgain(next)) = universe.report(NOW, &at, id, Outcome::retry()) else { panic!() };
    let text = serde_json::to_string(&universe.snapshot()).unwrap();
    let mut again = Universe::restore(serde_json::from_str::<UniverseSnapshot>(&text).unwrap()).unwrap();
    universe.advance(next);
    again.advance(next);
    let (expected, got) = (deliveries(&mut universe), deliveries(&mut again));
    assert_eq!((expected[0].1.id, expected[0].1.attempt, expected.len()), (id, 2, 1));
    assert_eq!(expected, got);
}

#[test]
fn without_a_policy_nobody_from_elsewhere_gets_in() {
    let mut universe = Universe::new(0);
    let arn = destination(&mut universe);
    let error = subscribe(&mut universe, "111122223333", &arn).unwrap_err();
    assert_eq!(error.code, "AccessDeniedException");
    assert!(error.message.starts_with("User with accountId: 111122223333 is not authorized"), "{error}");
    let missing = arn.replace(":all", ":none");
    let filter = json!({"logGroupName": "app", "filterName": "f", "filterPattern": "", "destinationArn": missing});
    let error = call(&mut universe, "111122223333", "PutSubscriptionFilter", filter).unwrap_err();
    assert_eq!(error.to_string(), "ResourceNotFoundException: The specified destination does not exist.");
    subscribe(&mut universe, CENTRAL, &arn).unwrap();
}

#[test]
fn a_policy_that_is_taken_back_fails_the_filter() {
    let mut universe = Universe::new(0);
    let arn = destination(&mut universe);
    allow(&mut universe, &arn, &["111122223333"]);
    subscribe(&mut universe, "111122223333", &arn).unwrap();
    allow(&mut universe, &arn, &["222233334444"]);
    let _ = universe.drain();
    put(&mut universe, "111122223333", "ERROR 7");
    let outputs = universe.drain();
    let [(at, Output::Lost(lost))] = &outputs[..] else { panic!("{outputs:?}") };
    assert_eq!(*at, place("111122223333"));
    assert!(format!("{lost:?}").contains("NO_PERMISSIONS"), "{lost:?}");
    put(&mut universe, "111122223333", "ERROR 8");
    assert!(universe.drain().is_empty(), "it is paused for ten minutes");
}

#[test]
fn an_observatory_that_stands_alone_hands_out_what_is_for_others() {
    let mut sky = Observatory::new(place("111122223333"), 0);
    let arn = format!("arn:aws:logs:us-east-1:{CENTRAL}:destination:all");
    sky.logs(NOW).create_log_group(NOW, "app").unwrap();
    sky.logs(NOW).create_log_stream(NOW, "app", "s").unwrap();
    sky.logs(NOW).put_subscription_filter(NOW, "app", SubscriptionFilter::new("f", "", &arn).unwrap()).unwrap();
    let _ = sky.drain();
    sky.logs(NOW).put_log_events(NOW, "app", "s", [(NOW, "x")]).unwrap();
    let outputs = sky.drain();
    let [Output::Delivery(delivery)] = &outputs[..] else { panic!("{outputs:?}") };
    assert_eq!((delivery.target.as_str(), delivery.cause.as_str()), (arn.as_str(), "f"));
    assert_eq!(SubscriptionMessage::of_delivery(delivery).unwrap().log_events[0].message, "x");
    let failed = Outcome::error(ErrorCode::NoPermissions, "no");
    assert_eq!(sky.report(NOW, delivery.id, failed), Some(Reported::Dropped));
}

#[test]
fn an_engine_alone_is_told_of_a_refusal() {
    let mut engine = cupola::logs::Engine::new(place("111122223333"), 0);
    let arn = format!("arn:aws:logs:us-east-1:{CENTRAL}:destination:all");
    engine.create_log_group(NOW, "app").unwrap();
    engine.put_subscription_filter(NOW, "app", SubscriptionFilter::new("f", "", &arn).unwrap()).unwrap();
    let outputs = engine.drain();
    let [LogOutput::Message(message)] = &outputs[..] else { panic!("{outputs:?}") };
    engine.bounce(NOW, message, DestinationRefusal::NoDestination("all".into()));
    assert!(matches!(&engine.drain()[..], [LogOutput::SubscriptionFailed(failed)] if &*failed.filter == "f"));
}
