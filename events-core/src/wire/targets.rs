//! Requests and answers about targets on the wire.

use serde::{Deserialize, Serialize};

use super::{TargetAnswer, TargetRequest};
use crate::{RuleName, TargetId};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutTargets {
    pub(crate) rule: RuleName,
    pub(crate) event_bus_name: Option<String>,
    pub(crate) targets: Vec<TargetRequest>,
}

/// What is to be removed; `Force` matters to managed rules alone.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RemoveTargets {
    pub(crate) rule: RuleName,
    pub(crate) event_bus_name: Option<String>,
    pub(crate) ids: Vec<TargetId>,
    pub(crate) force: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListTargetsByRule {
    pub(crate) rule: RuleName,
    pub(crate) event_bus_name: Option<String>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<f64>,
}

/// What failed of the entries of a request that was accepted: with us nothing, a request is done as a whole
/// or refused as a whole.
#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct FailuresAnswer {
    failed_entry_count: usize,
    failed_entries: [(); 0],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TargetsAnswer<'a> {
    pub(crate) targets: Vec<TargetAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}
