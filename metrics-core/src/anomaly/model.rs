//! What a model of a metric is given, and what it answers.

use std::fmt;

use cupola_base::Timestamp;
use cupola_base::schedule::Zone;

use super::season::Season;
use crate::period::Period;

/// Learns from the data of two weeks what to expect of a metric.
///
/// [`SeasonalRobust`](super::SeasonalRobust) is ours. Another one is set with
/// [`Engine::with_band_model`](crate::Engine::with_band_model). What it answers must depend on nothing but what
/// it is given: an engine keeps trained models, and trains anew as it likes. Exclusion of data, the states of
/// detectors, the width of bands and the limits that values cannot leave are not the model's concern.
///
/// ```
/// use cupola_metrics::{BandModel, Engine, Expected, Place, Timestamp, TrainedBand, Training};
///
/// #[derive(Debug)]
/// struct LastValue;
/// #[derive(Debug)]
/// struct Constant(f64);
///
/// impl BandModel for LastValue {
///     fn train(&self, training: &Training<'_>) -> Box<dyn TrainedBand> {
///         Box::new(Constant(training.points.last().map_or(0.0, |(_, value)| *value)))
///     }
/// }
/// impl TrainedBand for Constant {
///     fn expected(&self, _: Timestamp) -> Expected {
///         Expected::new(self.0, 1.0)
///     }
/// }
///
/// let engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0).with_band_model(LastValue);
/// # drop(engine);
/// # Ok::<(), cupola_metrics::PlaceError>(())
/// ```
pub trait BandModel: fmt::Debug + Send + Sync {
    /// Learns from data.
    fn train(&self, training: &Training<'_>) -> Box<dyn TrainedBand>;
}

/// A model that has learned.
pub trait TrainedBand: fmt::Debug + Send + Sync {
    /// What is expected of the slot that begins at an instant, past or to come.
    fn expected(&self, at: Timestamp) -> Expected;
}

/// What a model learns from.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Training<'a> {
    /// Where each slot with data begins, and the value of the statistic: finite, oldest first, without those of
    /// excluded ranges.
    pub points: &'a [(Timestamp, f64)],
    /// The length of a slot: five minutes or more.
    pub period: Period,
    /// No slot ends later; a full hour.
    pub end: Timestamp,
    /// Whose days and hours count.
    pub zone: Zone,
    /// Whether the metric spikes regularly, and spikes are to be expected.
    pub periodic_spikes: bool,
}

impl<'a> Training<'a> {
    /// Points up to `end`, in UTC, without regular spikes.
    #[must_use]
    pub const fn new(points: &'a [(Timestamp, f64)], period: Period, end: Timestamp) -> Self {
        Self { points, period, end, zone: Zone::UTC, periodic_spikes: false }
    }

    /// Sets whose days and hours count.
    #[must_use]
    pub const fn in_zone(self, zone: Zone) -> Self {
        Self { zone, ..self }
    }

    /// Sets whether regular spikes are to be expected.
    #[must_use]
    pub const fn with_periodic_spikes(self, periodic_spikes: bool) -> Self {
        Self { periodic_spikes, ..self }
    }
}

/// What a model expects at an instant.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Expected {
    /// What the trend has added since the end of training; negative before it.
    pub trend: f64,
    /// The middle of what is expected, without the trend.
    pub centre: f64,
    /// The deviation that the data show.
    pub deviation: f64,
    /// The deviation that bands are made of: that of the data, or the least that is assumed.
    pub spread: f64,
    /// Which data were looked at.
    pub season: Season,
    /// How many points those were.
    pub pool: usize,
}

impl Expected {
    /// Something that follows no season and no trend.
    #[must_use]
    pub const fn new(centre: f64, spread: f64) -> Self {
        Self { trend: 0.0, centre, deviation: spread, spread, season: Season::None, pool: 0 }
    }

    /// The middle, with the trend.
    #[must_use]
    pub const fn middle(&self) -> f64 {
        self.trend + self.centre
    }
}
