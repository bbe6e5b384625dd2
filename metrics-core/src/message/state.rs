//! States as events and payloads tell them.

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde::{Serialize, Serializer};

use super::iso;
use crate::alarm::{AlarmState, EvaluationState};
use crate::composite::{SuppressedBy, Suppression};

/// A state in events; the reason's data are JSON as text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StateOf<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    actions_suppressed_by: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions_suppressed_reason: Option<String>,
    value: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_data: Option<&'a str>,
    timestamp: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluation_state: Option<&'static str>,
}

impl<'a> StateOf<'a> {
    pub(crate) fn new(state: &'a AlarmState) -> Self {
        Self {
            actions_suppressed_by: None,
            actions_suppressed_reason: None,
            value: state.value.as_str(),
            reason: Some(&state.reason),
            reason_data: state.reason_data.as_ref().map(Json::as_str),
            timestamp: iso(state.updated),
            evaluation_state: state.evaluation.map(EvaluationState::as_str),
        }
    }

    /// Says what keeps actions from running, if anything does.
    pub(crate) fn under(self, suppression: Suppression) -> Self {
        let by = suppression.suppressed_by();
        let (actions_suppressed_by, actions_suppressed_reason) =
            (by.map(SuppressedBy::as_str), by.map(SuppressedBy::reason));
        Self { actions_suppressed_by, actions_suppressed_reason, ..self }
    }

    /// Leaves out why.
    pub(crate) fn without_reason(self) -> Self {
        Self { reason: None, reason_data: None, ..self }
    }
}

/// Which mute rule keeps actions from running.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MuteDetail<'a> {
    pub(crate) muted_by_arn: &'a str,
    #[serde(serialize_with = "as_iso")]
    pub(crate) mute_window_start: Timestamp,
    #[serde(serialize_with = "as_iso")]
    pub(crate) mute_window_end: Timestamp,
}

fn as_iso<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&iso(*at))
}
