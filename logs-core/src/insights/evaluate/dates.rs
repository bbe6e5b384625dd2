//! Functions of times.

use cupola_base::schedule::Zone;

use super::Evaluator;
use crate::insights::ast::{Expr, Node};
use crate::insights::date_format;
use crate::insights::function::Function;
use crate::insights::period::Period;
use crate::insights::value::{Value, millis_as_f64};

impl Evaluator<'_> {
    /// `bin`, `datefloor` and `dateceil`.
    pub(super) fn boundary(&self, function: Function, arguments: &[Expr]) -> Value {
        let Some(period) = arguments.iter().find_map(period) else { return Value::Null };
        let (at, offset) = match function {
            Function::Bin => (self.row.get("@timestamp"), self.offset),
            _ => (self.value(&arguments[0]), 0),
        };
        let Some(at) = at.as_millis() else { return Value::Null };
        let at = at.saturating_sub(offset);
        let boundary = if function == Function::DateCeil { period.ceil(at) } else { period.floor(at) };
        Value::Time(boundary.saturating_add(offset))
    }

    pub(super) fn format_date(&self, arguments: &[Expr]) -> Value {
        let written = || {
            let at = self.value(&arguments[0]).as_millis()?;
            date_format::strftime(at, &self.value(&arguments[1]).as_text()?, self.zone(arguments.get(2))?)
        };
        written().map_or(Value::Null, Value::text)
    }

    pub(super) fn parse_date(&self, arguments: &[Expr]) -> Value {
        let read = || {
            let (text, format) = (self.value(&arguments[0]).as_text()?, self.value(&arguments[1]).as_text()?);
            date_format::parse(&text, &format, self.zone(arguments.get(2))?)
        };
        read().map_or(Value::Null, |at| Value::Number(millis_as_f64(at)))
    }

    fn zone(&self, expr: Option<&Expr>) -> Option<Zone> {
        match expr {
            None => Some(Zone::UTC),
            Some(expr) => Zone::parse(&self.value(expr).as_text()?).ok(),
        }
    }
}

fn period(expr: &Expr) -> Option<Period> {
    match expr.node {
        Node::Period(period) => Some(period),
        _ => None,
    }
}
