//! What is told about composite alarms: events, payloads of actions, history data.

use cupola_base::json::Json;
use cupola_base::{Place, Timestamp};
use serde::Serialize;

use super::alarm::{CompositeAlarm, CompositeRecord};
use super::configuration::CompositeConfiguration;
use super::suppression::Suppression;
use crate::alarm::{ActionKind, AlarmAction, AlarmState, StateValue};
use crate::message::{
    ConfigurationChangeDetail, ConfigurationOf, MuteDetail, MuteOf, Operation, Settings, StateChangeDetail, StateOf,
    Subject,
};
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

impl<'a> CompositeMessages<'a> {
    fn subject(&self) -> Subject<'a> {
        let CompositeAlarm { arn, configuration, configuration_updated, state, .. } = &self.record.alarm;
        Subject { place: self.place, arn, settings: settings(configuration, *configuration_updated), state }
    }

    fn state(&self) -> StateOf<'a> {
        StateOf::new(&self.record.alarm.state).under(self.record.alarm.suppression)
    }

    /// The detail of a `CloudWatch Alarm Configuration Change` event.
    pub(crate) fn configuration_change(&self, operation: Operation, before: Option<&CompositeAlarm>) -> Json {
        let state = self.state();
        Json::of(&ConfigurationChangeDetail {
            alarm_name: self.subject().settings.name,
            operation: operation.word(),
            state: if operation == Operation::Create { state.without_reason() } else { state },
            configuration: configuration(&self.record.alarm),
            previous_configuration: before.map(configuration),
        })
    }

    /// What an action is handed: the message to a topic, the event to a function, and for all other kinds a plain
    /// object of ours.
    pub(crate) fn payload(&self, at: Timestamp, action: &AlarmAction, before: &Before<'_>, occasion: Occasion) -> Json {
        let (subject, after_mute) = (self.subject(), (occasion == Occasion::Unmuted).then_some(true));
        let alarm_rule = self.record.alarm.configuration.rule.as_str();
        let states = [self.state(), before.told()];
        match action.kind {
            ActionKind::Sns => {
                let triggering_children = triggering_children(&self.record.alarm.state);
                subject.notification(before.old, after_mute, About { alarm_rule, triggering_children })
            }
            ActionKind::Lambda => {
                subject.invocation(at, change_detail(&self.record.alarm.configuration, states, None), after_mute)
            }
            _ => subject.plain(at, action, states, after_mute, OnlyRule { alarm_rule }),
        }
    }
}

impl<'a> Before<'a> {
    fn told(&self) -> StateOf<'a> {
        StateOf::new(self.state).under(self.suppression)
    }
}

fn settings(configuration: &CompositeConfiguration, updated: Timestamp) -> Settings<'_> {
    Settings {
        name: configuration.name.as_str(),
        description: configuration.description.as_deref(),
        updated,
        actions_enabled: configuration.actions_enabled,
        ok_actions: &configuration.ok_actions,
        alarm_actions: &configuration.alarm_actions,
        insufficient_data_actions: &configuration.insufficient_data_actions,
    }
}

/// The detail of a `CloudWatch Alarm State Change` event, with the state that is and the one before.
pub(crate) fn change_detail<'a>(
    configuration: &'a CompositeConfiguration,
    states: [StateOf<'a>; 2],
    mute: Option<&'a MuteDetail>,
) -> StateChangeDetail<'a, BriefConfiguration<'a>> {
    let [state, previous_state] = states;
    let description = configuration.description.as_deref();
    StateChangeDetail {
        alarm_name: configuration.name.as_str(),
        state,
        previous_state,
        configuration: BriefConfiguration { description, rule: Rule::new(configuration) },
        mute_detail: mute.map(MuteOf::from),
    }
}

/// A configuration as events and the history tell it.
pub(crate) fn described(configuration: &CompositeConfiguration, updated: Timestamp) -> ConfigurationOf<'_, Rule<'_>> {
    ConfigurationOf::new(settings(configuration, updated), Rule::new(configuration))
}

fn configuration(alarm: &CompositeAlarm) -> ConfigurationOf<'_, Rule<'_>> {
    described(&alarm.configuration, alarm.configuration_updated)
}

/// The alarms that a state's reason tells of; none when somebody set the state by hand without.
fn triggering_children(state: &AlarmState) -> Vec<Child> {
    let data = state.reason_data().and_then(|data| data.read::<Triggering>().ok());
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

/// The rule, and what suppresses actions.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rule<'a> {
    alarm_rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions_suppressor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions_suppressor_wait_period: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions_suppressor_extension_period: Option<u32>,
}

impl<'a> Rule<'a> {
    fn new(configuration: &'a CompositeConfiguration) -> Self {
        let suppressor = configuration.suppressor.as_ref();
        Self {
            alarm_rule: configuration.rule.as_str(),
            actions_suppressor: suppressor.map(|suppressor| &*suppressor.reference),
            actions_suppressor_wait_period: suppressor.map(|suppressor| suppressor.periods.wait_seconds),
            actions_suppressor_extension_period: suppressor.map(|suppressor| suppressor.periods.extension_seconds),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct BriefConfiguration<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(flatten)]
    rule: Rule<'a>,
}

/// What stands in a notification beside what every alarm has.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct About<'a> {
    alarm_rule: &'a str,
    triggering_children: Vec<Child>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OnlyRule<'a> {
    alarm_rule: &'a str,
}
