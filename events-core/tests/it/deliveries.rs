//! What becomes of deliveries: outcomes, retries, dead letters, ends, and what is measured.

#![expect(clippy::unwrap_used, reason = "an example that is not well formed may panic")]

use cupola_base::json::Json;
use cupola_base::outbox::{Call, ErrorCode, HttpCall, Phase, Reported};
use cupola_base::{Arn, Datum, Delivery, DeliveryId, EventEnvelope, Outcome, Place, RetryPolicy, Sample, Timestamp};
use cupola_events::{
    BusName, CreateBus, Engine, Entry, Limits, Lost, Output, Policies, PutRule, RuleId, RuleName, Target, TargetId,
};
use proptest::prelude::*;

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn start() -> Timestamp {
    Timestamp::parse("2026-05-04T06:00:00Z").unwrap()
}

fn rule() -> RuleId {
    RuleName::new("r").unwrap().into()
}

fn arn(text: &str) -> Arn {
    Arn::parse(text).unwrap()
}

fn target(id: &str) -> Target {
    Target::new(TargetId::new(id).unwrap(), arn("arn:aws:sqs:us-east-1:111122223333:q"))
}

fn dead() -> Arn {
    arn("arn:aws:sqs:us-east-1:111122223333:dead")
}

fn engine(targets: Vec<Target>) -> Engine {
    let mut engine = Engine::new(place(), 5).with_metrics();
    engine.put_rule(start(), PutRule::new(rule(), r#"{"source": ["quay"]}"#)).unwrap();
    engine.put_targets(start(), &rule(), targets).unwrap();
    engine
}

fn publish(engine: &mut Engine, now: Timestamp, detail: &str) {
    let event = EventEnvelope::new("e-1", place(), now, "quay", "Crane moved", Json::parse(detail).unwrap());
    engine.publish(now, event);
}

fn deliveries(outputs: Vec<Output>) -> Vec<Delivery> {
    outputs.into_iter().filter_map(|output| if let Output::Delivery(d) = output { Some(d) } else { None }).collect()
}

fn the_one(engine: &mut Engine) -> Delivery {
    let mut all = deliveries(engine.drain());
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn measured(outputs: &[Output]) -> Vec<String> {
    let data = outputs.iter().filter_map(|output| if let Output::Datum(d) = output { Some(d) } else { None });
    data.map(|datum: &Datum| datum.name.to_string()).collect()
}

fn busy() -> Outcome {
    Outcome::from_http(503)
}

#[test]
fn a_delivery_is_tried_again_until_its_policy_is_exhausted_and_then_written_to() {
    let retry = RetryPolicy::new(2, 86_400);
    let mut engine = engine(vec![target("a").with_retry(retry).with_dead_letter(dead())]);
    publish(&mut engine, start(), "{}");
    let first = the_one(&mut engine);
    let mut now = start();
    for attempt in 2..=3 {
        let Some(Reported::TryAgain(at)) = engine.report(now, first.id, busy()) else { panic!() };
        assert!(at > now && engine.next_deadline().unwrap().at == at);
        engine.advance(at);
        let again = the_one(&mut engine);
        assert_eq!((again.id, again.attempt, again.at, &again.payload), (first.id, attempt, at, &first.payload));
        now = at;
    }
    assert_eq!(engine.report(now, first.id, busy()), Some(Reported::DeadLettered));
    let letter = the_one(&mut engine);
    let attributes: Vec<(&str, &str)> = letter.attributes.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let expected = [
        ("ERROR_CODE", "INTERNAL_ERROR"),
        ("ERROR_MESSAGE", "HTTP 503"),
        ("EXHAUSTED_RETRY_CONDITION", "MaximumRetryAttempts"),
        ("RETRY_ATTEMPTS", "2"),
        ("RULE_ARN", "arn:aws:events:us-east-1:111122223333:rule/r"),
        ("TARGET_ARN", "arn:aws:sqs:us-east-1:111122223333:q"),
    ];
    assert_eq!(attributes, expected);
    assert_eq!((letter.target.as_str(), &letter.payload), (dead().as_str(), &first.payload));
    assert_eq!(engine.report(now, first.id, Outcome::Delivered), Some(Reported::Done));
    assert_eq!(engine.report(now, first.id, Outcome::Delivered), None, "it is settled");
    let standing = engine.explain_delivery(first.id).unwrap();
    assert_eq!((standing.phase, standing.tries.len(), standing.is_letter), (Phase::Delivered, 4, true));
    let tally = engine.delivery_tally();
    assert_eq!((tally.made, tally.retried, tally.letters, tally.letters_delivered), (1, 2, 1, 1));
}

#[test]
fn what_has_no_dead_letter_queue_is_dropped_and_counted() {
    let mut engine = engine(vec![target("a")]);
    publish(&mut engine, start(), "{}");
    let id = the_one(&mut engine).id;
    let denied = Outcome::error(ErrorCode::NoPermissions, "not you");
    assert_eq!(engine.report(start(), id, denied), Some(Reported::Dropped));
    assert_eq!(engine.delivery_tally().dropped, 1);
    assert!(engine.explain_delivery(id).unwrap().to_string().contains("NO_PERMISSIONS: not you"));
}

#[test]
fn age_ends_tries_too() {
    let mut engine = engine(vec![target("a").with_retry(RetryPolicy::new(185, 60)).with_dead_letter(dead())]);
    publish(&mut engine, start(), "{}");
    let id = the_one(&mut engine).id;
    assert_eq!(engine.report(start().plus_secs(61), id, busy()), Some(Reported::DeadLettered));
    let letter = the_one(&mut engine);
    assert_eq!(letter.attributes["EXHAUSTED_RETRY_CONDITION"], "MaximumEventAgeInSeconds");
    assert_eq!(letter.attributes["RETRY_ATTEMPTS"], "0");
}

#[test]
fn waiting_deliveries_end_with_their_target_and_survive_a_disabled_rule() {
    let mut engine = engine(vec![target("a"), target("b")]);
    publish(&mut engine, start(), "{}");
    let both = deliveries(engine.drain());
    for delivery in &both {
        engine.report(start(), delivery.id, busy());
    }
    engine.disable_rule(start(), &rule()).unwrap();
    engine.remove_targets(start(), &rule(), &[TargetId::new("a").unwrap()]).unwrap();
    let outputs = engine.drain();
    let ended = outputs.iter().find_map(|output| if let Output::Ended(ended) = output { Some(ended) } else { None });
    assert_eq!(ended.unwrap().id, both[0].id);
    assert_eq!(measured(&outputs).last().map(String::as_str), Some("FailedInvocations"));
    engine.advance(start().plus_secs(2));
    assert_eq!(the_one(&mut engine).id, both[1].id, "what a disabled rule accepted is still tried");
    assert_eq!(engine.explain_delivery(both[0].id).unwrap().phase, Phase::Ended);
    assert_eq!(engine.delivery_tally().ended, 1);
}

#[test]
fn what_is_under_way_ends_with_that_try_when_its_target_is_removed() {
    let mut engine = engine(vec![target("a").with_dead_letter(dead())]);
    publish(&mut engine, start(), "{}");
    let id = the_one(&mut engine).id;
    engine.remove_targets(start(), &rule(), &[TargetId::new("a").unwrap()]).unwrap();
    assert_eq!(engine.report(start(), id, busy()), Some(Reported::Dropped));
}

#[test]
fn each_thing_that_happens_is_measured_under_its_name() {
    let mut engine = engine(vec![target("a").with_dead_letter(dead())]);
    publish(&mut engine, start(), "{}");
    let outputs = engine.drain();
    let expected = ["MatchedEvents", "TriggeredRules", "Invocations", "IngestionToInvocationStartLatency"];
    assert_eq!(measured(&outputs), expected);
    let Output::Datum(datum) = &outputs[0] else { panic!() };
    assert_eq!((&*datum.namespace, &datum.sample), ("AWS/Events", &Sample::Value(1.0)));
    let dimensions: Vec<(&str, &str)> = datum.dimensions.iter().map(|d| (&*d.name, &*d.value)).collect();
    assert_eq!(dimensions, [("RuleName", "r")]);

    let id = DeliveryId::new(Engine::DELIVERY_PART, 1);
    let Some(Reported::TryAgain(at)) = engine.report(start(), id, busy()) else { panic!() };
    assert!(engine.drain().is_empty());
    engine.advance(at);
    assert_eq!(measured(&engine.drain()), ["RetryInvocationAttempts"]);
    engine.report(at, id, Outcome::failed());
    assert_eq!(measured(&engine.drain()), ["FailedInvocations"]);
    engine.report(at, id, Outcome::Delivered);
    assert_eq!(measured(&engine.drain()), ["InvocationsSentToDlq"]);

    publish(&mut engine, at, "{}");
    engine.drain();
    let id = DeliveryId::new(Engine::DELIVERY_PART, 2);
    engine.report(at, id, Outcome::failed());
    engine.drain();
    engine.report(at, id, Outcome::failed());
    assert_eq!(measured(&engine.drain()), ["InvocationsFailedToBeSentToDlq"]);
}

#[test]
fn a_rule_that_runs_by_its_schedule_matches_no_event() {
    let mut engine = Engine::new(place(), 5).with_metrics();
    engine.put_rule(start(), PutRule::scheduled(RuleName::new("r").unwrap(), "rate(1 minute)")).unwrap();
    engine.put_targets(start(), &rule(), vec![target("a")]).unwrap();
    engine.advance(start().plus_secs(60));
    assert_eq!(measured(&engine.drain()), ["TriggeredRules", "Invocations", "IngestionToInvocationStartLatency"]);
}

#[test]
fn calls_of_buses_are_measured_and_a_second_hop_is_told() {
    let bus = |name: &str| BusName::new(name).unwrap();
    let mut engine = Engine::new(place(), 5).with_metrics();
    for name in ["one", "two"] {
        engine.create_event_bus(start(), CreateBus::new(bus(name))).unwrap();
    }
    let hop = |to: &str| Target::new(TargetId::new("b").unwrap(), bus(to).arn(&place()));
    let far = RuleId { bus: bus("one"), name: RuleName::new("far").unwrap() };
    for (rule, to) in [(rule(), "one"), (far, "two")] {
        engine.put_rule(start(), PutRule::new(rule.clone(), r#"{"source": ["quay"]}"#)).unwrap();
        engine.put_targets(start(), &rule, vec![hop(to)]).unwrap();
    }
    publish(&mut engine, start(), "{}");
    let outputs = engine.drain();
    let of = |rule: &str| {
        let data = outputs.iter().filter_map(|output| if let Output::Datum(d) = output { Some(d) } else { None });
        let is_of = |datum: &&Datum| datum.dimensions.iter().any(|d| &*d.value == rule);
        data.filter(is_of).map(|datum| datum.name.to_string()).collect::<Vec<_>>()
    };
    let called = ["MatchedEvents", "TriggeredRules", "Invocations", "IngestionToInvocationStartLatency"];
    assert_eq!(of("r"), [&called[..], &["SuccessfulInvocationAttempts"]].concat());
    assert_eq!(of("far"), [&called[..], &["DeadLetterInvocations", "FailedInvocations"]].concat());
}

#[test]
fn removing_a_target_may_leave_its_retries() {
    let policies = Policies::default().with_removing_targets_ends_retries(false);
    let mut engine = engine(vec![target("a")]).with_policies(policies);
    publish(&mut engine, start(), "{}");
    let id = the_one(&mut engine).id;
    let Some(Reported::TryAgain(at)) = engine.report(start(), id, busy()) else { panic!() };
    engine.remove_targets(start(), &rule(), &[TargetId::new("a").unwrap()]).unwrap();
    engine.advance(at);
    assert_eq!(the_one(&mut engine).id, id);
}

/// A delivery of a rule on a bus that was deleted with its rules while the delivery waited for a retry.
fn waits_while_its_bus_goes(policies: Policies) -> (Engine, DeliveryId, Timestamp) {
    let mut engine = Engine::new(place(), 5).with_policies(policies);
    let (dock, now) = (BusName::new("dock").unwrap(), start());
    let rule = RuleId { bus: dock.clone(), name: RuleName::new("r").unwrap() };
    engine.create_event_bus(now, CreateBus::new(dock.clone())).unwrap();
    engine.put_rule(now, PutRule::new(rule.clone(), r#"{"source": ["quay"]}"#)).unwrap();
    engine.put_targets(now, &rule, vec![target("a")]).unwrap();
    engine.put_events(now, vec![Entry::new("quay", "Crane moved", "{}").with_bus("dock")]).unwrap();
    let id = the_one(&mut engine).id;
    let Some(Reported::TryAgain(at)) = engine.report(now, id, busy()) else { panic!() };
    engine.remove_targets(now, &rule, &[TargetId::new("a").unwrap()]).unwrap();
    engine.delete_rule(now, &rule).unwrap();
    engine.delete_event_bus(now, &dock).unwrap();
    (engine, id, at)
}

#[test]
fn a_bus_takes_what_waits_along_unless_the_policy_leaves_it() {
    let (mut engine, id, at) = waits_while_its_bus_goes(Policies::default());
    assert_eq!(engine.explain_delivery(id).unwrap().phase, Phase::Ended);
    engine.advance(at);
    assert!(deliveries(engine.drain()).is_empty());

    let (mut engine, id, at) = waits_while_its_bus_goes(Policies::default().with_removing_targets_ends_retries(false));
    engine.advance(at);
    assert_eq!(the_one(&mut engine).id, id);
}

#[test]
fn past_the_bound_retries_are_lost_and_counted_and_the_rest_counts_as_delivered() {
    let mut engine = engine(vec![target("a")]).with_limits(Limits::default().with_deliveries(2));
    publish(&mut engine, start(), "{}");
    let first = the_one(&mut engine).id;
    engine.report(start(), first, busy());
    (0..3).for_each(|_| publish(&mut engine, start(), "{}"));
    let outputs = engine.drain();
    let Output::Lost(lost) = &outputs[0] else { panic!("{outputs:?}") };
    assert_eq!((lost.what, lost.count), (Lost::Retries, 1));
    assert_eq!(engine.next_deadline(), None);
    assert_eq!((engine.delivery_tally().lost, engine.delivery_tally().made), (1, 4));
}

#[test]
fn targets_are_called_with_what_their_kind_needs() {
    let detail = r#"{"key": "k-7", "n": 3, "path": "a/b", "none": null}"#;
    let http = r#"{"PathParameterValues": ["$.detail.path", "x"], "HeaderParameters": {"H": "$.detail.n"}, "QueryStringParameters": {"q": "say $.detail.n"}}"#;
    let http_call = HttpCall {
        path: vec!["a/b".into(), "x".into()],
        headers: [("H".to_owned(), "3".to_owned())].into(),
        query: [("q".to_owned(), "say $.detail.n".to_owned())].into(),
    };
    let ecs =
        r#"{"TaskDefinitionArn": "arn:aws:ecs:us-east-1:111122223333:task-definition/t:1", "Group": "$.detail.key"}"#;
    for (arn_text, name, parameters, expected) in [
        ("arn:aws:sqs:us-east-1:111122223333:q", "", "", Call::Plain),
        (
            "arn:aws:sqs:us-east-1:111122223333:q.fifo",
            "SqsParameters",
            r#"{"MessageGroupId": "dock"}"#,
            Call::Queue { group: "dock".into(), deduplication: None },
        ),
        ("arn:aws:kinesis:us-east-1:111122223333:stream/s", "", "", Call::Stream { partition_key: "e-1".into() }),
        (
            "arn:aws:kinesis:us-east-1:111122223333:stream/s",
            "KinesisParameters",
            r#"{"PartitionKeyPath": "$.detail.key"}"#,
            Call::Stream { partition_key: "k-7".into() },
        ),
        (
            "arn:aws:kinesis:us-east-1:111122223333:stream/s",
            "KinesisParameters",
            r#"{"PartitionKeyPath": "$.detail.gone"}"#,
            Call::Stream { partition_key: "e-1".into() },
        ),
        (
            "arn:aws:events:us-east-1:111122223333:api-destination/d/1",
            "HttpParameters",
            http,
            Call::Http(Box::new(http_call)),
        ),
        (
            "arn:aws:ecs:us-east-1:111122223333:cluster/c",
            "EcsParameters",
            ecs,
            Call::Task {
                definition: "arn:aws:ecs:us-east-1:111122223333:task-definition/t:1".into(),
                count: 1,
                parameters: Json::parse(
                    r#"{"TaskDefinitionArn":"arn:aws:ecs:us-east-1:111122223333:task-definition/t:1","Group":"k-7"}"#,
                )
                .unwrap(),
            },
        ),
        (
            "arn:aws:ssm:us-east-1:111122223333:document/d",
            "RunCommandParameters",
            r#"{"RunCommandTargets": [{"Key": "tag:a", "Values": ["b", "c"]}]}"#,
            Call::RunCommand { targets: vec![("tag:a".into(), vec!["b".into(), "c".into()])] },
        ),
        (
            "arn:aws:sagemaker:us-east-1:111122223333:pipeline/p",
            "SageMakerPipelineParameters",
            r#"{"PipelineParameterList": [{"Name": "n", "Value": "$.detail.n"}]}"#,
            Call::Pipeline { parameters: vec![("n".into(), "3".into())] },
        ),
        (
            "arn:aws:appsync:us-east-1:111122223333:endpoints/graphql-api/x",
            "AppSyncParameters",
            r#"{"GraphQLOperation": "mutation M { m }"}"#,
            Call::GraphQl { operation: "mutation M { m }".into() },
        ),
        (
            "arn:aws:logs:us-east-1:111122223333:log-group:g",
            "",
            "",
            Call::LogEvent { at: start(), message: expected_event(detail), stream: None },
        ),
        ("arn:aws:lambda:us-east-1:111122223333:function:f", "", "", Call::Plain),
    ] {
        let mut wanted = Target::new(TargetId::new("a").unwrap(), arn(arn_text));
        if !name.is_empty() {
            wanted.parameters.insert(name.into(), Json::parse(parameters).unwrap());
        }
        let mut engine = engine(vec![wanted]);
        publish(&mut engine, start(), detail);
        assert_eq!(the_one(&mut engine).call, expected, "{arn_text}");
    }
}

fn expected_event(detail: &str) -> String {
    let detail = Json::parse(detail).unwrap();
    EventEnvelope::new("e-1", place(), start(), "quay", "Crane moved", detail).to_json().to_string()
}

#[test]
fn targets_that_cannot_be_called_are_refused() {
    let mut engine = engine(vec![target("b")]);
    for (arn_text, text) in [
        ("arn:aws:sqs:us-east-1:111122223333:q.fifo", "Parameter(s) SqsParameters must be specified for target: a."),
        ("arn:aws:ecs:us-east-1:111122223333:cluster/c", "Parameter(s) EcsParameters must be specified for target: a."),
    ] {
        let target = Target::new(TargetId::new("a").unwrap(), arn(arn_text));
        let error = engine.put_targets(start(), &rule(), vec![target]).unwrap_err();
        assert_eq!(error.to_string(), text);
    }
}

/// One thing that a test's owner does.
#[derive(Clone, Debug)]
enum Step {
    Publish,
    Report { which: usize, outcome: u8 },
    Remove,
    Put,
}

fn steps() -> impl Strategy<Value = Vec<(i64, Step)>> {
    let step = prop_oneof![
        3 => Just(Step::Publish),
        6 => (0usize..8, 0u8..3).prop_map(|(which, outcome)| Step::Report { which, outcome }),
        1 => Just(Step::Remove),
        1 => Just(Step::Put),
    ];
    proptest::collection::vec((0i64..4_000, step), 0..40)
}

fn own() -> Vec<Target> {
    let retry = RetryPolicy::new(3, 600);
    vec![target("a").with_retry(retry).with_dead_letter(dead()), target("b").with_retry(retry)]
}

fn run(engine: &mut Engine, now: Timestamp, step: &Step) {
    match step {
        Step::Publish => publish(engine, now, "{}"),
        Step::Report { which, outcome } => {
            let outcome = [Outcome::Delivered, busy(), Outcome::failed()][usize::from(*outcome)].clone();
            engine.report(now, DeliveryId::new(Engine::DELIVERY_PART, *which as u64 + 1), outcome);
        }
        Step::Remove => engine.remove_targets(now, &rule(), &[TargetId::new("a").unwrap()]).unwrap(),
        Step::Put => engine.put_targets(now, &rule(), own()).unwrap(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn jumps_equal_steps_and_a_snapshot_changes_nothing(steps in steps(), cut in 0usize..40, crumbs in 1i64..5) {
        let (mut plain, mut other) = (engine(own()), engine(own()));
        let (mut a, mut b) = (Vec::new(), Vec::new());
        let mut now = start();
        for (index, (wait, step)) in steps.iter().enumerate() {
            let next = now.plus_millis(*wait);
            for crumb in 1..crumbs {
                other.advance(now.plus_millis(wait * crumb / crumbs));
                b.extend(other.drain());
            }
            if index == cut {
                let text = serde_json::to_string(&other.snapshot()).unwrap();
                other = Engine::restore(serde_json::from_str(&text).unwrap()).unwrap();
            }
            now = next;
            run(&mut plain, now, step);
            run(&mut other, now, step);
        }
        let end = now.plus_secs(2_000);
        plain.advance(end);
        while let Some(deadline) = other.next_deadline() {
            other.advance(deadline.at);
        }
        other.advance(end);
        a.extend(plain.drain());
        b.extend(other.drain());
        prop_assert_eq!(a, b);
        prop_assert_eq!(plain.delivery_tally(), other.delivery_tally());
        prop_assert_eq!(plain.next_deadline(), None);
    }
}
