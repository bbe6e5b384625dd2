//! The service's API: its bounds, its refusals, its lists.

#![expect(clippy::unwrap_used, reason = "a request that is not well formed may panic")]

use cupola_base::{ApiError, Caller, Place, Timestamp};
use cupola_events::{Engine, OPERATIONS};
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
        self.engine.call(Timestamp::from_secs(7), &self.caller, action, input)
    }

    fn ask(&mut self, action: &str, input: Value) -> Value {
        serde_json::from_str(&self.raw(action, &input.to_string()).unwrap()).unwrap()
    }

    fn refused(&mut self, action: &str, input: Value) -> (String, String) {
        let error = self.raw(action, &input.to_string()).unwrap_err();
        assert_eq!(error.status, 400);
        (error.code.into_owned(), error.message)
    }

    fn rule(&mut self, name: &str) {
        self.ask("PutRule", json!({"Name": name, "EventPattern": "{\"source\": [\"quay\"]}"}));
    }
}

#[test]
fn every_listed_action_is_answered() {
    let mut door = Door::new();
    for operation in OPERATIONS {
        let answer = door.raw(operation.name, "{}");
        assert!(answer.err().is_none_or(|error| error.code != "UnknownOperationException"), "{}", operation.name);
        assert_eq!(door.raw(operation.name, "[]").unwrap_err().code, "SerializationException", "{}", operation.name);
        assert_eq!(door.raw(operation.name, "{").unwrap_err().code, "SerializationException", "{}", operation.name);
    }
    assert_eq!(door.raw("CreatePipe", "{}").unwrap_err().code, "UnknownOperationException");
    assert!(OPERATIONS.windows(2).all(|pair| pair[0].name < pair[1].name), "sorted, so that none stands twice");
}

#[test]
fn bounds_are_refused_in_the_words_of_the_front() {
    let long = "r".repeat(65);
    let mut door = Door::new();
    let cases = [
        (
            "PutRule",
            json!({"EventPattern": "{}"}),
            "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"
                .to_owned(),
        ),
        (
            "DescribeRule",
            json!({"Name": long}),
            format!(
                "1 validation error detected: Value '{long}' at 'name' failed to satisfy constraint: Member must have \
                 length less than or equal to 64"
            ),
        ),
        (
            "EnableRule",
            json!({"Name": "a b", "EventBusName": ""}),
            "3 validation errors detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy \
             regular expression pattern: [\\.\\-_A-Za-z0-9]+; Value '' at 'eventBusName' failed to satisfy \
             constraint: Member must have length greater than or equal to 1; Value '' at 'eventBusName' failed to \
             satisfy constraint: Member must satisfy regular expression pattern: \
             (arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+"
                .to_owned(),
        ),
        (
            "PutRule",
            json!({"Name": "r", "State": "ON"}),
            "1 validation error detected: Value 'ON' at 'state' failed to satisfy constraint: Member must satisfy \
             enum value set: [ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS]"
                .to_owned(),
        ),
        (
            "PutTargets",
            json!({"Rule": "r", "Targets": [{"Id": "a", "Arn": "x"}, {"Id": "", "Arn": "x"}]}),
            "2 validation errors detected: Value '' at 'targets.2.member.id' failed to satisfy constraint: Member \
             must have length greater than or equal to 1; Value '' at 'targets.2.member.id' failed to satisfy \
             constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+"
                .to_owned(),
        ),
        (
            "ListRules",
            json!({"Limit": 0}),
            "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value \
             greater than or equal to 1"
                .to_owned(),
        ),
    ];
    for (action, input, message) in cases {
        assert_eq!(door.refused(action, input), ("ValidationException".to_owned(), message), "{action}");
    }
}

#[test]
fn what_is_not_modelled_is_refused_by_name() {
    let mut door = Door::new();
    door.rule("r");
    let entry = json!({"Source": "a", "DetailType": "b", "Detail": "{}"});
    let (code, message) = door.refused("PutEvents", json!({"Entries": [entry], "EndpointId": "abcde.veo"}));
    assert_eq!(code, "ValidationException");
    assert!(message.contains("EndpointId"), "{message}");
    assert_eq!(door.ask("DescribeRule", json!({"Name": "r"}))["State"], "ENABLED", "the refusal changed nothing");
}

#[test]
fn a_schedule_is_shown_as_it_was_given() {
    let mut door = Door::new();
    let request = json!({"Name": "r", "ScheduleExpression": "cron(0  8 ? * mon-FRI *)"});
    door.ask("PutRule", request.clone());
    let shown = door.ask("DescribeRule", json!({"Name": "r"}));
    assert_eq!((&shown["ScheduleExpression"], shown.get("EventPattern")), (&request["ScheduleExpression"], None));
    assert_eq!(door.ask("ListRules", json!({}))["Rules"][0]["ScheduleExpression"], request["ScheduleExpression"]);
    let refused = door.refused("PutRule", json!({"Name": "r", "ScheduleExpression": "rate(1 minutes)"}));
    assert_eq!(refused, ("ValidationException".to_owned(), "Parameter ScheduleExpression is not valid.".to_owned()));
}

#[test]
fn buses_are_named_or_given_by_arn() {
    let mut door = Door::new();
    let arn = "arn:aws:events:us-east-1:111122223333:event-bus/default";
    let bus = json!({"Name": "default", "Arn": arn});
    for name in [json!({}), json!({"Name": "default"}), json!({"Name": arn})] {
        assert_eq!(door.ask("DescribeEventBus", name), bus);
    }
    assert_eq!(door.ask("ListEventBuses", json!({})), json!({"EventBuses": [bus]}));
    assert_eq!(door.ask("ListEventBuses", json!({"NamePrefix": "x"})), json!({"EventBuses": []}));
    door.ask("PutRule", json!({"Name": "r", "EventPattern": "{\"a\":[1]}", "EventBusName": arn}));
    assert_eq!(door.ask("DescribeRule", json!({"Name": "r"}))["EventBusName"], "default");
    let missing = ("ResourceNotFoundException".to_owned(), "Event bus yard does not exist.".to_owned());
    let far = "arn:aws:events:eu-west-1:111122223333:event-bus/yard";
    assert_eq!(door.refused("DescribeEventBus", json!({"Name": far})), missing);
    for (action, member) in [
        ("PutRule", "Name"),
        ("DescribeRule", "Name"),
        ("DeleteRule", "Name"),
        ("EnableRule", "Name"),
        ("DisableRule", "Name"),
        ("PutTargets", "Rule"),
        ("RemoveTargets", "Rule"),
        ("ListTargetsByRule", "Rule"),
        ("ListRules", "NamePrefix"),
        ("ListRuleNamesByTarget", "TargetArn"),
    ] {
        let target = json!({"Id": "a", "Arn": "arn:aws:sqs:us-east-1:111122223333:q"});
        let input =
            json!({member: "r", "EventBusName": "yard", "Targets": [target], "Ids": ["a"], "EventPattern": "{}"});
        assert_eq!(door.refused(action, input), missing, "{action}");
    }
}

#[test]
fn lists_come_in_pages() {
    let mut door = Door::new();
    for n in 0..7 {
        door.rule(&format!("r{n}"));
        let targets = json!([{"Id": "q", "Arn": "arn:aws:sqs:us-east-1:111122223333:q"}]);
        door.ask("PutTargets", json!({"Rule": format!("r{n}"), "Targets": targets}));
    }
    door.rule("other");
    let first = door.ask("ListRules", json!({"NamePrefix": "r", "Limit": 3}));
    let names =
        |page: &Value| page["Rules"].as_array().unwrap().iter().map(|rule| rule["Name"].clone()).collect::<Vec<_>>();
    assert_eq!(names(&first), ["r0", "r1", "r2"]);
    // What goes away and what comes in between pages neither skips nor repeats what stays.
    door.ask("RemoveTargets", json!({"Rule": "r2", "Ids": ["q"]}));
    door.ask("DeleteRule", json!({"Name": "r2"}));
    door.rule("r00");
    let token = &first["NextToken"];
    let second = door.ask("ListRules", json!({"NamePrefix": "r", "Limit": 3, "NextToken": token}));
    assert_eq!(names(&second), ["r3", "r4", "r5"]);
    let last = door.ask("ListRules", json!({"NamePrefix": "r", "Limit": 3, "NextToken": second["NextToken"]}));
    assert_eq!((names(&last), last.get("NextToken")), (vec![json!("r6")], None));
    let invalid = ("ValidationException".to_owned(), "Parameter NextToken is not valid.".to_owned());
    assert_eq!(door.refused("ListRules", json!({"NextToken": token})), invalid, "a token of another list");
    assert_eq!(door.refused("ListRules", json!({"NextToken": "x"})), invalid);
    let by_target = json!({"TargetArn": "arn:aws:sqs:us-east-1:111122223333:q", "Limit": 4});
    let page = door.ask("ListRuleNamesByTarget", by_target);
    assert_eq!(page["RuleNames"], json!(["r0", "r1", "r3", "r4"]));
    assert!(page["NextToken"].is_string());
}

#[test]
fn targets_come_back_as_they_were_put() {
    let mut door = Door::new();
    door.rule("r");
    let queue = "arn:aws:sqs:us-east-1:111122223333:q";
    let targets = json!([
        {"Id": "a", "Arn": queue, "RoleArn": "arn:aws:iam::111122223333:role/x", "Input": "{ \"b\": 1, \"a\": 2 }",
         "SqsParameters": {"MessageGroupId": "g"}, "DeadLetterConfig": {"Arn": queue},
         "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 60}},
        {"Id": "b", "Arn": queue, "InputPath": "$.detail"},
        {"Id": "c", "Arn": queue, "InputTransformer": {"InputPathsMap": {"x": "$.id"}, "InputTemplate": "{\"id\": <x>}"}},
        {"Id": "d", "Arn": "arn:aws:ecs:us-east-1:111122223333:cluster/c", "EcsParameters": {
            "TaskDefinitionArn": "t", "TaskCount": 2,
            "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": ["s"]}},
            "CapacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1, "base": 0}]}},
    ]);
    assert_eq!(
        door.ask("PutTargets", json!({"Rule": "r", "Targets": targets})),
        json!({"FailedEntryCount": 0, "FailedEntries": []})
    );
    assert_eq!(door.ask("ListTargetsByRule", json!({"Rule": "r"})), json!({"Targets": targets}));
    let text = door.raw("ListTargetsByRule", r#"{"Rule": "r", "Limit": 1}"#).unwrap();
    assert!(text.starts_with(r#"{"Targets":[{"Id":"a","Arn":"arn:aws:sqs:"#), "{text}");
    assert!(text.contains(r#""Input":"{ \"b\": 1, \"a\": 2 }","SqsParameters":"#), "{text}");
    assert_eq!(
        door.ask("RemoveTargets", json!({"Rule": "r", "Ids": ["a", "zz"]})),
        json!({"FailedEntryCount": 0, "FailedEntries": []})
    );
}

#[test]
fn targets_are_refused_in_the_words_of_the_service() {
    let mut door = Door::new();
    door.rule("r");
    let queue = "arn:aws:sqs:us-east-1:111122223333:q";
    let group = "arn:aws:logs:us-east-1:111122223333:log-group:g";
    let names: Value = (0..101).map(|n| (format!("n{n}"), json!("$.id"))).collect();
    for (target, message) in [
        (json!({"Id": "t", "Arn": "q"}), "Parameter q is not valid. Reason: Provided Arn is not in correct format."),
        (json!({"Id": "t", "Arn": queue, "Input": "x"}), "Input for target t is not a valid JSON text."),
        (
            json!({"Id": "t", "Arn": queue, "Input": "{}", "InputPath": "$"}),
            "Only one of Input, InputPath, or InputTransformer must be provided for target t.",
        ),
        (
            json!({"Id": "t", "Arn": queue, "InputTransformer": {"InputTemplate": "<no>"}}),
            "InputTemplate for target t contains invalid placeholder no.",
        ),
        (
            json!({"Id": "t", "Arn": group, "InputTransformer": {"InputTemplate": "\"text\""}}),
            "Input for target t is not a valid JSON text.",
        ),
        (
            json!({"Id": "t", "Arn": group, "Input": "{}"}),
            "Input and InputPath are not available for target t, which is a log group.",
        ),
        (
            json!({"Id": "t", "Arn": queue, "InputTransformer": {"InputTemplate": "{}", "InputPathsMap": names}}),
            "InputPathsMap for target t is not valid: it has more than 100 paths.",
        ),
        (
            json!({"Id": "t", "Arn": queue, "DeadLetterConfig": {"Arn": "arn:aws:sqs:eu-west-1:111122223333:q"}}),
            "DeadLetterConfig for target t is not valid: a standard SQS queue of the same region is needed.",
        ),
    ] {
        let refused = door.refused("PutTargets", json!({"Rule": "r", "Targets": [target]}));
        assert_eq!(refused, ("ValidationException".to_owned(), message.to_owned()));
    }
    assert_eq!(door.ask("ListTargetsByRule", json!({"Rule": "r"})), json!({"Targets": []}));
}

#[test]
fn tags_are_kept_with_rules_and_the_bus() {
    let mut door = Door::new();
    let rule = "arn:aws:events:us-east-1:111122223333:rule/r";
    let tags = json!([{"Key": "b", "Value": "2"}, {"Key": "a", "Value": "1"}]);
    door.ask("PutRule", json!({"Name": "r", "EventPattern": "{\"a\": [1]}", "Tags": tags}));
    door.ask("UntagResource", json!({"ResourceARN": rule, "TagKeys": ["b", "none"]}));
    door.ask("TagResource", json!({"ResourceARN": rule, "Tags": [{"Key": "c", "Value": ""}]}));
    let listed = json!({"Tags": [{"Key": "a", "Value": "1"}, {"Key": "c", "Value": ""}]});
    assert_eq!(door.ask("ListTagsForResource", json!({"ResourceARN": rule})), listed);
    let bus = "arn:aws:events:us-east-1:111122223333:event-bus/default";
    door.ask("TagResource", json!({"ResourceARN": bus, "Tags": [{"Key": "k", "Value": "v"}]}));
    let listed = json!({"Tags": [{"Key": "k", "Value": "v"}]});
    assert_eq!(door.ask("ListTagsForResource", json!({"ResourceARN": bus})), listed);
    let many: Vec<Value> = (0..51).map(|n| json!({"Key": format!("k{n}"), "Value": ""})).collect();
    assert_eq!(door.refused("TagResource", json!({"ResourceARN": rule, "Tags": many})).0, "ValidationException");
    let (code, message) = door.refused("ListTagsForResource", json!({"ResourceARN": format!("{rule}x")}));
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("ResourceNotFoundException", "Rule rx does not exist on EventBus default.")
    );
    assert_eq!(door.refused("ListTagsForResource", json!({"ResourceARN": "r"})).0, "ValidationException");
}

#[test]
fn a_described_rule_shows_what_was_put() {
    let mut door = Door::new();
    let pattern = "{ \"source\": [\"quay\"] }";
    door.ask(
        "PutRule",
        json!({"Name": "r", "EventPattern": pattern, "Description": "d", "RoleArn": "arn:x", "State": "DISABLED"}),
    );
    let answer = door.raw("DescribeRule", r#"{"Name": "r", "Unknown": 1, "EventBusName": null}"#).unwrap();
    assert_eq!(
        answer,
        "{\"Name\":\"r\",\"Arn\":\"arn:aws:events:us-east-1:111122223333:rule/r\",\
         \"EventPattern\":\"{ \\\"source\\\": [\\\"quay\\\"] }\",\"State\":\"DISABLED\",\"Description\":\"d\",\
         \"RoleArn\":\"arn:x\",\"EventBusName\":\"default\",\"CreatedBy\":\"111122223333\"}"
    );
    assert_eq!(door.raw("EnableRule", r#"{"Name": "r"}"#).unwrap(), "{}");
}
