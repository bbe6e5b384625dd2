//! Buses: made, changed, deleted; each with its own rules.

#![expect(clippy::unwrap_used, reason = "a request that is not well formed may panic")]

use cupola_base::Timestamp;
use cupola_events::{Engine, Limits, Output};
use serde_json::{Value, json};

use crate::support::Door;

impl Door {
    fn rule(&mut self, bus: &str, name: &str) {
        let pattern = json!({"source": ["quay"]}).to_string();
        self.ask("PutRule", json!({"Name": name, "EventPattern": pattern, "EventBusName": bus}));
        let target = json!({"Id": "q", "Arn": format!("arn:aws:sqs:us-east-1:111122223333:{bus}-{name}")});
        self.ask("PutTargets", json!({"Rule": name, "EventBusName": bus, "Targets": [target]}));
    }

    fn put(&mut self, bus: Option<&str>) -> Vec<String> {
        let entry = json!({"Source": "quay", "DetailType": "Crane moved", "Detail": "{}", "EventBusName": bus});
        assert_eq!(self.ask("PutEvents", json!({"Entries": [entry]}))["FailedEntryCount"], 0);
        self.deliveries()
    }

    fn deliveries(&mut self) -> Vec<String> {
        let outputs = self.engine.drain().into_iter();
        let targets = outputs.filter_map(|output| match output {
            Output::Delivery(draft) => Some(draft.target.rsplit(':').next().unwrap().to_owned()),
            _ => None,
        });
        targets.collect()
    }
}

#[test]
fn a_bus_shows_all_that_is_said_about_it() {
    let mut door = Door::new();
    let settings = json!({
        "Description": "cranes", "KmsKeyIdentifier": "alias/yard",
        "DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:111122223333:dead"},
        "LogConfig": {"IncludeDetail": "FULL", "Level": "TRACE"},
    });
    let mut request = settings.clone();
    request["Name"] = json!("yard");
    request["Tags"] = json!([{"Key": "team", "Value": "harbour"}]);
    let arn = "arn:aws:events:us-east-1:111122223333:event-bus/yard";
    let mut expected = settings.clone();
    expected["EventBusArn"] = json!(arn);
    assert_eq!(door.ask("CreateEventBus", request), expected);

    let mut expected = settings;
    for (name, value) in [("Name", json!("yard")), ("Arn", json!(arn))] {
        expected[name] = value;
    }
    expected["CreationTime"] = json!(7.0);
    expected["LastModifiedTime"] = json!(7.0);
    assert_eq!(door.ask("DescribeEventBus", json!({"Name": "yard"})), expected);
    assert_eq!(door.ask("DescribeEventBus", json!({"Name": arn})), expected);
    assert_eq!(
        door.ask("ListTagsForResource", json!({"ResourceARN": arn})),
        json!({"Tags": [{"Key": "team", "Value": "harbour"}]})
    );
    let listed = json!({
        "Name": "yard", "Arn": arn, "Description": "cranes", "CreationTime": 7.0, "LastModifiedTime": 7.0
    });
    assert_eq!(door.ask("ListEventBuses", json!({"NamePrefix": "y"})), json!({"EventBuses": [listed]}));
}

#[test]
fn an_update_keeps_what_is_left_out_and_unsets_what_is_empty() {
    let mut door = Door::new();
    door.ask("CreateEventBus", json!({"Name": "yard", "Description": "cranes", "KmsKeyIdentifier": "k"}));
    door.now = Timestamp::from_secs(9);
    let arn = "arn:aws:events:us-east-1:111122223333:event-bus/yard";
    let log = json!({"Level": "ERROR"});
    let answer = door.ask("UpdateEventBus", json!({"Name": "yard", "KmsKeyIdentifier": "", "LogConfig": log}));
    assert_eq!(answer, json!({"Arn": arn, "Name": "yard", "Description": "cranes", "LogConfig": log}));
    let bus = door.ask("DescribeEventBus", json!({"Name": "yard"}));
    assert_eq!((&bus["CreationTime"], &bus["LastModifiedTime"]), (&json!(7.0), &json!(9.0)));
    let answer = door.ask("UpdateEventBus", json!({"Description": "all"}));
    assert_eq!((&answer["Name"], &answer["Description"]), (&json!("default"), &json!("all")));
    assert_eq!(
        door.refused("UpdateEventBus", json!({"Name": "none"})),
        "ResourceNotFoundException: Event bus none does not exist."
    );
}

#[test]
fn what_a_bus_cannot_be_is_refused() {
    let mut door = Door::new();
    for (action, input, text) in [
        (
            "CreateEventBus",
            json!({"Name": "default"}),
            "ResourceAlreadyExistsException: Event bus default already exists.",
        ),
        ("CreateEventBus", json!({"Name": "a/b"}), "ValidationException: Event bus name must not contain '/'."),
        (
            "CreateEventBus",
            json!({"Name": "a", "DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:111122223333:q.fifo"}}),
            "ValidationException: Parameter DeadLetterConfig is not valid. Reason: \
             arn:aws:sqs:us-east-1:111122223333:q.fifo is not the ARN of a standard SQS queue.",
        ),
        ("DeleteEventBus", json!({"Name": "default"}), "ValidationException: Cannot delete event bus default."),
        ("DescribeEventBus", json!({"Name": "a"}), "ResourceNotFoundException: Event bus a does not exist."),
    ] {
        assert_eq!(door.refused(action, input), text);
    }
    door.engine = Engine::new(door.caller.place.clone(), 0).with_limits(Limits::default().with_buses(1));
    door.ask("CreateEventBus", json!({"Name": "a"}));
    assert_eq!(
        door.refused("CreateEventBus", json!({"Name": "b"})),
        "LimitExceededException: The requested resource exceeds the maximum number allowed."
    );
}

#[test]
fn a_bus_with_rules_stays_and_one_that_is_gone_may_be_deleted_again() {
    let mut door = Door::new();
    door.ask("CreateEventBus", json!({"Name": "yard"}));
    door.rule("yard", "r");
    assert_eq!(
        door.refused("DeleteEventBus", json!({"Name": "yard"})),
        "ValidationException: EventBus can't be deleted since it has rules."
    );
    door.ask("RemoveTargets", json!({"Rule": "r", "EventBusName": "yard", "Ids": ["q"]}));
    door.ask("DeleteRule", json!({"Name": "r", "EventBusName": "yard"}));
    door.ask("DeleteEventBus", json!({"Name": "yard"}));
    door.ask("DeleteEventBus", json!({"Name": "yard"}));
    assert_eq!(
        door.refused("PutRule", json!({"Name": "r", "EventPattern": "{\"source\":[\"a\"]}", "EventBusName": "yard"})),
        "ResourceNotFoundException: Event bus yard does not exist."
    );
}

#[test]
fn each_bus_has_its_own_rules_and_events() {
    let mut door = Door::new();
    for bus in ["yard", "zone"] {
        door.ask("CreateEventBus", json!({"Name": bus}));
    }
    door.rule("default", "same");
    door.rule("yard", "same");
    door.rule("yard", "only");
    assert_eq!(door.put(None), ["default-same"]);
    assert_eq!(door.put(Some("default")), ["default-same"]);
    assert_eq!(door.put(Some("arn:aws:events:us-east-1:111122223333:event-bus/yard")), ["yard-only", "yard-same"]);
    assert_eq!(door.put(Some("zone")), [""; 0]);
    assert_eq!(door.put(Some("none")), [""; 0], "accepted and dropped");

    door.ask("DisableRule", json!({"Name": "same", "EventBusName": "yard"}));
    assert_eq!(door.put(Some("yard")), ["yard-only"]);
    assert_eq!(door.put(None), ["default-same"]);
    let names =
        |answer: Value| answer["Rules"].as_array().unwrap().iter().map(|r| r["Name"].clone()).collect::<Vec<_>>();
    assert_eq!(names(door.ask("ListRules", json!({"EventBusName": "yard"}))), ["only", "same"]);
    assert_eq!(names(door.ask("ListRules", json!({}))), ["same"]);
    let rule = door.ask("DescribeRule", json!({"Name": "only", "EventBusName": "yard"}));
    assert_eq!(rule["Arn"], "arn:aws:events:us-east-1:111122223333:rule/yard/only");
    assert_eq!(
        door.refused("DescribeRule", json!({"Name": "only"})),
        "ResourceNotFoundException: Rule only does not exist on EventBus default."
    );
}

#[test]
fn the_quota_of_rules_is_that_of_one_bus() {
    let mut door = Door::new();
    door.engine = Engine::new(door.caller.place.clone(), 0).with_limits(Limits::default().with_rules_per_bus(1));
    door.ask("CreateEventBus", json!({"Name": "yard"}));
    door.rule("default", "a");
    door.rule("yard", "a");
    let request = json!({"Name": "b", "EventPattern": "{\"source\":[\"a\"]}", "EventBusName": "yard"});
    assert_eq!(
        door.refused("PutRule", request),
        "LimitExceededException: The requested resource exceeds the maximum number allowed."
    );
}
