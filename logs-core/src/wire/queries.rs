//! Queries of Logs Insights. Their windows are in seconds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Whole;
use crate::insights::{self, QueryDefinition, QueryInfo, ResultRow};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StartQuery {
    pub(crate) query_language: Option<String>,
    pub(crate) log_group_name: Option<String>,
    pub(crate) log_group_names: Option<Vec<String>>,
    pub(crate) log_group_identifiers: Option<Vec<String>>,
    pub(crate) start_time: Whole,
    pub(crate) end_time: Whole,
    pub(crate) query_string: String,
    pub(crate) limit: Option<Whole>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Started {
    pub(crate) query_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ById {
    pub(crate) query_id: String,
}

#[derive(Serialize)]
pub(crate) struct Success {
    pub(crate) success: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetQueryResults {
    pub(crate) query_id: String,
    pub(crate) next_token: Option<String>,
    pub(crate) max_items: Option<Whole>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Results {
    pub(crate) query_language: &'static str,
    pub(crate) results: Vec<Vec<Field>>,
    pub(crate) statistics: Statistics,
    pub(crate) status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) encryption_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
pub(crate) struct Field {
    field: String,
    value: String,
}

/// The fields of a row.
pub(crate) fn row(row: &ResultRow) -> Vec<Field> {
    row.iter().map(|(field, value)| Field { field: field.to_owned(), value: value.to_owned() }).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Statistics {
    records_matched: f64,
    records_scanned: f64,
    estimated_records_skipped: f64,
    bytes_scanned: f64,
    estimated_bytes_skipped: f64,
    log_groups_scanned: f64,
}

#[expect(clippy::cast_precision_loss, reason = "the service answers doubles")]
const fn double(count: u64) -> f64 {
    count as f64
}

impl From<insights::QueryStatistics> for Statistics {
    fn from(it: insights::QueryStatistics) -> Self {
        Self {
            records_matched: double(it.records_matched),
            records_scanned: double(it.records_scanned),
            estimated_records_skipped: double(it.records_skipped),
            bytes_scanned: double(it.bytes_scanned),
            estimated_bytes_skipped: double(it.bytes_skipped),
            log_groups_scanned: double(it.log_groups_scanned),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DescribeQueries {
    pub(crate) log_group_name: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) max_results: Option<Whole>,
    pub(crate) next_token: Option<String>,
    pub(crate) query_language: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Queries {
    pub(crate) queries: Vec<Query>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Query {
    query_language: &'static str,
    query_id: String,
    query_string: String,
    status: &'static str,
    create_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_group_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_duration: Option<i64>,
    bytes_scanned: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_identity: Option<String>,
}

impl From<QueryInfo> for Query {
    fn from(info: QueryInfo) -> Self {
        Self {
            query_language: "CWLI",
            query_id: info.id,
            query_string: info.text,
            status: info.status.as_str(),
            create_time: info.created.as_millis(),
            log_group_name: info.log_groups.into_iter().next(),
            query_duration: info.millis,
            user_identity: info.asked_by,
            bytes_scanned: double(info.results.statistics.bytes_scanned),
        }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QueryParameter {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

impl From<QueryParameter> for insights::QueryParameter {
    fn from(it: QueryParameter) -> Self {
        Self { name: it.name, default: it.default_value, description: it.description }
    }
}

impl From<&insights::QueryParameter> for QueryParameter {
    fn from(it: &insights::QueryParameter) -> Self {
        Self { name: it.name.clone(), default_value: it.default.clone(), description: it.description.clone() }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutQueryDefinition {
    pub(crate) query_language: Option<String>,
    pub(crate) name: String,
    pub(crate) query_definition_id: Option<String>,
    pub(crate) log_group_names: Option<Vec<String>>,
    pub(crate) query_string: String,
    pub(crate) parameters: Option<Vec<QueryParameter>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SavedQuery {
    pub(crate) query_definition_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DescribeQueryDefinitions {
    pub(crate) query_language: Option<String>,
    pub(crate) query_definition_name_prefix: Option<String>,
    pub(crate) max_results: Option<Whole>,
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Definitions {
    pub(crate) query_definitions: Vec<Definition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Definition {
    query_language: &'static str,
    query_definition_id: String,
    name: String,
    query_string: String,
    last_modified: i64,
    log_group_names: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parameters: Vec<QueryParameter>,
}

impl Definition {
    pub(crate) fn new(id: &str, it: &QueryDefinition) -> Self {
        Self {
            query_language: "CWLI",
            query_definition_id: id.to_owned(),
            name: it.name.clone(),
            query_string: it.text.clone(),
            last_modified: it.modified.unwrap_or_default().as_millis(),
            log_group_names: it.log_groups.clone(),
            parameters: it.parameters.iter().map(Into::into).collect(),
        }
    }

    /// Sorts as the list does.
    pub(crate) fn position(&self) -> String {
        format!("{}\0{}", self.name, self.query_definition_id)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeleteQueryDefinition {
    pub(crate) query_definition_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetLogRecord {
    pub(crate) log_record_pointer: String,
    pub(crate) unmask: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Record {
    pub(crate) log_record: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetLogGroupFields {
    pub(crate) log_group_name: Option<String>,
    pub(crate) time: Option<Whole>,
    pub(crate) log_group_identifier: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Fields {
    pub(crate) log_group_fields: Vec<Counted>,
}

#[derive(Serialize)]
pub(crate) struct Counted {
    pub(crate) name: String,
    pub(crate) percent: u32,
}
