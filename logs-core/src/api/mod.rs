//! The service's own API: JSON in, JSON out.

mod account_policies;
mod anomalies;
mod data_sources;
mod deliveries;
mod events;
mod export;
mod filters;
mod groups;
mod keys;
mod lookup_tables;
mod page;
mod protection;
mod queries;
mod resource_policies;
mod scheduled_queries;
mod streams;
mod subscriptions;
mod tags;
mod tail;
mod transformers;

use cupola_base::shape::Operation;
use cupola_base::{ApiError, Caller, Timestamp, wire};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::destination::Ask;
use crate::engine::Engine;
use crate::error::UnknownLog;
use crate::shapes;
use crate::vended::{AskDelivery, DeliveryRequest};
use crate::wire::Nothing;

impl Engine {
    /// Answers one call of the service's API. This adds no behaviour to the typed verbs.
    ///
    /// The actions are those of [`OPERATIONS`](crate::OPERATIONS). An empty `input` counts as `{}`,
    /// members that the API does not know are ignored, and null counts as absent. Members that the
    /// API knows and that are not modelled here are refused where they would change the answer. That
    /// the call is for this engine's place is for the caller to see to.
    ///
    /// ```
    /// use cupola_base::{Caller, Place, Timestamp};
    /// use cupola_logs::Engine;
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let (caller, mut engine) = (Caller::root(place.clone()), Engine::new(place, 0));
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    ///
    /// assert_eq!(engine.call(now, &caller, "CreateLogGroup", r#"{"logGroupName": "app"}"#)?, "{}");
    /// let listed = r#"{"logGroups":[{"logGroupName":"app","logGroupArn":"arn:aws:logs:us-east-1:111122223333:log-group:app","logGroupClass":"STANDARD"}]}"#;
    /// assert_eq!(engine.call(now, &caller, "ListLogGroups", "")?, listed);
    ///
    /// let refused = engine.call(now, &caller, "DeleteLogGroup", r#"{"logGroupName": "web"}"#).unwrap_err();
    /// assert_eq!(refused.to_string(), "ResourceNotFoundException: The specified log group does not exist.");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The service's own refusals. Besides those of the actions: `UnknownOperationException`,
    /// `SerializationException` for what is not JSON or has a member of a wrong type, and
    /// `InvalidParameterException` with all bounds that are broken.
    pub fn call(&mut self, now: Timestamp, caller: &Caller, action: &str, input: &str) -> Result<String, ApiError> {
        self.call_among(now, caller, action, input, &|_| Ok(()))
    }

    /// As [`call`](Self::call), among places that can be asked whether their destinations let somebody in.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub fn call_among(
        &mut self,
        now: Timestamp,
        caller: &Caller,
        action: &str,
        input: &str,
        ask: Ask<'_>,
    ) -> Result<String, ApiError> {
        let unknown = |request: &DeliveryRequest| {
            let destination = request.destination.as_str().into();
            Err(UnknownLog::DeliveryDestination(destination).into())
        };
        self.call_beside(now, caller, action, input, &Elsewhere { destinations: ask, deliveries: &unknown })
    }

    /// As [`call`](Self::call), among places that can be asked about their destinations and delivery destinations.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub fn call_beside(
        &mut self,
        now: Timestamp,
        caller: &Caller,
        action: &str,
        input: &str,
        elsewhere: &Elsewhere<'_>,
    ) -> Result<String, ApiError> {
        let operation = shapes::operation(action).ok_or_else(|| ApiError::unknown_operation(action))?;
        let (ask, deliveries) = (elsewhere.destinations, elsewhere.deliveries);
        let call = Call { now: self.at(now), operation, input, caller, ask, deliveries };
        match operation.name {
            "CreateLogGroup" => groups::create_log_group(self, &call),
            "DeleteLogGroup" => groups::delete_log_group(self, &call),
            "DescribeLogGroups" => groups::describe_log_groups(self, &call),
            "ListLogGroups" => groups::list_log_groups(self, &call),
            "PutLogGroupDeletionProtection" => groups::put_log_group_deletion_protection(self, &call),
            "PutRetentionPolicy" => groups::put_retention_policy(self, &call),
            "DeleteRetentionPolicy" => groups::delete_retention_policy(self, &call),
            "CreateLogStream" => streams::create_log_stream(self, &call),
            "DeleteLogStream" => streams::delete_log_stream(self, &call),
            "DescribeLogStreams" => streams::describe_log_streams(self, &call),
            "PutLogEvents" => events::put_log_events(self, &call),
            "GetLogEvents" => events::get_log_events(self, &call),
            "FilterLogEvents" => events::filter_log_events(self, &call),
            "PutMetricFilter" => filters::put_metric_filter(self, &call),
            "DeleteMetricFilter" => filters::delete_metric_filter(self, &call),
            "DescribeMetricFilters" => filters::describe_metric_filters(self, &call),
            "TestMetricFilter" => filters::test_metric_filter(self, &call),
            "PutDataProtectionPolicy" => protection::put_data_protection_policy(self, &call),
            "GetDataProtectionPolicy" => protection::get_data_protection_policy(self, &call),
            "DeleteDataProtectionPolicy" => protection::delete_data_protection_policy(self, &call),
            "PutAccountPolicy" => account_policies::put_account_policy(self, &call),
            "DeleteAccountPolicy" => account_policies::delete_account_policy(self, &call),
            "DescribeAccountPolicies" => account_policies::describe_account_policies(self, &call),
            "AssociateKmsKey" => keys::associate_kms_key(self, &call),
            "DisassociateKmsKey" => keys::disassociate_kms_key(self, &call),
            "PutTransformer" => transformers::put_transformer(self, &call),
            "GetTransformer" => transformers::get_transformer(self, &call),
            "DeleteTransformer" => transformers::delete_transformer(self, &call),
            "TestTransformer" => transformers::test_transformer(self, &call),
            "PutIndexPolicy" => transformers::put_index_policy(self, &call),
            "DeleteIndexPolicy" => transformers::delete_index_policy(self, &call),
            "DescribeIndexPolicies" => transformers::describe_index_policies(self, &call),
            "DescribeFieldIndexes" => transformers::describe_field_indexes(self, &call),
            "PutResourcePolicy" => resource_policies::put_resource_policy(self, &call),
            "DeleteResourcePolicy" => resource_policies::delete_resource_policy(self, &call),
            "DescribeResourcePolicies" => resource_policies::describe_resource_policies(self, &call),
            "PutSubscriptionFilter" => subscriptions::put_subscription_filter(self, &call),
            "DeleteSubscriptionFilter" => subscriptions::delete_subscription_filter(self, &call),
            "DescribeSubscriptionFilters" => subscriptions::describe_subscription_filters(self, &call),
            "PutDestination" => subscriptions::put_destination(self, &call),
            "PutDestinationPolicy" => subscriptions::put_destination_policy(self, &call),
            "DeleteDestination" => subscriptions::delete_destination(self, &call),
            "DescribeDestinations" => subscriptions::describe_destinations(self, &call),
            "StartLiveTail" => tail::start_live_tail(self, &call),
            "CreateExportTask" => export::create_export_task(self, &call),
            "CancelExportTask" => export::cancel_export_task(self, &call),
            "DescribeExportTasks" => export::describe_export_tasks(self, &call),
            "PutDeliverySource" => deliveries::put_delivery_source(self, &call),
            "GetDeliverySource" => deliveries::get_delivery_source(self, &call),
            "DeleteDeliverySource" => deliveries::delete_delivery_source(self, &call),
            "DescribeDeliverySources" => deliveries::describe_delivery_sources(self, &call),
            "PutDeliveryDestination" => deliveries::put_delivery_destination(self, &call),
            "GetDeliveryDestination" => deliveries::get_delivery_destination(self, &call),
            "DeleteDeliveryDestination" => deliveries::delete_delivery_destination(self, &call),
            "DescribeDeliveryDestinations" => deliveries::describe_delivery_destinations(self, &call),
            "PutDeliveryDestinationPolicy" => deliveries::put_delivery_destination_policy(self, &call),
            "GetDeliveryDestinationPolicy" => deliveries::get_delivery_destination_policy(self, &call),
            "DeleteDeliveryDestinationPolicy" => deliveries::delete_delivery_destination_policy(self, &call),
            "CreateDelivery" => deliveries::create_delivery(self, &call),
            "GetDelivery" => deliveries::get_delivery(self, &call),
            "DeleteDelivery" => deliveries::delete_delivery(self, &call),
            "DescribeDeliveries" => deliveries::describe_deliveries(self, &call),
            "UpdateDeliveryConfiguration" => deliveries::update_delivery_configuration(self, &call),
            "DescribeConfigurationTemplates" => deliveries::describe_configuration_templates(self, &call),
            "TagResource" => tags::tag_resource(self, &call),
            "UntagResource" => tags::untag_resource(self, &call),
            "ListTagsForResource" => tags::list_tags_for_resource(self, &call),
            "TagLogGroup" => tags::tag_log_group(self, &call),
            "UntagLogGroup" => tags::untag_log_group(self, &call),
            "ListTagsLogGroup" => tags::list_tags_log_group(self, &call),
            "StartQuery" => queries::start_query(self, &call),
            "StopQuery" => queries::stop_query(self, &call),
            "GetQueryResults" => queries::get_query_results(self, &call),
            "DescribeQueries" => queries::describe_queries(self, &call),
            "PutQueryDefinition" => queries::put_query_definition(self, &call),
            "DescribeQueryDefinitions" => queries::describe_query_definitions(self, &call),
            "DeleteQueryDefinition" => queries::delete_query_definition(self, &call),
            "CreateScheduledQuery" => scheduled_queries::create_scheduled_query(self, &call),
            "UpdateScheduledQuery" => scheduled_queries::update_scheduled_query(self, &call),
            "DeleteScheduledQuery" => scheduled_queries::delete_scheduled_query(self, &call),
            "GetScheduledQuery" => scheduled_queries::get_scheduled_query(self, &call),
            "ListScheduledQueries" => scheduled_queries::list_scheduled_queries(self, &call),
            "GetScheduledQueryHistory" => scheduled_queries::get_scheduled_query_history(self, &call),
            "CreateLookupTable" => lookup_tables::create_lookup_table(self, &call),
            "UpdateLookupTable" => lookup_tables::update_lookup_table(self, &call),
            "DeleteLookupTable" => lookup_tables::delete_lookup_table(self, &call),
            "GetLookupTable" => lookup_tables::get_lookup_table(self, &call),
            "DescribeLookupTables" => lookup_tables::describe_lookup_tables(self, &call),
            "GetLogFields" => data_sources::get_log_fields(self, &call),
            "ListAggregateLogGroupSummaries" => data_sources::list_aggregate_log_group_summaries(self, &call),
            "ListLogGroupsForQuery" => data_sources::list_log_groups_for_query(self, &call),
            "CreateLogAnomalyDetector" => anomalies::create_log_anomaly_detector(self, &call),
            "GetLogAnomalyDetector" => anomalies::get_log_anomaly_detector(self, &call),
            "UpdateLogAnomalyDetector" => anomalies::update_log_anomaly_detector(self, &call),
            "DeleteLogAnomalyDetector" => anomalies::delete_log_anomaly_detector(self, &call),
            "ListLogAnomalyDetectors" => anomalies::list_log_anomaly_detectors(self, &call),
            "ListAnomalies" => anomalies::list_anomalies(self, &call),
            "UpdateAnomaly" => anomalies::update_anomaly(self, &call),
            "GetLogRecord" => queries::get_log_record(self, &call),
            "GetLogGroupFields" => queries::get_log_group_fields(self, &call),
            _ => Err(ApiError::unknown_operation(action)),
        }
    }

    /// The group of a request that names it or gives its ARN, but not both.
    fn group_of(&self, name: Option<String>, identifier: Option<String>) -> Result<String, ApiError> {
        match (name, identifier) {
            (Some(name), None) => Ok(name),
            (None, Some(identifier)) => Ok(self.name_of(&identifier)),
            (Some(_), Some(_)) => Err(invalid("LogGroup name and LogGroup ARN are mutually exclusive parameters.")),
            (None, None) => Err(invalid("Either LogGroup name or LogGroup ARN must be specified.")),
        }
    }

    /// The name in an ARN of this place. Any other text is a name itself; that of another place is the
    /// name of no group.
    fn name_of(&self, identifier: &str) -> String {
        let prefix = self.place.arn("logs", "log-group:").to_string();
        identifier.strip_prefix(&prefix).unwrap_or(identifier).into()
    }
}

/// One call of the door.
struct Call<'a> {
    now: Timestamp,
    operation: &'static Operation,
    input: &'a str,
    caller: &'a Caller,
    ask: Ask<'a>,
    deliveries: AskDelivery<'a>,
}

/// Other places that can be asked.
#[expect(clippy::exhaustive_structs, reason = "whoever knows other places writes it out")]
pub struct Elsewhere<'a> {
    /// Whether a destination lets somebody in.
    pub destinations: Ask<'a>,
    /// Whether a delivery destination takes what somebody wants to deliver.
    pub deliveries: AskDelivery<'a>,
}

impl std::fmt::Debug for Elsewhere<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Elsewhere").finish_non_exhaustive()
    }
}

type Answer = Result<String, ApiError>;

impl Call<'_> {
    fn read<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        wire::request(self.operation, self.input, INVALID)
    }

    /// As [`read`](Self::read), for actions with another code for bounds that are broken.
    fn read_validated<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        wire::request(self.operation, self.input, "ValidationException")
    }
}

const INVALID: &str = "InvalidParameterException";

fn answer(value: &impl Serialize) -> Answer {
    Ok(wire::answer(value))
}

fn nothing() -> Answer {
    answer(&Nothing {})
}

fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::caller(INVALID, message)
}

/// Refuses a member that the service has and this library does not answer yet.
fn refuse(member: &str, given: bool) -> Result<(), ApiError> {
    if given { Err(invalid(format!("The parameter {member} is not supported yet."))) } else { Ok(()) }
}
