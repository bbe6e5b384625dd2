//! Laws of composite alarms, suppression and mute rules: composite alarms are in the states that their rules say, one
//! long advance equals many short ones, and a snapshot changes nothing.

#![expect(clippy::unwrap_used, reason = "the inputs are made well formed")]

use std::collections::BTreeMap;

use cupola_base::Place;
use cupola_metrics::{
    Alarm, AlarmFilter, Composite, Datum, Engine, HistoryFilter, MuteRule, MuteRuleFilter, MuteSchedule, Output,
    Period, StateValue, Timestamp, TreatMissingData,
};
use proptest::prelude::*;

/// What happens to metric alarms `m0` to `m2`, composite alarms `c0` to `c3` and mute rules `r0` and `r1`.
#[derive(Clone, Debug)]
enum Op {
    Put { metric: usize, value: f64 },
    SetMetric { metric: usize, state: StateValue },
    SetComposite { composite: usize, state: StateValue },
    PutComposite { composite: usize, rule: String, suppressor: Option<(usize, u32, u32)> },
    Delete { composite: usize },
    Enable { name: String, enabled: bool },
    PutMute { rule: usize, expression: usize, minutes: u32, alarms: Vec<String> },
    DeleteMute { rule: usize },
    Wait,
}

#[derive(Clone, Debug)]
struct Step {
    op: Op,
    gap: i64,
    cuts: Vec<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Jumps,
    Steps,
    Snapshots,
}

const START: i64 = 1_777_874_403_000;
const OPS: &str = "arn:aws:sns:us-east-1:111122223333:ops";
const SCALE: &str = "arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:i:autoScalingGroupName/g:policyName/p";
const EXPRESSIONS: [&str; 4] =
    ["cron(*/7 * * * *)", "at(2026-05-04T06:05)", "cron(5 6,7 * * *)", "at(2026-05-04T07:00)"];

struct World {
    engine: Engine,
    now: Timestamp,
    way: Way,
    outputs: Vec<Output>,
}

impl World {
    fn new(way: Way) -> Self {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        let mut engine = Engine::new(place, 3);
        let now = Timestamp::from_millis(START);
        for metric in 0..3 {
            let alarm = Alarm::on("N", format!("M{metric}")).named(format!("m{metric}")).sum(Period::MINUTE).above(5.0);
            let treatment = if metric == 0 { TreatMissingData::Missing } else { TreatMissingData::Ignore };
            let alarm = alarm.treat_missing_data(treatment).on_alarm(OPS).on_ok(OPS).on_insufficient_data(OPS);
            let alarm = if metric == 1 { alarm.on_alarm(SCALE) } else { alarm };
            engine.put_metric_alarm(now, alarm).unwrap();
        }
        Self { engine, now, way, outputs: Vec::new() }
    }

    fn restore(&mut self) {
        let text = serde_json::to_string(&self.engine.snapshot()).unwrap();
        self.engine = Engine::restore(serde_json::from_str(&text).unwrap()).unwrap();
        assert_eq!(serde_json::to_string(&self.engine.snapshot()).unwrap(), text);
    }

    fn walk(&mut self, step: &Step, to: Timestamp) {
        let mut cuts = step.cuts.clone();
        cuts.sort_unstable();
        for cut in cuts {
            self.engine.advance(self.now.plus_millis(to.millis_since(self.now) * i64::from(cut) / 1000));
            if self.way == Way::Snapshots {
                self.restore();
            }
            self.outputs.extend(self.engine.drain());
        }
    }

    fn step(&mut self, step: &Step) {
        let to = self.now.plus_millis(step.gap);
        if self.way != Way::Jumps {
            self.walk(step, to);
        }
        self.now = to;
        self.act(&step.op);
        if self.way == Way::Snapshots {
            self.restore();
        }
    }

    fn act(&mut self, op: &Op) {
        let (engine, now) = (&mut self.engine, self.now);
        match op {
            Op::Put { metric, value } => engine.put(now, Datum::new("N", format!("M{metric}"), now, *value)).unwrap(),
            Op::SetMetric { metric, state } => {
                engine.set_alarm_state(now, &format!("m{metric}"), *state, "by hand", None).unwrap();
            }
            Op::SetComposite { composite, state } => {
                let _ = engine.set_alarm_state(now, &format!("c{composite}"), *state, "by hand", Some("{}"));
            }
            Op::PutComposite { composite, rule, suppressor } => {
                let alarm = Composite::new(format!("c{composite}"), rule).unwrap().on_alarm(OPS).on_ok(OPS);
                let alarm = match suppressor {
                    Some((metric, wait, extension)) => alarm.suppressed_by(format!("m{metric}"), *wait, *extension),
                    None => alarm,
                };
                let _ = engine.put_composite_alarm(now, alarm);
            }
            Op::Delete { composite } => {
                let _ = engine.delete_alarms(now, &[format!("c{composite}")]);
            }
            Op::Enable { name, enabled: true } => engine.enable_alarm_actions(now, &[name]).unwrap(),
            Op::Enable { name, enabled: false } => engine.disable_alarm_actions(now, &[name]).unwrap(),
            Op::PutMute { rule, expression, minutes, alarms } => {
                let schedule = MuteSchedule::parse(EXPRESSIONS[*expression], &format!("PT{minutes}M"), None).unwrap();
                let rule = MuteRule::new(format!("r{rule}"), schedule);
                let rule = alarms.iter().fold(rule, |rule, alarm| rule.for_alarm(alarm));
                engine.put_alarm_mute_rule(now, rule).unwrap();
            }
            Op::DeleteMute { rule } => engine.delete_alarm_mute_rule(now, &format!("r{rule}")),
            Op::Wait => engine.advance(now),
        }
    }

    /// Composite alarms whose rules nobody overruled by hand are as their rules say, from the leaves up.
    fn check_states(&mut self) {
        let now = self.now;
        let filter = AlarmFilter::default();
        let metrics = self.engine.describe_alarms(now, &filter);
        let metrics: BTreeMap<String, StateValue> =
            metrics.map(|alarm| (alarm.configuration.name.to_string(), alarm.state.value)).collect();
        let composites: Vec<_> = self.engine.describe_composite_alarms(now, &filter).cloned().collect();
        for alarm in &composites {
            let state = |name: &str| match metrics.get(name) {
                Some(state) => *state,
                None => composites.iter().find(|other| other.configuration.name.as_str() == name).unwrap().state.value,
            };
            let holds = alarm.configuration.rule.holds(state);
            let expected = if holds { StateValue::Alarm } else { StateValue::Ok };
            assert!(alarm.is_in_cycle || alarm.state.value == expected, "{alarm:?}");
        }
    }

    fn done(mut self) -> Vec<String> {
        let until = self.now.plus_secs(3 * 3600);
        self.engine.advance(until);
        self.outputs.extend(self.engine.drain());
        let mut texts: Vec<String> = self.outputs.iter().map(|output| serde_json::to_string(output).unwrap()).collect();
        let filter = AlarmFilter::default();
        texts.push(format!("{:?}", self.engine.describe_alarms(until, &filter).collect::<Vec<_>>()));
        texts.push(format!("{:?}", self.engine.describe_composite_alarms(until, &filter).collect::<Vec<_>>()));
        texts.push(format!("{:?}", self.engine.describe_alarm_history(until, &HistoryFilter::default()).count()));
        texts
            .push(format!("{:?}", self.engine.alarm_mute_rules(until, &MuteRuleFilter::default()).collect::<Vec<_>>()));
        texts.push(format!("{:?}", self.engine.next_deadline()));
        texts
    }
}

fn run(steps: &[Step], way: Way) -> Vec<String> {
    let mut world = World::new(way);
    for step in steps {
        world.step(step);
    }
    world.done()
}

fn state() -> impl Strategy<Value = StateValue> {
    proptest::sample::select(StateValue::ALL)
}

/// Rules that name any alarm, so that they may be refused, and may make cycles.
fn rule(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    let leaf = || (state(), proptest::sample::select(names)).prop_map(|(state, name)| format!("{state}({name})"));
    let some = proptest::collection::vec(proptest::sample::select(names), 2..4);
    let at_least = (some, state()).prop_map(|(names, state)| format!("AT_LEAST(2, {state}, ({}))", names.join(", ")));
    prop_oneof![
        3 => leaf(),
        2 => (leaf(), leaf()).prop_map(|(a, b)| format!("{a} AND NOT {b}")),
        2 => (leaf(), leaf()).prop_map(|(a, b)| format!("{a} OR {b}")),
        1 => at_least,
        1 => Just("FALSE".to_owned()),
    ]
}

const ALL: &[&str] = &["m0", "m1", "m2", "c0", "c1", "c2", "c3"];
const BELOW: [&[&str]; 4] = [&["m0", "m1", "m2"], &["m0", "m1", "c0"], &["m1", "m2", "c0", "c1"], &["m0", "c1", "c2"]];

fn names() -> impl Strategy<Value = String> {
    proptest::sample::select(ALL).prop_map(str::to_owned)
}

fn put_composite(rules: impl Fn(usize) -> BoxedStrategy<String> + 'static) -> impl Strategy<Value = Op> {
    let suppressor = proptest::option::of((0usize..3, 0u32..90, 0u32..90));
    (0usize..4, suppressor).prop_flat_map(move |(composite, suppressor)| {
        rules(composite).prop_map(move |rule| Op::PutComposite { composite, rule, suppressor })
    })
}

fn events() -> impl Strategy<Value = Op> {
    prop_oneof![
        3 => (0usize..3, 0i32..10).prop_map(|(metric, value)| Op::Put { metric, value: f64::from(value) }),
        4 => (0usize..3, state()).prop_map(|(metric, state)| Op::SetMetric { metric, state }),
        1 => Just(Op::Wait),
    ]
}

fn any_op() -> impl Strategy<Value = Op> {
    let alarms = proptest::collection::vec(names(), 0..4);
    prop_oneof![
        8 => events(),
        5 => put_composite(|_| rule(ALL).boxed()),
        1 => (0usize..4, state()).prop_map(|(composite, state)| Op::SetComposite { composite, state }),
        1 => (0usize..4).prop_map(|composite| Op::Delete { composite }),
        1 => (names(), any::<bool>()).prop_map(|(name, enabled)| Op::Enable { name, enabled }),
        2 => (0usize..2, 0usize..4, 1u32..40, alarms)
            .prop_map(|(rule, expression, minutes, alarms)| Op::PutMute { rule, expression, minutes, alarms }),
        1 => (0usize..2).prop_map(|rule| Op::DeleteMute { rule }),
    ]
}

fn steps(op: impl Strategy<Value = Op>) -> impl Strategy<Value = Vec<Step>> {
    let gap = prop_oneof![2 => 0..30_000i64, 3 => 1..90_000i64, 1 => 1..1_200_000i64, 1 => Just(57_000i64)];
    let cuts = proptest::collection::vec(0..1000u16, 0..4);
    proptest::collection::vec((op, gap, cuts).prop_map(|(op, gap, cuts)| Step { op, gap, cuts }), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn composites_are_as_their_rules_say(
        put in proptest::collection::vec((0usize..4).prop_flat_map(|c| rule(BELOW[c]).prop_map(move |rule| (c, rule))), 4..9),
        steps in steps(events()),
    ) {
        let mut world = World::new(Way::Jumps);
        for (composite, rule) in put {
            world.act(&Op::PutComposite { composite, rule, suppressor: None });
            world.check_states();
        }
        for step in &steps {
            world.step(step);
            world.check_states();
        }
    }

    #[test]
    fn one_long_advance_equals_many_short_ones(steps in steps(any_op())) {
        prop_assert_eq!(run(&steps, Way::Steps), run(&steps, Way::Jumps));
    }

    #[test]
    fn a_snapshot_changes_no_later_output(steps in steps(any_op())) {
        prop_assert_eq!(run(&steps, Way::Snapshots), run(&steps, Way::Jumps));
    }
}
