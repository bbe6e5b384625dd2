//! The data of history items.

use cupola_base::json::Json;
use serde::Serialize;

use crate::alarm::{AlarmAction, AlarmState};

/// The data of a history item about a change of the state.
pub(crate) fn state_update(before: &AlarmState, state: &AlarmState) -> Json {
    let data = |with_reasons: bool| {
        Json::of(&StateUpdateData {
            version: "1.0",
            old_state: HistoryState::new(before, with_reasons),
            new_state: HistoryState::new(state, with_reasons),
        })
    };
    let whole = data(true);
    if whole.as_str().len() <= LONGEST_HISTORY_DATA { whole } else { data(false) }
}

/// The data of a history item about a change of the configuration.
pub(crate) fn configuration_update(operation: Operation, alarm: impl Serialize) -> Json {
    let data = |alarm| {
        let mut data = ConfigurationUpdateData::new(operation);
        *data.of(operation) = alarm;
        Json::of(&data)
    };
    let whole = data(Some(alarm));
    if whole.as_str().len() <= LONGEST_HISTORY_DATA { whole } else { data(None) }
}

/// The data of a history item about an action.
pub(crate) fn action_started(state: &AlarmState, action: &AlarmAction) -> Json {
    Json::of(&ActionData {
        action_state: "Succeeded",
        state_update_timestamp: state.updated.as_millis(),
        notification_resource: &action.arn,
    })
}

/// What was done to an alarm's configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Create,
    Update,
    Delete,
}

impl Operation {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    const fn history_word(self) -> &'static str {
        match self {
            Self::Create => "Create",
            Self::Update => "Update",
            Self::Delete => "Delete",
        }
    }
}

/// The longest data of a history item; what does not fit is left out, reasons first.
const LONGEST_HISTORY_DATA: usize = 4095;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StateUpdateData<'a> {
    version: &'static str,
    old_state: HistoryState<'a>,
    new_state: HistoryState<'a>,
}

/// A state in the history; the reason's data are an object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HistoryState<'a> {
    state_value: &'static str,
    state_reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_reason_data: Option<&'a Json>,
}

impl<'a> HistoryState<'a> {
    fn new(state: &'a AlarmState, with_reason_data: bool) -> Self {
        Self {
            state_value: state.value.as_str(),
            state_reason: &state.reason,
            state_reason_data: state.reason_data.as_ref().filter(|_| with_reason_data),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConfigurationUpdateData<Alarm> {
    version: &'static str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_alarm: Option<Alarm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_alarm: Option<Alarm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted_alarm: Option<Alarm>,
}

impl<Alarm> ConfigurationUpdateData<Alarm> {
    const fn new(operation: Operation) -> Self {
        let r#type = operation.history_word();
        Self { version: "1.0", r#type, created_alarm: None, updated_alarm: None, deleted_alarm: None }
    }

    const fn of(&mut self, operation: Operation) -> &mut Option<Alarm> {
        match operation {
            Operation::Create => &mut self.created_alarm,
            Operation::Update => &mut self.updated_alarm,
            Operation::Delete => &mut self.deleted_alarm,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ActionData<'a> {
    action_state: &'static str,
    state_update_timestamp: i64,
    notification_resource: &'a str,
}
