//! The engine: what is due, and the verbs.

mod alarms;
mod composites;
mod contributors;
mod evaluation;
mod metrics;
mod mutes;
mod recorder;
mod settle;
mod tags;
mod transition;

use cupola_base::outputs::Outputs;
use cupola_base::{Deadline, Place, Rng, Timestamp};

pub use alarms::{AlarmNamesError, ExplainAlarmError, SetAlarmStateError, UnknownAlarm};
pub use composites::{AnyAlarm, DeleteAlarmsError};
pub use tags::TagResourceError;

use crate::alarm::{AlarmId, Book, History, Task};
use crate::anomaly::Detectors;
use crate::canary::Canaries;
use crate::composite::Composites;
use crate::dashboard::Dashboards;
use crate::insight_rule::InsightRules;
use crate::limits::Limits;
use crate::mute::Mutes;
use crate::notice::Notice;
use crate::output::Output;
use crate::policies::Policies;
use crate::store::Store;
use crate::stream::Streams;
use crate::under_way::UnderWay;
use crate::withheld::Withheld;

/// Metrics and alarms of one account in one region.
///
/// The methods are of three kinds. Verbs take `now` first and do everything due at or before it
/// before they act; an evaluation that is due exactly at `now` comes before the verb.
/// [`advance`](Self::advance) moves time alone, and [`next_deadline`](Self::next_deadline) tells
/// when there will be something to do. What happens because of time waits until
/// [`drain`](Self::drain).
///
/// Time never goes back: a `now` behind the newest seen counts as the newest. One long advance
/// does the same as many short ones. The same inputs with the same seed give the same outputs,
/// byte by byte.
///
/// ```
/// use cupola_metrics::{Engine, Place, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// engine.advance(Timestamp::MAX);
/// assert_eq!(engine.next_deadline(), None);
/// # Ok::<(), cupola_metrics::PlaceError>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    pub(crate) place: Place,
    pub(crate) limits: Limits,
    pub(crate) policies: Policies,
    pub(crate) now: Timestamp,
    /// Everything due up to here has been done; behind `now` only right after [`accept`](Self::accept).
    pub(crate) done: Timestamp,
    pub(crate) rng: Rng,
    pub(crate) store: Store,
    pub(crate) book: Book,
    pub(crate) composites: Composites,
    pub(crate) mutes: Mutes,
    pub(crate) withheld: Withheld,
    pub(crate) history: History,
    pub(crate) dashboards: Dashboards,
    pub(crate) streams: Streams,
    pub(crate) detectors: Detectors,
    pub(crate) canaries: Canaries,
    pub(crate) insight_rules: InsightRules,
    pub(crate) under_way: UnderWay,
    pub(crate) waiting: Outputs<Notice>,
}

impl Engine {
    /// An empty engine. The seed is that of the ids in events.
    #[must_use]
    pub fn new(place: Place, seed: u64) -> Self {
        let engine = Self {
            place,
            limits: Limits::default(),
            policies: Policies::default(),
            now: Timestamp::MIN,
            done: Timestamp::MIN,
            rng: Rng::for_part(seed, "metrics"),
            store: Store::default(),
            book: Book::default(),
            composites: Composites::default(),
            mutes: Mutes::default(),
            withheld: Withheld::default(),
            history: History::default(),
            dashboards: Dashboards::default(),
            streams: Streams::default(),
            detectors: Detectors::default(),
            canaries: Canaries::default(),
            insight_rules: InsightRules::default(),
            under_way: UnderWay::default(),
            waiting: Outputs::default(),
        };
        engine.with_limits(Limits::default())
    }

    /// Sets quotas and budgets.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.store.keep_distinct(limits.distinct_values);
        self.detectors.keep_models(limits.band_models);
        Self { limits, ..self }
    }

    /// Sets the decisions that are ours.
    #[must_use]
    pub fn with_policies(mut self, policies: Policies) -> Self {
        self.detectors.keep_models(self.limits.band_models);
        Self { policies, ..self }
    }

    /// Account and region.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// The newest instant seen.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Does everything that is due at or before `now`, in order of due time. Within one instant windows of mute rules
    /// end first; then metric alarms go by name, then composite alarms, those below first; suppressions end then,
    /// and data that were held back are seen last.
    pub fn advance(&mut self, now: Timestamp) {
        self.now = now.max(self.now);
        self.run_until(self.now);
        self.store.tidy(self.now);
    }

    /// When something will happen by itself, and what; `None` when nothing will.
    ///
    /// An alarm without data in its range, and whose state is the one that no data lead to, waits
    /// for data and has no deadline.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Deadline> {
        let mute = self.withheld.next().map(|at| Deadline { at, why: "a window of a mute rule ends" });
        let suppression = self.composites.next().map(|at| Deadline { at, why: "a suppression of actions ends" });
        let all =
            [self.under_way.next(), self.canaries.next(), self.streams.next(), mute, self.book.next(), suppression];
        all.into_iter().flatten().min_by_key(|deadline| deadline.at)
    }

    /// Everything that came out since the last drain, oldest first. What was lost is told first.
    #[must_use]
    pub fn drain(&mut self) -> Vec<Output> {
        self.waiting.drain().into_iter().map(|notice| notice.told(&self.place)).collect()
    }

    /// Does everything that is due at or before `horizon`.
    #[inline]
    fn run_until(&mut self, horizon: Timestamp) {
        if self.has_due(horizon) {
            self.run_due(horizon);
        }
        self.done = horizon.max(self.done);
    }

    /// Whether anything is due at or before `horizon`: told often, and quickly.
    #[inline]
    fn has_due(&self, horizon: Timestamp) -> bool {
        let is_due = |at: Option<Timestamp>| at.is_some_and(|at| at <= horizon);
        let at = |deadline: Option<Deadline>| deadline.map(|deadline| deadline.at);
        is_due(at(self.book.next()))
            || is_due(at(self.under_way.next()))
            || is_due(at(self.canaries.next()))
            || is_due(at(self.streams.next()))
            || is_due(self.withheld.next())
            || is_due(self.composites.next())
    }

    #[inline(never)]
    fn run_due(&mut self, horizon: Timestamp) {
        while let Some(part) = self.next_part(horizon) {
            match part {
                Part::Canaries(at) => {
                    self.done = at.plus_millis(-1).max(self.done);
                    self.turn_canaries(at, horizon);
                }
                Part::Streams(at) => {
                    self.done = at.plus_millis(-1).max(self.done);
                    self.publish_streams(at);
                }
                Part::Mutes => self.elapse_mute(horizon),
                Part::Alarms => self.run_alarms(horizon),
                Part::Suppressions => self.elapse_suppression(horizon),
                Part::Data(at) => {
                    self.done = at.max(self.done);
                    self.show_data(at);
                }
            }
        }
    }

    /// Of which part something is to be done next. Within one instant what canaries publish is there when streams and
    /// alarms look, what streams tell about themselves is there when alarms look, windows of mute rules no longer hold
    /// the instant at which they end, and data that were held back come as if they were published after all that.
    fn next_part(&self, horizon: Timestamp) -> Option<Part> {
        let data = self.under_way.next().map(|due| (due.at, Part::Data(due.at)));
        let canaries = self.canaries.next().map(|due| (due.at, Part::Canaries(due.at)));
        let streams = self.streams.next().map(|due| (due.at, Part::Streams(due.at)));
        let mutes = self.withheld.next().map(|at| (at, Part::Mutes));
        let alarms = self.book.next().map(|due| (due.at, Part::Alarms));
        let suppressions = self.composites.next().map(|at| (at, Part::Suppressions));
        let parts = [canaries, streams, mutes, alarms, suppressions, data].into_iter().flatten();
        parts.filter(|(at, _)| *at <= horizon).min_by_key(|(at, _)| *at).map(|(_, part)| part)
    }

    fn run_alarms(&mut self, horizon: Timestamp) {
        let Some((at, tasks)) = self.book.take_due(horizon) else { return };
        self.done = at.max(self.done);
        tasks.into_iter().for_each(|(alarm, task)| self.run(at, alarm, task, horizon));
        self.settle(at);
    }

    fn run(&mut self, at: Timestamp, alarm: AlarmId, task: Task, horizon: Timestamp) {
        match task {
            Task::Evaluate => self.evaluate(at, alarm),
            Task::Repeat => self.repeat(at, alarm, horizon),
        }
    }

    /// Brings the engine to `now` and answers what counts as now.
    fn at(&mut self, now: Timestamp) -> Timestamp {
        self.advance(now);
        self.now
    }

    pub(crate) fn emit(&mut self, output: Output) {
        self.push(Notice::Ready(Box::new(output)));
    }

    fn push(&mut self, notice: Notice) {
        self.waiting.push(notice, self.limits.outputs);
    }
}

/// A part of the engine for which something may be due.
enum Part {
    Canaries(Timestamp),
    Streams(Timestamp),
    Mutes,
    Alarms,
    Suppressions,
    Data(Timestamp),
}
