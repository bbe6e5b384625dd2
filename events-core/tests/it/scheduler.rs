//! EventBridge Scheduler: what runs when, and what is sent.
//!
//! Expectations: EventBridge Scheduler User Guide and API Reference.

use cupola_base::outbox::{ErrorCode, Reported};
use cupola_base::{Arn, Delivery, Outcome, Place, RetryPolicy, Tags, Timestamp};
use cupola_events::scheduler::{
    AfterCompletion, FlexibleWindow, GroupName, PutSchedule, ScheduleId, ScheduleName, ScheduleState, ScheduleTarget,
    SchedulerError, Silence, WindowStart,
};
use cupola_events::{Engine, Limits, Output, Policies, PutRule, RuleName, Target, TargetId};

fn at(time: &str) -> Timestamp {
    let text = if time.len() == 8 { format!("2026-05-04T{time}Z") } else { format!("{time}Z") };
    Timestamp::parse(&text).expect("a time of the test")
}

fn engine() -> Engine {
    Engine::new(Place::parse("111122223333", "us-east-1").expect("a place"), 7)
}

fn arn(text: &str) -> Arn {
    Arn::parse(text).expect("an ARN")
}

fn target(service_and_name: &str) -> ScheduleTarget {
    let (service, resource) = service_and_name.split_once(' ').expect("service and resource");
    let target = arn(&format!("arn:aws:{service}:us-east-1:111122223333:{resource}"));
    ScheduleTarget::new(target, arn("arn:aws:iam::111122223333:role/scheduler"))
}

fn id(name: &str) -> ScheduleId {
    ScheduleId::named(name).expect("a name")
}

fn schedule(name: &str, expression: &str) -> PutSchedule {
    PutSchedule::new(id(name), expression, target("sqs inbox").with_input("go"))
}

fn deliveries(engine: &mut Engine) -> Vec<Delivery> {
    let delivery = |output| match output {
        Output::Delivery(delivery) => delivery,
        other => panic!("{other:?}"),
    };
    engine.drain().into_iter().map(delivery).collect()
}

fn runs(engine: &mut Engine) -> Vec<String> {
    deliveries(engine).into_iter().map(|delivery| delivery.at.format("%dT%H:%M:%S")).collect()
}

#[test]
fn a_rate_runs_at_once_and_one_with_a_start_at_its_start() {
    let mut engine = engine();
    engine.create_schedule(at("06:00:20"), schedule("now", "rate(5 minutes)")).expect("good");
    assert_eq!(runs(&mut engine), ["04T06:00:20"]);
    engine.advance(at("06:12:00"));
    assert_eq!(runs(&mut engine), ["04T06:05:20", "04T06:10:20"]);
    engine.delete_schedule(at("06:12:00"), &id("now")).expect("it is there");

    let later = schedule("later", "rate(1 days)").within(Some(at("07:00:00")), Some(at("2026-05-06T07:00:00")));
    engine.create_schedule(at("06:12:00"), later).expect("good");
    engine.advance(at("2026-06-01T00:00:00"));
    assert_eq!(runs(&mut engine), ["04T07:00:00", "05T07:00:00"], "the end is outside");
}

#[test]
fn start_and_end_bound_recurring_schedules_and_no_others() {
    let mut engine = engine();
    let bounds = (Some(at("08:00:00")), Some(at("10:00:00")));
    let cron = schedule("cron", "cron(0 * * * ? *)").within(bounds.0, bounds.1);
    engine.create_schedule(at("06:00:00"), cron).expect("good");
    let once = schedule("once", "at(2026-05-04T07:30:43)").within(bounds.0, bounds.1);
    engine.create_schedule(at("06:00:00"), once).expect("good");
    engine.advance(at("23:00:00"));
    assert_eq!(runs(&mut engine), ["04T07:30:43", "04T08:00:00", "04T09:00:00"]);
}

#[test]
fn a_one_time_schedule_runs_once_also_at_the_instant_it_is_made_and_never_late() {
    let mut engine = engine();
    for (name, time) in [("now", "06:00:00"), ("later", "06:01:00"), ("past", "05:59:59")] {
        engine.create_schedule(at("06:00:00"), schedule(name, &format!("at(2026-05-04T{time})"))).expect("good");
    }
    engine.advance(at("07:00:00"));
    assert_eq!(runs(&mut engine), ["04T06:00:00", "04T06:01:00"]);
    engine.update_schedule(at("07:00:00"), schedule("later", "at(2026-05-04T06:01:00)")).expect("good");
    engine.advance(at("08:00:00"));
    assert!(runs(&mut engine).is_empty());
}

#[test]
fn zones_decide_when_a_clock_shows_the_time() {
    let mut engine = engine();
    let put = schedule("night", "cron(30 2 * * ? *)").with_zone("America/New_York");
    engine.create_schedule(at("2026-03-06T12:00:00"), put).expect("good");
    let put = schedule("double", "cron(30 1 1 11 ? *)").with_zone("America/New_York");
    engine.create_schedule(at("2026-03-06T12:00:00"), put).expect("good");
    let put = schedule("none", "at(2026-03-08T02:30:00)").with_zone("America/New_York");
    engine.create_schedule(at("2026-03-06T12:00:00"), put).expect("good");
    engine.advance(at("2026-03-10T00:00:00"));
    assert_eq!(runs(&mut engine), ["07T07:30:00", "09T06:30:00"]);
    assert_eq!(
        engine.explain_schedule(at("2026-03-10T00:00:00"), &id("none")).expect("there").silence,
        Some(Silence::Skipped)
    );
    engine.delete_schedule(at("2026-03-10T00:00:00"), &id("night")).expect("there");
    engine.advance(at("2026-12-01T00:00:00"));
    assert_eq!(runs(&mut engine), ["01T05:30:00"], "once, the first time");
}

#[test]
fn days_of_a_rate_are_24_hours_whatever_clocks_do() {
    let mut engine = engine();
    let put = schedule("daily", "rate(1 day)").with_zone("America/New_York");
    engine.create_schedule(at("2026-03-07T12:00:00"), put).expect("good");
    engine.advance(at("2026-03-09T12:00:00"));
    assert_eq!(runs(&mut engine), ["07T12:00:00", "08T12:00:00", "09T12:00:00"]);
}

#[test]
fn what_the_input_says_about_the_run_is_replaced_at_each_try() {
    let mut engine = engine();
    let input = r#"{"arn":"<aws.scheduler.schedule-arn>","at":"<aws.scheduler.scheduled-time>","id":"<aws.scheduler.execution-id>","try":<aws.scheduler.attempt-number>,"x":"<aws.other>"}"#;
    let put = PutSchedule::new(id("s"), "at(2026-05-04T06:30:43)", target("sqs inbox").with_input(input));
    engine.create_schedule(at("06:00:00"), put).expect("good");
    engine.advance(at("06:30:43"));
    let first = deliveries(&mut engine).remove(0);
    let payload: serde_json::Value = serde_json::from_str(first.payload.as_str()).expect("JSON");
    let execution = payload["id"].as_str().expect("text").to_owned();
    assert_eq!(execution.len(), 16);
    let expected = |attempt: u32| {
        serde_json::json!({
            "arn": "arn:aws:scheduler:us-east-1:111122223333:schedule/default/s",
            "at": "2026-05-04T06:30:43Z", "id": execution, "try": attempt, "x": "<aws.other>"
        })
    };
    assert_eq!(payload, expected(1));
    let Some(Reported::TryAgain(again)) = engine.report(at("06:30:43"), first.id, Outcome::retry()) else { panic!() };
    engine.advance(again);
    let second = deliveries(&mut engine).remove(0);
    assert_eq!(serde_json::from_str::<serde_json::Value>(second.payload.as_str()).expect("JSON"), expected(2));
}

#[test]
fn without_input_a_notification_is_sent_whose_detail_is_a_text() {
    let mut engine = engine();
    let put = PutSchedule::new(id("s"), "at(2026-05-04T06:30:00)", target("lambda function:f"));
    engine.create_schedule(at("06:00:00"), put).expect("good");
    engine.advance(at("06:30:00"));
    let delivery = deliveries(&mut engine).remove(0);
    let event: serde_json::Value = serde_json::from_str(delivery.payload.as_str()).expect("JSON");
    let expected = serde_json::json!({
        "version": "0", "id": event["id"], "detail-type": "Scheduled Event", "source": "aws.scheduler",
        "account": "111122223333", "time": "2026-05-04T06:30:00Z", "region": "us-east-1",
        "resources": ["arn:aws:scheduler:us-east-1:111122223333:schedule/default/s"], "detail": "{}"
    });
    assert_eq!(event, expected);
}

#[test]
fn a_dead_letter_names_the_run() {
    let mut engine = engine();
    let to = target("sqs inbox").with_input("go").with_retry(RetryPolicy::new(0, 60));
    let to = to.with_dead_letter(arn("arn:aws:sqs:us-east-1:111122223333:dead"));
    engine.create_schedule(at("06:00:00"), PutSchedule::new(id("s"), "at(2026-05-04T06:30:00)", to)).expect("good");
    engine.advance(at("06:30:00"));
    let first = deliveries(&mut engine).remove(0);
    let outcome = Outcome::Retry { code: ErrorCode::parse("AWS.SimpleQueueService.Busy"), message: "busy".into() };
    assert_eq!(engine.report(at("06:30:00"), first.id, outcome), Some(Reported::DeadLettered));
    let letter = deliveries(&mut engine).remove(0);
    let attribute = |name: &str| letter.attributes.get(name).map_or("", String::as_str);
    assert_eq!((letter.target.as_str(), letter.payload.as_str()), ("arn:aws:sqs:us-east-1:111122223333:dead", "go"));
    assert_eq!(attribute("EXECUTION_ID").len(), 16);
    for (name, value) in [
        ("ERROR_CODE", "AWS.SimpleQueueService.Busy"),
        ("ERROR_MESSAGE", "busy"),
        ("EXHAUSTED_RETRY_CONDITION", "MaximumRetryAttempts"),
        ("IS_PAYLOAD_TRUNCATED", "false"),
        ("RETRY_ATTEMPTS", "0"),
        ("SCHEDULED_TIME", "2026-05-04T06:30:00Z"),
        ("SCHEDULE_ARN", "arn:aws:scheduler:us-east-1:111122223333:schedule/default/s"),
        ("TARGET_ARN", "arn:aws:sqs:us-east-1:111122223333:inbox"),
    ] {
        assert_eq!(attribute(name), value, "{name}");
    }
}

#[test]
fn a_bus_of_the_place_gets_an_event_that_its_rules_judge() {
    let mut engine = engine();
    let rule = RuleName::new("orders").expect("a name");
    engine.put_rule(at("06:00:00"), PutRule::new(rule.clone(), r#"{"source": ["my.shop"]}"#)).expect("good");
    let queue = Target::new(TargetId::new("q").expect("an id"), arn("arn:aws:sqs:us-east-1:111122223333:q"));
    engine.put_targets(at("06:00:00"), &rule.into(), vec![queue]).expect("good");
    let bus = target("events event-bus/default").with_bus("my.shop", "Order placed").with_input(r#"{"n": 1}"#);
    engine.create_schedule(at("06:00:00"), PutSchedule::new(id("s"), "at(2026-05-04T06:30:00)", bus)).expect("good");
    engine.advance(at("06:30:00"));
    let delivery = deliveries(&mut engine).remove(0);
    assert_eq!(delivery.cause, "arn:aws:events:us-east-1:111122223333:rule/orders");
    let event: serde_json::Value = serde_json::from_str(delivery.payload.as_str()).expect("JSON");
    assert_eq!((&event["detail-type"], &event["detail"]), (&"Order placed".into(), &serde_json::json!({"n": 1})));
    assert_eq!(event["time"], "2026-05-04T06:30:00Z");
}

#[test]
fn a_bus_that_is_gone_leaves_a_dead_letter() {
    let mut engine = engine();
    let bus = target("events event-bus/gone").with_bus("my.shop", "Order placed");
    let bus = bus.with_dead_letter(arn("arn:aws:sqs:us-east-1:111122223333:dead"));
    engine.create_schedule(at("06:00:00"), PutSchedule::new(id("s"), "at(2026-05-04T06:30:00)", bus)).expect("good");
    engine.advance(at("06:30:00"));
    let letter = deliveries(&mut engine).remove(0);
    assert_eq!((letter.is_dead_letter(), letter.payload.as_str()), (true, "{}"));
}

#[test]
fn runs_start_within_their_window_where_the_policy_says() {
    let put = || schedule("s", "cron(0 * * * ? *)").with_window(FlexibleWindow::Minutes(15));
    let mut engine = engine();
    engine.create_schedule(at("06:30:00"), put()).expect("good");
    engine.advance(at("08:00:00"));
    assert_eq!(runs(&mut engine), ["04T07:00:00", "04T08:00:00"]);

    let mut engine = self::engine().with_policies(Policies::default().with_window_start(WindowStart::Spread));
    engine.create_schedule(at("06:30:00"), put()).expect("good");
    engine.advance(at("2026-05-05T06:50:00"));
    let starts: Vec<Timestamp> = deliveries(&mut engine).iter().map(|delivery| delivery.at).collect();
    assert_eq!(starts.len(), 24);
    let late = |start: &Timestamp| start.millis_since(start.floor_to(3_600_000)) / 1000;
    assert!(starts.iter().all(|start| late(start) < 900), "within a quarter of an hour");
    assert!(starts.iter().any(|start| late(start) > 300) && starts.iter().any(|start| late(start) < 600));
}

#[test]
fn a_deleted_schedule_takes_the_runs_in_its_window_with_it() {
    let mut engine = engine().with_policies(Policies::default().with_window_start(WindowStart::Spread));
    let put = schedule("s", "cron(0 * * * ? *)").with_window(FlexibleWindow::Minutes(1440));
    engine.create_schedule(at("06:30:00"), put).expect("good");
    engine.advance(at("20:00:00"));
    engine.drain();
    assert!(engine.next_deadline().is_some());
    engine.delete_schedule(at("20:00:00"), &id("s")).expect("there");
    assert_eq!(engine.next_deadline(), None);
}

#[test]
fn a_run_that_was_begun_is_tried_again_though_its_schedule_is_deleted() {
    let mut engine = engine();
    let dead = arn("arn:aws:sqs:us-east-1:111122223333:dead");
    let to = target("sqs inbox").with_input("go").with_retry(RetryPolicy::new(1, 3600)).with_dead_letter(dead);
    engine.create_schedule(at("06:00:00"), PutSchedule::new(id("s"), "rate(1 hour)", to)).expect("good");
    let first = deliveries(&mut engine).remove(0);
    let Some(Reported::TryAgain(again)) = engine.report(at("06:00:00"), first.id, Outcome::retry()) else { panic!() };
    engine.delete_schedule(at("06:00:00"), &id("s")).expect("there");
    engine.advance(at("12:00:00"));
    let second = deliveries(&mut engine).remove(0);
    assert_eq!((second.id, second.at, second.attempt), (first.id, again, 2));
    assert_eq!(engine.report(at("12:00:00"), first.id, Outcome::retry()), Some(Reported::DeadLettered));
    assert_eq!(deliveries(&mut engine).len(), 1, "the dead letter, and no other run");
}

#[test]
fn a_schedule_that_is_done_is_deleted_if_it_shall_be() {
    for (window, start) in
        [(FlexibleWindow::Off, WindowStart::AtOnce), (FlexibleWindow::Minutes(60), WindowStart::Spread)]
    {
        let mut engine = engine().with_policies(Policies::default().with_window_start(start));
        for (name, after) in [("kept", AfterCompletion::Keep), ("deleted", AfterCompletion::Delete)] {
            let put = schedule(name, "at(2026-05-04T06:30:00)").with_window(window).with_after_completion(after);
            engine.create_schedule(at("06:00:00"), put).expect("good");
        }
        let put = schedule("ends", "rate(1 hour)").within(None, Some(at("08:00:00")));
        let put = put.with_after_completion(AfterCompletion::Delete);
        engine.create_schedule(at("06:00:00"), put).expect("good");
        engine.advance(at("06:29:59"));
        assert_eq!(engine.list_schedules(None).expect("good").count(), 3);
        engine.advance(at("08:30:00"));
        assert_eq!(deliveries(&mut engine).len(), 4, "two runs, and two at 06:00 and 07:00");
        let left: Vec<&str> = engine.list_schedules(None).expect("good").map(|s| s.id.name.as_str()).collect();
        assert_eq!(left, ["kept"]);
        assert!(matches!(engine.get_schedule(&id("deleted")), Err(SchedulerError::UnknownSchedule(_))));
    }
}

#[test]
fn an_update_replaces_everything_and_a_rate_that_stays_counts_on() {
    let mut engine = engine();
    let put = schedule("s", "rate(10 minutes)").with_zone("Europe/Berlin");
    engine.create_schedule(at("06:00:00"), put.with_description("old")).ok();
    engine.create_schedule(at("06:00:00"), schedule("s", "rate(10 minutes)").with_zone("Europe/Berlin")).ok();
    assert_eq!(runs(&mut engine), ["04T06:00:00"]);
    let same = schedule("s", "rate(10 minutes)").with_zone("Europe/Berlin").with_state(ScheduleState::Disabled);
    engine.update_schedule(at("06:05:00"), same.clone()).expect("good");
    assert_eq!(engine.next_deadline(), None);
    engine.update_schedule(at("06:13:00"), same.with_state(ScheduleState::Enabled)).expect("good");
    engine.advance(at("06:20:00"));
    assert_eq!(runs(&mut engine), ["04T06:20:00"]);
    engine.update_schedule(at("06:21:00"), schedule("s", "rate(1 hour)")).expect("good");
    let schedule = engine.get_schedule(&id("s")).expect("there");
    assert_eq!((schedule.zone.name(), &schedule.description), ("UTC", &None));
    assert_eq!((schedule.created, schedule.modified), (at("06:00:00"), at("06:21:00")));
    assert_eq!(runs(&mut engine), ["04T06:21:00"], "a new rate runs at once");
}

#[test]
fn groups_hold_schedules_and_take_them_along() {
    let mut engine = engine();
    let group = GroupName::new("night").expect("a name");
    let in_group = |mut put: PutSchedule| {
        put.id.group = group.clone();
        put
    };
    let missing = engine.create_schedule(at("06:00:00"), in_group(schedule("s", "rate(1 hour)")));
    assert_eq!(missing.expect_err("no group").to_string(), "Schedule group night does not exist.");
    engine.create_schedule_group(at("06:00:00"), group.clone(), Tags::default()).expect("good");
    let again = engine.create_schedule_group(at("06:00:00"), group.clone(), Tags::default());
    assert_eq!(again, Err(SchedulerError::GroupExists(group.clone())));
    for put in [schedule("s", "rate(1 hour)"), in_group(schedule("s", "rate(1 hour)"))] {
        engine.create_schedule(at("06:00:00"), put).expect("names are unique in a group");
    }
    engine.delete_schedule_group(at("06:30:00"), &group).expect("good");
    engine.drain();
    engine.advance(at("07:00:00"));
    assert_eq!(deliveries(&mut engine).len(), 1);
    let default = engine.delete_schedule_group(at("07:00:00"), &GroupName::default());
    assert_eq!(default, Err(SchedulerError::DefaultGroup));
}

#[test]
fn quotas_bound_schedules_and_groups() {
    let mut engine = engine().with_limits(Limits::default().with_schedules(1, 1));
    engine.create_schedule(at("06:00:00"), schedule("a", "rate(1 hour)")).expect("good");
    let second = engine.create_schedule(at("06:00:00"), schedule("b", "rate(1 hour)"));
    assert_eq!(second, Err(SchedulerError::TooManySchedules(1)));
    let group = engine.create_schedule_group(at("06:00:00"), GroupName::new("g").expect("a name"), Tags::default());
    assert_eq!(group, Err(SchedulerError::TooManyGroups(1)));
}

#[test]
fn targets_are_checked() {
    use cupola_events::scheduler::TargetProblem as P;
    let dead = |queue: &str| target("sqs q").with_dead_letter(arn(queue));
    for (target, problem) in [
        (target("lambda function:f").with_input("go"), P::NotJson),
        (target("states stateMachine:m").with_input("{"), P::NotJson),
        (target("events event-bus/default"), P::BusParameters),
        (target("sqs q").with_bus("a", "b"), P::BusParameters),
        (target("events event-bus/default").with_bus("aws.ec2", "b"), P::Source),
        (target("sqs q.fifo"), P::MessageGroup),
        (target("sqs q").with_retry(RetryPolicy::new(186, 60)), P::Retry),
        (target("sqs q").with_retry(RetryPolicy::new(0, 59)), P::Retry),
        (dead("arn:aws:sqs:us-east-1:111122223333:d.fifo"), P::DeadLetter),
        (dead("arn:aws:sqs:eu-west-1:111122223333:d"), P::DeadLetter),
        (dead("arn:aws:sns:us-east-1:111122223333:d"), P::DeadLetter),
        (target("sqs q").with_input("x".repeat(262_145)), P::InputLength(262_144)),
        (ScheduleTarget::new(arn("arn:aws:sqs:us-east-1:111122223333:q"), arn("arn:aws:sqs:::r")), P::Role),
    ] {
        let refused = engine().create_schedule(at("06:00:00"), PutSchedule::new(id("s"), "rate(1 hour)", target));
        assert_eq!(refused, Err(SchedulerError::Target(problem)));
    }
}

#[test]
fn a_plan_says_when_it_runs_and_why_not() {
    let mut engine = engine();
    let now = at("06:00:00");
    let put = schedule("s", "cron(0 8 ? * MON *)").within(None, Some(at("2026-05-12T00:00:00")));
    engine.create_schedule(now, put.with_window(FlexibleWindow::Minutes(5))).expect("good");
    let plan = engine.explain_schedule(now, &id("s")).expect("there");
    assert_eq!(plan.next, [at("08:00:00"), at("2026-05-11T08:00:00")]);
    assert!(plan.to_string().contains("within 5 minutes") && plan.to_string().contains("every Monday"), "{plan}");
    for (expression, state, silence) in [
        ("cron(0 8 ? * MON 2025)", ScheduleState::Enabled, Silence::Exhausted),
        ("rate(1 hour)", ScheduleState::Disabled, Silence::Disabled),
        ("at(2020-01-01T00:00:00)", ScheduleState::Enabled, Silence::Passed),
    ] {
        engine.update_schedule(now, schedule("s", expression).with_state(state)).expect("good");
        assert_eq!(engine.explain_schedule(now, &id("s")).expect("there").silence, Some(silence));
    }
    let ended = schedule("s", "rate(1 hour)").within(Some(at("05:00:00")), Some(at("05:30:00")));
    engine.update_schedule(now, ended).expect("good");
    assert_eq!(engine.explain_schedule(now, &id("s")).expect("there").silence, Some(Silence::Ended));
}

#[test]
fn thousands_of_schedules_at_one_instant_run_in_order() {
    let mut engine = engine();
    for n in (0..3000).rev() {
        let mut put = schedule("x", "cron(0 7 * * ? *)");
        put.id.name = ScheduleName::new(format!("s-{n:04}")).expect("a name");
        engine.create_schedule(at("06:00:00"), put).expect("good");
    }
    engine.advance(at("07:00:00"));
    let causes: Vec<String> = deliveries(&mut engine).into_iter().map(|delivery| delivery.cause).collect();
    assert!(causes.len() == 3000 && causes.is_sorted());
}
