//! Answers about traces and graphs.

use cupola_base::{ApiError, Timestamp, wire};

use super::Answer;
use crate::wire::{
    GetServiceGraph, GetTimeSeries, GetTraceSummaries, GraphGiven, SeriesGiven, SummariesGiven, TraceGraphGiven,
    TraceIds, TracesGiven,
};
use crate::{BatchGetTracesError, Engine, PageRefusal};

impl Engine {
    pub(super) fn answer_traces(&self, request: &TraceIds) -> Answer {
        self.check_ids(request)?;
        let (ids, others) = request.read();
        Ok(wire::answer(&TracesGiven::of(&self.batch_get_traces(&ids)?, others)))
    }

    pub(super) fn answer_trace_summaries(&mut self, now: Timestamp, request: &GetTraceSummaries) -> Answer {
        let query = request.query()?;
        Ok(wire::answer(&SummariesGiven::from(self.trace_summaries(now, &query)?)))
    }

    pub(super) fn answer_service_graph(&self, request: &GetServiceGraph) -> Answer {
        one_page(request.next_token.as_deref())?;
        let (start, end) = (request.start_time.0, request.end_time.0);
        let graph = self.service_graph(start, end, request.group().as_ref())?;
        Ok(wire::answer(&GraphGiven::of(graph, start, end)))
    }

    pub(super) fn answer_trace_graph(&self, request: &TraceIds) -> Answer {
        self.check_ids(request)?;
        let (ids, _) = request.read();
        let services = if ids.is_empty() { Vec::new() } else { self.trace_graph(&ids)?.services };
        Ok(wire::answer(&TraceGraphGiven { services }))
    }

    pub(super) fn answer_time_series(&self, request: &GetTimeSeries) -> Answer {
        one_page(request.next_token.as_deref())?;
        Ok(wire::answer(&SeriesGiven::from(self.time_series(&request.query())?)))
    }

    /// Texts that are no ids count, too.
    fn check_ids(&self, request: &TraceIds) -> Result<(), BatchGetTracesError> {
        let (given, most) = (request.len(), self.state.limits.traces_per_call);
        if given >= 1 && given <= most { Ok(()) } else { Err(BatchGetTracesError { given, most }) }
    }
}

/// Answers that are given whole have no second page.
pub(super) fn one_page(token: Option<&str>) -> Result<(), ApiError> {
    token.map_or(Ok(()), |_| Err(PageRefusal.into()))
}
