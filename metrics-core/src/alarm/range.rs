//! The windows that an alarm looks at.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::configuration::AlarmConfiguration;
use super::decision::Window;
use super::spans::Spans;

/// The windows of one evaluation, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Range {
    /// Where they lie.
    pub(crate) spans: Spans,
    /// What each shows.
    pub(crate) windows: Vec<Slot>,
}

/// One window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Slot {
    pub(crate) verdict: Window,
    pub(crate) point: Option<Point>,
}

/// The datapoint of a window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Point {
    pub(crate) value: f64,
    /// How many samples it stands for, where the alarm is on a single metric.
    pub(crate) sample_count: Option<f64>,
    /// The band that it is compared with: lower and upper edge.
    pub(crate) band: Option<(f64, f64)>,
}

impl Slot {
    pub(crate) const EMPTY: Self = Self { verdict: Window::Missing, point: None };

    /// What a datapoint shows to an alarm. Without the band that it needs it shows nothing.
    pub(crate) fn of(alarm: &AlarmConfiguration, point: Point) -> Self {
        let operator = alarm.comparison_operator;
        let breaching = match (alarm.threshold, point.band) {
            (Some(threshold), _) => operator.is_breaching(point.value, threshold),
            (None, Some((lower, upper))) => operator.is_outside(point.value, lower, upper),
            (None, None) => None,
        };
        match breaching {
            Some(true) => Self { verdict: Window::Breaching, point: Some(point) },
            Some(false) => Self { verdict: Window::NonBreaching, point: Some(point) },
            None => Self::EMPTY,
        }
    }
}

impl Range {
    /// Windows without data.
    pub(crate) fn empty(spans: Spans) -> Self {
        let windows = vec![Slot::EMPTY; spans.len()];
        Self { spans, windows }
    }

    /// Puts a datapoint into the window that begins at `start`, if there is one.
    pub(crate) fn set(&mut self, alarm: &AlarmConfiguration, start: Timestamp, point: Point) {
        let place = self.spans.place(start);
        if let Some(slot) = place.and_then(|place| self.windows.get_mut(place)) {
            *slot = Slot::of(alarm, point);
        }
    }

    /// Where the newest window ends.
    pub(crate) const fn end(&self) -> Timestamp {
        self.spans.end
    }

    /// Where the window at an index begins; index 0 is the newest.
    pub(crate) fn start_of(&self, index: usize) -> Timestamp {
        self.spans.start_of(index)
    }

    /// What each window shows, newest first.
    pub(crate) fn verdicts(&self) -> Vec<Window> {
        self.windows.iter().map(|slot| slot.verdict).collect()
    }

    /// Whether no window has a datapoint.
    pub(crate) fn is_empty(&self) -> bool {
        self.windows.iter().all(|slot| slot.point.is_none())
    }

    /// Indices of the newest `most` windows with data, newest first.
    pub(crate) fn real(&self, most: usize) -> impl Iterator<Item = usize> {
        let real = self.windows.iter().enumerate().filter(|(_, slot)| slot.point.is_some());
        real.map(|(index, _)| index).take(most)
    }
}
