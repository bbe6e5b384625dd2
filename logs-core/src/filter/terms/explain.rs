//! Which terms decided.

use super::{Mode, Rule, Term, Terms};
use crate::filter::explain::{FilterClause, FilterExplanation, FilterOutcome};

impl Terms {
    pub(in crate::filter) fn explain(&self, message: &str) -> FilterExplanation {
        let mut clauses: Vec<FilterClause> = self.terms.iter().map(|term| self.clause(term, message)).collect();
        let matched = self.matches(message);
        self.mark_decisive(&mut clauses, matched);
        FilterExplanation { matched, obstacle: None, clauses }
    }

    fn clause(&self, term: &Term, message: &str) -> FilterClause {
        let span = term.needle.find(message);
        let outcome = match (self.rule, term.mode) {
            (Rule::All, _) | (Rule::Each, Mode::Optional) => FilterOutcome::Void,
            (_, mode) if span.is_some() != (mode == Mode::Excluded) => FilterOutcome::Holds,
            _ => FilterOutcome::Fails,
        };
        let value = span.and_then(|span| message.get(span.range())).map(str::to_owned);
        FilterClause { clause: term.to_string(), outcome, decisive: false, value, span }
    }

    /// One clause that fails decides for all, one that holds for any.
    fn mark_decisive(&self, clauses: &mut [FilterClause], matched: bool) {
        let wanted = if matched { FilterOutcome::Holds } else { FilterOutcome::Fails };
        let one = matched == (self.rule == Rule::Any);
        let deciding = clauses.iter_mut().filter(|clause| clause.outcome == wanted);
        deciding.take(if one { 1 } else { usize::MAX }).for_each(|clause| clause.decisive = true);
    }
}
