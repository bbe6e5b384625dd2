//! What an alarm looks at, as events tell it.

use std::borrow::Cow;

use cupola_base::{Unit, Uuid};
use serde::{Serialize, Serializer};

use super::source::{AlarmSource, MetricSource};
use crate::data::MetricDataQuery;
use crate::dimensions::Dimensions;
use crate::period::Period;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MetricOf<'a> {
    id: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metric_stat: Option<MetricStat<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expression: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    return_data: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<u32>,
}

impl<'a> MetricOf<'a> {
    /// All that an alarm looks at; its one metric by the id given.
    pub(super) fn all(id: Uuid, source: &'a AlarmSource) -> Vec<Self> {
        match source {
            AlarmSource::Metric(source) => {
                let metric_stat = Some(MetricStat::new(source));
                let id = id.to_string().into();
                vec![Self { id, metric_stat, expression: None, label: None, return_data: true, period: None }]
            }
            AlarmSource::Queries(queries) => queries.queries.iter().map(Self::of_query).collect(),
        }
    }

    fn of_query(query: &'a MetricDataQuery) -> Self {
        Self {
            id: query.id.as_str().into(),
            metric_stat: query.metric().map(MetricStat::new),
            expression: query.expression(),
            label: query.label.as_deref(),
            return_data: query.return_data,
            period: query.period.map(Period::seconds),
        }
    }
}

#[derive(Serialize)]
struct MetricStat<'a> {
    metric: MetricName<'a>,
    period: u32,
    stat: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
}

impl<'a> MetricStat<'a> {
    fn new(source: &'a MetricSource) -> Self {
        let metric = MetricName {
            namespace: source.metric.namespace.as_str(),
            name: source.metric.name.as_str(),
            dimensions: DimensionMap(&source.metric.dimensions),
        };
        Self { metric, period: source.period.seconds(), stat: source.statistic.to_string(), unit: source.unit }
    }
}

#[derive(Serialize)]
struct MetricName<'a> {
    namespace: &'a str,
    name: &'a str,
    dimensions: DimensionMap<'a>,
}

/// Dimensions as one object, by name.
struct DimensionMap<'a>(&'a Dimensions);

impl Serialize for DimensionMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|dimension| (&dimension.name, &dimension.value)))
    }
}
