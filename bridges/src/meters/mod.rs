//! `metrics`: counters, gauges and histograms as data.

mod cells;
mod described;
mod identity;
mod outlet;
mod series;
mod unit;

use std::sync::Arc;

use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SetRecorderError, SharedString, Unit};
use parking_lot::Mutex;

use cells::HistogramCell;
use described::Described;
use identity::Identity;
use outlet::Outlet;
use series::Meters;

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
/// Memory is bounded by the number of series: 10,000 by default ([`with_most_series`](Self::with_most_series)). Past it a new
/// one measures nothing, and is [counted](Self::refused_series). At a flush, counters and histograms are forgotten that stood
/// still since the last one and of which nobody holds a handle. A gauge that nobody sets any more goes on with its last value,
/// and a counter that was told whole numbers (`absolute`) is kept, for it goes on from the last.
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

impl MetricsRecorder {
    /// How many series there are at most, unless it is told otherwise.
    pub const MOST_SERIES: usize = 10_000;

    /// A recorder without meters.
    #[must_use]
    pub fn new(namespace: impl Into<Arc<str>>, clock: Clock, inbox: Inbox) -> Self {
        let outlet = Outlet { namespace: namespace.into(), described: Described::default(), clock, inbox };
        Self(Arc::new(Shared { outlet, meters: Mutex::new(Meters::new(Self::MOST_SERIES)) }))
    }

    /// Sets how many series there are at most; those that there are stay.
    #[must_use]
    pub fn with_most_series(self, most: usize) -> Self {
        self.0.meters.lock().set_most(most);
        self
    }

    /// How often a new series was asked for when there were as many as there may be.
    #[must_use]
    pub fn refused_series(&self) -> u64 {
        self.0.meters.lock().refused()
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
        self.0.meters.lock().take(|metric, sample| outlet.send(metric, now, sample));
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
        let cell = self.0.meters.lock().counter(Identity::of(key));
        cell.map_or_else(Counter::noop, Counter::from_arc)
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        let cell = self.0.meters.lock().gauge(Identity::of(key));
        cell.map_or_else(Gauge::noop, Gauge::from_arc)
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        let cell = self.0.meters.lock().histogram(Identity::of(key), |metric| {
            let (metric, outlet) = (metric.clone(), self.0.outlet.clone());
            HistogramCell::new(move |sample| outlet.send(&metric, outlet.clock.now(), sample))
        });
        cell.map_or_else(Histogram::noop, Histogram::from_arc)
    }
}
