//! Runs of canaries of which a long jump leaves nothing.

use cupola_base::Timestamp;

use super::book::Entry;
use super::error::CanaryName;
use super::schedule::CanarySchedule;
use crate::alarm::AlarmFilter;
use crate::engine::Engine;
use crate::output::Lost;
use crate::store::ladder::LADDER;

impl Engine {
    /// Leaves out the runs from the one at `at` on that are over and forgotten at `horizon`, and answers the first
    /// that is not; `None` when there is nothing to leave out.
    ///
    /// Nobody can report them, so each would fail by its timeout. Their outputs, which newer ones push out of the
    /// queue, count as lost; what chance they would have taken is taken. Runs whose data alarms or streams see are
    /// all made.
    pub(super) fn skip_runs(&mut self, at: Timestamp, name: &CanaryName, horizon: Timestamp) -> Option<Timestamp> {
        let outputs = self.limits.outputs;
        let entry = self.canaries.all.get_mut(name)?;
        if horizon.millis_since(at) <= DATA || entry.looked_until.replace(horizon) == Some(horizon) {
            return None;
        }
        let (skipped, first_kept) = skipped(entry, at, horizon, outputs)?;
        if self.sees_canaries() {
            return None;
        }
        // A run asks, and tells how it went; for both it takes an id of two numbers.
        let told = skipped.saturating_mul(2);
        self.rng.skip(told.wrapping_mul(2));
        self.waiting.lose(first_kept.plus_millis(-1), Lost::Outputs, told);
        Some(first_kept)
    }

    /// Whether data of canaries may be looked at while time passes.
    fn sees_canaries(&self) -> bool {
        let all = AlarmFilter::default();
        let mut sources = self.book.select(&all, None).map(|alarm| &alarm.configuration.source);
        let sees = sources.any(|source| {
            source.queries().is_some() || source.metrics().any(|source| source.metric.namespace.as_str() == NAMESPACE)
        });
        sees || self.streams.after(None).next().is_some()
    }
}

const NAMESPACE: &str = "CloudWatchSynthetics";
const DAY: i64 = 86_400_000;

/// How long data are kept, and a day for those that came with them.
const DATA: i64 = LADDER[LADDER.len() - 1].keep + DAY;

/// How many tries are not made, and when the first run is that is.
fn skipped(entry: &Entry, at: Timestamp, horizon: Timestamp, outputs: usize) -> Option<(u64, Timestamp)> {
    let configuration = &entry.canary.configuration;
    let schedule = &configuration.schedule;
    if entry.end.is_some() || schedule.is_once() {
        return None;
    }
    let days = configuration.success_retention_days.max(configuration.failure_retention_days);
    let tries = entry.tries();
    let runs = (outputs as u64).div_ceil(2 * tries).saturating_add(1);
    let begin = begin(schedule, at, horizon, DATA.max(i64::from(days).saturating_add(1).saturating_mul(DAY)), runs)?;
    let first_kept = schedule.at_or_after(at, begin)?;
    let skipped = schedule.runs_between(at, first_kept).saturating_mul(tries);
    (skipped > 0).then_some((skipped, first_kept))
}

/// Where so many milliseconds before `horizon` begin, or more, so that there are so many runs from there on; `None`
/// when that is before `at`.
fn begin(schedule: &CanarySchedule, at: Timestamp, horizon: Timestamp, least: i64, runs: u64) -> Option<Timestamp> {
    let mut kept = least;
    loop {
        let begin = horizon.plus_millis(kept.saturating_neg());
        if begin <= at {
            return None;
        }
        let first = schedule.at_or_after(at, begin)?;
        if schedule.runs_between(first, horizon) >= runs {
            return Some(begin);
        }
        kept = kept.saturating_mul(2);
    }
}
