//! From a composite alarm as asked for to one that can be evaluated.

use cupola_base::{ApiError, Place, TagsError};

use super::configuration::{Composite, CompositeConfiguration, Suppressor};
use super::reference::{AlarmReferenceError, resolve};
use super::rule::AlarmRuleError;
use super::suppression::SuppressionPeriods;
use crate::alarm::{ActionKind, AlarmAction};
use crate::code;
use crate::limits::Limits;
use crate::name::{AlarmName, NameError};

/// Checks what can be checked without looking at other alarms; the tags are left to the caller.
pub(crate) fn checked(
    alarm: Composite,
    place: &Place,
    limits: &Limits,
) -> Result<CompositeConfiguration, PutCompositeAlarmError> {
    let most = limits.rule_elements;
    if alarm.rule.elements() > most {
        return Err(PutCompositeAlarmError::TooManyElements { given: alarm.rule.elements(), most });
    }
    Ok(CompositeConfiguration {
        name: AlarmName::new(alarm.name.as_str())?,
        suppressor: suppressor(&alarm, place)?,
        description: description(alarm.description)?,
        rule: alarm.rule,
        actions_enabled: !alarm.actions_disabled,
        ok_actions: actions(alarm.ok_actions, "OKActions", limits)?,
        alarm_actions: actions(alarm.alarm_actions, "AlarmActions", limits)?,
        insufficient_data_actions: actions(alarm.insufficient_data_actions, "InsufficientDataActions", limits)?,
    })
}

fn suppressor(alarm: &Composite, place: &Place) -> Result<Option<Suppressor>, PutCompositeAlarmError> {
    let periods = [
        (alarm.wait_seconds, "ActionsSuppressorWaitPeriod"),
        (alarm.extension_seconds, "ActionsSuppressorExtensionPeriod"),
    ];
    let Some(reference) = alarm.suppressor.clone() else {
        let stray = periods.iter().find(|(period, _)| period.is_some());
        return stray.map_or(Ok(None), |(_, member)| Err(PutCompositeAlarmError::NoSuppressor(member)));
    };
    let [wait, extension] = periods.map(|(period, member)| period.ok_or(PutCompositeAlarmError::Missing(member)));
    let name = resolve(place, &reference)?;
    Ok(Some(Suppressor { reference, alarm: name, periods: SuppressionPeriods::new(wait?, extension?) }))
}

fn description(text: Option<String>) -> Result<Option<String>, PutCompositeAlarmError> {
    match text {
        Some(text) if text.chars().count() > LONGEST_TEXT => Err(PutCompositeAlarmError::TooLong("AlarmDescription")),
        text => Ok(text),
    }
}

fn actions(
    arns: Vec<String>,
    member: &'static str,
    limits: &Limits,
) -> Result<Vec<AlarmAction>, PutCompositeAlarmError> {
    let most = limits.actions_per_state;
    if arns.len() > most {
        return Err(PutCompositeAlarmError::TooManyActions { member, most });
    }
    arns.into_iter().map(|arn| action(arn, member)).collect()
}

fn action(arn: String, member: &'static str) -> Result<AlarmAction, PutCompositeAlarmError> {
    if !(1..=LONGEST_TEXT).contains(&arn.chars().count()) {
        return Err(PutCompositeAlarmError::TooLong(member));
    }
    let action = AlarmAction::new(arn);
    match action.kind {
        ActionKind::Ec2(_) | ActionKind::AutoScaling => Err(PutCompositeAlarmError::Action(action.arn)),
        _ => Ok(action),
    }
}

/// Characters of a description and of an action.
const LONGEST_TEXT: usize = 1024;

/// Why a composite alarm was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PutCompositeAlarmError {
    /// The rule is not one.
    #[error(transparent)]
    Rule(#[from] AlarmRuleError),
    /// The name is not an alarm's.
    #[error(transparent)]
    Name(#[from] NameError),
    /// What the rule or the suppressor tells is no alarm of this place.
    #[error("AlarmRule and ActionsSuppressor tell alarms of their own account and region only: {0}")]
    Reference(#[from] AlarmReferenceError),
    /// There is no such alarm for the rule or the suppressor.
    #[error("Could not save the composite alarm as alarms [{}] in the alarm rule do not exist", .0.join(", "))]
    NoSuchAlarms(Vec<String>),
    /// There is no such alarm for a suppressor.
    #[error("Could not save the composite alarm as the actions suppressor [{0}] does not exist")]
    NoSuchSuppressor(String),
    /// The rule names more alarms than it may.
    #[error("AlarmRule names {given} alarms, of which there may be {most}")]
    TooManyChildren {
        /// How many it names.
        given: usize,
        /// How many there may be.
        most: usize,
    },
    /// The rule has more elements than it may.
    #[error("AlarmRule has {given} elements, of which there may be {most}")]
    TooManyElements {
        /// How many it has.
        given: usize,
        /// How many there may be.
        most: usize,
    },
    /// An alarm is in the rules of as many composite alarms as it may be.
    #[error("The alarm {alarm} is in the rules of {most} composite alarms, which are as many as there may be")]
    TooManyParents {
        /// Which.
        alarm: String,
        /// How many there may be.
        most: usize,
    },
    /// A suppressor needs both of its periods.
    #[error("The parameter {0} is required with ActionsSuppressor.")]
    Missing(&'static str),
    /// A period without a suppressor.
    #[error("The parameter {0} is valid with ActionsSuppressor only.")]
    NoSuppressor(&'static str),
    /// There is a metric alarm of this name.
    #[error("There is a metric alarm with the name {0}: the type of an alarm cannot be changed.")]
    OtherKind(String),
    /// Composite alarms have no actions of this kind.
    #[error("The action {0} is not one of a composite alarm: topics, functions, OpsItems, incidents, investigations.")]
    Action(String),
    /// More actions for one state than there may be.
    #[error("{member} holds more than {most} actions")]
    TooManyActions {
        /// Which list.
        member: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// A text is empty or longer than 1024 characters.
    #[error("{0} must be 1 to 1024 characters long")]
    TooLong(&'static str),
    /// The tags are not those of a resource.
    #[error(transparent)]
    Tags(#[from] TagsError),
    /// There are as many alarms as there may be.
    #[error("{0} alarms are as many as there may be")]
    TooManyAlarms(usize),
}

impl From<PutCompositeAlarmError> for ApiError {
    fn from(error: PutCompositeAlarmError) -> Self {
        let code = match error {
            PutCompositeAlarmError::TooManyAlarms(_) | PutCompositeAlarmError::TooManyParents { .. } => {
                code::LIMIT_EXCEEDED
            }
            PutCompositeAlarmError::Tags(_) => code::INVALID_VALUE,
            _ => code::VALIDATION,
        };
        Self::caller(code, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(alarm: Composite) -> Result<CompositeConfiguration, PutCompositeAlarmError> {
        checked(alarm, &Place::parse("111122223333", "us-east-1").unwrap(), &Limits::default())
    }

    fn plain() -> Composite {
        Composite::new("c", "ALARM(a)").unwrap()
    }

    #[test]
    fn suppressors_have_both_periods() {
        let whole = check(plain().suppressed_by("arn:aws:cloudwatch:us-east-1:111122223333:alarm:s", 10, 20)).unwrap();
        let suppressor = whole.suppressor.unwrap();
        assert_eq!((suppressor.alarm.as_str(), suppressor.periods.extension_seconds), ("s", 20));
        let half = Composite { extension_seconds: None, ..plain().suppressed_by("s", 10, 20) };
        assert_eq!(check(half), Err(PutCompositeAlarmError::Missing("ActionsSuppressorExtensionPeriod")));
        let stray = Composite { suppressor: None, ..plain().suppressed_by("s", 10, 20) };
        assert_eq!(check(stray), Err(PutCompositeAlarmError::NoSuppressor("ActionsSuppressorWaitPeriod")));
    }

    #[test]
    fn some_kinds_of_actions_are_for_metrics() {
        for (arn, accepted) in [
            ("arn:aws:sns:us-east-1:111122223333:ops", true),
            ("arn:aws:lambda:us-east-1:111122223333:function:f", true),
            ("arn:aws:ssm:us-east-1:111122223333:opsitem:2", true),
            ("arn:aws:aiops:us-east-1:111122223333:investigation-group:g", true),
            ("arn:aws:automate:us-east-1:ec2:stop", false),
            ("arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:i:autoScalingGroupName/g:policyName/p", false),
            ("", false),
        ] {
            assert_eq!(check(plain().on_alarm(arn)).is_ok(), accepted, "{arn}");
        }
        let many = (0..6).fold(plain(), |alarm, _| alarm.on_ok("arn:aws:sns:us-east-1:111122223333:ops"));
        assert_eq!(check(many), Err(PutCompositeAlarmError::TooManyActions { member: "OKActions", most: 5 }));
    }

    #[test]
    fn rules_have_their_size() {
        let rule = |elements: usize| vec!["TRUE"; elements].join(" OR ");
        assert!(check(Composite::new("c", &rule(500)).unwrap()).is_ok());
        let refused = check(Composite::new("c", &rule(501)).unwrap());
        assert_eq!(refused, Err(PutCompositeAlarmError::TooManyElements { given: 501, most: 500 }));
    }
}
