//! Why a rule was refused.

use crate::language::{Language, LanguageError};

/// Why the rule of a composite alarm was refused, drawn under the place.
pub type AlarmRuleError = LanguageError<AlarmRuleErrorKind>;

/// What is wrong with a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AlarmRuleErrorKind {
    /// It is longer than a rule may be.
    Size,
    /// A character or word stands where it cannot.
    Syntax,
    /// What stands for an alarm is neither a name nor an ARN.
    Reference,
    /// As many alarms as `AT_LEAST` asks for are none, or are more than it lists.
    Quorum,
}

impl Language for AlarmRuleErrorKind {
    const NAME: &'static str = "alarm rule";
    const REFERENCE: &'static str = "CloudWatch API Reference, PutCompositeAlarm";
}
