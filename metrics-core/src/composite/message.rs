//! What is told about composite alarms: events, payloads of actions, history data.

use cupola_base::json::Json;
use cupola_base::{Place, Timestamp};
use serde::Serialize;

use super::alarm::{CompositeAlarm, CompositeRecord};
use super::suppression::{SuppressedBy, Suppression};
use crate::alarm::{ActionKind, AlarmAction, AlarmState, MuteDetail, Operation, StateValue, iso};
use crate::withheld::Occasion;

/// Everything that messages about one composite alarm speak of.
#[derive(Clone, Copy)]
pub(crate) struct CompositeMessages<'a> {
    pub(crate) place: &'a Place,
    pub(crate) record: &'a CompositeRecord,
}

/// A state, and what suppressed its actions.
pub(crate) struct Before<'a> {
    pub(crate) state: &'a AlarmState,
    pub(crate) suppression: Suppression,
    /// The state that the present one followed.
    pub(crate) old: StateValue,
}

impl CompositeMessages<'_> {
    /// The detail of a `CloudWatch Alarm State Change` event.
    pub(crate) fn state_change(&self, before: &Before<'_>, mute_detail: Option<MuteDetail<'_>>) -> Json {
        Json::of(&self.change(before, mute_detail))
    }

    fn change<'a>(&'a self, before: &Before<'a>, mute_detail: Option<MuteDetail<'a>>) -> StateChangeDetail<'a> {
        let alarm = &self.record.alarm;
        StateChangeDetail {
            alarm_name: alarm.configuration.name.as_str(),
            state: StateOf::new(&alarm.state, alarm.suppression),
            previous_state: StateOf::new(before.state, before.suppression),
            configuration: BriefConfiguration {
                description: alarm.configuration.description.as_deref(),
                rule: Rule::new(alarm),
            },
            mute_detail,
        }
    }

    /// The detail of a `CloudWatch Alarm Configuration Change` event.
    pub(crate) fn configuration_change(&self, operation: Operation, before: Option<&CompositeAlarm>) -> Json {
        let alarm = &self.record.alarm;
        let state = StateOf::new(&alarm.state, alarm.suppression);
        let state = match operation {
            Operation::Create => StateOf { reason: None, reason_data: None, ..state },
            Operation::Update | Operation::Delete => state,
        };
        Json::of(&ConfigurationChangeDetail {
            alarm_name: alarm.configuration.name.as_str(),
            operation: operation.word(),
            state,
            configuration: ConfigurationOf::new(alarm),
            previous_configuration: before.map(ConfigurationOf::new),
        })
    }

    /// The alarm as the history tells of it.
    pub(crate) fn configuration(&self) -> Json {
        Json::of(&ConfigurationOf::new(&self.record.alarm))
    }

    /// What an action is handed: the message to a topic, the event to a function, and for all other kinds a plain
    /// object of ours.
    pub(crate) fn payload(&self, at: Timestamp, action: &AlarmAction, before: &Before<'_>, occasion: Occasion) -> Json {
        let after_mute = (occasion == Occasion::Unmuted).then_some(true);
        match action.kind {
            ActionKind::Sns => self.notification(before, after_mute),
            ActionKind::Lambda => self.invocation(at, before, after_mute),
            _ => self.plain(at, action, before, after_mute),
        }
    }

    fn notification(&self, before: &Before<'_>, after_mute: Option<bool>) -> Json {
        let CompositeAlarm { arn, configuration, configuration_updated, state, .. } = &self.record.alarm;
        Json::of(&Notification {
            alarm_name: configuration.name.as_str(),
            alarm_description: configuration.description.as_deref(),
            account: self.place.account.as_str(),
            configuration_updated: iso(*configuration_updated),
            new_state_value: state.value.as_str(),
            new_state_reason: &state.reason,
            state_change_time: iso(state.transitioned),
            region: self.place.region.long_name(),
            alarm_arn: arn,
            old_state_value: before.old.as_str(),
            ok_actions: &configuration.ok_actions,
            alarm_actions: &configuration.alarm_actions,
            insufficient_data_actions: &configuration.insufficient_data_actions,
            action_executed_after_mute_window: after_mute,
            alarm_rule: configuration.rule.as_str(),
            triggering_children: triggering_children(state),
        })
    }

    fn invocation(&self, at: Timestamp, before: &Before<'_>, after_mute: Option<bool>) -> Json {
        Json::of(&Invocation {
            source: "aws.cloudwatch",
            alarm_arn: &self.record.alarm.arn,
            account_id: self.place.account.as_str(),
            time: iso(at),
            region: self.place.region.as_str(),
            alarm_data: self.change(before, None),
            action_executed_after_mute_window: after_mute,
        })
    }

    fn plain(&self, at: Timestamp, action: &AlarmAction, before: &Before<'_>, after_mute: Option<bool>) -> Json {
        let alarm = &self.record.alarm;
        Json::of(&Plain {
            action: action.kind.word(),
            alarm_arn: &alarm.arn,
            time: iso(at),
            alarm_name: alarm.configuration.name.as_str(),
            state: StateOf::new(&alarm.state, alarm.suppression),
            previous_state: StateOf::new(before.state, before.suppression),
            alarm_rule: alarm.configuration.rule.as_str(),
            action_executed_after_mute_window: after_mute,
        })
    }
}

/// The alarms that a state's reason tells of; none when somebody set the state by hand without.
fn triggering_children(state: &AlarmState) -> Vec<Child> {
    let data = state.reason_data.as_ref().and_then(|data| data.read::<Triggering>().ok());
    data.map(|data| data.triggering_alarms.into_iter().map(Child::from).collect()).unwrap_or_default()
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Triggering {
    triggering_alarms: Vec<TriggeringAlarm>,
}

#[derive(serde::Deserialize)]
struct TriggeringAlarm {
    arn: String,
    state: TriggeringState,
}

#[derive(serde::Deserialize)]
struct TriggeringState {
    value: String,
    timestamp: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Child {
    arn: String,
    state: ChildState,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ChildState {
    value: String,
    timestamp: String,
}

impl From<TriggeringAlarm> for Child {
    fn from(alarm: TriggeringAlarm) -> Self {
        let TriggeringState { value, timestamp } = alarm.state;
        Self { arn: alarm.arn, state: ChildState { value, timestamp } }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StateChangeDetail<'a> {
    alarm_name: &'a str,
    state: StateOf<'a>,
    previous_state: StateOf<'a>,
    configuration: BriefConfiguration<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mute_detail: Option<MuteDetail<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConfigurationChangeDetail<'a> {
    alarm_name: &'a str,
    operation: &'static str,
    state: StateOf<'a>,
    configuration: ConfigurationOf<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_configuration: Option<ConfigurationOf<'a>>,
}

/// A state in events; the reason's data are JSON as text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StateOf<'a> {
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
}

impl<'a> StateOf<'a> {
    fn new(state: &'a AlarmState, suppression: Suppression) -> Self {
        let by = suppression.suppressed_by();
        Self {
            actions_suppressed_by: by.map(SuppressedBy::as_str),
            actions_suppressed_reason: by.map(SuppressedBy::reason),
            value: state.value.as_str(),
            reason: Some(&state.reason),
            reason_data: state.reason_data.as_ref().map(Json::as_str),
            timestamp: iso(state.updated),
        }
    }
}

/// The rule, and what suppresses actions.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    alarm_rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions_suppressor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions_suppressor_wait_period: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions_suppressor_extension_period: Option<u32>,
}

impl<'a> Rule<'a> {
    fn new(alarm: &'a CompositeAlarm) -> Self {
        let suppressor = alarm.configuration.suppressor.as_ref();
        Self {
            alarm_rule: alarm.configuration.rule.as_str(),
            actions_suppressor: suppressor.map(|suppressor| &*suppressor.reference),
            actions_suppressor_wait_period: suppressor.map(|suppressor| suppressor.periods.wait_seconds),
            actions_suppressor_extension_period: suppressor.map(|suppressor| suppressor.periods.extension_seconds),
        }
    }
}

#[derive(Serialize)]
struct BriefConfiguration<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(flatten)]
    rule: Rule<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConfigurationOf<'a> {
    #[serde(flatten)]
    rule: Rule<'a>,
    alarm_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    actions_enabled: bool,
    timestamp: String,
    ok_actions: &'a [AlarmAction],
    alarm_actions: &'a [AlarmAction],
    insufficient_data_actions: &'a [AlarmAction],
}

impl<'a> ConfigurationOf<'a> {
    fn new(alarm: &'a CompositeAlarm) -> Self {
        let configuration = &alarm.configuration;
        Self {
            rule: Rule::new(alarm),
            alarm_name: configuration.name.as_str(),
            description: configuration.description.as_deref(),
            actions_enabled: configuration.actions_enabled,
            timestamp: iso(alarm.configuration_updated),
            ok_actions: &configuration.ok_actions,
            alarm_actions: &configuration.alarm_actions,
            insufficient_data_actions: &configuration.insufficient_data_actions,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Notification<'a> {
    alarm_name: &'a str,
    alarm_description: Option<&'a str>,
    #[serde(rename = "AWSAccountId")]
    account: &'a str,
    #[serde(rename = "AlarmConfigurationUpdatedTimestamp")]
    configuration_updated: String,
    new_state_value: &'static str,
    new_state_reason: &'a str,
    state_change_time: String,
    region: &'a str,
    alarm_arn: &'a str,
    old_state_value: &'static str,
    #[serde(rename = "OKActions")]
    ok_actions: &'a [AlarmAction],
    alarm_actions: &'a [AlarmAction],
    insufficient_data_actions: &'a [AlarmAction],
    #[serde(skip_serializing_if = "Option::is_none")]
    action_executed_after_mute_window: Option<bool>,
    alarm_rule: &'a str,
    triggering_children: Vec<Child>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'a> {
    source: &'static str,
    alarm_arn: &'a str,
    account_id: &'a str,
    time: String,
    region: &'a str,
    alarm_data: StateChangeDetail<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action_executed_after_mute_window: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Plain<'a> {
    action: &'static str,
    alarm_arn: &'a str,
    time: String,
    alarm_name: &'a str,
    state: StateOf<'a>,
    previous_state: StateOf<'a>,
    alarm_rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    action_executed_after_mute_window: Option<bool>,
}
