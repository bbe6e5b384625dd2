//! Which run comes next.

use std::collections::BTreeSet;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use crate::engine::State;
use crate::forward::Way;
use crate::output::Lost;
use crate::scheduler::ScheduleId;
use crate::{Engine, RuleId};

/// What is to run when; at one instant rules come first, by name, then schedules, by group and name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Due {
    jobs: BTreeSet<(Timestamp, Job)>,
    /// Runs that this step of time has room for.
    #[serde(skip)]
    room: usize,
}

/// Something that runs by the clock.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Job {
    /// A rule with a schedule.
    Rule(RuleId),
    /// A schedule's planned time.
    Plan(ScheduleId),
    /// A run within a schedule's window, and for when it was planned.
    Run(ScheduleId, Timestamp),
}

impl Due {
    pub(crate) fn set(&mut self, at: Timestamp, job: Job) {
        self.jobs.insert((at, job));
    }

    pub(crate) fn cancel(&mut self, at: Timestamp, job: Job) {
        self.jobs.remove(&(at, job));
    }

    /// When the next is due.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.jobs.first().map(|(at, _)| *at)
    }

    /// Takes what is due first, if it is due by `now`.
    fn pop(&mut self, now: Timestamp) -> Option<(Timestamp, Job)> {
        self.next().filter(|at| *at <= now)?;
        self.jobs.pop_first()
    }
}

impl Engine {
    /// A step of time begins, which has room for so many runs.
    pub(crate) fn make_room_for_runs(&mut self) {
        self.state.schedules.due.room = self.state.limits.runs_per_step;
    }

    /// Runs what is due first. Past the room of this step of time, all that is due up to its end is moved on
    /// instead.
    pub(crate) fn run_scheduled(&mut self, end: Timestamp) {
        if self.state.schedules.due.room == 0 {
            return self.state.move_on(end);
        }
        self.state.schedules.due.room -= 1;
        match self.state.schedules.due.pop(end) {
            Some((at, Job::Rule(rule))) => {
                let hops = self.state.run_rule(at, &rule);
                hops.iter().for_each(|hop| self.hop(at, Way::Put, hop));
            }
            Some((at, Job::Plan(id))) => self.run_planned(at, &id),
            Some((at, Job::Run(id, planned))) => self.run_waiting(at, &id, planned),
            None => {}
        }
    }
}

impl State {
    /// Each job that is due goes on with its first run after `end`, which costs one look each.
    fn move_on(&mut self, end: Timestamp) {
        let mut moved = 0;
        while let Some((at, job)) = self.schedules.due.pop(end) {
            moved += 1;
            match job {
                Job::Rule(rule) => self.arm_rule(&rule, end),
                Job::Plan(id) => self.schedules.move_on(&id, end),
                Job::Run(id, planned) => self.schedules.forget_waiting(&id, at, planned),
            }
        }
        self.lose(end, Lost::Runs, moved);
    }
}
