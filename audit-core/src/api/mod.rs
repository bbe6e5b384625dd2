//! The service's own API: JSON in, JSON out.

mod channels;
mod history;
mod insights;
mod lake;
mod queries;
mod trails;

use cupola_base::shape::Operation;
use cupola_base::{ApiError, Caller, Timestamp, wire};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::wire::Nothing;
use crate::{Engine, shapes};

/// What breaks a bound of the API's model.
const VALIDATION: &str = "ValidationException";

impl Engine {
    /// Answers one call of the service's API. This adds no behaviour to the typed verbs.
    ///
    /// The actions are those of [`OPERATIONS`](crate::OPERATIONS). An empty `input` counts as `{}`,
    /// members that the API does not know are ignored, and null counts as absent. That the call is
    /// for this engine's place is for the caller to see to; no action's answer depends on who calls.
    ///
    /// ```
    /// use cupola_audit::{Engine, RecordBuilder};
    /// use cupola_base::{Caller, Place, Timestamp};
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let (caller, mut engine) = (Caller::root(place.clone()), Engine::new(place.clone(), 0));
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.record_call(now, RecordBuilder::new(now, &place, "orders.amazonaws.com", "CancelOrder"))?;
    ///
    /// let lookup = r#"{"LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "CancelOrder"}]}"#;
    /// let answer = engine.call(now, &caller, "LookupEvents", lookup)?;
    /// assert!(answer.contains(r#""EventName":"CancelOrder","ReadOnly":"false""#));
    /// let refused = engine.call(now, &caller, "LookupEvents", r#"{"MaxResults": 51}"#).unwrap_err();
    /// assert_eq!(refused.code, "InvalidMaxResultsException");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The service's own refusals. Besides those of the actions `UnknownOperationException`,
    /// `SerializationException` for what is not JSON or has a member of a wrong type, and
    /// `ValidationException` for members that are missing.
    pub fn call(&mut self, now: Timestamp, _caller: &Caller, action: &str, input: &str) -> Result<String, ApiError> {
        let operation = shapes::operation(action).ok_or_else(|| ApiError::unknown_operation(action))?;
        let call = Call { now: self.see(now), operation, input };
        match operation.name {
            "AddTags" => trails::add_tags(self, &call),
            "CancelQuery" => queries::cancel(self, &call),
            "CreateChannel" => channels::create(self, &call),
            "CreateEventDataStore" => lake::create(self, &call),
            "CreateTrail" => trails::create_trail(self, &call),
            "DeleteChannel" => channels::delete(self, &call),
            "DeleteEventDataStore" => lake::delete(self, &call),
            "DeleteResourcePolicy" => channels::delete_policy(self, &call),
            "DeleteTrail" => trails::delete_trail(self, &call),
            "DescribeQuery" => queries::describe(self, &call),
            "DescribeTrails" => trails::describe_trails(self, &call),
            "GetChannel" => channels::get(self, &call),
            "GetEventConfiguration" => trails::get_event_configuration(self, &call),
            "GetEventDataStore" => lake::get(self, &call),
            "GetEventSelectors" => trails::get_event_selectors(self, &call),
            "GetInsightSelectors" => insights::get_insight_selectors(self, &call),
            "GetQueryResults" => queries::results(self, &call),
            "GetResourcePolicy" => channels::get_policy(self, &call),
            "GetTrail" => trails::get_trail(self, &call),
            "GetTrailStatus" => trails::get_trail_status(self, &call),
            "ListChannels" => channels::list(self, &call),
            "ListEventDataStores" => lake::list(self, &call),
            "ListInsightsData" => insights::list_insights_data(self, &call),
            "ListInsightsMetricData" => insights::list_insights_metric_data(self, &call),
            "ListPublicKeys" => insights::list_public_keys(self, &call),
            "ListQueries" => queries::list(self, &call),
            "ListTags" => trails::list_tags(self, &call),
            "ListTrails" => trails::list_trails(self, &call),
            "PutEventConfiguration" => trails::put_event_configuration(self, &call),
            "PutEventSelectors" => trails::put_event_selectors(self, &call),
            "PutInsightSelectors" => insights::put_insight_selectors(self, &call),
            "PutResourcePolicy" => channels::put_policy(self, &call),
            "RemoveTags" => trails::remove_tags(self, &call),
            "RestoreEventDataStore" => lake::restore(self, &call),
            "StartEventDataStoreIngestion" => lake::start_ingestion(self, &call),
            "StartLogging" => trails::start_logging(self, &call),
            "StartQuery" => queries::start(self, &call),
            "StopEventDataStoreIngestion" => lake::stop_ingestion(self, &call),
            "StopLogging" => trails::stop_logging(self, &call),
            "UpdateChannel" => channels::update(self, &call),
            "UpdateEventDataStore" => lake::update(self, &call),
            "UpdateTrail" => trails::update_trail(self, &call),
            "LookupEvents" => history::lookup_events(self, &call),
            _ => Err(ApiError::unknown_operation(action)),
        }
    }

    /// Answers one call of CloudTrail's data service: those of [`data::OPERATIONS`](crate::data::OPERATIONS). Otherwise as
    /// [`call`](Self::call); the caller's principal is who puts events.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub fn call_data(
        &mut self,
        now: Timestamp,
        caller: &Caller,
        action: &str,
        input: &str,
    ) -> Result<String, ApiError> {
        let operation = shapes::data_operation(action).ok_or_else(|| ApiError::unknown_operation(action))?;
        let call = Call { now: self.see(now), operation, input };
        channels::put_audit_events(self, &call, caller)
    }
}

/// One call of the door.
struct Call<'a> {
    now: Timestamp,
    operation: &'static Operation,
    input: &'a str,
}

type Answer = Result<String, ApiError>;

impl Call<'_> {
    fn read<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        wire::request(self.operation, self.input, VALIDATION)
    }
}

fn answer(value: &impl Serialize) -> Answer {
    Ok(wire::answer(value))
}

fn nothing() -> Answer {
    answer(&Nothing {})
}
