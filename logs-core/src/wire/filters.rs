//! Metric filters.

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Whole, millis};
use crate::metric_filter;
use crate::selection_criteria::SystemField;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutMetricFilter {
    pub(crate) log_group_name: String,
    pub(crate) filter_name: String,
    pub(crate) filter_pattern: String,
    pub(crate) metric_transformations: Vec<MetricTransformation>,
    pub(crate) apply_on_transformed_logs: Option<bool>,
    pub(crate) field_selection_criteria: Option<String>,
    pub(crate) emit_system_field_dimensions: Option<Vec<String>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MetricTransformation {
    pub(crate) metric_name: String,
    pub(crate) metric_namespace: String,
    pub(crate) metric_value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) default_value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dimensions: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unit: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NamedFilter {
    pub(crate) log_group_name: String,
    pub(crate) filter_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DescribeMetricFilters {
    pub(crate) log_group_name: Option<String>,
    pub(crate) filter_name_prefix: Option<String>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<Whole>,
    pub(crate) metric_name: Option<String>,
    pub(crate) metric_namespace: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MetricFilters {
    pub(crate) metric_filters: Vec<MetricFilter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MetricFilter {
    filter_name: String,
    filter_pattern: String,
    metric_transformations: [MetricTransformation; 1],
    #[serde(serialize_with = "millis")]
    creation_time: Timestamp,
    log_group_name: String,
    apply_on_transformed_logs: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    field_selection_criteria: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    emit_system_field_dimensions: Vec<&'static str>,
}

impl From<metric_filter::DescribedMetricFilter> for MetricFilter {
    fn from(described: metric_filter::DescribedMetricFilter) -> Self {
        let filter = &described.filter;
        Self {
            filter_name: filter.name().to_string(),
            filter_pattern: filter.pattern().as_str().into(),
            metric_transformations: [filter.into()],
            creation_time: described.created,
            log_group_name: described.log_group.to_string(),
            apply_on_transformed_logs: filter.sees_transformed(),
            field_selection_criteria: filter.criteria().map(ToString::to_string),
            emit_system_field_dimensions: filter.system_dimensions().map(SystemField::as_str).collect(),
        }
    }
}

impl From<&metric_filter::MetricFilter> for MetricTransformation {
    fn from(filter: &metric_filter::MetricFilter) -> Self {
        let dimensions: BTreeMap<_, _> =
            filter.dimensions().map(|(name, field)| (name.to_owned(), field.to_string())).collect();
        Self {
            metric_name: filter.metric().into(),
            metric_namespace: filter.namespace().into(),
            metric_value: filter.value().to_string(),
            default_value: filter.default_value(),
            dimensions: Some(dimensions).filter(|dimensions| !dimensions.is_empty()),
            unit: filter.unit().map(|unit| unit.as_str().into()),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TestMetricFilter {
    pub(crate) filter_pattern: String,
    pub(crate) log_event_messages: Vec<String>,
}

#[derive(Serialize)]
pub(crate) struct Matches {
    pub(crate) matches: Vec<Match>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Match {
    /// Counted from 1.
    pub(crate) event_number: usize,
    pub(crate) event_message: String,
    pub(crate) extracted_values: BTreeMap<String, String>,
}
