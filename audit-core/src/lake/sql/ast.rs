//! What a query says, before anything in it is looked up.

use cupola_base::text::Span;

/// A name as it is written, without its quotes.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) span: Span,
}

impl Name {
    pub(super) fn is(&self, text: &str) -> bool {
        self.text.eq_ignore_ascii_case(text)
    }
}

#[derive(Clone, Debug)]
pub(super) struct Query {
    pub(super) with: Vec<Shared>,
    pub(super) body: Body,
    pub(super) order: Vec<Order>,
    pub(super) offset: u64,
    pub(super) limit: Option<u64>,
}

/// `name (columns) AS (query)`.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub(super) alias: Alias,
    pub(super) query: Query,
}

#[derive(Clone, Debug)]
pub(super) enum Body {
    Select(Box<Select>),
    Query(Box<Query>),
    Set(Box<Set>),
}

#[derive(Clone, Debug)]
pub(super) struct Set {
    pub(super) kind: SetKind,
    pub(super) all: bool,
    pub(super) left: Body,
    pub(super) right: Body,
    pub(super) span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SetKind {
    Union,
    Intersect,
    Except,
}

#[derive(Clone, Debug)]
pub(super) struct Select {
    pub(super) distinct: bool,
    pub(super) items: Vec<Item>,
    pub(super) from: Option<Source>,
    pub(super) filter: Option<Expr>,
    pub(super) group: Vec<Expr>,
    pub(super) having: Option<Expr>,
}

#[derive(Clone, Debug)]
pub(super) enum Item {
    /// `*` or `t.*`.
    All(Option<Name>, Span),
    One(Expr, Option<Name>),
}

#[derive(Clone, Debug)]
pub(super) enum Source {
    Table(Name, Option<Alias>),
    Derived(Box<Query>, Option<Alias>, Span),
    Unnest(Unnest),
    Join(Box<Join>),
}

#[derive(Clone, Debug)]
pub(super) struct Unnest {
    pub(super) exprs: Vec<Expr>,
    pub(super) ordinality: bool,
    pub(super) alias: Option<Alias>,
    pub(super) span: Span,
}

#[derive(Clone, Debug)]
pub(super) struct Join {
    pub(super) kind: JoinKind,
    pub(super) left: Source,
    pub(super) right: Source,
    pub(super) on: On,
    pub(super) span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JoinKind {
    Cross,
    Inner,
    Left,
    Right,
    Full,
}

#[derive(Clone, Debug)]
pub(super) enum On {
    Nothing,
    Condition(Expr),
    Columns(Vec<Name>),
}

#[derive(Clone, Debug)]
pub(super) struct Alias {
    pub(super) name: Name,
    pub(super) columns: Vec<Name>,
}

#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) expr: Expr,
    pub(super) descending: bool,
    pub(super) nulls_first: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Expr {
    pub(super) kind: ExprKind,
    pub(super) span: Span,
}

#[derive(Clone, Debug)]
pub(super) enum ExprKind {
    Null,
    Truth(bool),
    Number(String),
    Text(String),
    /// `TIMESTAMP '...'` and `DATE '...'`: the type's name and the text.
    Typed(String, String),
    Interval {
        negative: bool,
        count: String,
        unit: String,
    },
    /// The n-th `?`.
    Parameter(usize),
    /// `a.b.c`.
    Names(Vec<Name>),
    Field(Box<Expr>, Name),
    Subscript(Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    Minus(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Joined(Vec<Expr>),
    Compare(Comparison, Box<Expr>, Box<Expr>),
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    IsNull(Box<Expr>),
    Is(Box<Expr>, bool),
    Distinct(Box<Expr>, Box<Expr>),
    In(Box<Expr>, Vec<Expr>),
    InQuery(Box<Expr>, Box<Query>),
    Exists(Box<Query>),
    Scalar(Box<Query>),
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    Like(Box<Expr>, Box<Expr>, Option<Box<Expr>>),
    Case {
        operand: Option<Box<Expr>>,
        arms: Vec<(Expr, Expr)>,
        otherwise: Option<Box<Expr>>,
    },
    Cast {
        expr: Box<Expr>,
        kind: Name,
        safe: bool,
    },
    Call(Box<Call>),
    Lambda(Vec<Name>, Box<Expr>),
    Array(Vec<Expr>),
}

/// `name(args)`, with what aggregates may have besides.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) name: Name,
    pub(super) args: Vec<Expr>,
    /// `count(*)`.
    pub(super) star: bool,
    pub(super) distinct: bool,
    pub(super) order: Vec<Order>,
    pub(super) filter: Option<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Unequal => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// The same of both sides exchanged.
    pub(super) const fn turned(self) -> Self {
        match self {
            Self::Equal | Self::Unequal => self,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Arithmetic {
    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }
}

impl Expr {
    /// The expressions within, those of sub-queries left out.
    pub(super) fn parts<'e>(&'e self, parts: &mut Vec<&'e Self>) {
        use ExprKind as Kind;
        match &self.kind {
            Kind::Null | Kind::Truth(_) | Kind::Number(_) | Kind::Text(_) | Kind::Typed(..) => {}
            Kind::Interval { .. } | Kind::Parameter(_) | Kind::Names(_) | Kind::Exists(_) | Kind::Scalar(_) => {}
            Kind::Field(one, _) | Kind::Not(one) | Kind::Minus(one) | Kind::IsNull(one) | Kind::Is(one, _) => {
                parts.push(one)
            }
            Kind::InQuery(one, _) | Kind::Lambda(_, one) | Kind::Cast { expr: one, .. } => parts.push(one),
            Kind::Subscript(one, two) | Kind::Compare(_, one, two) => parts.extend([&**one, two]),
            Kind::Arithmetic(_, one, two) | Kind::Distinct(one, two) => parts.extend([&**one, two]),
            Kind::And(all) | Kind::Or(all) | Kind::Joined(all) | Kind::Array(all) => parts.extend(all),
            Kind::In(one, all) => {
                parts.push(one);
                parts.extend(all);
            }
            Kind::Between(one, two, three) => parts.extend([&**one, two, three]),
            Kind::Like(one, two, three) => {
                parts.extend([&**one, two]);
                parts.extend(three.as_deref());
            }
            Kind::Case { operand, arms, otherwise } => {
                parts.extend(operand.as_deref());
                parts.extend(arms.iter().flat_map(|(condition, value)| [condition, value]));
                parts.extend(otherwise.as_deref());
            }
            Kind::Call(call) => {
                parts.extend(&call.args);
                parts.extend(call.order.iter().map(|key| &key.expr));
                parts.extend(call.filter.as_ref());
            }
        }
    }
}
