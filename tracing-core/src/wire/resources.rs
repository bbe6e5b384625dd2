//! Encryption, policies, indexing and destinations.

use cupola_base::ApiError;
use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::invalid;
use crate::{
    EncryptionConfig, EncryptionConfigError, IndexingRule, ResourcePolicy, SegmentDestination, TraceSegmentDestination,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutEncryptionConfig {
    key_id: Option<String>,
    r#type: String,
}

impl PutEncryptionConfig {
    pub(crate) fn key(&self) -> Result<Option<&str>, EncryptionConfigError> {
        match (&*self.r#type, self.key_id.as_deref()) {
            ("KMS", None) => Err(EncryptionConfigError::NoKey),
            ("NONE", Some(_)) => Err(EncryptionConfigError::Key),
            (_, key) => Ok(key),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EncryptionGiven {
    encryption_config: WireEncryption,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireEncryption {
    #[serde(skip_serializing_if = "Option::is_none")]
    key_id: Option<String>,
    status: &'static str,
    r#type: &'static str,
}

impl From<&EncryptionConfig> for EncryptionGiven {
    fn from(config: &EncryptionConfig) -> Self {
        let key_id = config.key_id().map(str::to_owned);
        Self { encryption_config: WireEncryption { key_id, status: config.status().as_str(), r#type: config.kind() } }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutResourcePolicy {
    pub(crate) policy_name: String,
    pub(crate) policy_document: String,
    policy_revision_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteResourcePolicy {
    pub(crate) policy_name: String,
    policy_revision_id: Option<String>,
}

impl PutResourcePolicy {
    pub(crate) fn expected(&self) -> Result<Option<u64>, ApiError> {
        revision(self.policy_revision_id.as_deref())
    }
}

impl DeleteResourcePolicy {
    pub(crate) fn expected(&self) -> Result<Option<u64>, ApiError> {
        revision(self.policy_revision_id.as_deref())
    }
}

/// Revisions are numbers here; a text that is none is no revision that was given out.
fn revision(text: Option<&str>) -> Result<Option<u64>, ApiError> {
    let wrong =
        |text: &str| ApiError::caller("InvalidPolicyRevisionIdException", format!("there is no revision {text}"));
    text.map(|text| text.parse().map_err(|_| wrong(text))).transpose()
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyGiven {
    pub(crate) resource_policy: WirePolicy,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PoliciesGiven {
    pub(crate) resource_policies: Vec<WirePolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WirePolicy {
    policy_name: String,
    policy_document: String,
    policy_revision_id: String,
    last_updated_time: WireTime,
}

impl From<&ResourcePolicy> for WirePolicy {
    fn from(policy: &ResourcePolicy) -> Self {
        Self {
            policy_name: policy.name.clone(),
            policy_document: policy.document.clone(),
            policy_revision_id: policy.revision.to_string(),
            last_updated_time: policy.updated.into(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateIndexingRule {
    pub(crate) name: String,
    rule: WireIndexing,
}

impl UpdateIndexingRule {
    pub(crate) fn percentage(&self) -> Result<f64, ApiError> {
        let told = self.rule.probabilistic.as_ref().map(|told| told.desired_sampling_percentage);
        told.ok_or_else(|| invalid("a rule is Probabilistic"))
    }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireIndexing {
    probabilistic: Option<Probabilistic>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Probabilistic {
    desired_sampling_percentage: f64,
    actual_sampling_percentage: Option<f64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct IndexingGiven {
    indexing_rule: WireRule,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct IndexingRulesGiven {
    indexing_rules: [WireRule; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireRule {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified_at: Option<WireTime>,
    rule: WireIndexing,
}

impl From<&IndexingRule> for WireRule {
    fn from(rule: &IndexingRule) -> Self {
        let percentage = rule.desired_percentage;
        let told =
            Probabilistic { desired_sampling_percentage: percentage, actual_sampling_percentage: Some(percentage) };
        Self {
            name: IndexingRule::NAME,
            modified_at: rule.modified_at.map(Into::into),
            rule: WireIndexing { probabilistic: Some(told) },
        }
    }
}

impl From<&IndexingRule> for IndexingGiven {
    fn from(rule: &IndexingRule) -> Self {
        Self { indexing_rule: rule.into() }
    }
}

impl From<&IndexingRule> for IndexingRulesGiven {
    fn from(rule: &IndexingRule) -> Self {
        Self { indexing_rules: [rule.into()] }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateDestination {
    destination: Option<String>,
}

impl UpdateDestination {
    pub(crate) fn destination(&self) -> Result<SegmentDestination, ApiError> {
        let found = self.destination.as_deref().and_then(SegmentDestination::from_word);
        found.ok_or_else(|| invalid("a Destination is needed: XRay or CloudWatchLogs"))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DestinationGiven {
    destination: &'static str,
    status: &'static str,
}

impl From<&TraceSegmentDestination> for DestinationGiven {
    fn from(kept: &TraceSegmentDestination) -> Self {
        Self { destination: kept.destination().as_str(), status: kept.status().as_str() }
    }
}
