//! What an expression is, once it is read.

use cupola_base::text::Span;

use super::function::Function;

/// A part of an expression, and where it stands. Two are equal when they say the same, wherever.
#[derive(Clone, Debug)]
pub(crate) struct Expr {
    pub(crate) span: Span,
    pub(crate) node: Node,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

/// What a part says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Number(f64),
    Id(Box<str>),
    Text(Box<str>),
    Keyword(Box<str>),
    List(Vec<Expr>),
    Negative(Box<Expr>),
    /// Operators of one rank, from left to right; a power, a comparison: one operator.
    Chain(Box<Expr>, Vec<(Operator, Expr)>),
    Call(Function, Vec<Expr>),
}

impl Expr {
    /// This part and every part of it.
    pub(crate) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        match &self.node {
            Node::List(parts) | Node::Call(_, parts) => parts.iter().for_each(|part| part.walk(visit)),
            Node::Negative(part) => part.walk(visit),
            Node::Chain(first, rest) => {
                first.walk(visit);
                rest.iter().for_each(|(_, part)| part.walk(visit));
            }
            Node::Number(_) | Node::Id(_) | Node::Text(_) | Node::Keyword(_) => {}
        }
    }
}

/// What stands between two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    AtMost,
    AtLeast,
    Below,
    Above,
    Plus,
    Minus,
    Times,
    Over,
    Power,
}

/// How tightly operators bind, from loose to tight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    Or,
    And,
    Compare,
    Add,
    Multiply,
    Unary,
    Power,
    Atom,
}

impl Rank {
    /// The next tighter rank.
    pub(crate) const fn tighter(self) -> Self {
        match self {
            Self::Or => Self::And,
            Self::And => Self::Compare,
            Self::Compare => Self::Add,
            Self::Add => Self::Multiply,
            Self::Multiply => Self::Unary,
            Self::Unary => Self::Power,
            Self::Power | Self::Atom => Self::Atom,
        }
    }

    /// The operators of this rank and how they are written; longer ones before their beginnings.
    pub(crate) const fn operators(self) -> &'static [(&'static str, Operator)] {
        match self {
            Self::Or => &[("||", Operator::Or), ("OR", Operator::Or)],
            Self::And => &[("&&", Operator::And), ("AND", Operator::And)],
            Self::Compare => &[
                ("==", Operator::Equal),
                ("!=", Operator::NotEqual),
                ("<=", Operator::AtMost),
                (">=", Operator::AtLeast),
                ("<", Operator::Below),
                (">", Operator::Above),
            ],
            Self::Add => &[("+", Operator::Plus), ("-", Operator::Minus)],
            Self::Multiply => &[("*", Operator::Times), ("/", Operator::Over)],
            Self::Power => &[("^", Operator::Power)],
            Self::Unary | Self::Atom => &[],
        }
    }
}

impl Operator {
    pub(crate) const fn rank(self) -> Rank {
        match self {
            Self::Or => Rank::Or,
            Self::And => Rank::And,
            Self::Equal | Self::NotEqual | Self::AtMost | Self::AtLeast | Self::Below | Self::Above => Rank::Compare,
            Self::Plus | Self::Minus => Rank::Add,
            Self::Times | Self::Over => Rank::Multiply,
            Self::Power => Rank::Power,
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Or => "OR",
            Self::And => "AND",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::AtMost => "<=",
            Self::AtLeast => ">=",
            Self::Below => "<",
            Self::Above => ">",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Over => "/",
            Self::Power => "^",
        }
    }
}
