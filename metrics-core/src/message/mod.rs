//! What alarms of either kind tell alike: parts of events, payloads of actions, data of the history.

mod history;
mod state;
mod turn;

use std::borrow::Cow;

use cupola_base::json::Json;
use cupola_base::{Place, Timestamp};
use serde::Serialize;

pub(crate) use history::{Configured, Happening, Operation};
pub(crate) use state::{MuteDetail, MuteOf, StateOf};
pub(crate) use turn::{Turn, Turned};

use crate::alarm::{AlarmAction, AlarmState, StateValue};

/// Instants as reason data, events and payloads print them.
pub(crate) fn iso(at: Timestamp) -> String {
    let mut text = at.to_millis_text();
    text.pop();
    text.push_str("+0000");
    text
}

/// What every alarm is configured with, whatever it looks at.
#[derive(Clone, Copy)]
pub(crate) struct Settings<'a> {
    pub(crate) name: &'a str,
    pub(crate) description: Option<&'a str>,
    pub(crate) updated: Timestamp,
    pub(crate) actions_enabled: bool,
    pub(crate) ok_actions: &'a [AlarmAction],
    pub(crate) alarm_actions: &'a [AlarmAction],
    pub(crate) insufficient_data_actions: &'a [AlarmAction],
}

/// What every alarm has, whatever it looks at.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) place: &'a Place,
    pub(crate) arn: &'a str,
    pub(crate) settings: Settings<'a>,
    pub(crate) state: &'a AlarmState,
}

impl Subject<'_> {
    /// The message to a topic; `about` is what stands in it beside.
    pub(crate) fn notification(&self, old: StateValue, after_mute: Option<bool>, about: impl Serialize) -> Json {
        Json::of(&Notification {
            alarm_name: self.settings.name,
            alarm_description: self.settings.description,
            account: self.place.account.as_str(),
            configuration_updated: iso(self.settings.updated),
            new_state_value: self.state.value.as_str(),
            new_state_reason: self.state.reason(),
            state_change_time: iso(self.state.transitioned),
            region: self.place.region.long_name(),
            alarm_arn: self.arn,
            old_state_value: old.as_str(),
            ok_actions: self.settings.ok_actions,
            alarm_actions: self.settings.alarm_actions,
            insufficient_data_actions: self.settings.insufficient_data_actions,
            action_executed_after_mute_window: after_mute,
            about,
        })
    }

    /// The event to a function.
    pub(crate) fn invocation(&self, at: Timestamp, alarm_data: impl Serialize, after_mute: Option<bool>) -> Json {
        Json::of(&Invocation {
            source: "aws.cloudwatch",
            alarm_arn: self.arn,
            account_id: self.place.account.as_str(),
            time: iso(at),
            region: self.place.region.as_str(),
            alarm_data,
            action_executed_after_mute_window: after_mute,
        })
    }

    /// What all other kinds of actions are handed: a plain object of ours.
    pub(crate) fn plain(
        &self,
        at: Timestamp,
        action: &AlarmAction,
        states: [StateOf<'_>; 2],
        after_mute: Option<bool>,
        about: impl Serialize,
    ) -> Json {
        let [state, previous_state] = states;
        Json::of(&Plain {
            action: action.kind.word(),
            alarm_arn: self.arn,
            time: iso(at),
            alarm_name: self.settings.name,
            state,
            previous_state,
            about,
            action_executed_after_mute_window: after_mute,
        })
    }
}

/// The detail of a `CloudWatch Alarm State Change` event.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StateChangeDetail<'a, C> {
    pub(crate) alarm_name: &'a str,
    pub(crate) state: StateOf<'a>,
    pub(crate) previous_state: StateOf<'a>,
    pub(crate) configuration: C,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mute_detail: Option<MuteOf<'a>>,
}

/// The detail of a `CloudWatch Alarm Configuration Change` event.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConfigurationChangeDetail<'a, C> {
    pub(crate) alarm_name: &'a str,
    pub(crate) operation: &'static str,
    pub(crate) state: StateOf<'a>,
    pub(crate) configuration: C,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) previous_configuration: Option<C>,
}

/// A configuration in events and in the history.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConfigurationOf<'a, W> {
    #[serde(flatten)]
    own: W,
    alarm_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    actions_enabled: bool,
    timestamp: String,
    ok_actions: &'a [AlarmAction],
    alarm_actions: &'a [AlarmAction],
    insufficient_data_actions: &'a [AlarmAction],
}

impl<'a, W: Serialize> ConfigurationOf<'a, W> {
    /// `own` is what only alarms of one kind have.
    pub(crate) fn new(settings: Settings<'a>, own: W) -> Self {
        Self {
            own,
            alarm_name: settings.name,
            description: settings.description,
            actions_enabled: settings.actions_enabled,
            timestamp: iso(settings.updated),
            ok_actions: settings.ok_actions,
            alarm_actions: settings.alarm_actions,
            insufficient_data_actions: settings.insufficient_data_actions,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Notification<'a, W> {
    alarm_name: &'a str,
    alarm_description: Option<&'a str>,
    #[serde(rename = "AWSAccountId")]
    account: &'a str,
    #[serde(rename = "AlarmConfigurationUpdatedTimestamp")]
    configuration_updated: String,
    new_state_value: &'static str,
    new_state_reason: Cow<'a, str>,
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
    #[serde(flatten)]
    about: W,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'a, C> {
    source: &'static str,
    alarm_arn: &'a str,
    account_id: &'a str,
    time: String,
    region: &'a str,
    alarm_data: C,
    #[serde(skip_serializing_if = "Option::is_none")]
    action_executed_after_mute_window: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Plain<'a, W> {
    action: &'static str,
    alarm_arn: &'a str,
    time: String,
    alarm_name: &'a str,
    state: StateOf<'a>,
    previous_state: StateOf<'a>,
    #[serde(flatten)]
    about: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    action_executed_after_mute_window: Option<bool>,
}
