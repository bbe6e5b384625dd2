//! Service graphs.

use cupola_base::{ApiError, Timestamp};

use super::membership::documents;
use super::parts::Lies;
use crate::{
    BatchGetTracesError, Engine, GraphBuilder, Group, GroupRefusal, GroupSelector, ServiceGraph, TraceId, Within,
};

/// The service graph of a range of time.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GroupGraph {
    /// The graph.
    pub graph: ServiceGraph,
    /// Whether the group's expression was another in a part of the range.
    pub contains_old_group_versions: bool,
}

impl Engine {
    /// Who called whom from `start` up to but not including `end`: all segments that have a part in the range, of the
    /// traces of a group, or of all. A call counts when both its ends do.
    ///
    /// ```
    /// use cupola_traces::{Engine, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:16:02Z")?;
    /// let text = r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00112233445566aa", "name": "quay",
    ///     "start_time": 1777875360, "end_time": 1777875361.5}"#;
    /// engine.put_trace_segments(now, &[text]);
    /// let graph = engine.service_graph(now.plus_secs(-600), now, None)?.graph;
    /// assert_eq!(graph.services[1].summary_statistics.unwrap().ok_count, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`GraphRefusal`] for a range that ends before it begins, and for a group that is not there.
    ///
    /// # Source
    /// X-Ray API Reference, GetServiceGraph.
    #[doc(alias = "GetServiceGraph")]
    pub fn service_graph(
        &self,
        start: Timestamp,
        end: Timestamp,
        group: Option<&GroupSelector>,
    ) -> Result<GroupGraph, GraphRefusal> {
        let group = self.range_and_group(start, end, group)?;
        let builder = self.graph_of(Within::new(start, end), group);
        Ok(GroupGraph { graph: builder.finish(), contains_old_group_versions: is_old(group, start) })
    }

    /// Who called whom in whole traces. Ids of traces that are not there do not matter.
    ///
    /// # Errors
    /// [`BatchGetTracesError`] for more ids than a call may have.
    ///
    /// # Source
    /// X-Ray API Reference, GetTraceGraph.
    #[doc(alias = "GetTraceGraph")]
    pub fn trace_graph(&self, ids: &[TraceId]) -> Result<ServiceGraph, BatchGetTracesError> {
        let most = self.state.limits.traces_per_call;
        if ids.is_empty() || ids.len() > most {
            return Err(BatchGetTracesError { given: ids.len(), most });
        }
        let ids: std::collections::BTreeSet<TraceId> = ids.iter().copied().collect();
        let mut builder = GraphBuilder::new(self.state.limits.graph_nodes);
        ids.into_iter().for_each(|id| self.add_to_graph(&mut builder, id, Within::ALWAYS));
        self.follow_links(&mut builder);
        Ok(builder.finish())
    }

    /// Counts of the traces of a group in a range. Counts of several accounts can be merged: the view of a monitoring
    /// account is the merged graph.
    #[must_use]
    pub fn graph_builder(&self, within: Within) -> GraphBuilder {
        self.graph_of(within, None)
    }

    pub(crate) fn graph_of(&self, within: Within, group: Option<&Group>) -> GraphBuilder {
        let serial = group.map_or(0, |group| group.serial);
        let mut builder = self.graph_of_parts(within, serial);
        if builder.dropped() > 0 {
            // Which nodes find room depends on the order: then it is that in which the traces came.
            builder = GraphBuilder::new(self.state.limits.graph_nodes);
            self.trace_ids().for_each(|id| self.add_member(&mut builder, id, within, serial));
        }
        self.follow_links(&mut builder);
        builder
    }

    /// Parts that lie in the range are merged; of those at its ends, each trace is counted.
    fn graph_of_parts(&self, within: Within, serial: u32) -> GraphBuilder {
        let mut builder = GraphBuilder::new(self.state.limits.graph_nodes);
        for part in self.parts.of_group(serial) {
            match part.lies(within) {
                Lies::Outside => {}
                Lies::Inside => builder.merge(part.graph()),
                Lies::Astride => part.traces().iter().for_each(|id| self.add_to_graph(&mut builder, *id, within)),
            }
        }
        self.parts.loose().for_each(|id| self.add_member(&mut builder, id, within, serial));
        builder
    }

    fn add_member(&self, builder: &mut GraphBuilder, id: TraceId, within: Within, serial: u32) {
        if self.is_member(id, serial) {
            self.add_to_graph(builder, id, within);
        }
    }

    pub(crate) fn add_to_graph(&self, builder: &mut GraphBuilder, id: TraceId, within: Within) {
        if let Some(stored) = self.state.store.get(id) {
            let documents = documents(stored);
            builder.add(&self.assembled(id, &documents), within);
        }
    }

    /// Tells the builder of the traces that links lead to.
    pub(crate) fn follow_links(&self, builder: &mut GraphBuilder) {
        for id in builder.linked_traces() {
            if let Some(stored) = self.state.store.get(id) {
                let documents = documents(stored);
                builder.add_linked(&self.assembled(id, &documents));
            }
        }
    }

    pub(crate) fn range_and_group(
        &self,
        start: Timestamp,
        end: Timestamp,
        group: Option<&GroupSelector>,
    ) -> Result<Option<&Group>, GraphRefusal> {
        if start >= end {
            return Err(GraphRefusal::Range);
        }
        Ok(group.map(|selector| self.group(selector)).transpose()?)
    }
}

/// Whether a range reaches behind the change of a group's expression.
pub(crate) fn is_old(group: Option<&Group>, start: Timestamp) -> bool {
    group.and_then(|group| group.changed).is_some_and(|changed| start < changed)
}

/// Why there is no graph.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GraphRefusal {
    /// The range ends before it begins.
    #[error("StartTime must be before EndTime")]
    Range,
    /// The group is not there.
    #[error(transparent)]
    Group(#[from] GroupRefusal),
    /// What is to be counted cannot be read.
    #[error("{0}")]
    Selector(crate::FilterError),
    /// The period is none that the service knows.
    #[error("a period of {0} seconds: 60 and 300 are accepted")]
    Period(u32),
    /// A forecast needs one service.
    #[error("ForecastStatistics needs an EntitySelectorExpression of id()")]
    Forecast,
}

impl From<GraphRefusal> for ApiError {
    fn from(refusal: GraphRefusal) -> Self {
        Self::caller("InvalidRequestException", refusal.to_string())
    }
}
