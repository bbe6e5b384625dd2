//! Encryption keys.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssociateKmsKey {
    pub(crate) log_group_name: Option<String>,
    pub(crate) kms_key_id: String,
    pub(crate) resource_identifier: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DisassociateKmsKey {
    pub(crate) log_group_name: Option<String>,
    pub(crate) resource_identifier: Option<String>,
}
