//! What a checked query does.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::aggregate::Aggregate;
use super::ast::{Arithmetic, Comparison, JoinKind, SetKind};
use super::function::{Function, Higher};
use super::kind::LakeType;
use super::like::Pattern;
use super::value::Value;

/// A query's steps, and what they need.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) root: Node,
    pub(super) columns: Vec<(String, LakeType)>,
    /// What is asked before the rest: sub-queries of expressions, inner ones first.
    pub(super) before: Vec<Node>,
    pub(super) scans: Vec<Scan>,
}

/// One reading of an event data store, and the columns of it that are needed.
#[derive(Clone, Debug)]
pub(super) struct Scan {
    pub(super) store: String,
    pub(super) used: BTreeSet<usize>,
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    /// One row without columns.
    Nothing,
    /// The n-th reading: a row of all columns, filled where they are used.
    Scan(usize),
    Filter(Box<Self>, Expr),
    Project(Box<Self>, Vec<Expr>),
    Join(Box<Join>),
    Unnest(Box<Unnest>),
    Group(Box<Group>),
    Distinct(Box<Self>),
    Sort(Box<Self>, Vec<Key>),
    Limit {
        input: Box<Self>,
        offset: u64,
        limit: Option<u64>,
    },
    /// The first columns alone.
    Cut(Box<Self>, usize),
    Set {
        kind: SetKind,
        all: bool,
        left: Box<Self>,
        right: Box<Self>,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Join {
    pub(super) kind: JoinKind,
    pub(super) left: Node,
    pub(super) right: Node,
    pub(super) left_width: usize,
    pub(super) right_width: usize,
    /// What must be equal: of a row of the left, of one of the right.
    pub(super) equal: Vec<(Expr, Expr)>,
    /// What else must hold of both.
    pub(super) rest: Option<Expr>,
}

#[derive(Clone, Debug)]
pub(super) struct Unnest {
    pub(super) input: Node,
    pub(super) exprs: Vec<Expr>,
    /// How many columns each becomes.
    pub(super) widths: Vec<usize>,
    pub(super) ordinality: bool,
    /// A row without items is kept.
    pub(super) outer: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) input: Node,
    pub(super) keys: Vec<Expr>,
    pub(super) calls: Vec<AggregateCall>,
}

#[derive(Clone, Debug)]
pub(super) struct AggregateCall {
    pub(super) aggregate: &'static Aggregate,
    pub(super) args: Vec<Expr>,
    pub(super) distinct: bool,
    pub(super) filter: Option<Expr>,
    /// What, whether descending, whether nulls come first.
    pub(super) order: Vec<(Expr, bool, bool)>,
    /// The type of the result.
    pub(super) kind: LakeType,
}

/// A column to sort by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) column: usize,
    pub(super) descending: bool,
    pub(super) nulls_first: bool,
}

/// An expression of a known type.
#[derive(Clone, Debug)]
pub(super) struct Expr {
    pub(super) op: Op,
    pub(super) kind: LakeType,
}

#[derive(Clone, Debug)]
pub(super) enum Op {
    Constant(Value),
    /// The n-th `?`.
    Parameter(usize),
    /// A column by its place; its name is for people.
    Column(usize, Arc<str>),
    /// A lambda's parameter, counted from the outermost lambda.
    Variable(usize),
    Now,
    Field(Box<Expr>, usize),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Compare(Comparison, Box<Expr>, Box<Expr>),
    IsNull(Box<Expr>),
    Is(Box<Expr>, bool),
    Distinct(Box<Expr>, Box<Expr>),
    In(Box<Expr>, Vec<Expr>),
    InQuery(Box<Expr>, usize),
    Exists(usize),
    Scalar(usize),
    Like(Box<Expr>, Pattern),
    LikeAny(Box<Expr>, Box<Expr>, Option<Box<Expr>>),
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    Minus(Box<Expr>),
    Case(Vec<(Expr, Expr)>, Option<Box<Expr>>),
    Coalesce(Vec<Expr>),
    Try(Box<Expr>),
    Cast(Box<Expr>, bool),
    Call(&'static Function, Vec<Expr>),
    Higher(&'static Higher, Vec<Expr>),
    Lambda(Box<Expr>),
    Array(Vec<Expr>),
}

impl Expr {
    pub(super) const fn new(op: Op, kind: LakeType) -> Self {
        Self { op, kind }
    }

    pub(super) const fn truth(op: Op) -> Self {
        Self::new(op, LakeType::Boolean)
    }

    pub(super) const fn constant(value: Value, kind: LakeType) -> Self {
        Self::new(Op::Constant(value), kind)
    }

    pub(super) const fn as_constant(&self) -> Option<&Value> {
        if let Op::Constant(value) = &self.op { Some(value) } else { None }
    }
}

/// Hands the expressions within an operation on, in order: the same whether they are looked at or changed.
macro_rules! each_part {
    ($op:expr, $take:expr) => {
        match $op {
            Op::Constant(_) | Op::Parameter(_) | Op::Column(..) | Op::Variable(_) | Op::Now => {}
            Op::Exists(_) | Op::Scalar(_) => {}
            Op::Field(one, _) | Op::Not(one) | Op::IsNull(one) | Op::Is(one, _) | Op::InQuery(one, _) => $take(one),
            Op::Like(one, _) | Op::Minus(one) | Op::Try(one) | Op::Cast(one, _) | Op::Lambda(one) => $take(one),
            Op::Compare(_, one, two) | Op::Distinct(one, two) | Op::Arithmetic(_, one, two) => {
                $take(one);
                $take(two);
            }
            Op::LikeAny(one, two, three) => {
                $take(one);
                $take(two);
                if let Some(three) = three {
                    $take(three);
                }
            }
            Op::And(parts) | Op::Or(parts) | Op::Coalesce(parts) | Op::Array(parts) => {
                for part in parts {
                    $take(part);
                }
            }
            Op::Call(_, parts) | Op::Higher(_, parts) => {
                for part in parts {
                    $take(part);
                }
            }
            Op::In(one, list) => {
                $take(one);
                for part in list {
                    $take(part);
                }
            }
            Op::Case(arms, otherwise) => {
                for (condition, value) in arms {
                    $take(condition);
                    $take(value);
                }
                if let Some(otherwise) = otherwise {
                    $take(otherwise);
                }
            }
        }
    };
}

impl Expr {
    /// The places of the columns that it reads.
    pub(super) fn columns(&self, found: &mut BTreeSet<usize>) {
        if let Op::Column(at, _) = &self.op {
            found.insert(*at);
        }
        let mut take = |part: &Self| part.columns(found);
        each_part!(&self.op, take);
    }

    /// Whether it differs from row to row.
    pub(super) fn has_columns(&self) -> bool {
        let mut found = BTreeSet::new();
        self.columns(&mut found);
        !found.is_empty()
    }

    /// The same of rows that lack their first columns.
    pub(super) fn without_first(self, width: usize) -> Self {
        self.moved(&|at| at.saturating_sub(width))
    }

    /// The same of rows that have so many columns more before theirs.
    pub(super) fn further(self, width: usize) -> Self {
        self.moved(&|at| at + width)
    }

    /// The same of rows whose columns stand elsewhere.
    fn moved(mut self, place: &dyn Fn(usize) -> usize) -> Self {
        self.move_columns(place);
        self
    }

    fn move_columns(&mut self, place: &dyn Fn(usize) -> usize) {
        if let Op::Column(at, _) = &mut self.op {
            *at = place(*at);
        }
        let take = |part: &mut Self| part.move_columns(place);
        each_part!(&mut self.op, take);
    }
}
