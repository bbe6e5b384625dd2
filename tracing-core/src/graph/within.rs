//! Which segments count.

use cupola_base::Timestamp;

/// A range of time: the start is in it, the end is not.
///
/// ```
/// use cupola_traces::{Timestamp, Within};
///
/// let minute = Within::new(Timestamp::from_secs(60), Timestamp::from_secs(120));
/// assert!(minute.overlaps(10.0, Some(60.5)) && minute.overlaps(119.0, None));
/// assert!(!minute.overlaps(120.0, None) && !minute.overlaps(10.0, Some(59.9)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Within {
    start: f64,
    end: f64,
}

impl Within {
    /// All of time.
    pub const ALWAYS: Self = Self { start: f64::NEG_INFINITY, end: f64::INFINITY };

    /// From `start` up to but not including `end`.
    #[must_use]
    pub fn new(start: Timestamp, end: Timestamp) -> Self {
        Self { start: start.as_secs_f64(), end: end.as_secs_f64() }
    }

    /// Whether something that began and ended at these seconds since the epoch has a part in it. What has not ended goes
    /// on for ever; what ended at the start, and was not empty, has no part in it.
    #[must_use]
    pub fn overlaps(self, start: f64, end: Option<f64>) -> bool {
        start < self.end && end.is_none_or(|end| end > self.start || (end >= self.start && start >= self.start))
    }

    /// Whether it ends before something begins.
    pub(crate) const fn is_before(self, start: f64) -> bool {
        self.end <= start
    }

    /// Whether it begins after something ended.
    pub(crate) const fn is_after(self, end: f64) -> bool {
        end < self.start
    }

    /// Whether an instant is in it.
    #[must_use]
    pub fn has(self, at: f64) -> bool {
        (self.start..self.end).contains(&at)
    }
}
