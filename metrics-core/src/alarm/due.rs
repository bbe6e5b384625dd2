//! What is due when.

use std::collections::BTreeMap;

use cupola_base::{Deadline, Timestamp};
use serde::{Deserialize, Serialize};

use super::book::AlarmId;

/// What is due. Within one instant alarms go by name, and an evaluation comes before a repetition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Task {
    Evaluate,
    Repeat,
}

/// When the tasks of an alarm are due: at most one date each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Dates {
    evaluate: Option<Timestamp>,
    repeat: Option<Timestamp>,
}

impl Dates {
    pub(crate) const fn of(&self, task: Task) -> Option<Timestamp> {
        match task {
            Task::Evaluate => self.evaluate,
            Task::Repeat => self.repeat,
        }
    }

    pub(crate) const fn of_mut(&mut self, task: Task) -> &mut Option<Timestamp> {
        match task {
            Task::Evaluate => &mut self.evaluate,
            Task::Repeat => &mut self.repeat,
        }
    }

    pub(crate) fn each(&self) -> impl Iterator<Item = (Task, Timestamp)> + use<> {
        let dates = *self;
        [Task::Evaluate, Task::Repeat].into_iter().filter_map(move |task| Some((task, dates.of(task)?)))
    }
}

/// Tasks by instant, in the order in which they were put there.
///
/// Nothing is looked for to take a task away: it is counted off its instant, and whoever takes an instant's tasks leaves
/// out those whose alarm has another date by then.
#[derive(Clone, Debug, Default)]
pub(crate) struct Agenda {
    instants: BTreeMap<Timestamp, Tasks>,
}

/// The tasks of one instant.
#[derive(Clone, Debug, Default)]
pub(super) struct Tasks {
    pub(super) listed: Vec<(AlarmId, Task)>,
    evaluations: usize,
    repetitions: usize,
}

impl Tasks {
    const fn live(&mut self, task: Task) -> &mut usize {
        match task {
            Task::Evaluate => &mut self.evaluations,
            Task::Repeat => &mut self.repetitions,
        }
    }

    /// Whether most of what is listed was taken away since.
    const fn is_littered(&self) -> bool {
        self.listed.len() > 2 * (self.evaluations + self.repetitions) + 16
    }
}

impl Agenda {
    /// Puts a task at an instant. When the instant's list is mostly of what was taken away it is returned, to be cleaned.
    pub(super) fn add(&mut self, at: Timestamp, alarm: AlarmId, task: Task) -> Option<&mut Tasks> {
        let tasks = self.instants.entry(at).or_default();
        tasks.listed.push((alarm, task));
        *tasks.live(task) += 1;
        tasks.is_littered().then_some(tasks)
    }

    /// Counts a task off an instant.
    pub(super) fn remove(&mut self, at: Timestamp, task: Task) {
        let Some(tasks) = self.instants.get_mut(&at) else { return };
        *tasks.live(task) -= 1;
        if tasks.evaluations + tasks.repetitions == 0 {
            self.instants.remove(&at);
        }
    }

    /// Takes the tasks of the first instant at or before `horizon`, with those that were taken away since.
    pub(super) fn take(&mut self, horizon: Timestamp) -> Option<(Timestamp, Vec<(AlarmId, Task)>)> {
        let first = self.instants.first_entry().filter(|first| *first.key() <= horizon)?;
        let (at, tasks) = first.remove_entry();
        Some((at, tasks.listed))
    }

    pub(super) fn next(&self) -> Option<Deadline> {
        let (at, tasks) = self.instants.first_key_value()?;
        let why = if tasks.evaluations > 0 { "alarm evaluation" } else { "scaling action is repeated" };
        Some(Deadline { at: *at, why })
    }
}
