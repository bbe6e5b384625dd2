//! Functions that a host answers.

use super::{Computed, Evaluator};
use crate::math::Expression;
use crate::math::ast::{Expr, Node};
use crate::math::check::{keyword, period_of, text_of};
use crate::math::error::{MathError, MathErrorKind};
use crate::math::function::Function;
use crate::math::host::{HostError, HostQuestion, LambdaArgument};
use crate::math::series::Series;
use crate::math::value::Value;
use crate::search::Search;
use crate::statistic::Statistic;

impl Evaluator<'_> {
    /// Runs all searches: what they find has a say in the common axis.
    pub(super) fn search(&mut self, root: &Expr) -> Computed<()> {
        let mut calls = Vec::new();
        root.walk(&mut |expr| {
            if let Node::Call(Function::Search, parts) = &expr.node {
                calls.push((expr, parts));
            }
        });
        for (call, parts) in calls {
            let found = self.find(call, parts)?;
            self.spend(call, found.iter().map(|series| series.column().cost() + 64).sum())?;
            self.found.push((call.span, found));
        }
        Ok(())
    }

    fn find(&mut self, call: &Expr, parts: &[Expr]) -> Computed<Vec<Series>> {
        let not_one = |part: &Expr, message: String| self.error(MathErrorKind::Search, part, message);
        let text = text_of(&parts[0]).unwrap_or_default();
        let search = Search::parse(text).map_err(|error| not_one(&parts[0], error.message().to_owned()))?;
        let name = text_of(&parts[1]).unwrap_or_default();
        let statistic: Statistic =
            name.parse().map_err(|_| not_one(&parts[1], format!("{name} is not a statistic")))?;
        let period = parts.get(2).and_then(period_of);
        self.host.search(&search, statistic, period).map_err(|error| self.missing(call, Function::Search, &error))
    }

    pub(super) fn searched(&mut self, call: &Expr) -> Computed<Vec<Series>> {
        let found = self.found.iter().find(|(span, _)| *span == call.span);
        let found = found.map(|(_, found)| found.clone()).unwrap_or_default();
        found.iter().map(|series| self.brought(call, series)).collect()
    }

    pub(super) fn band(&mut self, call: &Expr, parts: &[Expr]) -> Computed<Value> {
        let series = self.series(&parts[0])?;
        let deviations = parts.get(1).map(|part| self.scalar(part)).transpose()?.unwrap_or(Some(2.0));
        let Some(deviations) = deviations else { return Ok(Value::Array(Vec::new())) };
        let (upper, lower) = self
            .host
            .band(&series, &Expression::part(&parts[0]), deviations)
            .map_err(|error| self.missing(call, Function::AnomalyDetectionBand, &error))?;
        self.taken(call, vec![upper, lower]).map(Value::Array)
    }

    pub(super) fn ask(&mut self, call: &Expr, function: Function, parts: &[Expr]) -> Computed<Value> {
        let question = self.question(function, parts)?;
        let answer =
            self.host.ask(&question, self.inputs.axis).map_err(|error| self.missing(call, function, &error))?;
        let mut answer = self.taken(call, answer)?;
        let is_array = match &parts.last().map(|part| &part.node) {
            _ if function == Function::Lambda => answer.len() != 1,
            Some(Node::List(_)) => true,
            _ => false,
        };
        match answer.len() {
            _ if is_array => Ok(Value::Array(answer)),
            1 => Ok(Value::Series(answer.remove(0))),
            given => {
                let error = HostError::new(format!("one time series is needed, the answer has {given}"));
                Err(self.missing(call, function, &error))
            }
        }
    }

    fn question(&mut self, function: Function, parts: &[Expr]) -> Computed<HostQuestion> {
        let word = |part: &Expr| text_of(part).or_else(|| keyword(part)).unwrap_or_default().to_owned();
        Ok(match function {
            Function::InsightRuleMetric => HostQuestion::InsightRule { rule: word(&parts[0]), metric: word(&parts[1]) },
            Function::ServiceQuota => HostQuestion::ServiceQuota { usage: self.series(&parts[0])? },
            Function::DbPerfInsights => {
                let counters = match &parts[2].node {
                    Node::List(counters) => counters.iter().map(word).collect(),
                    _ => vec![word(&parts[2])],
                };
                HostQuestion::DbPerfInsights { service: word(&parts[0]), resource: word(&parts[1]), counters }
            }
            _ => {
                let mut arguments = Vec::new();
                for part in &parts[1..] {
                    arguments.push(match text_of(part) {
                        Some(text) => LambdaArgument::Text(text.to_owned()),
                        None => LambdaArgument::Value(self.value(part)?),
                    });
                }
                HostQuestion::Lambda { function: word(&parts[0]), arguments }
            }
        })
    }

    /// What a host gave, on the common axis: a point belongs to the slot that holds it.
    fn taken(&mut self, call: &Expr, given: Vec<Series>) -> Computed<Vec<Series>> {
        self.spend(call, given.iter().map(|series| series.column().cost() + 64).sum())?;
        let axis = self.axis;
        let take = |series: Series| match series.axis() == axis {
            true => series,
            false => Series::new(series.label(), axis, series.points()).made_of(series.own()),
        };
        Ok(given.into_iter().map(take).collect())
    }

    fn missing(&self, call: &Expr, function: Function, error: &HostError) -> MathError {
        let message = format!("{} has no answer: {error}", function.name());
        let kind = if error.is_budget() { MathErrorKind::Budget } else { MathErrorKind::NotAvailable };
        self.error(kind, call, message)
    }
}
