//! Actions on metric streams.

use super::page::Page;
use super::{Answer, Call, answer, nothing};
use crate::engine::Engine;
use crate::stream::MetricStream;
use crate::wire::{
    ListMetricStreams, ListedMetricStreams, MetricStreamEntry, MetricStreamNames, MetricStreamPut, OneMetricStream,
    PutMetricStream, WireMetricStream,
};

pub(super) fn put_metric_stream(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let mut request: PutMetricStream = call.read()?;
    let tags = request.tags();
    let stream = engine.put_metric_stream(call.now, request.read()?, tags)?;
    answer(&MetricStreamPut { arn: &stream.arn })
}

pub(super) fn get_metric_stream(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: OneMetricStream = call.read()?;
    answer(&WireMetricStream::from(engine.metric_stream(call.now, &request.name)?))
}

pub(super) fn list_metric_streams(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.advance(call.now);
    let request: ListMetricStreams = call.read()?;
    let page = Page::of("ListMetricStreams", &request, request.next_token.as_deref(), engine.now())?;
    let most = engine.limits.metric_streams_per_page;
    let most = request.max_results.map_or(most, |asked| most.min(asked.0 as usize)).max(1);
    let position = |stream: &&MetricStream| stream.configuration.name.to_string();
    let (streams, next_token) = page.cut(engine.streams.after(page.after.as_deref()), most, position);
    answer(&ListedMetricStreams { next_token, entries: streams.into_iter().map(MetricStreamEntry::from).collect() })
}

pub(super) fn delete_metric_stream(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.delete_metric_stream(call.now, &call.read::<OneMetricStream>()?.name);
    nothing()
}

pub(super) fn start_metric_streams(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.start_metric_streams(call.now, &call.read::<MetricStreamNames>()?.names);
    nothing()
}

pub(super) fn stop_metric_streams(engine: &mut Engine, call: &Call<'_>) -> Answer {
    engine.stop_metric_streams(call.now, &call.read::<MetricStreamNames>()?.names);
    nothing()
}
