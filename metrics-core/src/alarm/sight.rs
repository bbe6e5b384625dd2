//! What an alarm sees when it is evaluated.

use std::collections::BTreeMap;

use cupola_base::Timestamp;

use super::configuration::AlarmConfiguration;
use super::contributor::Contributor;
use super::range::{Point, Range};
use super::source::{AlarmQueries, AlarmSource, MetricSource};
use super::spans::Spans;
use crate::anomaly::{Bands, Detectors};
use crate::data::{Bounds, DataSource, MetricDataError, Outcome, Plan, StoreFetch, Terms, compute};
use crate::insights::InsightsQuery;
use crate::math::{NoHost, Series, Value};
use crate::period::Period;
use crate::store::{Grid, MetricId, Store};

/// What an alarm sees.
#[derive(Clone, Debug)]
pub(crate) enum Sight {
    /// Windows of one time series.
    One(Range),
    /// Windows of each of many.
    Many {
        contributors: Vec<(Contributor, Range)>,
        /// Whether there were more than are looked at.
        is_partial: bool,
    },
}

/// What an alarm looks at the world with.
#[derive(Debug)]
pub(crate) struct Eye<'a> {
    pub(crate) store: &'a mut Store,
    pub(crate) detectors: &'a mut Detectors,
    pub(crate) terms: Terms<'a>,
}

/// How far back Metrics Insights looks for alarms.
const THREE_HOURS: i64 = 3 * 3_600_000;

impl Eye<'_> {
    /// What an alarm on `metrics` sees now.
    pub(crate) fn look(&mut self, alarm: &AlarmConfiguration, metrics: &[MetricId]) -> Result<Sight, MetricDataError> {
        let spans = Spans::of(alarm, self.terms.now, self.terms.policies);
        match (&alarm.source, metrics) {
            (AlarmSource::Metric(source), [id, ..]) => Ok(Sight::One(self.metric(alarm, source, *id, spans))),
            (AlarmSource::Metric(_), []) => Ok(Sight::One(Range::empty(spans))),
            (AlarmSource::Queries(queries), _) => match &queries.watched().source {
                DataSource::Insights(query) if query.is_grouped() => self.contributors(alarm, query, spans),
                _ => self.queries(alarm, queries, spans).map(Sight::One),
            },
        }
    }

    fn metric(&mut self, alarm: &AlarmConfiguration, source: &MetricSource, id: MetricId, spans: Spans) -> Range {
        let (now, period, statistic) = (self.terms.now, source.period, source.statistic);
        let grids = spans.grids();
        let unit = source.unit.or_else(|| grids.iter().find_map(|grid| self.store.unit(now, id, period, *grid)));
        let mut range = Range::empty(spans);
        let Some(unit) = unit else { return range };
        for grid in grids {
            for found in self.store.read(now, id, unit, period, grid, &[statistic]) {
                let sample_count = Some(found.summary.count);
                if let Some(value) = found.statistic(statistic) {
                    range.set(alarm, Timestamp::from_millis(found.at), Point { value, sample_count, band: None });
                }
            }
        }
        range
    }

    fn queries(
        &mut self,
        alarm: &AlarmConfiguration,
        queries: &AlarmQueries,
        spans: Spans,
    ) -> Result<Range, MetricDataError> {
        let plan = Plan::new(&queries.queries)?;
        let grids = spans.grids();
        let mut range = Range::empty(spans);
        for grid in grids {
            let outcomes = self.compute(&plan, queries, grid)?;
            self.fill(alarm, queries, &outcomes, &mut range);
        }
        Ok(range)
    }

    fn compute(
        &mut self,
        plan: &Plan<'_>,
        queries: &AlarmQueries,
        grid: Grid,
    ) -> Result<Vec<Outcome>, MetricDataError> {
        let slots = |_: Period| grid;
        let bands = Bands { detectors: self.detectors, queries: &queries.queries, terms: self.terms };
        let mut host = NoHost;
        let mut fetch = StoreFetch::new(self.store, self.terms, &slots, &mut host).with_bands(bands);
        compute(plan, self.terms.place.account.as_str(), Bounds::of(self.terms), &mut fetch)
    }

    fn fill(&self, alarm: &AlarmConfiguration, queries: &AlarmQueries, outcomes: &[Outcome], range: &mut Range) {
        let of = |index: usize| outcomes.iter().find(|outcome| outcome.query == index);
        let Some(Value::Series(series)) = of(queries.watched).map(|outcome| &outcome.value) else { return };
        let edges = queries.band.and_then(of).map(edges).unwrap_or_default();
        for (at, value) in series.points() {
            range.set(alarm, at, Point { value, sample_count: None, band: edges.get(&at).copied() });
        }
    }

    fn contributors(
        &mut self,
        alarm: &AlarmConfiguration,
        query: &InsightsQuery,
        spans: Spans,
    ) -> Result<Sight, MetricDataError> {
        let slots = u32::try_from(THREE_HOURS / spans.period.millis()).unwrap_or(1).max(1);
        let grid = Grid::ending(spans.end, spans.period, slots);
        let most = self.terms.limits.metrics_per_insights_query;
        let found = crate::insights::evaluate(self.store, self.terms.now, query, spans.period, grid, most);
        let seen = found.groups.into_iter().map(|group| {
            let mut range = Range::empty(spans.clone());
            for (at, value) in group.points {
                range.set(alarm, Timestamp::from_millis(at), Point { value, sample_count: None, band: None });
            }
            (Contributor::new(query.labels(), group.values), range)
        });
        Ok(Sight::Many { contributors: seen.collect(), is_partial: found.is_partial })
    }
}

/// Lower and upper edge by instant.
fn edges(band: &Outcome) -> BTreeMap<Timestamp, (f64, f64)> {
    let Value::Array(members) = &band.value else { return BTreeMap::new() };
    let [upper, lower] = &members[..] else { return BTreeMap::new() };
    let lower: BTreeMap<Timestamp, f64> = Series::points(lower).collect();
    upper.points().filter_map(|(at, upper)| Some((at, (*lower.get(&at)?, upper)))).collect()
}
