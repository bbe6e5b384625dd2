//! A policy and its statements.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::clause::{Clause, PrincipalClause};
use super::condition::Condition;
use super::error::PolicyError;
use super::parse;
use super::pattern::TextPattern;
use super::principal::Principal;

/// A policy document. `Display` prints it as JSON: the same policy, elements in a fixed order, no blanks.
///
/// In serde it is its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Policy {
    pub(super) version: Version,
    pub(super) id: Option<String>,
    pub(super) statements: Vec<Statement>,
}

/// Which version of the language a document is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Version {
    /// The first, which knows no variables; that of documents that do not say.
    Of2008,
    #[default]
    Of2012,
}

/// One statement of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub(super) sid: Option<String>,
    pub(super) effect: Effect,
    pub(super) principal: Option<PrincipalClause>,
    pub(super) action: Clause,
    pub(super) resource: Option<Clause>,
    pub(super) conditions: Vec<Condition>,
}

/// What a statement that applies does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the language knows two effects")]
pub enum Effect {
    /// It allows, unless another denies.
    Allow,
    /// It denies, whatever others say.
    Deny,
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    /// [`PolicyError`] with the place, at the first element that is not one of the language.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        parse::policy(text)
    }

    /// A policy of version 2012-10-17 without statements: it decides nothing. It prints, but is not read back,
    /// for a document has one statement at least.
    #[must_use]
    pub const fn empty() -> Self {
        Self { version: Version::Of2012, id: None, statements: Vec::new() }
    }

    /// The statements, in the order of the document.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Adds a statement at the end, or puts it in the place of the one with the same id.
    pub fn put(&mut self, statement: Statement) {
        let same = |old: &&mut Statement| old.sid.is_some() && old.sid == statement.sid;
        match self.statements.iter_mut().find(same) {
            Some(old) => *old = statement,
            None => self.statements.push(statement),
        }
    }

    /// Takes the statement of an id away; false when there is none.
    pub fn remove(&mut self, sid: &str) -> bool {
        let before = self.statements.len();
        self.statements.retain(|statement| statement.sid.as_deref() != Some(sid));
        self.statements.len() < before
    }
}

impl Statement {
    /// Lets a principal do something to a resource. Nothing in the texts is a policy variable.
    ///
    /// ```
    /// use cupola_base::policy::{Condition, Policy, Principal, Statement};
    ///
    /// let condition = Condition::new("StringEquals", "aws:PrincipalOrgID", ["o-1234567890"])?;
    /// let mut policy = Policy::empty();
    /// policy.put(Statement::allow(Principal::Everyone, "dock:Open", "*").with_sid("a").with_condition(condition));
    /// assert_eq!(
    ///     policy.to_string(),
    ///     r#"{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Principal":"*","Action":"dock:Open","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1234567890"}}}]}"#,
    /// );
    /// # Ok::<(), cupola_base::policy::PolicyErrorKind>(())
    /// ```
    #[must_use]
    pub fn allow(principal: Principal, action: &str, resource: &str) -> Self {
        Self {
            sid: None,
            effect: Effect::Allow,
            principal: Some(PrincipalClause { negated: false, principals: vec![principal] }),
            action: Clause { negated: false, patterns: vec![TextPattern::plain(action)] },
            resource: Some(Clause { negated: false, patterns: vec![TextPattern::plain(resource)] }),
            conditions: Vec::new(),
        }
    }

    /// Sets the id.
    #[must_use]
    pub fn with_sid(self, sid: impl Into<String>) -> Self {
        Self { sid: Some(sid.into()), ..self }
    }

    /// Adds a condition.
    #[must_use]
    pub fn with_condition(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    /// The id.
    #[must_use]
    pub fn sid(&self) -> Option<&str> {
        self.sid.as_deref()
    }

    /// What it does where it applies.
    #[must_use]
    pub const fn effect(&self) -> Effect {
        self.effect
    }

    /// Whether it says to whom it applies: statements of resources' policies do, those of identities do not.
    #[must_use]
    pub const fn has_principal(&self) -> bool {
        self.principal.is_some()
    }

    /// Whether it says to which resources it applies.
    #[must_use]
    pub const fn has_resource(&self) -> bool {
        self.resource.is_some()
    }
}

impl Version {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Of2008 => "2008-10-17",
            Self::Of2012 => "2012-10-17",
        }
    }
}

impl FromStr for Policy {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Policy {
    type Error = PolicyError;

    fn try_from(text: String) -> Result<Self, PolicyError> {
        Self::parse(&text)
    }
}

impl From<Policy> for String {
    fn from(policy: Policy) -> Self {
        policy.to_string()
    }
}
