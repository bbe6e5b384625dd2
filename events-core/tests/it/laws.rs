//! Laws of the engine, over random inputs: the door says what the typed verbs say, a restored engine goes
//! on as before, the same inputs give the same bytes.

#![expect(clippy::unwrap_used, reason = "what is generated is well formed")]

use cupola_base::json::Json;
use cupola_base::{ApiError, Arn, Caller, EventEnvelope, Place, RetryPolicy, Tags, Timestamp};
use cupola_events::{
    Engine, Entry, InputPath, InputTransformer, Limits, Output, PutRule, RuleDecision, RuleId, RuleName, RuleState,
    Snapshot, Target, TargetId, TargetInput,
};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

const QUEUE: &str = "arn:aws:sqs:us-east-1:111122223333:q";

#[derive(Clone, Debug)]
enum Input {
    Put { rule: String, pattern: &'static str, state: RuleState, tags: Vec<(String, String)> },
    Delete(String),
    Enable(String),
    Disable(String),
    Target { rule: String, id: String, input: &'static str, retry: Option<(u32, u32)> },
    RemoveTarget { rule: String, id: String },
    Event { source: &'static str, detail: &'static str, time: Option<i64>, bus: Option<&'static str> },
    Publish { source: &'static str, detail: &'static str },
    Tag { rule: String, key: String },
    Untag { rule: String, key: String },
    List(String),
    Drain,
}

fn input() -> impl Strategy<Value = Input> {
    let rule = || select(&["a", "b", "c"][..]).prop_map(str::to_owned);
    let pattern = select(
        &[
            r#"{"source":["quay"]}"#,
            r#"{"source":[{"prefix":"aws."}]}"#,
            r#"{"detail":{"n":[{"numeric":[">",1]}]}}"#,
            r#"{"detail":{"a":{"b":[1],"c":[2]}}}"#,
            r#"{"source":"quay"}"#,
        ][..],
    );
    let state =
        select(&[RuleState::Enabled, RuleState::Disabled, RuleState::EnabledWithAllCloudtrailManagementEvents][..]);
    let key = || select(&["k", "l", "aws:m"][..]).prop_map(str::to_owned);
    let tags = prop::collection::vec((key(), select(&["", "v"][..]).prop_map(str::to_owned)), 0..2);
    let source = || select(&["quay", "dock", "aws.ec2", ""][..]);
    let detail =
        || select(&["{}", r#"{"n":2}"#, r#"{"a":[{"b":1},{"c":2}]}"#, r#"{"a":{"b":1,"c":[2]}}"#, "[]", "x"][..]);
    let target_input = select(&["", "{\"x\":1}", "$.detail", "$.none", "<d>", "{\"t\":\"<d>\"}", "\"is <d>\""][..]);
    let retry = prop::option::of((0..=185u32, 60..=86_400u32));
    let id = || select(&["p", "q"][..]).prop_map(str::to_owned);
    prop_oneof![
        3 => (rule(), pattern, state, tags).prop_map(|(rule, pattern, state, tags)| Input::Put { rule, pattern, state, tags }),
        1 => rule().prop_map(Input::Delete),
        1 => rule().prop_map(Input::Enable),
        1 => rule().prop_map(Input::Disable),
        3 => (rule(), id(), target_input, retry)
            .prop_map(|(rule, id, input, retry)| Input::Target { rule, id, input, retry }),
        1 => (rule(), id()).prop_map(|(rule, id)| Input::RemoveTarget { rule, id }),
        4 => (source(), detail(), prop::option::of(0..9000i64), prop::option::of(select(&["default", "none"][..])))
            .prop_map(|(source, detail, time, bus)| Input::Event { source, detail, time, bus }),
        2 => (source(), select(&["{}", r#"{"n":2}"#][..])).prop_map(|(source, detail)| Input::Publish { source, detail }),
        1 => (rule(), key()).prop_map(|(rule, key)| Input::Tag { rule, key }),
        1 => (rule(), key()).prop_map(|(rule, key)| Input::Untag { rule, key }),
        1 => rule().prop_map(Input::List),
        1 => Just(Input::Drain),
    ]
}

/// Inputs and the seconds that pass before each; time may stand still or go back.
fn inputs() -> impl Strategy<Value = Vec<(i64, Input)>> {
    prop::collection::vec((-5..60i64, input()), 1..30)
}

fn engine() -> Engine {
    Engine::new(place(), 42).with_limits(Limits::default().with_outputs(5))
}

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn id(rule: &str) -> RuleId {
    RuleName::new(rule).unwrap().into()
}

fn rule_arn(rule: &str) -> String {
    place().arn("events", format_args!("rule/{rule}")).into()
}

fn envelope(source: &str, detail: &str) -> EventEnvelope {
    EventEnvelope::new("e", place(), Timestamp::EPOCH, source, "t", Json::parse(detail).unwrap())
}

fn target(id: &str, input: &str, retry: Option<(u32, u32)>) -> Target {
    let target = Target::new(TargetId::new(id).unwrap(), Arn::parse(QUEUE).unwrap());
    let paths = [("d".to_owned(), InputPath::parse("$.detail").unwrap())].into();
    let target = target.with_input(match input.as_bytes() {
        [] => TargetInput::Event,
        [b'$', ..] => TargetInput::Path(InputPath::parse(input).unwrap()),
        _ if input.contains("<d>") => TargetInput::Transformer(InputTransformer::new(paths, input).unwrap()),
        _ => TargetInput::Constant(Json::parse(input).unwrap()),
    });
    match retry {
        Some((attempts, age)) => target.with_retry(RetryPolicy::new(attempts, age)),
        None => target,
    }
}

/// What the typed verbs say, as the door would write it.
fn typed(engine: &mut Engine, now: Timestamp, input: &Input) -> Result<Value, ApiError> {
    engine.advance(now);
    let nothing = |()| json!({});
    let targets = |()| json!({"FailedEntryCount": 0, "FailedEntries": []});
    Ok(match input {
        Input::Put { rule, pattern, state, tags } => {
            let mut checked = Tags::default();
            checked.set(tags.clone()).map_err(|error| ApiError::caller("ValidationException", error.to_string()))?;
            let put = PutRule::new(id(rule), *pattern).with_state(*state).with_tags(checked);
            json!({"RuleArn": engine.put_rule(now, put)?.as_str()})
        }
        Input::Delete(rule) => engine.delete_rule(now, &id(rule)).map(nothing)?,
        Input::Enable(rule) => engine.enable_rule(now, &id(rule)).map(nothing)?,
        Input::Disable(rule) => engine.disable_rule(now, &id(rule)).map(nothing)?,
        Input::Target { rule, id: name, input, retry } => {
            engine.put_targets(now, &id(rule), vec![target(name, input, *retry)]).map(targets)?
        }
        Input::RemoveTarget { rule, id: name } => {
            engine.remove_targets(now, &id(rule), &[TargetId::new(name.as_str()).unwrap()]).map(targets)?
        }
        Input::Event { source, detail, time, bus } => {
            let mut entry = Entry::new(*source, "t", *detail);
            entry.time = time.map(Timestamp::from_secs);
            entry.bus = bus.map(str::to_owned);
            let result = engine.put_events(now, vec![entry])?.remove(0);
            let failed = usize::from(result.is_err());
            let result = match result {
                Ok(id) => json!({"EventId": id}),
                Err(error) => json!({"ErrorCode": error.code(), "ErrorMessage": error.to_string()}),
            };
            json!({"FailedEntryCount": failed, "Entries": [result]})
        }
        Input::Tag { rule, key } => engine.tag_resource(now, &rule_arn(rule), [(key.as_str(), "v")]).map(nothing)?,
        Input::Untag { rule, key } => engine.untag_resource(now, &rule_arn(rule), [key.as_str()]).map(nothing)?,
        Input::List(rule) => {
            let tags = engine.list_tags_for_resource(&rule_arn(rule))?.iter();
            json!({"Tags": tags.map(|(key, value)| json!({"Key": key, "Value": value})).collect::<Vec<_>>()})
        }
        Input::Publish { .. } | Input::Drain => unreachable!("no action of the API"),
    })
}

/// What the door says.
fn called(engine: &mut Engine, now: Timestamp, input: &Input) -> Result<Value, ApiError> {
    let (action, request) = match input {
        Input::Put { rule, pattern, state, tags } => {
            let tags: Vec<Value> = tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect();
            ("PutRule", json!({"Name": rule, "EventPattern": pattern, "State": state.as_str(), "Tags": tags}))
        }
        Input::Delete(rule) => ("DeleteRule", json!({"Name": rule})),
        Input::Enable(rule) => ("EnableRule", json!({"Name": rule})),
        Input::Disable(rule) => ("DisableRule", json!({"Name": rule})),
        Input::Target { rule, id, input, retry } => {
            let mut target = json!({"Id": id, "Arn": QUEUE});
            let member = match input.as_bytes() {
                [] => "None",
                [b'$', ..] => "InputPath",
                _ if input.contains("<d>") => "InputTransformer",
                _ => "Input",
            };
            target[member] = match member {
                "InputTransformer" => json!({"InputPathsMap": {"d": "$.detail"}, "InputTemplate": input}),
                _ => json!(input),
            };
            if let Some((attempts, age)) = retry {
                target["RetryPolicy"] = json!({"MaximumRetryAttempts": attempts, "MaximumEventAgeInSeconds": age});
            }
            ("PutTargets", json!({"Rule": rule, "Targets": [target]}))
        }
        Input::RemoveTarget { rule, id } => ("RemoveTargets", json!({"Rule": rule, "Ids": [id]})),
        Input::Event { source, detail, time, bus } => {
            let entry =
                json!({"Source": source, "DetailType": "t", "Detail": detail, "Time": time, "EventBusName": bus});
            ("PutEvents", json!({"Entries": [entry]}))
        }
        Input::Tag { rule, key } => {
            ("TagResource", json!({"ResourceARN": rule_arn(rule), "Tags": [{"Key": key, "Value": "v"}]}))
        }
        Input::Untag { rule, key } => ("UntagResource", json!({"ResourceARN": rule_arn(rule), "TagKeys": [key]})),
        Input::List(rule) => ("ListTagsForResource", json!({"ResourceARN": rule_arn(rule)})),
        Input::Publish { .. } | Input::Drain => unreachable!("no action of the API"),
    };
    let answer = engine.call(now, &Caller::root(place()), action, &request.to_string())?;
    Ok(serde_json::from_str(&answer).unwrap())
}

type Ask = fn(&mut Engine, Timestamp, &Input) -> Result<Value, ApiError>;

/// Everything that came out, as text.
fn run(mut engine: Engine, inputs: &[(i64, Input)], ask: Ask, between: fn(Engine) -> Engine) -> Vec<String> {
    let mut now = Timestamp::from_secs(1_000_000);
    let mut out = Vec::new();
    for (wait, input) in inputs {
        now = now.plus_secs(*wait);
        match input {
            Input::Publish { source, detail } => engine.publish(now, envelope(source, detail)),
            Input::Drain => out.push(text(&engine.drain())),
            input => out.push(format!("{:?}", ask(&mut engine, now, input))),
        }
        engine = between(engine);
    }
    out.push(text(&engine.snapshot()));
    out
}

fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

fn through_a_snapshot(engine: Engine) -> Engine {
    let snapshot: Snapshot = serde_json::from_str(&text(&engine.snapshot())).unwrap();
    Engine::restore(snapshot).unwrap()
}

/// The rule that an output is about.
fn cause(output: &Output) -> String {
    match output {
        Output::Delivery(draft) => draft.cause.clone(),
        Output::Failure(failure) => rule_arn(failure.rule.name.as_str()),
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_door_says_what_the_verbs_say(inputs in inputs()) {
        prop_assert_eq!(run(engine(), &inputs, called, |e| e), run(engine(), &inputs, typed, |e| e));
    }

    #[test]
    fn a_restored_engine_goes_on_as_before(inputs in inputs()) {
        prop_assert_eq!(run(engine(), &inputs, typed, through_a_snapshot), run(engine(), &inputs, typed, |e| e));
    }

    #[test]
    fn the_same_inputs_give_the_same_bytes(inputs in inputs()) {
        prop_assert_eq!(run(engine(), &inputs, called, |e| e), run(engine(), &inputs, called, |e| e));
    }

    #[test]
    fn a_rule_fires_where_its_pattern_matches(inputs in inputs(), source in select(&["quay", "aws.ec2"][..])) {
        let mut engine = engine();
        for (_, input) in inputs.iter().filter(|(_, input)| !matches!(input, Input::Publish { .. } | Input::Drain)) {
            let _ = typed(&mut engine, Timestamp::EPOCH, input);
        }
        engine.drain();
        let event = envelope(source, r#"{"n":2,"a":{"b":1,"c":2}}"#);
        let decisions = engine.explain_event(&event);
        let has_targets = |rule: &RuleId| engine.list_targets_by_rule(rule).is_ok_and(|mut all| all.next().is_some());
        let fires = decisions.into_iter().filter(RuleDecision::fires).map(|decision| decision.rule);
        let expected: Vec<String> = fires.filter(has_targets).map(|rule| rule_arn(rule.name.as_str())).collect();
        let mut engine = engine.with_limits(Limits::default());
        engine.publish(Timestamp::EPOCH, event);
        let mut called: Vec<String> = engine.drain().iter().map(cause).collect();
        called.dedup();
        prop_assert_eq!(called, expected);
    }
}
