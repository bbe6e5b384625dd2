//! Answering queries from the store.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use cupola_base::Timestamp;

use super::InsightsQuery;
use super::ast::Query;
use crate::metric::Metric;
use crate::period::Period;
use crate::store::{Grid, MetricId, Store};
use crate::summary::Summary;

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Found {
    pub(crate) groups: Vec<Group>,
    /// Whether more metrics or series were there than are answered.
    pub(crate) is_partial: bool,
}

/// One series.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Group {
    /// The values of the labels in `GROUP BY`.
    pub(crate) values: Vec<String>,
    /// The slots with data, oldest first.
    pub(crate) points: Vec<(i64, f64)>,
}

/// For how long a metric is found after its last data.
const ACTIVE: i64 = 14 * 86_400_000;

/// Answers a query over some slots, looking at so many metrics at most.
pub(crate) fn evaluate(
    store: &mut Store,
    now: Timestamp,
    query: &InsightsQuery,
    period: Period,
    grid: Grid,
    most_metrics: usize,
) -> Found {
    let query = &*query.query;
    let grid = recent(grid, now);
    let is_active = |id| store.received(id).is_some_and(|at| now.millis_since(at) <= ACTIVE);
    let accepted = store.metrics_after(None).filter(|(metric, id)| query.accepts(metric) && is_active(*id));
    let mut metrics: Vec<(Metric, MetricId)> =
        accepted.take(most_metrics.saturating_add(1)).map(|(metric, id)| (metric.clone(), id)).collect();
    let mut is_partial = metrics.len() > most_metrics;
    metrics.truncate(most_metrics);
    let mut groups: BTreeMap<Vec<String>, Vec<(i64, Summary)>> = BTreeMap::new();
    for (metric, id) in metrics {
        let group = groups.entry(key(query, &metric)).or_default();
        for unit in store.units(now, id, period, grid) {
            let slots = store.read(now, id, unit, period, grid, &[]).into_iter();
            merge(group, slots.map(|slot| (slot.at, slot.summary)).collect());
        }
    }
    let series = |slots: Vec<(i64, Summary)>| -> Vec<(i64, f64)> {
        slots.iter().filter_map(|(at, summary)| Some((*at, query.aggregate.of_samples(summary)?))).collect()
    };
    let mut groups: Vec<Group> =
        groups.into_iter().map(|(values, slots)| Group { values, points: series(slots) }).collect();
    if !query.group_by.is_empty() {
        groups.retain(|group| !group.points.is_empty());
    } else if groups.is_empty() {
        groups.push(Default::default());
    }
    order(query, &mut groups);
    is_partial |= query.limit.is_none() && groups.len() > InsightsQuery::MAX_SERIES;
    groups.truncate(query.limit.unwrap_or(InsightsQuery::MAX_SERIES));
    Found { groups, is_partial }
}

/// The slots that begin within the last two weeks.
fn recent(grid: Grid, now: Timestamp) -> Grid {
    let oldest = now.as_millis().saturating_sub(ACTIVE);
    let before = oldest.saturating_sub(grid.start).max(0);
    let skipped = (before / grid.step + i64::from(before % grid.step > 0)).min(grid.len);
    Grid { start: grid.start.saturating_add(skipped.saturating_mul(grid.step)), len: grid.len - skipped, ..grid }
}

/// The values of the labels of a group; `Other` where the metric has none.
fn key(query: &Query, metric: &Metric) -> Vec<String> {
    query.group_by.iter().map(|label| metric.dimensions.value(label).unwrap_or("Other").to_owned()).collect()
}

/// Adds slots to slots; both oldest first.
fn merge(have: &mut Vec<(i64, Summary)>, more: Vec<(i64, Summary)>) {
    if have.is_empty() {
        *have = more;
        return;
    }
    let mut both = Vec::with_capacity(have.len().max(more.len()));
    let mut more = more.into_iter().peekable();
    for (at, mut summary) in have.drain(..) {
        while let Some(earlier) = more.next_if(|(other, _)| *other < at) {
            both.push(earlier);
        }
        if let Some((_, same)) = more.next_if(|(other, _)| *other == at) {
            summary.merge(&same);
        }
        both.push((at, summary));
    }
    both.extend(more);
    *have = both;
}

/// Groups stand by their labels unless told otherwise.
fn order(query: &Query, groups: &mut [Group]) {
    let Some(order) = &query.order_by else { return };
    groups.sort_by_cached_key(|group| ByNumber(order.aggregate.of_points(&group.points), order.is_descending));
}

/// A sort key: numbers up or down, those without one last.
#[derive(Clone, Copy, Debug)]
struct ByNumber(Option<f64>, bool);

impl Ord for ByNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.0, other.0) {
            (Some(a), Some(b)) if self.1 => b.total_cmp(&a),
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }
}

impl PartialOrd for ByNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for ByNumber {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for ByNumber {}
