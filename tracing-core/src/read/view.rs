//! The traces of several accounts, seen together.

use cupola_base::Timestamp;

use super::membership::documents;
use crate::filter::Evaluation;
use crate::store::{Stored, StoredTrace};
use crate::{
    BatchGetTracesError, Engine, FoundTraces, GraphBuilder, GraphRefusal, Group, GroupGraph, GroupSelector,
    SegmentDocument, ServiceGraph, StoredTraceDocuments, SummariesRefusal, SummaryQuery, Trace, TraceId,
    TraceSummaries, Within,
};

/// What a monitoring account sees: its own traces and those of the accounts that are linked to it, each trace put together
/// from the documents of all of them. A view changes nothing; it is as current as the engines are.
///
/// Limits, policies and groups are those of the monitoring account. A segment that does not tell its account is of the
/// account that took it in, so that nodes of one name in two accounts are two. A trace is laid against the group's
/// expression as it is now, for no account keeps what another's groups say of its traces.
///
/// ```
/// use cupola_traces::{Engine, MonitoringView, Place, SummaryQuery, Timestamp, TraceId};
///
/// let now = Timestamp::parse("2026-05-04T06:16:02Z")?;
/// let mut accounts = ["111122223333", "444455556666"].map(|account| Engine::new(Place::parse(account, "us-east-1").unwrap(), 0));
/// for (engine, name) in accounts.iter_mut().zip(["quay", "crane"]) {
///     engine.put_trace_segments(now, &[format!(
///         r#"{{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "{:016x}", "name": "{name}", "start_time": 1777875360,
///             "end_time": 1777875361}}"#, name.len())]);
/// }
/// let view = MonitoringView::new(&accounts[0]).with(&accounts[1]);
/// let found = view.trace_summaries(now, &SummaryQuery::new(now.plus_secs(-600), now))?;
/// let services = &found.summaries[0].service_ids;
/// assert_eq!(services.iter().filter_map(|id| id.account_id.as_deref()).collect::<Vec<_>>(), ["111122223333", "444455556666"]);
/// assert_eq!(view.batch_get_traces(&[TraceId::parse("1-69f839a0-00112233445566778899aabb")?])?.traces[0].segments.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Cross-account tracing". What stands in for an account that is not told is our decision.
#[derive(Clone, Debug)]
pub struct MonitoringView<'a> {
    own: &'a Engine,
    linked: Vec<&'a Engine>,
    /// Whether segments are told their accounts.
    tells_accounts: bool,
}

impl<'a> MonitoringView<'a> {
    /// What a monitoring account sees of itself.
    #[must_use]
    pub const fn new(own: &'a Engine) -> Self {
        Self { own, linked: Vec::new(), tells_accounts: true }
    }

    /// The view with one more account's traces.
    #[must_use]
    pub fn with(mut self, linked: &'a Engine) -> Self {
        self.linked.push(linked);
        self
    }

    /// What an account sees without any links.
    pub(crate) const fn alone(own: &'a Engine) -> Self {
        Self { own, linked: Vec::new(), tells_accounts: false }
    }

    /// The traces, in the order in which they came first; own ones before those of others.
    pub fn trace_ids(&self) -> impl Iterator<Item = TraceId> {
        let mut engines: Vec<&Engine> = Vec::new();
        self.engines().flat_map(move |engine| {
            let earlier = engines.clone();
            engines.push(engine);
            engine.trace_ids().filter(move |id| earlier.iter().all(|engine| engine.state.store.get(*id).is_none()))
        })
    }

    /// Traces in short, newest first: as [`Engine::trace_summaries`].
    ///
    /// # Errors
    /// As there.
    pub fn trace_summaries(&self, now: Timestamp, query: &SummaryQuery) -> Result<TraceSummaries, SummariesRefusal> {
        super::summaries::summaries(self, now.max(self.own.now()), query)
    }

    /// Whole traces: as [`Engine::batch_get_traces`].
    ///
    /// # Errors
    /// As there.
    pub fn batch_get_traces(&self, ids: &[TraceId]) -> Result<FoundTraces, BatchGetTracesError> {
        let most = self.own.state.limits.traces_per_call;
        if ids.len() > most {
            return Err(BatchGetTracesError { given: ids.len(), most });
        }
        let mut found = FoundTraces::default();
        for id in ids {
            match self.whole_trace(*id) {
                Some(trace) => found.traces.push(trace),
                None => found.unprocessed.push(*id),
            }
        }
        Ok(found)
    }

    /// Who called whom from `start` up to but not including `end`: as [`Engine::service_graph`].
    ///
    /// # Errors
    /// As there.
    pub fn service_graph(
        &self,
        start: Timestamp,
        end: Timestamp,
        group: Option<&GroupSelector>,
    ) -> Result<GroupGraph, GraphRefusal> {
        let group = self.own.range_and_group(start, end, group)?;
        let mut builder = GraphBuilder::new(self.own.state.limits.graph_nodes);
        for id in self.trace_ids() {
            self.look(id, |trace| {
                if self.is_member(trace, group) {
                    builder.add(trace, Within::new(start, end));
                }
            });
        }
        let graph = self.finish(builder);
        Ok(GroupGraph { graph, contains_old_group_versions: super::graphs::is_old(group, start) })
    }

    /// Who called whom in whole traces: as [`Engine::trace_graph`].
    ///
    /// # Errors
    /// As there.
    pub fn trace_graph(&self, ids: &[TraceId]) -> Result<ServiceGraph, BatchGetTracesError> {
        let most = self.own.state.limits.traces_per_call;
        if ids.is_empty() || ids.len() > most {
            return Err(BatchGetTracesError { given: ids.len(), most });
        }
        let ids: std::collections::BTreeSet<TraceId> = ids.iter().copied().collect();
        let mut builder = GraphBuilder::new(self.own.state.limits.graph_nodes);
        ids.into_iter().for_each(|id| self.look(id, |trace| builder.add(trace, Within::ALWAYS)));
        Ok(self.finish(builder))
    }

    pub(super) const fn own(&self) -> &'a Engine {
        self.own
    }

    /// All that came of a trace, in the order in which it came.
    pub(super) fn received(&self, id: TraceId) -> Vec<&'a Stored> {
        let mut all: Vec<&Stored> = self.stored(id).flat_map(|stored| &stored.documents).collect();
        all.sort_by_key(|document| document.at);
        all
    }

    pub(super) fn documents(&self, id: TraceId) -> Vec<SegmentDocument> {
        if !self.tells_accounts {
            return self.own.state.store.get(id).map(documents).unwrap_or_default();
        }
        let mut all: Vec<(Timestamp, SegmentDocument)> =
            self.engines().flat_map(|engine| told_by(engine, id)).collect();
        all.sort_by_key(|(at, _)| *at);
        all.into_iter().map(|(_, document)| document).collect()
    }

    pub(super) fn whole_trace(&self, id: TraceId) -> Option<StoredTraceDocuments> {
        self.stored(id).next()?;
        let documents = self.documents(id);
        let trace = self.own.assembled(id, &documents);
        Some(StoredTraceDocuments {
            id,
            duration: crate::trace::thousandths(trace.duration()),
            limit_exceeded: self.stored(id).any(|stored| stored.limit_exceeded),
            segments: trace.documents(),
        })
    }

    fn engines(&self) -> impl Iterator<Item = &'a Engine> {
        std::iter::once(self.own).chain(self.linked.iter().copied())
    }

    fn stored(&self, id: TraceId) -> impl Iterator<Item = &'a StoredTrace> {
        self.engines().filter_map(move |engine| engine.state.store.get(id))
    }

    /// Looks at a trace, where there is anything of it.
    fn look(&self, id: TraceId, look: impl FnOnce(&Trace<'_>)) {
        let documents = self.documents(id);
        if !documents.is_empty() {
            look(&self.own.assembled(id, &documents));
        }
    }

    fn is_member(&self, trace: &Trace<'_>, group: Option<&Group>) -> bool {
        let groups = &self.own.state.read.groups;
        group.is_none_or(|group| {
            let is_judged = groups.check(&group.expression).is_ok();
            group.is_default() || (is_judged && Evaluation::new(trace, Some(groups)).holds(&group.expression))
        })
    }

    fn finish(&self, mut builder: GraphBuilder) -> ServiceGraph {
        for id in builder.linked_traces() {
            self.look(id, |trace| builder.add_linked(trace));
        }
        builder.finish()
    }
}

/// What one account holds of a trace, each with the instant at which it came; segments tell the account.
fn told_by(engine: &Engine, id: TraceId) -> Vec<(Timestamp, SegmentDocument)> {
    let account = engine.place().account.as_str();
    let stored = engine.state.store.get(id).into_iter().flat_map(|stored| &stored.documents);
    let read = stored.filter_map(|stored| Some((stored.at, stored.document()?)));
    read.map(|(at, document)| (at, of_account(document, account))).collect()
}

fn of_account(mut document: SegmentDocument, account: &str) -> SegmentDocument {
    if let SegmentDocument::Segment(segment) = &mut document {
        let aws = segment.body.aws.get_or_insert_default();
        aws.account_id.get_or_insert_with(|| account.into());
    }
    document
}
