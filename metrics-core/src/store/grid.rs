//! Slots of equal length.

use cupola_base::Timestamp;

use crate::period::Period;
use crate::summary::Summary;

/// `len` slots of `step` milliseconds from `start`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grid {
    pub(crate) start: i64,
    pub(crate) step: i64,
    pub(crate) len: i64,
}

impl Grid {
    /// Slots from `start`, as many as begin before `end`.
    pub(crate) const fn spanning(start: Timestamp, end: Timestamp, period: Period) -> Self {
        let (start, step) = (start.as_millis(), period.millis());
        let span = end.as_millis().saturating_sub(start);
        let len = if span <= 0 { 0 } else { (span - 1) / step + 1 };
        Self { start, step, len }
    }

    /// `len` slots, the newest of which ends at `end`.
    pub(crate) fn ending(end: Timestamp, period: Period, len: u32) -> Self {
        let (step, len) = (period.millis(), i64::from(len));
        Self { start: end.as_millis().saturating_sub(step.saturating_mul(len)), step, len }
    }

    pub(crate) const fn end(&self) -> i64 {
        self.start.saturating_add(self.step.saturating_mul(self.len))
    }

    pub(super) const fn slots(self) -> Slots {
        Slots { grid: self, filled: Vec::new() }
    }
}

/// Slots being filled, oldest first.
pub(super) struct Slots {
    grid: Grid,
    filled: Vec<(i64, Summary)>,
}

impl Slots {
    /// Adds a bucket that begins at or after all that were added before.
    pub(super) fn add(&mut self, at: i64, summary: &Summary) {
        let slot = at - (at - self.grid.start).rem_euclid(self.grid.step);
        match self.filled.last_mut() {
            Some((last, have)) if *last == slot => have.merge(summary),
            _ => self.filled.push((slot, *summary)),
        }
    }

    pub(super) fn done(self) -> Vec<(i64, Summary)> {
        self.filled
    }
}
