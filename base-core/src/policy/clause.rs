//! Lists of which one must fit, or none.

use super::pattern::TextPattern;
use super::principal::Principal;
use super::request::{Context, Requester};

/// Actions or resources.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clause {
    /// None may fit.
    pub(super) negated: bool,
    pub(super) patterns: Vec<TextPattern>,
}

/// Principals.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PrincipalClause {
    /// None may fit.
    pub(super) negated: bool,
    pub(super) principals: Vec<Principal>,
}

impl Clause {
    /// Whether an action is meant; letter case does not count.
    pub(super) fn covers_action(&self, action: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.is_like_ignore_case(action)) != self.negated
    }

    /// Whether a resource is meant. A star goes over colons, as at the end of an ARN's part.
    pub(super) fn covers_resource(&self, resource: &str, context: &Context) -> bool {
        self.patterns.iter().any(|pattern| pattern.is_like(resource, context)) != self.negated
    }
}

impl PrincipalClause {
    pub(super) fn covers(&self, requester: &Requester) -> bool {
        self.principals.iter().any(|principal| principal.is(requester)) != self.negated
    }
}
