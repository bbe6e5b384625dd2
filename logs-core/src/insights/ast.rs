//! What a query is, once it is read.

use cupola_base::text::Span;
use serde::{Deserialize, Serialize};

use super::command::{Command, Source};
use super::function::Function;
use super::period::Period;

/// A whole query, or one in parentheses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pipeline {
    pub(crate) source: Option<Source>,
    pub(crate) stages: Vec<Stage>,
}

/// One command and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stage {
    pub(crate) span: Span,
    pub(crate) command: Command,
}

/// The name of a field or an alias.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// An expression and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Expr {
    pub(crate) node: Node,
    pub(crate) span: Span,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Node {
    Number(f64),
    Text(String),
    Boolean(bool),
    Period(Period),
    Field(String),
    /// `m.key` or `l[0]` of what is not a plain name.
    Member(Box<Expr>, Access),
    Negative(Box<Expr>),
    Not(Box<Expr>),
    /// Operators of one rank, from left to right.
    Chain(Box<Expr>, Vec<(Operator, Expr)>),
    Like {
        value: Box<Expr>,
        pattern: Likeness,
        is_negated: bool,
    },
    In {
        value: Box<Expr>,
        list: Vec<Expr>,
        is_negated: bool,
    },
    InQuery {
        value: Box<Expr>,
        query: Box<Pipeline>,
        is_negated: bool,
    },
    Call(Function, Vec<Expr>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Access {
    Key(String),
    Index(usize),
}

/// What stands after `like` and `=~`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Likeness {
    /// A part of the text.
    Text(String),
    /// `like /re/` or `=~ /re/`.
    Regex(String),
    /// `=~ "re"`.
    Quoted(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Plus,
    Minus,
    Times,
    Over,
    Modulo,
    Power,
}

/// How tightly an operator binds, the loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    Or,
    And,
    Not,
    Compare,
    Add,
    Multiply,
    Power,
    Unary,
    Atom,
}

impl Rank {
    pub(crate) const fn tighter(self) -> Self {
        match self {
            Self::Or => Self::And,
            Self::And => Self::Not,
            Self::Not => Self::Compare,
            Self::Compare => Self::Add,
            Self::Add => Self::Multiply,
            Self::Multiply => Self::Power,
            Self::Power => Self::Unary,
            Self::Unary | Self::Atom => Self::Atom,
        }
    }
}

impl Operator {
    pub(crate) const fn rank(self) -> Rank {
        match self {
            Self::Or => Rank::Or,
            Self::And => Rank::And,
            Self::Equal | Self::NotEqual | Self::Less | Self::AtMost | Self::Greater | Self::AtLeast => Rank::Compare,
            Self::Plus | Self::Minus => Rank::Add,
            Self::Times | Self::Over | Self::Modulo => Rank::Multiply,
            Self::Power => Rank::Power,
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Over => "/",
            Self::Modulo => "%",
            Self::Power => "^",
        }
    }
}

impl Expr {
    /// How tightly the loosest operator outside parentheses binds.
    pub(crate) fn rank(&self) -> Rank {
        match &self.node {
            Node::Not(_) => Rank::Not,
            Node::Negative(_) => Rank::Unary,
            Node::Like { .. } | Node::In { .. } | Node::InQuery { .. } => Rank::Compare,
            Node::Chain(_, rest) => rest.first().map_or(Rank::Atom, |(operator, _)| operator.rank()),
            _ => Rank::Atom,
        }
    }

    /// The expressions that it is made of.
    pub(crate) fn parts(&self) -> Vec<&Self> {
        match &self.node {
            Node::Member(part, _) | Node::Negative(part) | Node::Not(part) => vec![part],
            Node::Like { value, .. } | Node::InQuery { value, .. } => vec![value],
            Node::Chain(first, rest) => [&**first].into_iter().chain(rest.iter().map(|(_, part)| part)).collect(),
            Node::In { value, list, .. } => [&**value].into_iter().chain(list).collect(),
            Node::Call(_, arguments) => arguments.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Whether it, or a part of it, passes the test.
    pub(crate) fn any(&self, test: &mut dyn FnMut(&Self) -> bool) -> bool {
        test(self) || self.parts().into_iter().any(|part| part.any(test))
    }

    pub(crate) fn has_aggregate(&self) -> bool {
        self.any(&mut |part| matches!(&part.node, Node::Call(function, _) if function.is_aggregate()))
    }

    /// The period of a call of `bin`.
    pub(crate) fn bin(&self) -> Option<Period> {
        let Node::Call(Function::Bin, arguments) = &self.node else { return None };
        match arguments.first()?.node {
            Node::Period(period) => Some(period),
            _ => None,
        }
    }
}
