//! Laws of alarms: they decide and come to their states as their slow twins do, one long advance
//! equals many short ones, a snapshot changes nothing, and the door adds nothing.

#![expect(clippy::unwrap_used, reason = "the inputs are made well formed")]

use cupola_metrics::testing::twins;
use cupola_metrics::{DecisionRule, Period, StateValue, TreatMissingData, Window, YoungBreach, decide};
use proptest::prelude::*;

use crate::alarms::{Op, Script, Step, Way, changes_of_twin, run};

#[test]
fn every_short_range_is_decided_as_by_the_twin() {
    let kinds = [Window::Breaching, Window::NonBreaching, Window::Missing];
    let mut ranges: Vec<Vec<Window>> = vec![Vec::new()];
    for _ in 0..6 {
        let longer = |range: &Vec<Window>| kinds.map(|kind| [&range[..], &[kind]].concat());
        ranges.extend(ranges.clone().iter().flat_map(longer));
        ranges.sort_by_key(|range| range.iter().map(|window| *window as u8).collect::<Vec<_>>());
        ranges.dedup();
    }
    assert_eq!(ranges.len(), (0..=6).map(|len| 3usize.pow(len)).sum::<usize>());
    for rule in rules() {
        for range in &ranges {
            assert_eq!(decide(&rule, range).state, twins::decide(&rule, range), "{rule:?} {range:?}");
        }
    }
}

fn rules() -> Vec<DecisionRule> {
    let mut rules = Vec::new();
    for evaluation_periods in 1..=5 {
        for datapoints_to_alarm in 1..=evaluation_periods {
            for treat_missing_data in TreatMissingData::ALL.iter().copied() {
                for young_breach in [YoungBreach::Keep, YoungBreach::Ok, YoungBreach::InsufficientData] {
                    rules.push(DecisionRule {
                        evaluation_periods,
                        datapoints_to_alarm,
                        treat_missing_data,
                        young_breach,
                    });
                }
            }
        }
    }
    rules
}

fn rule() -> impl Strategy<Value = DecisionRule> {
    let kept = rules().into_iter().filter(|rule| rule.young_breach == YoungBreach::Keep).collect::<Vec<_>>();
    proptest::sample::select(kept)
}

fn op() -> impl Strategy<Value = Op> {
    let age = prop_oneof![5 => 0..120i64, 2 => 0..3000i64, 1 => -600..0i64];
    let datum = (age, -20i32..40, any::<bool>());
    prop_oneof![
        4 => datum.clone().prop_map(|(age, value, high)| Op::Put { age, value: f64::from(value), high }),
        4 => datum.prop_map(|(age, value, high)| Op::Accept { age, value: f64::from(value), high }),
        1 => proptest::sample::select(StateValue::ALL).prop_map(Op::SetState),
        2 => Just(Op::Wait),
    ]
}

/// Also what the twin does not know: changes of the configuration.
fn any_op() -> impl Strategy<Value = Op> {
    prop_oneof![
        6 => op(),
        1 => (0i32..20).prop_map(|threshold| Op::Change { threshold: f64::from(threshold) }),
        1 => Just(Op::Delete),
        1 => any::<bool>().prop_map(Op::Enable),
    ]
}

fn steps(op: impl Strategy<Value = Op>) -> impl Strategy<Value = Vec<Step>> {
    let gap = prop_oneof![4 => 1..60_000i64, 1 => 1..1_200_000i64, 1 => 1..9_000_000i64];
    let cuts = proptest::collection::vec(0..1000u16, 0..4);
    let step = (op, gap, any::<bool>(), cuts).prop_map(|(op, gap, to_tick, cuts)| Step { op, gap, to_tick, cuts });
    proptest::collection::vec(step, 1..30)
}

fn script(op: impl Strategy<Value = Op>) -> impl Strategy<Value = Script> {
    let period = proptest::sample::select(vec![10, 20, 30, 60, 120, 300, 21_600]);
    let given = any::<[bool; 2]>();
    (rule(), period, 0i32..20, given, steps(op)).prop_map(|(rule, period, threshold, given, steps)| Script {
        rule,
        period: Period::new(period).unwrap(),
        threshold: f64::from(threshold),
        gives_datapoints: given[0] || rule.datapoints_to_alarm != rule.evaluation_periods,
        scales: given[1] && period <= 3600,
        steps,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn alarms_come_to_their_states_as_the_twin_does(script in script(op())) {
        prop_assert_eq!(run(&script, Way::Jumps).changes(), changes_of_twin(&script));
    }

    #[test]
    fn one_long_advance_equals_many_short_ones(script in script(any_op())) {
        prop_assert_eq!(run(&script, Way::Steps).texts(), run(&script, Way::Jumps).texts());
    }

    #[test]
    fn a_snapshot_changes_no_later_output(script in script(any_op())) {
        prop_assert_eq!(run(&script, Way::Snapshots).texts(), run(&script, Way::Jumps).texts());
    }

    #[test]
    fn the_door_adds_nothing(script in script(any_op())) {
        prop_assert_eq!(run(&script, Way::Door).texts(), run(&script, Way::Jumps).texts());
    }
}
