//! Which queries need which, and in what order they are answered.

use std::collections::{BTreeMap, BTreeSet};

use super::{DataSource, MetricDataError, MetricDataQuery};
use crate::math::{Scope, ValueType};

/// Queries that were checked together: each id is known, none needs itself, each expression fits
/// what it is made of.
///
/// This is what `GetMetricData` and alarms on math have in common; it knows nothing of pages.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(super) queries: &'a [MetricDataQuery],
    /// The queries that are answered or needed: metrics in their order, then the others, each
    /// after those that it needs.
    pub(super) order: Vec<usize>,
    uses: Vec<Vec<usize>>,
    types: Vec<Option<ValueType>>,
}

impl<'a> Plan<'a> {
    /// Checks queries whose ids are different and well formed.
    ///
    /// # Errors
    /// [`MetricDataError`] with the first expression that cannot be, a circle, or an answer that is a
    /// number.
    pub(crate) fn new(queries: &'a [MetricDataQuery]) -> Result<Self, MetricDataError> {
        let uses = uses(queries);
        let order = sorted(queries, &uses)?;
        let types = checked(queries, &order)?;
        let is_number = |index: &usize| queries[*index].return_data && types[*index] == Some(ValueType::Scalar);
        if let Some(index) = (0..queries.len()).find(|index| is_number(index)) {
            return Err(MetricDataError::Scalar(queries[index].id.clone()));
        }
        let order = needed(queries, &uses, order);
        Ok(Self { queries, order, uses, types })
    }

    /// Whether all are metrics, which can be answered page by page.
    pub(crate) fn is_plain(&self) -> bool {
        self.queries.iter().all(|query| query.metric().is_some())
    }

    /// What a query comes to, by place.
    pub(crate) fn type_of(&self, index: usize) -> ValueType {
        self.types[index].unwrap_or(ValueType::Unknown)
    }

    /// The queries that one needs, by place.
    pub(super) fn inputs(&self, index: usize) -> impl Iterator<Item = usize> {
        self.uses[index].iter().copied()
    }
}

/// The queries that each needs, by place. Ids that are not known are left to the check.
fn uses(queries: &[MetricDataQuery]) -> Vec<Vec<usize>> {
    let places: BTreeMap<&str, usize> = queries.iter().map(|query| query.id.as_str()).zip(0..).collect();
    let uses = |query: &MetricDataQuery| {
        let DataSource::Expression(expression) = &query.source else { return Vec::new() };
        let mut used: BTreeSet<usize> = expression.ids().filter_map(|id| places.get(id).copied()).collect();
        for part in expression.metrics() {
            let metrics = queries.iter().enumerate().filter(|(_, query)| query.metric().is_some());
            used.extend(metrics.filter(|(_, query)| query.id.contains(part)).map(|(place, _)| place));
        }
        used.into_iter().collect()
    };
    queries.iter().map(uses).collect()
}

/// Metrics first, then each query after those that it needs.
fn sorted(queries: &[MetricDataQuery], uses: &[Vec<usize>]) -> Result<Vec<usize>, MetricDataError> {
    let mut waiting: Vec<usize> = uses.iter().map(Vec::len).collect();
    let mut users = vec![Vec::new(); queries.len()];
    for (index, used) in uses.iter().enumerate() {
        used.iter().for_each(|used| users[*used].push(index));
    }
    let is_free = |index: &usize| uses[*index].is_empty();
    let (metrics, free): (Vec<usize>, Vec<usize>) =
        (0..queries.len()).filter(is_free).partition(|index| queries[*index].metric().is_some());
    let mut order: Vec<usize> = metrics.into_iter().chain(free).collect();
    let mut next = 0;
    while let Some(index) = order.get(next).copied() {
        next += 1;
        for user in &users[index] {
            waiting[*user] -= 1;
            if waiting[*user] == 0 {
                order.push(*user);
            }
        }
    }
    match waiting.iter().position(|waiting| *waiting > 0) {
        Some(index) => Err(MetricDataError::Circle(circle(queries, uses, &waiting, index))),
        None => Ok(order),
    }
}

/// The ids of a circle, found from a query that waits for ever.
fn circle(queries: &[MetricDataQuery], uses: &[Vec<usize>], waiting: &[usize], from: usize) -> Vec<String> {
    let mut path = vec![from];
    loop {
        let last = *path.last().unwrap_or(&from);
        let Some(next) = uses[last].iter().copied().find(|used| waiting[*used] > 0) else { break };
        if let Some(start) = path.iter().position(|index| *index == next) {
            path.drain(..start);
            break;
        }
        path.push(next);
    }
    path.into_iter().map(|index| queries[index].id.clone()).collect()
}

/// What each expression comes to.
fn checked(queries: &[MetricDataQuery], order: &[usize]) -> Result<Vec<Option<ValueType>>, MetricDataError> {
    let mut types = vec![None; queries.len()];
    let mut scope = Scope::default();
    for index in order {
        let query = &queries[*index];
        let value = match &query.source {
            DataSource::Metric(_) => {
                scope = scope.with_metric(&query.id);
                ValueType::Series
            }
            DataSource::Insights(insights) if insights.is_grouped() => ValueType::Array,
            DataSource::Insights(_) => ValueType::Series,
            DataSource::Expression(expression) => expression
                .check(&scope)
                .map_err(|cause| MetricDataError::Expression { id: query.id.clone(), cause: Box::new(cause) })?,
        };
        if query.metric().is_none() {
            scope.add(&query.id, value);
        }
        types[*index] = Some(value);
    }
    Ok(types)
}

/// Those of an order that are answered, or needed for one that is.
fn needed(queries: &[MetricDataQuery], uses: &[Vec<usize>], mut order: Vec<usize>) -> Vec<usize> {
    let mut is_needed: Vec<bool> = queries.iter().map(|query| query.return_data).collect();
    for index in order.iter().rev().filter(|index| !uses[**index].is_empty()) {
        if is_needed[*index] {
            uses[*index].iter().for_each(|used| is_needed[*used] = true);
        }
    }
    order.retain(|index| is_needed[*index]);
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::Expression;
    use crate::{Metric, MetricSource, Period, Statistic};

    fn queries(all: &[(&str, &str)]) -> Vec<MetricDataQuery> {
        let query = |(id, text): &(&str, &str)| match *text {
            "" => {
                let metric = Metric::new("N", "M").unwrap();
                MetricDataQuery::new(*id, MetricSource::new(metric, Statistic::Sum, Period::MINUTE))
            }
            _ => MetricDataQuery::new(*id, Expression::parse(text).unwrap()),
        };
        all.iter().map(query).collect()
    }

    #[test]
    fn each_query_comes_after_those_that_it_needs() {
        let mut all = queries(&[("e", "f + a"), ("a", ""), ("f", "SUM(METRICS('b'))"), ("g", "a * 2"), ("bb", "")]);
        assert_eq!(Plan::new(&all).unwrap().order, [1, 4, 3, 2, 0]);
        all[3].return_data = false;
        assert_eq!(Plan::new(&all).unwrap().order, [1, 4, 2, 0]);
    }

    #[test]
    fn circles_and_numbers_are_found() {
        let refused = |all: &[(&str, &str)]| Plan::new(&queries(all)).unwrap_err().to_string();
        assert_eq!(
            refused(&[("x", "e"), ("e", "f + 1"), ("f", "[g]"), ("g", "e * 2")]),
            "The expressions e, f, g need each other."
        );
        assert_eq!(refused(&[("e", "e + 1")]), "The expression e needs itself.");
        assert_eq!(
            refused(&[("a", ""), ("e", "AVG(a)")]),
            "The expression e comes to a number: a time series is needed."
        );
        assert_eq!(refused(&[("e", "zz")]), "Error in expression 'e': there is no query with the id zz");
    }
}
