//! `PutMetricAlarm`.

use cupola_base::Unit;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::data::WireQuery;
use super::tags::{WireTag, pairs};
use super::{Double, Whole, WireDimension, dimensions};
use crate::alarm::{Alarm, ComparisonOperator, EvaluationWindow, LowSamples, PutAlarmError, TreatMissingData, WarmUp};
use crate::data::{MetricDataError, MetricDataQuery};
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
    metrics: Option<Vec<WireQuery>>,
    tags: Option<Vec<WireTag>>,
    threshold_metric_id: Option<String>,
    evaluation_criteria: Option<IgnoredAny>,
    evaluation_interval: Option<Whole>,
    evaluation_window: Option<WireEvaluationWindow>,
    warm_up_configuration: Option<WireWarmUp>,
    action_configuration: Option<IgnoredAny>,
}

impl PutMetricAlarm {
    pub(crate) fn read(self) -> Result<Alarm, PutAlarmError> {
        self.check_exclusive()?;
        self.check_supported()?;
        let namespace = self.named(self.namespace.as_ref(), "Namespace")?;
        let metric_name = self.named(self.metric_name.as_ref(), "MetricName")?;
        Ok(Alarm {
            namespace,
            metric_name,
            treat_missing_data: self.treat_missing_data.map(treatment).transpose()?,
            queries: queries(self.metrics)?,
            threshold_metric_id: self.threshold_metric_id,
            low_samples: self.evaluate_low_sample_count_percentile.map(low_samples).transpose()?,
            evaluation_window: self.evaluation_window.map(WireEvaluationWindow::read).transpose()?.unwrap_or_default(),
            warm_up: self.warm_up_configuration.map(WarmUp::from),
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

    /// What names the metric of an alarm on one.
    fn named(&self, given: Option<&String>, member: &'static str) -> Result<String, PutAlarmError> {
        match given {
            Some(given) => Ok(given.clone()),
            None if self.has_metrics() => Ok(String::new()),
            None => Err(PutAlarmError::Missing(member)),
        }
    }

    fn check_supported(&self) -> Result<(), PutAlarmError> {
        for (given, member) in [
            (self.evaluation_criteria.is_some(), "EvaluationCriteria"),
            (self.evaluation_interval.is_some(), "EvaluationInterval"),
            (self.action_configuration.is_some(), "ActionConfiguration"),
        ] {
            if given {
                return Err(PutAlarmError::NotSupported(member));
            }
        }
        Ok(())
    }
}

/// `EvaluationWindow`: one of two members.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireEvaluationWindow {
    #[serde(skip_serializing)]
    sliding_window: Option<IgnoredAny>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wall_clock_window: Option<WireWallClock>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireWallClock {
    timezone: Option<String>,
}

impl WireEvaluationWindow {
    fn read(self) -> Result<EvaluationWindow, PutAlarmError> {
        match (self.sliding_window, self.wall_clock_window) {
            (Some(_), Some(_)) => Err(PutAlarmError::Both("SlidingWindow", "WallClockWindow")),
            (_, None) => Ok(EvaluationWindow::Sliding),
            (None, Some(WireWallClock { timezone })) => {
                let zone = timezone.map(|zone| zone.parse()).transpose()?;
                Ok(EvaluationWindow::WallClock(zone.unwrap_or_default()))
            }
        }
    }

    /// As it is described; sliding windows are not told.
    pub(crate) fn told(window: &EvaluationWindow) -> Option<Self> {
        let timezone = Some(window.zone()?.to_string());
        Some(Self { sliding_window: None, wall_clock_window: Some(WireWallClock { timezone }) })
    }
}

/// `WarmUpConfiguration`.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireWarmUp {
    warm_up_period_duration_in_minutes: u32,
    only_start_evaluating_after_warm_up_period_ends: Option<bool>,
}

impl From<WireWarmUp> for WarmUp {
    fn from(wire: WireWarmUp) -> Self {
        Self {
            minutes: wire.warm_up_period_duration_in_minutes,
            to_the_end: wire.only_start_evaluating_after_warm_up_period_ends == Some(true),
        }
    }
}

impl From<WarmUp> for WireWarmUp {
    fn from(warm_up: WarmUp) -> Self {
        Self {
            warm_up_period_duration_in_minutes: warm_up.minutes,
            only_start_evaluating_after_warm_up_period_ends: Some(warm_up.to_the_end),
        }
    }
}

fn queries(given: Option<Vec<WireQuery>>) -> Result<Vec<MetricDataQuery>, PutAlarmError> {
    let queries = given.unwrap_or_default().into_iter().zip(1..);
    let read = queries.map(|(query, place)| query.read_in("Metrics", place));
    Ok(read.collect::<Result<_, MetricDataError>>()?)
}

fn low_samples(text: String) -> Result<LowSamples, PutAlarmError> {
    text.parse().map_err(|_| PutAlarmError::LowSamplesWord(text))
}

fn extended(text: String) -> Result<Statistic, PutAlarmError> {
    statistics::extended(&text).map_err(|cause| PutAlarmError::ExtendedStatistic { text, cause })
}

fn treatment(text: String) -> Result<TreatMissingData, PutAlarmError> {
    text.parse().map_err(|_| PutAlarmError::TreatMissingData(text))
}
