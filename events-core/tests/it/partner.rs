//! Partners' event sources: both sides, their states, their events.

use cupola_events::{Engine, Output};
use serde_json::{Value, json};

use crate::support::Door;

const NAME: &str = "aws.partner/example.com/yard";
const DAY: i64 = 86_400;

impl Door {
    fn offer(&mut self, account: &str) -> Value {
        self.ask("CreatePartnerEventSource", json!({"Name": NAME, "Account": account}))
    }

    fn take(&mut self) {
        self.ask("CreateEventBus", json!({"Name": NAME, "EventSourceName": NAME}));
        let pattern = json!({"source": [{"prefix": "aws.partner/"}]}).to_string();
        self.ask("PutRule", json!({"Name": "r", "EventBusName": NAME, "EventPattern": pattern}));
        let target = json!({"Id": "q", "Arn": "arn:aws:sqs:us-east-1:111122223333:q"});
        self.ask("PutTargets", json!({"Rule": "r", "EventBusName": NAME, "Targets": [target]}));
    }

    /// How many deliveries come of one event.
    fn send(&mut self) -> usize {
        let entry = json!({"Source": NAME, "DetailType": "Crane moved", "Detail": "{}"});
        let answer = self.ask("PutPartnerEvents", json!({"Entries": [entry]}));
        assert_eq!(answer["FailedEntryCount"], 0);
        self.engine.drain().iter().filter(|output| matches!(output, Output::Delivery(_))).count()
    }

    fn state(&mut self) -> Value {
        self.ask("DescribeEventSource", json!({"Name": NAME}))["State"].clone()
    }
}

#[test]
fn a_source_is_offered_taken_and_withdrawn() {
    let mut door = Door::of("111122223333");
    let arn = "arn:aws:events:us-east-1::event-source/aws.partner/example.com/yard";
    assert_eq!(door.offer("111122223333"), json!({"EventSourceArn": arn}));
    let source = json!({
        "Arn": arn, "CreatedBy": "example.com", "CreationTime": 7.0, "ExpirationTime": 1_209_607.0,
        "Name": NAME, "State": "PENDING",
    });
    assert_eq!(door.ask("DescribeEventSource", json!({"Name": NAME})), source);
    assert_eq!(door.ask("ListEventSources", json!({"NamePrefix": "aws.p"})), json!({"EventSources": [source]}));
    assert_eq!(door.ask("DescribePartnerEventSource", json!({"Name": NAME})), json!({"Arn": arn, "Name": NAME}));
    let listed = door.ask("ListPartnerEventSources", json!({"NamePrefix": "aws.partner/example.com/"}));
    assert_eq!(listed, json!({"PartnerEventSources": [{"Arn": arn, "Name": NAME}]}));
    assert_eq!(door.send(), 0, "nobody takes it");

    door.take();
    assert_eq!((door.state(), door.send()), (json!("ACTIVE"), 1));
    let accounts = door.ask("ListPartnerEventSourceAccounts", json!({"EventSourceName": NAME}));
    let account = json!({"Account": "111122223333", "CreationTime": 7.0, "State": "ACTIVE"});
    assert_eq!(accounts, json!({"PartnerEventSourceAccounts": [account]}));

    door.ask("DeactivateEventSource", json!({"Name": NAME}));
    assert_eq!((door.state(), door.send()), (json!("PENDING"), 0));
    door.ask("ActivateEventSource", json!({"Name": NAME}));
    assert_eq!((door.state(), door.send()), (json!("ACTIVE"), 1));

    door.ask("DeletePartnerEventSource", json!({"Name": NAME, "Account": "111122223333"}));
    door.ask("DeletePartnerEventSource", json!({"Name": NAME, "Account": "111122223333"}));
    assert_eq!(door.state(), "DELETED");
    assert_eq!(
        door.refused("ActivateEventSource", json!({"Name": NAME})),
        "InvalidStateException: Event source aws.partner/example.com/yard is in state DELETED."
    );
    assert!(door.refused("DescribePartnerEventSource", json!({"Name": NAME})).starts_with("ResourceNotFound"));
}

#[test]
fn a_source_that_is_pending_for_two_weeks_is_deleted() {
    let mut door = Door::of("111122223333");
    door.offer("111122223333");
    door.now = door.now.plus_secs(14 * DAY - 1);
    assert_eq!(door.state(), "PENDING");
    door.now = door.now.plus_secs(1);
    assert_eq!(door.state(), "DELETED");
    let create = json!({"Name": NAME, "EventSourceName": NAME});
    assert!(door.refused("CreateEventBus", create).starts_with("InvalidStateException"));
    door.offer("111122223333");
    door.take();
    door.now = door.now.plus_secs(100 * DAY);
    assert_eq!(door.state(), "ACTIVE", "one that is active stays");
    door.ask("RemoveTargets", json!({"Rule": "r", "EventBusName": NAME, "Ids": ["q"]}));
    door.ask("DeleteRule", json!({"Name": "r", "EventBusName": NAME}));
    door.ask("DeleteEventBus", json!({"Name": NAME}));
    assert_eq!(door.state(), "PENDING", "its bus is gone");
    assert!(door.refused("ActivateEventSource", json!({"Name": NAME})).starts_with("InvalidStateException"));
}

#[test]
fn the_two_sides_may_be_different_accounts() {
    let (mut partner, mut customer) = (Door::of("444455556666"), Door::of("111122223333"));
    let pass = |from: &mut Door, to: &mut Door| {
        for output in from.engine.drain() {
            if let Output::Message(message) = output {
                assert_eq!((&message.from, &message.to), (from.engine.place(), to.engine.place()));
                to.engine.receive(&message).unwrap();
            }
        }
    };
    partner.offer("111122223333");
    pass(&mut partner, &mut customer);
    assert_eq!(customer.state(), "PENDING");
    customer.take();
    pass(&mut customer, &mut partner);
    let accounts = partner.ask("ListPartnerEventSourceAccounts", json!({"EventSourceName": NAME}));
    assert_eq!(accounts["PartnerEventSourceAccounts"][0]["State"], "ACTIVE");

    let entry = json!({"Source": NAME, "DetailType": "t", "Detail": "{}"});
    partner.ask("PutPartnerEvents", json!({"Entries": [entry]}));
    pass(&mut partner, &mut customer);
    let outputs = customer.engine.drain();
    let [Output::Delivery(draft)] = &outputs[..] else { panic!("{outputs:?}") };
    let event: Value = serde_json::from_str(&draft.payload.to_string()).unwrap();
    assert_eq!((&event["source"], &event["account"]), (&json!(NAME), &json!("111122223333")));

    let text = serde_json::to_string(&partner.engine.snapshot()).unwrap();
    partner.engine = Engine::restore(serde_json::from_str(&text).unwrap()).unwrap();
    partner.ask("DeletePartnerEventSource", json!({"Name": NAME, "Account": "111122223333"}));
    pass(&mut partner, &mut customer);
    assert_eq!(customer.state(), "DELETED");
}

#[test]
fn what_partners_and_their_buses_do_not_do_is_refused() {
    let mut door = Door::of("111122223333");
    for (action, input, text) in [
        ("CreateEventBus", json!({"Name": NAME}), "ValidationException: Event bus name must not contain '/'."),
        (
            "CreateEventBus",
            json!({"Name": NAME, "EventSourceName": NAME}),
            "ResourceNotFoundException: Event source aws.partner/example.com/yard does not exist.",
        ),
        (
            "CreateEventBus",
            json!({"Name": "x", "EventSourceName": NAME}),
            "ValidationException: Parameter EventSourceName",
        ),
        ("DescribeEventSource", json!({"Name": NAME}), "ResourceNotFoundException: Event source"),
        ("ListPartnerEventSources", json!({"NamePrefix": "x"}), "ValidationException: 1 validation error"),
        ("PutPartnerEvents", json!({"Entries": []}), "ValidationException: 1 validation error"),
    ] {
        let refused = door.refused(action, input);
        assert!(refused.starts_with(text), "{refused}");
    }
    door.offer("111122223333");
    let again = json!({"Name": NAME, "Account": "111122223333"});
    assert!(door.refused("CreatePartnerEventSource", again).starts_with("ResourceAlreadyExistsException"));
    door.take();
    let other = json!({"Source": "aws.partner/example.com/other", "DetailType": "t", "Detail": "{}"});
    let answer = door.ask("PutPartnerEvents", json!({"Entries": [other]}));
    assert_eq!(answer["Entries"][0]["ErrorCode"], "NotAuthorizedForSourceException");
    let entry = json!({"Source": "a", "DetailType": "t", "Detail": "{}", "EventBusName": NAME});
    let answer = door.ask("PutEvents", json!({"Entries": [entry]}));
    assert_eq!(answer["Entries"][0]["ErrorCode"], "InvalidArgument", "{answer}");
    let rule = json!({"Name": "s", "EventBusName": NAME, "EventPattern": "{\"source\":[\"a\"]}",
        "State": "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"});
    assert!(door.refused("PutRule", rule).starts_with("ValidationException: State ENABLED_WITH_ALL"));
}
