//! Operators and IF.

use super::{Computed, Evaluator};
use crate::math::ast::{Expr, Operator};
use crate::math::column::Column;
use crate::math::series::Series;
use crate::math::value::Value;

impl Evaluator<'_> {
    pub(super) fn negative(&mut self, expr: &Expr, value: Value) -> Computed<Value> {
        match value {
            Value::Scalar(number) => Ok(Value::Scalar(number.map(|number| -number))),
            other => self.each(expr, other, |column| column.map(|value| -value)),
        }
    }

    pub(super) fn operate(&mut self, expr: &Expr, operator: Operator, left: Value, right: Value) -> Computed<Value> {
        match (left, right) {
            (Value::Scalar(left), Value::Scalar(right)) => {
                let number = left.zip(right).map(|(left, right)| apply(operator, left, right));
                Ok(Value::Scalar(number.filter(|number| number.is_finite())))
            }
            (left, Value::Scalar(number)) => self.each(expr, left, |column| with_right(operator, column, number)),
            (Value::Scalar(number), right) => self.each(expr, right, |column| with_left(operator, number, column)),
            (Value::Series(left), Value::Series(right)) => {
                self.spend(expr, left.column().cost() + right.column().cost())?;
                let column = between(operator, left.column(), right.column());
                let series = Series::of(left.label(), self.axis, column);
                Ok(Value::Series(series.made_of(left.own().finer(right.own()))))
            }
            (left @ Value::Array(_), Value::Series(right)) => {
                self.spend(expr, right.column().cost().saturating_mul(members(&left)))?;
                let value = self.each(expr, left, |column| between(operator, column, right.column()))?;
                Ok(value.made_of_besides(right.own()))
            }
            (Value::Series(left), right @ Value::Array(_)) => {
                self.spend(expr, left.column().cost().saturating_mul(members(&right)))?;
                let value = self.each(expr, right, |column| between(operator, left.column(), column))?;
                Ok(value.made_of_besides(left.own()))
            }
            (Value::Array(left), right) if left.len() == 1 => {
                let left = self.as_series(expr, Value::Array(left))?;
                self.operate(expr, operator, Value::Series(left), right)
            }
            (left, right) => {
                let right = self.as_series(expr, right)?;
                self.operate(expr, operator, left, Value::Series(right))
            }
        }
    }

    /// `IF`: by the points of the condition.
    pub(super) fn condition(&mut self, call: &Expr, parts: &[Expr]) -> Computed<Value> {
        let condition = self.value(&parts[0])?;
        let (then, other) = (self.branch(&parts[1])?, parts.get(2).map(|part| self.branch(part)).transpose()?);
        let condition = match condition {
            Value::Scalar(None) => return Ok(Value::Series(Series::empty(self.axis))),
            Value::Scalar(Some(number)) => {
                let branch = if is_true(number) { Some(then) } else { other };
                return self.whole(call, branch).map(Value::Series);
            }
            other => self.as_series(&parts[0], other)?,
        };
        self.spend(call, condition.column().cost())?;
        let points = condition.column().points().filter_map(|(slot, holds)| {
            let value = if is_true(holds) { then.value_or_zero(slot) } else { other.as_ref()?.value(slot) };
            Some((slot, value?))
        });
        let column = Column::collect(points);
        Ok(Value::Series(Series::of("", self.axis, column).made_of(condition.own())))
    }

    fn branch(&mut self, part: &Expr) -> Computed<Branch> {
        match self.value(part)? {
            Value::Scalar(number) => Ok(Branch::Number(number)),
            other => self.as_series(part, other).map(Branch::Series),
        }
    }

    /// A whole branch as a series.
    fn whole(&mut self, call: &Expr, branch: Option<Branch>) -> Computed<Series> {
        match branch {
            None => Ok(Series::empty(self.axis)),
            Some(Branch::Series(series)) => Ok(series),
            Some(Branch::Number(number)) => self.constant(call, number),
        }
    }
}

enum Branch {
    Number(Option<f64>),
    Series(Series),
}

impl Branch {
    fn value(&self, slot: u64) -> Option<f64> {
        match self {
            Self::Number(number) => *number,
            Self::Series(series) => series.column().value(slot),
        }
    }

    fn value_or_zero(&self, slot: u64) -> Option<f64> {
        match self {
            Self::Number(number) => *number,
            Self::Series(series) => Some(series.column().value(slot).unwrap_or(0.0)),
        }
    }
}

fn members(value: &Value) -> u64 {
    match value {
        Value::Array(members) => members.len() as u64,
        Value::Scalar(_) | Value::Series(_) => 1,
    }
}

fn between(operator: Operator, left: &Column, right: &Column) -> Column {
    match operator {
        Operator::Plus => left.union(right, |a, b| a + b),
        Operator::Minus => left.union(right, |a, b| a - b),
        Operator::Times => left.union(right, |a, b| a * b),
        Operator::Over => left.union(right, |a, b| a / b),
        _ => left.union(right, |a, b| apply(operator, a, b)),
    }
}

/// A number that is missing leaves no point.
fn with_right(operator: Operator, column: &Column, number: Option<f64>) -> Column {
    let Some(b) = number else { return Column::default() };
    match operator {
        Operator::Plus => column.map(|a| a + b),
        Operator::Minus => column.map(|a| a - b),
        Operator::Times => column.map(|a| a * b),
        Operator::Over => column.map(|a| a / b),
        _ => column.map(|a| apply(operator, a, b)),
    }
}

fn with_left(operator: Operator, number: Option<f64>, column: &Column) -> Column {
    let Some(a) = number else { return Column::default() };
    match operator {
        Operator::Plus => column.map(|b| a + b),
        Operator::Times => column.map(|b| a * b),
        _ => column.map(|b| apply(operator, a, b)),
    }
}

#[expect(clippy::float_cmp, reason = "that is what the operators ask")]
fn apply(operator: Operator, a: f64, b: f64) -> f64 {
    let truth = |holds: bool| if holds { 1.0 } else { 0.0 };
    match operator {
        Operator::Or => truth(is_true(a) || is_true(b)),
        Operator::And => truth(is_true(a) && is_true(b)),
        Operator::Equal => truth(a == b),
        Operator::NotEqual => truth(a != b),
        Operator::AtMost => truth(a <= b),
        Operator::AtLeast => truth(a >= b),
        Operator::Below => truth(a < b),
        Operator::Above => truth(a > b),
        Operator::Plus => a + b,
        Operator::Minus => a - b,
        Operator::Times => a * b,
        Operator::Over => a / b,
        Operator::Power => a.powf(b),
    }
}

fn is_true(number: f64) -> bool {
    number != 0.0
}
