//! Actions on metrics.

use cupola_base::ApiError;

use super::page::Page;
use super::{Answer, Call, answer, nothing};
use crate::code;
use crate::data::MetricDataPosition;
use crate::engine::Engine;
use crate::ingest::{Origin, PutMetricDataError, datum_refusal};
use crate::metric::Metric;
use crate::wire::{GetMetricData, GetMetricStatistics, ListMetrics, ListedMetrics, MetricData, MetricStatistics};
use crate::wire::{PutMetricData, WireMetric};

pub(super) fn put_metric_data(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.check_size(call.input.len())?;
    let (data, places) = call.read::<PutMetricData>()?.data(call.now.max(engine.now()))?;
    let origin = if call.caller.privileged { Origin::Service } else { Origin::User };
    engine.put_read_data(call.now, origin, &data).map_err(|error| match error {
        PutMetricDataError::Datum { member, cause } => datum_refusal(&places.path(member - 1), cause),
        error => error.into(),
    })?;
    nothing()
}

pub(super) fn get_metric_statistics(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let query = call.read::<GetMetricStatistics>()?.read()?;
    let points = engine.metric_statistics(call.now, &query)?;
    answer(&MetricStatistics::new(&query, &points))
}

pub(super) fn get_metric_data(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: GetMetricData = call.read()?;
    let page = Page::of("GetMetricData", &request, request.next_token.as_deref(), call.now)?;
    let from = page.after.as_deref().map(str::parse::<MetricDataPosition>).transpose()?;
    let request = request.read(from)?;
    let found = engine.metric_data(call.now, &request)?;
    let next = found.next.map(|position| page.next(position.to_string()));
    answer(&MetricData::new(found.results, found.messages, next))
}

pub(super) fn list_metrics(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.advance(call.now);
    let request: ListMetrics = call.read()?;
    let page = Page::of("ListMetrics", &request, request.next_token.as_deref(), engine.now())?;
    let account = engine.place().account.as_str();
    if let Some(other) = request.owning_account.as_ref().filter(|owner| *owner != account) {
        let message = format!("The value {other} for parameter OwningAccount is not supported yet.");
        return Err(ApiError::caller(code::INVALID_VALUE, message));
    }
    let Some(filter) = request.filter() else { return answer(&ListedMetrics::default()) };
    let after = page.after.as_deref().map(metric_of).transpose()?;
    let metrics = engine.metrics_after(page.now, &filter, after.as_ref());
    let position = |metric: &&Metric| cupola_base::wire::answer(metric);
    let (metrics, next_token) = page.cut(metrics, engine.limits.metrics_per_page, position);
    let owners = metrics.iter().filter(|_| request.include_linked_accounts == Some(true)).map(|_| account.to_owned());
    let owning_accounts = owners.collect();
    answer(&ListedMetrics { metrics: metrics.into_iter().map(WireMetric::from).collect(), next_token, owning_accounts })
}

/// A metric out of a page token; tokens are ours, so that it is one unless somebody forged it.
fn metric_of(position: &str) -> Result<Metric, ApiError> {
    serde_json::from_str(position)
        .map_err(|_| ApiError::caller(code::INVALID_VALUE, "Request parameter NextToken is invalid"))
}
