//! `metrics`: counters, gauges and histograms as data.

mod cells;
mod described;
mod identity;
mod outlet;
mod unit;

use std::collections::BTreeMap;
use std::sync::Arc;

use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SetRecorderError, SharedString, Unit};
use parking_lot::Mutex;

use cells::{CounterCell, GaugeCell, HistogramCell};
use described::Described;
use identity::Identity;
use outlet::Outlet;

use crate::{Clock, Inbox};

/// A recorder of the crate `metrics` that makes what is measured data of one namespace.
///
/// Labels are dimensions, by name. A metric has 30 dimensions at most: labels beyond are left off, those whose names come
/// last, and series that differ in nothing else are one. What the service refuses (a value without a text, a number that is
/// not finite or beyond 2^360) is left out by the metric store and told when the inbox is poured.
///
/// - A counter is the sum of what was counted since the last [`flush`](Self::flush); one that stood still gives nothing.
/// - A gauge is what it was set to last, at each flush, from when it was first set.
/// - A histogram is values with how often each came: 150 distinct ones in a datum, sent when they are together, and the
///   rest at a flush. No value is lost or rounded.
///
/// Units are the service's where it has them: binary ones (`Kibibytes`) are its `Kilobytes` and so on, which is how
/// the service itself speaks of memory; nanoseconds have none. Values are never converted. A datum has the unit that is known
/// when it is sent. The service keeps no descriptions: [`description`](Self::description) does.
///
/// A series that was registered once is kept as long as the recorder: memory grows with the number of distinct labels, which
/// are better few. A gauge that nobody sets any more goes on with its last value.
///
/// A handle: clones are the same recorder.
///
/// ```
/// use cupola::Timestamp;
/// use cupola_bridges::{Clock, Inbox, MetricsRecorder};
///
/// let (now, inbox) = (Timestamp::parse("2026-05-04T06:00:00Z")?, Inbox::default());
/// let recorder = MetricsRecorder::new("Shop", Clock::new(move || now), inbox.clone());
/// metrics::with_local_recorder(&recorder, || {
///     let orders = metrics::counter!("orders", "region" => "north");
///     orders.increment(2);
///     orders.increment(3);
/// });
/// recorder.flush();
/// assert_eq!(inbox.len(), 1, "five orders are one datum");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct MetricsRecorder(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    outlet: Outlet,
    meters: Mutex<Meters>,
}

#[derive(Debug, Default)]
struct Meters {
    counters: BTreeMap<Identity, Arc<CounterCell>>,
    gauges: BTreeMap<Identity, Arc<GaugeCell>>,
    histograms: BTreeMap<Identity, Arc<HistogramCell>>,
}

impl MetricsRecorder {
    /// A recorder without meters.
    #[must_use]
    pub fn new(namespace: impl Into<Arc<str>>, clock: Clock, inbox: Inbox) -> Self {
        let outlet = Outlet { namespace: namespace.into(), described: Described::default(), clock, inbox };
        Self(Arc::new(Shared { outlet, meters: Mutex::default() }))
    }

    /// Makes it the program's recorder.
    ///
    /// # Errors
    /// `SetRecorderError` when the program has one.
    pub fn install(self) -> Result<(), SetRecorderError<Self>> {
        metrics::set_global_recorder(self)
    }

    /// Sends what was measured since the last flush, as of now: counters, gauges, then histograms, each by name and
    /// dimensions.
    pub fn flush(&self) {
        let (outlet, now) = (&self.0.outlet, self.0.outlet.clock.now());
        let meters = self.0.meters.lock();
        let counters = meters.counters.iter().map(|(metric, cell)| (metric, cell.take()));
        let gauges = meters.gauges.iter().map(|(metric, cell)| (metric, cell.value()));
        for (metric, sample) in counters.chain(gauges) {
            sample.into_iter().for_each(|sample| outlet.send(metric, now, sample));
        }
        for (metric, cell) in &meters.histograms {
            cell.take(|sample| outlet.send(metric, now, sample));
        }
    }

    /// What was said of a metric, if anything was.
    #[must_use]
    pub fn description(&self, metric: &str) -> Option<String> {
        self.0.outlet.described.words(metric)
    }
}

impl Recorder for MetricsRecorder {
    fn describe_counter(&self, metric: KeyName, unit: Option<Unit>, words: SharedString) {
        self.0.outlet.described.say(&metric, unit, &words);
    }

    fn describe_gauge(&self, metric: KeyName, unit: Option<Unit>, words: SharedString) {
        self.0.outlet.described.say(&metric, unit, &words);
    }

    fn describe_histogram(&self, metric: KeyName, unit: Option<Unit>, words: SharedString) {
        self.0.outlet.described.say(&metric, unit, &words);
    }

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        let mut meters = self.0.meters.lock();
        Counter::from_arc(Arc::clone(meters.counters.entry(Identity::of(key)).or_default()))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        let mut meters = self.0.meters.lock();
        Gauge::from_arc(Arc::clone(meters.gauges.entry(Identity::of(key)).or_default()))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        let (metric, mut meters) = (Identity::of(key), self.0.meters.lock());
        let cell = meters.histograms.entry(metric).or_insert_with_key(|metric| {
            let (metric, outlet) = (metric.clone(), self.0.outlet.clone());
            Arc::new(HistogramCell::new(move |sample| outlet.send(&metric, outlet.clock.now(), sample)))
        });
        Histogram::from_arc(Arc::clone(cell))
    }
}
