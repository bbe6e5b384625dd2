//! What targets are sent: paths, templates, and what becomes of text that is not JSON.

#![expect(clippy::unwrap_used, reason = "an example that is not well formed may panic")]

use std::collections::BTreeMap;

use cupola_base::json::Json;
use cupola_base::{Arn, EventEnvelope, Payload, Place, Timestamp};
use cupola_events::{
    Engine, FailureReason, InputPath, InputTransformer, Limits, Output, PutRule, Rendering, RuleId, RuleName, Target,
    TargetId, TargetInput, TemplateError,
};

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn event(detail: &str) -> EventEnvelope {
    let at = Timestamp::parse("2026-05-04T06:00:00.700Z").unwrap();
    EventEnvelope::new("e-1", place(), at, "quay", "Crane moved", Json::parse(detail).unwrap())
}

fn transformer(paths: &[(&str, &str)], template: &str) -> Result<InputTransformer, TemplateError> {
    let paths: BTreeMap<_, _> =
        paths.iter().map(|(name, path)| ((*name).to_owned(), InputPath::parse(path).unwrap())).collect();
    InputTransformer::new(paths, template)
}

/// The text that a template gives, with `<v>` and `<w>` at these paths; None when it is not JSON.
fn rendered(path: &str, template: &str, detail: &str) -> Option<String> {
    let event = event(detail);
    let transformer = transformer(&[("v", path), ("w", "$.detail.none")], template).unwrap();
    let ingested = Timestamp::parse("2026-05-04T06:00:01Z").unwrap();
    let rendered = transformer.render(&Rendering::new(&event, place().arn("events", "rule/r"), "r", ingested));
    rendered.valid_json.then_some(rendered.text)
}

#[test]
fn values_are_shown_by_their_type_and_place() {
    let object = r#"{"v": {"k": "v", "n": [1, "z"]}}"#;
    for (template, detail, expected) in [
        (r#"{"p": "/u/<v>/x/<v>", "id": <v>}"#, r#"{"v": "7f"}"#, r#"{"p": "/u/7f/x/7f", "id": "7f"}"#),
        (r#"{"v": <v>}"#, r#"{"v": 1.50}"#, r#"{"v": 1.50}"#),
        (r#"{"v": <v>}"#, r#"{"v": true}"#, r#"{"v": true}"#),
        (r#"{"v": <v>}"#, r#"{"v": null}"#, r#"{"v": null}"#),
        (r#"{"v": <v>}"#, object, r#"{"v": {"k": "v", "n": [1, "z"]}}"#),
        (r#"{"v": <w>}"#, "{}", r#"{"v": ""}"#),
        (r#"{"v": "[<w>]"}"#, "{}", r#"{"v": "[]"}"#),
        (r#""got <v>""#, object, r#""got {k:v,n:[1,z]}""#),
        (r#""<v> !""#, r#"{"v": ["HI"]}"#, r#""[HI] !""#),
        (r#""ok is <v>""#, r#"{"v": true}"#, r#""ok is true""#),
        (r#""[<w>]""#, "{}", r#""[]""#),
        (r#""<v>""#, r#"{"v": null}"#, r#""null""#),
        ("\"one <v>\"\n\"two\"", r#"{"v": 1}"#, "\"one 1\"\n\"two\""),
        ("<v>", r#"{"v": "x"}"#, r#""x""#),
        (r#"{"a": "1 < 2 <b c> <v>"}"#, r#"{"v": 3}"#, r#"{"a": "1 < 2 <b c> 3"}"#),
    ] {
        assert_eq!(rendered("$.detail.v", template, detail).as_deref(), Some(expected), "{template}");
    }
}

#[test]
fn what_a_json_template_gives_must_be_json() {
    for (template, detail) in [
        (r#"{"l": "<v>"}"#, r#"{"v": ["HI"]}"#),
        (r#"{"l": "<v>"}"#, r#"{"v": "say \"hi\""}"#),
        (r#"{"l": "<v>"}"#, r#"{"v": "back\\"}"#),
    ] {
        assert_eq!(rendered("$.detail.v", template, detail), None, "{template}");
    }
}

#[test]
fn reserved_names_need_no_path() {
    for (template, expected) in [
        (r#"["<aws.events.rule-name>", <aws.events.rule-name>]"#, r#"["r", "r"]"#),
        (r#""<aws.events.rule-arn>""#, r#""arn:aws:events:us-east-1:111122223333:rule/r""#),
        ("<aws.events.event.ingestion-time>", r#""2026-05-04T06:00:01Z""#),
        (
            "<aws.events.event>",
            r#"{"id":"e-1","account":"111122223333","detailType":"Crane moved","time":"2026-05-04T06:00:00Z","source":"quay","region":"us-east-1","resources":[],"version":"0"}"#,
        ),
        (
            "<aws.events.event.json>",
            r#"{"version":"0","id":"e-1","detail-type":"Crane moved","source":"quay","account":"111122223333","time":"2026-05-04T06:00:00Z","region":"us-east-1","resources":[],"detail":{"k":1}}"#,
        ),
    ] {
        assert_eq!(rendered("$", template, r#"{"k":1}"#).as_deref(), Some(expected), "{template}");
    }
}

#[test]
fn templates_are_refused_when_they_are_put() {
    let unknown = |name: &str| TemplateError::Placeholder(name.into());
    for (template, error) in [
        (r#""<zzz>""#, unknown("zzz")),
        (r#"{"e": "<aws.events.event.json>"}"#, unknown("aws.events.event.json")),
        (r#"{"e": <aws.events.none>}"#, unknown("aws.events.none")),
        (r#"{"<v>": 1}"#, TemplateError::Key("v".into())),
        (r#"{<v>: 1}"#, TemplateError::Key("v".into())),
        ("plain text", TemplateError::Bare),
        ("<v> and more", TemplateError::Bare),
        ("", TemplateError::Bare),
    ] {
        assert_eq!(transformer(&[("v", "$.id")], template), Err(error), "{template}");
    }
    assert_eq!(transformer(&[("AWSx", "$")], "{}"), Err(TemplateError::Reserved("AWSx".into())));
    assert_eq!(transformer(&[("a b", "$")], "{}"), Err(TemplateError::Name("a b".into())));
}

/// A bus with one rule for everything and these targets.
fn bus(targets: Vec<Target>) -> (Engine, RuleId) {
    let mut engine = Engine::new(place(), 0);
    let rule = RuleId::from(RuleName::new("r").unwrap());
    let everything = r#"{"source": [{"exists": true}]}"#;
    engine.put_rule(Timestamp::EPOCH, PutRule::new(rule.name.clone(), everything)).unwrap();
    engine.put_targets(Timestamp::EPOCH, &rule, targets).unwrap();
    (engine, rule)
}

fn target(id: &str, input: TargetInput) -> Target {
    let queue = Arn::parse("arn:aws:sqs:us-east-1:111122223333:q").unwrap();
    Target::new(TargetId::new(id).unwrap(), queue).with_input(input)
}

#[test]
fn targets_are_called_in_the_order_of_their_ids() {
    let path = |text| TargetInput::Path(InputPath::parse(text).unwrap());
    let (mut engine, _) = bus(vec![
        target("d", path("$.detail.list[*].n")),
        target("a", TargetInput::Constant(Json::parse("{\"fixed\": true}").unwrap())),
        target("c", path("$.detail.none")),
        target("b", path("$.detail.name")),
    ]);
    engine.publish(Timestamp::EPOCH, event(r#"{"name": "ada", "list": [{"n": 1}, {"n": [2]}]}"#));
    let sent: Vec<String> = engine.drain().iter().map(payload).collect();
    assert_eq!(sent, ["{\"fixed\": true}", "\"ada\"", "null", "[1,[2]]"]);
}

fn payload(output: &Output) -> String {
    match output {
        Output::Delivery(draft) => match &draft.payload {
            Payload::Json(json) => json.to_string(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn text_that_is_not_json_goes_to_the_dead_letter_queue() {
    let template = TargetInput::Transformer(transformer(&[("v", "$.detail")], "{\"d\": \"<v>\"}").unwrap());
    let dead = Arn::parse("arn:aws:sqs:us-east-1:111122223333:dead").unwrap();
    let (mut engine, rule) = bus(vec![target("a", template.clone()).with_dead_letter(dead), target("b", template)]);
    engine.publish(Timestamp::EPOCH, event(r#"{"k":"v"}"#));
    let outputs = engine.drain();
    let [Output::Failure(first), Output::Delivery(draft), Output::Failure(second)] = &outputs[..] else {
        panic!("{outputs:?}")
    };
    assert_eq!(first.why, FailureReason::InvalidJson(TargetId::new("a").unwrap()));
    assert_eq!((&second.rule, &second.why), (&rule, &FailureReason::InvalidJson(TargetId::new("b").unwrap())));
    assert!(draft.target.ends_with(":dead"));
    assert_eq!(draft.payload, Payload::Text(r#"{"d": "{"k":"v"}"}"#.into()));
}

#[test]
fn outputs_that_nobody_drains_are_dropped_and_counted() {
    let (engine, _) = bus(vec![target("a", TargetInput::Event)]);
    let mut engine = engine.with_limits(Limits::default().with_outputs(2));
    for second in 1..=5 {
        engine.publish(Timestamp::from_secs(second), event("{}"));
    }
    let outputs = engine.drain();
    let [Output::Overflow(overflow), Output::Delivery(_), Output::Delivery(last)] = &outputs[..] else {
        panic!("{outputs:?}")
    };
    assert_eq!((overflow.dropped, overflow.until), (3, Timestamp::from_secs(3)));
    assert_eq!(last.at, Timestamp::from_secs(5));
    assert!(engine.drain().is_empty());
}
