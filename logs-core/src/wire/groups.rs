//! Groups and streams.

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Whole, millis};
use crate::group;
use crate::protection::DataProtectionStatus;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateLogGroup {
    pub(crate) log_group_name: String,
    pub(crate) kms_key_id: Option<String>,
    #[serde(default)]
    pub(crate) tags: Option<BTreeMap<String, String>>,
    pub(crate) log_group_class: Option<String>,
    pub(crate) deletion_protection_enabled: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NamedGroup {
    pub(crate) log_group_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NamedStream {
    pub(crate) log_group_name: String,
    pub(crate) log_stream_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutLogGroupDeletionProtection {
    pub(crate) log_group_identifier: String,
    pub(crate) deletion_protection_enabled: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutRetentionPolicy {
    pub(crate) log_group_name: String,
    pub(crate) retention_in_days: Whole,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DescribeLogGroups {
    pub(crate) account_identifiers: Option<Vec<String>>,
    pub(crate) log_group_name_prefix: Option<String>,
    pub(crate) log_group_name_pattern: Option<String>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<Whole>,
    pub(crate) include_linked_accounts: Option<bool>,
    pub(crate) log_group_class: Option<String>,
    pub(crate) log_group_identifiers: Option<Vec<String>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogGroups<G> {
    pub(crate) log_groups: Vec<G>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogGroup {
    log_group_name: String,
    #[serde(serialize_with = "millis")]
    creation_time: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_in_days: Option<u32>,
    metric_filter_count: usize,
    arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    stored_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<String>,
    log_group_class: &'static str,
    log_group_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    deletion_protection_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_protection_status: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    inherited_properties: Vec<&'static str>,
}

impl LogGroup {
    /// Without the members that an answer to a pattern does not have.
    pub(crate) fn found_by_pattern(self) -> Self {
        Self { stored_bytes: None, deletion_protection_enabled: None, ..self }
    }
}

impl From<group::LogGroup> for LogGroup {
    fn from(group: group::LogGroup) -> Self {
        Self {
            log_group_name: group.name.to_string(),
            creation_time: group.created,
            retention_in_days: group.retention.map(crate::Retention::in_days),
            metric_filter_count: group.metric_filters,
            arn: format!("{}:*", group.arn),
            stored_bytes: Some(group.stored_bytes),
            kms_key_id: group.kms_key.as_ref().map(ToString::to_string),
            log_group_class: group.class.as_str(),
            log_group_arn: group.arn.to_string(),
            deletion_protection_enabled: Some(group.deletion_protected),
            data_protection_status: group.data_protection.map(DataProtectionStatus::as_str),
            inherited_properties: group
                .inherits_data_protection
                .then_some("ACCOUNT_DATA_PROTECTION")
                .into_iter()
                .collect(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListLogGroups {
    pub(crate) log_group_name_pattern: Option<String>,
    pub(crate) log_group_class: Option<String>,
    pub(crate) include_linked_accounts: Option<bool>,
    pub(crate) account_identifiers: Option<Vec<String>>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<Whole>,
    pub(crate) data_sources: Option<Vec<super::data_sources::DataSourceFilter>>,
    pub(crate) field_index_names: Option<Vec<String>>,
    pub(crate) log_group_tags: Option<Vec<TagFilter>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TagFilter {
    pub(crate) key: String,
    pub(crate) values: Option<Vec<String>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListedGroup {
    log_group_name: String,
    log_group_arn: String,
    log_group_class: &'static str,
}

impl From<group::LogGroup> for ListedGroup {
    fn from(group: group::LogGroup) -> Self {
        Self {
            log_group_name: group.name.to_string(),
            log_group_arn: group.arn.to_string(),
            log_group_class: group.class.as_str(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DescribeLogStreams {
    pub(crate) log_group_name: Option<String>,
    pub(crate) log_group_identifier: Option<String>,
    pub(crate) log_stream_name_prefix: Option<String>,
    pub(crate) order_by: Option<String>,
    pub(crate) descending: Option<bool>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<Whole>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogStreams {
    pub(crate) log_streams: Vec<LogStream>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

/// The service keeps no count of a stream's bytes: it is always 0.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogStream {
    log_stream_name: String,
    #[serde(serialize_with = "millis")]
    creation_time: Timestamp,
    #[serde(flatten)]
    seen: Option<Seen>,
    arn: String,
    stored_bytes: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Seen {
    #[serde(serialize_with = "millis")]
    first_event_timestamp: Timestamp,
    #[serde(serialize_with = "millis")]
    last_event_timestamp: Timestamp,
    #[serde(serialize_with = "millis")]
    last_ingestion_time: Timestamp,
}

impl From<group::LogStream> for LogStream {
    fn from(stream: group::LogStream) -> Self {
        Self {
            log_stream_name: stream.name.to_string(),
            creation_time: stream.created,
            seen: stream.seen.map(|group::Seen { first, last, received }| Seen {
                first_event_timestamp: first,
                last_event_timestamp: last,
                last_ingestion_time: received,
            }),
            arn: stream.arn.to_string(),
            stored_bytes: 0,
        }
    }
}
