//! Rules: what they are, who puts them, and how events are judged by them.

mod carry;
mod managed;
mod put;
mod state;
mod table;
mod test_pattern;
mod verbs;

use std::collections::BTreeMap;
use std::sync::Arc;

use cupola_base::{AccountId, Arn, Place, Tags};
use serde::{Deserialize, Serialize};

pub use put::PutRule;
pub use state::{RuleState, RuleStateError};
pub(crate) use table::RuleTable;

use crate::schedule::RuleSchedule;
use crate::{Pattern, PatternError, PatternOptions, RuleId, Target, TargetId};

/// A rule of a bus: which events it waits for, and where it sends them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rule {
    /// Bus and name.
    pub id: RuleId,
    /// Which events match; none: it runs by its schedule alone.
    pub pattern: Option<RulePattern>,
    /// When it runs by itself; none: on events alone.
    pub schedule: Option<RuleSchedule>,
    /// Whether it watches.
    pub state: RuleState,
    /// Words of its owner, up to 512 characters.
    pub description: Option<String>,
    /// The role with which targets are called, as text: nobody but the owner of the outputs needs it.
    pub role_arn: Option<String>,
    /// The account that made it, where that is not the bus's own.
    pub created_by: Option<AccountId>,
    /// The service that made it on the account's behalf, by its name: `autoscaling.amazonaws.com`. Only that
    /// service changes it.
    pub managed_by: Option<String>,
    /// Its tags.
    pub tags: Tags,
    /// Where matching events go, by id.
    pub targets: BTreeMap<TargetId, Target>,
}

impl Rule {
    /// The rule's name as a resource: `rule/NAME` on the default bus, `rule/BUS/NAME` elsewhere.
    #[must_use]
    pub fn arn(&self, place: &Place) -> Arn {
        match self.id.bus.is_default() {
            true => place.arn("events", format_args!("rule/{}", self.id.name)),
            false => place.arn("events", format_args!("rule/{}", self.id)),
        }
    }
}

/// A pattern with the text as it was given, which is what the service shows.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RulePattern {
    text: String,
    pattern: Arc<Pattern>,
}

impl RulePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`PatternError`] with the service's reason and the place.
    pub fn parse(text: &str, options: &PatternOptions) -> Result<Self, PatternError> {
        Ok(Self { text: text.into(), pattern: Arc::new(Pattern::parse_with(text, options)?) })
    }

    /// The text as it was given.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The compiled pattern.
    #[must_use]
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }
}

impl PartialEq for RulePattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// What was accepted once is accepted again, whatever the bounds are by then.
impl TryFrom<String> for RulePattern {
    type Error = PatternError;

    fn try_from(text: String) -> Result<Self, PatternError> {
        let lenient = PatternOptions::unbounded().with_legacy_or();
        Self::parse(&text, &PatternOptions { branches: usize::MAX, ..lenient })
    }
}

impl From<RulePattern> for String {
    fn from(pattern: RulePattern) -> Self {
        pattern.text
    }
}
