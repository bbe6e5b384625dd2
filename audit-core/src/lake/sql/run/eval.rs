//! What expressions come to, for a row.

use cupola_base::Timestamp;
use cupola_base::schedule::Zone;

use super::Context;
use crate::lake::sql::ast::{Arithmetic, Comparison};
use crate::lake::sql::cast;
use crate::lake::sql::error::LakeFault;
use crate::lake::sql::function::{Function, Higher, HigherLambda, remainder};
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::like::Pattern;
use crate::lake::sql::plan::{Expr, Op};
use crate::lake::sql::time::Unit;
use crate::lake::sql::value::{Value, key_of};

type Answer = Result<Value, LakeFault>;

impl Context<'_> {
    pub(in crate::lake::sql) fn eval(&mut self, expr: &Expr, row: &[Value]) -> Answer {
        match &expr.op {
            Op::Constant(value) => Ok(value.clone()),
            Op::Column(at, _) => Ok(row.get(*at).cloned().unwrap_or(Value::Null)),
            Op::Variable(at) => Ok(self.variables.get(*at).cloned().unwrap_or(Value::Null)),
            Op::Parameter(at) => Ok(self.parameters.get(*at).map_or(Value::Null, |text| Value::text(&**text))),
            Op::Now => Ok(Value::Zoned(self.now, Zone::UTC)),
            Op::Field(inner, at) => {
                let value = self.eval(inner, row)?;
                Ok(value.items().get(*at).cloned().unwrap_or(Value::Null))
            }
            Op::And(parts) => self.all_of(parts, row, false),
            Op::Or(parts) => self.all_of(parts, row, true),
            Op::Not(inner) => Ok(self.eval(inner, row)?.as_truth().map_or(Value::Null, |truth| Value::Truth(!truth))),
            Op::Compare(comparison, left, right) => {
                let (left, right) = (self.eval(left, row)?, self.eval(right, row)?);
                self.compared(*comparison, &left, &right)
            }
            Op::IsNull(inner) => Ok(Value::Truth(self.eval(inner, row)?.is_null())),
            Op::Is(inner, truth) => Ok(Value::Truth(self.eval(inner, row)?.as_truth() == Some(*truth))),
            Op::Distinct(left, right) => {
                let (left, right) = (self.eval(left, row)?, self.eval(right, row)?);
                self.step(1 + left.steps() + right.steps())?;
                Ok(Value::Truth(left.order(&right).is_ne()))
            }
            Op::Minus(inner) => negative(&self.eval(inner, row)?),
            Op::Arithmetic(op, left, right) => {
                let (left, right) = (self.eval(left, row)?, self.eval(right, row)?);
                arithmetic(*op, &left, &right)
            }
            Op::Try(inner) => match self.eval(inner, row) {
                Err(fault) if fault.is_of_values() => Ok(Value::Null),
                other => other,
            },
            Op::Cast(inner, safe) => {
                let value = self.eval(inner, row)?;
                self.step(cast_steps(&value, &expr.kind))?;
                match cast::cast(&value, &inner.kind, &expr.kind) {
                    Err(_) if *safe => Ok(Value::Null),
                    other => self.made(other?),
                }
            }
            _ => self.eval_more(expr, row),
        }
    }

    fn eval_more(&mut self, expr: &Expr, row: &[Value]) -> Answer {
        match &expr.op {
            Op::In(inner, list) => self.is_in(inner, list, row),
            Op::InQuery(inner, asked) => {
                let value = self.eval(inner, row)?;
                self.step(value.steps())?;
                Ok(self.is_asked(*asked, &value))
            }
            Op::Exists(asked) => Ok(Value::Truth(self.asked.get(*asked).is_some_and(|asked| asked.rows > 0))),
            Op::Scalar(asked) => match self.asked.get(*asked) {
                Some(asked) if asked.rows > 1 => Err(LakeFault::ManyRows),
                asked => Ok(asked.and_then(|asked| asked.first.clone()).unwrap_or(Value::Null)),
            },
            Op::Like(inner, pattern) => {
                let value = self.eval(inner, row)?;
                self.like(&value, pattern)
            }
            Op::LikeAny(inner, pattern, escape) => self.like_any(inner, pattern, escape.as_deref(), row),
            Op::Case(arms, otherwise) => {
                for (condition, value) in arms {
                    if self.holds(condition, row)? {
                        return self.eval(value, row);
                    }
                }
                otherwise.as_ref().map_or(Ok(Value::Null), |otherwise| self.eval(otherwise, row))
            }
            Op::Coalesce(parts) => {
                for part in parts {
                    let value = self.eval(part, row)?;
                    if !value.is_null() {
                        return Ok(value);
                    }
                }
                Ok(Value::Null)
            }
            Op::Call(function, args) => self.call(function, args, row),
            Op::Higher(higher, args) => self.higher(higher, args, row),
            Op::Array(items) => {
                let items = items.iter().map(|item| self.eval(item, row)).collect::<Result<Vec<_>, _>>()?;
                self.made(Value::list(items))
            }
            // A lambda is asked by the function that it belongs to.
            _ => Ok(Value::Null),
        }
    }

    /// `AND` when `seeks` is false, `OR` when it is true: the value that decides wins, else unknown does.
    fn all_of(&mut self, parts: &[Expr], row: &[Value], seeks: bool) -> Answer {
        let mut unknown = false;
        for part in parts {
            match self.eval(part, row)?.as_truth() {
                Some(truth) if truth == seeks => return Ok(Value::Truth(seeks)),
                Some(_) => {}
                None => unknown = true,
            }
        }
        Ok(if unknown { Value::Null } else { Value::Truth(!seeks) })
    }

    fn is_in(&mut self, inner: &Expr, list: &[Expr], row: &[Value]) -> Answer {
        let value = self.eval(inner, row)?;
        let mut unknown = value.is_null();
        for item in list {
            let item = self.eval(item, row)?;
            match self.compared(Comparison::Equal, &value, &item)? {
                Value::Truth(true) => return Ok(Value::Truth(true)),
                Value::Null => unknown = true,
                _ => {}
            }
        }
        Ok(if unknown { Value::Null } else { Value::Truth(false) })
    }

    fn is_asked(&self, asked: usize, value: &Value) -> Value {
        let Some(asked) = self.asked.get(asked) else { return Value::Null };
        if asked.rows == 0 {
            return Value::Truth(false);
        }
        if value.is_null() {
            return Value::Null;
        }
        if asked.keys.contains(&key_of([value])) {
            return Value::Truth(true);
        }
        if asked.has_null { Value::Null } else { Value::Truth(false) }
    }

    fn like(&mut self, value: &Value, pattern: &Pattern) -> Answer {
        if value.is_null() {
            return Ok(Value::Null);
        }
        self.step(pattern.steps(value.as_text()))?;
        Ok(Value::Truth(pattern.matches(value.as_text())))
    }

    fn like_any(&mut self, inner: &Expr, pattern: &Expr, escape: Option<&Expr>, row: &[Value]) -> Answer {
        let (value, pattern) = (self.eval(inner, row)?, self.eval(pattern, row)?);
        let escape = escape.map(|escape| self.eval(escape, row)).transpose()?;
        if pattern.is_null() || escape.as_ref().is_some_and(Value::is_null) {
            return Ok(Value::Null);
        }
        self.step(pattern.steps())?;
        let wrong = || LakeFault::argument("LIKE", "the escape does not stand before %, _ or itself");
        let escape = match escape.as_ref().map(|escape| escape.as_text().chars().collect::<Vec<_>>()).as_deref() {
            None => None,
            Some([escape]) => Some(*escape),
            Some(_) => return Err(LakeFault::argument("LIKE", "the escape is not one letter")),
        };
        let pattern = Pattern::parse(pattern.as_text(), escape).ok_or_else(wrong)?;
        self.like(&value, &pattern)
    }

    fn call(&mut self, function: &'static Function, args: &[Expr], row: &[Value]) -> Answer {
        let args = args.iter().map(|arg| self.eval(arg, row)).collect::<Result<Vec<_>, _>>()?;
        if !function.lax && args.iter().any(Value::is_null) {
            return Ok(Value::Null);
        }
        self.step(1 + args.iter().map(Value::steps).sum::<u64>())?;
        let value = (function.run)(self, &args)?;
        self.made(value)
    }

    fn higher(&mut self, higher: &'static Higher, args: &[Expr], row: &[Value]) -> Answer {
        let (lambdas, plain): (Vec<_>, Vec<_>) = args.iter().partition(|arg| matches!(arg.op, Op::Lambda(..)));
        let plain = plain.into_iter().map(|arg| self.eval(arg, row)).collect::<Result<Vec<_>, _>>()?;
        let bodies = lambdas.into_iter().filter_map(|lambda| match &lambda.op {
            Op::Lambda(body) => Some(&**body),
            _ => None,
        });
        let lambda = HigherLambda { bodies: bodies.collect(), row };
        let value = higher.run(self, &plain, &lambda)?;
        self.made(value)
    }

    fn compared(&mut self, comparison: Comparison, left: &Value, right: &Value) -> Answer {
        self.step(1 + left.steps() + right.steps())?;
        Ok(compare(comparison, left, right))
    }
}

/// Steps of a cast: a structure looks for each of its fields in the whole value.
fn cast_steps(value: &Value, kind: &LakeType) -> u64 {
    value.steps().saturating_mul(u64::try_from(kind.size()).unwrap_or(u64::MAX))
}

/// Unknown where one is null. No number is equal to, less or greater than what is none.
fn compare(comparison: Comparison, left: &Value, right: &Value) -> Value {
    if left.is_null() || right.is_null() {
        return Value::Null;
    }
    let order = match (left, right) {
        (Value::Real(left), Value::Real(right)) => left.partial_cmp(right),
        _ => Some(left.order(right)),
    };
    let Some(order) = order else { return Value::Truth(comparison == Comparison::Unequal) };
    Value::Truth(match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::Unequal => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    })
}

fn negative(value: &Value) -> Answer {
    Ok(match value {
        Value::Whole(number) => Value::Whole(number.checked_neg().ok_or(LakeFault::Overflow("-"))?),
        Value::Real(number) => Value::Real(-number),
        Value::Interval { months, millis } => {
            Value::Interval { months: months.saturating_neg(), millis: millis.saturating_neg() }
        }
        _ => Value::Null,
    })
}

fn arithmetic(op: Arithmetic, left: &Value, right: &Value) -> Answer {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Whole(left), Value::Whole(right)) => whole(op, *left, *right),
        (Value::Interval { .. }, Value::Instant(_) | Value::Zoned(..) | Value::Day(_)) => moved(op, right, left),
        (Value::Instant(_) | Value::Zoned(..) | Value::Day(_), Value::Interval { .. }) => moved(op, left, right),
        (Value::Interval { months, millis }, Value::Interval { months: m, millis: n }) => {
            let sign = if op == Arithmetic::Subtract { -1 } else { 1 };
            let (m, n) = (m.saturating_mul(sign), n.saturating_mul(sign));
            Ok(Value::Interval { months: months.saturating_add(m), millis: millis.saturating_add(n) })
        }
        (Value::Instant(_) | Value::Zoned(..) | Value::Day(_), _) => {
            Ok(Value::Interval { months: 0, millis: left.as_instant().millis_since(right.as_instant()) })
        }
        _ => real(op, left, right),
    }
}

fn whole(op: Arithmetic, left: i64, right: i64) -> Answer {
    let result = match op {
        Arithmetic::Add => left.checked_add(right),
        Arithmetic::Subtract => left.checked_sub(right),
        Arithmetic::Multiply => left.checked_mul(right),
        Arithmetic::Divide if right == 0 => return Err(LakeFault::DivisionByZero),
        Arithmetic::Divide => left.checked_div(right),
        Arithmetic::Remainder => return remainder(&Value::Whole(left), &Value::Whole(right)),
    };
    result.map(Value::Whole).ok_or_else(|| LakeFault::Overflow(op.sign()))
}

fn real(op: Arithmetic, left: &Value, right: &Value) -> Answer {
    let (left, right) = (left.as_real(), right.as_real());
    Ok(Value::Real(match op {
        Arithmetic::Add => left + right,
        Arithmetic::Subtract => left - right,
        Arithmetic::Multiply => left * right,
        Arithmetic::Divide => left / right,
        Arithmetic::Remainder => left % right,
    }))
}

/// An instant or a day so much later, or earlier.
fn moved(op: Arithmetic, time: &Value, by: &Value) -> Answer {
    let Value::Interval { months, millis } = by else { return Ok(Value::Null) };
    let sign = if op == Arithmetic::Subtract { -1 } else { 1 };
    let change = |at: Timestamp| {
        let at = Unit::Months(1).add(at, months.checked_mul(sign)?)?;
        Unit::Millis(1).add(at, millis.checked_mul(sign)?)
    };
    let changed = change(time.as_instant()).ok_or(LakeFault::Overflow("interval"))?;
    Ok(match time {
        Value::Zoned(_, zone) => Value::Zoned(changed, *zone),
        Value::Day(_) => Value::Day(crate::lake::sql::time::day_of(changed)),
        _ => Value::Instant(changed),
    })
}
