//! What a policy decides.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::document::{Effect, Policy, Statement};
use super::explain::Mismatch;
use super::request::Request;

/// What a policy says about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the language knows three outcomes")]
pub enum Decision {
    /// A statement allows and none denies.
    Allow,
    /// A statement denies.
    Deny,
    /// No statement applies.
    ImplicitDeny,
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allow => "allowed",
            Self::Deny => "denied",
            Self::ImplicitDeny => "not allowed",
        })
    }
}

impl Policy {
    /// What the policy says about a request: a statement that denies wins over all that allow.
    ///
    /// # Source
    /// IAM User Guide, "Policy evaluation logic".
    #[must_use]
    pub fn evaluate(&self, request: &Request) -> Decision {
        Decision::of(self.statements.iter().filter(|statement| statement.applies(request)).map(Statement::effect))
    }
}

impl Decision {
    /// What the effects of all statements that apply come to.
    pub(super) fn of(effects: impl Iterator<Item = Effect>) -> Self {
        effects.fold(Self::ImplicitDeny, |so_far, effect| match (so_far, effect) {
            (Self::Deny, _) | (_, Effect::Deny) => Self::Deny,
            (_, Effect::Allow) => Self::Allow,
        })
    }
}

impl Statement {
    fn applies(&self, request: &Request) -> bool {
        self.covers_principal(request)
            && self.action.covers_action(&request.action)
            && self.covers_resource(request)
            && self.conditions.iter().all(|condition| condition.holds(&request.context))
    }

    /// The first element that does not fit; none when the statement applies.
    pub(super) fn mismatch(&self, request: &Request) -> Option<Mismatch> {
        if !self.covers_principal(request) {
            return Some(Mismatch::Principal);
        }
        if !self.action.covers_action(&request.action) {
            return Some(Mismatch::Action);
        }
        if !self.covers_resource(request) {
            return Some(Mismatch::Resource);
        }
        let failed = self.conditions.iter().find(|condition| !condition.holds(&request.context));
        failed.map(|condition| Mismatch::condition(condition, &request.context))
    }

    fn covers_principal(&self, request: &Request) -> bool {
        self.principal.as_ref().is_none_or(|principals| principals.covers(&request.requester))
    }

    fn covers_resource(&self, request: &Request) -> bool {
        let covers = |clause: &super::clause::Clause| clause.covers_resource(&request.resource, &request.context);
        self.resource.as_ref().is_none_or(covers)
    }
}
