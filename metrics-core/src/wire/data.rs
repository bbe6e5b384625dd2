//! `GetMetricData`.

use cupola_base::wire::WireTime;
use cupola_base::{ApiError, Unit};
use serde::{Deserialize, Serialize};

use super::{Whole, WireDimension, dimensions};
use crate::alarm::{MetricSource, ScanBy};
use crate::data::{
    DataMessage, DataSource, LabelZone, MetricDataError, MetricDataPosition, MetricDataQuery, MetricDataRequest,
    MetricDataResult,
};
use crate::insights::InsightsQuery;
use crate::math::Expression;
use crate::metric::Metric;
use crate::period::Period;

/// The members after `MaxDatapoints` are those that a page token pins.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetMetricData {
    #[serde(skip_serializing)]
    pub(crate) next_token: Option<String>,
    #[serde(skip_serializing)]
    max_datapoints: Option<Whole>,
    metric_data_queries: Vec<WireQuery>,
    start_time: WireTime,
    end_time: WireTime,
    scan_by: Option<ScanBy>,
    label_options: Option<LabelOptions>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct LabelOptions {
    timezone: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireQuery {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    metric_stat: Option<WireMetricStat>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expression: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_data: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<Whole>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireMetricStat {
    metric: WireMetricName,
    period: Whole,
    stat: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireMetricName {
    namespace: Option<String>,
    metric_name: Option<String>,
    dimensions: Option<Vec<WireDimension>>,
}

impl GetMetricData {
    /// The request; `from` is where the page before ended.
    pub(crate) fn read(self, from: Option<MetricDataPosition>) -> Result<MetricDataRequest, ApiError> {
        let queries = self.metric_data_queries.into_iter().zip(1..);
        let queries: Result<Vec<_>, _> = queries.map(|(query, place)| query.read(place)).collect();
        let request = MetricDataRequest::new(self.start_time.0, self.end_time.0);
        let zone = self.label_options.and_then(|options| options.timezone);
        let zone = zone.map(|text| LabelZone::parse(&text)).transpose().map_err(MetricDataError::from)?;
        Ok(MetricDataRequest {
            queries: queries?,
            scan_by: self.scan_by.unwrap_or_default(),
            max_datapoints: self.max_datapoints.map(|most| most.0),
            label_zone: zone.unwrap_or_default(),
            from,
            ..request
        })
    }
}

impl WireQuery {
    pub(super) fn read(self, place: usize) -> Result<MetricDataQuery, MetricDataError> {
        self.read_in("MetricDataQueries", place)
    }

    /// Reads one of a list.
    pub(crate) fn read_in(self, list: &str, place: usize) -> Result<MetricDataQuery, MetricDataError> {
        let path = |member: &str| format!("{list}.member.{place}.{member}");
        let period = self.period.map(|period| Period::new(period.0)).transpose();
        let period = period.map_err(|cause| MetricDataError::Period(path("Period"), cause))?;
        let source = match (self.metric_stat, self.expression) {
            (Some(_), Some(_)) => return Err(MetricDataError::Both(path("MetricStat"), path("Expression"))),
            (Some(_), None) if period.is_some() => return Err(MetricDataError::PeriodOfMetric(path("Period"))),
            (Some(stat), None) => DataSource::Metric(stat.read(&path)?),
            (None, Some(text)) => expression(&self.id, &text)?,
            (None, None) => return Err(MetricDataError::Missing(path("MetricStat"))),
        };
        Ok(MetricDataQuery {
            label: self.label,
            return_data: self.return_data != Some(false),
            period,
            account: self.account_id,
            ..MetricDataQuery::new(self.id, source)
        })
    }
}

/// What begins with SELECT is a query, everything else metric math.
fn expression(id: &str, text: &str) -> Result<DataSource, MetricDataError> {
    let id = || id.to_owned();
    if InsightsQuery::is_one(text) {
        let query = InsightsQuery::parse(text);
        return query
            .map(DataSource::Insights)
            .map_err(|cause| MetricDataError::Insights { id: id(), cause: Box::new(cause) });
    }
    let expression = Expression::parse(text);
    expression
        .map(DataSource::Expression)
        .map_err(|cause| MetricDataError::Expression { id: id(), cause: Box::new(cause) })
}

impl WireMetricStat {
    fn read(self, path: &impl Fn(&str) -> String) -> Result<MetricSource, MetricDataError> {
        let missing = |member: &str| MetricDataError::Missing(path(member));
        let WireMetricName { namespace, metric_name, dimensions: given } = self.metric;
        let namespace = namespace.ok_or_else(|| missing("MetricStat.Metric.Namespace"))?;
        let name = metric_name.ok_or_else(|| missing("MetricStat.Metric.MetricName"))?;
        let metric = Metric::new(&namespace, &name)?.with_dimensions(dimensions(given))?;
        let statistic = self.stat.parse().map_err(|_| MetricDataError::Stat(path("MetricStat.Stat"), self.stat))?;
        let period =
            Period::new(self.period.0).map_err(|cause| MetricDataError::Period(path("MetricStat.Period"), cause))?;
        let source = MetricSource::new(metric, statistic, period);
        Ok(MetricSource { unit: self.unit, ..source })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MetricData {
    metric_data_results: Vec<WireResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
    messages: Vec<WireMessage>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireResult {
    id: String,
    label: String,
    timestamps: Vec<WireTime>,
    values: Vec<f64>,
    status_code: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    messages: Vec<WireMessage>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireMessage {
    code: &'static str,
    value: String,
}

impl MetricData {
    pub(crate) fn new(results: Vec<MetricDataResult>, messages: Vec<DataMessage>, next_token: Option<String>) -> Self {
        let message = |DataMessage { code, value }| WireMessage { code, value };
        Self {
            metric_data_results: results.into_iter().map(WireResult::from).collect(),
            next_token,
            messages: messages.into_iter().map(message).collect(),
        }
    }
}

impl From<MetricDataResult> for WireResult {
    fn from(result: MetricDataResult) -> Self {
        let (timestamps, values) = result.points.iter().map(|(at, value)| (WireTime(*at), *value)).unzip();
        let message = result.message();
        let messages = message.into_iter().map(|value| WireMessage { code: "MultipleUnits", value }).collect();
        let status_code = result.status.as_str();
        Self { id: result.id, label: result.label, timestamps, values, status_code, messages }
    }
}

impl From<&MetricDataQuery> for WireQuery {
    fn from(query: &MetricDataQuery) -> Self {
        let expression = match &query.source {
            DataSource::Metric(_) => None,
            DataSource::Expression(expression) => Some(expression.text().to_owned()),
            DataSource::Insights(insights) => Some(insights.to_string()),
        };
        Self {
            id: query.id.clone(),
            metric_stat: query.metric().map(WireMetricStat::from),
            expression,
            label: query.label.clone(),
            return_data: Some(query.return_data),
            period: query.period.map(|period| Whole(period.seconds())),
            account_id: query.account.clone(),
        }
    }
}

impl From<&MetricSource> for WireMetricStat {
    fn from(source: &MetricSource) -> Self {
        let Metric { namespace, name, dimensions } = &source.metric;
        let metric = WireMetricName {
            namespace: Some(namespace.to_string()),
            metric_name: Some(name.to_string()),
            dimensions: Some(dimensions.iter().map(WireDimension::from).collect()),
        };
        let (period, stat) = (Whole(source.period.seconds()), source.statistic.to_string());
        Self { metric, period, stat, unit: source.unit }
    }
}

/// Queries within snapshots, as the service writes them.
pub(crate) mod queries {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::WireQuery;
    use crate::data::MetricDataQuery;

    pub(crate) fn serialize<S: Serializer>(queries: &[MetricDataQuery], serializer: S) -> Result<S::Ok, S::Error> {
        queries.iter().map(WireQuery::from).collect::<Vec<_>>().serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<MetricDataQuery>, D::Error> {
        let queries = Vec::<WireQuery>::deserialize(deserializer)?.into_iter().zip(1..);
        queries.map(|(query, place)| query.read(place).map_err(D::Error::custom)).collect()
    }
}
