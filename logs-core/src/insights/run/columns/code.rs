//! Expressions, made ready to be worked out for the rows of a batch.

use std::ops::Deref;
use std::sync::Arc;

use ::regex::Regex;
use memchr::memmem::Finder;
use smallvec::SmallVec;

use super::batch::Batch;
use super::cell::{Cell, NULL};
use crate::insights::ast::{Expr, Likeness, Operator};
use crate::insights::evaluate::{arithmetic, both, equal, holds};
use crate::insights::function::Function;
use crate::insights::period::Period;
use crate::insights::regex;
use crate::insights::row::Row;
use crate::insights::run::{Run, discovery};
use crate::insights::value::Value;

/// Where a value stands: a slot, or a part of what others hold when there is nothing in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) slot: usize,
    pub(super) within: Vec<(usize, String)>,
}

/// An expression.
#[derive(Debug)]
pub(super) enum Code {
    Constant(Value),
    Read(Place),
    Not(Box<Self>),
    /// `or`, or `and`: which truth decides.
    Decide(bool, Box<Self>, Box<Self>),
    Compare(Operator, Box<Self>, Box<Self>),
    Arithmetic(Operator, Box<Self>, Box<Self>),
    Like(Box<Self>, Likely, bool),
    In(Box<Self>, Vec<Self>, bool),
    Bin(Period, Place),
    IsPresent(Box<Self>),
    Negative(Box<Self>),
    /// The value after the first condition that holds; else the odd one at the end.
    Choose(Vec<Self>),
    /// The first that is not null.
    Coalesce(Vec<Self>),
    Call(Function, Vec<Self>),
    /// All else: a row is made of these fields, and the expression worked out for it.
    Bridge(Box<Expr>, Vec<(Arc<str>, Place)>),
    /// What asks for more than fields: a row is made with all that it has.
    Whole(Box<Expr>),
}

/// What a text is searched for.
#[derive(Debug)]
pub(super) enum Likely {
    Text(Box<Finder<'static>>),
    /// None where the expression is none.
    Regex(Option<Regex>),
}

impl Likely {
    #[inline]
    pub(super) fn is_in(&self, text: &str) -> bool {
        match self {
            Self::Text(finder) => finder.find(text.as_bytes()).is_some(),
            Self::Regex(regex) => regex.as_ref().is_some_and(|regex| regex.is_match(text)),
        }
    }
}

impl Code {
    pub(super) fn operate(operator: Operator, left: Self, right: Self) -> Self {
        let (left, right) = (Box::new(left), Box::new(right));
        match operator {
            Operator::Or | Operator::And => Self::Decide(operator == Operator::Or, left, right),
            Operator::Plus
            | Operator::Minus
            | Operator::Times
            | Operator::Over
            | Operator::Modulo
            | Operator::Power => Self::Arithmetic(operator, left, right),
            _ => Self::Compare(operator, left, right),
        }
    }

    pub(super) fn like(value: Box<Self>, pattern: &Likeness, is_negated: bool) -> Self {
        let likely = match pattern {
            Likeness::Text(part) => Likely::Text(Box::new(Finder::new(part.as_bytes()).into_owned())),
            Likeness::Regex(text) | Likeness::Quoted(text) => Likely::Regex(regex::compile(text).ok()),
        };
        Self::Like(value, likely, is_negated)
    }

    /// All places that it reads.
    pub(super) fn places(&self, see: &mut dyn FnMut(&Place)) {
        match self {
            Self::Constant(_) | Self::Whole(_) => {}
            Self::Read(place) | Self::Bin(_, place) => see(place),
            Self::Not(part) | Self::Like(part, ..) | Self::IsPresent(part) | Self::Negative(part) => part.places(see),
            Self::Choose(parts) | Self::Coalesce(parts) | Self::Call(_, parts) => {
                parts.iter().for_each(|part| part.places(see));
            }
            Self::Decide(_, left, right) | Self::Compare(_, left, right) | Self::Arithmetic(_, left, right) => {
                left.places(see);
                right.places(see);
            }
            Self::In(value, list, _) => [&**value].into_iter().chain(list).for_each(|part| part.places(see)),
            Self::Bridge(_, inputs) => inputs.iter().for_each(|(_, place)| see(place)),
        }
    }

    /// Whether it asks for a row with all that it has.
    pub(super) fn is_whole(&self) -> bool {
        match self {
            Self::Whole(_) => true,
            Self::Constant(_) | Self::Read(_) | Self::Bin(..) | Self::Bridge(..) => false,
            Self::Not(part) | Self::Like(part, ..) | Self::IsPresent(part) | Self::Negative(part) => part.is_whole(),
            Self::Decide(_, left, right) | Self::Compare(_, left, right) | Self::Arithmetic(_, left, right) => {
                left.is_whole() || right.is_whole()
            }
            Self::In(part, list, _) => part.is_whole() || list.iter().any(Self::is_whole),
            Self::Choose(parts) | Self::Coalesce(parts) | Self::Call(_, parts) => parts.iter().any(Self::is_whole),
        }
    }

    /// The one place that it reads, where what it comes to depends on nothing else.
    pub(super) fn only_place(&self) -> Option<&Place> {
        match self {
            Self::Read(place) => Some(place),
            Self::Not(part) | Self::Like(part, ..) | Self::IsPresent(part) | Self::Negative(part) => part.only_place(),
            Self::Compare(_, one, other) | Self::Arithmetic(_, one, other) => match (&**one, &**other) {
                (part, Self::Constant(_)) | (Self::Constant(_), part) => part.only_place(),
                _ => None,
            },
            Self::In(part, list, _) if list.iter().all(|item| matches!(item, Self::Constant(_))) => part.only_place(),
            _ => None,
        }
    }

    /// What it comes to for a row of a batch.
    pub(super) fn of<'b, 'a>(&'a self, batch: &'b Batch<'a>, row: usize, context: Context<'_>) -> Held<'b, 'a> {
        Held::Own(match self {
            Self::Constant(value) => Cell::borrowed(value),
            Self::Read(place) => return batch.read(place, row),
            Self::Not(part) => truth(part.of(batch, row, context).view().as_truth().map(|truth| !truth)),
            Self::Decide(decided, left, right) => match left.of(batch, row, context).view().as_truth() {
                Some(truth) if truth == *decided => Cell::truth(*decided),
                left => Cell::of(both(*decided, left, right.of(batch, row, context).view().as_truth())),
            },
            Self::Compare(operator, left, right) => {
                let (left, right) = (left.of(batch, row, context), right.of(batch, row, context));
                truth(holds(*operator, left.view(), right.view()))
            }
            Self::Arithmetic(operator, left, right) => {
                let (left, right) = (left.of(batch, row, context), right.of(batch, row, context));
                match left.view().as_number().zip(right.view().as_number()) {
                    Some((a, b)) => Cell::of(arithmetic(*operator, a, b)),
                    None => Cell::Null,
                }
            }
            Self::Like(value, likely, is_negated) => {
                let found = value.of(batch, row, context).view().with_text(|text| likely.is_in(text));
                truth(found.map(|found| found != *is_negated))
            }
            Self::In(value, list, is_negated) => {
                let value = value.of(batch, row, context);
                if matches!(*value, Cell::Null) {
                    return Held::Own(Cell::Null);
                }
                let is_equal = |item: &'a Self| equal(value.view(), item.of(batch, row, context).view()) == Some(true);
                Cell::truth(list.iter().any(is_equal) != *is_negated)
            }
            Self::Bin(period, time) => match batch.read(time, row).view().as_millis() {
                Some(at) => Cell::Time(period.floor(at.saturating_sub(context.offset)).saturating_add(context.offset)),
                None => Cell::Null,
            },
            Self::IsPresent(part) => Cell::truth(!matches!(*part.of(batch, row, context), Cell::Null)),
            Self::Negative(part) => {
                let number = part.of(batch, row, context).view().as_number();
                number.map_or(NULL, |number| Cell::Number(-number))
            }
            Self::Choose(parts) => match chosen(parts, |condition| condition.passes(batch, row, context)) {
                Some(part) => return part.of(batch, row, context),
                None => NULL,
            },
            Self::Coalesce(parts) => {
                let mut values = parts.iter().map(|part| part.of(batch, row, context));
                return values.find(|value| !matches!(**value, Cell::Null)).unwrap_or(Held::Own(NULL));
            }
            Self::Call(function, parts) => {
                let values: SmallVec<[Value; 3]> =
                    parts.iter().map(|part| part.of(batch, row, context).value()).collect();
                Cell::of(context.run.around.call(*function, &values))
            }
            Self::Bridge(expr, inputs) => {
                let mut made = Row::default();
                inputs.iter().for_each(|(name, place)| made.set_shared(name, batch.read(place, row).value()));
                let mut evaluator = context.run.evaluator(&made);
                evaluator.offset = context.offset;
                Cell::of(evaluator.value(expr))
            }
            Self::Whole(expr) => {
                let made = super::found(batch.to_row(row), &mut discovery(context.run));
                let mut evaluator = context.run.evaluator(&made);
                evaluator.offset = context.offset;
                Cell::of(evaluator.value(expr))
            }
        })
    }

    /// Whether a filter lets a row pass.
    #[inline]
    pub(super) fn passes<'a>(&'a self, batch: &Batch<'a>, row: usize, context: Context<'_>) -> bool {
        self.of(batch, row, context).view().as_truth() == Some(true)
    }
}

/// Of conditions and values by turns the value after the first condition that holds; else the odd one at the end.
fn chosen(parts: &[Code], holds: impl Fn(&Code) -> bool) -> Option<&Code> {
    parts.chunks(2).find_map(|pair| match pair {
        [condition, value] => holds(condition).then_some(value),
        [otherwise] => Some(otherwise),
        _ => None,
    })
}

/// What expressions know besides their row.
#[derive(Clone, Copy)]
pub(super) struct Context<'r> {
    pub(super) run: &'r Run<'r>,
    /// By how many milliseconds bins are shifted.
    pub(super) offset: i64,
}

/// A cell of a column, or one that was just made.
pub(super) enum Held<'b, 'a> {
    There(&'b Cell<'a>),
    Own(Cell<'a>),
}

impl<'a> Deref for Held<'_, 'a> {
    type Target = Cell<'a>;

    #[inline]
    fn deref(&self) -> &Cell<'a> {
        match self {
            Self::There(cell) => cell,
            Self::Own(cell) => cell,
        }
    }
}

impl<'a> Held<'_, 'a> {
    pub(super) fn into_cell(self) -> Cell<'a> {
        match self {
            Self::There(cell) => cell.clone(),
            Self::Own(cell) => cell,
        }
    }
}

fn truth<'a>(truth: Option<bool>) -> Cell<'a> {
    truth.map_or(NULL, Cell::truth)
}

/// The part of a value that a path leads to, null where there is none.
pub(super) fn part<'a>(value: &Value, path: &str) -> Cell<'a> {
    value.at(path).map_or(NULL, Cell::of)
}
