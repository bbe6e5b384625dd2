//! Data sources of log groups, and the groups of queries.

use serde::{Deserialize, Serialize};

use super::Whole;
use crate::data_source::{self, DataSourceField, LogFieldType, LogGroupSummary};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetLogFields {
    pub(crate) data_source_name: String,
    pub(crate) data_source_type: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogFields {
    pub(crate) log_fields: Vec<LogField>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogField {
    log_field_name: String,
    log_field_type: FieldType,
}

#[derive(Serialize)]
struct FieldType {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    element: Option<Box<Self>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<LogField>>,
}

impl From<DataSourceField> for LogField {
    fn from(it: DataSourceField) -> Self {
        Self { log_field_name: it.name, log_field_type: it.field_type.into() }
    }
}

impl From<LogFieldType> for FieldType {
    fn from(it: LogFieldType) -> Self {
        let kind = it.as_str();
        let (element, fields) = match it {
            LogFieldType::Array(element) => (element.map(|element| Box::new((*element).into())), None),
            LogFieldType::Struct(fields) => (None, Some(fields.into_iter().map(Into::into).collect())),
            _ => (None, None),
        };
        Self { kind, element, fields }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Summarize {
    pub(crate) account_identifiers: Option<Vec<String>>,
    pub(crate) include_linked_accounts: Option<bool>,
    pub(crate) log_group_class: Option<String>,
    pub(crate) log_group_name_pattern: Option<String>,
    pub(crate) data_sources: Option<Vec<DataSourceFilter>>,
    pub(crate) group_by: String,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<Whole>,
}

#[derive(Deserialize)]
pub(crate) struct DataSourceFilter {
    name: String,
    #[serde(rename = "type")]
    kind: Option<String>,
}

impl From<DataSourceFilter> for data_source::DataSourceFilter {
    fn from(it: DataSourceFilter) -> Self {
        Self { name: it.name, kind: it.kind }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Summaries {
    pub(crate) aggregate_log_group_summaries: Vec<Summary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Summary {
    log_group_count: usize,
    grouping_identifiers: Vec<Identifier>,
}

#[derive(Serialize)]
struct Identifier {
    key: &'static str,
    value: String,
}

impl From<LogGroupSummary> for Summary {
    fn from(it: LogGroupSummary) -> Self {
        let identifier = |key: &'static str, value: Option<String>| Some(Identifier { key, value: value? });
        let identifiers = it.source.into_iter().flat_map(|source| {
            let [name, kind] = [source.name, source.kind].map(Some);
            let all = [("dataSource.Name", name), ("dataSource.Type", kind), ("dataSource.Format", source.format)];
            all.into_iter().filter_map(move |(key, value)| identifier(key, value))
        });
        Self { log_group_count: it.log_groups, grouping_identifiers: identifiers.collect() }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListLogGroupsForQuery {
    pub(crate) query_id: String,
    pub(crate) next_token: Option<String>,
    pub(crate) max_results: Option<Whole>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GroupsOfQuery {
    pub(crate) log_group_identifiers: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}
