//! What a composite alarm is to look at and to do.

use serde::{Deserialize, Serialize};

use super::rule::{AlarmRule, AlarmRuleError};
use super::suppression::SuppressionPeriods;
use crate::alarm::{AlarmAction, StateValue};
use crate::name::AlarmName;

/// A composite alarm as asked for. [`Engine::put_composite_alarm`](crate::Engine::put_composite_alarm) checks it.
///
/// ```
/// use cupola_metrics::Composite;
///
/// let alarm = Composite::new("checkout", "ALARM(slow) AND NOT ALARM(deploying)")?
///     .on_alarm("arn:aws:sns:us-east-1:111122223333:ops")
///     .suppressed_by("maintenance", 60, 120);
/// # drop(alarm);
/// assert!(Composite::new("checkout", "ALARM(slow").is_err());
/// # Ok::<(), cupola_metrics::AlarmRuleError>(())
/// ```
///
/// Unless told, it has no actions, its actions are enabled, and nothing suppresses them.
#[derive(Clone, Debug, PartialEq)]
#[doc(alias = "PutCompositeAlarm")]
pub struct Composite {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) rule: AlarmRule,
    pub(crate) actions_disabled: bool,
    pub(crate) ok_actions: Vec<String>,
    pub(crate) alarm_actions: Vec<String>,
    pub(crate) insufficient_data_actions: Vec<String>,
    pub(crate) suppressor: Option<String>,
    pub(crate) wait_seconds: Option<u32>,
    pub(crate) extension_seconds: Option<u32>,
    pub(crate) tags: Vec<(String, String)>,
}

impl Composite {
    /// An alarm of this name, which is unique in its place among alarms of all kinds, with this rule.
    ///
    /// # Errors
    /// [`AlarmRuleError`] with the place in the rule that is wrong, and what is accepted there.
    pub fn new(name: impl Into<String>, rule: &str) -> Result<Self, AlarmRuleError> {
        Ok(Self::with_rule(name, AlarmRule::parse(rule)?))
    }

    /// An alarm of this name with a rule that was read before.
    #[must_use]
    pub fn with_rule(name: impl Into<String>, rule: AlarmRule) -> Self {
        Self {
            name: name.into(),
            description: None,
            rule,
            actions_disabled: false,
            ok_actions: Vec::new(),
            alarm_actions: Vec::new(),
            insufficient_data_actions: Vec::new(),
            suppressor: None,
            wait_seconds: None,
            extension_seconds: None,
            tags: Vec::new(),
        }
    }

    /// Sets the description.
    #[must_use]
    pub fn described(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// Adds an action on the way to `ALARM`.
    #[must_use]
    pub fn on_alarm(mut self, arn: impl Into<String>) -> Self {
        self.alarm_actions.push(arn.into());
        self
    }

    /// Adds an action on the way to `OK`.
    #[must_use]
    pub fn on_ok(mut self, arn: impl Into<String>) -> Self {
        self.ok_actions.push(arn.into());
        self
    }

    /// Adds an action on the way to `INSUFFICIENT_DATA`, where only somebody's hand can bring it.
    #[must_use]
    pub fn on_insufficient_data(mut self, arn: impl Into<String>) -> Self {
        self.insufficient_data_actions.push(arn.into());
        self
    }

    /// Lets another alarm, by name or ARN, keep the actions from running while it is in `ALARM`: it has so many
    /// seconds to go there, and so many seconds after it left actions still wait.
    #[must_use]
    pub fn suppressed_by(self, alarm: impl Into<String>, wait_seconds: u32, extension_seconds: u32) -> Self {
        Self {
            suppressor: Some(alarm.into()),
            wait_seconds: Some(wait_seconds),
            extension_seconds: Some(extension_seconds),
            ..self
        }
    }

    /// Creates the alarm with its actions disabled.
    #[must_use]
    pub fn with_actions_disabled(self) -> Self {
        Self { actions_disabled: true, ..self }
    }

    /// Adds a tag; honoured at creation only.
    #[must_use]
    pub fn with_tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push((key.into(), value.into()));
        self
    }
}

/// What a composite alarm looks at and does: checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CompositeConfiguration {
    /// The name.
    pub name: AlarmName,
    /// The description.
    pub description: Option<String>,
    /// When it is in `ALARM`.
    pub rule: AlarmRule,
    /// Whether actions run.
    pub actions_enabled: bool,
    /// Actions on the way to `OK`.
    pub ok_actions: Vec<AlarmAction>,
    /// Actions on the way to `ALARM`.
    pub alarm_actions: Vec<AlarmAction>,
    /// Actions on the way to `INSUFFICIENT_DATA`.
    pub insufficient_data_actions: Vec<AlarmAction>,
    /// What keeps actions from running.
    pub suppressor: Option<Suppressor>,
}

/// An alarm that keeps the actions of another from running.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Suppressor {
    /// The alarm as it was told: by name or ARN.
    pub reference: String,
    /// The alarm's name.
    pub alarm: AlarmName,
    /// How long actions wait.
    pub periods: SuppressionPeriods,
}

impl CompositeConfiguration {
    /// The actions on the way to a state.
    #[must_use]
    pub fn actions(&self, state: StateValue) -> &[AlarmAction] {
        match state {
            StateValue::Ok => &self.ok_actions,
            StateValue::Alarm => &self.alarm_actions,
            StateValue::InsufficientData => &self.insufficient_data_actions,
        }
    }

    /// All actions of all states.
    pub(crate) fn all_actions(&self) -> impl Iterator<Item = &AlarmAction> {
        self.ok_actions.iter().chain(&self.alarm_actions).chain(&self.insufficient_data_actions)
    }

    /// Whether nothing at all differs, not even the spelling of the rule.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self == other && self.rule.as_str() == other.rule.as_str()
    }
}
