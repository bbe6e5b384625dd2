//! All meters of a recorder.

use std::collections::BTreeMap;
use std::sync::Arc;

use cupola_base::Sample;

use super::cells::{CounterCell, GaugeCell, HistogramCell};
use super::identity::Identity;

/// Meters by what they measure: at most so many.
#[derive(Debug)]
pub(super) struct Meters {
    counters: BTreeMap<Identity, Arc<CounterCell>>,
    gauges: BTreeMap<Identity, Arc<GaugeCell>>,
    histograms: BTreeMap<Identity, Arc<HistogramCell>>,
    most: usize,
    /// How often one more was asked for.
    refused: u64,
}

impl Meters {
    pub(super) fn new(most: usize) -> Self {
        Self { counters: BTreeMap::new(), gauges: BTreeMap::new(), histograms: BTreeMap::new(), most, refused: 0 }
    }

    pub(super) const fn set_most(&mut self, most: usize) {
        self.most = most;
    }

    pub(super) const fn refused(&self) -> u64 {
        self.refused
    }

    pub(super) fn counter(&mut self, metric: Identity) -> Option<Arc<CounterCell>> {
        let room = self.room();
        self.counted(|meters| registered(&mut meters.counters, metric, room, |_| CounterCell::default()))
    }

    pub(super) fn gauge(&mut self, metric: Identity) -> Option<Arc<GaugeCell>> {
        let room = self.room();
        self.counted(|meters| registered(&mut meters.gauges, metric, room, |_| GaugeCell::default()))
    }

    pub(super) fn histogram(
        &mut self,
        metric: Identity,
        new: impl FnOnce(&Identity) -> HistogramCell,
    ) -> Option<Arc<HistogramCell>> {
        let room = self.room();
        self.counted(|meters| registered(&mut meters.histograms, metric, room, new))
    }

    /// Takes what was measured since the last time, and forgets what stands still and nobody holds: it begins anew when
    /// it is asked for again. A gauge has a value still, and a counter that is told whole numbers goes on from its last.
    pub(super) fn take(&mut self, mut send: impl FnMut(&Identity, Sample)) {
        self.counters.retain(|metric, cell| {
            let sample = cell.take();
            let stays = sample.is_some() || cell.is_absolute() || is_held(cell);
            sample.into_iter().for_each(|sample| send(metric, sample));
            stays
        });
        for (metric, cell) in &self.gauges {
            cell.value().into_iter().for_each(|sample| send(metric, sample));
        }
        self.histograms.retain(|metric, cell| {
            let sample = cell.take();
            let stays = sample.is_some() || is_held(cell);
            sample.into_iter().for_each(|sample| send(metric, sample));
            stays
        });
    }

    fn room(&self) -> usize {
        let len = self.counters.len() + self.gauges.len() + self.histograms.len();
        self.most.saturating_sub(len)
    }

    fn counted<T>(&mut self, register: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let registered = register(self);
        self.refused += u64::from(registered.is_none());
        registered
    }
}

/// The meter that is there, or a new one where there is room.
fn registered<C>(
    meters: &mut BTreeMap<Identity, Arc<C>>,
    metric: Identity,
    room: usize,
    new: impl FnOnce(&Identity) -> C,
) -> Option<Arc<C>> {
    if room == 0 {
        return meters.get(&metric).map(Arc::clone);
    }
    Some(Arc::clone(meters.entry(metric).or_insert_with_key(|metric| Arc::new(new(metric)))))
}

/// Whether anybody has a handle. Nobody comes to one in the meantime: handles are given out under the same lock.
fn is_held<C>(cell: &Arc<C>) -> bool {
    Arc::strong_count(cell) > 1
}
