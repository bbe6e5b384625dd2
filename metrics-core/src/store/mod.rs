//! The metric store.

mod block;
mod bucket;
mod column;
mod grid;
mod identity;
pub(crate) mod ladder;
mod number;
mod packed;
#[cfg(test)]
mod prop;
mod rung;
mod series;
mod slot;
mod strand;

use cupola_base::{Datum, Resolution, Timestamp, Unit};
use serde::{Deserialize, Serialize};

pub(crate) use bucket::Bucket;
pub(crate) use grid::Grid;
pub(crate) use identity::{MetricId, Resolved};
pub(crate) use slot::Slot;

use crate::dimensions::DimensionsError;
use crate::metric::Metric;
use crate::period::Period;
use crate::statistic::Statistic;
use identity::Identities;
use series::Series;
use slot::Detail;

/// Every metric's data, bounded in metrics and buckets.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "StoreSnapshot", into = "StoreSnapshot")]
pub(crate) struct Store {
    identities: Identities,
    series: Vec<Series>,
    buckets: usize,
    room: usize,
    metrics: usize,
    swept: Timestamp,
    /// How many distinct values a bucket keeps exactly.
    distinct: usize,
}

/// Where data belong within a metric.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    pub(crate) unit: Unit,
    pub(crate) at: Timestamp,
    pub(crate) resolution: Resolution,
}

impl From<&Datum> for Arrival {
    fn from(datum: &Datum) -> Self {
        Self { unit: datum.unit, at: datum.at, resolution: datum.resolution }
    }
}

/// What had to go because a budget was reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evicted {
    pub(crate) metrics: usize,
    pub(crate) buckets: usize,
}

/// How many metrics and buckets are kept, and in how many bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    pub(crate) metrics: usize,
    pub(crate) buckets: usize,
    pub(crate) bytes: usize,
}

impl Store {
    /// Sets how many distinct values a bucket keeps exactly.
    pub(crate) fn keep_distinct(&mut self, most: usize) {
        self.distinct = most;
    }

    /// Finds the metric of a datum, or checks its names when it is new. Allocates nothing for
    /// metrics that are known.
    pub(crate) fn resolve(&self, datum: &Datum) -> Result<Resolved, DimensionsError> {
        self.identities.resolve(datum)
    }

    /// The id of a metric, which may be new and have no data.
    pub(crate) fn intern(&mut self, metric: Metric) -> MetricId {
        let id = self.identities.intern(metric);
        if id.index() >= self.series.len() {
            self.series.resize_with(id.index() + 1, Series::default);
        }
        id
    }

    pub(crate) fn find(&self, metric: &Metric) -> Option<MetricId> {
        self.identities.find(metric)
    }

    /// Keeps the identity even when it has no data.
    pub(crate) fn watch(&mut self, id: MetricId, watched: bool) {
        self.series[id.index()].watched = watched;
    }

    pub(crate) fn is_watched(&self, id: MetricId) -> bool {
        self.series[id.index()].watched
    }

    /// Takes a datum's or a bucket's worth of data in, which must have been checked.
    pub(crate) fn add(&mut self, now: Timestamp, id: MetricId, arrival: Arrival, bucket: &Bucket) {
        let most = self.distinct;
        self.change(id, |series| {
            series.received = now;
            series.strand_mut(arrival.unit).add(now, most, arrival.at, arrival.resolution, bucket);
        });
    }

    /// Sums up each slot of a grid, in one unit, oldest first, for these statistics. Empty slots
    /// are absent.
    pub(crate) fn read(
        &mut self,
        now: Timestamp,
        id: MetricId,
        unit: Unit,
        period: Period,
        grid: Grid,
        statistics: &[Statistic],
    ) -> Vec<Slot> {
        self.compact(now, id);
        let Some(strand) = self.series[id.index()].strand(unit) else { return Vec::new() };
        let mut slots = grid.slots(Detail::of(statistics, self.distinct));
        strand.read(now, period, grid.start, grid.end(), |start, seen| slots.add(start, seen));
        slots.done()
    }

    /// The units with data in a range, by name.
    pub(crate) fn units(&mut self, now: Timestamp, id: MetricId, period: Period, grid: Grid) -> Vec<Unit> {
        self.compact(now, id);
        let series = &self.series[id.index()];
        series.units_in(|strand| strand.has_data(now, period, grid.start, grid.end())).collect()
    }

    /// The start of the oldest bucket, in one unit or in any, that begins at or after `from`.
    pub(crate) fn first_from(&self, id: MetricId, unit: Option<Unit>, from: i64) -> Option<i64> {
        self.series[id.index()].first_from(unit, from)
    }

    /// When data of the metric last came in; `None` when it has none.
    pub(crate) fn received(&self, id: MetricId) -> Option<Timestamp> {
        let series = &self.series[id.index()];
        (series.len() > 0).then_some(series.received)
    }

    /// All metrics after `after`, in order.
    pub(crate) fn metrics_after(&self, after: Option<&Metric>) -> impl Iterator<Item = (&Metric, MetricId)> {
        self.identities.after(after)
    }

    /// Once a day of virtual time: moves old data down everywhere and forgets what has nothing
    /// left. Changes no answer.
    pub(crate) fn tidy(&mut self, now: Timestamp) {
        let today = now.floor_to(86_400_000);
        if today > self.swept.floor_to(86_400_000) {
            self.sweep(now);
        }
    }

    /// Brings the store within its budget; when something has to go, a sixteenth goes at once.
    pub(crate) fn fit(&mut self, now: Timestamp, budget: Budget) -> Evicted {
        if self.metrics <= budget.metrics && self.buckets <= budget.buckets && self.room <= budget.bytes {
            return Evicted::default();
        }
        self.sweep(now);
        let metrics = if self.metrics > budget.metrics { self.evict_metrics(less(budget.metrics)) } else { 0 };
        let is_over = self.buckets > budget.buckets || self.room > budget.bytes;
        let buckets = if is_over { self.evict_buckets(less(budget.buckets), less(budget.bytes)) } else { 0 };
        Evicted { metrics, buckets }
    }

    fn sweep(&mut self, now: Timestamp) {
        if self.swept == now {
            return;
        }
        self.swept = now;
        for index in 0..self.series.len() {
            self.compact(now, MetricId::of(index));
        }
        self.forget_empty();
    }

    fn forget_empty(&mut self) {
        let (series, identities) = (&self.series, &mut self.identities);
        identities.retain(|id| series[id.index()].len() > 0 || series[id.index()].watched);
    }

    /// The metrics that were silent longest, down to `target`.
    fn evict_metrics(&mut self, target: usize) -> usize {
        let with_data = self.identities.after(None).filter_map(|(_, id)| self.received(id).map(|at| (at, id)));
        let mut oldest: Vec<(Timestamp, MetricId)> = with_data.collect();
        oldest.sort_by_key(|(at, _)| *at);
        let gone = oldest.len().saturating_sub(target);
        for (_, id) in oldest.into_iter().take(gone) {
            self.change(id, Series::clear);
        }
        self.forget_empty();
        gone
    }

    /// The buckets that begin first, until about `most` are left in about so many bytes.
    fn evict_buckets(&mut self, most: usize, bytes: usize) -> usize {
        let before = self.buckets;
        let mut sizes: Vec<(i64, usize)> = self.series.iter().flat_map(Series::sizes).collect();
        sizes.sort_unstable();
        let mut newest_first = sizes.iter().rev().zip(1..);
        let mut room = 0;
        let over = newest_first.find(|((_, size), count)| {
            room += size;
            *count > most || room > bytes
        });
        if let Some(((cutoff, _), _)) = over {
            self.forget(*cutoff);
        }
        before - self.buckets
    }

    fn forget(&mut self, cutoff: i64) {
        for index in 0..self.series.len() {
            self.change(MetricId::of(index), |series| series.forget(cutoff));
        }
        self.forget_empty();
    }

    fn compact(&mut self, now: Timestamp, id: MetricId) {
        let most = self.distinct;
        self.change(id, |series| series.compact(now, most));
    }

    /// Changes one series and keeps the counts right.
    fn change(&mut self, id: MetricId, change: impl FnOnce(&mut Series)) {
        let series = &mut self.series[id.index()];
        let (before, room) = (series.len(), series.room());
        change(series);
        let after = series.len();
        self.buckets = self.buckets + after - before;
        self.room = self.room + series.room() - room;
        self.metrics = self.metrics + usize::from(after > 0) - usize::from(before > 0);
    }
}

const fn less(budget: usize) -> usize {
    budget - budget / 16
}

/// The store as data: ids are given anew when it is read.
#[derive(Debug, Serialize, Deserialize)]
struct StoreSnapshot {
    series: Vec<(Metric, Series)>,
    swept: Timestamp,
    distinct: usize,
}

impl From<Store> for StoreSnapshot {
    fn from(mut store: Store) -> Self {
        let ids: Vec<(Metric, MetricId)> =
            store.identities.after(None).map(|(metric, id)| (metric.clone(), id)).collect();
        let take = |(metric, id): (Metric, MetricId)| (metric, std::mem::take(&mut store.series[id.index()]));
        Self { series: ids.into_iter().map(take).collect(), swept: store.swept, distinct: store.distinct }
    }
}

impl From<StoreSnapshot> for Store {
    fn from(snapshot: StoreSnapshot) -> Self {
        let mut store = Self { swept: snapshot.swept, distinct: snapshot.distinct, ..Self::default() };
        for (metric, series) in snapshot.series {
            let id = store.intern(metric);
            store.change(id, |empty| *empty = series);
        }
        store
    }
}
