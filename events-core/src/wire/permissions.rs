//! Permissions on the wire.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutPermissionRequest {
    pub(crate) event_bus_name: Option<String>,
    pub(crate) action: Option<String>,
    pub(crate) principal: Option<String>,
    pub(crate) statement_id: Option<String>,
    pub(crate) condition: Option<ConditionRequest>,
    pub(crate) policy: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ConditionRequest {
    #[serde(rename = "Type")]
    pub(crate) operator: String,
    pub(crate) key: String,
    pub(crate) value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RemovePermissionRequest {
    pub(crate) statement_id: Option<String>,
    pub(crate) remove_all_permissions: Option<bool>,
    pub(crate) event_bus_name: Option<String>,
}
