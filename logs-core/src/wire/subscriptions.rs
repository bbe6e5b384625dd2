//! Subscription filters and destinations.

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Whole, millis};
use crate::destination;
use crate::selection_criteria::SystemField;
use crate::subscription::DescribedSubscriptionFilter;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutSubscriptionFilter {
    pub(crate) log_group_name: String,
    pub(crate) filter_name: String,
    pub(crate) filter_pattern: String,
    pub(crate) destination_arn: String,
    pub(crate) role_arn: Option<String>,
    pub(crate) distribution: Option<String>,
    pub(crate) apply_on_transformed_logs: Option<bool>,
    pub(crate) field_selection_criteria: Option<String>,
    pub(crate) emit_system_fields: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DescribeSubscriptionFilters {
    pub(crate) log_group_name: String,
    pub(crate) filter_name_prefix: Option<String>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<Whole>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SubscriptionFilters {
    pub(crate) subscription_filters: Vec<SubscriptionFilter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SubscriptionFilter {
    filter_name: String,
    log_group_name: String,
    filter_pattern: String,
    destination_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    role_arn: Option<String>,
    distribution: &'static str,
    apply_on_transformed_logs: bool,
    #[serde(serialize_with = "millis")]
    creation_time: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    field_selection_criteria: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    emit_system_fields: Vec<&'static str>,
}

impl From<DescribedSubscriptionFilter> for SubscriptionFilter {
    fn from(described: DescribedSubscriptionFilter) -> Self {
        let filter = &described.filter;
        Self {
            filter_name: filter.name().to_string(),
            log_group_name: described.log_group.to_string(),
            filter_pattern: filter.pattern().as_str().into(),
            destination_arn: filter.destination().to_string(),
            role_arn: filter.role().map(Into::into),
            distribution: filter.distribution().as_str(),
            apply_on_transformed_logs: filter.sees_transformed(),
            creation_time: described.created,
            field_selection_criteria: filter.criteria().map(ToString::to_string),
            emit_system_fields: filter.system_fields().map(SystemField::as_str).collect(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutDestination {
    pub(crate) destination_name: String,
    pub(crate) target_arn: String,
    pub(crate) role_arn: String,
    pub(crate) tags: Option<BTreeMap<String, String>>,
}

#[derive(Serialize)]
pub(crate) struct PutDestinationAnswer {
    pub(crate) destination: Destination,
}

/// That a policy is put whatever filters there are is always so: `forceUpdate` changes nothing.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutDestinationPolicy {
    pub(crate) destination_name: String,
    pub(crate) access_policy: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NamedDestination {
    pub(crate) destination_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DescribeDestinations {
    #[serde(rename = "DestinationNamePrefix")]
    pub(crate) destination_name_prefix: Option<String>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<Whole>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Destinations {
    pub(crate) destinations: Vec<Destination>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Destination {
    destination_name: String,
    target_arn: String,
    role_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_policy: Option<String>,
    arn: String,
    #[serde(serialize_with = "millis")]
    creation_time: Timestamp,
}

impl From<destination::Destination> for Destination {
    fn from(destination: destination::Destination) -> Self {
        Self {
            destination_name: destination.name.to_string(),
            target_arn: destination.target.into(),
            role_arn: destination.role,
            access_policy: destination.access_policy,
            arn: destination.arn.into(),
            creation_time: destination.created,
        }
    }
}
