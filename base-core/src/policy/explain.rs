//! Why a policy decides as it does.

use std::fmt;

use serde::Serialize;

use super::condition::Condition;
use super::document::{Effect, Policy};
use super::evaluate::Decision;
use super::request::{Context, Request};

/// What each statement makes of a request, and what they come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PolicyExplanation {
    /// What the policy says.
    pub decision: Decision,
    /// Its statements, in the order of the document.
    pub statements: Vec<StatementExplanation>,
}

/// What one statement makes of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StatementExplanation {
    /// Its place in the document, from 1.
    pub number: usize,
    /// Its id.
    pub sid: Option<String>,
    /// What it does where it applies.
    pub effect: Effect,
    /// The first of its elements that does not fit; none when it applies.
    pub mismatch: Option<Mismatch>,
}

/// An element of a statement that does not fit a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum Mismatch {
    /// The requester is not meant.
    Principal,
    /// The action is not meant.
    Action,
    /// The resource is not meant.
    Resource,
    /// A condition does not hold.
    Condition {
        /// Its operator.
        operator: String,
        /// Its key.
        key: String,
        /// The values that the policy compares to.
        wanted: Vec<String>,
        /// The values that the request has; none when the key is not there.
        found: Option<Vec<String>>,
    },
}

impl Mismatch {
    pub(super) fn condition(condition: &Condition, context: &Context) -> Self {
        Self::Condition {
            operator: condition.operator.to_string(),
            key: condition.key.clone(),
            wanted: condition.values.iter().map(|value| value.text().to_owned()).collect(),
            found: context.get(&condition.key).map(<[String]>::to_vec),
        }
    }
}

impl Policy {
    /// Why the policy decides about a request as [`evaluate`](Self::evaluate) says.
    #[must_use]
    pub fn explain(&self, request: &Request) -> PolicyExplanation {
        let statements: Vec<_> = (1..)
            .zip(&self.statements)
            .map(|(number, statement)| StatementExplanation {
                number,
                sid: statement.sid.clone(),
                effect: statement.effect,
                mismatch: statement.mismatch(request),
            })
            .collect();
        let applying = statements.iter().filter(|statement| statement.mismatch.is_none());
        PolicyExplanation { decision: Decision::of(applying.map(|statement| statement.effect)), statements }
    }
}

impl fmt::Display for PolicyExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.decision)?;
        self.statements.iter().try_for_each(|statement| write!(f, "\n{statement}"))
    }
}

impl fmt::Display for StatementExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match self.effect {
            Effect::Allow => "allows",
            Effect::Deny => "denies",
        };
        write!(f, "statement {}", self.number)?;
        self.sid.iter().try_for_each(|sid| write!(f, " ({sid})"))?;
        match &self.mismatch {
            None => write!(f, " {verb}"),
            Some(mismatch) => write!(f, " does not apply: {mismatch}"),
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Principal => f.write_str("it is not about this principal"),
            Self::Action => f.write_str("it is not about this action"),
            Self::Resource => f.write_str("it is not about this resource"),
            Self::Condition { operator, key, wanted, found: None } => {
                write!(f, "{key} is not there, {operator} wants {}", quoted(wanted))
            }
            Self::Condition { operator, key, wanted, found: Some(found) } => {
                write!(f, "{key} is {}, {operator} wants {}", quoted(found), quoted(wanted))
            }
        }
    }
}

fn quoted(texts: &[String]) -> String {
    texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join(" or ")
}
