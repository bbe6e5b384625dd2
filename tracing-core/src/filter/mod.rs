//! Filter expressions: a little language that asks about traces.

mod ast;
mod check;
mod compare;
mod cursor;
mod element;
mod entity;
mod error;
mod eval;
mod explain;
mod lex;
mod lint;
mod parse;
mod pattern;
mod print;
mod told;
mod word;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use ast::{Expression, Node, Term};
pub(crate) use ast::{GroupBy, GroupTest};
pub(crate) use entity::EntitySelector;
pub use error::{FilterError, FilterErrorKind};
pub(crate) use eval::Evaluation;
pub use explain::{FilterExplanation, TermExplanation};
pub use lint::{FilterLint, FilterLintKind};

use crate::Trace;

/// A filter expression: which traces are meant.
///
/// `Display` writes it in one spelling, which reads back as an equal expression; serde keeps the text as it was written.
/// Two expressions are equal when they are read alike.
///
/// ```
/// use cupola_traces::{FilterExpression, SegmentDocument, Trace};
///
/// let document = SegmentDocument::parse(
///     r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00112233445566aa", "name": "quay", "start_time": 1777875360,
///         "end_time": 1777875366, "annotations": {"crane": "north"}}"#,
/// )?;
/// let trace = Trace::assemble(document.trace_id(), [&document]);
/// let slow = FilterExpression::parse(r#"ok !partial duration > 5 annotation.crane BEGINSWITH "n""#)?;
/// assert!(slow.matches(&trace));
/// assert_eq!(slow.to_string(), r#"ok AND !partial AND duration > 5 AND annotation.crane BEGINSWITH "n""#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Using filter expressions". Precedence, white space, escapes, and what a keyword means where the
/// guide does not say are our decision.
#[derive(Clone)]
pub struct FilterExpression {
    source: Arc<str>,
    root: Arc<Expression>,
    lints: Arc<[FilterLint]>,
}

/// How deep parentheses, blocks and denials may be nested.
const MAX_DEPTH: usize = 65;

/// How many bytes an expression may have.
const MAX_LENGTH: usize = 10_000;

impl FilterExpression {
    /// Reads an expression. An empty one holds for every trace, and a trace's id for that trace.
    ///
    /// # Errors
    /// [`FilterError`] with the place; characters that make no word are told first, then words that make no expression,
    /// then what means nothing.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let (root, mut lints) = parse::parse(text)?;
        lints.extend(lint::of_whole(&root));
        lints.sort_by_key(|lint| lint.span);
        Ok(Self { source: text.into(), root: Arc::new(root), lints: lints.into() })
    }

    /// Holds for every trace.
    #[must_use]
    pub fn everything() -> Self {
        let root = Expression { node: Node::Everything, span: cupola_base::text::Span::empty(0) };
        Self { source: "".into(), root: Arc::new(root), lints: Arc::default() }
    }

    /// The text as it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What is legal and probably not meant, in the order of the text.
    #[must_use]
    pub fn lints(&self) -> &[FilterLint] {
        &self.lints
    }

    /// Whether it holds for a trace. Groups are not known here: a term that asks for one is false. Where they are known:
    /// [`Engine::trace_summaries`](crate::Engine::trace_summaries).
    #[must_use]
    pub fn matches(&self, trace: &Trace<'_>) -> bool {
        Evaluation::new(trace, None).holds(self)
    }

    /// Which terms hold for a trace, and on which values.
    #[must_use]
    pub fn explain(&self, trace: &Trace<'_>) -> FilterExplanation {
        explain::explain(self, trace)
    }

    /// The groups that it asks for.
    pub(crate) fn group_tests(&self) -> Vec<&GroupTest> {
        let mut tests = Vec::new();
        self.root.each(&mut |part| {
            if let Node::Term(Term::Group(test)) = &part.node {
                tests.push(test);
            }
        });
        tests
    }
}

impl PartialEq for FilterExpression {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

impl fmt::Display for FilterExpression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl fmt::Debug for FilterExpression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FilterExpression({self})")
    }
}

impl FromStr for FilterExpression {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        Self::parse(text)
    }
}

impl Serialize for FilterExpression {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source)
    }
}

impl<'de> Deserialize<'de> for FilterExpression {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
