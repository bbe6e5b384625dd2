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
mod recent;
mod rung;
mod series;
mod size;
mod slot;
mod strand;
mod words;

use std::collections::{BTreeMap, BTreeSet};

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
use size::Size;
use slot::Detail;

/// Every metric's data, bounded in metrics and buckets.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "StoreSnapshot", into = "StoreSnapshot")]
pub(crate) struct Store {
    identities: Identities,
    series: Vec<Series>,
    /// All buckets.
    held: Size,
    /// The metrics with data, and the bytes of memory that their names take.
    named: Size,
    swept: Timestamp,
    /// When the next sweep is due.
    sweep: Timestamp,
    /// How many distinct values a bucket keeps exactly.
    distinct: usize,
    /// How often data came in for an hour before theirs.
    late: u64,
    /// How often data had to go.
    lost: u64,
    /// The newest instant of any data that came in.
    newest: i64,
    /// Room for slots that are read and thrown away.
    scratch: Vec<Slot>,
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

/// Which data of a metric, and how they are summed up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) unit: Option<Unit>,
    pub(crate) period: Period,
    pub(crate) statistic: Statistic,
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

    /// The metric of a datum whose names are the very texts of before.
    #[inline]
    pub(crate) fn recall(&self, datum: &Datum) -> Option<MetricId> {
        self.identities.recall(datum)
    }

    /// Finds the metric of a datum, or checks its names when it is new. Allocates nothing for
    /// metrics that are known.
    pub(crate) fn resolve(&mut self, datum: &Datum) -> Result<Resolved, DimensionsError> {
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

    /// Lets a metric that is known share its texts with the store.
    pub(crate) fn share(&self, metric: &mut Metric) {
        if let Some(known) = self.identities.kept(metric) {
            *metric = known.clone();
        }
    }

    /// Keeps the identity even when it has no data.
    pub(crate) fn watch(&mut self, id: MetricId, watched: bool) {
        self.series[id.index()].watched = watched;
    }

    pub(crate) fn is_watched(&self, id: MetricId) -> bool {
        self.series[id.index()].watched
    }

    /// Takes one sample in, which must have been checked: the same as [`add`](Self::add), and quicker.
    #[inline]
    pub(crate) fn add_one(&mut self, now: Timestamp, id: MetricId, arrival: Arrival, value: f64) {
        let Arrival { unit, at, resolution } = arrival;
        let strand = self.series[id.index()].known_strand_mut(unit);
        if strand.is_some_and(|strand| strand.push_one(now, at, resolution, value)) {
            self.note(now, id, at);
        } else {
            self.add(now, id, arrival, &Bucket::One(value + 0.0));
        }
    }

    /// Something came in.
    #[inline]
    fn note(&mut self, now: Timestamp, id: MetricId, at: Timestamp) {
        self.newest = self.newest.max(at.as_millis());
        let series = &mut self.series[id.index()];
        series.received = now;
        if at < now && at < now.floor_to(HOUR) {
            series.late += 1;
            self.late += 1;
        }
    }

    /// Takes a datum's or a bucket's worth of data in, which must have been checked.
    #[inline(never)]
    pub(crate) fn add(&mut self, now: Timestamp, id: MetricId, arrival: Arrival, bucket: &Bucket) {
        let Arrival { unit, at, resolution } = arrival;
        self.note(now, id, at);
        let series = &mut self.series[id.index()];
        let was_empty = series.is_empty();
        series.strand_mut(unit).add(now, self.distinct, at, resolution, bucket, &mut self.held);
        self.count(id, was_empty);
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
        strand.read(now, period, grid.start, grid.end(), &mut slots);
        slots.done()
    }

    /// What each slot of a grid shows to an alarm, as bits, the newest first: which have data, and the values of which are
    /// as `breaches` says. In one unit; where none is told, in the first with data. There are at most 64 slots.
    pub(crate) fn verdicts(
        &mut self,
        now: Timestamp,
        id: MetricId,
        asked: Asked,
        grid: Grid,
        breaches: impl Fn(f64) -> bool,
    ) -> (u64, u64) {
        let Asked { unit, period, statistic } = asked;
        self.compact(now, id);
        let strand =
            self.series[id.index()].strand_in(unit, |strand| strand.has_data(now, period, grid.start, grid.end()));
        let Some(strand) = strand else { return (0, 0) };
        self.scratch.clear();
        let mut slots = grid.slots_in(Detail::of(&[statistic], self.distinct), std::mem::take(&mut self.scratch));
        strand.read(now, period, grid.start, grid.end(), &mut slots);
        let slots = slots.done();
        let bits = slots.iter().filter_map(|slot| Some((grid.place_from_end(slot.at), slot.statistic(statistic)?)));
        let bits = bits.fold((0, 0), |(present, breaching), (place, value)| {
            let bit = 1_u64.checked_shl(place).unwrap_or(0);
            (present | bit, if breaches(value) { breaching | bit } else { breaching })
        });
        self.scratch = slots;
        bits
    }

    /// The units with data in a range, by name.
    pub(crate) fn units(&mut self, now: Timestamp, id: MetricId, period: Period, grid: Grid) -> Vec<Unit> {
        self.compact(now, id);
        let series = &self.series[id.index()];
        series.units_in(|strand| strand.has_data(now, period, grid.start, grid.end())).collect()
    }

    /// The first unit, by name, with data in a range.
    pub(crate) fn unit(&mut self, now: Timestamp, id: MetricId, period: Period, grid: Grid) -> Option<Unit> {
        self.compact(now, id);
        let series = &self.series[id.index()];
        series.units_in(|strand| strand.has_data(now, period, grid.start, grid.end())).next()
    }

    /// Whether any data came in that lie at `from` or later.
    pub(crate) const fn has_newer(&self, from: i64) -> bool {
        self.newest >= from
    }

    /// The start of the oldest bucket, in one unit or in any, that begins at or after `from`.
    pub(crate) fn first_from(&self, id: MetricId, unit: Option<Unit>, from: i64) -> Option<i64> {
        self.series[id.index()].first_from(unit, from)
    }

    /// When data of the metric last came in; `None` when it has none.
    pub(crate) fn received(&self, id: MetricId) -> Option<Timestamp> {
        let series = &self.series[id.index()];
        (!series.is_empty()).then_some(series.received)
    }

    /// Differs whenever the metric's data before the last full hour do, as far as retention leaves them.
    pub(crate) fn revision(&self, id: MetricId) -> (u64, u64) {
        (self.series[id.index()].late, self.lost)
    }

    /// The same for the data of all metrics.
    pub(crate) const fn whole_revision(&self) -> (u64, u64) {
        (self.late, self.lost)
    }

    /// All metrics after `after`, in order.
    pub(crate) fn metrics_after(&self, after: Option<&Metric>) -> impl Iterator<Item = (&Metric, MetricId)> {
        self.identities.after(after)
    }

    /// Makes ready for [`metrics_with`](Self::metrics_with); without it that walks over all.
    pub(crate) fn prepare_words(&mut self) {
        self.identities.prepare();
    }

    /// In order, all metrics that have each of some texts as one of their parts, and perhaps others; and how many.
    pub(crate) fn metrics_with(&self, texts: &BTreeSet<&str>) -> (impl Iterator<Item = (&Metric, MetricId)>, usize) {
        self.identities.with(texts)
    }

    /// Once a day of virtual time: moves old data down everywhere and forgets what has nothing
    /// left. Changes no answer.
    pub(crate) fn tidy(&mut self, now: Timestamp) {
        if now >= self.sweep {
            self.sweep(now);
        }
    }

    /// Whether the store is within its budget.
    #[inline]
    pub(crate) const fn fits(&self, budget: Budget) -> bool {
        let (named, all) = budget.sizes();
        !self.named.exceeds(named) && !self.all().exceeds(all)
    }

    /// Brings the store within its budget; when something has to go, a sixteenth goes at once.
    pub(crate) fn fit(&mut self, now: Timestamp, budget: Budget) -> Evicted {
        let (named, all) = budget.sizes();
        self.sweep(now);
        let metrics = if self.named.exceeds(named) { self.evict_metrics(named.less()) } else { 0 };
        let buckets = if self.all().exceeds(all) { self.evict_buckets(all.less()) } else { 0 };
        Evicted { metrics, buckets }
    }

    /// All buckets, and the bytes of memory of data and names.
    const fn all(&self) -> Size {
        Size { room: self.held.room + self.named.room, ..self.held }
    }

    fn sweep(&mut self, now: Timestamp) {
        if self.swept == now {
            return;
        }
        self.swept = now;
        self.sweep = now.floor_to(DAY).plus_millis(DAY);
        for index in 0..self.series.len() {
            self.compact(now, MetricId::of(index));
        }
        self.forget_empty();
    }

    fn forget_empty(&mut self) {
        let (series, identities) = (&self.series, &mut self.identities);
        identities.retain(|id| !series[id.index()].is_empty() || series[id.index()].watched);
    }

    /// The metrics that were silent longest, down to `target` of them and of bytes of names.
    fn evict_metrics(&mut self, target: Size) -> usize {
        let with_data = self.identities.after(None).filter_map(|(_, id)| self.received(id).map(|at| (at, id)));
        let mut oldest: Vec<(Timestamp, MetricId)> = with_data.collect();
        oldest.sort_by_key(|(at, _)| *at);
        let before = self.named.buckets;
        self.lost += 1;
        for (_, id) in oldest {
            if !self.named.exceeds(target) {
                break;
            }
            self.change(id, Series::clear);
        }
        self.forget_empty();
        before - self.named.buckets
    }

    /// The buckets that begin first, until about `target` is left.
    fn evict_buckets(&mut self, target: Size) -> usize {
        let before = self.held.buckets;
        if let Some(cutoff) = self.cutoff(target) {
            self.forget(cutoff);
        }
        before - self.held.buckets
    }

    /// The start of the newest bucket that is too much. Found by hours first and then within one,
    /// which takes memory for some thousand sums at most.
    fn cutoff(&self, target: Size) -> Option<i64> {
        let mut left = Size { room: target.room.saturating_sub(self.named.room), ..target };
        let hour = self.too_much(HOUR, None, &mut left)?;
        self.too_much(1, Some(hour), &mut left)
    }

    /// The newest stretch of `step`, within an hour or anywhere, that is more than what is left
    /// after all newer ones.
    fn too_much(&self, step: i64, hour: Option<i64>, left: &mut Size) -> Option<i64> {
        let mut sums = BTreeMap::<i64, Size>::new();
        for (start, room) in self.series.iter().flat_map(Series::sizes) {
            if hour.is_none_or(|hour| start.div_euclid(HOUR) == hour) {
                let sum = sums.entry(start.div_euclid(step)).or_default();
                *sum = sum.and(Size { buckets: 1, room });
            }
        }
        let over = |(_, sum): &(i64, Size)| {
            let is_over = sum.exceeds(*left);
            if !is_over {
                left.change(*sum, Size::default());
            }
            is_over
        };
        sums.into_iter().rev().find(over).map(|(stretch, _)| stretch)
    }

    fn forget(&mut self, cutoff: i64) {
        self.lost += 1;
        for index in 0..self.series.len() {
            self.change(MetricId::of(index), |series| series.forget(cutoff));
        }
        self.forget_empty();
    }

    fn compact(&mut self, now: Timestamp, id: MetricId) {
        let most = self.distinct;
        if !self.series[id.index()].has_leavers(now) {
            return;
        }
        self.change(id, |series| series.compact(now, most));
    }

    /// Changes one series and keeps the counts right.
    fn change(&mut self, id: MetricId, change: impl FnOnce(&mut Series)) {
        let series = &mut self.series[id.index()];
        let before = series.size();
        change(series);
        self.held.change(before, series.size());
        self.count(id, before.buckets == 0);
    }

    /// A metric may have got its first data or lost its last.
    fn count(&mut self, id: MetricId, was_empty: bool) {
        let is_empty = self.series[id.index()].is_empty();
        if was_empty != is_empty {
            let one = Size { buckets: 1, room: self.identities.room(id) };
            let (before, after) = if is_empty { (one, Size::default()) } else { (Size::default(), one) };
            self.named.change(before, after);
        }
    }
}

impl Budget {
    /// What metrics with their names may come to, which is half the bytes at most, and what all may.
    const fn sizes(self) -> (Size, Size) {
        let named = Size { buckets: self.metrics, room: self.bytes / 2 };
        (named, Size { buckets: self.buckets, room: self.bytes })
    }
}

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

/// The store as data: ids are given anew when it is read.
#[derive(Debug, Serialize, Deserialize)]
struct StoreSnapshot {
    series: Vec<(Metric, Series)>,
    swept: Timestamp,
    distinct: usize,
    newest: i64,
}

impl From<Store> for StoreSnapshot {
    fn from(mut store: Store) -> Self {
        let ids: Vec<(Metric, MetricId)> =
            store.identities.after(None).map(|(metric, id)| (metric.clone(), id)).collect();
        let take = |(metric, id): (Metric, MetricId)| (metric, std::mem::take(&mut store.series[id.index()]));
        Self {
            series: ids.into_iter().map(take).collect(),
            swept: store.swept,
            distinct: store.distinct,
            newest: store.newest,
        }
    }
}

impl From<StoreSnapshot> for Store {
    fn from(snapshot: StoreSnapshot) -> Self {
        let sweep = snapshot.swept.floor_to(DAY).plus_millis(DAY);
        let mut store = Self {
            swept: snapshot.swept,
            sweep,
            distinct: snapshot.distinct,
            newest: snapshot.newest,
            ..Self::default()
        };
        for (metric, series) in snapshot.series {
            let id = store.intern(metric);
            store.change(id, |empty| *empty = series);
        }
        store
    }
}
