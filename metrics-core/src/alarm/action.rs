//! Actions: what an alarm sets off.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An action as configured, and what kind it is.
///
/// ```
/// use cupola_metrics::{ActionKind, AlarmAction};
///
/// let action = AlarmAction::new("arn:aws:sns:us-east-1:111122223333:ops");
/// assert_eq!(action.kind, ActionKind::Sns);
/// assert_eq!(AlarmAction::new("arn:aws:s3:::bucket").kind, ActionKind::Other);
/// ```
///
/// # Source
/// CloudWatch API Reference, PutMetricAlarm.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub struct AlarmAction {
    /// The ARN as configured.
    pub arn: String,
    /// What it is.
    pub kind: ActionKind,
}

impl AlarmAction {
    /// Reads an ARN; what is not known is taken as [`ActionKind::Other`].
    #[must_use]
    pub fn new(arn: impl Into<String>) -> Self {
        let arn = arn.into();
        let kind = ActionKind::of(&arn);
        Self { arn, kind }
    }
}

impl fmt::Display for AlarmAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.arn)
    }
}

impl From<String> for AlarmAction {
    fn from(arn: String) -> Self {
        Self::new(arn)
    }
}

impl From<AlarmAction> for String {
    fn from(action: AlarmAction) -> Self {
        action.arn
    }
}

/// The kinds of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ActionKind {
    /// A message to a topic.
    Sns,
    /// A function is invoked.
    Lambda,
    /// A scaling policy is executed; again every minute while the state lasts.
    AutoScaling,
    /// Something is done to the instance that the metric belongs to.
    Ec2(Ec2Operation),
    /// An OpsItem is created; only on the way to `ALARM`.
    OpsItem,
    /// An incident is started; only on the way to `ALARM`.
    Incident,
    /// An investigation is started; only on the way to `ALARM`.
    Investigation,
    /// None of these: accepted, and handed out like the others.
    Other,
}

/// What is done to an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows four")]
pub enum Ec2Operation {
    /// It is stopped.
    Stop,
    /// It is terminated.
    Terminate,
    /// It is rebooted.
    Reboot,
    /// It is moved to other hardware; only for the metric `StatusCheckFailed_System`.
    Recover,
}

impl ActionKind {
    /// Whether the action runs only on the way to `ALARM`.
    #[must_use]
    pub const fn only_in_alarm(self) -> bool {
        matches!(self, Self::OpsItem | Self::Incident | Self::Investigation)
    }

    /// A word for payloads and logs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sns => "sns",
            Self::Lambda => "lambda",
            Self::AutoScaling => "autoscaling",
            Self::Ec2(Ec2Operation::Stop) => "ec2:stop",
            Self::Ec2(Ec2Operation::Terminate) => "ec2:terminate",
            Self::Ec2(Ec2Operation::Reboot) => "ec2:reboot",
            Self::Ec2(Ec2Operation::Recover) => "ec2:recover",
            Self::OpsItem => "opsitem",
            Self::Incident => "incident",
            Self::Investigation => "investigation",
            Self::Other => "other",
        }
    }

    fn of(arn: &str) -> Self {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let ["arn", _, service, _, account, resource] = parts[..] else { return Self::Other };
        match service {
            "sns" => Self::Sns,
            "lambda" if resource.starts_with("function:") => Self::Lambda,
            "autoscaling" if resource.starts_with("scalingPolicy:") => Self::AutoScaling,
            "automate" if account == "ec2" => operation(&resource.to_ascii_lowercase()).map_or(Self::Other, Self::Ec2),
            "swf" => workflow(resource).map_or(Self::Other, Self::Ec2),
            "ssm" if resource.starts_with("opsitem:") => Self::OpsItem,
            "ssm-incidents" if resource.starts_with("responseplan/") => Self::Incident,
            "aiops" if resource.starts_with("investigation-group") => Self::Investigation,
            _ => Self::Other,
        }
    }
}

fn workflow(resource: &str) -> Option<Ec2Operation> {
    let action = resource.strip_prefix("action/actions/AWS_EC2.InstanceId.")?.strip_suffix("/1.0")?;
    operation(&action.to_ascii_lowercase())
}

fn operation(word: &str) -> Option<Ec2Operation> {
    match word {
        "stop" => Some(Ec2Operation::Stop),
        "terminate" => Some(Ec2Operation::Terminate),
        "reboot" => Some(Ec2Operation::Reboot),
        "recover" => Some(Ec2Operation::Recover),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_recognised() {
        for (arn, kind) in [
            ("arn:aws:sns:eu-west-1:111122223333:ops", ActionKind::Sns),
            ("arn:aws-cn:lambda:cn-north-1:111122223333:function:f:live", ActionKind::Lambda),
            (
                "arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:id:autoScalingGroupName/g:policyName/p",
                ActionKind::AutoScaling,
            ),
            ("arn:aws:automate:us-east-1:ec2:recover", ActionKind::Ec2(Ec2Operation::Recover)),
            (
                "arn:aws:swf:us-east-1:111122223333:action/actions/AWS_EC2.InstanceId.Reboot/1.0",
                ActionKind::Ec2(Ec2Operation::Reboot),
            ),
            ("arn:aws:ssm:us-east-1:111122223333:opsitem:2#CATEGORY=Cost", ActionKind::OpsItem),
            ("arn:aws:ssm-incidents::111122223333:responseplan/p", ActionKind::Incident),
            ("arn:aws:aiops:us-east-1:111122223333:investigation-group:g", ActionKind::Investigation),
            ("arn:aws:automate:us-east-1:ec2:dance", ActionKind::Other),
            ("not an arn", ActionKind::Other),
        ] {
            assert_eq!(AlarmAction::new(arn).kind, kind, "{arn}");
        }
    }
}
