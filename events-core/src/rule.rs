//! Rules.

use std::collections::BTreeMap;
use std::sync::Arc;

use cupola_base::{AccountId, Arn, Place, Tags};
use serde::{Deserialize, Serialize};

use crate::schedule::RuleSchedule;
use crate::{Pattern, PatternError, PatternOptions, RuleId, RuleName, RuleState, Target, TargetId};

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

/// A rule to be put: what is left out is unset, also where a rule of the name is there already.
///
/// ```
/// use cupola_events::{PutRule, RuleName, RuleState};
///
/// let rule = PutRule::new(RuleName::new("orders")?, r#"{"source": ["my.shop"]}"#)
///     .with_state(RuleState::Disabled)
///     .with_description("every order");
/// assert_eq!(rule.id.to_string(), "default/orders");
/// # Ok::<(), cupola_events::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PutRule {
    /// Bus and name.
    pub id: RuleId,
    /// The pattern's text.
    pub pattern: Option<String>,
    /// When the rule runs by itself: `rate(...)` or `cron(...)`, on the default bus alone.
    pub schedule: Option<String>,
    /// Whether it watches; enabled unless told otherwise.
    pub state: RuleState,
    /// Words of its owner.
    pub description: Option<String>,
    /// The role with which targets are called.
    pub role_arn: Option<String>,
    /// The account that makes the rule, where it is not the bus's own. Of a rule that is there it stays.
    pub created_by: Option<AccountId>,
    /// Tags of a new rule; those of a rule that is there stay as they are.
    pub tags: Tags,
}

impl PutRule {
    /// An enabled rule with a pattern.
    #[must_use]
    pub fn new(id: impl Into<RuleId>, pattern: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            pattern: Some(pattern.into()),
            schedule: None,
            state: RuleState::Enabled,
            description: None,
            role_arn: None,
            created_by: None,
            tags: Tags::default(),
        }
    }

    /// An enabled rule with a schedule, on the default bus.
    #[must_use]
    pub fn scheduled(name: RuleName, schedule: impl Into<String>) -> Self {
        Self { pattern: None, schedule: Some(schedule.into()), ..Self::new(name, "") }
    }

    /// Sets when it runs by itself.
    #[must_use]
    pub fn with_schedule(self, schedule: impl Into<String>) -> Self {
        Self { schedule: Some(schedule.into()), ..self }
    }

    /// Sets the state.
    #[must_use]
    pub fn with_state(self, state: RuleState) -> Self {
        Self { state, ..self }
    }

    /// Sets the description.
    #[must_use]
    pub fn with_description(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// Sets the role.
    #[must_use]
    pub fn with_role_arn(self, role_arn: impl Into<String>) -> Self {
        Self { role_arn: Some(role_arn.into()), ..self }
    }

    /// Sets the account that makes the rule.
    #[must_use]
    pub fn with_creator(self, account: AccountId) -> Self {
        Self { created_by: Some(account), ..self }
    }

    /// Sets the tags.
    #[must_use]
    pub fn with_tags(self, tags: Tags) -> Self {
        Self { tags, ..self }
    }
}
