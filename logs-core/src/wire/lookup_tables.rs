//! Tables for queries.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Whole;
use crate::lookup_table::KeptLookupTable;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateLookupTable {
    pub(crate) lookup_table_name: String,
    pub(crate) description: Option<String>,
    pub(crate) table_body: Option<String>,
    pub(crate) query_id: Option<String>,
    pub(crate) kms_key_id: Option<String>,
    pub(crate) tags: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UpdateLookupTable {
    pub(crate) lookup_table_arn: String,
    pub(crate) description: Option<String>,
    pub(crate) table_body: Option<String>,
    pub(crate) query_id: Option<String>,
    pub(crate) kms_key_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ByArn {
    pub(crate) lookup_table_arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DescribeLookupTables {
    pub(crate) lookup_table_name_prefix: Option<String>,
    pub(crate) max_results: Option<Whole>,
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Created {
    pub(crate) lookup_table_arn: String,
    pub(crate) created_at: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Updated {
    pub(crate) lookup_table_arn: String,
    pub(crate) last_updated_time: i64,
}

/// What is known of a table besides its rows.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct About<'a> {
    lookup_table_arn: String,
    lookup_table_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    size_bytes: usize,
    last_updated_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<&'a str>,
}

impl<'a> About<'a> {
    pub(crate) fn new(lookup_table_arn: String, kept: &'a KeptLookupTable) -> Self {
        Self {
            lookup_table_arn,
            lookup_table_name: &kept.name,
            description: kept.description.as_deref(),
            size_bytes: kept.table.text().len(),
            last_updated_time: kept.updated.as_millis(),
            kms_key_id: kept.kms_key.as_ref().map(|key| key.as_str()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WithBody<'a> {
    #[serde(flatten)]
    pub(crate) about: About<'a>,
    pub(crate) table_body: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listed<'a> {
    #[serde(flatten)]
    about: About<'a>,
    table_fields: Vec<&'a str>,
    records_count: usize,
}

impl<'a> Listed<'a> {
    pub(crate) fn new(arn: String, kept: &'a KeptLookupTable) -> Self {
        let (table_fields, records_count) = (kept.table.columns().collect(), kept.table.len());
        Self { about: About::new(arn, kept), table_fields, records_count }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LookupTables<'a> {
    pub(crate) lookup_tables: Vec<Listed<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}
