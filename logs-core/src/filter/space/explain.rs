//! Which conditions decided.

use std::ops::ControlFlow;

use super::words::Word;
use super::{Field, ShownComparison, SpacePattern};
use crate::filter::explain::{FilterClause, FilterExplanation, FilterOutcome};
use crate::filter::literal::Comparison;
use crate::filter::logic::Logic;

impl SpacePattern {
    pub(in crate::filter) fn explain(&self, message: &str) -> FilterExplanation {
        let mut clauses = Vec::new();
        let words = self.assign(message, &mut |(_, field, word)| {
            clauses.extend(field.into_iter().flat_map(|field| self.fields[field].clauses(&word)));
            ControlFlow::Continue(())
        });
        match (words, self.fields.is_empty()) {
            (Err(obstacle), false) => FilterExplanation::hindered(obstacle),
            _ => FilterExplanation::judged(&self.logic(), clauses),
        }
    }

    /// All conditions of all fields.
    fn logic(&self) -> Logic<&Comparison> {
        let conditions = self.fields.iter().filter_map(|field| field.condition.as_ref());
        Logic::all(conditions.map(|condition| condition.map(&|comparison| comparison)).collect())
    }
}

impl Field {
    fn clauses(&self, word: &Word<'_>) -> Vec<FilterClause> {
        let name = self.plain_name().unwrap_or_default();
        let comparisons = self.condition.iter().flat_map(Logic::conditions);
        let clause = |comparison| FilterClause {
            clause: ShownComparison { name, comparison }.to_string(),
            outcome: FilterOutcome::of(word.is(comparison)),
            decisive: false,
            value: Some(word.text.to_owned()),
            span: Some(word.span),
        };
        comparisons.map(clause).collect()
    }
}
