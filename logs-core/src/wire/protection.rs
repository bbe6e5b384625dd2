//! Data protection policies, and policies of the account.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::millis;
use crate::account_policy::DescribedAccountPolicy;
use crate::protection::DataProtection;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutPolicyOfGroup {
    pub(crate) log_group_identifier: String,
    pub(crate) policy_document: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IdentifiedGroup {
    pub(crate) log_group_identifier: String,
}

/// Only the group where it has no policy.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PolicyOfGroup {
    log_group_identifier: String,
    #[serde(flatten)]
    policy: Option<UpdatedPolicy>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UpdatedPolicy {
    policy_document: String,
    #[serde(serialize_with = "millis")]
    last_updated_time: Timestamp,
}

impl PolicyOfGroup {
    pub(crate) fn new(log_group_identifier: String, policy: Option<&DataProtection>) -> Self {
        let updated = |policy: &DataProtection| UpdatedPolicy {
            policy_document: policy.policy.as_str().into(),
            last_updated_time: policy.updated,
        };
        Self { log_group_identifier, policy: policy.map(updated) }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutAccountPolicy {
    pub(crate) policy_name: String,
    pub(crate) policy_document: String,
    pub(crate) policy_type: String,
    pub(crate) selection_criteria: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutAccountPolicyAnswer {
    pub(crate) account_policy: AccountPolicy,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeleteAccountPolicy {
    pub(crate) policy_name: String,
    pub(crate) policy_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DescribeAccountPolicies {
    pub(crate) policy_type: String,
    pub(crate) policy_name: Option<String>,
    pub(crate) account_identifiers: Option<Vec<String>>,
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccountPolicies {
    pub(crate) account_policies: Vec<AccountPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccountPolicy {
    policy_name: String,
    policy_document: String,
    #[serde(serialize_with = "millis")]
    last_updated_time: Timestamp,
    policy_type: &'static str,
    scope: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    selection_criteria: Option<String>,
    account_id: String,
}

impl AccountPolicy {
    pub(crate) fn new(described: &DescribedAccountPolicy, account: &str) -> Self {
        let DescribedAccountPolicy { policy, updated } = described;
        Self {
            policy_name: policy.name().into(),
            policy_document: policy.document().into(),
            last_updated_time: *updated,
            policy_type: policy.kind().as_str(),
            scope: "ALL",
            selection_criteria: policy.criteria().map(str::to_owned),
            account_id: account.into(),
        }
    }
}
