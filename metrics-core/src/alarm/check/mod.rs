//! From an alarm as asked for to one that can be evaluated.

mod error;
mod queries;

pub use error::PutAlarmError;

use super::action::{ActionKind, AlarmAction, Ec2Operation};
use super::configuration::{Alarm, AlarmConfiguration};
use super::options::WarmUp;
use super::source::{AlarmSource, MetricSource};
use super::state::{ComparisonOperator, LowSamples};
use crate::limits::Limits;
use crate::metric::Metric;
use crate::name::AlarmName;
use crate::period::Period;
use crate::statistic::Statistic;

/// Checks an alarm; the tags are left to the caller.
pub(crate) fn checked(mut alarm: Alarm, limits: &Limits) -> Result<AlarmConfiguration, PutAlarmError> {
    let name = AlarmName::new(alarm.name.as_str())?;
    let (comparison_operator, threshold) = comparison(&alarm)?;
    let source = source(&mut alarm)?;
    check_window(&alarm, &source)?;
    let evaluation_periods = evaluation_periods(&alarm, &source)?;
    let configuration = AlarmConfiguration {
        name,
        description: description(alarm.description)?,
        actions_enabled: !alarm.actions_disabled,
        ok_actions: actions(alarm.ok_actions, "OKActions", limits)?,
        alarm_actions: actions(alarm.alarm_actions, "AlarmActions", limits)?,
        insufficient_data_actions: actions(alarm.insufficient_data_actions, "InsufficientDataActions", limits)?,
        low_samples: low_samples(alarm.low_samples, &source)?,
        source,
        evaluation_periods,
        datapoints_to_alarm: alarm.datapoints_to_alarm,
        threshold,
        comparison_operator,
        treat_missing_data: alarm.treat_missing_data,
        evaluation_window: alarm.evaluation_window,
        warm_up: warm_up(alarm.warm_up)?,
    };
    check_actions(&configuration)?;
    Ok(configuration)
}

fn comparison(alarm: &Alarm) -> Result<(ComparisonOperator, Option<f64>), PutAlarmError> {
    let operator = alarm.comparison_operator.ok_or(PutAlarmError::Missing("ComparisonOperator"))?;
    match (alarm.threshold, &alarm.threshold_metric_id) {
        (Some(_), Some(_)) => Err(PutAlarmError::Both("Threshold", "ThresholdMetricId")),
        (_, None) if operator.needs_band() => Err(PutAlarmError::BandOperator(operator)),
        (None, Some(_)) if !operator.needs_band() => Err(PutAlarmError::ThresholdOperator(operator)),
        (None, Some(_)) if alarm.queries.is_empty() => Err(PutAlarmError::Missing("Metrics")),
        (None, Some(_)) => Ok((operator, None)),
        (None, None) => Err(PutAlarmError::Missing("Threshold")),
        (Some(threshold), None) if threshold.is_finite() => Ok((operator, Some(threshold))),
        (Some(threshold), None) => Err(PutAlarmError::Threshold(threshold)),
    }
}

fn source(alarm: &mut Alarm) -> Result<AlarmSource, PutAlarmError> {
    if !alarm.queries.is_empty() {
        let queries = std::mem::take(&mut alarm.queries);
        let queries = queries::checked(queries, alarm.threshold_metric_id.as_deref())?;
        return Ok(AlarmSource::Queries(Box::new(queries)));
    }
    let metric =
        Metric::new(&alarm.namespace, &alarm.metric_name)?.with_dimensions(alarm.dimensions.iter().cloned())?;
    let statistic = alarm.statistic.ok_or(PutAlarmError::Missing("Statistic"))?;
    Ok(AlarmSource::Metric(MetricSource { metric, statistic, period: period(alarm.period)?, unit: alarm.unit }))
}

fn period(seconds: Option<u32>) -> Result<Period, PutAlarmError> {
    let seconds = seconds.ok_or(PutAlarmError::Missing("Period"))?;
    match Period::new(seconds) {
        Ok(period) if !matches!(seconds, 1 | 5) => Ok(period),
        _ => Err(PutAlarmError::Period(seconds)),
    }
}

fn evaluation_periods(alarm: &Alarm, source: &AlarmSource) -> Result<u32, PutAlarmError> {
    let period = source.period();
    let periods = alarm.evaluation_periods.ok_or(PutAlarmError::Missing("EvaluationPeriods"))?;
    let datapoints = alarm.datapoints_to_alarm.unwrap_or(periods);
    if periods == 0 || datapoints == 0 || datapoints > periods {
        return Err(PutAlarmError::Datapoints { datapoints, periods });
    }
    let span = u64::from(periods) * u64::from(period.seconds());
    if source.queries().is_some_and(super::source::AlarmQueries::looks_everywhere) && span > 3 * 3600 {
        return Err(PutAlarmError::LongerThanThreeHours);
    }
    match (period.seconds() < 3600, span) {
        (true, 86_401..) => Err(PutAlarmError::LongerThanADay),
        (false, 604_801..) => Err(PutAlarmError::LongerThanAWeek),
        _ => Ok(periods),
    }
}

/// Windows of the calendar are those of five lengths.
fn check_window(alarm: &Alarm, source: &AlarmSource) -> Result<(), PutAlarmError> {
    let period = source.period();
    let is_unit = matches!(period.seconds(), 60 | 300 | 3600 | 86_400 | 604_800);
    match alarm.evaluation_window.zone() {
        Some(_) if !is_unit => Err(PutAlarmError::WallClockPeriod(period)),
        _ => Ok(()),
    }
}

fn low_samples(given: Option<LowSamples>, source: &AlarmSource) -> Result<Option<LowSamples>, PutAlarmError> {
    let is_percentile = source.metric().is_some_and(|source| percentile(source.statistic).is_some());
    if given.is_some() && !is_percentile { Err(PutAlarmError::LowSamples) } else { Ok(given) }
}

/// The fraction of a percentile.
pub(crate) fn percentile(statistic: Statistic) -> Option<f64> {
    match statistic {
        Statistic::Percentile(percent) => Some(percent.get() / 100.0),
        _ => None,
    }
}

fn warm_up(given: Option<WarmUp>) -> Result<Option<WarmUp>, PutAlarmError> {
    match given {
        Some(WarmUp { minutes, .. }) if !(1..=2880).contains(&minutes) => Err(PutAlarmError::WarmUp(minutes)),
        given => Ok(given),
    }
}

fn description(text: Option<String>) -> Result<Option<String>, PutAlarmError> {
    match text {
        Some(text) if text.chars().count() > LONGEST_TEXT => Err(PutAlarmError::TooLong("AlarmDescription")),
        text => Ok(text),
    }
}

fn actions(arns: Vec<String>, member: &'static str, limits: &Limits) -> Result<Vec<AlarmAction>, PutAlarmError> {
    let most = limits.actions_per_state;
    if arns.len() > most {
        return Err(PutAlarmError::TooManyActions { member, most });
    }
    if arns.iter().any(|arn| !(1..=LONGEST_TEXT).contains(&arn.chars().count())) {
        return Err(PutAlarmError::TooLong(member));
    }
    Ok(arns.into_iter().map(AlarmAction::new).collect())
}

/// Instances are acted upon by alarms on their own metrics only, and anomalies scale nothing.
fn check_actions(alarm: &AlarmConfiguration) -> Result<(), PutAlarmError> {
    for action in alarm.all_actions() {
        match action.kind {
            ActionKind::Ec2(operation) => check_ec2(alarm, action, operation)?,
            ActionKind::AutoScaling if alarm.threshold.is_none() => {
                return Err(PutAlarmError::ScalingOfBand(action.arn.clone()));
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_ec2(alarm: &AlarmConfiguration, action: &AlarmAction, operation: Ec2Operation) -> Result<(), PutAlarmError> {
    let Some(MetricSource { metric, .. }) = alarm.source.metric() else {
        let by_instance = alarm.source.queries().is_some_and(|queries| queries.groups_by("InstanceId"));
        return if by_instance { Ok(()) } else { Err(PutAlarmError::InstanceOfMath(action.arn.clone())) };
    };
    if metric.dimensions.value("InstanceId").is_none() {
        return Err(PutAlarmError::NoInstance(action.arn.clone()));
    }
    if operation == Ec2Operation::Recover && metric.name.as_str() != "StatusCheckFailed_System" {
        return Err(PutAlarmError::Recover(metric.name.to_string()));
    }
    Ok(())
}

/// Characters of a description and of an action.
const LONGEST_TEXT: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn load() -> Alarm {
        Alarm::on("Bay", "Load").named("a").maximum(Period::MINUTE).above(10.0)
    }

    fn check(alarm: Alarm) -> Result<AlarmConfiguration, PutAlarmError> {
        checked(alarm, &Limits::default())
    }

    #[test]
    fn what_is_absent_stays_absent() {
        let alarm = check(load()).unwrap();
        assert_eq!((alarm.datapoints_to_alarm, alarm.treat_missing_data, alarm.evaluation_periods), (None, None, 1));
    }

    #[test]
    fn periods_and_their_products_are_bounded() {
        for (seconds, periods, accepted) in [
            (10, 1, true),
            (1, 1, false),
            (5, 1, false),
            (45, 1, false),
            (60, 1440, true),
            (60, 1441, false),
            (10, 8640, true),
            (3540, 25, false),
            (3600, 168, true),
            (3600, 169, false),
            (604_800, 1, true),
            (60, 0, false),
        ] {
            let alarm = Alarm { period: Some(seconds), ..load() }.for_periods(periods);
            assert_eq!(check(alarm).is_ok(), accepted, "{seconds} s x {periods}");
        }
    }

    #[test]
    fn datapoints_lie_between_one_and_the_periods() {
        for (m, accepted) in [(0, false), (1, true), (3, true), (4, false)] {
            assert_eq!(check(load().for_periods(3).datapoints_to_alarm(m)).is_ok(), accepted, "{m}");
        }
    }

    #[test]
    fn instances_are_acted_upon_by_their_own_metrics() {
        let recover = "arn:aws:automate:us-east-1:ec2:recover";
        let stop = "arn:aws:automate:us-east-1:ec2:stop";
        assert!(matches!(check(load().on_alarm(stop)), Err(PutAlarmError::NoInstance(_))));
        assert!(check(load().with_dimension("InstanceId", "i-1").on_alarm(stop)).is_ok());
        let with_instance = load().with_dimension("InstanceId", "i-1").on_alarm(recover);
        assert_eq!(check(with_instance), Err(PutAlarmError::Recover("Load".into())));
    }

    #[test]
    fn six_actions_are_too_many() {
        let alarm = (0..6).fold(load(), |alarm, n| alarm.on_ok(format!("arn:aws:sns:us-east-1:111122223333:t{n}")));
        assert_eq!(check(alarm), Err(PutAlarmError::TooManyActions { member: "OKActions", most: 5 }));
    }
}
