//! From names to numbers.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::ops::Bound;

use cupola_base::{Datum, Dimension};

use crate::dimensions::{DimensionsError, Order};
use crate::metric::Metric;
use crate::name::{MetricName, Namespace};

/// Names a metric in memory; never leaves the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct MetricId(u32);

impl MetricId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }

    pub(super) fn of(index: usize) -> Self {
        Self(u32::try_from(index).expect("metrics are bounded far below 2^32"))
    }
}

/// A datum's metric: known, or new with names that were checked.
#[derive(Debug)]
pub(crate) enum Resolved {
    Known(MetricId),
    New(Metric),
}

/// Which metric has which id.
///
/// The map is keyed by a hash of the identity with fixed keys, which is never observable;
/// identities that share one are chained.
#[derive(Clone, Debug, Default)]
pub(super) struct Identities {
    first: HashMap<u64, MetricId, BuildHasherDefault<Same>>,
    entries: Vec<Option<Entry>>,
    free: Vec<MetricId>,
    ordered: BTreeMap<Metric, MetricId>,
}

#[derive(Clone, Debug)]
struct Entry {
    metric: Metric,
    next: Option<MetricId>,
}

impl Identities {
    pub(super) fn resolve(&self, datum: &Datum) -> Result<Resolved, DimensionsError> {
        let order = Order::of(&datum.dimensions)?;
        let hash = hash(&datum.namespace, &datum.name, order.of_slice(&datum.dimensions));
        let is_it = |metric: &Metric| {
            *metric.namespace.as_str() == *datum.namespace
                && *metric.name.as_str() == *datum.name
                && metric.dimensions.iter().eq(order.of_slice(&datum.dimensions))
        };
        match self.find_where(hash, is_it) {
            Some(id) => Ok(Resolved::Known(id)),
            None => new_metric(datum).map(Resolved::New),
        }
    }

    pub(super) fn find(&self, metric: &Metric) -> Option<MetricId> {
        self.find_where(hash_of(metric), |have| have == metric)
    }

    pub(super) fn intern(&mut self, metric: Metric) -> MetricId {
        self.find(&metric).unwrap_or_else(|| self.insert(metric))
    }

    pub(super) fn after(&self, after: Option<&Metric>) -> impl Iterator<Item = (&Metric, MetricId)> {
        let lower = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.ordered.range((lower, Bound::Unbounded)).map(|(metric, id)| (metric, *id))
    }

    pub(super) fn retain(&mut self, keep: impl Fn(MetricId) -> bool) {
        let gone: Vec<Metric> =
            self.ordered.iter().filter(|(_, id)| !keep(**id)).map(|(metric, _)| metric.clone()).collect();
        gone.iter().for_each(|metric| self.remove(metric));
    }

    fn find_where(&self, hash: u64, is_it: impl Fn(&Metric) -> bool) -> Option<MetricId> {
        let mut next = self.first.get(&hash).copied();
        while let Some(id) = next {
            let entry = self.entry(id)?;
            if is_it(&entry.metric) {
                return Some(id);
            }
            next = entry.next;
        }
        None
    }

    fn entry(&self, id: MetricId) -> Option<&Entry> {
        self.entries.get(id.index()).and_then(Option::as_ref)
    }

    fn insert(&mut self, metric: Metric) -> MetricId {
        let id = self.free.pop().unwrap_or_else(|| {
            self.entries.push(None);
            MetricId::of(self.entries.len() - 1)
        });
        let next = self.first.insert(hash_of(&metric), id);
        self.ordered.insert(metric.clone(), id);
        self.entries[id.index()] = Some(Entry { metric, next });
        id
    }

    fn remove(&mut self, metric: &Metric) {
        let Some(id) = self.ordered.remove(metric) else { return };
        let Some(entry) = self.entries[id.index()].take() else { return };
        self.unchain(hash_of(metric), id, entry.next);
        self.free.push(id);
    }

    fn unchain(&mut self, hash: u64, id: MetricId, next: Option<MetricId>) {
        if self.first.get(&hash) == Some(&id) {
            match next {
                Some(next) => self.first.insert(hash, next),
                None => self.first.remove(&hash),
            };
            return;
        }
        let before = self.entries.iter_mut().flatten().find(|entry| entry.next == Some(id));
        if let Some(before) = before {
            before.next = next;
        }
    }
}

fn new_metric(datum: &Datum) -> Result<Metric, DimensionsError> {
    let namespace = Namespace::new(datum.namespace.clone())?;
    let name = MetricName::new(datum.name.clone())?;
    let metric = Metric { namespace, name, dimensions: Default::default() };
    metric.with_dimensions(datum.dimensions.iter().cloned())
}

fn hash_of(metric: &Metric) -> u64 {
    hash(metric.namespace.as_str(), metric.name.as_str(), metric.dimensions.iter())
}

fn hash<'a>(namespace: &str, name: &str, dimensions: impl Iterator<Item = &'a Dimension>) -> u64 {
    let mut hasher = DefaultHasher::new();
    namespace.hash(&mut hasher);
    name.hash(&mut hasher);
    dimensions.for_each(|dimension| dimension.hash(&mut hasher));
    hasher.finish()
}

/// A hasher for keys that are hashes.
#[derive(Clone, Copy, Debug, Default)]
struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
