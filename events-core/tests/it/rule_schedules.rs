//! Rules that run by the clock.
//!
//! Expectations: EventBridge User Guide, "Creating a scheduled rule", "Scheduled events"; API Reference, PutRule.

use cupola_base::json::Json;
use cupola_base::{Arn, Delivery, Place, Timestamp};
use cupola_events::{
    BusName, CreateBus, Engine, Lost, Output, Policies, PutRule, RuleId, RuleName, RuleState, Target, TargetId,
    TargetInput,
};

fn at(time: &str) -> Timestamp {
    Timestamp::parse(&format!("2026-05-04T{time}Z")).expect("a time of the test")
}

fn engine() -> Engine {
    Engine::new(Place::parse("111122223333", "us-east-1").expect("a place"), 7)
}

fn name(rule: &str) -> RuleName {
    RuleName::new(rule).expect("a name")
}

/// Puts a rule with one queue of its name as its target.
fn put(engine: &mut Engine, now: Timestamp, put: PutRule) {
    let id = put.id.clone();
    engine.put_rule(now, put).expect("the rule is good");
    let queue = Arn::parse(&format!("arn:aws:sqs:us-east-1:111122223333:{}", id.name)).expect("an ARN");
    let target = Target::new(TargetId::new("q").expect("an id"), queue);
    engine.put_targets(now, &id, vec![target]).expect("the target is good");
}

fn deliveries(engine: &mut Engine) -> Vec<Delivery> {
    let delivery = |output| match output {
        Output::Delivery(delivery) => delivery,
        other => panic!("{other:?}"),
    };
    engine.drain().into_iter().map(delivery).collect()
}

/// When which queue was called.
fn runs(engine: &mut Engine) -> Vec<(String, String)> {
    let run = |d: Delivery| (d.at.format("%H:%M:%S"), d.target.rsplit(':').next().unwrap_or_default().to_owned());
    deliveries(engine).into_iter().map(run).collect()
}

fn run(time: &str, queue: &str) -> (String, String) {
    (time.to_owned(), queue.to_owned())
}

#[test]
fn a_rate_runs_one_period_after_it_was_put_and_then_without_drift() {
    let mut engine = engine();
    put(&mut engine, at("06:00:20"), PutRule::scheduled(name("five"), "rate(5 minutes)"));
    assert_eq!(engine.next_deadline().map(|deadline| deadline.at), Some(at("06:05:20")));
    engine.advance(at("06:05:19"));
    assert!(runs(&mut engine).is_empty());
    engine.advance(at("06:17:00"));
    assert_eq!(runs(&mut engine), [run("06:05:20", "five"), run("06:10:20", "five"), run("06:15:20", "five")]);
}

#[test]
fn the_event_is_a_scheduled_event_of_the_minute_for_the_rules_own_targets() {
    let mut engine = engine();
    put(&mut engine, at("06:00:20"), PutRule::scheduled(name("hourly"), "rate(1 hour)"));
    put(&mut engine, at("06:00:20"), PutRule::new(name("nosy"), r#"{"source": ["aws.events"]}"#));
    engine.advance(at("07:00:20"));
    let [delivery] = &deliveries(&mut engine)[..] else { panic!("one delivery") };
    assert_eq!(delivery.target, "arn:aws:sqs:us-east-1:111122223333:hourly");
    let event: serde_json::Value = serde_json::from_str(delivery.payload.as_str()).expect("JSON");
    let expected = serde_json::json!({
        "version": "0", "id": event["id"], "detail-type": "Scheduled Event", "source": "aws.events",
        "account": "111122223333", "time": "2026-05-04T07:00:00Z", "region": "us-east-1",
        "resources": ["arn:aws:events:us-east-1:111122223333:rule/hourly"], "detail": {}
    });
    assert_eq!((event["id"].as_str().map(str::len), &event), (Some(36), &expected));
}

#[test]
fn targets_are_sent_what_they_ask_for() {
    let mut engine = engine();
    engine.put_rule(at("06:00:00"), PutRule::scheduled(name("r"), "cron(0 8 * * ? *)")).expect("good");
    let queue = Arn::parse("arn:aws:sqs:us-east-1:111122223333:q").expect("an ARN");
    let constant = TargetInput::Constant(Json::of("wake up"));
    let target = Target::new(TargetId::new("q").expect("an id"), queue).with_input(constant);
    engine.put_targets(at("06:00:00"), &name("r").into(), vec![target]).expect("good");
    engine.advance(at("08:00:00"));
    assert_eq!(deliveries(&mut engine)[0].payload.as_str(), r#""wake up""#);
}

#[test]
fn a_disabled_rule_rests_and_its_rate_counts_on_when_it_is_enabled() {
    let mut engine = engine();
    put(&mut engine, at("06:00:00"), PutRule::scheduled(name("r"), "rate(10 minutes)"));
    let id = RuleId::from(name("r"));
    engine.disable_rule(at("06:05:00"), &id).expect("it is there");
    assert_eq!(engine.next_deadline(), None);
    engine.enable_rule(at("06:13:00"), &id).expect("it is there");
    engine.advance(at("06:20:00"));
    assert_eq!(runs(&mut engine), [run("06:20:00", "r")]);
}

#[test]
fn a_verb_comes_after_what_is_due_at_its_instant() {
    let mut engine = engine();
    put(&mut engine, at("06:00:00"), PutRule::scheduled(name("r"), "rate(10 minutes)"));
    engine.disable_rule(at("06:10:00"), &name("r").into()).expect("it is there");
    assert_eq!(runs(&mut engine), [run("06:10:00", "r")]);
}

#[test]
fn putting_a_rule_again_replaces_its_schedule() {
    for (restarts, second) in [(true, "06:15:00"), (false, "06:10:00")] {
        let policies = Policies::default().with_putting_restarts_rates(restarts);
        let mut engine = engine().with_policies(policies);
        put(&mut engine, at("06:00:00"), PutRule::scheduled(name("r"), "rate(10 minutes)"));
        put(&mut engine, at("06:05:00"), PutRule::scheduled(name("r"), "rate(10 minutes)"));
        assert_eq!(engine.next_deadline().map(|deadline| deadline.at), Some(at(second)));
        put(&mut engine, at("06:06:00"), PutRule::scheduled(name("r"), "rate(1 hour)"));
        assert_eq!(engine.next_deadline().map(|deadline| deadline.at), Some(at("07:06:00")));
        put(&mut engine, at("06:07:00"), PutRule::new(name("r"), r#"{"source": ["a"]}"#));
        assert_eq!(engine.next_deadline(), None);
        let disabled = PutRule::scheduled(name("r"), "rate(1 hour)").with_state(RuleState::Disabled);
        put(&mut engine, at("06:08:00"), disabled);
        assert_eq!(engine.next_deadline(), None);
    }
}

#[test]
fn a_rule_may_have_both_and_then_does_both() {
    let mut engine = engine();
    let both = PutRule::new(name("both"), r#"{"source": ["my.shop"]}"#).with_schedule("rate(10 minutes)");
    put(&mut engine, at("06:00:00"), both);
    let entry = cupola_events::Entry::new("my.shop", "Order placed", "{}");
    engine.put_events(at("06:04:00"), vec![entry]).expect("good");
    engine.advance(at("06:10:00"));
    assert_eq!(runs(&mut engine), [run("06:04:00", "both"), run("06:10:00", "both")]);
}

#[test]
fn a_deleted_rule_runs_no_more() {
    let mut engine = engine();
    put(&mut engine, at("06:00:00"), PutRule::scheduled(name("r"), "rate(10 minutes)"));
    let id = RuleId::from(name("r"));
    engine.remove_targets(at("06:01:00"), &id, &[TargetId::new("q").expect("an id")]).expect("it is there");
    engine.delete_rule(at("06:01:00"), &id).expect("no target is left");
    assert_eq!(engine.next_deadline(), None);
    engine.advance(at("09:00:00"));
    assert!(engine.drain().is_empty());
}

#[test]
fn schedules_stand_on_the_default_bus_alone() {
    let mut engine = engine();
    let yard = BusName::new("yard").expect("a name");
    engine.create_event_bus(at("06:00:00"), CreateBus::new(yard.clone())).expect("good");
    let mut elsewhere = PutRule::scheduled(name("r"), "rate(10 minutes)");
    elsewhere.id.bus = yard;
    let error = engine.put_rule(at("06:00:00"), elsewhere).expect_err("refused");
    assert_eq!(error.to_string(), "ScheduleExpression is supported only on the default event bus.");
}

#[test]
fn bad_schedules_are_refused_and_leave_the_rule_as_it_was() {
    let mut engine = engine();
    put(&mut engine, at("06:00:00"), PutRule::scheduled(name("r"), "rate(10 minutes)"));
    let long = format!("cron({} * * * ? *)", "1,".repeat(200) + "1");
    for text in ["", "rate(1 minutes)", "at(2026-05-04T07:00:00)", "cron(0 1 * * * *)", "cron(71 * * * ? *)", &long] {
        let error = engine.put_rule(at("06:01:00"), PutRule::scheduled(name("r"), text)).expect_err(text);
        assert_eq!(error.to_string(), "Parameter ScheduleExpression is not valid.", "{text}");
    }
    assert_eq!(engine.next_deadline().map(|deadline| deadline.at), Some(at("06:10:00")));
}

#[test]
fn rules_due_at_one_instant_run_by_name() {
    let mut engine = engine();
    for rule in ["b", "a", "c"] {
        put(&mut engine, at("06:00:00"), PutRule::scheduled(name(rule), "cron(0 * * * ? *)"));
    }
    engine.advance(at("07:00:00"));
    assert_eq!(runs(&mut engine), ["a", "b", "c"].map(|rule| run("07:00:00", rule)));
}

#[test]
fn a_jump_over_years_runs_as_often_as_there_is_room_and_tells_of_the_rest() {
    let limits = cupola_events::Limits::default().with_runs_per_step(100);
    let mut engine = engine().with_limits(limits);
    put(&mut engine, at("06:00:00"), PutRule::scheduled(name("minutes"), "rate(1 minute)"));
    put(&mut engine, at("06:00:00"), PutRule::scheduled(name("hours"), "cron(30 * * * ? *)"));
    let far = Timestamp::parse("2126-05-04T06:00:30Z").expect("a time");
    engine.advance(far);
    let outputs = engine.drain();
    let Some((Output::Lost(loss), delivered)) = outputs.split_first() else { panic!("{outputs:?}") };
    assert_eq!((delivered.len(), loss.what, loss.count, loss.at), (100, Lost::Runs, 2, far));
    assert_eq!(engine.next_deadline().map(|deadline| deadline.at), Some(far.plus_secs(30)));
}
