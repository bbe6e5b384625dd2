//! One schedule.

use std::collections::BTreeSet;

use cupola_base::Timestamp;
use cupola_base::schedule::{Expression, Zone};
use serde::{Deserialize, Serialize};

use super::{FlexibleWindow, PutSchedule, ScheduleId, ScheduleTarget};

/// A schedule: when something runs, and what it calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Schedule {
    /// Group and name.
    pub id: ScheduleId,
    /// When it runs, as it was given.
    pub text: String,
    /// When it runs, as it was read.
    pub expression: Expression,
    /// The time zone of the expression.
    pub zone: Zone,
    /// How long after its time a run may start.
    pub window: FlexibleWindow,
    /// What it calls.
    pub target: ScheduleTarget,
    /// Recurring runs are at or after this.
    pub start: Option<Timestamp>,
    /// Recurring runs are before this.
    pub end: Option<Timestamp>,
    /// Whether it runs.
    pub state: ScheduleState,
    /// What becomes of it when no run is left.
    pub after_completion: AfterCompletion,
    /// Words of its owner.
    pub description: Option<String>,
    /// The key that encrypts it.
    pub kms_key_arn: Option<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was changed last.
    pub modified: Timestamp,
    /// The next planned run, window aside.
    pub next: Option<Timestamp>,
    /// From when a rate without a start counts.
    pub(super) anchor: Timestamp,
    /// Whether it has run.
    pub(super) has_run: bool,
    /// Runs that wait in their windows: when they start, and when they were planned.
    pub(super) waiting: BTreeSet<(Timestamp, Timestamp)>,
}

/// Whether a schedule runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows two states")]
pub enum ScheduleState {
    /// It runs.
    #[default]
    Enabled,
    /// It does not.
    Disabled,
}

/// What becomes of a schedule when it has run and no run is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows two actions")]
pub enum AfterCompletion {
    /// It stays.
    #[default]
    #[serde(rename = "NONE")]
    Keep,
    /// It is deleted.
    #[serde(rename = "DELETE")]
    Delete,
}

impl ScheduleState {
    /// The state's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "ENABLED",
            Self::Disabled => "DISABLED",
        }
    }
}

impl AfterCompletion {
    /// The action's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "NONE",
            Self::Delete => "DELETE",
        }
    }
}

impl Schedule {
    pub(super) fn new(now: Timestamp, put: PutSchedule, expression: Expression, zone: Zone) -> Self {
        Self {
            id: put.id,
            text: put.expression,
            expression,
            zone,
            window: put.window,
            target: put.target,
            start: put.start,
            end: put.end,
            state: put.state,
            after_completion: put.after_completion,
            description: put.description,
            kms_key_arn: put.kms_key_arn,
            created: now,
            modified: now,
            next: None,
            anchor: now,
            has_run: false,
            waiting: BTreeSet::new(),
        }
    }

    /// The same schedule in the place of an older one. What says the same as before goes on as before.
    pub(super) fn in_place_of(self, old: &Self) -> Self {
        let goes_on = (&old.text, old.zone, old.start) == (&self.text, self.zone, self.start);
        let (anchor, has_run) = if goes_on { (old.anchor, old.has_run) } else { (self.anchor, false) };
        Self { created: old.created, anchor, has_run, ..self }
    }

    /// After which instant it looks for its first run, when it is put now. A rate without a start runs at once, and
    /// so does what is to run at this very instant, unless it has done so before.
    pub(super) fn looks_after(&self, now: Timestamp) -> Timestamp {
        let is_new = self.anchor == now && !self.has_run;
        if is_new && !matches!(self.expression, Expression::Cron(_)) { now.plus_millis(-1) } else { now }
    }

    /// The first planned run after `t`, within start and end; none while it is disabled.
    ///
    /// # Source
    /// EventBridge Scheduler API Reference, CreateSchedule: StartDate, EndDate; one-time schedules ignore both.
    #[must_use]
    pub fn next_after(&self, t: Timestamp) -> Option<Timestamp> {
        (self.state == ScheduleState::Enabled).then(|| self.planned_after(t))?
    }

    /// As [`next_after`](Self::next_after), whatever the state.
    pub(super) fn planned_after(&self, t: Timestamp) -> Option<Timestamp> {
        if let Expression::At(at) = &self.expression {
            return at.instant(self.zone).filter(|at| *at > t);
        }
        let from = self.start.map_or(t, |start| t.max(start.plus_millis(-1)));
        let next = self.expression.next_after(self.start.unwrap_or(self.anchor), from, self.zone)?;
        self.end.is_none_or(|end| next < end).then_some(next)
    }

    /// Whether it has done all and shall be deleted.
    pub(super) fn is_to_go(&self) -> bool {
        let is_done = self.has_run && self.next.is_none() && self.waiting.is_empty();
        is_done && self.after_completion == AfterCompletion::Delete && self.state == ScheduleState::Enabled
    }
}
