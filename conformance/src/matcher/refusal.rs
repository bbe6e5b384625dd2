//! The rule for refusals.
//!
//! A refusal never matches an expectation that does not name `error`. Through the combinators that
//! reads: of `~oneOf` an alternative that names `error` must match; of `~all` one member must name
//! it, and all must match; `~not` turns round only what names it.

use super::Rule;
use crate::Value;

impl Rule {
    pub(super) fn matches_refusal(&self, got: &Value) -> bool {
        self.names_error() && self.meets_refusal(got)
    }

    fn meets_refusal(&self, got: &Value) -> bool {
        match self {
            Self::Not(rule) => !rule.meets_refusal(got),
            Self::All(rules) => rules.iter().all(|rule| rule.meets_refusal(got)),
            Self::OneOf(rules) => rules.iter().any(|rule| rule.matches_refusal(got)),
            Self::Object(members) => has_members(members, got),
            Self::Exact(members) => super::has_no_others(members, got) && has_members(members, got),
            rule => rule.matches(got),
        }
    }

    fn names_error(&self) -> bool {
        match self {
            Self::Object(members) | Self::Exact(members) => members.iter().any(|(name, _)| name == "error"),
            Self::Keys(keys) => keys.iter().any(|name| name == "error"),
            Self::Not(rule) => rule.names_error(),
            Self::All(rules) | Self::OneOf(rules) => rules.iter().any(Self::names_error),
            _ => false,
        }
    }

    /// As [`matches`](Self::matches), with texts compared as codes.
    fn matches_code(&self, got: &Value) -> bool {
        match self {
            Self::Text(code) => got.as_text().is_some_and(|got| bare(got) == bare(code)),
            Self::Not(rule) => !rule.matches_code(got),
            Self::All(rules) => rules.iter().all(|rule| rule.matches_code(got)),
            Self::OneOf(rules) => rules.iter().any(|rule| rule.matches_code(got)),
            rule => rule.matches(got),
        }
    }
}

fn has_members(members: &[(String, Rule)], got: &Value) -> bool {
    members.iter().all(|(name, rule)| {
        let value = got.member(name).unwrap_or(&Value::Null);
        if name == "error" { rule.matches_code(value) } else { rule.matches(value) }
    })
}

/// A code without one trailing `Exception`.
fn bare(code: &str) -> &str {
    code.strip_suffix("Exception").unwrap_or(code)
}
