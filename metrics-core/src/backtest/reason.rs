//! Why a transition came about.

use cupola_base::Timestamp;

use super::column::value;
use super::outcome::Transition;
use super::setting::Checked;
use super::{Backtest, Setting};
use crate::alarm::{Bound, Clause, Filled, ReasonPoint, StateReason, StateValue, Window, decide};

/// The reason of a transition; `None` when its instant is none at which the setting comes to its state.
pub(super) fn of(backtest: &Backtest, checked: &Checked, transition: &Transition) -> Option<StateReason> {
    let Transition { at, from, to } = *transition;
    let setting = &checked.setting;
    let range = range(backtest, checked, at);
    let verdicts: Vec<Window> = range.iter().map(|point| verdict(setting, *point)).collect();
    let decision = decide(&checked.rule(&backtest.policies), &verdicts);
    if decision.state != Some(to) || at.floor_to(checked.cadence) != at {
        return None;
    }
    let n = setting.evaluation_periods as usize;
    let considered: Vec<ReasonPoint> = range.into_iter().flatten().take(n).collect();
    let count = n - considered.len();
    let received = considered.len();
    let reason = StateReason::new(setting.operator, Bound::Threshold(setting.threshold), setting.evaluation_periods)
        .with_datapoints_to_alarm(Some(setting.datapoints_to_alarm))
        .between(from, to)
        .with_points(supporting(setting, considered, to))
        .with_received(received)
        .with_filled(match decision.clause {
            Clause::FilledBreaching => Some(Filled { count, breaching: true }),
            Clause::FilledNotBreaching => Some(Filled { count, breaching: false }),
            _ => None,
        });
    Some(reason)
}

/// The windows at an instant, newest first.
fn range(backtest: &Backtest, checked: &Checked, at: Timestamp) -> Vec<Option<ReasonPoint>> {
    let Setting { statistic, period, .. } = checked.setting;
    let window = |back: u32| {
        let end = at.plus_millis(period.millis().saturating_mul(-i64::from(back)));
        let start = end.plus_millis(-period.millis());
        let value = value(backtest.series.between(start, end), statistic);
        (!value.is_nan()).then_some(ReasonPoint { value, at: start })
    };
    (0..checked.windows(&backtest.policies)).map(window).collect()
}

fn verdict(setting: &Setting, point: Option<ReasonPoint>) -> Window {
    match point.map(|point| breaches(setting, point.value)) {
        None => Window::Missing,
        Some(true) => Window::Breaching,
        Some(false) => Window::NonBreaching,
    }
}

fn supporting(setting: &Setting, mut considered: Vec<ReasonPoint>, to: StateValue) -> Vec<ReasonPoint> {
    match to {
        StateValue::InsufficientData => considered.clear(),
        to => considered.retain(|point| breaches(setting, point.value) == (to == StateValue::Alarm)),
    }
    considered
}

fn breaches(setting: &Setting, value: f64) -> bool {
    setting.operator.is_breaching(value, setting.threshold).unwrap_or_default()
}
