//! The service's own API: JSON in, JSON out. One file for each area.

mod groups;
mod insights;
mod resources;
mod sampling;
mod segments;
mod traces;

use cupola_base::paging::Token;
use cupola_base::shape::Operation;
use cupola_base::{ApiError, Caller, Timestamp, wire};
use serde::de::DeserializeOwned;

use crate::wire::{Page, invalid};
use crate::{Engine, shapes};

impl Engine {
    /// Answers one call of the service's API. This adds no behaviour to the typed verbs.
    ///
    /// The actions are those of [`OPERATIONS`](crate::OPERATIONS). An empty `input` counts as `{}`, members that
    /// the API does not know are ignored, and null counts as absent. That the call is for this engine's place
    /// is for the caller to see to.
    ///
    /// ```
    /// use cupola_base::{Caller, Place, Timestamp};
    /// use cupola_traces::Engine;
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let (caller, mut engine) = (Caller::root(place.clone()), Engine::new(place, 0));
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    ///
    /// let rules = engine.call(now, &caller, "GetSamplingRules", "")?;
    /// assert!(rules.contains(r#""RuleName":"Default","RuleARN":"arn:aws:xray:us-east-1:111122223333:sampling-rule/Default""#));
    /// let refused = engine.call(now, &caller, "DeleteSamplingRule", r#"{"RuleName": "Default"}"#).unwrap_err();
    /// assert_eq!(refused.code, "InvalidRequestException");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The service's own refusals: `InvalidRequestException`, `RuleLimitExceededException`. Besides those,
    /// `UnknownOperationException`, and `SerializationException` for what is not JSON or has a member of a wrong
    /// type.
    pub fn call(&mut self, now: Timestamp, _caller: &Caller, action: &str, input: &str) -> Result<String, ApiError> {
        let operation = shapes::operation(action).ok_or_else(|| ApiError::unknown_operation(action))?;
        let now = self.see(now);
        match operation.name {
            "GetSamplingRules" => self.answer_rules(now, &read(operation, input)?),
            "GetSamplingTargets" => self.answer_targets(now, &read(operation, input)?),
            "GetSamplingStatisticSummaries" => self.answer_summaries(now, &read(operation, input)?),
            "CreateSamplingRule" => self.answer_create(now, read(operation, input)?),
            "UpdateSamplingRule" => self.answer_update(now, read(operation, input)?),
            "DeleteSamplingRule" => self.answer_delete(now, read(operation, input)?),
            "PutTelemetryRecords" => self.answer_put_telemetry(now, read(operation, input)?),
            "PutTraceSegments" => self.answer_put_segments(now, &read(operation, input)?),
            _ => self.call_read_side(now, operation, input),
        }
    }

    /// The actions that tell of traces, and those on what is kept beside them.
    fn call_read_side(&mut self, now: Timestamp, operation: &Operation, input: &str) -> Answer {
        match operation.name {
            "BatchGetTraces" => self.answer_traces(&read(operation, input)?),
            "GetTraceSummaries" => self.answer_trace_summaries(now, &read(operation, input)?),
            "GetServiceGraph" => self.answer_service_graph(&read(operation, input)?),
            "GetTraceGraph" => self.answer_trace_graph(&read(operation, input)?),
            "GetTimeSeriesServiceStatistics" => self.answer_time_series(&read(operation, input)?),
            "CreateGroup" => self.answer_create_group(now, read(operation, input)?),
            "UpdateGroup" => self.answer_update_group(now, &read(operation, input)?),
            "DeleteGroup" => self.answer_delete_group(now, &read(operation, input)?),
            "GetGroup" => self.answer_group(&read(operation, input)?),
            "GetGroups" => self.answer_groups(now, &read(operation, input)?),
            "TagResource" => self.answer_tag(now, read(operation, input)?),
            "UntagResource" => self.answer_untag(now, &read(operation, input)?),
            "ListTagsForResource" => self.answer_tags(&read(operation, input)?),
            "GetInsight" => self.answer_insight(&read(operation, input)?),
            "GetInsightEvents" => self.answer_insight_events(now, &read(operation, input)?),
            "GetInsightSummaries" => self.answer_insight_summaries(now, &read(operation, input)?),
            "GetInsightImpactGraph" => self.answer_impact_graph(&read(operation, input)?),
            _ => self.call_resources(now, operation, input),
        }
    }

    fn call_resources(&mut self, now: Timestamp, operation: &Operation, input: &str) -> Answer {
        match operation.name {
            "GetEncryptionConfig" => Ok(self.answer_encryption()),
            "PutEncryptionConfig" => self.answer_put_encryption(now, &read(operation, input)?),
            "PutResourcePolicy" => self.answer_put_policy(now, &read(operation, input)?),
            "DeleteResourcePolicy" => self.answer_delete_policy(now, &read(operation, input)?),
            "ListResourcePolicies" => self.answer_policies(now, &read(operation, input)?),
            "GetIndexingRules" => self.answer_indexing(&read(operation, input)?),
            "UpdateIndexingRule" => self.answer_update_indexing(now, &read(operation, input)?),
            "GetTraceSegmentDestination" => Ok(self.answer_destination()),
            "UpdateTraceSegmentDestination" => self.answer_update_destination(now, &read(operation, input)?),
            "StartTraceRetrieval" => self.answer_start_retrieval(now, &read(operation, input)?),
            "CancelTraceRetrieval" => self.answer_cancel_retrieval(now, &read(operation, input)?),
            "ListRetrievedTraces" => self.answer_retrieved(now, &read(operation, input)?),
            "GetRetrievedTracesGraph" => self.answer_retrieved_graph(&read(operation, input)?),
            other => Err(ApiError::unknown_operation(other)),
        }
    }

    /// The page after the token, of items in the order of their keys.
    pub(super) fn page<T>(
        &self,
        now: Timestamp,
        action: &str,
        page: &Page,
        all: impl Iterator<Item = (String, T)>,
    ) -> Result<(Vec<T>, Option<String>), ApiError> {
        let token = page.next_token.as_deref().map(|text| Token::decode(text, action)).transpose();
        let token = token.map_err(|error| invalid(error.to_string()))?;
        let after = |key: &str| token.as_ref().is_none_or(|token| *key > *token.position);
        let mut rest = all.filter(|(key, _)| after(key)).peekable();
        let most = self.state.limits.items_per_page.max(1);
        let (mut items, mut last) = (Vec::new(), None);
        while items.len() < most
            && let Some((key, item)) = rest.next()
        {
            items.push(item);
            last = Some(key);
        }
        let began = token.as_ref().map_or(now, |token| token.now);
        let next = rest.peek().and(last).map(|key| Token::new(action, began, key).encode());
        Ok((items, next))
    }
}

pub(super) type Answer = Result<String, ApiError>;

fn read<T: DeserializeOwned>(operation: &Operation, input: &str) -> Result<T, ApiError> {
    wire::request(operation, input, "InvalidRequestException")
}
