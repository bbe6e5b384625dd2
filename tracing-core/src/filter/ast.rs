//! What an expression says.

use cupola_base::text::Span;

use super::pattern::Pattern;
use super::word::{CauseKind, CauseLevel, Flag, Operator, Property, Quantity};
use crate::TraceId;

/// An expression and where it stands. Two are equal when they say the same, wherever they stand.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    pub(crate) node: Node,
    pub(crate) span: Span,
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// Holds for every trace.
    Everything,
    /// Holds for that trace.
    Trace(TraceId),
    Or(Vec<Expression>),
    And(Vec<Expression>),
    Not(Box<Expression>),
    Term(Term),
}

/// One question. A test that is `None` asks whether there is a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Term {
    Flag(Flag, Option<FlagTest>),
    Quantity(Quantity, Option<(Operator, f64)>),
    Property(Property, Option<(Operator, String)>),
    Annotation(String, Option<(Operator, Literal)>),
    Service(Option<Selector>, Option<Box<Expression>>),
    Edge(Selector, Selector, Option<Box<Expression>>),
    Group(GroupTest),
    Cause(CauseKind, CauseLevel, Box<Expression>),
    CausePatterns(Option<CauseKind>, Vec<Pattern>),
}

/// `= true`, `!= false`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FlagTest {
    pub(crate) is_equal: bool,
    pub(crate) value: bool,
}

impl FlagTest {
    /// The value that the flag must have.
    pub(crate) const fn wanted(self) -> bool {
        self.is_equal == self.value
    }
}

/// A value that an annotation is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Boolean(bool),
    Number(f64),
    Text(String),
}

/// Which nodes of the service graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Selector {
    Name(String),
    Id { name: Option<String>, kind: Option<String>, account: Option<String> },
}

/// `group.name = "..."`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GroupTest {
    pub(crate) by: GroupBy,
    pub(crate) is_equal: bool,
    pub(crate) value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GroupBy {
    Name,
    Arn,
}

impl Expression {
    /// This and all that is in it, outermost first.
    pub(crate) fn each<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        see(self);
        match &self.node {
            Node::Or(parts) | Node::And(parts) => parts.iter().for_each(|part| part.each(see)),
            Node::Not(inner) => inner.each(see),
            Node::Term(term) => {
                if let Some(block) = term.block() {
                    block.each(see);
                }
            }
            Node::Everything | Node::Trace(_) => {}
        }
    }
}

impl Term {
    pub(crate) fn block(&self) -> Option<&Expression> {
        match self {
            Self::Service(_, block) | Self::Edge(_, _, block) => block.as_deref(),
            Self::Cause(_, _, block) => Some(block),
            _ => None,
        }
    }
}
