//! The slots that series stand on.

use cupola_base::Timestamp;

use crate::period::Period;
use crate::store::Grid;

/// Slots of equal length, counted from a start.
///
/// ```
/// use cupola_metrics::math::Axis;
/// use cupola_metrics::{Period, Timestamp};
///
/// let start = Timestamp::parse("2026-05-04T10:00:00Z")?;
/// let axis = Axis::new(start, start.plus_secs(150), Period::MINUTE);
/// assert_eq!((axis.len(), axis.at(2)), (3, start.plus_secs(120)));
/// # Ok::<(), cupola_metrics::TimestampError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Axis {
    start: i64,
    step: i64,
    len: u64,
}

impl Axis {
    /// Slots of a period from `start`, as many as begin before `end`.
    #[must_use]
    pub const fn new(start: Timestamp, end: Timestamp, period: Period) -> Self {
        Self::of(Grid::spanning(start, end, period))
    }

    pub(crate) const fn of(grid: Grid) -> Self {
        let len = if grid.len < 0 { 0 } else { grid.len.unsigned_abs() };
        Self { start: grid.start, step: grid.step, len }
    }

    /// How many slots there are.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.len
    }

    /// Whether there is no slot.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Where a slot begins.
    #[must_use]
    pub const fn at(&self, slot: u64) -> Timestamp {
        let slot = if slot > i64::MAX as u64 { i64::MAX } else { slot.cast_signed() };
        Timestamp::from_millis(self.start.saturating_add(self.step.saturating_mul(slot)))
    }

    /// Where the first slot begins.
    #[must_use]
    pub const fn start(&self) -> Timestamp {
        Timestamp::from_millis(self.start)
    }

    /// The slot that holds an instant.
    #[must_use]
    pub fn slot(&self, at: Timestamp) -> Option<u64> {
        let offset = u64::try_from(at.as_millis().checked_sub(self.start)?).ok()?;
        Some(offset / self.step.unsigned_abs().max(1)).filter(|slot| *slot < self.len)
    }

    /// The slot of this axis that begins with the first of another.
    pub(super) const fn offset_of(&self, other: &Self) -> u64 {
        other.start.saturating_sub(self.start).unsigned_abs() / self.step.unsigned_abs()
    }

    /// How many slots of this axis one of another is long.
    pub(super) const fn stride_of(&self, other: &Self) -> u64 {
        other.step.unsigned_abs() / self.step.unsigned_abs()
    }

    /// The coarsest axis on which each slot of both begins with a slot.
    #[must_use]
    pub(super) fn joined(self, other: Self) -> Self {
        if self == other || other.is_empty() {
            return self;
        }
        if self.is_empty() {
            return other;
        }
        let start = self.start.min(other.start);
        let apart = self.start.saturating_sub(other.start);
        let step = common_divisor(common_divisor(self.step, other.step), apart).max(1);
        let end = self.end().max(other.end());
        let len = end.saturating_sub(start).unsigned_abs().div_ceil(step.unsigned_abs());
        Self { start, step, len }
    }

    /// The one of the two that has shorter slots.
    #[must_use]
    pub(super) const fn finer(self, other: Self) -> Self {
        if other.step < self.step { other } else { self }
    }

    /// How many slots data with the slots of `own` have over the range of this axis.
    pub(super) const fn slots_of(&self, own: &Self) -> u64 {
        if self.step == own.step { self.len } else { own.len }
    }

    const fn end(&self) -> i64 {
        self.at(self.len).as_millis()
    }
}

const fn common_divisor(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(start: i64, step: i64, len: u64) -> Axis {
        Axis { start, step, len }
    }

    #[test]
    fn a_joined_axis_begins_a_slot_wherever_one_of_the_two_does() {
        for (a, b, joined) in [
            (axis(0, 60, 3), axis(0, 300, 1), axis(0, 60, 5)),
            (axis(40, 10, 2), axis(0, 60, 1), axis(0, 10, 6)),
            (axis(0, 60, 3), axis(0, 60, 3), axis(0, 60, 3)),
            (axis(0, 60, 0), axis(7, 60, 3), axis(7, 60, 3)),
        ] {
            assert_eq!((a.joined(b), b.joined(a)), (joined, joined));
        }
        assert_eq!(axis(0, 10, 6).offset_of(&axis(40, 20, 2)), 4);
        assert_eq!(axis(0, 10, 6).stride_of(&axis(40, 20, 2)), 2);
    }
}
