//! From an alarm as asked for to one that can be evaluated.

use cupola_base::ApiError;

use super::action::{ActionKind, AlarmAction, Ec2Operation};
use super::configuration::{Alarm, AlarmConfiguration, AlarmSource, MetricSource};
use super::state::ComparisonOperator;
use crate::code;
use crate::dimensions::DimensionsError;
use crate::limits::Limits;
use crate::metric::Metric;
use crate::name::{AlarmName, NameError};
use crate::period::Period;
use crate::statistics::ExtendedError;

/// Checks an alarm; the tags are left to the caller.
pub(crate) fn checked(alarm: Alarm, limits: &Limits) -> Result<AlarmConfiguration, PutAlarmError> {
    let name = AlarmName::new(alarm.name.as_str())?;
    let (comparison_operator, threshold) = comparison(&alarm)?;
    let metric =
        Metric::new(&alarm.namespace, &alarm.metric_name)?.with_dimensions(alarm.dimensions.iter().cloned())?;
    let source = MetricSource {
        metric,
        statistic: alarm.statistic.ok_or(PutAlarmError::Missing("Statistic"))?,
        period: period(alarm.period)?,
        unit: alarm.unit,
    };
    let evaluation_periods = evaluation_periods(&alarm, source.period)?;
    let configuration = AlarmConfiguration {
        name,
        description: description(alarm.description)?,
        actions_enabled: !alarm.actions_disabled,
        ok_actions: actions(alarm.ok_actions, "OKActions", limits)?,
        alarm_actions: actions(alarm.alarm_actions, "AlarmActions", limits)?,
        insufficient_data_actions: actions(alarm.insufficient_data_actions, "InsufficientDataActions", limits)?,
        source: AlarmSource::Metric(source),
        evaluation_periods,
        datapoints_to_alarm: alarm.datapoints_to_alarm,
        threshold,
        comparison_operator,
        treat_missing_data: alarm.treat_missing_data,
    };
    check_ec2(&configuration)?;
    Ok(configuration)
}

fn comparison(alarm: &Alarm) -> Result<(ComparisonOperator, f64), PutAlarmError> {
    let operator = alarm.comparison_operator.ok_or(PutAlarmError::Missing("ComparisonOperator"))?;
    if operator.needs_band() {
        return Err(PutAlarmError::BandOperator(operator));
    }
    let threshold = alarm.threshold.ok_or(PutAlarmError::Missing("Threshold"))?;
    if threshold.is_finite() { Ok((operator, threshold)) } else { Err(PutAlarmError::Threshold(threshold)) }
}

fn period(seconds: Option<u32>) -> Result<Period, PutAlarmError> {
    let seconds = seconds.ok_or(PutAlarmError::Missing("Period"))?;
    match Period::new(seconds) {
        Ok(period) if !matches!(seconds, 1 | 5) => Ok(period),
        _ => Err(PutAlarmError::Period(seconds)),
    }
}

fn evaluation_periods(alarm: &Alarm, period: Period) -> Result<u32, PutAlarmError> {
    let periods = alarm.evaluation_periods.ok_or(PutAlarmError::Missing("EvaluationPeriods"))?;
    let datapoints = alarm.datapoints_to_alarm.unwrap_or(periods);
    if periods == 0 || datapoints == 0 || datapoints > periods {
        return Err(PutAlarmError::Datapoints { datapoints, periods });
    }
    let span = u64::from(periods) * u64::from(period.seconds());
    match (period.seconds() < 3600, span) {
        (true, 86_401..) => Err(PutAlarmError::LongerThanADay),
        (false, 604_801..) => Err(PutAlarmError::LongerThanAWeek),
        _ => Ok(periods),
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

/// Instances are acted upon by alarms on their own metrics only.
fn check_ec2(alarm: &AlarmConfiguration) -> Result<(), PutAlarmError> {
    let metric = &alarm.metric_source().metric;
    for action in alarm.all_actions() {
        let ActionKind::Ec2(operation) = action.kind else { continue };
        if metric.dimensions.value("InstanceId").is_none() {
            return Err(PutAlarmError::NoInstance(action.arn.clone()));
        }
        if operation == Ec2Operation::Recover && metric.name.as_str() != "StatusCheckFailed_System" {
            return Err(PutAlarmError::Recover(metric.name.to_string()));
        }
    }
    Ok(())
}

/// Characters of a description and of an action.
const LONGEST_TEXT: usize = 1024;

/// Why an alarm was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PutAlarmError {
    /// Something that an alarm on a metric needs was not given.
    #[error("The parameter {0} is required.")]
    Missing(&'static str),
    /// Two things were given that exclude each other.
    #[error("The parameters {0} and {1} are mutually exclusive and you have specified both.")]
    Both(&'static str, &'static str),
    /// Alarm, namespace or metric name break their rules.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The dimensions are not a set of dimensions.
    #[error(transparent)]
    Dimensions(#[from] DimensionsError),
    /// The period is not one of an alarm.
    #[error("Period must be 10, 20, 30 or a multiple of 60, not {0}")]
    Period(u32),
    /// N is zero, or M is not between 1 and N.
    #[error("DatapointsToAlarm must be between 1 and EvaluationPeriods: {datapoints} of {periods} were asked for")]
    Datapoints {
        /// M.
        datapoints: u32,
        /// N.
        periods: u32,
    },
    /// Periods below an hour look back a day at most.
    #[error(
        "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400) for alarms \
         using period < 3600"
    )]
    LongerThanADay,
    /// Longer periods look back a week at most.
    #[error("Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800)")]
    LongerThanAWeek,
    /// The threshold is not a finite number.
    #[error("The value {0} for parameter Threshold is invalid.")]
    Threshold(f64),
    /// The operator compares with an anomaly band, which a threshold is not.
    #[error("The operator {0} needs ThresholdMetricId.")]
    BandOperator(ComparisonOperator),
    /// The treatment of missing data is none of the four.
    #[error(
        "The value {0} is not supported for TreatMissingData parameter. Supported values are [breaching, \
         notBreaching, ignore, missing]."
    )]
    TreatMissingData(String),
    /// The text is no percentile or trimmed statistic.
    #[error("The value {text} for parameter ExtendedStatistic is not supported: {cause}.")]
    ExtendedStatistic {
        /// The text.
        text: String,
        /// What is wrong with it.
        cause: ExtendedError,
    },
    /// Only alarms on percentiles have low-sample percentiles.
    #[error("The parameter EvaluateLowSampleCountPercentile is valid with a percentile as ExtendedStatistic only.")]
    LowSamples,
    /// The service has it; this library does not evaluate it yet.
    #[error("The parameter {0} is not supported yet.")]
    NotSupported(&'static str),
    /// More actions for one state than there may be.
    #[error("{member} holds more than {most} actions")]
    TooManyActions {
        /// Which list.
        member: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// A text is empty or longer than 1024 characters.
    #[error("{0} must be 1 to 1024 characters long")]
    TooLong(&'static str),
    /// An action on an instance, but the metric has no `InstanceId`.
    #[error("The action {0} needs a metric with the dimension InstanceId.")]
    NoInstance(String),
    /// Instances are recovered when their system status check fails, and for nothing else.
    #[error("The action recover needs the metric StatusCheckFailed_System, not {0}.")]
    Recover(String),
    /// The tags are not those of a resource.
    #[error(transparent)]
    Tags(#[from] cupola_base::TagsError),
    /// There is a composite alarm of this name.
    #[error("There is a composite alarm with the name {0}: the type of an alarm cannot be changed.")]
    OtherKind(String),
    /// There are as many alarms as there may be.
    #[error("{0} alarms are as many as there may be")]
    TooManyAlarms(usize),
}

impl From<PutAlarmError> for ApiError {
    fn from(error: PutAlarmError) -> Self {
        let code = match error {
            PutAlarmError::TooManyAlarms(_) => code::LIMIT_EXCEEDED,
            PutAlarmError::Both(..) => code::INVALID_COMBINATION,
            PutAlarmError::Tags(_) => code::INVALID_VALUE,
            _ => code::VALIDATION,
        };
        Self::caller(code, error.to_string())
    }
}

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
