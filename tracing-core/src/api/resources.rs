//! Answers about encryption, policies, indexing, destinations and retrievals.

use cupola_base::{Timestamp, wire};

use super::Answer;
use super::traces::one_page;
use crate::Engine;
use crate::read::pages::page;
use crate::wire::{
    DeleteResourcePolicy, DestinationGiven, EncryptionGiven, IndexingGiven, IndexingRulesGiven, NamedRetrieval, Page,
    PoliciesGiven, PolicyGiven, PutEncryptionConfig, PutResourcePolicy, RetrievalGiven, RetrievedGiven,
    RetrievedGraphGiven, RetrievedTrace, StartTraceRetrieval, UpdateDestination, UpdateIndexingRule,
};

/// Retrieved traces on one page.
const TRACES_PER_PAGE: usize = 5;

impl Engine {
    pub(super) fn answer_encryption(&self) -> String {
        wire::answer(&EncryptionGiven::from(self.encryption_config()))
    }

    pub(super) fn answer_put_encryption(&mut self, now: Timestamp, request: &PutEncryptionConfig) -> Answer {
        Ok(wire::answer(&EncryptionGiven::from(self.put_encryption_config(now, request.key()?)?)))
    }

    pub(super) fn answer_put_policy(&mut self, now: Timestamp, request: &PutResourcePolicy) -> Answer {
        let expected = request.expected()?;
        let policy = self.put_resource_policy(now, &request.policy_name, &request.policy_document, expected)?;
        Ok(wire::answer(&PolicyGiven { resource_policy: policy.into() }))
    }

    pub(super) fn answer_delete_policy(&mut self, now: Timestamp, request: &DeleteResourcePolicy) -> Answer {
        self.delete_resource_policy(now, &request.policy_name, request.expected()?)?;
        Ok("{}".to_owned())
    }

    pub(super) fn answer_policies(&self, now: Timestamp, page: &Page) -> Answer {
        let all = self.resource_policies().map(|policy| (policy.name.clone(), policy.into()));
        let (resource_policies, next_token) = self.page(now, "ListResourcePolicies", page, all)?;
        Ok(wire::answer(&PoliciesGiven { resource_policies, next_token }))
    }

    pub(super) fn answer_indexing(&self, page: &Page) -> Answer {
        one_page(page.next_token.as_deref())?;
        Ok(wire::answer(&IndexingRulesGiven::from(self.indexing_rule())))
    }

    pub(super) fn answer_update_indexing(&mut self, now: Timestamp, request: &UpdateIndexingRule) -> Answer {
        let rule = self.update_indexing_rule(now, &request.name, request.percentage()?)?;
        Ok(wire::answer(&IndexingGiven::from(rule)))
    }

    pub(super) fn answer_destination(&self) -> String {
        wire::answer(&DestinationGiven::from(self.trace_segment_destination()))
    }

    pub(super) fn answer_update_destination(&mut self, now: Timestamp, request: &UpdateDestination) -> Answer {
        let destination = request.destination()?;
        Ok(wire::answer(&DestinationGiven::from(self.update_trace_segment_destination(now, destination))))
    }

    pub(super) fn answer_start_retrieval(&mut self, now: Timestamp, request: &StartTraceRetrieval) -> Answer {
        let (start, end) = (request.start_time.0, request.end_time.0);
        let retrieval_token = self.start_trace_retrieval(now, &request.ids()?, start, end)?;
        Ok(wire::answer(&RetrievalGiven { retrieval_token }))
    }

    pub(super) fn answer_cancel_retrieval(&mut self, now: Timestamp, request: &NamedRetrieval) -> Answer {
        self.cancel_trace_retrieval(now, &request.retrieval_token)?;
        Ok("{}".to_owned())
    }

    pub(super) fn answer_retrieved(&self, now: Timestamp, request: &NamedRetrieval) -> Answer {
        let format = request.format()?;
        let found = self.retrieved_traces(&request.retrieval_token)?;
        let keyed = found.traces.iter().enumerate().map(|(place, id)| (format!("{place:010}"), *id)).collect();
        let query = format!("ListRetrievedTraces {} {}", request.retrieval_token, format.as_str());
        let (ids, next_token) = page(now, &query, request.next_token.as_deref(), TRACES_PER_PAGE, keyed)?;
        let traces = ids.into_iter().filter_map(|id| self.whole_trace(id));
        let traces = traces.map(|trace| RetrievedTrace::of(&trace, format)).collect::<Result<_, _>>()?;
        let (retrieval_status, trace_format) = (found.status.as_str(), format.as_str());
        Ok(wire::answer(&RetrievedGiven { retrieval_status, trace_format, traces, next_token }))
    }

    pub(super) fn answer_retrieved_graph(&self, request: &NamedRetrieval) -> Answer {
        one_page(request.next_token.as_deref())?;
        let (status, graph) = self.retrieved_traces_graph(&request.retrieval_token)?;
        Ok(wire::answer(&RetrievedGraphGiven::of(status, graph)))
    }
}
