//! Computing what an expression comes to.

mod arrays;
mod grid;
mod operate;
mod outside;
mod reduce;

use cupola_base::text::Span;

use super::ast::{Expr, Node};
use super::axis::Axis;
use super::check::text_of;
use super::column::Column;
use super::error::{MathError, MathErrorKind};
use super::function::Function;
use super::host::Host;
use super::series::Series;
use super::value::{Inputs, Value};

/// Computes an expression that was checked, and tells how much of the budget that took.
pub(super) fn evaluate(
    source: &str,
    root: &Expr,
    inputs: &Inputs,
    host: &mut dyn Host,
) -> Result<(Value, u64), MathError> {
    let mut evaluator = Evaluator { source, inputs, host, axis: inputs.axis, left: inputs.budget, found: Vec::new() };
    evaluator.search(root)?;
    evaluator.axis = evaluator.common_axis(root);
    let value = evaluator.value(root)?;
    Ok((value, inputs.budget - evaluator.left))
}

struct Evaluator<'a> {
    source: &'a str,
    inputs: &'a Inputs,
    host: &'a mut dyn Host,
    /// Every series that is computed stands on this axis: a slot begins wherever one of the
    /// expression's own axis or of an input does.
    axis: Axis,
    /// What is left of the budget.
    left: u64,
    /// What the searches found, by where they stand.
    found: Vec<(Span, Vec<Series>)>,
}

type Computed<T> = Result<T, MathError>;

impl Evaluator<'_> {
    fn common_axis(&self, root: &Expr) -> Axis {
        let mut axis = self.inputs.axis;
        let mut join = |series: &Series| axis = axis.joined(series.axis());
        root.walk(&mut |expr| match &expr.node {
            Node::Id(id) => match self.inputs.input(id).map(|input| &input.value) {
                Some(Value::Series(series)) => join(series),
                Some(Value::Array(all)) => all.iter().for_each(&mut join),
                Some(Value::Scalar(_)) | None => {}
            },
            Node::Call(Function::Metrics, parts) => {
                let part = parts.first().and_then(text_of).unwrap_or_default();
                self.inputs.metrics(part).for_each(&mut join);
            }
            _ => {}
        });
        self.found.iter().flat_map(|(_, found)| found).for_each(join);
        axis
    }

    fn value(&mut self, expr: &Expr) -> Computed<Value> {
        match &expr.node {
            Node::Number(number) => Ok(Value::Scalar(Some(*number))),
            Node::Id(id) => self.id(expr, id),
            Node::List(parts) => self.list(parts).map(Value::Array),
            Node::Negative(part) => {
                let value = self.value(part)?;
                self.negative(expr, value)
            }
            Node::Chain(first, rest) => {
                let mut left = self.value(first)?;
                for (operator, part) in rest {
                    let right = self.value(part)?;
                    left = self.operate(expr, *operator, left, right)?;
                }
                Ok(left)
            }
            Node::Call(function, parts) => self.call(expr, *function, parts),
            Node::Text(_) | Node::Keyword(_) => Err(self.wrong(expr, "a value is needed")),
        }
    }

    fn id(&mut self, expr: &Expr, id: &str) -> Computed<Value> {
        match self.inputs.input(id).map(|input| &input.value) {
            Some(Value::Scalar(number)) => Ok(Value::Scalar(*number)),
            Some(Value::Series(series)) => self.brought(expr, series).map(Value::Series),
            Some(Value::Array(all)) => {
                all.iter().map(|series| self.brought(expr, series)).collect::<Computed<_>>().map(Value::Array)
            }
            None => Err(self.error(MathErrorKind::Id, expr, format!("there is no query with the id {id}"))),
        }
    }

    /// A series on the common axis.
    fn brought(&mut self, expr: &Expr, series: &Series) -> Computed<Series> {
        self.spend(expr, if series.axis() == self.axis { 1 } else { series.column().count().saturating_mul(64) })?;
        Ok(series.on(self.axis))
    }

    /// Members without a name of their own are called as they are written.
    fn list(&mut self, parts: &[Expr]) -> Computed<Vec<Series>> {
        let mut members = Vec::new();
        for part in parts {
            match self.value(part)? {
                Value::Series(series) if matches!(part.node, Node::Id(_)) => members.push(series),
                Value::Series(series) => members.push(series.labelled(part.to_string())),
                Value::Array(all) => members.extend(all),
                Value::Scalar(_) => return Err(self.wrong(part, "a time series or an array is needed, not a number")),
            }
        }
        if let Some(first) = parts.first() {
            self.spend(first, members.len() as u64 * 64)?;
        }
        Ok(members)
    }

    fn call(&mut self, call: &Expr, function: Function, parts: &[Expr]) -> Computed<Value> {
        match function {
            Function::Abs | Function::Ceil | Function::Floor | Function::Log | Function::Log10 => {
                self.point_by_point(function, parts)
            }
            Function::Rate | Function::Difference | Function::DifferenceOfTimes | Function::RunningSum => {
                self.along(function, parts)
            }
            Function::Average
            | Function::Sum
            | Function::Minimum
            | Function::Maximum
            | Function::StandardDeviation
            | Function::DatapointCount => self.reduce(function, parts),
            Function::MetricCount => {
                let members = self.array(&parts[0])?;
                #[expect(clippy::cast_precision_loss, reason = "far fewer series than 2^52")]
                Ok(Value::Scalar(Some(members.len() as f64)))
            }
            Function::Metrics => self.metrics(call, parts),
            Function::Fill => self.fill(parts),
            Function::TimeSeries => {
                let number = self.scalar(&parts[0])?;
                self.constant(call, number).map(Value::Series)
            }
            Function::Minute
            | Function::Hour
            | Function::Day
            | Function::Date
            | Function::Month
            | Function::Year
            | Function::Epoch => self.calendar(call, function, parts),
            Function::Period => self.period(&parts[0]),
            Function::First | Function::Last => self.end(function, parts),
            Function::Slice => self.slice(parts),
            Function::Sort => self.sort(parts),
            Function::RemoveEmpty => {
                let mut members = self.array(&parts[0])?;
                members.retain(|series| !series.is_empty());
                Ok(Value::Array(members))
            }
            Function::If => self.condition(call, parts),
            Function::AnomalyDetectionBand => self.band(call, parts),
            Function::Search => self.searched(call).map(Value::Array),
            Function::InsightRuleMetric | Function::ServiceQuota | Function::DbPerfInsights | Function::Lambda => {
                self.ask(call, function, parts)
            }
        }
    }

    fn metrics(&mut self, call: &Expr, parts: &[Expr]) -> Computed<Value> {
        let part = parts.first().and_then(text_of).unwrap_or_default();
        let inputs = self.inputs;
        inputs.metrics(part).map(|series| self.brought(call, series)).collect::<Computed<_>>().map(Value::Array)
    }

    fn period(&self, part: &Expr) -> Computed<Value> {
        let Node::Id(id) = &part.node else { return Err(self.wrong(part, "the id of a metric is needed")) };
        let period = self.inputs.input(id).and_then(|input| input.period);
        let period = period.ok_or_else(|| self.wrong(part, "the id of a metric is needed, not an expression"))?;
        Ok(Value::Scalar(Some(f64::from(period.seconds()))))
    }

    /// One time series; an array of one stands for its member.
    fn series(&mut self, expr: &Expr) -> Computed<Series> {
        let value = self.value(expr)?;
        self.as_series(expr, value)
    }

    fn as_series(&self, expr: &Expr, value: Value) -> Computed<Series> {
        match value {
            Value::Series(series) => Ok(series),
            Value::Array(mut members) if members.len() == 1 => Ok(members.remove(0)),
            Value::Array(members) => {
                let message = format!("one time series is needed, the array has {}", members.len());
                Err(self.wrong(expr, message))
            }
            Value::Scalar(_) => Err(self.wrong(expr, "a time series is needed, not a number")),
        }
    }

    fn array(&mut self, expr: &Expr) -> Computed<Vec<Series>> {
        match self.value(expr)? {
            Value::Array(members) => Ok(members),
            Value::Series(series) => Ok(vec![series]),
            Value::Scalar(_) => Err(self.wrong(expr, "an array is needed, not a number")),
        }
    }

    fn scalar(&mut self, expr: &Expr) -> Computed<Option<f64>> {
        match self.value(expr)? {
            Value::Scalar(number) => Ok(number),
            Value::Series(_) | Value::Array(_) => Err(self.wrong(expr, "a number is needed, not a time series")),
        }
    }

    /// Other values for each series of a value.
    fn each(&mut self, expr: &Expr, value: Value, mut f: impl FnMut(&Column) -> Column) -> Computed<Value> {
        match value {
            Value::Series(series) => {
                self.spend(expr, series.column().cost())?;
                Ok(Value::Series(series.with_column(f(series.column()))))
            }
            Value::Array(members) => {
                self.spend(expr, members.iter().map(|series| series.column().cost() + 1).sum())?;
                Ok(Value::Array(members.iter().map(|series| series.with_column(f(series.column()))).collect()))
            }
            Value::Scalar(_) => Err(self.wrong(expr, "a time series or an array is needed, not a number")),
        }
    }

    /// Takes from the budget.
    fn spend(&mut self, expr: &Expr, slots: u64) -> Computed<()> {
        match self.left.checked_sub(slots) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                let message = format!("the expression fills more than {} slots on its way", self.inputs.budget);
                Err(self.error(MathErrorKind::Budget, expr, message))
            }
        }
    }

    fn wrong(&self, expr: &Expr, message: impl Into<String>) -> MathError {
        self.error(MathErrorKind::Type, expr, message)
    }

    fn error(&self, kind: MathErrorKind, expr: &Expr, message: impl Into<String>) -> MathError {
        MathError::new(kind, self.source, expr.span, message)
    }
}
