//! `GetMetricStatistics` and `ListMetrics`.

use std::collections::BTreeMap;

use cupola_base::wire::WireTime;
use cupola_base::{ApiError, Unit};
use serde::{Deserialize, Serialize};

use super::{Whole, WireDimension, dimensions};
use crate::listing::{DimensionFilter, MetricFilter};
use crate::metric::Metric;
use crate::name::{MetricName, Namespace};
use crate::period::Period;
use crate::statistic::Statistic;
use crate::statistics::{self, Datapoint, StatisticsError, StatisticsQuery};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetMetricStatistics {
    namespace: String,
    metric_name: String,
    dimensions: Option<Vec<WireDimension>>,
    start_time: WireTime,
    end_time: WireTime,
    period: Whole,
    statistics: Option<Vec<Statistic>>,
    extended_statistics: Option<Vec<String>>,
    unit: Option<Unit>,
}

impl GetMetricStatistics {
    pub(crate) fn read(self) -> Result<StatisticsQuery, ApiError> {
        let metric = Metric::new(&self.namespace, &self.metric_name).map_err(StatisticsError::from)?;
        let metric = metric.with_dimensions(dimensions(self.dimensions)).map_err(StatisticsError::from)?;
        let statistics = statistics(self.statistics, self.extended_statistics)?;
        let period = Period::new(self.period.0).map_err(StatisticsError::Period)?;
        let query = StatisticsQuery::new(metric, self.start_time.0, self.end_time.0, period);
        Ok(StatisticsQuery { statistics, unit: self.unit, ..query })
    }
}

fn statistics(
    simple: Option<Vec<Statistic>>,
    extended: Option<Vec<String>>,
) -> Result<Vec<Statistic>, StatisticsError> {
    match (simple, extended) {
        (Some(_), Some(_)) => Err(StatisticsError::BothStatistics),
        (simple, None) => Ok(simple.unwrap_or_default()),
        (None, Some(texts)) => texts.into_iter().map(read_extended).collect(),
    }
}

fn read_extended(text: String) -> Result<Statistic, StatisticsError> {
    statistics::extended(&text).map_err(|cause| StatisticsError::Extended { text, cause })
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MetricStatistics {
    label: String,
    datapoints: Vec<WireDatapoint>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireDatapoint {
    timestamp: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    sample_count: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    average: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sum: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<f64>,
    unit: Unit,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extended_statistics: BTreeMap<String, f64>,
}

impl MetricStatistics {
    pub(crate) fn new(query: &StatisticsQuery, points: &[Datapoint]) -> Self {
        let datapoints = points.iter().map(|point| WireDatapoint::new(point, &query.statistics)).collect();
        Self { label: query.metric.name.to_string(), datapoints }
    }
}

impl WireDatapoint {
    fn new(point: &Datapoint, wanted: &[Statistic]) -> Self {
        let value = |statistic| wanted.contains(&statistic).then(|| point.summary.statistic(statistic)).flatten();
        Self {
            timestamp: point.at.into(),
            sample_count: value(Statistic::SampleCount),
            average: value(Statistic::Average),
            sum: value(Statistic::Sum),
            minimum: value(Statistic::Minimum),
            maximum: value(Statistic::Maximum),
            unit: point.unit,
            extended_statistics: point.extended.iter().map(|(asked, value)| (asked.to_string(), *value)).collect(),
        }
    }
}

/// The members after the token are those that a page token pins.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListMetrics {
    #[serde(skip_serializing)]
    pub(crate) next_token: Option<String>,
    namespace: Option<String>,
    metric_name: Option<String>,
    dimensions: Option<Vec<WireDimensionFilter>>,
    recently_active: Option<String>,
    pub(crate) include_linked_accounts: Option<bool>,
    pub(crate) owning_account: Option<String>,
}

#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireDimensionFilter {
    name: String,
    value: Option<String>,
}

impl ListMetrics {
    /// The filter; `None` when no metric can have such a name.
    pub(crate) fn filter(&self) -> Option<MetricFilter> {
        let namespace = self.namespace.as_deref().map(Namespace::new).transpose().ok()?;
        let name = self.metric_name.as_deref().map(MetricName::new).transpose().ok()?;
        let dimensions = self.dimensions.iter().flatten().cloned();
        let dimensions = dimensions.map(|filter| DimensionFilter { name: filter.name, value: filter.value }).collect();
        Some(MetricFilter { namespace, name, dimensions, recently_active: self.recently_active.is_some() })
    }
}

#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListedMetrics {
    pub(crate) metrics: Vec<WireMetric>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) owning_accounts: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireMetric {
    namespace: String,
    metric_name: String,
    dimensions: Vec<WireDimension>,
}

impl From<&Metric> for WireMetric {
    fn from(metric: &Metric) -> Self {
        Self {
            namespace: metric.namespace.to_string(),
            metric_name: metric.name.to_string(),
            dimensions: metric.dimensions.iter().map(WireDimension::from).collect(),
        }
    }
}
