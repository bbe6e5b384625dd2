//! Configuration templates of deliveries.

use serde::{Deserialize, Serialize};

use super::Whole;
use super::deliveries::Files;
use crate::vended::{self, PathVariable};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DescribeTemplates {
    pub(crate) service: Option<String>,
    pub(crate) log_types: Option<Vec<String>>,
    pub(crate) resource_types: Option<Vec<String>>,
    pub(crate) delivery_destination_types: Option<Vec<String>>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<Whole>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Templates {
    pub(crate) configuration_templates: Vec<Template>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Template {
    service: &'static str,
    log_type: &'static str,
    resource_type: &'static str,
    delivery_destination_type: &'static str,
    default_delivery_config_values: Usual,
    allowed_fields: Vec<Field>,
    allowed_output_formats: Vec<&'static str>,
    allowed_action_for_allow_vended_logs_delivery_for_resource: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_suffix_path_fields: Vec<&'static str>,
    delivery_source_configuration: [Setting; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Usual {
    record_fields: Vec<String>,
    field_delimiter: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_delivery_configuration: Option<Files>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    mandatory: bool,
}

/// What a source can be configured with.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Setting {
    key_name: &'static str,
    value_type: &'static str,
    default_value: &'static str,
    min_value: f64,
    max_value: f64,
}

const SAMPLING_RATE: Setting =
    Setting { key_name: "samplingRate", value_type: "int", default_value: "100", min_value: 1.0, max_value: 100.0 };

impl From<vended::ConfigurationTemplate> for Template {
    fn from(template: vended::ConfigurationTemplate) -> Self {
        let field = |field: vended::RecordField| Field { name: field.name, mandatory: field.mandatory };
        Self {
            service: template.service,
            log_type: template.log_type,
            resource_type: template.resource_type,
            delivery_destination_type: template.kind.as_str(),
            default_delivery_config_values: Usual {
                record_fields: template.usual_fields,
                field_delimiter: "",
                s3_delivery_configuration: template.usual_layout.map(Into::into),
            },
            allowed_fields: template.fields.into_iter().map(field).collect(),
            allowed_output_formats: template.formats.iter().map(|format| format.as_str()).collect(),
            allowed_action_for_allow_vended_logs_delivery_for_resource: template.permission,
            allowed_suffix_path_fields: template.path_variables.into_iter().map(PathVariable::as_str).collect(),
            delivery_source_configuration: [SAMPLING_RATE],
        }
    }
}
