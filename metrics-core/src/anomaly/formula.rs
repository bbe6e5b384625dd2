//! Metric math that is learned from.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::error::PutAnomalyDetectorError;
use crate::data::{DataSource, MetricDataQuery, Plan};
use crate::math::ast::Node;
use crate::math::function::Function;
use crate::math::{Expression, ValueType};
use crate::period::Period;

/// An expression and all queries that it needs.
#[derive(Clone, Debug)]
pub(crate) struct Formula {
    /// Those that it needs, hidden; last itself.
    queries: Vec<MetricDataQuery>,
    text: String,
}

/// No query can have this id.
const RESULT: &str = "Result";

impl Formula {
    /// The one query that returns its data. Whoever calls has seen that it is one.
    pub(super) fn returned(queries: &[MetricDataQuery]) -> Result<Self, PutAnomalyDetectorError> {
        let Some(returned) = queries.iter().find(|query| query.return_data) else {
            return Err(PutAnomalyDetectorError::NotOneResult);
        };
        Self::of_query(queries, returned)
    }

    /// A part of an expression over some queries; an id stands for what the query says.
    pub(super) fn of(queries: &[MetricDataQuery], argument: &Expression) -> Result<Self, PutAnomalyDetectorError> {
        match argument.id().and_then(|id| queries.iter().find(|query| query.id == id)) {
            Some(query) => Self::of_query(queries, query),
            None => Self::new(queries, MetricDataQuery::new(RESULT, argument.clone())),
        }
    }

    fn of_query(queries: &[MetricDataQuery], query: &MetricDataQuery) -> Result<Self, PutAnomalyDetectorError> {
        let result = MetricDataQuery { id: RESULT.into(), return_data: true, label: None, ..query.clone() };
        Self::new(queries, result)
    }

    fn new(queries: &[MetricDataQuery], result: MetricDataQuery) -> Result<Self, PutAnomalyDetectorError> {
        let mut all: Vec<MetricDataQuery> = needed(queries, &result);
        all.push(result);
        if all.iter().filter_map(expression).any(holds_band) {
            return Err(PutAnomalyDetectorError::BandOfBand);
        }
        let plan = Plan::new(&all).map_err(PutAnomalyDetectorError::Math)?;
        let is_series =
            matches!(plan.type_of(all.len() - 1), ValueType::Series | ValueType::Slice | ValueType::Unknown);
        let text = text(&all);
        if is_series { Ok(Self { queries: all, text }) } else { Err(PutAnomalyDetectorError::NotASeries) }
    }

    /// What it says. Two that say the same learn the same.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The queries, with periods of five minutes at least: what is needed first, hidden, and the formula last.
    pub(super) fn for_training(&self) -> Vec<MetricDataQuery> {
        self.queries.iter().cloned().map(lifted).collect()
    }

    /// The queries of a detector that learns it: what is needed, hidden, and the formula under an id.
    pub(super) fn into_queries(mut self, id: Option<&str>) -> Vec<MetricDataQuery> {
        let is_free = |id: &String| self.queries.iter().all(|query| query.id != *id);
        let fresh = || (1..).map(|number| format!("e{number}")).find(is_free).unwrap_or_default();
        let id = id.map_or_else(fresh, str::to_owned);
        if let Some(result) = self.queries.last_mut() {
            result.id = id;
        }
        self.queries
    }
}

/// At least five minutes.
pub(super) fn long_enough(period: Period) -> Period {
    period.max(FIVE_MINUTES)
}

pub(super) const FIVE_MINUTES: Period = match Period::minutes(5) {
    Ok(period) => period,
    Err(_) => Period::MINUTE,
};

fn lifted(mut query: MetricDataQuery) -> MetricDataQuery {
    query.period = query.period.map(long_enough);
    if let DataSource::Metric(source) = &mut query.source {
        source.period = long_enough(source.period);
    }
    query
}

fn expression(query: &MetricDataQuery) -> Option<&Expression> {
    match &query.source {
        DataSource::Expression(expression) => Some(expression),
        DataSource::Metric(_) | DataSource::Insights(_) => None,
    }
}

fn holds_band(expression: &Expression) -> bool {
    let mut holds = false;
    expression.root().walk(&mut |expr| holds |= matches!(expr.node, Node::Call(Function::AnomalyDetectionBand, _)));
    holds
}

/// The queries that one needs, and those that they need, hidden; in the order in which they were given.
fn needed(queries: &[MetricDataQuery], result: &MetricDataQuery) -> Vec<MetricDataQuery> {
    let mut needed = BTreeSet::new();
    let mut open = uses(queries, result);
    while let Some(index) = open.pop() {
        if needed.insert(index) {
            open.extend(uses(queries, &queries[index]));
        }
    }
    needed.into_iter().map(|index| queries[index].clone().hidden()).collect()
}

fn uses(queries: &[MetricDataQuery], query: &MetricDataQuery) -> Vec<usize> {
    let Some(expression) = expression(query) else { return Vec::new() };
    let (ids, parts): (BTreeSet<&str>, Vec<&str>) = (expression.ids().collect(), expression.metrics());
    let is_used = |used: &MetricDataQuery| {
        ids.contains(&*used.id) || (used.metric().is_some() && parts.iter().any(|part| used.id.contains(part)))
    };
    queries.iter().enumerate().filter(|(_, used)| is_used(used)).map(|(index, _)| index).collect()
}

/// One line for each query: id, what it is, and its period.
fn text(queries: &[MetricDataQuery]) -> String {
    let mut text = String::new();
    for query in queries {
        let period = query.period.map_or(0, Period::seconds);
        let written = match &query.source {
            DataSource::Metric(source) => {
                let metric = super::detector::metric_key(&source.metric, &source.statistic.to_string());
                let unit = source.unit.map_or("", cupola_base::Unit::as_str);
                writeln!(text, "{} = {metric} {} {unit}", query.id, source.period.seconds())
            }
            DataSource::Expression(expression) => writeln!(text, "{} = {expression} {period}", query.id),
            DataSource::Insights(insights) => writeln!(text, "{} = {insights} {period}", query.id),
        };
        written.expect("a text takes all");
        if let Some(account) = &query.account {
            text.push_str(account);
        }
    }
    text
}
