//! Laws of time: a jump is as good as many steps, and a snapshot changes nothing.

use cupola_base::{Arn, Place, Timestamp};
use cupola_events::scheduler::{
    AfterCompletion, FlexibleWindow, PutSchedule, ScheduleId, ScheduleState, ScheduleTarget, WindowStart,
};
use cupola_events::{Engine, Output, Policies, PutRule, RuleName, RuleState, Target, TargetId};
use proptest::prelude::*;
use proptest::sample::select;

/// Before the night on which clocks go forward in New York.
const START: i64 = 1_772_928_000;

const EXPRESSIONS: &[&str] = &[
    "rate(1 minute)",
    "rate(7 minutes)",
    "rate(1 hour)",
    "cron(0/20 * * * ? *)",
    "cron(30 2 * * ? *)",
    "cron(*/10 5-7 ? * SUN *)",
    "cron(0 0 30 2 ? *)",
];

/// Something that somebody does.
#[derive(Clone, Debug)]
enum Act {
    Rule { name: u8, expression: &'static str, enabled: bool },
    Toggle { name: u8, enabled: bool },
    Schedule { name: u8, put: Box<PutSchedule> },
    Delete { name: u8 },
}

fn target(bus: bool) -> ScheduleTarget {
    let arn = |text: &str| Arn::parse(text).expect("an ARN");
    let role = arn("arn:aws:iam::111122223333:role/scheduler");
    match bus {
        true => ScheduleTarget::new(arn("arn:aws:events:us-east-1:111122223333:event-bus/default"), role)
            .with_bus("my.clock", "Tick"),
        false => ScheduleTarget::new(arn("arn:aws:sqs:us-east-1:111122223333:s"), role)
            .with_input("<aws.scheduler.execution-id> <aws.scheduler.scheduled-time>"),
    }
}

fn schedule() -> impl Strategy<Value = PutSchedule> {
    let once = (0..36_000i64).prop_map(|s| Timestamp::from_secs(START + s).format("at(%Y-%m-%dT%H:%M:%S)"));
    let expression = prop_oneof![3 => select(EXPRESSIONS).prop_map(str::to_owned), 1 => once];
    let zone = select(&["UTC", "America/New_York", "Asia/Kathmandu"][..]);
    let bound = || proptest::option::of((0..36_000i64).prop_map(|s| Timestamp::from_secs(START + s)));
    let window = prop_oneof![Just(FlexibleWindow::Off), (1..90u32).prop_map(FlexibleWindow::Minutes)];
    (expression, zone, bound(), window, any::<[bool; 3]>()).prop_map(|(expression, zone, end, window, [a, b, c])| {
        PutSchedule::new(ScheduleId::named("s").expect("a name"), expression, target(a))
            .with_zone(zone)
            .within(None, end)
            .with_window(window)
            .with_state(if b { ScheduleState::Enabled } else { ScheduleState::Disabled })
            .with_after_completion(if c { AfterCompletion::Keep } else { AfterCompletion::Delete })
    })
}

fn act() -> impl Strategy<Value = Act> {
    let rule = (0..3u8, select(EXPRESSIONS), prop::bool::weighted(0.8));
    prop_oneof![
        3 => rule.prop_map(|(name, expression, enabled)| Act::Rule { name, expression, enabled }),
        1 => (0..3u8, any::<bool>()).prop_map(|(name, enabled)| Act::Toggle { name, enabled }),
        4 => (0..3u8, schedule()).prop_map(|(name, put)| Act::Schedule { name, put: Box::new(put) }),
        1 => (0..3u8).prop_map(|name| Act::Delete { name }),
    ]
}

fn engine(start: WindowStart) -> Engine {
    let place = Place::parse("111122223333", "us-east-1").expect("a place");
    let mut engine = Engine::new(place, 11).with_policies(Policies::default().with_window_start(start));
    let now = Timestamp::from_secs(START);
    let listener = RuleName::new("listener").expect("a name");
    engine.put_rule(now, PutRule::new(listener.clone(), r#"{"source": ["my.clock"]}"#)).expect("good");
    put_target(&mut engine, now, &listener);
    engine
}

fn put_target(engine: &mut Engine, now: Timestamp, rule: &RuleName) {
    let queue = Arn::parse("arn:aws:sqs:us-east-1:111122223333:r").expect("an ARN");
    let target = Target::new(TargetId::new("q").expect("an id"), queue);
    engine.put_targets(now, &rule.clone().into(), vec![target]).expect("good");
}

fn perform(engine: &mut Engine, now: Timestamp, act: &Act) {
    let rule = |name: u8| RuleName::new(format!("rule-{name}")).expect("a name");
    let id = |name: u8| ScheduleId::named(&format!("schedule-{name}")).expect("a name");
    match act {
        Act::Rule { name, expression, enabled } => {
            let state = if *enabled { RuleState::Enabled } else { RuleState::Disabled };
            engine.put_rule(now, PutRule::scheduled(rule(*name), *expression).with_state(state)).expect("good");
            put_target(engine, now, &rule(*name));
        }
        Act::Toggle { name, enabled: true } => drop(engine.enable_rule(now, &rule(*name).into())),
        Act::Toggle { name, enabled: false } => drop(engine.disable_rule(now, &rule(*name).into())),
        Act::Schedule { name, put } => {
            let mut put = put.as_ref().clone();
            put.id = id(*name);
            if engine.create_schedule(now, put.clone()).is_err() {
                drop(engine.update_schedule(now, put));
            }
        }
        Act::Delete { name } => drop(engine.delete_schedule(now, &id(*name))),
    }
}

/// What comes out of acts at their seconds, with other looks at the clock between; at `brought_back` the engine is
/// written down and read again.
fn outputs(start: WindowStart, acts: &[(i64, Act)], looks: &[i64], brought_back: Option<i64>) -> Vec<Output> {
    let mut engine = engine(start);
    let mut moments: Vec<(i64, Option<&Act>)> = acts.iter().map(|(second, act)| (*second, Some(act))).collect();
    moments.extend(looks.iter().map(|second| (*second, None)));
    moments.sort_by_key(|(second, act)| (*second, act.is_none()));
    for (second, act) in moments {
        let now = Timestamp::from_secs(START + second);
        match act {
            Some(act) => perform(&mut engine, now, act),
            None => engine.advance(now),
        }
        if brought_back.is_some_and(|at| second >= at) {
            let text = serde_json::to_string(&engine.snapshot()).expect("it is written");
            engine = Engine::restore(serde_json::from_str(&text).expect("it is read")).expect("our own form");
        }
    }
    engine.advance(Timestamp::from_secs(START + 40_000));
    engine.drain()
}

fn acts() -> impl Strategy<Value = Vec<(i64, Act)>> {
    let second = prop_oneof![0..30_000i64, (0..500i64).prop_map(|minute| minute * 60)];
    prop::collection::vec((second, act()), 1..12).prop_map(|mut acts| {
        acts.sort_by_key(|(second, _)| *second);
        acts
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn one_long_jump_is_as_good_as_many_steps(
        acts in acts(),
        looks in prop::collection::vec(0..40_000i64, 0..60),
        start in select(&[WindowStart::AtOnce, WindowStart::Spread][..]),
    ) {
        prop_assert_eq!(outputs(start, &acts, &[], None), outputs(start, &acts, &looks, None));
    }

    #[test]
    fn deadlines_are_when_something_comes_out(acts in acts(), start in select(&[WindowStart::AtOnce, WindowStart::Spread][..])) {
        let mut engine = engine(start);
        for (second, act) in &acts {
            perform(&mut engine, Timestamp::from_secs(START + second), act);
        }
        engine.drain();
        for _ in 0..20 {
            let Some(deadline) = engine.next_deadline() else { break };
            prop_assert!(deadline.at > engine.now());
            engine.advance(deadline.at.plus_millis(-1));
            prop_assert!(engine.drain().is_empty());
            engine.advance(deadline.at);
            engine.drain();
        }
    }

    #[test]
    fn a_snapshot_changes_nothing(
        acts in acts(),
        at in 0..40_000i64,
        start in select(&[WindowStart::AtOnce, WindowStart::Spread][..]),
    ) {
        prop_assert_eq!(outputs(start, &acts, &[at], None), outputs(start, &acts, &[at], Some(at)));
    }
}
