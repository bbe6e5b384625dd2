//! Slots of equal length.

use cupola_base::Timestamp;

use super::rung::Seen;
use super::slot::{Detail, Slot};
use crate::period::Period;

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

    pub(super) const fn slots(self, detail: Detail) -> Slots {
        self.slots_in(detail, Vec::new())
    }

    /// Slots in room that was used before and is empty.
    pub(super) const fn slots_in(self, detail: Detail, filled: Vec<Slot>) -> Slots {
        Slots { grid: self, detail, filled, end: i64::MIN }
    }

    /// How many slots lie after the one that begins at an instant.
    pub(super) fn place_from_end(&self, start: i64) -> u32 {
        u32::try_from((self.end() - start) / self.step - 1).unwrap_or(u32::MAX)
    }
}

/// Slots being filled, oldest first.
pub(super) struct Slots {
    grid: Grid,
    detail: Detail,
    filled: Vec<Slot>,
    /// Where the last slot ends.
    end: i64,
}

impl Slots {
    /// Adds a bucket that begins at or after all that were added before.
    pub(super) fn add(&mut self, at: i64, seen: Seen<'_>) {
        match self.filled.last_mut() {
            Some(slot) if at < self.end => slot.add(seen, self.detail),
            _ => {
                let at = at - (at - self.grid.start).rem_euclid(self.grid.step);
                self.end = at.saturating_add(self.grid.step);
                self.filled.push(Slot::new(at, seen, self.detail));
            }
        }
    }

    /// Adds single samples that begin `step` after one another, from `at` on.
    pub(super) fn add_run(&mut self, mut at: i64, step: i64, mut values: &[f64]) {
        while let Some((first, rest)) = values.split_first() {
            self.add(at, Seen::One(*first));
            let more =
                usize::try_from(self.end.saturating_sub(1).saturating_sub(at) / step).unwrap_or(0).min(rest.len());
            let (here, later) = rest.split_at(more);
            self.filled.last_mut().expect("it was added to").add_run(here, self.detail);
            at = at.saturating_add(step.saturating_mul(i64::try_from(more + 1).unwrap_or(i64::MAX)));
            values = later;
        }
    }

    pub(super) fn done(self) -> Vec<Slot> {
        self.filled
    }
}
