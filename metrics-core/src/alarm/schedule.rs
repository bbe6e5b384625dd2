//! When an alarm is evaluated.

use cupola_base::Timestamp;

use super::calendar::{next_unit, unit_start};
use super::configuration::AlarmConfiguration;
use super::decision::{DecisionRule, decide};
use super::spans::Spans;
use super::state::StateValue;
use crate::policies::Policies;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 3_600_000;

/// Milliseconds from one evaluation to the next: ten seconds for periods below a minute, an hour
/// for alarms that look back more than a day, else a minute. Windows of the calendar are looked at every minute, when the
/// last one may have got late data.
pub(crate) fn cadence(alarm: &AlarmConfiguration) -> i64 {
    let period = alarm.period();
    match i64::from(alarm.evaluation_periods).saturating_mul(period.millis()) {
        _ if period.is_high_resolution() => MINUTE / 6,
        span if span > 24 * HOUR && alarm.evaluation_window.zone().is_none() => HOUR,
        _ => MINUTE,
    }
}

/// Where the newest window of an evaluation at `now` ends.
pub(crate) fn evaluation_time(alarm: &AlarmConfiguration, now: Timestamp) -> Timestamp {
    match alarm.evaluation_window.zone() {
        Some(zone) if !alarm.period().is_high_resolution() => unit_start(zone, alarm.period(), now),
        _ => now.floor_to(cadence(alarm)),
    }
}

/// The first instant after `now` at which the alarm can be evaluated.
pub(crate) fn next_tick(alarm: &AlarmConfiguration, now: Timestamp) -> Timestamp {
    let cadence = cadence(alarm);
    now.floor_to(cadence).plus_millis(cadence)
}

/// When an alarm that sleeps is to be evaluated next after `now`: once the oldest data from `oldest` on, if there are any,
/// can be in a window.
pub(crate) fn awake_at(alarm: &AlarmConfiguration, now: Timestamp, first: Option<i64>) -> Option<Timestamp> {
    let first = Timestamp::from_millis(first?);
    let next = next_tick(alarm, now);
    let enters = match alarm.evaluation_window.zone() {
        Some(zone) if !alarm.period().is_high_resolution() => next_unit(zone, alarm.period(), first),
        _ => next_tick(alarm, first),
    };
    Some(enters.max(next))
}

/// From when on data can be in a window of an evaluation after `now`.
pub(crate) fn oldest_wanted(alarm: &AlarmConfiguration, now: Timestamp, policies: &Policies) -> i64 {
    Spans::of(alarm, next_tick(alarm, now), policies).start().as_millis()
}

/// Whether an evaluation without any data leaves the state as it is.
pub(crate) fn is_quiet(alarm: &AlarmConfiguration, state: StateValue, policies: &Policies) -> bool {
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
