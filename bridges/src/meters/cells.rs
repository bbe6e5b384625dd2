//! What meters hold between two flushes.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use cupola_base::Sample;
use metrics::{CounterFn, GaugeFn, HistogramFn};
use parking_lot::Mutex;

/// Counts up.
#[derive(Debug, Default)]
pub(super) struct CounterCell {
    value: AtomicU64,
    flushed: AtomicU64,
    is_absolute: AtomicBool,
}

impl CounterCell {
    /// What was counted since the last taking; `None` for nothing. Taken by one thread at a time.
    #[expect(clippy::cast_precision_loss, reason = "counts beyond 2^53 between two flushes are rounded")]
    pub(super) fn take(&self) -> Option<Sample> {
        let value = self.value.load(Ordering::Acquire);
        let since = value.wrapping_sub(self.flushed.swap(value, Ordering::AcqRel));
        (since > 0).then_some(Sample::Value(since as f64))
    }

    /// Whether what it counts goes on from what it has counted.
    pub(super) fn is_absolute(&self) -> bool {
        self.is_absolute.load(Ordering::Acquire)
    }
}

impl CounterFn for CounterCell {
    fn increment(&self, value: u64) {
        self.value.fetch_add(value, Ordering::AcqRel);
    }

    fn absolute(&self, value: u64) {
        self.is_absolute.store(true, Ordering::Release);
        self.value.fetch_max(value, Ordering::AcqRel);
    }
}

/// Goes up and down.
#[derive(Debug)]
pub(super) struct GaugeCell(AtomicU64);

/// No gauge is set to this number that is none: its bits are its own.
const UNSET: u64 = u64::MAX;

impl Default for GaugeCell {
    fn default() -> Self {
        Self(AtomicU64::new(UNSET))
    }
}

impl GaugeCell {
    /// What it was set to last; `None` when it never was.
    pub(super) fn value(&self) -> Option<Sample> {
        let bits = self.0.load(Ordering::Acquire);
        (bits != UNSET).then(|| Sample::Value(f64::from_bits(bits)))
    }

    fn add(&self, change: f64) {
        let changed = |bits| {
            let before = if bits == UNSET { 0.0 } else { f64::from_bits(bits) };
            Some((before + change).to_bits())
        };
        // The change always gives a number to put in.
        let _ = self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, changed);
    }
}

impl GaugeFn for GaugeCell {
    fn increment(&self, value: f64) {
        self.add(value);
    }

    fn decrement(&self, value: f64) {
        self.add(-value);
    }

    fn set(&self, value: f64) {
        self.0.store(value.to_bits(), Ordering::Release);
    }
}

/// Values with how often each came, by their bits.
pub(super) struct HistogramCell {
    counts: Mutex<BTreeMap<u64, u64>>,
    full: Box<dyn Fn(Sample) + Send + Sync>,
}

impl HistogramCell {
    /// The most distinct values of one datum.
    const MOST: usize = 150;

    /// Hands values to `full` when as many are together as one datum may have.
    pub(super) fn new(full: impl Fn(Sample) + Send + Sync + 'static) -> Self {
        Self { counts: Mutex::default(), full: Box::new(full) }
    }

    /// What is there, if anything is.
    pub(super) fn take(&self) -> Option<Sample> {
        let counts = std::mem::take(&mut *self.counts.lock());
        (!counts.is_empty()).then(|| sample(counts))
    }

    fn add(&self, value: f64, times: u64) {
        let full = self.count(value, times);
        // Whoever takes it may measure, too: nothing is locked.
        full.into_iter().for_each(|counts| (self.full)(sample(counts)));
    }

    /// Counts a value, and takes out what is there when as many distinct ones are together as one datum may have.
    fn count(&self, value: f64, times: u64) -> Option<BTreeMap<u64, u64>> {
        let mut counts = self.counts.lock();
        let count = counts.entry(value.to_bits()).or_default();
        *count = count.saturating_add(times);
        (counts.len() >= Self::MOST).then(|| std::mem::take(&mut *counts))
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts beyond 2^53 between two flushes are rounded")]
fn sample(counts: BTreeMap<u64, u64>) -> Sample {
    Sample::Values(counts.into_iter().map(|(bits, count)| (f64::from_bits(bits), count as f64)).collect())
}

impl HistogramFn for HistogramCell {
    fn record(&self, value: f64) {
        self.add(value, 1);
    }

    fn record_many(&self, value: f64, times: usize) {
        if times > 0 {
            self.add(value, u64::try_from(times).unwrap_or(u64::MAX));
        }
    }
}

impl fmt::Debug for HistogramCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HistogramCell({} values)", self.counts.lock().len())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Weak};

    use super::*;

    #[test]
    fn who_takes_a_full_histogram_may_measure_with_it() {
        let taken = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&taken);
        let cell = Arc::new_cyclic(|cell: &Weak<HistogramCell>| {
            let cell = Weak::clone(cell);
            HistogramCell::new(move |_| {
                count.fetch_add(1, Ordering::Relaxed);
                cell.upgrade().iter().for_each(|cell| cell.record(-1.0));
            })
        });
        (0..150).for_each(|value| cell.record(f64::from(value)));
        assert_eq!(taken.load(Ordering::Relaxed), 1);
        assert_eq!(cell.take(), Some(Sample::Values(vec![(-1.0, 1.0)])));
    }

    #[test]
    fn counts_do_not_overflow() {
        let cell = HistogramCell::new(|_| ());
        cell.record_many(1.0, usize::MAX);
        cell.record_many(1.0, usize::MAX);
        assert_eq!(cell.take(), Some(Sample::Values(vec![(1.0, 2f64.powi(64))])));
    }
}
