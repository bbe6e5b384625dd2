//! A rule to be put.

use cupola_base::{AccountId, Tags};

use crate::{RuleId, RuleName, RuleState};

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
