//! Transformers, field indexes and resource policies.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Whole, millis};
use crate::field_index::{DescribedIndexPolicy, FieldIndex, PolicySource};
use crate::resource_policy;
use crate::transformer::{self, Transformer};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutTransformer {
    pub(crate) log_group_identifier: String,
    pub(crate) transformer_config: serde_json::Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GroupTransformer {
    log_group_identifier: String,
    #[serde(flatten)]
    transformer: Option<InForce>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InForce {
    #[serde(serialize_with = "millis")]
    creation_time: Timestamp,
    #[serde(serialize_with = "millis")]
    last_modified_time: Timestamp,
    transformer_config: Transformer,
}

impl GroupTransformer {
    pub(crate) fn new(log_group_identifier: String, own: Option<&transformer::GroupTransformer>) -> Self {
        let in_force = |own: &transformer::GroupTransformer| InForce {
            creation_time: own.created,
            last_modified_time: own.updated,
            transformer_config: own.transformer.clone(),
        };
        Self { log_group_identifier, transformer: own.map(in_force) }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TestTransformer {
    pub(crate) transformer_config: serde_json::Value,
    pub(crate) log_event_messages: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TransformedLogs {
    pub(crate) transformed_logs: Vec<TransformedLog>,
}

/// An event that could not be transformed says why.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TransformedLog {
    event_number: usize,
    event_message: String,
    transformed_event_message: String,
}

#[derive(Serialize)]
struct Failure {
    #[serde(rename = "@transformationError")]
    error: String,
}

impl From<transformer::TransformedMessage> for TransformedLog {
    fn from(message: transformer::TransformedMessage) -> Self {
        let failed =
            |error: transformer::TransformFailure| cupola_base::wire::answer(&Failure { error: error.to_string() });
        Self {
            event_number: message.number,
            event_message: message.message,
            transformed_event_message: message.transformed.unwrap_or_else(failed),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutIndexPolicyAnswer {
    pub(crate) index_policy: IndexPolicy,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IdentifiedGroups {
    pub(crate) log_group_identifiers: Vec<String>,
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IndexPolicies {
    pub(crate) index_policies: Vec<IndexPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IndexPolicy {
    log_group_identifier: String,
    #[serde(serialize_with = "millis")]
    last_update_time: Timestamp,
    policy_document: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy_name: Option<String>,
    source: &'static str,
}

impl From<DescribedIndexPolicy> for IndexPolicy {
    fn from(described: DescribedIndexPolicy) -> Self {
        let (source, policy_name) = match described.source {
            PolicySource::LogGroup => ("LOG_GROUP", None),
            PolicySource::Account(name) => ("ACCOUNT", Some(name)),
        };
        Self {
            log_group_identifier: described.log_group.to_string(),
            last_update_time: described.updated,
            policy_document: described.policy.as_str().into(),
            policy_name,
            source,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FieldIndexes {
    pub(crate) field_indexes: Vec<Index>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Index {
    log_group_identifier: String,
    field_index_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_scan_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_event_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_event_time: Option<i64>,
    /// There are no facets here.
    #[serde(rename = "type")]
    kind: &'static str,
}

impl From<FieldIndex> for Index {
    fn from(index: FieldIndex) -> Self {
        Self {
            log_group_identifier: index.log_group.to_string(),
            field_index_name: index.field,
            last_scan_time: index.last_scan.map(Timestamp::as_millis),
            first_event_time: index.first_event.map(Timestamp::as_millis),
            last_event_time: index.last_event.map(Timestamp::as_millis),
            kind: "FIELD_INDEX",
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutResourcePolicy {
    pub(crate) policy_name: Option<String>,
    pub(crate) policy_document: Option<String>,
    pub(crate) resource_arn: Option<String>,
    pub(crate) expected_revision_id: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutResourcePolicyAnswer {
    pub(crate) resource_policy: ResourcePolicy,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) revision_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeleteResourcePolicy {
    pub(crate) policy_name: Option<String>,
    pub(crate) resource_arn: Option<String>,
    pub(crate) expected_revision_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DescribeResourcePolicies {
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<Whole>,
    pub(crate) resource_arn: Option<String>,
    pub(crate) policy_scope: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResourcePolicies {
    pub(crate) resource_policies: Vec<ResourcePolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResourcePolicy {
    #[serde(skip_serializing_if = "String::is_empty")]
    policy_name: String,
    policy_document: String,
    #[serde(serialize_with = "millis")]
    last_updated_time: Timestamp,
    policy_scope: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision_id: Option<String>,
}

impl From<&resource_policy::ResourcePolicy> for ResourcePolicy {
    fn from(policy: &resource_policy::ResourcePolicy) -> Self {
        Self {
            policy_name: policy.name.clone(),
            policy_document: policy.document.as_str().into(),
            last_updated_time: policy.updated,
            policy_scope: if policy.resource.is_some() { "RESOURCE" } else { "ACCOUNT" },
            resource_arn: policy.resource.as_ref().map(ToString::to_string),
            revision_id: policy.revision.map(|revision| revision.to_string()),
        }
    }
}
