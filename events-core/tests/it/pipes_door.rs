//! EventBridge Pipes' own API: its shapes, its bounds, its refusals, its lists; and laws of the engine with pipes.
//!
//! Expectations: EventBridge Pipes API Reference; what is shown for what was left out as Terraform's tests of the service
//! have it.

#![expect(clippy::unwrap_used, reason = "a request that is not well formed may panic")]

use cupola_base::{ApiError, Caller, Outcome, Place, Timestamp};
use cupola_events::pipes::{OPERATIONS, PipeRecord};
use cupola_events::{Engine, Output, Policies, Snapshot};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

const NOW: i64 = 1_777_874_400;

struct Door {
    engine: Engine,
    caller: Caller,
}

impl Door {
    fn new() -> Self {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        Self { engine: Engine::new(place.clone(), 0), caller: Caller::root(place) }
    }

    fn raw(&mut self, action: &str, input: &Value) -> Result<String, ApiError> {
        self.engine.call_pipes(Timestamp::from_secs(NOW), &self.caller, action, &input.to_string())
    }

    fn ask(&mut self, action: &str, input: Value) -> Value {
        let answer = self.raw(action, &input).unwrap_or_else(|error| panic!("{action}: {error}"));
        serde_json::from_str(&answer).unwrap()
    }

    fn refused(&mut self, action: &str, input: Value) -> (String, u16, String) {
        let error = self.raw(action, &input).unwrap_err();
        (error.code.into_owned(), error.status, error.message)
    }
}

/// A good request to make a pipe, with changes.
fn create(changes: Value) -> Value {
    let mut request = json!({
        "Name": "p", "Source": "arn:aws:sqs:us-east-1:111122223333:orders",
        "Target": "arn:aws:lambda:us-east-1:111122223333:function:bill", "RoleArn": "arn:aws:iam::111122223333:role/r"
    });
    for (name, value) in changes.as_object().unwrap() {
        request[name] = value.clone();
    }
    request
}

#[test]
fn what_was_left_out_is_shown_with_its_default() {
    let mut door = Door::new();
    let arn = "arn:aws:pipes:us-east-1:111122223333:pipe/p";
    let made = json!({
        "Arn": arn, "Name": "p", "DesiredState": "RUNNING", "CurrentState": "CREATING", "CreationTime": 1_777_874_400.0,
        "LastModifiedTime": 1_777_874_400.0
    });
    assert_eq!(door.ask("CreatePipe", create(json!({}))), made);
    let mut shown = create(json!({
        "Arn": arn, "DesiredState": "RUNNING", "CurrentState": "RUNNING", "CreationTime": 1_777_874_400.0,
        "LastModifiedTime": 1_777_874_400.0, "Tags": {},
        "SourceParameters": {"SqsQueueParameters": {"BatchSize": 10, "MaximumBatchingWindowInSeconds": 0}}
    }));
    assert_eq!(door.ask("DescribePipe", json!({"Name": "p"})), shown);
    let stream = json!({
        "Name": "s", "Source": "arn:aws:kinesis:us-east-1:111122223333:stream/s", "DesiredState": "STOPPED",
        "SourceParameters": {"KinesisStreamParameters": {"StartingPosition": "LATEST"}}
    });
    door.ask("CreatePipe", create(stream));
    shown = door.ask("DescribePipe", json!({"Name": "s"}));
    let expected = json!({"KinesisStreamParameters": {
        "BatchSize": 100, "MaximumBatchingWindowInSeconds": 0, "MaximumRecordAgeInSeconds": -1, "MaximumRetryAttempts": -1,
        "ParallelizationFactor": 1, "StartingPosition": "LATEST"
    }});
    assert_eq!((&shown["SourceParameters"], &shown["CurrentState"]), (&expected, &json!("STOPPED")));
}

#[test]
fn what_was_given_is_shown() {
    let mut door = Door::new();
    let given = json!({
        "Description": "d", "DesiredState": "STOPPED", "KmsKeyIdentifier": "alias/k", "Tags": {"stage": "test"},
        "Source": "arn:aws:mq:us-east-1:111122223333:broker:b:b-1",
        "SourceParameters": {
            "FilterCriteria": {"Filters": [{"Pattern": "{\"data\":{\"n\":[1]}}"}]},
            "RabbitMQBrokerParameters": {
                "Credentials": {"BasicAuth": "arn:aws:secretsmanager:us-east-1:111122223333:secret:s"}, "QueueName": "q",
                "VirtualHost": "/v", "BatchSize": 1, "MaximumBatchingWindowInSeconds": 7
            }
        },
        "Enrichment": "arn:aws:execute-api:us-east-1:111122223333:a/s/POST/x",
        "EnrichmentParameters": {"InputTemplate": "<$.data.n>", "HttpParameters": {"HeaderParameters": {"a": "b"}}},
        "Target": "arn:aws:ecs:us-east-1:111122223333:cluster/c",
        "TargetParameters": {
            "InputTemplate": "{\"n\":<$.n>}",
            "EcsTaskParameters": {
                "TaskDefinitionArn": "$.definition", "TaskCount": 2,
                "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": ["subnet-1"]}},
                "Overrides": {"ContainerOverrides": [{"Name": "c", "Environment": [{"name": "n", "value": "$.n"}]}]}
            }
        },
        "LogConfiguration": {
            "CloudwatchLogsLogDestination": {"LogGroupArn": "arn:aws:logs:us-east-1:111122223333:log-group:/p"},
            "S3LogDestination": {"BucketName": "bucket", "BucketOwner": "111122223333", "Prefix": "x/"},
            "Level": "TRACE", "IncludeExecutionData": ["ALL"]
        }
    });
    door.ask("CreatePipe", create(given.clone()));
    let shown = door.ask("DescribePipe", json!({"Name": "p"}));
    for (name, value) in given.as_object().unwrap() {
        assert_eq!(shown[name], *value, "{name}");
    }
}

/// API Reference, UpdatePipe: what is left out stays, but parameters of one kind are replaced as a whole.
#[test]
fn an_update_replaces_what_it_names() {
    let mut door = Door::new();
    let stream = json!({
        "Source": "arn:aws:kinesis:us-east-1:111122223333:stream/s", "Description": "d",
        "SourceParameters": {
            "FilterCriteria": {"Filters": [{"Pattern": "{\"data\":{\"n\":[1]}}"}]},
            "KinesisStreamParameters": {"StartingPosition": "TRIM_HORIZON", "BatchSize": 5, "MaximumRetryAttempts": 3}
        },
        "TargetParameters": {"InputTemplate": "x", "LambdaFunctionParameters": {"InvocationType": "FIRE_AND_FORGET"}},
        "Enrichment": "arn:aws:lambda:us-east-1:111122223333:function:e"
    });
    door.ask("CreatePipe", create(stream));
    let role = "arn:aws:iam::111122223333:role/other";
    let changed = door.ask(
        "UpdatePipe",
        json!({"Name": "p", "RoleArn": role, "SourceParameters": {"KinesisStreamParameters": {"BatchSize": 7}}}),
    );
    assert_eq!(changed["CurrentState"], "UPDATING");
    let shown = door.ask("DescribePipe", json!({"Name": "p"}));
    let kinesis = &shown["SourceParameters"]["KinesisStreamParameters"];
    assert_eq!((&kinesis["BatchSize"], &kinesis["MaximumRetryAttempts"]), (&json!(7), &json!(-1)));
    assert_eq!((&kinesis["StartingPosition"], &shown["RoleArn"]), (&json!("TRIM_HORIZON"), &json!(role)));
    assert_eq!(shown["SourceParameters"]["FilterCriteria"]["Filters"].as_array().unwrap().len(), 1);
    assert_eq!((&shown["Description"], &shown["CurrentState"]), (&json!("d"), &json!("RUNNING")));

    // Empty values take away; a target of another kind has none of the old one's parameters.
    let update = json!({
        "Name": "p", "RoleArn": role, "SourceParameters": {"FilterCriteria": {"Filters": []}}, "Enrichment": "",
        "Target": "arn:aws:sns:us-east-1:111122223333:t", "TargetParameters": {"InputTemplate": ""}
    });
    door.ask("UpdatePipe", update);
    let shown = door.ask("DescribePipe", json!({"Name": "p"}));
    let absent = ["Enrichment", "TargetParameters"].map(|name| shown.get(name).is_none());
    assert_eq!((absent, shown["SourceParameters"].get("FilterCriteria")), ([true, true], None));
}

#[test]
fn an_enrichment_of_another_kind_has_none_of_the_old_ones_parameters() {
    let mut door = Door::new();
    let enriched = json!({
        "Enrichment": "arn:aws:execute-api:us-east-1:111122223333:a/s/POST/x",
        "EnrichmentParameters": {"InputTemplate": "y", "HttpParameters": {"HeaderParameters": {"a": "b"}}},
        "SourceParameters": {"SqsQueueParameters": {"BatchSize": 1}}
    });
    door.ask("CreatePipe", create(enriched));
    let function = "arn:aws:lambda:us-east-1:111122223333:function:e";
    door.ask("UpdatePipe", json!({"Name": "p", "RoleArn": "arn:aws:iam::111122223333:role/r", "Enrichment": function}));
    let shown = door.ask("DescribePipe", json!({"Name": "p"}));
    assert_eq!(shown["EnrichmentParameters"], json!({"InputTemplate": "y"}));
}

/// Members that a kind's shape does not have are no members: they are neither heeded nor refused.
#[test]
fn what_a_kind_of_source_does_not_have_is_not_heeded() {
    let mut door = Door::new();
    let source = json!({"SqsQueueParameters": {"MaximumRecordAgeInSeconds": 60, "StartingPosition": "LATEST"}});
    door.ask("CreatePipe", create(json!({"SourceParameters": source})));
    let shown = door.ask("DescribePipe", json!({"Name": "p"}));
    let parameters = json!({"BatchSize": 10, "MaximumBatchingWindowInSeconds": 0});
    assert_eq!(shown["SourceParameters"], json!({"SqsQueueParameters": parameters}));
}

#[test]
fn refusals_have_the_models_codes() {
    let mut door = Door::new();
    door.ask("CreatePipe", create(json!({})));
    let mut code = |action: &str, input: Value| {
        let (code, status, _) = door.refused(action, input);
        (code, status)
    };
    let validation = ("ValidationException".to_owned(), 400);
    let not_found = ("NotFoundException".to_owned(), 404);
    assert_eq!(code("CreatePipe", create(json!({}))), ("ConflictException".into(), 409));
    for action in ["DescribePipe", "DeletePipe", "StartPipe", "StopPipe"] {
        assert_eq!(code(action, json!({"Name": "none"})), not_found, "{action}");
    }
    let arn = |name: &str| format!("arn:aws:pipes:us-east-1:111122223333:pipe/{name}");
    assert_eq!(code("ListTagsForResource", json!({"resourceArn": arn("none")})), not_found);
    assert_eq!(code("UpdatePipe", json!({"Name": "p"})), validation, "the role must be told");
    for changes in [
        json!({"Name": "a b"}),
        json!({"Name": "q", "Source": "orders"}),
        json!({"Name": "q", "RoleArn": "arn:aws:iam::111122223333:user/u"}),
        json!({"Name": "q", "SourceParameters": {"FilterCriteria": {"Filters": [{"Pattern": "{"}]}}}),
        json!({"Name": "q", "SourceParameters": {"KinesisStreamParameters": {"StartingPosition": "LATEST"}}}),
        json!({"Name": "q", "SourceParameters": {"SqsQueueParameters": {"BatchSize": 10001}}}),
        json!({"Name": "q", "TargetParameters": {"InputTemplate": "<aws.pipes.none>"}}),
        json!({"Name": "q", "TargetParameters": {"SqsQueueParameters": {}}}),
        json!({"Name": "q", "LogConfiguration": {"Level": "INFO"}}),
        json!({"Name": "q", "DesiredState": "DELETED"}),
        json!({"Name": "q", "Source": "arn:aws:kinesis:us-east-1:111122223333:stream/s", "SourceParameters":
            {"KinesisStreamParameters": {"StartingPosition": "LATEST", "StartingPositionTimestamp": 1_777_874_400}}}),
    ] {
        assert_eq!(code("CreatePipe", create(changes.clone())), validation, "{changes}");
    }
    assert_eq!(code("CreatePipes", json!({})).0, "UnknownOperationException");
}

#[test]
fn lists_are_filtered_and_come_in_pages() {
    let mut door = Door::new();
    for (name, state) in [("a1", "RUNNING"), ("a2", "STOPPED"), ("b1", "RUNNING")] {
        let source = format!("arn:aws:sqs:us-east-1:111122223333:{name}");
        door.ask("CreatePipe", create(json!({"Name": name, "DesiredState": state, "Source": source})));
    }
    let mut names = |request: Value| {
        let answer = door.ask("ListPipes", request);
        let pipes = answer["Pipes"].as_array().unwrap();
        (
            pipes.iter().map(|pipe| pipe["Name"].as_str().unwrap().to_owned()).collect::<Vec<_>>(),
            answer["NextToken"].clone(),
        )
    };
    assert_eq!(names(json!({})).0, ["a1", "a2", "b1"]);
    assert_eq!(names(json!({"NamePrefix": "a"})).0, ["a1", "a2"]);
    assert_eq!(names(json!({"CurrentState": "STOPPED"})).0, ["a2"]);
    assert_eq!(names(json!({"CurrentState": "CREATE_FAILED"})).0, [""; 0]);
    assert_eq!(names(json!({"DesiredState": "RUNNING", "NamePrefix": "b"})).0, ["b1"]);
    assert_eq!(names(json!({"SourcePrefix": "arn:aws:sqs:us-east-1:111122223333:a2"})).0, ["a2"]);
    assert_eq!(names(json!({"TargetPrefix": "arn:aws:sns"})).0, [""; 0]);
    let (first, token) = names(json!({"Limit": 2}));
    assert_eq!(
        (first, names(json!({"Limit": 2, "NextToken": token})).0),
        (vec!["a1".into(), "a2".into()], vec!["b1".into()])
    );
}

#[test]
fn tags_are_set_and_taken_away() {
    let mut door = Door::new();
    door.ask("CreatePipe", create(json!({"Tags": {"a": "1"}})));
    let arn = "arn:aws:pipes:us-east-1:111122223333:pipe/p";
    assert_eq!(door.ask("TagResource", json!({"resourceArn": arn, "tags": {"a": "2", "b": "3"}})), json!({}));
    assert_eq!(door.ask("ListTagsForResource", json!({"resourceArn": arn})), json!({"tags": {"a": "2", "b": "3"}}));
    assert_eq!(door.ask("UntagResource", json!({"resourceArn": arn, "tagKeys": ["a", "none"]})), json!({}));
    assert_eq!(door.ask("DescribePipe", json!({"Name": "p"}))["Tags"], json!({"b": "3"}));
}

#[test]
fn a_deleted_pipe_says_so_and_is_gone() {
    let mut door = Door::new();
    door.ask("CreatePipe", create(json!({})));
    let deleted = door.ask("DeletePipe", json!({"Name": "p"}));
    assert_eq!((&deleted["DesiredState"], &deleted["CurrentState"]), (&json!("DELETED"), &json!("DELETING")));
    assert_eq!(door.refused("DescribePipe", json!({"Name": "p"})).1, 404);
    let conflict = door.raw("CreatePipe", &create(json!({})));
    assert!(conflict.is_ok(), "the name is free again");
}

#[test]
fn all_actions_of_the_model_are_there() {
    let names: Vec<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
    let expected = [
        "CreatePipe",
        "DeletePipe",
        "DescribePipe",
        "ListPipes",
        "ListTagsForResource",
        "StartPipe",
        "StopPipe",
        "TagResource",
        "UntagResource",
        "UpdatePipe",
    ];
    assert_eq!(names, expected);
    let mut door = Door::new();
    for name in names {
        let refused = door.raw(name, &json!({})).err().map(|error| error.code.into_owned());
        assert_ne!(refused.as_deref(), Some("UnknownOperationException"), "{name}");
    }
}

/// What happens to an engine with pipes.
#[derive(Clone, Debug)]
enum Input {
    Create(usize),
    Turn(usize, &'static str),
    Records(usize, u8),
    /// The outcome of the oldest call that is open.
    Tell(Option<&'static str>),
    Drain,
}

const SOURCES: [&str; 3] = [
    "arn:aws:sqs:us-east-1:111122223333:orders",
    "arn:aws:kinesis:us-east-1:111122223333:stream/s",
    "arn:aws:kafka:us-east-1:111122223333:cluster/c/1",
];

fn input() -> impl Strategy<Value = Input> {
    let pipe = || 0..3usize;
    let verb = select(&["StartPipe", "StopPipe", "DeletePipe"][..]);
    let answer = select(
        &[Some(""), Some(r#"[{"messageId":"m0"}]"#), Some(r#"{"batchItemFailures":[{"itemIdentifier":"m1"}]}"#), None]
            [..],
    );
    prop_oneof![
        2 => pipe().prop_map(Input::Create),
        1 => (pipe(), verb).prop_map(|(pipe, verb)| Input::Turn(pipe, verb)),
        4 => (pipe(), 1..5u8).prop_map(|(source, count)| Input::Records(source, count)),
        4 => answer.prop_map(Input::Tell),
        1 => Just(Input::Drain),
    ]
}

/// A pipe of each source: one that enriches, one that bisects, one whose target takes items one by one.
fn request(pipe: usize) -> Value {
    let changes = match pipe {
        0 => json!({
            "Enrichment": "arn:aws:lambda:us-east-1:111122223333:function:e",
            "SourceParameters": {"SqsQueueParameters": {"BatchSize": 3, "MaximumBatchingWindowInSeconds": 20},
                "FilterCriteria": {"Filters": [{"Pattern": "{\"body\":{\"n\":[{\"numeric\":[\">\",0]}]}}"}]}},
            "LogConfiguration": {"Level": "TRACE", "FirehoseLogDestination":
                {"DeliveryStreamArn": "arn:aws:firehose:us-east-1:111122223333:deliverystream/d"}}
        }),
        1 => json!({"SourceParameters": {"KinesisStreamParameters": {
            "StartingPosition": "TRIM_HORIZON", "MaximumRetryAttempts": 1, "OnPartialBatchItemFailure": "AUTOMATIC_BISECT",
            "MaximumRecordAgeInSeconds": 600, "ParallelizationFactor": 2,
            "DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:111122223333:d"}
        }}}),
        _ => json!({
            "Target": "arn:aws:sns:us-east-1:111122223333:t", "TargetParameters": {"InputTemplate": "{\"v\":<$.value>}"},
            "SourceParameters": {"ManagedStreamingKafkaParameters": {"TopicName": "topic", "BatchSize": 2}}
        }),
    };
    let mut request = create(changes);
    request["Name"] = json!(format!("p{pipe}"));
    request["Source"] = json!(SOURCES[pipe]);
    request
}

fn records(source: usize, count: u8, now: Timestamp) -> Vec<PipeRecord> {
    let one = |n: u8| match source {
        0 => PipeRecord::message(&format!("m{n}"), "h", &format!("{{\"n\":{n}}}")),
        1 => PipeRecord::stream_record("shard-0", &n.to_string(), &format!("k{n}"), b"{}", now),
        _ => PipeRecord::parse(&format!(
            "{{\"topic\":\"topic\",\"partition\":{},\"offset\":{n},\"value\":\"eA==\"}}",
            n % 2
        ))
        .unwrap(),
    };
    (0..count).map(one).collect()
}

fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

/// All that came out, in texts; time passes in steps of at most so many seconds.
fn run(inputs: &[(i64, Input)], step: i64, between: fn(Engine) -> Engine) -> Vec<String> {
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let policies = Policies::default().with_pipe_transition_seconds(15);
    let (mut engine, caller) =
        (Engine::new(place.clone(), 7).with_policies(policies).with_metrics(), Caller::root(place));
    let (mut now, mut out, mut open) = (Timestamp::from_secs(NOW), Vec::new(), std::collections::VecDeque::new());
    for (wait, input) in inputs {
        let until = now.plus_secs(*wait);
        while now < until {
            now = now.plus_secs(step).min(until);
            engine.advance(now);
        }
        match input {
            Input::Create(pipe) => {
                out.push(format!("{:?}", engine.call_pipes(now, &caller, "CreatePipe", &request(*pipe).to_string())));
            }
            Input::Turn(pipe, verb) => {
                let request = json!({"Name": format!("p{pipe}")}).to_string();
                out.push(format!("{:?}", engine.call_pipes(now, &caller, verb, &request)));
            }
            Input::Records(source, count) => {
                out.push(format!("{:?}", engine.pipe_records(now, SOURCES[*source], records(*source, *count, now))));
            }
            Input::Tell(answer) => {
                let told = open.pop_front().map(|id| match answer {
                    Some(answer) => engine.answer(now, id, answer),
                    None => engine.report(now, id, Outcome::failed()),
                });
                out.push(format!("{told:?}"));
            }
            Input::Drain => {
                for output in engine.drain() {
                    if let Output::Delivery(delivery) = &output {
                        open.push_back(delivery.id);
                    }
                    out.push(text(&output));
                }
            }
        }
        engine = between(engine);
    }
    out.push(text(&engine.snapshot()));
    out
}

fn through_a_snapshot(engine: Engine) -> Engine {
    let snapshot: Snapshot = serde_json::from_str(&text(&engine.snapshot())).unwrap();
    Engine::restore(snapshot).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn one_long_step_of_time_is_many_short_ones(inputs in prop::collection::vec((0..400i64, input()), 1..40)) {
        prop_assert_eq!(run(&inputs, 400, |e| e), run(&inputs, 7, |e| e));
    }

    #[test]
    fn a_restored_engine_with_pipes_goes_on_as_before(inputs in prop::collection::vec((0..400i64, input()), 1..40)) {
        prop_assert_eq!(run(&inputs, 400, |e| e), run(&inputs, 400, through_a_snapshot));
    }
}
