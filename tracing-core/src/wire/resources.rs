//! Encryption, policies, indexing, destinations and retrievals.

use cupola_base::ApiError;
use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::invalid;
use super::traces::{WireSegment, segments};
use crate::{
    EncryptionConfig, EncryptionConfigError, GraphService, IndexingRule, ResourcePolicy, RetrievalStatus,
    SegmentDestination, ServiceGraph, StoredTraceDocuments, TraceFormat, TraceId, TraceSegmentDestination,
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

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct StartTraceRetrieval {
    trace_ids: Vec<String>,
    pub(crate) start_time: WireTime,
    pub(crate) end_time: WireTime,
}

impl StartTraceRetrieval {
    pub(crate) fn ids(&self) -> Result<Vec<TraceId>, ApiError> {
        let read = |text: &String| TraceId::parse(text).map_err(|error| invalid(error.to_string()));
        self.trace_ids.iter().map(read).collect()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RetrievalGiven {
    pub(crate) retrieval_token: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedRetrieval {
    pub(crate) retrieval_token: String,
    trace_format: Option<String>,
    pub(crate) next_token: Option<String>,
}

impl NamedRetrieval {
    pub(crate) fn format(&self) -> Result<TraceFormat, ApiError> {
        match self.trace_format.as_deref() {
            None | Some("XRAY") => Ok(TraceFormat::XRay),
            Some(other) => Err(invalid(format!("the trace format {other} is not supported here: XRAY is"))),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RetrievedGiven {
    pub(crate) retrieval_status: &'static str,
    pub(crate) trace_format: &'static str,
    pub(crate) traces: Vec<RetrievedTrace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RetrievedTrace {
    id: String,
    duration: f64,
    spans: Vec<WireSegment>,
}

impl From<&StoredTraceDocuments> for RetrievedTrace {
    fn from(trace: &StoredTraceDocuments) -> Self {
        Self { id: trace.id.to_string(), duration: trace.duration, spans: segments(trace) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RetrievedGraphGiven {
    retrieval_status: &'static str,
    services: Vec<RetrievedService>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RetrievedService {
    service: GraphService,
}

impl RetrievedGraphGiven {
    pub(crate) fn of(status: RetrievalStatus, graph: ServiceGraph) -> Self {
        let services = graph.services.into_iter().map(|service| RetrievedService { service }).collect();
        Self { retrieval_status: status.as_str(), services }
    }
}
