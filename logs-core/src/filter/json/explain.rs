//! Which conditions decided.

use super::{Fields, JsonPattern, ShownTest};
use crate::filter::explain::{FilterClause, FilterExplanation, FilterOutcome};

impl JsonPattern {
    pub(in crate::filter) fn explain(&self, message: &str) -> FilterExplanation {
        let clauses = self.selectors.read(message, &self.semantics, |fields| self.clauses(fields));
        match clauses {
            Ok(clauses) => FilterExplanation::judged(&self.logic, clauses),
            Err(unread) => FilterExplanation::hindered(unread.into()),
        }
    }

    fn clauses(&self, fields: &Fields<'_, '_, '_>) -> Vec<FilterClause> {
        let selectors = self.selectors.list();
        let clause = |test| {
            let (holds, found) = super::Test::judge(test, fields, &self.semantics);
            FilterClause {
                clause: ShownTest { selectors, test }.to_string(),
                outcome: FilterOutcome::of(holds),
                decisive: false,
                value: found.map(|found| found.value.text().into_owned()),
                span: found.map(|found| found.span),
            }
        };
        self.logic.conditions().into_iter().map(clause).collect()
    }
}
