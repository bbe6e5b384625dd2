//! What is legal and probably not meant.

use std::fmt;

use cupola_base::text::Span;

use super::ast::{Expression, Node, Term};
use super::word::{CauseKind, CauseLevel, Operator, Quantity};

/// Something in an expression that is legal and probably not meant.
///
/// ```
/// use cupola_traces::FilterExpression;
///
/// let expression = FilterExpression::parse("user = alice OR fault ok")?;
/// let lints: Vec<_> = expression.lints().iter().map(ToString::to_string).collect();
/// assert_eq!(lints[0], "AND binds tighter than OR: parentheses say what is meant");
/// assert_eq!(lints[1], "alice is taken as a text: write \"alice\"");
/// # Ok::<(), cupola_traces::FilterError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilterLint {
    /// The part of the expression, in bytes.
    pub span: Span,
    /// What.
    pub kind: FilterLintKind,
}

/// What is probably not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FilterLintKind {
    /// A word without quotes stands for a text.
    Bare(String),
    /// `*` and `?` are characters like all others.
    Wildcard,
    /// No annotation of this key is ever indexed.
    Key(String),
    /// The number is out of what the keyword can be.
    Never,
    /// `AND` and `OR` stand side by side without parentheses.
    Mixed,
    /// Root causes of the response time have no exceptions.
    NoExceptions,
}

impl FilterLint {
    pub(super) fn bare(span: Span, word: &str) -> Self {
        Self { span, kind: FilterLintKind::Bare(word.to_owned()) }
    }

    pub(super) fn of_text(operator: Operator, text: &str, span: Span) -> Option<Self> {
        let is_exact = matches!(operator, Operator::Equal | Operator::NotEqual);
        let has_wildcard = text.contains(['*', '?']) && !text.contains("://");
        (is_exact && has_wildcard).then_some(Self { span, kind: FilterLintKind::Wildcard })
    }

    pub(super) fn of_key(key: &str, span: Span) -> Option<Self> {
        let is_indexable = key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
        (!is_indexable).then(|| Self { span, kind: FilterLintKind::Key(key.to_owned()) })
    }

    pub(super) fn of_number(quantity: Quantity, operator: Operator, number: f64, span: Span) -> Option<Self> {
        let (least, most) = match quantity {
            Quantity::HttpStatus => (100.0, 599.0),
            Quantity::Coverage => (0.0, 1.0),
            Quantity::ResponseTime | Quantity::Duration | Quantity::Index => (0.0, f64::INFINITY),
        };
        let never = match operator {
            Operator::Equal => number < least || number > most,
            Operator::Less => number <= least,
            Operator::AtMost => number < least,
            Operator::Greater => number >= most,
            Operator::AtLeast => number > most,
            _ => false,
        };
        never.then_some(Self { span, kind: FilterLintKind::Never })
    }
}

/// What can be seen in the whole only.
pub(super) fn of_whole(expression: &Expression) -> Vec<FilterLint> {
    let mut lints = Vec::new();
    expression.each(&mut |part| {
        let kind = match &part.node {
            Node::Or(parts) if parts.iter().any(is_bare_and) => FilterLintKind::Mixed,
            Node::Term(Term::Cause(CauseKind::ResponseTime, CauseLevel::Exception, _)) => FilterLintKind::NoExceptions,
            _ => return,
        };
        lints.push(FilterLint { span: part.span, kind });
    });
    lints
}

/// Whether it is an `AND` that no parentheses hold: with them, it is wider than its first part.
fn is_bare_and(part: &Expression) -> bool {
    matches!(&part.node, Node::And(parts) if parts.first().is_some_and(|first| first.span.start == part.span.start))
}

impl fmt::Display for FilterLint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            FilterLintKind::Bare(word) => write!(f, "{word} is taken as a text: write \"{word}\""),
            FilterLintKind::Wildcard => f.write_str("* and ? stand for themselves: CONTAINS and BEGINSWITH find parts"),
            FilterLintKind::Key(key) => write!(f, "no annotation of the key {key} is indexed"),
            FilterLintKind::Never => f.write_str("no trace has such a number"),
            FilterLintKind::Mixed => f.write_str("AND binds tighter than OR: parentheses say what is meant"),
            FilterLintKind::NoExceptions => f.write_str("root causes of the response time have no exceptions"),
        }
    }
}
