//! Where the windows of an evaluation lie.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::calendar::{WallZone, units_before};
use super::configuration::AlarmConfiguration;
use super::schedule::evaluation_time;
use crate::period::Period;
use crate::policies::Policies;
use crate::store::Grid;
use crate::store::ladder::reach;

/// The windows of one evaluation, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Spans {
    /// Where the newest ends.
    pub(crate) end: Timestamp,
    /// How long each is, unless the calendar says otherwise.
    pub(crate) period: Period,
    len: u32,
    /// Where each begins, where they are not all of one length.
    uneven: Option<Vec<Timestamp>>,
}

impl Spans {
    /// The windows of an alarm that is evaluated at `now`.
    pub(crate) fn of(alarm: &AlarmConfiguration, now: Timestamp, policies: &Policies) -> Self {
        let (end, period, len) = (evaluation_time(alarm, now), alarm.period(), windows(alarm, policies));
        let even = Self { end, period, len, uneven: None };
        match alarm.evaluation_window.zone() {
            Some(zone) if !period.is_high_resolution() => even.in_zone(zone),
            _ => even,
        }
    }

    fn in_zone(self, zone: WallZone) -> Self {
        let starts = units_before(zone, self.period, self.end, self.len);
        let is_even = (0..).zip(&starts).all(|(index, start)| self.start_of(index) == *start);
        Self { uneven: (!is_even).then_some(starts), ..self }
    }

    pub(crate) const fn count(&self) -> u32 {
        self.len
    }

    pub(crate) const fn len(&self) -> usize {
        self.len as usize
    }

    /// Where the window at an index begins.
    pub(crate) fn start_of(&self, index: usize) -> Timestamp {
        if let Some(start) = self.uneven.as_ref().and_then(|starts| starts.get(index)) {
            return *start;
        }
        let back = i64::try_from(index).unwrap_or(i64::MAX).saturating_add(1);
        self.end.plus_millis(self.period.millis().saturating_mul(back).saturating_neg())
    }

    /// The index of the window that begins at an instant.
    pub(crate) fn place(&self, start: Timestamp) -> Option<usize> {
        if let Some(starts) = &self.uneven {
            return starts.iter().position(|other| *other == start);
        }
        let back = self.end.millis_since(start);
        let is_start = back > 0 && back % self.period.millis() == 0;
        usize::try_from(back / self.period.millis() - 1).ok().filter(|index| is_start && *index < self.len())
    }

    /// The slots of data that fill the windows, where all are of one length.
    pub(crate) fn grid(&self) -> Option<Grid> {
        self.uneven.is_none().then(|| Grid::ending(self.end, self.period, self.len))
    }

    /// The slots of data that fill the windows: one run where all are of one length, else one slot each.
    pub(crate) fn grids(&self) -> Vec<Grid> {
        let Some(starts) = &self.uneven else {
            return vec![Grid::ending(self.end, self.period, self.len)];
        };
        let ends = std::iter::once(&self.end).chain(starts);
        let grid = |(start, end): (&Timestamp, &Timestamp)| Grid {
            start: start.as_millis(),
            step: end.millis_since(*start),
            len: 1,
        };
        starts.iter().zip(ends).map(grid).collect()
    }

    /// Where the oldest begins.
    pub(crate) fn start(&self) -> Timestamp {
        self.start_of(self.len().saturating_sub(1))
    }
}

/// How many windows an alarm fetches.
pub(crate) fn windows(alarm: &AlarmConfiguration, policies: &Policies) -> u32 {
    let period = alarm.period();
    let wanted = policies.evaluation_range.windows(alarm.evaluation_periods, period.seconds());
    let readable = reach(period) / period.millis();
    wanted.min(u32::try_from(readable).unwrap_or(u32::MAX)).max(1)
}
