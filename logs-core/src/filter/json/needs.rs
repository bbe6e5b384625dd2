//! What a message must hold to match.

use super::{Ask, JsonPattern, Selector, Step, Test};
use crate::filter::literal::{Comparison, Operator};
use crate::filter::logic::Logic;
use crate::filter::needs::Needs;
use crate::filter::{Missing, Semantics};

impl JsonPattern {
    /// Texts of which one stands in the message, or a character of it is written as a `\u` escape.
    pub(in crate::filter) fn needs(&self) -> Option<Needs> {
        self.logic.needs(&|test| test.needs(&self.selectors()[test.selector], &self.semantics))
    }
}

impl<T> Logic<T> {
    /// What is needed, given what each condition needs.
    pub(in crate::filter) fn needs(&self, of: &impl Fn(&T) -> Option<Needs>) -> Option<Needs> {
        match self {
            Self::Any(parts) => Needs::any(parts.iter().map(|part| part.needs(of))),
            Self::All(parts) => Needs::all(parts.iter().map(|part| part.needs(of))),
            Self::One(condition) => of(condition),
        }
    }
}

impl Test {
    fn needs(&self, selector: &Selector, semantics: &Semantics) -> Option<Needs> {
        let value = match &self.ask {
            Ask::NotExists => return None,
            Ask::Compare(Comparison { operator: Operator::Unequal, .. }) if semantics.missing_ne == Missing::True => {
                return None;
            }
            Ask::Compare(comparison) => comparison.needs(Needs::text_in_json, false),
            Ask::IsNull | Ask::IsTrue | Ask::IsFalse => None,
        };
        Needs::all([value, selector.needs()])
    }
}

impl Selector {
    fn needs(&self) -> Option<Needs> {
        Needs::key_in_json(self.steps().iter().filter_map(Step::key).max_by_key(|key| key.len())?)
    }
}
