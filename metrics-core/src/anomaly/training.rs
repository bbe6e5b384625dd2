//! Training, and what comes of it.

use std::fmt;

use cupola_base::schedule::Zone;
use cupola_base::{Timestamp, Unit};

use super::detector::{AnomalyDetector, AnomalyDetectorState};
use super::model::{BandModel, Expected, TrainedBand, Training};
use crate::period::Period;
use crate::store::Grid;

const HOUR: i64 = 3_600_000;
/// What is learned from.
const TWO_WEEKS: i64 = 14 * 24 * HOUR;
/// From this on there is a band.
const FIRST_MODEL: i64 = 3 * HOUR;

/// The last full hour: where training ends.
pub(super) fn hour(now: Timestamp) -> Timestamp {
    now.floor_to(HOUR)
}

/// The slots that are learned from, the newest of which ends at the full hour.
pub(super) fn slots(hour: Timestamp, period: Period) -> Grid {
    let count = (TWO_WEEKS / period.millis()).max(1);
    Grid::ending(hour, period, u32::try_from(count).unwrap_or(u32::MAX))
}

/// Data as they are fetched, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fetched {
    pub(super) points: Vec<(Timestamp, f64)>,
    pub(super) period: Option<Period>,
    pub(super) unit: Option<Unit>,
}

/// A model that was trained, and what bands of it keep to.
#[derive(Debug)]
pub(crate) struct Trained {
    pub(super) state: AnomalyDetectorState,
    pub(super) hour: Timestamp,
    pub(super) zone: Zone,
    pub(super) points: usize,
    /// Where the oldest point begins and where the newest one ends.
    pub(super) span: Option<(Timestamp, Timestamp)>,
    pub(super) limits: NaturalLimits,
    model: Option<Box<dyn TrainedBand>>,
}

impl Trained {
    /// Trains on what is fetched, under the settings of a detector.
    pub(super) fn new(
        model: &dyn BandModel,
        hour: Timestamp,
        fetched: Fetched,
        detector: Option<&AnomalyDetector>,
    ) -> Self {
        let period = fetched.period.unwrap_or(Period::MINUTE);
        let mut points = fetched.points;
        points.retain(|(at, value)| {
            value.is_finite() && detector.is_none_or(|detector| detector.admits(*at, period.millis()))
        });
        let span = points.first().zip(points.last()).map(|((a, _), (b, _))| (*a, b.plus_millis(period.millis())));
        let state = state(span);
        let zone = detector.and_then(|detector| detector.zone).unwrap_or_default();
        let limits = NaturalLimits::of(&points, fetched.unit);
        let spikes = detector.and_then(|detector| detector.periodic_spikes).unwrap_or(false);
        let training = Training::new(&points, period, hour).in_zone(zone).with_periodic_spikes(spikes);
        let model = (state != AnomalyDetectorState::PendingTraining).then(|| model.train(&training));
        Self { state, hour, zone, points: points.len(), span, limits, model }
    }

    /// What is expected of the slot that begins at an instant; `None` while there is no model.
    pub(super) fn expected(&self, at: Timestamp) -> Option<Expected> {
        self.model.as_ref().map(|model| model.expected(at))
    }

    /// The lower and the upper edge of the band, so many deviations from the middle.
    pub(crate) fn band(&self, at: Timestamp, deviations: f64) -> Option<(f64, f64)> {
        let (lower, upper) = edges(&self.expected(at)?, deviations)?;
        Some((self.limits.keep(lower), self.limits.keep(upper)))
    }
}

/// The edges before limits; `None` when they are no numbers.
pub(super) fn edges(expected: &Expected, deviations: f64) -> Option<(f64, f64)> {
    let reach = deviations * expected.spread;
    let (lower, upper) = (expected.middle() - reach, expected.middle() + reach);
    (lower.is_finite() && upper.is_finite()).then_some((lower, upper))
}

fn state(span: Option<(Timestamp, Timestamp)>) -> AnomalyDetectorState {
    match span.map_or(0, |(oldest, newest)| newest.millis_since(oldest)) {
        span if span < FIRST_MODEL => AnomalyDetectorState::PendingTraining,
        span if span <= TWO_WEEKS - HOUR => AnomalyDetectorState::TrainedInsufficientData,
        _ => AnomalyDetectorState::Trained,
    }
}

/// What a metric cannot leave by its nature, as far as its data tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct NaturalLimits {
    pub(super) least: f64,
    pub(super) most: f64,
}

impl NaturalLimits {
    /// 0 to 100 for percentages, as long as all values lie there; from 0 on when no value is negative.
    fn of(points: &[(Timestamp, f64)], unit: Option<Unit>) -> Self {
        let all = |is_fine: fn(f64) -> bool| points.iter().all(|(_, value)| is_fine(*value));
        if unit == Some(Unit::Percent) && all(|value| (0.0..=100.0).contains(&value)) {
            Self { least: 0.0, most: 100.0 }
        } else if all(|value| value >= 0.0) {
            Self { least: 0.0, most: f64::INFINITY }
        } else {
            Self { least: f64::NEG_INFINITY, most: f64::INFINITY }
        }
    }

    pub(super) fn keep(self, value: f64) -> f64 {
        value.clamp(self.least, self.most)
    }
}

impl fmt::Display for NaturalLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least.is_finite(), self.most.is_finite()) {
            (_, true) => write!(f, "{} to {}", self.least, self.most),
            (true, false) => write!(f, "{} and more", self.least),
            (false, false) => f.write_str("any value"),
        }
    }
}
