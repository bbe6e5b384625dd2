//! Recording from many threads: [`Recorder`] and [`SeriesHandle`].
//!
//! Locks are taken one at a time, save that a series which has its first value since it was taken
//! from puts itself on the list of its shard while it is locked: series, then list.

mod sync;

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

use cupola_base::{Resolution, Timestamp, Unit};

use sync::{Arc, AtomicUsize, Mutex, Ordering};

use crate::alarm::JavaDouble;
use crate::ingest::LARGEST_VALUE;
use crate::limits::Limits;
use crate::metric::Metric;
use crate::name::is_reserved;
use crate::store::Bucket;

/// Takes values in from many threads, for an engine to absorb.
///
/// It is a handle: clones share what they hold. Each series has its own lock, which a thread holds
/// for a few nanoseconds; threads that record into different series do not meet. Nothing is lost:
/// count, smallest and largest value and percentiles are those of all values, whatever the order
/// of the threads; sums may differ in the last bit by that order, and in nothing else.
///
/// What was recorded is seen by no answer and no alarm until
/// [`Engine::absorb`](crate::Engine::absorb) takes it; a bucket is taken with all that it has at
/// that moment, so that its statistics agree with one another. A recorder is not part of
/// a snapshot: absorb it first.
///
/// ```
/// use cupola_metrics::{Engine, Metric, Period, Place, Resolution, StatisticsQuery, Timestamp, Unit};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let recorder = engine.recorder();
/// let latency = Metric::new("Shop", "Latency")?;
/// let handle = recorder.series(latency.clone(), Unit::Milliseconds, Resolution::Standard)?;
///
/// let t0 = Timestamp::parse("2026-05-04T06:00:10Z")?;
/// std::thread::scope(|scope| {
///     for thread in 0..4 {
///         let handle = handle.clone();
///         scope.spawn(move || (0..25).for_each(|n| drop(handle.record(t0, f64::from(thread * 25 + n)))));
///     }
/// });
/// engine.absorb(t0, &recorder);
///
/// let start = t0.floor_to(60_000);
/// let query = StatisticsQuery::new(latency, start, start.plus_secs(60), Period::MINUTE).with("p90".parse()?);
/// assert_eq!(engine.metric_statistics(t0, &query)?[0].statistic("p90".parse()?), Some(89.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Recorder(Arc<Shared>);

/// Records into one series, which was looked up once.
///
/// It is a handle: clones record into the same series.
#[derive(Clone, Debug)]
pub struct SeriesHandle {
    cell: Arc<Cell>,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    shards: [Shard; SHARDS],
    series: AtomicUsize,
    most: usize,
    bounds: Bounds,
}

/// A power of two. The model checker looks at one.
const SHARDS: usize = if cfg!(all(loom, test)) { 1 } else { 16 };

#[derive(Debug, Default)]
struct Shard {
    cells: Mutex<Cells>,
    /// Those with values.
    filled: Mutex<Vec<Arc<Cell>>>,
}

#[derive(Debug, Default)]
struct Cells {
    by_key: HashMap<Key, Arc<Cell>, BuildHasherDefault<DefaultHasher>>,
    /// How many there may be before those that nobody holds go.
    most: usize,
}

/// What a recorder keeps apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    pub(crate) metric: Metric,
    pub(crate) unit: Unit,
    pub(crate) resolution: Resolution,
}

#[derive(Clone, Copy, Debug)]
struct Bounds {
    distinct: usize,
    buckets: usize,
}

/// One series. Neighbours in memory do not share a line of the cache.
#[derive(Debug)]
#[repr(align(128))]
struct Cell {
    pending: Mutex<Pending>,
    bounds: Bounds,
    key: Key,
}

/// What nobody absorbed yet.
#[derive(Debug, Default)]
struct Pending {
    /// Where the open bucket begins, and its length in milliseconds; 0 when none is open.
    start: i64,
    step: u64,
    /// The newest values of the open bucket.
    run: Vec<f64>,
    open: Option<Bucket>,
    closed: VecDeque<(i64, Bucket)>,
    lost: u64,
    is_listed: bool,
}

/// So many series of a shard are not worth looking through.
const FEW: usize = 32;

/// How many values are summed up at a time.
const RUN: usize = if cfg!(all(loom, test)) { 2 } else { 512 };

impl Recorder {
    /// A recorder of its own, within limits.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        Self(Arc::new(Shared {
            shards: Default::default(),
            series: AtomicUsize::new(0),
            most: limits.metrics,
            bounds: Bounds { distinct: limits.distinct_values, buckets: limits.recorded_buckets.max(1) },
        }))
    }

    /// A handle on one series; the same for the same metric, unit and resolution. A series whose
    /// handles are gone makes room for others once its values are absorbed.
    ///
    /// # Errors
    /// [`SeriesError`] when the namespace belongs to the services, or the recorder has as many
    /// series as [`Limits::metrics`] allows.
    pub fn series(&self, metric: Metric, unit: Unit, resolution: Resolution) -> Result<SeriesHandle, SeriesError> {
        if is_reserved(metric.namespace.as_str()) {
            return Err(SeriesError::Reserved(metric.namespace.to_string()));
        }
        let key = Key { metric, unit, resolution };
        let cell = self.0.cell(&key).or_else(|_| {
            self.0.forget_unheld();
            self.0.cell(&key)
        })?;
        Ok(SeriesHandle { cell, shared: Arc::clone(&self.0) })
    }

    /// Everything recorded so far, by series, then by start. Looks at no series without values.
    pub(crate) fn take(&self) -> Vec<Recorded> {
        let listed = self.0.shards.iter().flat_map(|shard| std::mem::take(&mut *shard.filled.lock()));
        let mut all: Vec<Recorded> = listed.map(|cell| cell.take()).collect();
        all.sort_by(|one, other| one.key.cmp(&other.key));
        all
    }
}

impl Shared {
    fn shard(&self, key: &Key) -> &Shard {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let place = hasher.finish() & (SHARDS as u64 - 1);
        &self.shards[usize::try_from(place).unwrap_or(0)]
    }

    /// The series of a key, which is new where there is none.
    fn cell(&self, key: &Key) -> Result<Arc<Cell>, SeriesError> {
        let mut cells = self.shard(key).cells.lock();
        if let Some(cell) = cells.by_key.get(key) {
            return Ok(Arc::clone(cell));
        }
        self.count_one()?;
        let cell = Arc::new(Cell { pending: Mutex::default(), bounds: self.bounds, key: key.clone() });
        cells.by_key.insert(key.clone(), Arc::clone(&cell));
        let gone = cells.fit();
        self.series.fetch_sub(gone, Ordering::Relaxed);
        Ok(cell)
    }

    /// Drops series that nobody holds a handle on.
    fn forget_unheld(&self) {
        for shard in &self.shards {
            let gone = shard.cells.lock().forget_unheld();
            self.series.fetch_sub(gone, Ordering::Relaxed);
        }
    }

    fn count_one(&self) -> Result<(), SeriesError> {
        let before = self.series.fetch_add(1, Ordering::Relaxed);
        if before < self.most {
            return Ok(());
        }
        self.series.fetch_sub(1, Ordering::Relaxed);
        Err(SeriesError::TooMany(self.most))
    }
}

impl Cells {
    /// Drops series that nobody holds once there are twice as many as were left the last time, so that it costs the
    /// same for each however many there are; answers how many.
    fn fit(&mut self) -> usize {
        if self.by_key.len() <= self.most {
            return 0;
        }
        let gone = self.forget_unheld();
        self.most = 2 * self.by_key.len() + FEW;
        gone
    }

    /// One with values is on the list of its shard, which holds it too.
    fn forget_unheld(&mut self) -> usize {
        let before = self.by_key.len();
        self.by_key.retain(|_, cell| Arc::strong_count(cell) > 1);
        before - self.by_key.len()
    }
}

impl SeriesHandle {
    /// Records one value, measured at `now`.
    ///
    /// Allocates now and then: once for some hundreds of values.
    ///
    /// # Errors
    /// [`ValueError`] unless it is finite and within ±2^360.
    #[inline]
    pub fn record(&self, now: Timestamp, value: f64) -> Result<(), ValueError> {
        if value.is_nan() || value.abs() > LARGEST_VALUE {
            return Err(ValueError(value));
        }
        let mut pending = self.cell.pending.lock();
        if now.as_millis().wrapping_sub(pending.start).cast_unsigned() >= pending.step {
            self.turn(&mut pending, now.as_millis());
        }
        pending.run.push(value);
        if pending.run.len() >= RUN {
            pending.fold(self.cell.bounds.distinct);
        }
        Ok(())
    }

    /// Opens the bucket of an instant.
    #[cold]
    fn turn(&self, pending: &mut Pending, at: i64) {
        pending.close(self.cell.bounds);
        let step = i64::from(self.cell.key.resolution.seconds()) * 1000;
        (pending.start, pending.step) = (at.saturating_sub(at.rem_euclid(step)), step.cast_unsigned());
        if !pending.is_listed {
            pending.is_listed = true;
            self.shared.shard(&self.cell.key).filled.lock().push(Arc::clone(&self.cell));
        }
    }
}

impl Cell {
    fn take(&self) -> Recorded {
        let mut pending = self.pending.lock();
        pending.close(self.bounds);
        (pending.is_listed, pending.step) = (false, 0);
        let buckets = std::mem::take(&mut pending.closed).into();
        Recorded { key: self.key.clone(), buckets, lost: std::mem::take(&mut pending.lost) }
    }
}

impl Pending {
    /// Sums up the newest values.
    fn fold(&mut self, distinct: usize) {
        Bucket::add_run(&mut self.open, &mut self.run, distinct);
        self.run.clear();
    }

    fn close(&mut self, bounds: Bounds) {
        self.fold(bounds.distinct);
        let Some(mut bucket) = self.open.take() else { return };
        bucket.pack(bounds.distinct);
        let start = self.start;
        match self.closed.iter_mut().rev().take(8).find(|(have, _)| *have == start) {
            Some((_, have)) => {
                have.merge(&bucket, bounds.distinct);
                have.pack(bounds.distinct);
            }
            None => self.closed.push_back((start, bucket)),
        }
        if self.closed.len() > bounds.buckets {
            self.closed.pop_front();
            self.lost += 1;
        }
    }
}

/// What was recorded in one series.
pub(crate) struct Recorded {
    pub(crate) key: Key,
    /// Starts and buckets, as they were closed.
    pub(crate) buckets: Vec<(i64, Bucket)>,
    /// How many buckets had to go.
    pub(crate) lost: u64,
}

/// What an engine took from a recorder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Absorbed {
    /// Buckets taken in: seconds or minutes of one series.
    pub buckets: usize,
    /// Buckets that lie outside the window within which data are taken.
    pub refused: usize,
    /// Buckets that the recorder dropped, oldest first, because nobody had absorbed them.
    pub lost: u64,
}

/// A value cannot be recorded.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("a value of {}: a finite number within 2^360 is needed", JavaDouble(*.0))]
pub struct ValueError(f64);

/// Why there is no handle on a series.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SeriesError {
    /// The namespace begins with `AWS/`.
    #[error("the namespace `{0}` belongs to the services: one that does not begin with AWS/ is needed")]
    Reserved(String),
    /// The recorder has as many series as there may be.
    #[error("{0} series are as many as there may be")]
    TooMany(usize),
}

#[cfg(all(loom, test))]
mod model;

const _: () = {
    const fn send_sync<T: Send + Sync>() {}
    send_sync::<Recorder>();
    send_sync::<SeriesHandle>();
};
