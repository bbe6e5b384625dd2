//! What is due when.

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::{Deadline, Timestamp};
use serde::{Deserialize, Serialize};

use crate::name::AlarmName;

/// One thing that is due.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Due {
    pub(crate) at: Timestamp,
    pub(crate) alarm: AlarmName,
    pub(crate) task: Task,
}

/// What is due. Within one instant alarms go by name, and an evaluation comes before a repetition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Task {
    Evaluate,
    Repeat,
}

/// At most one date for each alarm and task.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Due>", into = "Vec<Due>")]
pub(crate) struct Agenda {
    due: BTreeSet<Due>,
    dates: BTreeMap<AlarmName, Dates>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Dates {
    evaluate: Option<Timestamp>,
    repeat: Option<Timestamp>,
}

impl Dates {
    const fn of(&mut self, task: Task) -> &mut Option<Timestamp> {
        match task {
            Task::Evaluate => &mut self.evaluate,
            Task::Repeat => &mut self.repeat,
        }
    }
}

impl Agenda {
    /// Sets the date of a task, or takes it away.
    pub(crate) fn set(&mut self, alarm: &AlarmName, task: Task, at: Option<Timestamp>) {
        let dates = self.dates.entry(alarm.clone()).or_default();
        let before = std::mem::replace(dates.of(task), at);
        if before == at {
            return;
        }
        if let Some(before) = before {
            self.due.remove(&Due { at: before, alarm: alarm.clone(), task });
        }
        if let Some(at) = at {
            self.due.insert(Due { at, alarm: alarm.clone(), task });
        }
    }

    /// When the alarm is to be evaluated.
    pub(crate) fn evaluation(&self, alarm: &AlarmName) -> Option<Timestamp> {
        self.dates.get(alarm).and_then(|dates| dates.evaluate)
    }

    /// Takes everything of an alarm away.
    pub(crate) fn forget(&mut self, alarm: &AlarmName) {
        self.set(alarm, Task::Evaluate, None);
        self.set(alarm, Task::Repeat, None);
        self.dates.remove(alarm);
    }

    /// Takes the first thing that is due at or before `now`.
    pub(crate) fn pop(&mut self, now: Timestamp) -> Option<Due> {
        let first = self.due.first().filter(|due| due.at <= now)?.clone();
        self.set(&first.alarm, first.task, None);
        Some(first)
    }

    pub(crate) fn next(&self) -> Option<Deadline> {
        let first = self.due.first()?;
        let why = match first.task {
            Task::Evaluate => "alarm evaluation",
            Task::Repeat => "scaling action is repeated",
        };
        Some(Deadline { at: first.at, why })
    }
}

impl From<Vec<Due>> for Agenda {
    fn from(all: Vec<Due>) -> Self {
        let mut agenda = Self::default();
        all.iter().for_each(|due| agenda.set(&due.alarm, due.task, Some(due.at)));
        agenda
    }
}

impl From<Agenda> for Vec<Due> {
    fn from(agenda: Agenda) -> Self {
        agenda.due.into_iter().collect()
    }
}
