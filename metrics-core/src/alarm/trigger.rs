//! What an alarm looks at, as notifications tell it.

use cupola_base::Unit;
use serde::Serialize;

use super::configuration::AlarmConfiguration;
use super::source::{AlarmSource, MetricSource};
use super::state::LowSamples;
use crate::data::MetricDataQuery;
use crate::dimensions::Dimensions;
use crate::period::Period;

/// The member `Trigger` of a notification.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Trigger<'a> {
    #[serde(flatten)]
    metric: Option<TriggerMetric<'a>>,
    period: u32,
    evaluation_periods: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    datapoints_to_alarm: Option<u32>,
    comparison_operator: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold_metric_id: Option<&'a str>,
    treat_missing_data: &'static str,
    evaluate_low_sample_count_percentile: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    metrics: Vec<TriggerQuery<'a>>,
}

impl<'a> Trigger<'a> {
    pub(super) fn new(configuration: &'a AlarmConfiguration) -> Self {
        let (metric, metrics) = match &configuration.source {
            AlarmSource::Metric(source) => (Some(TriggerMetric::new(source)), Vec::new()),
            AlarmSource::Queries(queries) => (None, queries.queries.iter().map(TriggerQuery::new).collect()),
        };
        Self {
            metric,
            period: configuration.period().seconds(),
            evaluation_periods: configuration.evaluation_periods,
            datapoints_to_alarm: configuration.datapoints_to_alarm,
            comparison_operator: configuration.comparison_operator.as_str(),
            threshold: configuration.threshold,
            threshold_metric_id: configuration.threshold_metric_id(),
            treat_missing_data: configuration.effective_treat_missing_data().as_str(),
            evaluate_low_sample_count_percentile: configuration.low_samples.map_or("", LowSamples::as_str),
            metrics,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TriggerMetric<'a> {
    metric_name: &'a str,
    namespace: &'a str,
    statistic_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistic: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extended_statistic: Option<String>,
    unit: Option<Unit>,
    dimensions: Vec<TriggerDimension<'a>>,
}

impl<'a> TriggerMetric<'a> {
    fn new(source: &'a MetricSource) -> Self {
        Self {
            metric_name: source.metric.name.as_str(),
            namespace: source.metric.namespace.as_str(),
            statistic_type: if source.statistic.is_extended() { "ExtendedStatistic" } else { "Statistic" },
            statistic: source.statistic.in_capitals(),
            extended_statistic: source.statistic.is_extended().then(|| source.statistic.to_string()),
            unit: source.unit,
            dimensions: dimensions(&source.metric.dimensions),
        }
    }
}

#[derive(Serialize)]
struct TriggerDimension<'a> {
    value: &'a str,
    name: &'a str,
}

fn dimensions(dimensions: &Dimensions) -> Vec<TriggerDimension<'_>> {
    dimensions.iter().map(|dimension| TriggerDimension { value: &dimension.value, name: &dimension.name }).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TriggerQuery<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    expression: Option<&'a str>,
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metric_stat: Option<TriggerMetricStat<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<u32>,
    return_data: bool,
}

impl<'a> TriggerQuery<'a> {
    fn new(query: &'a MetricDataQuery) -> Self {
        Self {
            expression: query.expression(),
            id: &query.id,
            label: query.label.as_deref(),
            metric_stat: query.metric().map(TriggerMetricStat::new),
            period: query.period.map(Period::seconds),
            return_data: query.return_data,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TriggerMetricStat<'a> {
    metric: TriggerMetricName<'a>,
    period: u32,
    stat: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TriggerMetricName<'a> {
    dimensions: Vec<TriggerDimension<'a>>,
    metric_name: &'a str,
    namespace: &'a str,
}

impl<'a> TriggerMetricStat<'a> {
    fn new(source: &'a MetricSource) -> Self {
        let metric = TriggerMetricName {
            dimensions: dimensions(&source.metric.dimensions),
            metric_name: source.metric.name.as_str(),
            namespace: source.metric.namespace.as_str(),
        };
        Self { metric, period: source.period.seconds(), stat: source.statistic.to_string(), unit: source.unit }
    }
}
