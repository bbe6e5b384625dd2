//! Why an expression holds or does not.

use std::fmt;

use cupola_base::text::Span;

use super::FilterExpression;
use super::ast::{Node, Term};
use super::eval::{Evaluation, Subject};
use crate::Trace;

/// Why an expression holds for a trace, or does not.
///
/// ```
/// use cupola_traces::{FilterExpression, SegmentDocument, Trace};
///
/// let document = SegmentDocument::parse(
///     r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00112233445566aa", "name": "quay", "start_time": 1777875360,
///         "end_time": 1777875366, "user": "alice"}"#,
/// )?;
/// let trace = Trace::assemble(document.trace_id(), [&document]);
/// let expression = FilterExpression::parse(r#"user = "alice" AND responsetime > 7"#)?;
/// assert_eq!(expression.explain(&trace).to_string(), "does not hold\n  yes  user = \"alice\": alice\n  no   responsetime > 7: 6");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FilterExplanation {
    /// Whether it holds.
    pub holds: bool,
    /// Its terms in the order of the text; those in blocks are part of their term.
    pub terms: Vec<TermExplanation>,
}

/// One term.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TermExplanation {
    /// Where it stands, in bytes.
    pub span: Span,
    /// The term in one spelling.
    pub text: String,
    /// Whether it holds.
    pub holds: bool,
    /// The values that it was laid against; for `service()` and `edge()`, the services that answer to it.
    pub found: Vec<String>,
}

pub(super) fn explain(expression: &FilterExpression, trace: &Trace<'_>) -> FilterExplanation {
    let evaluation = Evaluation::new(trace, None);
    let mut terms = Vec::new();
    let mut inside = Span::empty(0);
    expression.root.each(&mut |part| {
        let Node::Term(term) = &part.node else { return };
        if part.span.start < inside.end {
            return;
        }
        inside = part.span;
        let holds = evaluation.term(term, Subject::Trace);
        terms.push(TermExplanation { span: part.span, text: term.to_string(), holds, found: found(&evaluation, term) });
    });
    FilterExplanation { holds: evaluation.holds(expression), terms }
}

fn found(evaluation: &Evaluation<'_, '_>, term: &Term) -> Vec<String> {
    match term {
        Term::Flag(flag, _) => evaluation.flag(*flag, Subject::Trace).iter().map(ToString::to_string).collect(),
        Term::Quantity(quantity, _) => {
            evaluation.quantity(*quantity, Subject::Trace).iter().map(ToString::to_string).collect()
        }
        Term::Property(property, _) => {
            let mut texts = Vec::new();
            evaluation.any_text(*property, Subject::Trace, &mut |text| {
                texts.push(text.to_owned());
                false
            });
            texts
        }
        Term::Annotation(key, _) => evaluation.annotations(key, Subject::Trace).map(ToString::to_string).collect(),
        Term::Service(selector, block) => {
            evaluation.services(selector.as_ref(), block.as_deref()).map(|part| part.node().name.to_owned()).collect()
        }
        Term::Edge(from, to, block) => {
            let answers = evaluation.calls(from, to, block.as_deref()).map(|call| evaluation.trace.part(call.answer));
            answers.map(|part| part.node().name.to_owned()).collect()
        }
        Term::Group(_) | Term::Cause(..) | Term::CausePatterns(..) => Vec::new(),
    }
}

impl fmt::Display for FilterExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.holds { "holds" } else { "does not hold" })?;
        for term in &self.terms {
            let found = if term.found.is_empty() { "nothing".to_owned() } else { term.found.join(", ") };
            write!(f, "\n  {}  {}: {found}", if term.holds { "yes" } else { "no " }, term.text)?;
        }
        Ok(())
    }
}
