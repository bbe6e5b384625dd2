//! What happened to alarms, as facts of which words and data are made when somebody asks.

use std::borrow::Cow;
use std::sync::Arc;

use cupola_base::json::Json;
use cupola_base::{Timestamp, Uuid};
use serde::{Deserialize, Serialize};

use crate::alarm::{AlarmAction, AlarmConfiguration, AlarmState, MetricAlarm, Record, described};
use crate::composite::{CompositeAlarm, CompositeConfiguration, described as composite_described};

/// One thing that happened to an alarm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Happening {
    /// Its state changed.
    StateUpdate { before: Arc<AlarmState>, state: Arc<AlarmState> },
    /// Its configuration changed; what it is or was.
    Configuration { operation: Operation, alarm: Configured },
    /// An action was started, of the state that was last set then.
    Action { action: AlarmAction, updated: Timestamp },
}

/// An alarm's configuration, and when it became that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Configured {
    Metric { configuration: Arc<AlarmConfiguration>, updated: Timestamp, query_id: Uuid },
    Composite { configuration: Arc<CompositeConfiguration>, updated: Timestamp },
}

impl Happening {
    /// An action of a state was started.
    pub(crate) fn started(action: &AlarmAction, state: &AlarmState) -> Self {
        Self::Action { action: action.clone(), updated: state.updated }
    }

    /// What happened, in words.
    pub(crate) fn summary(&self, is_contributor: bool) -> String {
        match self {
            Self::StateUpdate { before, state } => {
                let who = if is_contributor { "Alarm contributor" } else { "Alarm" };
                format!("{who} updated from {} to {}", before.value, state.value)
            }
            Self::Configuration { operation, alarm } => format!("Alarm \"{}\" {}d", alarm.name(), operation.word()),
            Self::Action { action, .. } => format!("Successfully executed action {action}"),
        }
    }

    /// What happened, as data.
    pub(crate) fn data(&self) -> Json {
        match self {
            Self::StateUpdate { before, state } => state_update(before, state),
            Self::Configuration { operation, alarm } => alarm.data(*operation),
            Self::Action { action, updated } => Json::of(&ActionData {
                action_state: "Succeeded",
                state_update_timestamp: updated.as_millis(),
                notification_resource: &action.arn,
            }),
        }
    }
}

impl Configured {
    pub(crate) fn metric(record: &Record) -> Self {
        let MetricAlarm { configuration, configuration_updated, .. } = &record.alarm;
        let query_id = record.metric_query_id;
        Self::Metric { configuration: Arc::clone(configuration), updated: *configuration_updated, query_id }
    }

    pub(crate) fn composite(alarm: &CompositeAlarm) -> Self {
        let CompositeAlarm { configuration, configuration_updated, .. } = alarm;
        Self::Composite { configuration: Arc::clone(configuration), updated: *configuration_updated }
    }

    fn name(&self) -> &str {
        match self {
            Self::Metric { configuration, .. } => configuration.name.as_str(),
            Self::Composite { configuration, .. } => configuration.name.as_str(),
        }
    }

    fn data(&self, operation: Operation) -> Json {
        match self {
            Self::Metric { configuration, updated, query_id } => {
                configuration_update(operation, described(configuration, *updated, *query_id))
            }
            Self::Composite { configuration, updated } => {
                configuration_update(operation, composite_described(configuration, *updated))
            }
        }
    }
}

fn state_update(before: &AlarmState, state: &AlarmState) -> Json {
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

fn configuration_update(operation: Operation, alarm: impl Serialize) -> Json {
    let data = |alarm| {
        let mut data = ConfigurationUpdateData::new(operation);
        *data.of(operation) = alarm;
        Json::of(&data)
    };
    let whole = data(Some(alarm));
    if whole.as_str().len() <= LONGEST_HISTORY_DATA { whole } else { data(None) }
}

/// What was done to an alarm's configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    state_reason: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_reason_data: Option<Json>,
}

impl<'a> HistoryState<'a> {
    fn new(state: &'a AlarmState, with_reason_data: bool) -> Self {
        Self {
            state_value: state.value.as_str(),
            state_reason: state.reason(),
            state_reason_data: with_reason_data.then(|| state.reason_data()).flatten(),
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
