//! Metric streams.

use cupola_base::ApiError;
use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::Whole;
use super::tags::{WireTag, pairs};
use crate::code;
use crate::name::{MetricName, NameError, Namespace};
use crate::stream::{
    MetricStream, MetricStreamConfiguration, MetricStreamFilter, MetricStreamState, OutputFormat, PutMetricStreamError,
    StatisticsConfiguration, StreamedMetrics,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutMetricStream {
    name: String,
    include_filters: Option<Vec<WireFilter>>,
    exclude_filters: Option<Vec<WireFilter>>,
    firehose_arn: String,
    role_arn: String,
    output_format: OutputFormat,
    tags: Option<Vec<WireTag>>,
    statistics_configurations: Option<Vec<WireStatistics>>,
    include_linked_accounts_metrics: Option<bool>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireFilter {
    namespace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metric_names: Option<Vec<String>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireStatistics {
    include_metrics: Vec<WireIncludedMetric>,
    additional_statistics: Vec<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireIncludedMetric {
    namespace: String,
    metric_name: String,
}

impl PutMetricStream {
    pub(crate) fn tags(&mut self) -> Vec<(String, String)> {
        pairs(self.tags.take().unwrap_or_default())
    }

    pub(crate) fn read(self) -> Result<MetricStreamConfiguration, ApiError> {
        let metrics = streamed(self.include_filters, self.exclude_filters)?;
        let plain = MetricStreamConfiguration::new(&self.name, self.firehose_arn, self.role_arn, self.output_format)?;
        let statistics = self.statistics_configurations.unwrap_or_default().into_iter().map(WireStatistics::read);
        Ok(MetricStreamConfiguration {
            statistics: statistics.collect::<Result<_, _>>().map_err(invalid_name)?,
            include_linked_accounts_metrics: self.include_linked_accounts_metrics.unwrap_or_default(),
            ..plain.taking(metrics)
        })
    }
}

/// Lists without items count as absent.
fn streamed(include: Option<Vec<WireFilter>>, exclude: Option<Vec<WireFilter>>) -> Result<StreamedMetrics, ApiError> {
    let include = include.filter(|filters| !filters.is_empty());
    let exclude = exclude.filter(|filters| !filters.is_empty());
    match (include, exclude) {
        (None, None) => Ok(StreamedMetrics::All),
        (Some(include), None) => Ok(StreamedMetrics::Only(filters(include)?)),
        (None, Some(exclude)) => Ok(StreamedMetrics::AllBut(filters(exclude)?)),
        (Some(_), Some(_)) => Err(PutMetricStreamError::BothFilters.into()),
    }
}

fn filters(filters: Vec<WireFilter>) -> Result<Vec<MetricStreamFilter>, ApiError> {
    filters.into_iter().map(WireFilter::read).collect()
}

impl WireFilter {
    fn read(self) -> Result<MetricStreamFilter, ApiError> {
        let missing = || ApiError::caller(code::MISSING, "The parameter Namespace of a filter is required.");
        let namespace = Namespace::new(self.namespace.ok_or_else(missing)?).map_err(invalid_name)?;
        let names = self.metric_names.unwrap_or_default().into_iter().map(MetricName::new);
        Ok(MetricStreamFilter {
            names: names.collect::<Result<_, _>>().map_err(invalid_name)?,
            ..MetricStreamFilter::namespace(namespace)
        })
    }
}

impl From<&MetricStreamFilter> for WireFilter {
    fn from(filter: &MetricStreamFilter) -> Self {
        let names: Vec<String> = filter.names.iter().map(ToString::to_string).collect();
        Self { namespace: Some(filter.namespace.to_string()), metric_names: Some(names).filter(|all| !all.is_empty()) }
    }
}

impl WireStatistics {
    fn read(self) -> Result<StatisticsConfiguration, NameError> {
        let metrics = self.include_metrics.into_iter();
        let metrics: Result<Vec<_>, _> = metrics
            .map(|metric| Ok((Namespace::new(metric.namespace)?, MetricName::new(metric.metric_name)?)))
            .collect();
        Ok(StatisticsConfiguration::new(metrics?, self.additional_statistics))
    }
}

impl From<&StatisticsConfiguration> for WireStatistics {
    fn from(entry: &StatisticsConfiguration) -> Self {
        let metric = |(namespace, name): &(Namespace, MetricName)| WireIncludedMetric {
            namespace: namespace.to_string(),
            metric_name: name.to_string(),
        };
        Self {
            include_metrics: entry.metrics.iter().map(metric).collect(),
            additional_statistics: entry.statistics.clone(),
        }
    }
}

fn invalid_name(error: NameError) -> ApiError {
    let text = format!("The value {} for parameter {} is invalid.", error.text, error.kind.parameter());
    ApiError::caller(code::INVALID_VALUE, text)
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MetricStreamPut<'a> {
    pub(crate) arn: &'a str,
}

/// For `GetMetricStream` and `DeleteMetricStream`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneMetricStream {
    pub(crate) name: String,
}

/// For `StartMetricStreams` and `StopMetricStreams`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MetricStreamNames {
    pub(crate) names: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireMetricStream<'a> {
    arn: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    include_filters: Option<Vec<WireFilter>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exclude_filters: Option<Vec<WireFilter>>,
    firehose_arn: &'a str,
    role_arn: &'a str,
    state: MetricStreamState,
    creation_date: WireTime,
    last_update_date: WireTime,
    output_format: OutputFormat,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    statistics_configurations: Vec<WireStatistics>,
    include_linked_accounts_metrics: bool,
}

impl<'a> From<&'a MetricStream> for WireMetricStream<'a> {
    fn from(stream: &'a MetricStream) -> Self {
        let MetricStream { configuration, .. } = stream;
        let wire = |filters: &[MetricStreamFilter]| Some(filters.iter().map(WireFilter::from).collect());
        let (include_filters, exclude_filters) = match &configuration.metrics {
            StreamedMetrics::All => (None, None),
            StreamedMetrics::Only(filters) => (wire(filters), None),
            StreamedMetrics::AllBut(filters) => (None, wire(filters)),
        };
        Self {
            arn: &stream.arn,
            name: configuration.name.as_str(),
            include_filters,
            exclude_filters,
            firehose_arn: &configuration.firehose_arn,
            role_arn: &configuration.role_arn,
            state: stream.state,
            creation_date: stream.created.into(),
            last_update_date: stream.updated.into(),
            output_format: configuration.format,
            statistics_configurations: configuration.statistics.iter().map(WireStatistics::from).collect(),
            include_linked_accounts_metrics: configuration.include_linked_accounts_metrics,
        }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListMetricStreams {
    #[serde(skip_serializing)]
    pub(crate) next_token: Option<String>,
    #[serde(skip_serializing)]
    pub(crate) max_results: Option<Whole>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListedMetricStreams<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
    pub(crate) entries: Vec<MetricStreamEntry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MetricStreamEntry<'a> {
    arn: &'a str,
    creation_date: WireTime,
    last_update_date: WireTime,
    name: &'a str,
    firehose_arn: &'a str,
    state: MetricStreamState,
    output_format: OutputFormat,
}

impl<'a> From<&'a MetricStream> for MetricStreamEntry<'a> {
    fn from(stream: &'a MetricStream) -> Self {
        Self {
            arn: &stream.arn,
            creation_date: stream.created.into(),
            last_update_date: stream.updated.into(),
            name: stream.configuration.name.as_str(),
            firehose_arn: &stream.configuration.firehose_arn,
            state: stream.state,
            output_format: stream.configuration.format,
        }
    }
}
