//! Functions that choose and order the members of arrays.

use std::cmp::Ordering;

use super::{Computed, Evaluator};
use crate::math::ast::Expr;
use crate::math::check::keyword;
use crate::math::error::MathErrorKind;
use crate::math::function::Function;
use crate::math::series::Series;
use crate::math::value::Value;

impl Evaluator<'_> {
    pub(super) fn end(&mut self, function: Function, parts: &[Expr]) -> Computed<Value> {
        let members = self.array(&parts[0])?;
        let member = if function == Function::First { members.into_iter().next() } else { members.into_iter().last() };
        Ok(Value::Series(member.unwrap_or_else(|| Series::empty(self.axis))))
    }

    /// Members from one place up to but not including another. A place that no data lead to leaves
    /// none.
    pub(super) fn slice(&mut self, parts: &[Expr]) -> Computed<Value> {
        let mut members = self.array(&parts[0])?;
        let from = self.place(&parts[1])?;
        let to = parts.get(2).map(|part| self.place(part)).transpose()?.unwrap_or(Some(members.len()));
        let (Some(from), Some(to)) = (from, to) else { return Ok(Value::Array(Vec::new())) };
        members.truncate(to);
        members.drain(..from.min(members.len()));
        Ok(Value::Array(members))
    }

    /// Stable; series without data come last in both directions.
    pub(super) fn sort(&mut self, parts: &[Expr]) -> Computed<Value> {
        let members = self.array(&parts[0])?;
        let is_descending = keyword(&parts[2]) == Some("DESC");
        let limit = parts.get(3).map(|part| self.place(part)).transpose()?.unwrap_or(Some(members.len()));
        self.spend(&parts[0], members.iter().map(|series| series.column().cost()).sum())?;
        let key = |series: Series| (key(keyword(&parts[1]), &series), series);
        let mut keyed: Vec<(Option<f64>, Series)> = members.into_iter().map(key).collect();
        keyed.sort_by(|(a, _), (b, _)| match (a, b) {
            (Some(a), Some(b)) if is_descending => b.total_cmp(a),
            (Some(a), Some(b)) => a.total_cmp(b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        });
        let members = keyed.into_iter().map(|(_, series)| series);
        Ok(Value::Array(members.take(limit.unwrap_or_default()).collect()))
    }

    /// A whole number from 0 on.
    fn place(&mut self, part: &Expr) -> Computed<Option<usize>> {
        match self.scalar(part)? {
            Some(number) if number < 0.0 => {
                let message = format!("a place in an array is counted from 0, not {number}");
                Err(self.error(MathErrorKind::Arguments, part, message))
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "casts saturate")]
            number => Ok(number.map(|number| number as usize)),
        }
    }
}

/// What series are sorted by: over the points that there are.
fn key(function: Option<&str>, series: &Series) -> Option<f64> {
    let values = series.points().map(|(_, value)| value);
    match function {
        Some("MIN") => values.reduce(f64::min),
        Some("MAX") => values.reduce(f64::max),
        Some("SUM") => values.reduce(|sum, value| sum + value),
        #[expect(clippy::cast_precision_loss, reason = "far fewer points than 2^52")]
        _ => values.reduce(|sum, value| sum + value).map(|sum| sum / series.column().count() as f64),
    }
}
