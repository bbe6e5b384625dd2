//! From names to numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::ops::Bound;

use cupola_base::{Datum, Dimension};
use hashbrown::{DefaultHashBuilder, HashTable};

use super::recent::Recent;
use super::words::Words;
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
/// The table is keyed by a hash with keys that differ from process to process; neither they nor its
/// order are ever observable.
#[derive(Clone, Debug, Default)]
pub(super) struct Identities {
    known: HashTable<MetricId>,
    keys: DefaultHashBuilder,
    metrics: Vec<Option<Metric>>,
    free: Vec<MetricId>,
    ordered: BTreeMap<Metric, MetricId>,
    recent: Recent,
    words: Words,
}

impl Identities {
    /// Names that are known were checked when they came in first.
    pub(super) fn resolve(&mut self, datum: &Datum) -> Result<Resolved, DimensionsError> {
        match self.recall(datum) {
            Some(id) => Ok(Resolved::Known(id)),
            None => self.resolve_text(datum),
        }
    }

    /// The metric whose names are the very texts of the datum, when they were met lately.
    #[inline]
    pub(super) fn recall(&self, datum: &Datum) -> Option<MetricId> {
        self.recent.find(datum)
    }

    fn resolve_text(&mut self, datum: &Datum) -> Result<Resolved, DimensionsError> {
        let hash = hash(&self.keys, &datum.namespace, &datum.name, datum.dimensions.iter());
        match self.known.find(hash, |id| self.metric(*id).is_some_and(|metric| is(metric, datum))) {
            Some(id) => {
                self.recent.hold(datum, *id);
                Ok(Resolved::Known(*id))
            }
            None => new_metric(datum).map(Resolved::New),
        }
    }

    pub(super) fn find(&self, metric: &Metric) -> Option<MetricId> {
        self.known.find(hash_of(&self.keys, metric), |id| self.metric(*id) == Some(metric)).copied()
    }

    /// The same metric, as it is kept here.
    pub(super) fn kept(&self, metric: &Metric) -> Option<&Metric> {
        self.metric(self.find(metric)?)
    }

    pub(super) fn intern(&mut self, metric: Metric) -> MetricId {
        self.find(&metric).unwrap_or_else(|| self.insert(metric))
    }

    pub(super) fn after(&self, after: Option<&Metric>) -> impl Iterator<Item = (&Metric, MetricId)> {
        let lower = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.ordered.range((lower, Bound::Unbounded)).map(|(metric, id)| (metric, *id))
    }

    /// Makes ready for [`with`](Self::with).
    pub(super) fn prepare(&mut self) {
        self.words.prepare(self.ordered.iter().map(|(metric, id)| (metric, *id)));
    }

    /// In order, all that have each of the texts as one of their parts, and perhaps others; and how many.
    pub(super) fn with(&self, texts: &BTreeSet<&str>) -> (impl Iterator<Item = (&Metric, MetricId)>, usize) {
        let few = self.words.shortest(texts.iter().copied());
        // Where they are not few, to walk over all in order is quicker than to sort them.
        let few = few.filter(|ids| ids.len() <= self.ordered.len() / FEW);
        let all = few.is_none().then(|| self.after(None));
        let metric = |id: &MetricId| self.metric(*id).map(|metric| (metric, *id));
        let mut few: Vec<(&Metric, MetricId)> = few.into_iter().flatten().filter_map(metric).collect();
        few.sort_unstable();
        few.dedup();
        let len = if all.is_some() { self.ordered.len() } else { few.len() };
        (few.into_iter().chain(all.into_iter().flatten()), len)
    }

    pub(super) fn retain(&mut self, keep: impl Fn(MetricId) -> bool) {
        let gone: Vec<Metric> =
            self.ordered.iter().filter(|(_, id)| !keep(**id)).map(|(metric, _)| metric.clone()).collect();
        gone.iter().for_each(|metric| self.remove(metric));
    }

    /// Bytes of memory that one identity takes.
    pub(super) fn room(&self, id: MetricId) -> usize {
        self.metric(id).map_or(0, room)
    }

    fn metric(&self, id: MetricId) -> Option<&Metric> {
        self.metrics.get(id.index()).and_then(Option::as_ref)
    }

    fn insert(&mut self, metric: Metric) -> MetricId {
        let id = self.free.pop().unwrap_or_else(|| {
            self.metrics.push(None);
            MetricId::of(self.metrics.len() - 1)
        });
        let (keys, hash) = (&self.keys, hash_of(&self.keys, &metric));
        self.words.add(&metric, id);
        self.ordered.insert(metric.clone(), id);
        self.metrics[id.index()] = Some(metric);
        let again = |id: &MetricId| self.metrics[id.index()].as_ref().map_or(0, |metric| hash_of(keys, metric));
        self.known.insert_unique(hash, id, again);
        id
    }

    fn remove(&mut self, metric: &Metric) {
        let Some(id) = self.ordered.remove(metric) else { return };
        if let Ok(known) = self.known.find_entry(hash_of(&self.keys, metric), |known| *known == id) {
            known.remove();
        }
        self.metrics[id.index()] = None;
        self.recent.clear();
        self.words.forget();
        self.free.push(id);
    }
}

/// Names that are the same text in memory, as those of a datum that is used again, are not compared.
fn is(metric: &Metric, datum: &Datum) -> bool {
    let same = |one: &str, other: &str| std::ptr::eq(one, other) || one == other;
    same(metric.name.as_str(), &datum.name)
        && same(metric.namespace.as_str(), &datum.namespace)
        && metric.dimensions.is(&datum.dimensions)
}

/// One in how many metrics are few.
const FEW: usize = 8;

/// The texts, and what stands around them in the lists above.
fn room(metric: &Metric) -> usize {
    let around = 2 * size_of::<Metric>() + 3 * size_of::<MetricId>() + TEXT * 3;
    let one = |dimension: &Dimension| dimension.name.len() + dimension.value.len() + size_of::<Dimension>() + 2 * TEXT;
    let dimensions: usize = metric.dimensions.iter().map(one).sum();
    metric.namespace.as_str().len() + metric.name.as_str().len() + dimensions + around
}

/// What a shared text takes beside its letters.
const TEXT: usize = 16;

fn new_metric(datum: &Datum) -> Result<Metric, DimensionsError> {
    Order::of(&datum.dimensions)?;
    let namespace = Namespace::new(datum.namespace.clone())?;
    let name = MetricName::new(datum.name.clone())?;
    let metric = Metric { namespace, name, dimensions: Default::default() };
    metric.with_dimensions(datum.dimensions.iter().cloned())
}

fn hash_of(keys: &DefaultHashBuilder, metric: &Metric) -> u64 {
    hash(keys, metric.namespace.as_str(), metric.name.as_str(), metric.dimensions.iter())
}

/// The same in whatever order the dimensions come.
fn hash<'a>(
    keys: &DefaultHashBuilder,
    namespace: &str,
    name: &str,
    dimensions: impl Iterator<Item = &'a Dimension>,
) -> u64 {
    let one = |dimension: &Dimension| keys.hash_one((&*dimension.name, &*dimension.value));
    dimensions.fold(keys.hash_one((namespace, name)), |sum, dimension| sum.wrapping_add(one(dimension)))
}
