//! Traces and graphs.

use cupola_base::wire::WireTime;
use cupola_base::{ApiError, Timestamp};
use serde::{Deserialize, Serialize};

use super::groups::selector;
use super::{Whole, invalid};
use crate::{
    FaultForecast, FilterExpression, FoundTraces, GraphService, GroupGraph, GroupSelector, HistogramEntry, SegmentId,
    SeriesQuery, StoredTraceDocuments, SummaryQuery, SummarySampling, SummaryStatistics, TimeRangeType, TimeSeries,
    TraceId, TraceSummaries, TraceSummary,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TraceIds {
    trace_ids: Vec<String>,
}

impl TraceIds {
    /// Those that are ids, and those that are none.
    pub(crate) fn read(&self) -> (Vec<TraceId>, Vec<String>) {
        let (mut ids, mut others) = (Vec::new(), Vec::new());
        for text in &self.trace_ids {
            match TraceId::parse(text) {
                Ok(id) => ids.push(id),
                Err(_) => others.push(text.clone()),
            }
        }
        (ids, others)
    }

    pub(crate) fn len(&self) -> usize {
        self.trace_ids.len()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TracesGiven {
    traces: Vec<WireTrace>,
    unprocessed_trace_ids: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireTrace {
    id: String,
    duration: f64,
    limit_exceeded: bool,
    segments: Vec<WireSegment>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireSegment {
    id: String,
    document: String,
}

impl WireSegment {
    pub(super) fn new(id: SegmentId, document: String) -> Self {
        Self { id: id.to_string(), document }
    }
}

pub(super) fn segments(trace: &StoredTraceDocuments) -> Vec<WireSegment> {
    let segments = trace.segments.iter();
    segments.map(|one| WireSegment::new(one.id, one.segment.to_string())).collect()
}

impl TracesGiven {
    pub(crate) fn of(found: &FoundTraces, others: Vec<String>) -> Self {
        let trace = |trace: &StoredTraceDocuments| WireTrace {
            id: trace.id.to_string(),
            duration: trace.duration,
            limit_exceeded: trace.limit_exceeded,
            segments: segments(trace),
        };
        let unprocessed = found.unprocessed.iter().map(ToString::to_string).chain(others);
        Self { traces: found.traces.iter().map(trace).collect(), unprocessed_trace_ids: unprocessed.collect() }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetTraceSummaries {
    start_time: WireTime,
    end_time: WireTime,
    time_range_type: Option<String>,
    sampling: Option<bool>,
    sampling_strategy: Option<Strategy>,
    filter_expression: Option<String>,
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Strategy {
    name: Option<String>,
    value: Option<f64>,
}

impl GetTraceSummaries {
    pub(crate) fn query(&self) -> Result<SummaryQuery, ApiError> {
        let filter = FilterExpression::parse(self.filter_expression.as_deref().unwrap_or_default())?;
        let query = SummaryQuery::new(self.start_time.0, self.end_time.0).filter(filter).by(self.range_type());
        Ok(query.sample(self.sampling()?).after(self.next_token.clone()))
    }

    fn range_type(&self) -> TimeRangeType {
        let word = self.time_range_type.as_deref();
        let all = [TimeRangeType::TraceId, TimeRangeType::Event, TimeRangeType::Service];
        all.into_iter().find(|kind| Some(kind.as_str()) == word).unwrap_or_default()
    }

    /// Nothing is left out unless both the switch is on (or not set) and a fixed rate is asked for.
    fn sampling(&self) -> Result<SummarySampling, ApiError> {
        let Some(strategy) = self.sampling_strategy.as_ref().filter(|_| self.sampling != Some(false)) else {
            return Ok(SummarySampling::All);
        };
        match (strategy.name.as_deref(), strategy.value) {
            (Some("FixedRate"), Some(rate)) if (0.0..=1.0).contains(&rate) => Ok(SummarySampling::Fixed(rate)),
            (Some("FixedRate"), value) => {
                let value = value.map_or_else(|| "none".to_owned(), |value| value.to_string());
                Err(invalid(format!("a FixedRate has a Value from 0 to 1, this has {value}")))
            }
            _ => Ok(SummarySampling::All),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SummariesGiven {
    trace_summaries: Vec<TraceSummary>,
    approximate_time: WireTime,
    traces_processed_count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

impl From<TraceSummaries> for SummariesGiven {
    fn from(found: TraceSummaries) -> Self {
        Self {
            trace_summaries: found.summaries,
            approximate_time: found.approximate_time.into(),
            traces_processed_count: found.processed,
            next_token: found.next_token,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetServiceGraph {
    pub(crate) start_time: WireTime,
    pub(crate) end_time: WireTime,
    group_name: Option<String>,
    #[serde(rename = "GroupARN")]
    group_arn: Option<String>,
    pub(crate) next_token: Option<String>,
}

impl GetServiceGraph {
    pub(crate) fn group(&self) -> Option<GroupSelector> {
        selector(self.group_name.as_deref(), self.group_arn.as_deref())
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GraphGiven {
    start_time: WireTime,
    end_time: WireTime,
    services: Vec<GraphService>,
    contains_old_group_versions: bool,
}

impl GraphGiven {
    pub(crate) fn of(found: GroupGraph, start: Timestamp, end: Timestamp) -> Self {
        Self {
            start_time: start.into(),
            end_time: end.into(),
            services: found.graph.services,
            contains_old_group_versions: found.contains_old_group_versions,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TraceGraphGiven {
    pub(crate) services: Vec<GraphService>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetTimeSeries {
    start_time: WireTime,
    end_time: WireTime,
    group_name: Option<String>,
    #[serde(rename = "GroupARN")]
    group_arn: Option<String>,
    entity_selector_expression: Option<String>,
    period: Option<Whole>,
    forecast_statistics: Option<bool>,
    pub(crate) next_token: Option<String>,
}

impl GetTimeSeries {
    pub(crate) fn query(&self) -> SeriesQuery {
        let mut query = SeriesQuery::new(self.start_time.0, self.end_time.0);
        query.group = selector(self.group_name.as_deref(), self.group_arn.as_deref());
        query.selector.clone_from(&self.entity_selector_expression);
        query.period = self.period.map_or(query.period, |Whole(period)| period);
        query.forecast = self.forecast_statistics.unwrap_or_default();
        query
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SeriesGiven {
    time_series_service_statistics: Vec<WireWindow>,
    contains_old_group_versions: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireWindow {
    timestamp: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    edge_summary_statistics: Option<SummaryStatistics>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_summary_statistics: Option<SummaryStatistics>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_forecast_statistics: Option<WireForecast>,
    response_time_histogram: Vec<HistogramEntry>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireForecast {
    fault_count_high: u64,
    fault_count_low: u64,
}

impl From<FaultForecast> for WireForecast {
    fn from(forecast: FaultForecast) -> Self {
        Self { fault_count_high: forecast.high, fault_count_low: forecast.low }
    }
}

impl From<TimeSeries> for SeriesGiven {
    fn from(series: TimeSeries) -> Self {
        let windows = series.windows.into_iter().map(|window| WireWindow {
            timestamp: window.start.into(),
            edge_summary_statistics: series.is_of_edge.then_some(window.statistics),
            service_summary_statistics: (!series.is_of_edge).then_some(window.statistics),
            service_forecast_statistics: window.forecast.map(Into::into),
            response_time_histogram: window.response_times,
        });
        Self {
            time_series_service_statistics: windows.collect(),
            contains_old_group_versions: series.contains_old_group_versions,
        }
    }
}
