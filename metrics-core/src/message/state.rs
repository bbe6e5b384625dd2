//! States as events and payloads tell them.

use std::borrow::Cow;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

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
    reason: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_data: Option<String>,
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
            reason: Some(state.reason()),
            reason_data: state.reason_data_text(),
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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct MuteDetail {
    pub(crate) by: String,
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
}

/// The same in an event.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MuteOf<'a> {
    muted_by_arn: &'a str,
    mute_window_start: String,
    mute_window_end: String,
}

impl<'a> From<&'a MuteDetail> for MuteOf<'a> {
    fn from(mute: &'a MuteDetail) -> Self {
        let (mute_window_start, mute_window_end) = (iso(mute.start), iso(mute.end));
        Self { muted_by_arn: &mute.by, mute_window_start, mute_window_end }
    }
}
