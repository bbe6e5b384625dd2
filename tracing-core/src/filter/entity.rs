//! One service or one edge, as selectors of time series name it.

use cupola_base::text::Span;

use super::FilterExpression;
use super::ast::{Expression, Node, Term};
use super::error::{FilterError, FilterErrorKind};
use super::eval::Evaluation;
use crate::trace::{Part, Trace};

/// Whose statistics are asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum EntitySelector {
    /// The calls of clients.
    Clients,
    /// A service or an edge.
    Expression { term: EntityTerm, is_id: bool },
}

/// A `service()` or an `edge()` without a block.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EntityTerm(Term);

impl EntitySelector {
    /// Reads one of `service(...)`, `edge(..., ...)` and `id(...)`.
    pub(crate) fn parse(text: &str) -> Result<Self, FilterError> {
        let is_id = text.trim_start().get(..2).is_some_and(|start| start.eq_ignore_ascii_case("id"));
        let whole = if is_id { format!("service({text})") } else { text.to_owned() };
        let expression = FilterExpression::parse(&whole)?;
        match &*expression.root {
            Expression { node: Node::Term(term @ (Term::Service(Some(_), None) | Term::Edge(_, _, None))), .. } => {
                Ok(Self::Expression { term: EntityTerm(term.clone()), is_id })
            }
            _ => {
                let message = "one service, one edge or one id is needed";
                let error = FilterError::new(FilterErrorKind::Semantic, text, Span::new(0, text.len()), message);
                Err(error.expecting(vec!["service(\"...\")", "edge(\"...\", \"...\")", "id(...)"]))
            }
        }
    }

    pub(crate) const fn is_id(&self) -> bool {
        matches!(self, Self::Expression { is_id: true, .. })
    }

    pub(crate) const fn is_edge(&self) -> bool {
        matches!(self, Self::Clients | Self::Expression { term: EntityTerm(Term::Edge(..)), .. })
    }
}

impl EntityTerm {
    /// The segments of the services meant, or the callers' pieces of the calls meant, each once.
    pub(crate) fn each_counted(&self, trace: &Trace<'_>, see: &mut dyn FnMut(&Part<'_>)) {
        let evaluation = Evaluation::new(trace, None);
        match &self.0 {
            Term::Service(selector, _) => evaluation.services(selector.as_ref(), None).for_each(see),
            Term::Edge(from, to, _) => {
                let mut last = None;
                for judged in evaluation.calls(from, to, None).map(|call| call.judged) {
                    if last.replace(judged) != Some(judged) {
                        see(trace.part(judged));
                    }
                }
            }
            _ => {}
        }
    }
}
