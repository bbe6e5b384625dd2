//! When an alarm is evaluated.

use cupola_base::Timestamp;

use super::configuration::AlarmConfiguration;
use super::decision::{DecisionRule, decide};
use super::range::windows;
use super::state::StateValue;
use crate::policies::Policies;
use crate::store::{MetricId, Store};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 3_600_000;

/// Milliseconds from one evaluation to the next: ten seconds for periods below a minute, an hour
/// for alarms that look back more than a day, else a minute.
pub(crate) fn cadence(alarm: &AlarmConfiguration) -> i64 {
    let period = alarm.metric_source().period;
    match i64::from(alarm.evaluation_periods).saturating_mul(period.millis()) {
        _ if period.is_high_resolution() => MINUTE / 6,
        span if span > 24 * HOUR => HOUR,
        _ => MINUTE,
    }
}

/// Where the newest window of an evaluation at `now` ends.
pub(crate) fn evaluation_time(alarm: &AlarmConfiguration, now: Timestamp) -> Timestamp {
    now.floor_to(cadence(alarm))
}

/// The first instant after `now` at which the alarm can be evaluated.
pub(crate) fn next_tick(alarm: &AlarmConfiguration, now: Timestamp) -> Timestamp {
    let cadence = cadence(alarm);
    now.floor_to(cadence).plus_millis(cadence)
}

/// When the alarm is to be evaluated next after `now`; `None` when nothing can change until data
/// come in or somebody changes the alarm.
///
/// An alarm sleeps while its range holds no data and no data means the state that it has. Data
/// stamped in the future wake it when they enter the range.
pub(crate) fn next_evaluation(
    store: &Store,
    now: Timestamp,
    id: MetricId,
    alarm: &AlarmConfiguration,
    state: StateValue,
    policies: &Policies,
) -> Option<Timestamp> {
    let next = next_tick(alarm, now);
    if next <= now {
        return None;
    }
    if !is_quiet(alarm, state, policies) {
        return Some(next);
    }
    let reach = i64::from(windows(alarm, policies)).saturating_mul(alarm.metric_source().period.millis());
    let oldest = next.as_millis().saturating_sub(reach);
    let first = Timestamp::from_millis(store.first_from(id, alarm.metric_source().unit, oldest)?);
    Some(next_tick(alarm, first).max(next))
}

/// Whether an evaluation without any data leaves the state as it is.
fn is_quiet(alarm: &AlarmConfiguration, state: StateValue, policies: &Policies) -> bool {
    decide(&rule(alarm, policies), &[]).state.is_none_or(|decided| decided == state)
}

/// What the decision depends on.
pub(crate) fn rule(alarm: &AlarmConfiguration, policies: &Policies) -> DecisionRule {
    DecisionRule {
        evaluation_periods: alarm.evaluation_periods,
        datapoints_to_alarm: alarm.effective_datapoints_to_alarm(),
        treat_missing_data: alarm.effective_treat_missing_data(),
        young_breach: policies.young_breach,
    }
}
