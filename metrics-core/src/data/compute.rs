//! Computing what queries come to, all of each.

use std::sync::Arc;

use cupola_base::{Timestamp, Unit};

use super::answer::Terms;
use super::fetch::Fetch;
use super::plan::Plan;
use super::{DataSource, MetricDataError, MetricDataQuery, StatusCode, label};
use crate::alarm::MetricSource;
use crate::insights::{Found, Group, InsightsQuery};
use crate::math::{Expression, Inputs, Semantics, Series, Value};
use crate::period::Period;

/// What a query came to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outcome {
    /// The place of the query.
    pub(crate) query: usize,
    pub(crate) value: Value,
    pub(crate) period: Period,
    pub(crate) status: StatusCode,
    /// Of a metric with several units: all of them.
    pub(crate) units: Vec<Unit>,
    /// What the service calls it when the query tells no label.
    pub(crate) label: String,
}

/// What computing depends on besides queries and data.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// How many slots all expressions together may fill.
    pub(crate) budget: u64,
    pub(crate) semantics: Semantics,
    /// The period of expressions that neither tell one nor have inputs or searches with one.
    pub(crate) period: Period,
}

impl Bounds {
    /// Those of limits and policies.
    pub(crate) fn of(terms: Terms<'_>) -> Self {
        let Terms { limits, policies, .. } = terms;
        let period = policies.expression_period.unwrap_or(FIVE_MINUTES);
        Self { budget: limits.expression_slots, semantics: policies.math, period }
    }
}

const FIVE_MINUTES: Period = match Period::minutes(5) {
    Ok(period) => period,
    Err(_) => Period::MINUTE,
};

/// Computes the queries of a plan. Data of the account `own` alone are looked at.
///
/// # Errors
/// [`MetricDataError::Expression`] where an expression has no answer.
pub(crate) fn compute(
    plan: &Plan<'_>,
    own: &str,
    bounds: Bounds,
    fetch: &mut dyn Fetch,
) -> Result<Vec<Outcome>, MetricDataError> {
    let sources: Vec<&MetricSource> = plan.queries.iter().filter_map(MetricDataQuery::metric).collect();
    let mut labels = label::defaults(&sources).into_iter();
    let labels = plan.queries.iter().map(|query| match query.metric() {
        Some(_) => labels.next().unwrap_or_default(),
        None => query.id.clone(),
    });
    let labels = labels.collect();
    let inputs = Inputs::new(fetch.axis(bounds.period)).under(bounds.semantics).within(bounds.budget);
    let periods = vec![bounds.period; plan.queries.len()];
    let mut computer = Computer { plan, own, bounds, fetch, inputs, periods, labels };
    plan.order.iter().map(|index| computer.outcome(*index)).collect()
}

struct Computer<'a, 'f> {
    plan: &'a Plan<'a>,
    own: &'a str,
    bounds: Bounds,
    fetch: &'f mut dyn Fetch,
    inputs: Inputs,
    periods: Vec<Period>,
    labels: Vec<String>,
}

impl Computer<'_, '_> {
    fn outcome(&mut self, index: usize) -> Result<Outcome, MetricDataError> {
        let queries = self.plan.queries;
        let query = &queries[index];
        let period = self.period(index, query);
        self.periods[index] = period;
        let label = self.labels[index].clone();
        let outcome = Outcome {
            query: index,
            value: Value::Array(Vec::new()),
            period,
            status: StatusCode::Complete,
            units: Vec::new(),
            label,
        };
        if query.account.as_ref().is_some_and(|account| account != self.own) {
            return Ok(self.forbidden(query, outcome));
        }
        match &query.source {
            DataSource::Metric(source) => Ok(self.metric(query, source, outcome)),
            DataSource::Expression(expression) => self.expression(query, expression, outcome),
            DataSource::Insights(insights) => self.insights(query, insights, outcome),
        }
    }

    fn period(&self, index: usize, query: &MetricDataQuery) -> Period {
        match &query.source {
            DataSource::Metric(source) => source.period,
            DataSource::Expression(expression) => {
                let inputs = self.plan.inputs(index).map(|input| self.periods[input]);
                let all = inputs.chain(expression.search_periods());
                query.period.or_else(|| all.min()).unwrap_or(self.bounds.period)
            }
            DataSource::Insights(_) => query.period.unwrap_or(self.bounds.period).max(Period::MINUTE),
        }
    }

    fn metric(&mut self, query: &MetricDataQuery, source: &MetricSource, outcome: Outcome) -> Outcome {
        let found = self.fetch.metric(source);
        let label = query.label.as_deref().unwrap_or(&outcome.label);
        let series = Series::new(label, self.fetch.axis(source.period), found.points);
        let series = series.of_metric(Arc::new(source.clone()));
        self.inputs.add_metric(&*query.id, source.period, series.clone());
        Outcome { value: Value::Series(series), units: found.units, ..outcome }
    }

    fn expression(
        &mut self,
        query: &MetricDataQuery,
        expression: &Expression,
        outcome: Outcome,
    ) -> Result<Outcome, MetricDataError> {
        self.inputs.set_axis(self.fetch.axis(outcome.period));
        self.fetch.enter(outcome.period);
        let computed = expression.compute_within(&self.inputs, self.fetch);
        let (value, spent) =
            computed.map_err(|cause| MetricDataError::Expression { id: query.id.clone(), cause: Box::new(cause) })?;
        self.inputs.spend(spent);
        let value = match value {
            Value::Series(series) => Value::Series(series.labelled(query.label.as_deref().unwrap_or(&query.id))),
            other => other,
        };
        self.inputs.add(&*query.id, value.clone());
        Ok(Outcome { value, ..outcome })
    }

    fn insights(
        &mut self,
        query: &MetricDataQuery,
        insights: &InsightsQuery,
        outcome: Outcome,
    ) -> Result<Outcome, MetricDataError> {
        let found = self.fetch.insights(insights, outcome.period);
        let Found { groups, is_partial } = found.map_err(|error| MetricDataError::TooMuch(error.to_string()))?;
        let axis = self.fetch.axis(outcome.period);
        let series = |Group { values, points }: Group| {
            let points = points.into_iter().map(|(at, value)| (Timestamp::from_millis(at), value));
            Series::new(values.join(" "), axis, points)
        };
        let mut all: Vec<Series> = groups.into_iter().map(series).collect();
        let value = match all.pop() {
            Some(only) if !insights.is_grouped() => {
                Value::Series(only.labelled(query.label.as_deref().unwrap_or(&query.id)))
            }
            last => {
                all.extend(last);
                Value::Array(all)
            }
        };
        self.inputs.add(&*query.id, value.clone());
        let status = if is_partial { StatusCode::PartialData } else { StatusCode::Complete };
        Ok(Outcome { value, status, ..outcome })
    }

    /// Data of another account: none.
    fn forbidden(&mut self, query: &MetricDataQuery, outcome: Outcome) -> Outcome {
        let axis = self.fetch.axis(outcome.period);
        let nothing = || Series::new(query.label.as_deref().unwrap_or(&outcome.label), axis, []);
        let value = match &query.source {
            DataSource::Metric(source) => {
                self.inputs.add_metric(&*query.id, source.period, nothing());
                Value::Series(nothing())
            }
            DataSource::Insights(insights) if insights.is_grouped() => Value::Array(Vec::new()),
            DataSource::Insights(_) | DataSource::Expression(_) => Value::Series(nothing()),
        };
        if query.metric().is_none() {
            self.inputs.add(&*query.id, value.clone());
        }
        Outcome { value, status: StatusCode::Forbidden, ..outcome }
    }
}
