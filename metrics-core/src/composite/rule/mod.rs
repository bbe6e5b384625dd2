//! The rules of composite alarms.

mod ast;
mod error;
mod evaluate;
mod parse;
mod print;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use error::{AlarmRuleError, AlarmRuleErrorKind};

pub(crate) use ast::{AtLeast, Node, Quorum};
pub(crate) use print::leaf_text;

use crate::alarm::StateValue;

/// When a composite alarm is in `ALARM`: conditions on the states of other alarms.
///
/// - `ALARM(name)`, `OK(name)` and `INSUFFICIENT_DATA(name)` hold while the alarm is in that state. The alarm is
///   told by its name or its ARN, in double quotes where it has blanks, parentheses or commas.
/// - `AT_LEAST(2, ALARM, (a, b, c))` holds while that many of the alarms are in the state, `AT_LEAST(50%, NOT OK,
///   (a, b))` while that share of them is not in it. A share is rounded up to whole alarms.
/// - `TRUE`, `FALSE`, `NOT`, `AND`, `OR` and parentheses; `NOT` binds tighter than `AND`, and that tighter than
///   `OR`. These words may be spelled in any letter case.
///
/// `Display` writes it in one spelling, which reads back as the same; [`as_str`](Self::as_str) is the text as given.
///
/// ```
/// use cupola_metrics::{AlarmRule, StateValue};
///
/// let rule = AlarmRule::parse("ALARM(slow) and not (ALARM(deploying) or FALSE)")?;
/// assert_eq!(rule.to_string(), "ALARM(slow) AND NOT (ALARM(deploying) OR FALSE)");
/// assert_eq!(rule.references().collect::<Vec<_>>(), ["slow", "deploying"]);
/// assert!(rule.holds(|alarm| if alarm == "slow" { StateValue::Alarm } else { StateValue::Ok }));
///
/// let error = AlarmRule::parse("ALARM(slow) AND ALARM deploying").unwrap_err();
/// assert_eq!(error.message(), "`(` is needed, not deploying");
/// # Ok::<(), cupola_metrics::AlarmRuleError>(())
/// ```
///
/// # Source
/// CloudWatch API Reference, PutCompositeAlarm; CloudWatch User Guide, "Create a composite alarm". That words may be
/// spelled in any letter case, and how shares are rounded, are our decisions.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Arc<str>", into = "Arc<str>")]
pub struct AlarmRule {
    text: Arc<str>,
    /// Operands come before what joins them; the whole is the last.
    nodes: Arc<[Node]>,
    references: Arc<[Arc<str>]>,
    elements: usize,
}

impl AlarmRule {
    /// How many characters a rule may have.
    pub const MAX_LENGTH: usize = 10_240;

    /// Reads a rule; in time that grows with its length, however deeply it is nested.
    ///
    /// # Errors
    /// [`AlarmRuleError`] when the text is not one, or too long.
    pub fn parse(text: &str) -> Result<Self, AlarmRuleError> {
        parse::parse(text)
    }

    /// The text as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The alarms that it names, by name or ARN as they were written, each once, in the order of the text.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        self.references.iter().map(AsRef::as_ref)
    }

    /// How many elements it has: alarms as often as they are named, `TRUE` and `FALSE`, and pairs of parentheses
    /// that group.
    #[must_use]
    pub const fn elements(&self) -> usize {
        self.elements
    }

    /// Whether it holds, when alarms are in these states. Asks once for each of the
    /// [`references`](Self::references).
    #[must_use]
    pub fn holds(&self, mut state: impl FnMut(&str) -> StateValue) -> bool {
        let states: Vec<StateValue> = self.references().map(&mut state).collect();
        self.holds_in(|child| states[child as usize], &mut Vec::new())
    }

    pub(crate) fn nodes(&self) -> &[Node] {
        &self.nodes
    }
}

/// Rules are equal when they say the same in the same structure, however they are spelled.
impl PartialEq for AlarmRule {
    fn eq(&self, other: &Self) -> bool {
        self.nodes == other.nodes && self.references == other.references
    }
}

impl Eq for AlarmRule {}

impl fmt::Display for AlarmRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print::print(self, f)
    }
}

impl FromStr for AlarmRule {
    type Err = AlarmRuleError;

    fn from_str(text: &str) -> Result<Self, AlarmRuleError> {
        Self::parse(text)
    }
}

impl TryFrom<Arc<str>> for AlarmRule {
    type Error = AlarmRuleError;

    fn try_from(text: Arc<str>) -> Result<Self, AlarmRuleError> {
        Self::parse(&text)
    }
}

impl From<AlarmRule> for Arc<str> {
    fn from(rule: AlarmRule) -> Self {
        rule.text
    }
}

#[cfg(test)]
mod tests;
