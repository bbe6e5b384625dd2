//! What an alarm is to watch and to do.

use cupola_base::{Dimension, Unit};
use serde::{Deserialize, Serialize};

use super::action::AlarmAction;
use super::options::{EvaluationWindow, WarmUp};
use super::source::AlarmSource;
use super::state::{ComparisonOperator, LowSamples, TreatMissingData};
use crate::data::MetricDataQuery;
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
    pub(crate) queries: Vec<MetricDataQuery>,
    pub(crate) threshold_metric_id: Option<String>,
    pub(crate) evaluation_periods: Option<u32>,
    pub(crate) datapoints_to_alarm: Option<u32>,
    pub(crate) threshold: Option<f64>,
    pub(crate) comparison_operator: Option<ComparisonOperator>,
    pub(crate) treat_missing_data: Option<TreatMissingData>,
    pub(crate) low_samples: Option<LowSamples>,
    pub(crate) evaluation_window: EvaluationWindow,
    pub(crate) warm_up: Option<WarmUp>,
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

    /// An alarm on queries: metric math, Metrics Insights, or a metric with its anomaly band.
    ///
    /// One query returns data, and that is the one that is watched; beside an anomaly band two do.
    ///
    /// ```
    /// use cupola_metrics::math::Expression;
    /// use cupola_metrics::{Alarm, Metric, MetricDataQuery, MetricSource, Period, Statistic};
    ///
    /// let errors = MetricSource::new(Metric::new("App", "Errors")?, Statistic::Sum, Period::MINUTE);
    /// let calls = MetricSource::new(Metric::new("App", "Calls")?, Statistic::Sum, Period::MINUTE);
    /// let share = Expression::parse("100 * errors / calls")?;
    /// let alarm = Alarm::over([
    ///     MetricDataQuery::new("errors", errors).hidden(),
    ///     MetricDataQuery::new("calls", calls).hidden(),
    ///     MetricDataQuery::new("share", share),
    /// ]);
    /// # drop(alarm.named("too many").above(5.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn over(queries: impl IntoIterator<Item = MetricDataQuery>) -> Self {
        Self { queries: queries.into_iter().collect(), evaluation_periods: Some(1), ..Self::default() }
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

    /// Breaches outside the anomaly band that the query of this id comes to, or at one side of it.
    #[must_use]
    pub fn outside_band(self, operator: ComparisonOperator, id: impl Into<String>) -> Self {
        Self { comparison_operator: Some(operator), threshold_metric_id: Some(id.into()), ..self }
    }

    /// Sets what is done where a percentile stands for few samples.
    #[must_use]
    pub fn low_samples(self, low_samples: LowSamples) -> Self {
        Self { low_samples: Some(low_samples), ..self }
    }

    /// Sets which windows are looked at.
    #[must_use]
    pub fn evaluation_window(self, evaluation_window: EvaluationWindow) -> Self {
        Self { evaluation_window, ..self }
    }

    /// Lets the alarm do nothing for a time after it is created.
    #[must_use]
    pub fn warm_up(self, warm_up: WarmUp) -> Self {
        Self { warm_up: Some(warm_up), ..self }
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
    /// The threshold; absent where the bound is an anomaly band.
    pub threshold: Option<f64>,
    /// How a datapoint is compared with it.
    pub comparison_operator: ComparisonOperator,
    /// How windows without data are taken, where it was given.
    pub treat_missing_data: Option<TreatMissingData>,
    /// What is done where a percentile stands for few samples, where it was given.
    pub low_samples: Option<LowSamples>,
    /// Which windows are looked at.
    #[serde(default)]
    pub evaluation_window: EvaluationWindow,
    /// For how long it does nothing after it was created.
    pub warm_up: Option<WarmUp>,
}

impl AlarmConfiguration {
    /// The length of a window.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.source.period()
    }

    /// The id of the query that comes to the anomaly band, where the bound is one.
    #[must_use]
    pub fn threshold_metric_id(&self) -> Option<&str> {
        let queries = self.source.queries()?;
        Some(queries.queries[queries.band?].id.as_str())
    }

    /// M: as given, else N.
    #[must_use]
    pub fn effective_datapoints_to_alarm(&self) -> u32 {
        self.datapoints_to_alarm.unwrap_or(self.evaluation_periods)
    }

    /// How windows without data are taken: as given, else as missing; ignored where all metrics are
    /// of `AWS/DynamoDB`.
    #[must_use]
    pub fn effective_treat_missing_data(&self) -> TreatMissingData {
        self.treat_missing_data.unwrap_or_else(|| {
            let mut metrics = self.source.metrics().map(|source| source.metric.namespace.as_str()).peekable();
            let all_ignore = metrics.peek().is_some() && metrics.all(|namespace| namespace == "AWS/DynamoDB");
            if all_ignore { TreatMissingData::Ignore } else { TreatMissingData::Missing }
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
