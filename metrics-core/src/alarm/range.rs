//! The windows that an alarm looks at.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::configuration::AlarmConfiguration;
use super::decision::Window;
use super::schedule::evaluation_time;
use crate::period::Period;
use crate::policies::Policies;
use crate::store::ladder::reach;
use crate::store::{Grid, MetricId, Store};

/// The windows of one evaluation, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Range {
    /// Where the newest window ends.
    pub(crate) end: Timestamp,
    pub(crate) period: Period,
    pub(crate) windows: Vec<Slot>,
}

/// One window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Slot {
    pub(crate) verdict: Window,
    /// The statistic and the sample count, where there is a datapoint.
    pub(crate) point: Option<(f64, f64)>,
}

impl Slot {
    pub(crate) const EMPTY: Self = Self { verdict: Window::Missing, point: None };
}

impl Range {
    /// Fetches the windows of an evaluation that is due at `now`.
    pub(crate) fn fetch(
        store: &mut Store,
        now: Timestamp,
        id: MetricId,
        alarm: &AlarmConfiguration,
        policies: &Policies,
    ) -> Self {
        let period = alarm.metric_source().period;
        let end = evaluation_time(alarm, now);
        let len = windows(alarm, policies);
        let grid = Grid::ending(end, period, len);
        let mut range = Self { end, period, windows: vec![Slot::EMPTY; len as usize] };
        let unit = alarm.metric_source().unit.or_else(|| store.units(now, id, period, grid).into_iter().next());
        let statistic = alarm.metric_source().statistic;
        for found in unit.map(|unit| store.read(now, id, unit, period, grid, &[statistic])).unwrap_or_default() {
            let value = found.statistic(statistic);
            range.set(found.at, value.map(|value| slot(alarm, value, found.summary.count)));
        }
        range
    }

    /// Where the window at an index begins; index 0 is the newest.
    pub(crate) fn start_of(&self, index: usize) -> Timestamp {
        let back = i64::try_from(index).unwrap_or(i64::MAX).saturating_add(1);
        self.end.plus_millis(self.period.millis().saturating_mul(back).saturating_neg())
    }

    /// What each window shows, newest first.
    pub(crate) fn verdicts(&self) -> Vec<Window> {
        self.windows.iter().map(|slot| slot.verdict).collect()
    }

    /// Indices of the newest `most` windows with data, newest first.
    pub(crate) fn real(&self, most: usize) -> impl Iterator<Item = usize> {
        let real = self.windows.iter().enumerate().filter(|(_, slot)| slot.point.is_some());
        real.map(|(index, _)| index).take(most)
    }

    fn set(&mut self, start: i64, slot: Option<Slot>) {
        let back = (self.end.as_millis() - start) / self.period.millis() - 1;
        let place = usize::try_from(back).ok().and_then(|index| self.windows.get_mut(index));
        if let (Some(place), Some(slot)) = (place, slot) {
            *place = slot;
        }
    }
}

/// How many windows an alarm fetches.
pub(crate) fn windows(alarm: &AlarmConfiguration, policies: &Policies) -> u32 {
    let period = alarm.metric_source().period;
    let wanted = policies.evaluation_range.windows(alarm.evaluation_periods, period.seconds());
    let readable = reach(period) / period.millis();
    wanted.min(u32::try_from(readable).unwrap_or(u32::MAX)).max(1)
}

fn slot(alarm: &AlarmConfiguration, value: f64, count: f64) -> Slot {
    let breaching = alarm.comparison_operator.is_breaching(value, alarm.threshold).unwrap_or(false);
    let verdict = if breaching { Window::Breaching } else { Window::NonBreaching };
    Slot { verdict, point: Some((value, count)) }
}
