//! Functions that give slots a value where there was none.

use chrono::{Datelike, Timelike};
use cupola_base::Timestamp;

use super::{Computed, Evaluator};
use crate::math::ast::Expr;
use crate::math::check::keyword;
use crate::math::column::Column;
use crate::math::function::Function;
use crate::math::series::Series;
use crate::math::value::Value;

/// A slot and its value.
type Point = (u64, f64);

impl Evaluator<'_> {
    /// The slots of the expression's own axis.
    fn slots(&mut self, expr: &Expr) -> Computed<impl Iterator<Item = u64> + Clone + use<>> {
        let (own, axis) = (self.inputs.axis, self.axis);
        self.spend(expr, own.len())?;
        let (offset, stride) = (axis.offset_of(&own), axis.stride_of(&own));
        Ok((0..own.len()).map(move |slot| offset + slot * stride))
    }

    /// The same number in every slot.
    pub(super) fn constant(&mut self, expr: &Expr, number: Option<f64>) -> Computed<Series> {
        let Some(number) = number else { return Ok(Series::empty(self.axis)) };
        let slots = self.slots(expr)?;
        let column = Column::collect(slots.map(|slot| (slot, number)));
        Ok(Series::of("", self.axis, column).made_of(self.inputs.axis))
    }

    pub(super) fn calendar(&mut self, call: &Expr, function: Function, parts: &[Expr]) -> Computed<Value> {
        self.series(&parts[0])?;
        let axis = self.axis;
        let slots = self.slots(call)?;
        let column = Column::collect(slots.map(|slot| (slot, part_of(function, axis.at(slot)))));
        Ok(Value::Series(Series::of("", axis, column).made_of(self.inputs.axis)))
    }

    pub(super) fn fill(&mut self, parts: &[Expr]) -> Computed<Value> {
        let filled = self.value(&parts[0])?;
        match keyword(&parts[1]) {
            Some("REPEAT") => self.fill_with(&parts[0], filled, |_, before, _| Some(before?.1)),
            Some(_) => self.fill_with(&parts[0], filled, |slot, before, after| Some(line(slot, before?, after?))),
            None => match self.value(&parts[1])? {
                Value::Scalar(number) => self.fill_with(&parts[0], filled, |_, _, _| number),
                other => {
                    let other = self.as_series(&parts[1], other)?;
                    self.fill_with(&parts[0], filled, |slot, _, _| other.column().value(slot))
                }
            },
        }
    }

    /// Fills slots from the points before and after each.
    fn fill_with(
        &mut self,
        expr: &Expr,
        value: Value,
        f: impl Fn(u64, Option<Point>, Option<Point>) -> Option<f64>,
    ) -> Computed<Value> {
        if let Value::Array(members) = &value {
            let more = (members.len() as u64).saturating_sub(1);
            self.spend(expr, self.inputs.axis.len().saturating_mul(more))?;
        }
        let slots = self.slots(expr)?;
        let value = self.each(expr, value, |column| filled(column, slots.clone(), &f))?;
        Ok(value.made_of_besides(self.inputs.axis))
    }
}

fn filled(
    column: &Column,
    slots: impl Iterator<Item = u64>,
    f: impl Fn(u64, Option<Point>, Option<Point>) -> Option<f64>,
) -> Column {
    let points: Vec<Point> = column.points().collect();
    let mut all = Vec::with_capacity(points.len());
    let mut rest = points.iter().copied().peekable();
    let mut before = None;
    for slot in slots {
        while let Some(point) = rest.next_if(|point| point.0 <= slot) {
            all.push(point);
            before = Some(point);
        }
        if before.is_none_or(|point| point.0 != slot) {
            all.extend(f(slot, before, rest.peek().copied()).map(|value| (slot, value)));
        }
    }
    all.extend(rest);
    Column::collect(all)
}

/// The value at a slot of the straight line between two points.
#[expect(clippy::cast_precision_loss, reason = "far fewer slots than 2^52")]
fn line(slot: u64, before: Point, after: Point) -> f64 {
    let share = (slot - before.0) as f64 / (after.0 - before.0) as f64;
    before.1 + (after.1 - before.1) * share
}

fn part_of(function: Function, at: Timestamp) -> f64 {
    let utc = at.to_utc();
    match function {
        Function::Minute => f64::from(utc.minute()),
        Function::Hour => f64::from(utc.hour()),
        Function::Day => f64::from(utc.weekday().number_from_monday()),
        Function::Date => f64::from(utc.day()),
        Function::Month => f64::from(utc.month()),
        Function::Year => f64::from(utc.year()),
        #[expect(clippy::cast_precision_loss, reason = "seconds are far fewer than 2^52")]
        _ => at.as_secs() as f64,
    }
}
