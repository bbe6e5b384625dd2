//! What an alarm is to watch and to do.

use cupola_base::{Dimension, Unit};
use serde::{Deserialize, Serialize};

use super::action::AlarmAction;
use super::state::{ComparisonOperator, TreatMissingData};
use crate::metric::Metric;
use crate::name::AlarmName;
use crate::period::Period;
use crate::statistic::Statistic;

/// An alarm as asked for. [`Engine::put_metric_alarm`](crate::Engine::put_metric_alarm) checks it.
///
/// ```
/// use cupola_metrics::{Alarm, Period};
///
/// let alarm = Alarm::on("App", "Latency").named("slow").average(Period::minutes(1)?).above(250.0).for_periods(3);
/// # drop(alarm);
/// # Ok::<(), cupola_metrics::PeriodError>(())
/// ```
///
/// Unless told, an alarm has no name, statistic and threshold (and is refused), evaluates one
/// period, has its actions enabled and treats missing data as missing.
#[derive(Clone, Debug, Default, PartialEq)]
#[doc(alias = "PutMetricAlarm")]
pub struct Alarm {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) actions_disabled: bool,
    pub(crate) ok_actions: Vec<String>,
    pub(crate) alarm_actions: Vec<String>,
    pub(crate) insufficient_data_actions: Vec<String>,
    pub(crate) namespace: String,
    pub(crate) metric_name: String,
    pub(crate) dimensions: Vec<Dimension>,
    pub(crate) statistic: Option<Statistic>,
    pub(crate) period: Option<u32>,
    pub(crate) unit: Option<Unit>,
    pub(crate) evaluation_periods: Option<u32>,
    pub(crate) datapoints_to_alarm: Option<u32>,
    pub(crate) threshold: Option<f64>,
    pub(crate) comparison_operator: Option<ComparisonOperator>,
    pub(crate) treat_missing_data: Option<TreatMissingData>,
    pub(crate) tags: Vec<(String, String)>,
}

impl Alarm {
    /// An alarm on a metric without dimensions.
    #[must_use]
    pub fn on(namespace: impl Into<String>, metric_name: impl Into<String>) -> Self {
        Self {
            namespace: namespace.into(),
            metric_name: metric_name.into(),
            evaluation_periods: Some(1),
            ..Self::default()
        }
    }

    /// Sets the alarm's name, which is unique in its place.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// Sets the description.
    #[must_use]
    pub fn described(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// Adds a dimension of the metric.
    #[must_use]
    pub fn with_dimension(mut self, name: &str, value: &str) -> Self {
        self.dimensions.push(Dimension::new(name, value));
        self
    }

    /// Looks at data of one unit only.
    #[must_use]
    pub fn in_unit(self, unit: Unit) -> Self {
        Self { unit: Some(unit), ..self }
    }

    /// Sets which statistic is taken over which period.
    #[must_use]
    pub fn statistic(self, statistic: Statistic, period: Period) -> Self {
        Self { statistic: Some(statistic), period: Some(period.seconds()), ..self }
    }

    /// Takes the average.
    #[must_use]
    pub fn average(self, period: Period) -> Self {
        self.statistic(Statistic::Average, period)
    }

    /// Takes the sum.
    #[must_use]
    pub fn sum(self, period: Period) -> Self {
        self.statistic(Statistic::Sum, period)
    }

    /// Takes the smallest sample.
    #[must_use]
    pub fn minimum(self, period: Period) -> Self {
        self.statistic(Statistic::Minimum, period)
    }

    /// Takes the largest sample.
    #[must_use]
    pub fn maximum(self, period: Period) -> Self {
        self.statistic(Statistic::Maximum, period)
    }

    /// Takes the number of samples.
    #[must_use]
    pub fn sample_count(self, period: Period) -> Self {
        self.statistic(Statistic::SampleCount, period)
    }

    /// Sets how a datapoint is compared with which threshold.
    #[must_use]
    pub fn compared(self, operator: ComparisonOperator, threshold: f64) -> Self {
        Self { comparison_operator: Some(operator), threshold: Some(threshold), ..self }
    }

    /// Breaches above the threshold.
    #[must_use]
    pub fn above(self, threshold: f64) -> Self {
        self.compared(ComparisonOperator::GreaterThanThreshold, threshold)
    }

    /// Breaches at or above the threshold.
    #[must_use]
    pub fn at_least(self, threshold: f64) -> Self {
        self.compared(ComparisonOperator::GreaterThanOrEqualToThreshold, threshold)
    }

    /// Breaches below the threshold.
    #[must_use]
    pub fn below(self, threshold: f64) -> Self {
        self.compared(ComparisonOperator::LessThanThreshold, threshold)
    }

    /// Breaches at or below the threshold.
    #[must_use]
    pub fn at_most(self, threshold: f64) -> Self {
        self.compared(ComparisonOperator::LessThanOrEqualToThreshold, threshold)
    }

    /// Sets N: how many periods are evaluated.
    #[must_use]
    pub fn for_periods(self, evaluation_periods: u32) -> Self {
        Self { evaluation_periods: Some(evaluation_periods), ..self }
    }

    /// Sets M: how many of the N periods must breach. Unless told, all.
    #[must_use]
    pub fn datapoints_to_alarm(self, datapoints: u32) -> Self {
        Self { datapoints_to_alarm: Some(datapoints), ..self }
    }

    /// Sets how windows without data are taken.
    #[must_use]
    pub fn treat_missing_data(self, treatment: TreatMissingData) -> Self {
        Self { treat_missing_data: Some(treatment), ..self }
    }

    /// Adds an action on the way to `ALARM`.
    #[must_use]
    pub fn on_alarm(mut self, arn: impl Into<String>) -> Self {
        self.alarm_actions.push(arn.into());
        self
    }

    /// Adds an action on the way to `OK`.
    #[must_use]
    pub fn on_ok(mut self, arn: impl Into<String>) -> Self {
        self.ok_actions.push(arn.into());
        self
    }

    /// Adds an action on the way to `INSUFFICIENT_DATA`.
    #[must_use]
    pub fn on_insufficient_data(mut self, arn: impl Into<String>) -> Self {
        self.insufficient_data_actions.push(arn.into());
        self
    }

    /// Creates the alarm with its actions disabled.
    #[must_use]
    pub fn with_actions_disabled(self) -> Self {
        Self { actions_disabled: true, ..self }
    }

    /// Adds a tag; honoured at creation only.
    #[must_use]
    pub fn with_tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push((key.into(), value.into()));
        self
    }
}

/// What an alarm watches and does: checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AlarmConfiguration {
    /// The name.
    pub name: AlarmName,
    /// The description.
    pub description: Option<String>,
    /// Whether actions run.
    pub actions_enabled: bool,
    /// Actions on the way to `OK`.
    pub ok_actions: Vec<AlarmAction>,
    /// Actions on the way to `ALARM`.
    pub alarm_actions: Vec<AlarmAction>,
    /// Actions on the way to `INSUFFICIENT_DATA`.
    pub insufficient_data_actions: Vec<AlarmAction>,
    /// Where the data come from.
    pub source: AlarmSource,
    /// N: how many periods are evaluated.
    pub evaluation_periods: u32,
    /// M, where it was given.
    pub datapoints_to_alarm: Option<u32>,
    /// The threshold.
    pub threshold: f64,
    /// How a datapoint is compared with it.
    pub comparison_operator: ComparisonOperator,
    /// How windows without data are taken, where it was given.
    pub treat_missing_data: Option<TreatMissingData>,
}

/// Where an alarm's data come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum AlarmSource {
    /// One metric.
    Metric(MetricSource),
}

/// One metric, and how it is summed up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MetricSource {
    /// The metric.
    pub metric: Metric,
    /// The statistic.
    pub statistic: Statistic,
    /// The length of a window.
    pub period: Period,
    /// Data of this unit alone.
    pub unit: Option<Unit>,
}

impl MetricSource {
    /// Data of every unit, summed up so.
    #[must_use]
    pub const fn new(metric: Metric, statistic: Statistic, period: Period) -> Self {
        Self { metric, statistic, period, unit: None }
    }

    /// Looks at data of one unit only.
    #[must_use]
    pub fn in_unit(self, unit: Unit) -> Self {
        Self { unit: Some(unit), ..self }
    }
}

impl AlarmConfiguration {
    /// The metric that is watched.
    #[must_use]
    pub const fn metric_source(&self) -> &MetricSource {
        match &self.source {
            AlarmSource::Metric(source) => source,
        }
    }

    /// M: as given, else N.
    #[must_use]
    pub fn effective_datapoints_to_alarm(&self) -> u32 {
        self.datapoints_to_alarm.unwrap_or(self.evaluation_periods)
    }

    /// How windows without data are taken: as given, else as missing; ignored for the metrics of
    /// `AWS/DynamoDB`.
    #[must_use]
    pub fn effective_treat_missing_data(&self) -> TreatMissingData {
        self.treat_missing_data.unwrap_or_else(|| match self.metric_source().metric.namespace.as_str() {
            "AWS/DynamoDB" => TreatMissingData::Ignore,
            _ => TreatMissingData::Missing,
        })
    }

    /// The actions on the way to a state.
    #[must_use]
    pub fn actions(&self, state: super::StateValue) -> &[AlarmAction] {
        match state {
            super::StateValue::Ok => &self.ok_actions,
            super::StateValue::Alarm => &self.alarm_actions,
            super::StateValue::InsufficientData => &self.insufficient_data_actions,
        }
    }

    /// All actions of all states.
    pub(crate) fn all_actions(&self) -> impl Iterator<Item = &AlarmAction> {
        self.ok_actions.iter().chain(&self.alarm_actions).chain(&self.insufficient_data_actions)
    }
}
