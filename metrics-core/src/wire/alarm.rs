//! `PutMetricAlarm`.

use cupola_base::Unit;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::tags::{WireTag, pairs};
use super::{Double, Whole, WireDimension, dimensions};
use crate::alarm::{Alarm, ComparisonOperator, PutAlarmError, TreatMissingData};
use crate::statistic::Statistic;
use crate::statistics;

/// An alarm as the service's API puts it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutMetricAlarm {
    alarm_name: String,
    alarm_description: Option<String>,
    actions_enabled: Option<bool>,
    #[serde(rename = "OKActions")]
    ok_actions: Option<Vec<String>>,
    alarm_actions: Option<Vec<String>>,
    insufficient_data_actions: Option<Vec<String>>,
    metric_name: Option<String>,
    namespace: Option<String>,
    statistic: Option<Statistic>,
    extended_statistic: Option<String>,
    dimensions: Option<Vec<WireDimension>>,
    period: Option<Whole>,
    unit: Option<Unit>,
    evaluation_periods: Option<Whole>,
    datapoints_to_alarm: Option<Whole>,
    threshold: Option<Double>,
    comparison_operator: Option<ComparisonOperator>,
    treat_missing_data: Option<String>,
    evaluate_low_sample_count_percentile: Option<String>,
    metrics: Option<Vec<IgnoredAny>>,
    tags: Option<Vec<WireTag>>,
    threshold_metric_id: Option<String>,
    evaluation_criteria: Option<IgnoredAny>,
    evaluation_interval: Option<Whole>,
    evaluation_window: Option<IgnoredAny>,
    warm_up_configuration: Option<IgnoredAny>,
    action_configuration: Option<IgnoredAny>,
}

impl PutMetricAlarm {
    pub(crate) fn read(self) -> Result<Alarm, PutAlarmError> {
        self.check_exclusive()?;
        self.check_supported()?;
        Ok(Alarm {
            treat_missing_data: self.treat_missing_data.map(treatment).transpose()?,
            namespace: self.namespace.ok_or(PutAlarmError::Missing("Namespace"))?,
            metric_name: self.metric_name.ok_or(PutAlarmError::Missing("MetricName"))?,
            name: self.alarm_name,
            description: self.alarm_description,
            actions_disabled: self.actions_enabled == Some(false),
            ok_actions: self.ok_actions.unwrap_or_default(),
            alarm_actions: self.alarm_actions.unwrap_or_default(),
            insufficient_data_actions: self.insufficient_data_actions.unwrap_or_default(),
            dimensions: dimensions(self.dimensions),
            statistic: self.extended_statistic.map(extended).transpose()?.or(self.statistic),
            period: self.period.map(|period| period.0),
            unit: self.unit,
            evaluation_periods: self.evaluation_periods.map(|periods| periods.0),
            datapoints_to_alarm: self.datapoints_to_alarm.map(|datapoints| datapoints.0),
            threshold: self.threshold.map(|threshold| threshold.0),
            comparison_operator: self.comparison_operator,
            tags: self.tags.map(pairs).unwrap_or_default(),
        })
    }

    fn has_metrics(&self) -> bool {
        self.metrics.as_ref().is_some_and(|metrics| !metrics.is_empty())
    }

    fn check_exclusive(&self) -> Result<(), PutAlarmError> {
        let has_criteria = self.evaluation_criteria.is_some();
        for (one, first, other, second) in [
            (self.metric_name.is_some(), "MetricName", self.has_metrics(), "Metrics"),
            (self.metric_name.is_some(), "MetricName", has_criteria, "EvaluationCriteria"),
            (self.has_metrics(), "Metrics", has_criteria, "EvaluationCriteria"),
            (self.statistic.is_some(), "Statistic", self.has_metrics(), "Metrics"),
            (self.statistic.is_some(), "Statistic", self.extended_statistic.is_some(), "ExtendedStatistic"),
            (self.threshold.is_some(), "Threshold", self.threshold_metric_id.is_some(), "ThresholdMetricId"),
        ] {
            if one && other {
                return Err(PutAlarmError::Both(first, second));
            }
        }
        Ok(())
    }

    fn check_supported(&self) -> Result<(), PutAlarmError> {
        for (given, member) in [
            (self.has_metrics(), "Metrics"),
            (self.evaluation_criteria.is_some(), "EvaluationCriteria"),
            (self.evaluation_interval.is_some(), "EvaluationInterval"),
            (self.threshold_metric_id.is_some(), "ThresholdMetricId"),
            (self.evaluation_window.is_some(), "EvaluationWindow"),
            (self.warm_up_configuration.is_some(), "WarmUpConfiguration"),
            (self.action_configuration.is_some(), "ActionConfiguration"),
        ] {
            if given {
                return Err(PutAlarmError::NotSupported(member));
            }
        }
        match (&self.evaluate_low_sample_count_percentile, &self.extended_statistic) {
            (None, _) => Ok(()),
            (Some(_), Some(text)) if text.starts_with('p') => {
                Err(PutAlarmError::NotSupported("EvaluateLowSampleCountPercentile"))
            }
            (Some(_), _) => Err(PutAlarmError::LowSamples),
        }
    }
}

fn extended(text: String) -> Result<Statistic, PutAlarmError> {
    statistics::extended(&text).map_err(|cause| PutAlarmError::ExtendedStatistic { text, cause })
}

fn treatment(text: String) -> Result<TreatMissingData, PutAlarmError> {
    text.parse().map_err(|_| PutAlarmError::TreatMissingData(text))
}
