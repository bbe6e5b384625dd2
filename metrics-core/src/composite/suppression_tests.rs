use proptest::prelude::*;

use super::*;

/// What happens to the alarm.
#[derive(Clone, Copy, Debug)]
enum Happening {
    Changes,
    Suppressor(bool),
}

use Happening::{Changes, Suppressor};

fn t(seconds: i64) -> Timestamp {
    Timestamp::from_secs(seconds)
}

/// Runs happenings at their seconds, timers at theirs, and answers when actions ran.
fn runs(wait: u32, extension: u32, script: &[(i64, Happening)]) -> Vec<i64> {
    let periods = SuppressionPeriods::new(wait, extension);
    let (mut suppression, mut in_alarm, mut owed, mut ran) = (Suppression::new(false), false, false, Vec::new());
    let mut act = |suppression: Suppression, owed: &mut bool, at: Timestamp| {
        if suppression.is_open() && std::mem::take(owed) {
            ran.push(at.as_millis() / 1000);
        }
    };
    for (second, happening) in script.iter().copied().chain([(1_000_000, Suppressor(false))]) {
        while let Some(due) = suppression.deadline().filter(|due| *due <= t(second)) {
            suppression.elapsed(due);
            act(suppression, &mut owed, due);
        }
        match happening {
            Changes => {
                suppression.changed(t(second), periods, in_alarm);
                owed = true;
            }
            Suppressor(now_in_alarm) => {
                in_alarm = now_in_alarm;
                suppression.suppressor(t(second), periods, in_alarm);
            }
        }
        act(suppression, &mut owed, t(second));
    }
    ran
}

#[test]
fn the_worked_examples() {
    for (script, expected) in [
        (vec![(0, Changes)], vec![10]),
        (vec![(0, Changes), (6, Suppressor(true)), (40, Suppressor(false))], vec![60]),
        (vec![(0, Changes), (6, Suppressor(true)), (40, Suppressor(false)), (50, Changes)], vec![60]),
        (vec![(0, Changes), (4, Changes)], vec![14]),
    ] {
        assert_eq!(runs(10, 20, &script), expected, "{script:?}");
    }
}

#[test]
fn every_rule_of_the_machine() {
    for (rule, script, expected) in [
        ("1: the suppressor is in ALARM", vec![(0, Suppressor(true)), (5, Changes), (9, Suppressor(false))], vec![29]),
        ("2: the suppressor comes too late", vec![(0, Changes), (11, Suppressor(true))], vec![10]),
        ("2: a timer that is due runs first", vec![(0, Changes), (10, Suppressor(true))], vec![10]),
        (
            "3: changes while suppressed",
            vec![(0, Suppressor(true)), (5, Changes), (7, Changes), (9, Suppressor(false))],
            vec![29],
        ),
        (
            "4: back to ALARM while extending",
            vec![
                (0, Suppressor(true)),
                (5, Changes),
                (9, Suppressor(false)),
                (20, Suppressor(true)),
                (30, Suppressor(false)),
            ],
            vec![50],
        ),
        ("nothing is owed", vec![(0, Suppressor(true)), (9, Suppressor(false))], vec![]),
        (
            "a change after a silent extension",
            vec![(0, Suppressor(true)), (9, Suppressor(false)), (40, Changes)],
            vec![50],
        ),
    ] {
        assert_eq!(runs(10, 20, &script), expected, "{rule}");
    }
}

#[test]
fn periods_of_nothing_run_at_once() {
    assert_eq!(runs(0, 20, &[(3, Changes)]), [3]);
    assert_eq!(runs(10, 0, &[(0, Suppressor(true)), (3, Changes), (9, Suppressor(false))]), [9]);
}

#[test]
fn it_says_what_suppresses() {
    let periods = SuppressionPeriods::new(10, 20);
    let mut suppression = Suppression::new(true);
    assert_eq!(suppression.suppressed_by(), Some(SuppressedBy::Alarm));
    suppression.suppressor(t(5), periods, false);
    assert_eq!(suppression.phase(), SuppressionPhase::Extending { until: t(25) });
    assert_eq!(
        suppression.suppressed_by().map(SuppressedBy::reason).as_deref(),
        Some("Actions suppressed by ExtensionPeriod")
    );
    suppression.elapsed(t(24));
    assert!(!suppression.is_open());
    suppression.elapsed(t(25));
    assert_eq!((suppression.suppressed_by(), suppression.deadline()), (None, None));
}

/// The same second by second, from the sentences of the user guide.
fn runs_of_twin(wait: i64, extension: i64, script: &[(i64, Happening)]) -> Vec<i64> {
    let (mut in_alarm, mut owed, mut ran) = (false, false, Vec::new());
    let (mut waiting_until, mut extended_until) = (None::<i64>, None::<i64>);
    let last = script.last().map_or(0, |(second, _)| *second) + wait + extension + 1;
    for second in 0..=last {
        let is_held = |until: Option<i64>, second: i64| until.is_some_and(|until| second < until);
        let mut run = |owed: &mut bool, waiting: Option<i64>, extended: Option<i64>, in_alarm: bool| {
            if *owed && !in_alarm && !is_held(waiting, second) && !is_held(extended, second) {
                *owed = false;
                ran.push(second);
            }
        };
        run(&mut owed, waiting_until, extended_until, in_alarm);
        for (_, happening) in script.iter().filter(|(at, _)| *at == second) {
            match happening {
                Changes => {
                    owed = true;
                    extended_until = None;
                    waiting_until = (!in_alarm).then_some(second + wait);
                }
                Suppressor(true) => {
                    in_alarm = true;
                    (waiting_until, extended_until) = (None, None);
                }
                Suppressor(false) if in_alarm => {
                    in_alarm = false;
                    extended_until = Some(second + extension);
                }
                Suppressor(false) => {}
            }
            run(&mut owed, waiting_until, extended_until, in_alarm);
        }
    }
    ran
}

proptest! {
    #[test]
    fn it_runs_when_the_twin_runs(
        wait in 0u32..15,
        extension in 0u32..15,
        mut script in proptest::collection::vec(
            (0i64..80, prop_oneof![Just(Changes), any::<bool>().prop_map(Suppressor)]),
            0..12,
        ),
    ) {
        script.sort_by_key(|(second, _)| *second);
        let twin = runs_of_twin(wait.into(), extension.into(), &script);
        // The end of the script lets the suppressor leave ALARM; the twin's script ends as it stands.
        let mine: Vec<i64> = runs(wait, extension, &script).into_iter().filter(|second| *second < 1_000_000).collect();
        prop_assert_eq!(mine, twin);
    }
}
