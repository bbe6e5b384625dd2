//! EventBridge Scheduler's own API: its bounds, its refusals, its lists.
//!
//! Expectations: EventBridge Scheduler API Reference.

#![expect(clippy::unwrap_used, reason = "a request that is not well formed may panic")]

use cupola_base::{ApiError, Caller, Place, Timestamp};
use cupola_events::Engine;
use cupola_events::scheduler::OPERATIONS;
use serde_json::{Value, json};

struct Door {
    engine: Engine,
    caller: Caller,
}

impl Door {
    fn new() -> Self {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        Self { engine: Engine::new(place.clone(), 0), caller: Caller::root(place) }
    }

    fn raw(&mut self, action: &str, input: &str) -> Result<String, ApiError> {
        self.engine.call_scheduler(Timestamp::from_secs(1_777_874_400), &self.caller, action, input)
    }

    fn ask(&mut self, action: &str, input: Value) -> Value {
        serde_json::from_str(&self.raw(action, &input.to_string()).unwrap()).unwrap()
    }

    fn refused(&mut self, action: &str, input: Value) -> (String, u16, String) {
        let error = self.raw(action, &input.to_string()).unwrap_err();
        (error.code.into_owned(), error.status, error.message)
    }
}

/// A good request to make a schedule, with changes.
fn put(changes: Value) -> Value {
    let mut request = json!({
        "Name": "s", "ScheduleExpression": "cron(0 8 * * ? *)", "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": "arn:aws:sqs:us-east-1:111122223333:q", "RoleArn": "arn:aws:iam::111122223333:role/r"}
    });
    for (name, value) in changes.as_object().unwrap() {
        request[name] = value.clone();
    }
    request
}

#[test]
fn what_was_left_out_is_shown_with_its_default() {
    let mut door = Door::new();
    let arn = "arn:aws:scheduler:us-east-1:111122223333:schedule/default/s";
    assert_eq!(door.ask("CreateSchedule", put(json!({}))), json!({"ScheduleArn": arn}));
    let shown = json!({
        "Arn": arn, "GroupName": "default", "Name": "s", "ScheduleExpression": "cron(0 8 * * ? *)",
        "ScheduleExpressionTimezone": "UTC", "State": "ENABLED", "CreationDate": 1_777_874_400.0,
        "LastModificationDate": 1_777_874_400.0, "FlexibleTimeWindow": {"Mode": "OFF"}, "ActionAfterCompletion": "NONE",
        "Target": {
            "Arn": "arn:aws:sqs:us-east-1:111122223333:q", "RoleArn": "arn:aws:iam::111122223333:role/r",
            "RetryPolicy": {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185}
        }
    });
    assert_eq!(door.ask("GetSchedule", json!({"Name": "s"})), shown);
}

#[test]
fn what_was_given_is_shown_and_an_update_takes_it_back() {
    let mut door = Door::new();
    let target = json!({
        "Arn": "arn:aws:ecs:us-east-1:111122223333:cluster/c", "RoleArn": "arn:aws:iam::111122223333:role/r",
        "DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:111122223333:d"},
        "RetryPolicy": {"MaximumEventAgeInSeconds": 60, "MaximumRetryAttempts": 0}, "Input": "{}",
        "EcsParameters": {
            "TaskDefinitionArn": "arn:aws:ecs:us-east-1:111122223333:task-definition/t", "TaskCount": 2,
            "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": ["subnet-1"]}}, "Tags": [{"a": "b"}]
        }
    });
    let given = json!({
        "ScheduleExpression": "rate(5 minutes)", "ScheduleExpressionTimezone": "Europe/Berlin", "State": "DISABLED",
        "StartDate": 1_777_880_000, "EndDate": 1_777_990_000, "Description": "d", "KmsKeyArn": "k",
        "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15}, "ActionAfterCompletion": "DELETE",
        "Target": target
    });
    door.ask("CreateSchedule", put(given.clone()));
    let shown = door.ask("GetSchedule", json!({"Name": "s", "GroupName": "default"}));
    for (name, value) in given.as_object().unwrap() {
        assert!(shown[name] == *value || shown[name].as_f64() == value.as_f64(), "{name}: {}", shown[name]);
    }
    door.ask("UpdateSchedule", put(json!({})));
    let shown = door.ask("GetSchedule", json!({"Name": "s"}));
    assert_eq!((&shown["State"], &shown["ScheduleExpressionTimezone"]), (&json!("ENABLED"), &json!("UTC")));
    let gone = ["StartDate", "EndDate", "Description", "KmsKeyArn"];
    assert!(gone.iter().all(|name| shown.get(name).is_none()), "{shown}");
}

#[test]
fn refusals_have_the_services_codes() {
    let mut door = Door::new();
    door.ask("CreateSchedule", put(json!({})));
    for (action, request, code, status, message) in [
        ("CreateSchedule", put(json!({})), "ConflictException", 409, "Schedule s already exists."),
        ("GetSchedule", json!({"Name": "t"}), "ResourceNotFoundException", 404, "Schedule t does not exist."),
        ("DeleteSchedule", json!({"Name": "t"}), "ResourceNotFoundException", 404, "Schedule t does not exist."),
        ("UpdateSchedule", put(json!({"Name": "t"})), "ResourceNotFoundException", 404, "Schedule t does not exist."),
        (
            "GetSchedule",
            json!({"Name": "s", "GroupName": "g"}),
            "ResourceNotFoundException",
            404,
            "Schedule group g does not exist.",
        ),
        (
            "GetScheduleGroup",
            json!({"Name": "g"}),
            "ResourceNotFoundException",
            404,
            "Schedule group g does not exist.",
        ),
        (
            "CreateScheduleGroup",
            json!({"Name": "default"}),
            "ConflictException",
            409,
            "Schedule group default already exists.",
        ),
    ] {
        assert_eq!(door.refused(action, request), (code.to_owned(), status, message.to_owned()));
    }
    assert_eq!(door.refused("ListThings", json!({})).0, "UnknownOperationException");
}

#[test]
fn bad_expressions_are_named_as_they_were_given() {
    let mut door = Door::new();
    for text in [
        "at(2021-12-31T23:59:59Z)",
        "at(2021-12-31)",
        "rate(5 seconds)",
        "rate( 5 minutes)",
        "rate(0 minutes)",
        " cron(0 8 * * ? *)",
        "cron(0 8 * * * *)",
        "dummy",
    ] {
        let refused = door.refused("CreateSchedule", put(json!({"ScheduleExpression": text})));
        assert_eq!(refused, ("ValidationException".into(), 400, format!("Invalid Schedule Expression {text}.")));
    }
    door.ask("CreateSchedule", put(json!({"ScheduleExpression": "rate(1 days)"})));
    let shown = door.ask("GetSchedule", json!({"Name": "s"}));
    assert_eq!(shown["ScheduleExpression"], "rate(1 days)", "shown as given");
}

#[test]
fn bounds_are_checked() {
    let mut door = Door::new();
    for changes in [
        json!({"Name": "a b"}),
        json!({"Name": "x".repeat(65)}),
        json!({"Name": null}),
        json!({"ScheduleExpression": "x".repeat(257)}),
        json!({"ScheduleExpression": null}),
        json!({"FlexibleTimeWindow": null}),
        json!({"FlexibleTimeWindow": {"Mode": "SOMETIMES"}}),
        json!({"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}}),
        json!({"FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 1441}}),
        json!({"FlexibleTimeWindow": {"Mode": "OFF", "MaximumWindowInMinutes": 5}}),
        json!({"ScheduleExpressionTimezone": "Mars/Olympus"}),
        json!({"ScheduleExpressionTimezone": "x".repeat(51)}),
        json!({"State": "PAUSED"}),
        json!({"ActionAfterCompletion": "ARCHIVE"}),
        json!({"StartDate": 2_000_000_000, "EndDate": 2_000_000_000}),
        json!({"Description": "d".repeat(513)}),
        json!({"Target": null}),
        json!({"Target": {"Arn": "q", "RoleArn": "arn:aws:iam::111122223333:role/r"}}),
        json!({"Target": {"Arn": "arn:aws:sqs:us-east-1:111122223333:q"}}),
        json!({"Target": {"Arn": "arn:aws:sqs:us-east-1:111122223333:q", "RoleArn": "arn:aws:iam::111122223333:role/r", "Input": ""}}),
    ] {
        let (code, status, message) = door.refused("CreateSchedule", put(changes.clone()));
        assert_eq!((code.as_str(), status), ("ValidationException", 400), "{changes}: {message}");
    }
    assert_eq!(door.ask("ListSchedules", json!({})), json!({"Schedules": []}));
}

#[test]
fn lists_come_in_pages_by_group_and_name() {
    let mut door = Door::new();
    for group in ["a", "a-b", "a.c"] {
        door.ask("CreateScheduleGroup", json!({"Name": group}));
        for name in ["one", "two", "x"] {
            let state = if name == "two" { "DISABLED" } else { "ENABLED" };
            door.ask("CreateSchedule", put(json!({"Name": name, "GroupName": group, "State": state})));
        }
    }
    let mut names = Vec::new();
    let mut request = json!({"MaxResults": 2});
    loop {
        let page = door.ask("ListSchedules", request.clone());
        let name = |item: &Value| format!("{} {}", item["GroupName"].as_str().unwrap(), item["Name"].as_str().unwrap());
        names.extend(page["Schedules"].as_array().unwrap().iter().map(name));
        let Some(token) = page.get("NextToken") else { break };
        request["NextToken"] = token.clone();
    }
    let wanted = ["a", "a-b", "a.c"].iter().flat_map(|g| ["one", "two", "x"].iter().map(move |n| format!("{g} {n}")));
    assert_eq!(names, wanted.collect::<Vec<_>>());
    let count =
        |door: &mut Door, request: Value| door.ask("ListSchedules", request)["Schedules"].as_array().unwrap().len();
    assert_eq!(count(&mut door, json!({"State": "DISABLED"})), 3);
    assert_eq!(count(&mut door, json!({"GroupName": "a", "NamePrefix": "o"})), 1);
    assert_eq!(door.refused("ListSchedules", json!({"NextToken": "x"})).0, "ValidationException");
    let groups = door.ask("ListScheduleGroups", json!({"NamePrefix": "a", "MaxResults": 2}));
    assert!(groups["ScheduleGroups"].as_array().unwrap().len() == 2 && groups["NextToken"].is_string());
}

#[test]
fn a_client_token_makes_a_request_once() {
    let mut door = Door::new();
    let request = put(json!({"ClientToken": "t-1"}));
    let first = door.ask("CreateSchedule", request.clone());
    assert_eq!(door.ask("CreateSchedule", request), first);
    let other = door.refused("CreateSchedule", put(json!({"ClientToken": "t-1", "Description": "other"})));
    assert_eq!((other.0.as_str(), other.1), ("ConflictException", 409));
    let delete = json!({"Name": "s", "ClientToken": "t-1"});
    door.ask("DeleteSchedule", delete.clone());
    door.ask("DeleteSchedule", delete);
    assert_eq!(
        door.refused("DeleteSchedule", json!({"Name": "s", "ClientToken": "t-2"})).0,
        "ResourceNotFoundException"
    );
}

#[test]
fn groups_are_shown_tagged_and_deleted() {
    let mut door = Door::new();
    let arn = "arn:aws:scheduler:us-east-1:111122223333:schedule-group/g";
    let tags = json!([{"Key": "a", "Value": "1"}]);
    assert_eq!(door.ask("CreateScheduleGroup", json!({"Name": "g", "Tags": tags})), json!({"ScheduleGroupArn": arn}));
    let shown = json!({
        "Arn": arn, "Name": "g", "State": "ACTIVE", "CreationDate": 1_777_874_400.0,
        "LastModificationDate": 1_777_874_400.0
    });
    assert_eq!(door.ask("GetScheduleGroup", json!({"Name": "g"})), shown);
    door.ask("TagResource", json!({"ResourceArn": arn, "Tags": [{"Key": "b", "Value": "2"}]}));
    door.ask("UntagResource", json!({"ResourceArn": arn, "TagKeys": ["a"]}));
    let left = door.ask("ListTagsForResource", json!({"ResourceArn": arn}));
    assert_eq!(left, json!({"Tags": [{"Key": "b", "Value": "2"}]}));
    door.ask("CreateSchedule", put(json!({"GroupName": "g"})));
    door.ask("DeleteScheduleGroup", json!({"Name": "g"}));
    assert_eq!(door.refused("ListTagsForResource", json!({"ResourceArn": arn})).0, "ResourceNotFoundException");
    assert_eq!(door.ask("ListSchedules", json!({})), json!({"Schedules": []}));
}

#[test]
fn hostile_requests_are_refused_not_obeyed() {
    let mut door = Door::new();
    for action in OPERATIONS.iter().map(|operation| operation.name) {
        for input in ["", "[]", "{", "null", r#"{"Name": 7}"#, r#"{"Name": {"a": []}, "Target": []}"#, "\u{0}"] {
            if let Err(error) = door.raw(action, input) {
                assert!(["ValidationException", "SerializationException"].contains(&error.code.as_ref()), "{error}");
            }
        }
    }
    for date in [json!(1e300), json!(-1e300), json!("9999-12-31T23:59:59Z"), json!(0)] {
        for name in ["StartDate", "EndDate"] {
            let mut request = put(json!({"Name": "far", "ScheduleExpression": "rate(1 minute)"}));
            request[name] = date.clone();
            if door.raw("CreateSchedule", &request.to_string()).is_ok() {
                door.ask("DeleteSchedule", json!({"Name": "far"}));
            }
        }
    }
}
