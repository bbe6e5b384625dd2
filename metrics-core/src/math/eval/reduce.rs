//! One number of a series, one series of an array; and point by point.

use cupola_base::Timestamp;

use super::{Computed, Evaluator};
use crate::math::ast::Expr;
use crate::math::axis::Axis;
use crate::math::column::Column;
use crate::math::function::Function;
use crate::math::series::Series;
use crate::math::value::Value;

impl Evaluator<'_> {
    pub(super) fn point_by_point(&mut self, function: Function, parts: &[Expr]) -> Computed<Value> {
        let value = self.value(&parts[0])?;
        self.each(&parts[0], value, |column| match function {
            Function::Abs => column.map(f64::abs),
            Function::Ceil => column.map(f64::ceil),
            Function::Floor => column.map(f64::floor),
            Function::Log => column.map(f64::ln),
            _ => column.map(f64::log10),
        })
    }

    /// Functions of each point and the one before it.
    pub(super) fn along(&mut self, function: Function, parts: &[Expr]) -> Computed<Value> {
        let value = self.value(&parts[0])?;
        let axis = self.axis;
        self.each(&parts[0], value, |column| match function {
            Function::RunningSum => running_sum(column),
            Function::Difference => pairs(column, |(_, before), (_, value)| value - before),
            Function::Rate => pairs(column, |(earlier, before), (slot, value)| {
                (value - before) / seconds(axis.at(slot), axis.at(earlier))
            }),
            _ => pairs(column, |(earlier, _), (slot, _)| seconds(axis.at(slot), axis.at(earlier))),
        })
    }

    pub(super) fn reduce(&mut self, function: Function, parts: &[Expr]) -> Computed<Value> {
        match self.value(&parts[0])? {
            Value::Series(series) => Ok(Value::Scalar(self.number(function, &series))),
            Value::Array(members) => self.across(&parts[0], function, &members).map(Value::Series),
            Value::Scalar(_) => Err(self.wrong(&parts[0], "a time series or an array is needed, not a number")),
        }
    }

    fn number(&self, function: Function, series: &Series) -> Option<f64> {
        let column = series.column();
        let values = || column.points().map(|(_, value)| value);
        let missing = self.inputs.axis.slots_of(&series.own()).saturating_sub(column.count());
        let number = match function {
            #[expect(clippy::cast_precision_loss, reason = "far fewer points than 2^52")]
            Function::DatapointCount => Some(column.count() as f64),
            Function::Sum => values().reduce(|sum, value| sum + value),
            Function::Minimum => values().reduce(f64::min),
            Function::Maximum => values().reduce(f64::max),
            Function::Average => self.inputs.semantics.average(values(), missing),
            _ => self.inputs.semantics.deviation(values(), missing),
        };
        number.filter(|number| number.is_finite())
    }

    fn across(&mut self, expr: &Expr, function: Function, members: &[Series]) -> Computed<Series> {
        self.spend(expr, members.iter().map(|series| series.column().cost() + 1).sum())?;
        let columns: Vec<&Column> = members.iter().map(Series::column).collect();
        let semantics = self.inputs.semantics;
        let missing = |there: &[f64]| (members.len() - there.len()) as u64;
        #[expect(clippy::cast_precision_loss, reason = "far fewer series than 2^52")]
        let column = match function {
            Function::DatapointCount => Column::fold(&columns, |there| Some(there.len() as f64)),
            Function::Sum => Column::sum(&columns, 1.0),
            Function::Minimum => Column::fold(&columns, |there| there.iter().copied().reduce(f64::min)),
            Function::Maximum => Column::fold(&columns, |there| there.iter().copied().reduce(f64::max)),
            Function::Average => {
                Column::fold(&columns, |there| semantics.average(there.iter().copied(), missing(there)))
            }
            _ => Column::fold(&columns, |there| semantics.deviation(there.iter().copied(), missing(there))),
        };
        let own = members.iter().map(Series::own).reduce(Axis::finer);
        Ok(Series::of("", self.axis, column).made_of(own.unwrap_or(self.inputs.axis)))
    }
}

fn running_sum(column: &Column) -> Column {
    let mut sum = 0.0;
    Column::collect(column.points().map(|(slot, value)| {
        sum += value;
        (slot, sum)
    }))
}

/// Each point but the first, with the one before it.
fn pairs(column: &Column, f: impl Fn((u64, f64), (u64, f64)) -> f64) -> Column {
    let points = column.points().zip(column.points().skip(1));
    Column::collect(points.map(|(before, point)| (point.0, f(before, point))))
}

#[expect(clippy::cast_precision_loss, reason = "far fewer milliseconds than 2^52")]
const fn seconds(at: Timestamp, earlier: Timestamp) -> f64 {
    at.millis_since(earlier) as f64 / 1000.0
}
