//! All canaries, their runs, and what is due.

use std::collections::{BTreeMap, VecDeque};

use cupola_base::{Deadline, Tags, TimerId, Timers, Timestamp};
use serde::{Deserialize, Serialize};

use super::dry_run::CanaryDryRun;
use super::error::{CanaryError, CanaryName};
use super::group::CanaryGroup;
use super::kept::{CanaryRunState, KeptCanaryRun};
use super::state::Canary;

/// All canaries, by name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Canaries {
    pub(super) all: BTreeMap<CanaryName, Entry>,
    pub(super) timers: Timers<(CanaryName, Task)>,
    /// How many runs are kept.
    pub(super) runs: usize,
    /// All groups, by name.
    #[serde(default)]
    pub(super) groups: BTreeMap<String, CanaryGroup>,
}

/// What is due for a canary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Task {
    /// Its passing state comes to an end.
    Settle,
    /// It runs.
    Run,
    /// Its duration comes to an end.
    End,
    /// The run of this id should have been reported.
    Timeout(String),
}

/// A canary, its runs, oldest first, and its timers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) canary: Canary,
    pub(super) runs: VecDeque<KeptCanaryRun>,
    /// What follows the passing state.
    pub(super) settles_to: Option<super::state::CanaryState>,
    pub(super) settle: Option<TimerId>,
    pub(super) run: Option<TimerId>,
    pub(super) end: Option<TimerId>,
    /// The runs that wait for their results.
    pub(super) waiting: BTreeMap<String, TimerId>,
    /// The last dry runs, oldest first.
    #[serde(default)]
    pub(super) dry_runs: VecDeque<CanaryDryRun>,
    /// For which horizon it is known that no runs are left out any more.
    #[serde(skip)]
    pub(super) looked_until: Option<Timestamp>,
}

impl Entry {
    pub(super) fn new(canary: Canary) -> Self {
        let (settles_to, settle, run, end, looked_until) = (None, None, None, None, None);
        let (runs, waiting, dry_runs) = (VecDeque::new(), BTreeMap::new(), VecDeque::new());
        Self { canary, runs, settles_to, settle, run, end, waiting, dry_runs, looked_until }
    }

    /// Whether the canary's state allows what is asked for.
    pub(super) fn allow(&self, verb: &'static str, can: bool) -> Result<(), CanaryError> {
        let Canary { state, configuration, .. } = &self.canary;
        let name = configuration.name.clone();
        if can { Ok(()) } else { Err(CanaryError::State { name, state: *state, verb }) }
    }

    /// Whether runs wait for their results, besides those of dry runs.
    pub(super) fn awaits_runs(&self) -> bool {
        let is_dry = |id: &String| self.dry_runs.iter().any(|dry| dry.waiting.contains(id));
        self.waiting.keys().any(|id| !is_dry(id))
    }

    pub(super) fn run_mut(&mut self, id: &str) -> Option<&mut KeptCanaryRun> {
        self.runs.iter_mut().rev().find(|run| run.due.run == id)
    }

    /// How many tries a run has that nobody reports, with all its browsers.
    pub(super) fn tries(&self) -> u64 {
        let configuration = &self.canary.configuration;
        let browsers = configuration.browsers.len().max(1) as u64;
        browsers * (1 + u64::from(configuration.schedule.max_retries.unwrap_or(0)))
    }

    /// The runs that are still kept, newest first, without those of dry runs.
    pub(super) fn kept(&self, now: Timestamp) -> impl Iterator<Item = &KeptCanaryRun> {
        self.all_kept(now).filter(|run| run.due.dry_run.is_none())
    }

    pub(super) fn all_kept(&self, now: Timestamp) -> impl Iterator<Item = &KeptCanaryRun> {
        let (passed, failed) = self.retention();
        self.runs.iter().rev().filter(move |run| !run.is_over(now, passed, failed))
    }

    const fn retention(&self) -> (u32, u32) {
        let configuration = &self.canary.configuration;
        (configuration.success_retention_days, configuration.failure_retention_days)
    }

    /// Forgets runs that are not kept any more, from the oldest on, and tells how many.
    pub(super) fn forget_old(&mut self, now: Timestamp) -> usize {
        let ((passed, failed), before) = (self.retention(), self.runs.len());
        while self.runs.front().is_some_and(|run| run.is_over(now, passed, failed)) {
            self.runs.pop_front();
        }
        before - self.runs.len()
    }
}

impl Canaries {
    /// When something is due next.
    pub(crate) fn next(&self) -> Option<Deadline> {
        self.timers.next_due().map(|at| Deadline { at, why: "a canary has something to do" })
    }

    pub(super) fn entry(&self, name: &str) -> Result<&Entry, CanaryError> {
        self.all.get(name).ok_or_else(|| CanaryError::Unknown(name.into()))
    }

    pub(super) fn entry_mut(&mut self, name: &str) -> Result<&mut Entry, CanaryError> {
        self.all.get_mut(name).ok_or_else(|| CanaryError::Unknown(name.into()))
    }

    /// The tags of the canary or the group with this ARN.
    pub(super) fn tags_mut(&mut self, arn: &str) -> Option<&mut Tags> {
        let canaries = self.all.values_mut().map(|entry| (&entry.canary.arn, &mut entry.canary.tags));
        let groups = self.groups.values_mut().map(|group| (&group.arn, &mut group.tags));
        canaries.chain(groups).find(|(own, _)| *own == arn).map(|(_, tags)| tags)
    }

    pub(super) fn set(&mut self, at: Timestamp, name: &CanaryName, task: Task) -> TimerId {
        self.timers.set(at, (name.clone(), task))
    }

    /// Takes back what asks the canary to run, and to end.
    pub(super) fn calm(&mut self, name: &CanaryName) {
        if let Some(entry) = self.all.get_mut(name) {
            for id in [entry.run.take(), entry.end.take()].into_iter().flatten() {
                self.timers.cancel(id);
            }
        }
    }

    /// Forgets a canary, its runs and all that is due for it; no group has it any more.
    pub(super) fn remove(&mut self, name: &CanaryName) {
        self.calm(name);
        for group in self.groups.values_mut() {
            group.canaries.remove(name);
        }
        if let Some(entry) = self.all.remove(name) {
            self.runs -= entry.runs.len();
            entry.waiting.into_values().chain(entry.settle).for_each(|id| drop(self.timers.cancel(id)));
        }
    }

    /// Keeps a run, and tells how many others had to go so that there are not too many.
    pub(super) fn keep(&mut self, now: Timestamp, name: &CanaryName, run: KeptCanaryRun, most: usize) -> usize {
        let Some(entry) = self.all.get_mut(name) else { return 0 };
        let old = entry.forget_old(now);
        entry.runs.push_back(run);
        self.runs = self.runs + 1 - old;
        if self.runs > most { self.evict() } else { 0 }
    }

    /// Takes the oldest sixteenth of all runs away, save those that wait for their results.
    fn evict(&mut self) -> usize {
        let done = |run: &&KeptCanaryRun| run.state != CanaryRunState::Running;
        let all = self.all.values().flat_map(|entry| entry.runs.iter().filter(done));
        let mut starts: Vec<Timestamp> = all.map(|run| run.started).collect();
        starts.sort_unstable();
        let Some(cutoff) = starts.get(self.runs / 16).or_else(|| starts.last()).copied() else { return 0 };
        let mut gone = 0;
        for entry in self.all.values_mut() {
            let before = entry.runs.len();
            entry.runs.retain(|run| run.state == CanaryRunState::Running || run.started > cutoff);
            gone += before - entry.runs.len();
        }
        self.runs -= gone;
        gone
    }
}
