//! What retrievals found.

use crate::resource::{RetrievalError, RetrievalStatus, RetrievedTraces};
use crate::{Engine, GraphBuilder, ServiceGraph, TraceId, Within};

impl Engine {
    /// The traces that a retrieval found.
    ///
    /// # Errors
    /// [`RetrievalError::Unknown`] for a token that is none.
    ///
    /// # Source
    /// X-Ray API Reference, ListRetrievedTraces.
    #[doc(alias = "ListRetrievedTraces")]
    pub fn retrieved_traces(&self, token: &str) -> Result<RetrievedTraces, RetrievalError> {
        let job = self.retrieval(token)?;
        let status = job.status(self.now());
        let is_meant = |id: &TraceId| self.trace_start(*id).is_some_and(|at| (job.start..=job.end).contains(&at));
        let found = job.trace_ids.iter().copied().filter(is_meant);
        let traces = if status == RetrievalStatus::Complete { found.collect() } else { Vec::new() };
        Ok(RetrievedTraces { status, traces })
    }

    /// The service graph of the traces that a retrieval found.
    ///
    /// # Errors
    /// [`RetrievalError::Unknown`] for a token that is none.
    ///
    /// # Source
    /// X-Ray API Reference, GetRetrievedTracesGraph.
    #[doc(alias = "GetRetrievedTracesGraph")]
    pub fn retrieved_traces_graph(&self, token: &str) -> Result<(RetrievalStatus, ServiceGraph), RetrievalError> {
        let found = self.retrieved_traces(token)?;
        let mut builder = GraphBuilder::new(self.state.limits.graph_nodes);
        found.traces.iter().for_each(|id| self.add_to_graph(&mut builder, *id, Within::ALWAYS));
        self.follow_links(&mut builder);
        Ok((found.status, builder.finish()))
    }
}
