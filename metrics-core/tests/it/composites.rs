//! Composite alarms in numbers, and what is told about them.

#![expect(clippy::unwrap_used, reason = "the inputs are written here")]

use cupola_base::Place;
use cupola_metrics::{
    Alarm, AlarmFilter, AnyAlarm, Composite, DeleteAlarmsError, Engine, Limits, MuteRule, MuteSchedule, Output, Period,
    PutCompositeAlarmError, StateValue, SuppressedBy, Timestamp, TreatMissingData,
};

const OPS: &str = "arn:aws:sns:us-east-1:111122223333:ops";

fn t(second: i64) -> Timestamp {
    Timestamp::from_secs(1_777_874_400 + second)
}

/// An engine with metric alarms that stay as they are set.
fn engine(metrics: &[&str]) -> Engine {
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
    for name in metrics {
        let alarm = Alarm::on("N", "M").named(*name).sum(Period::MINUTE).above(1.0);
        engine.put_metric_alarm(t(0), alarm.treat_missing_data(TreatMissingData::Ignore)).unwrap();
    }
    engine
}

fn put(engine: &mut Engine, name: impl Into<String>, rule: &str) {
    engine.put_composite_alarm(t(0), Composite::new(name, rule).unwrap()).unwrap();
}

fn set(engine: &mut Engine, at: i64, name: &str, state: StateValue) {
    engine.set_alarm_state(t(at), name, state, "by hand", None).unwrap();
}

fn changes(engine: &mut Engine) -> Vec<(String, StateValue)> {
    let change = |output| match output {
        Output::StateChange(change) => Some((change.alarm, change.to)),
        _ => None,
    };
    engine.drain().into_iter().filter_map(change).collect()
}

/// A pyramid over one leaf: every layer names two of the one below, and the top is reached in one pass.
fn pyramid(layers: usize, width: usize) -> Engine {
    let mut engine = engine(&["leaf"]).with_limits(Limits { rules_per_alarm: usize::MAX, ..Limits::default() });
    for layer in 0..layers {
        for index in 0..width {
            let rule = match layer {
                0 => "ALARM(leaf)".to_owned(),
                _ => format!("ALARM(n{}-{index}) AND ALARM(n{}-{})", layer - 1, layer - 1, (index + 1) % width),
            };
            put(&mut engine, format!("n{layer}-{index}"), &rule);
        }
    }
    engine
}

#[test]
fn every_composite_changes_once_in_one_pass() {
    let mut engine = pyramid(20, 10);
    let _ = changes(&mut engine);
    set(&mut engine, 1, "leaf", StateValue::Alarm);
    let changed = changes(&mut engine);
    assert_eq!(changed.len(), 201);
    let layer = |name: &str| name.split_once('-').map_or(0, |(layer, _)| layer[1..].parse::<usize>().unwrap() + 1);
    assert!(changed.is_sorted_by_key(|(name, _)| (layer(name), name.clone())), "{changed:?}");
    assert!(changed.iter().all(|(_, state)| *state == StateValue::Alarm));
}

#[test]
fn all_alarms_of_one_instant_come_before_the_composites() {
    let mut engine = engine(&[]);
    for name in ["a", "z"] {
        let alarm = Alarm::on("N", "M").named(name).sum(Period::MINUTE).above(1.0);
        engine.put_metric_alarm(t(0), alarm.treat_missing_data(TreatMissingData::Ignore)).unwrap();
    }
    put(&mut engine, "any", "ALARM(a) OR ALARM(z)");
    put(&mut engine, "both", "ALARM(a) AND ALARM(z)");
    let _ = changes(&mut engine);
    engine.put(t(5), cupola_metrics::Datum::new("N", "M", t(5), 9.0)).unwrap();
    engine.advance(t(60));
    let expected = ["a", "z", "any", "both"].map(|name| (name.to_owned(), StateValue::Alarm));
    assert_eq!(changes(&mut engine), expected);
    let any = engine.composite_alarm(t(60), "any").unwrap();
    assert!(any.state.reason().contains(":alarm:z transitioned to ALARM at"), "{}", any.state.reason());
    assert!(any.state.reason_data().as_ref().unwrap().as_str().contains(":alarm:a\""));
}

#[test]
fn cycles_keep_their_states_and_let_others_go_on() {
    let mut engine = engine(&["k"]);
    put(&mut engine, "a", "ALARM(k)");
    put(&mut engine, "b", "ALARM(a)");
    put(&mut engine, "above", "ALARM(b) OR ALARM(k)");
    put(&mut engine, "a", "ALARM(k) OR ALARM(b)");
    let _ = changes(&mut engine);
    set(&mut engine, 1, "k", StateValue::Alarm);
    let changed: Vec<String> = changes(&mut engine).into_iter().map(|(name, _)| name).collect();
    assert_eq!(changed, ["k", "above"]);
    assert!(engine.explain_composite(t(1), "a").unwrap().to_string().contains("depends on itself"));
    set(&mut engine, 2, "a", StateValue::Alarm);
    assert!(!engine.composite_alarm(t(2), "above").unwrap().is_in_cycle);

    put(&mut engine, "b", "FALSE");
    put(&mut engine, "b", "ALARM(a)");
    let cycle = engine.describe_composite_alarms(t(3), &AlarmFilter::default()).any(|alarm| alarm.is_in_cycle);
    assert!(cycle, "b names a again, which still names b");
    put(&mut engine, "a", "ALARM(k)");
    let all: Vec<StateValue> =
        engine.describe_composite_alarms(t(4), &AlarmFilter::default()).map(|alarm| alarm.state.value).collect();
    assert_eq!(all, [StateValue::Alarm; 3]);
}

#[test]
fn a_suppressor_that_was_a_child_is_still_known() {
    let mut engine = engine(&["x", "y"]);
    put(&mut engine, "c", "ALARM(x)");
    let alarm = Composite::new("c", "ALARM(y)").unwrap().on_alarm(OPS).suppressed_by("x", 10, 20);
    engine.put_composite_alarm(t(0), alarm).unwrap();
    set(&mut engine, 1, "x", StateValue::Alarm);
    let suppressed_by = engine.composite_alarm(t(1), "c").unwrap().suppression.suppressed_by();
    assert_eq!(suppressed_by, Some(SuppressedBy::Alarm));
    assert_eq!(engine.delete_alarms(t(1), &["x"]), Err(DeleteAlarmsError::Held(vec!["x".into()])));
    put(&mut engine, "c", "ALARM(x)");
    set(&mut engine, 2, "x", StateValue::Ok);
    assert_eq!(engine.composite_alarm(t(2), "c").unwrap().state.value, StateValue::Ok);
    engine.delete_alarms(t(3), &["y"]).unwrap();
}

#[test]
fn children_and_parents_are_told() {
    let mut engine = engine(&["k"]);
    put(&mut engine, "inner", "ALARM(k)");
    put(&mut engine, "outer", "ALARM(inner) AND NOT OK(k)");
    let children = engine.alarm_children(t(0), "outer");
    assert!(matches!(children[..], [AnyAlarm::Composite(_), AnyAlarm::Metric(_)]));
    let parents = engine.alarm_parents(t(0), "k");
    assert_eq!(parents.iter().map(|alarm| alarm.configuration.name.as_str()).collect::<Vec<_>>(), ["inner", "outer"]);
    assert!(engine.alarm_children(t(0), "k").is_empty() && engine.alarm_parents(t(0), "none").is_empty());
}

#[test]
fn refusals_are_typed() {
    let mut engine = engine(&["k"]);
    let put = |engine: &mut Engine, name: &str, rule: &str| {
        engine.put_composite_alarm(t(0), Composite::new(name, rule).unwrap())
    };
    let missing = PutCompositeAlarmError::NoSuchAlarms(vec!["x".into(), "y".into()]);
    assert_eq!(put(&mut engine, "c", "ALARM(x) AND OK(k) OR ALARM(y)"), Err(missing));
    assert_eq!(put(&mut engine, "k", "TRUE"), Err(PutCompositeAlarmError::OtherKind("k".into())));
    let mut engine = engine.with_limits(Limits { alarms: 1, ..Limits::default() });
    assert_eq!(put(&mut engine, "c", "TRUE"), Err(PutCompositeAlarmError::TooManyAlarms(1)));
}

#[test]
fn deadlines_are_told_for_what_waits() {
    let mut engine = engine(&["k", "s"]);
    for name in ["k", "s"] {
        set(&mut engine, 0, name, StateValue::Ok);
    }
    let alarm = Composite::new("c", "ALARM(k)").unwrap().on_alarm(OPS).suppressed_by("s", 10, 20);
    engine.put_composite_alarm(t(0), alarm).unwrap();
    engine.advance(t(30));
    assert_eq!(engine.next_deadline(), None);
    set(&mut engine, 30, "k", StateValue::Alarm);
    assert_eq!(engine.next_deadline().unwrap().at, t(40));
    engine.advance(t(40));
    let schedule = MuteSchedule::parse("at(2026-05-04T06:01)", "PT5M", None).unwrap();
    engine.put_alarm_mute_rule(t(40), MuteRule::new("m", schedule).for_alarm("k")).unwrap();
    let alarm = Alarm::on("N", "M").named("k").sum(Period::MINUTE).above(1.0).on_ok(OPS);
    engine.put_metric_alarm(t(41), alarm.treat_missing_data(TreatMissingData::Ignore)).unwrap();
    assert_eq!(engine.next_deadline(), None, "nothing is withheld yet");
    set(&mut engine, 70, "k", StateValue::Ok);
    assert_eq!(engine.next_deadline().unwrap().at, t(80), "the composite waits for its suppressor");
    engine.advance(t(80));
    assert_eq!(engine.next_deadline().unwrap().at, t(360), "then the metric alarm for the end of the window");
}

#[test]
fn an_explanation_tells_that_actions_are_muted() {
    let mut engine = engine(&["k"]);
    put(&mut engine, "c", "ALARM(k)");
    let schedule = MuteSchedule::parse("at(2026-05-04T06:01)", "PT5M", None).unwrap();
    engine.put_alarm_mute_rule(t(0), MuteRule::new("m", schedule).for_alarm("c")).unwrap();
    assert_eq!(engine.explain_composite(t(59), "c").unwrap().muted_until, None);
    let why = engine.explain_composite(t(60), "c").unwrap();
    assert_eq!(why.muted_until, Some(t(360)));
    assert!(why.to_string().ends_with("a mute rule withholds its actions until 2026-05-04T06:06:00Z"), "{why}");
}
