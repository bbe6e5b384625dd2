//! Composite alarms.

use std::borrow::Cow;

use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::Whole;
use super::tags::{WireTag, pairs};
use crate::alarm::{AlarmAction, MetricAlarm, StateValue};
use crate::composite::{AlarmRule, Composite, CompositeAlarm, PutCompositeAlarmError, SuppressedBy};

/// A composite alarm as the service's API puts it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutCompositeAlarm {
    alarm_name: String,
    alarm_rule: String,
    actions_enabled: Option<bool>,
    alarm_actions: Option<Vec<String>>,
    alarm_description: Option<String>,
    insufficient_data_actions: Option<Vec<String>>,
    #[serde(rename = "OKActions")]
    ok_actions: Option<Vec<String>>,
    tags: Option<Vec<WireTag>>,
    actions_suppressor: Option<String>,
    actions_suppressor_wait_period: Option<Whole>,
    actions_suppressor_extension_period: Option<Whole>,
}

impl PutCompositeAlarm {
    pub(crate) fn read(self) -> Result<Composite, PutCompositeAlarmError> {
        Ok(Composite {
            rule: AlarmRule::parse(&self.alarm_rule)?,
            name: self.alarm_name,
            description: self.alarm_description,
            actions_disabled: self.actions_enabled == Some(false),
            ok_actions: self.ok_actions.unwrap_or_default(),
            alarm_actions: self.alarm_actions.unwrap_or_default(),
            insufficient_data_actions: self.insufficient_data_actions.unwrap_or_default(),
            suppressor: self.actions_suppressor,
            wait_seconds: self.actions_suppressor_wait_period.map(|period| period.0),
            extension_seconds: self.actions_suppressor_extension_period.map(|period| period.0),
            tags: self.tags.map(pairs).unwrap_or_default(),
        })
    }
}

/// A composite alarm as it is described: what was not set is left out, save lists.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireComposite<'a> {
    actions_enabled: bool,
    alarm_actions: &'a [AlarmAction],
    alarm_arn: &'a str,
    alarm_configuration_updated_timestamp: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    alarm_description: Option<&'a str>,
    alarm_name: &'a str,
    alarm_rule: &'a str,
    insufficient_data_actions: &'a [AlarmAction],
    #[serde(rename = "OKActions")]
    ok_actions: &'a [AlarmAction],
    state_reason: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_reason_data: Option<String>,
    state_updated_timestamp: WireTime,
    state_value: StateValue,
    state_transitioned_timestamp: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions_suppressed_by: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions_suppressed_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions_suppressor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions_suppressor_wait_period: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions_suppressor_extension_period: Option<u32>,
    /// Not in the model of these alarms; told only of an alarm that depends on itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluation_state: Option<&'static str>,
}

impl<'a> From<&'a CompositeAlarm> for WireComposite<'a> {
    fn from(alarm: &'a CompositeAlarm) -> Self {
        let CompositeAlarm { arn, configuration, configuration_updated, state, suppression, is_in_cycle } = alarm;
        let suppressor = configuration.suppressor.as_ref();
        let suppressed_by = suppression.suppressed_by();
        Self {
            actions_enabled: configuration.actions_enabled,
            alarm_actions: &configuration.alarm_actions,
            alarm_arn: arn,
            alarm_configuration_updated_timestamp: (*configuration_updated).into(),
            alarm_description: configuration.description.as_deref(),
            alarm_name: configuration.name.as_str(),
            alarm_rule: configuration.rule.as_str(),
            insufficient_data_actions: &configuration.insufficient_data_actions,
            ok_actions: &configuration.ok_actions,
            state_reason: state.reason(),
            state_reason_data: state.reason_data_text(),
            state_updated_timestamp: state.updated.into(),
            state_value: state.value,
            state_transitioned_timestamp: state.transitioned.into(),
            actions_suppressed_by: suppressed_by.map(SuppressedBy::as_str),
            actions_suppressed_reason: suppressed_by.map(SuppressedBy::reason),
            actions_suppressor: suppressor.map(|suppressor| &*suppressor.reference),
            actions_suppressor_wait_period: suppressor.map(|suppressor| suppressor.periods.wait_seconds),
            actions_suppressor_extension_period: suppressor.map(|suppressor| suppressor.periods.extension_seconds),
            evaluation_state: is_in_cycle.then_some("EVALUATION_ERROR"),
        }
    }
}

/// What is told of the children and the parents of an alarm.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct BriefAlarm<'a> {
    alarm_name: &'a str,
    alarm_arn: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_value: Option<StateValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_updated_timestamp: Option<WireTime>,
}

impl<'a> BriefAlarm<'a> {
    pub(crate) fn child(alarm: &'a MetricAlarm) -> Self {
        Self {
            alarm_name: alarm.configuration.name.as_str(),
            alarm_arn: &alarm.arn,
            state_value: Some(alarm.state.value),
            state_updated_timestamp: Some(alarm.state.updated.into()),
        }
    }

    pub(crate) fn composite_child(alarm: &'a CompositeAlarm) -> Self {
        Self {
            state_value: Some(alarm.state.value),
            state_updated_timestamp: Some(alarm.state.updated.into()),
            ..Self::parent(alarm)
        }
    }

    pub(crate) fn parent(alarm: &'a CompositeAlarm) -> Self {
        Self {
            alarm_name: alarm.configuration.name.as_str(),
            alarm_arn: &alarm.arn,
            state_value: None,
            state_updated_timestamp: None,
        }
    }
}
