//! What canaries do because of time.

use cupola_base::Timestamp;

use super::book::Task;
use super::configuration::CanaryConfiguration;
use super::dry_run::browsers;
use super::error::CanaryName;
use super::kept::{CanaryRunDue, CanaryRunState, KeptCanaryRun};
use super::parts::CanaryBrowser;
use super::run::{CanaryFailure, CanaryFailureKind, CanaryRun};
use super::state::CanaryState;
use crate::engine::Engine;
use crate::output::{Lost, Output};

impl Engine {
    /// Does the first thing that is due for canaries at or before `at`, on the way to `horizon`.
    pub(crate) fn turn_canaries(&mut self, at: Timestamp, horizon: Timestamp) {
        let Some((at, (name, task))) = self.canaries.timers.pop_due(at) else { return };
        match task {
            Task::Settle => self.settle_canary(at, &name),
            Task::Run => match self.skip_runs(at, &name, horizon) {
                Some(first_kept) => self.plan_run(&name, Some(first_kept)),
                None => self.run_canary(at, &name),
            },
            Task::End => self.end_canary(at, &name),
            Task::Timeout(run) => self.time_out(at, &name, &run),
        }
    }

    /// Brings a canary to a passing state, from which it goes on to another by itself.
    pub(super) fn pass(&mut self, now: Timestamp, name: &CanaryName, through: CanaryState, to: CanaryState) {
        let until = now.plus_secs(i64::from(self.policies.canary_transition_seconds));
        let timer = self.canaries.set(until, name, Task::Settle);
        if let Some(entry) = self.canaries.all.get_mut(name) {
            (entry.settles_to, entry.settle) = (Some(to), Some(timer));
        }
        self.change_canary(now, name, through);
    }

    fn settle_canary(&mut self, at: Timestamp, name: &CanaryName) {
        let Some(entry) = self.canaries.all.get_mut(name) else { return };
        let (from, to) = (entry.canary.state, entry.settles_to.take());
        entry.settle = None;
        let Some(to) = to else { return self.canaries.remove(name) };
        if from == CanaryState::Deleting {
            return self.canaries.remove(name);
        }
        if to == CanaryState::Stopped {
            entry.canary.stopped = Some(at);
        }
        self.change_canary(at, name, to);
        if from == CanaryState::Starting {
            self.begin_runs(at, name);
        }
    }

    /// Sets a state and tells the bus.
    fn change_canary(&mut self, at: Timestamp, name: &CanaryName, to: CanaryState) {
        let Some(entry) = self.canaries.all.get_mut(name) else { return };
        let from = std::mem::replace(&mut entry.canary.state, to);
        let canary = entry.canary.clone();
        self.tell_canary_state(at, &canary, Some(from).filter(|from| *from != to));
    }

    /// A canary has begun to run: its first run and its end are planned.
    fn begin_runs(&mut self, at: Timestamp, name: &CanaryName) {
        let Some(entry) = self.canaries.all.get(name) else { return };
        let schedule = entry.canary.configuration.schedule.clone();
        let seconds = schedule.duration_seconds;
        let end = (seconds > 0).then(|| at.plus_secs(i64::from(seconds)));
        let end = end.map(|end| self.canaries.set(end, name, Task::End));
        let run = schedule.first(at).map(|first| self.canaries.set(first, name, Task::Run));
        if let Some(entry) = self.canaries.all.get_mut(name) {
            (entry.run, entry.end) = (run, end);
        }
    }

    /// A run is due, with each browser; the next one is planned.
    fn run_canary(&mut self, at: Timestamp, name: &CanaryName) {
        let Ok(entry) = self.canaries.entry(name.as_str()) else { return };
        let next = entry.canary.configuration.schedule.next(at);
        for browser in browsers(&entry.canary.configuration) {
            let run = self.rng.uuid();
            let (first_try, dry_run) = (run.clone(), None);
            self.ask_for_run(at, name, Try { run, first_try, scheduled: at, attempt: 0, browser, dry_run });
        }
        self.plan_run(name, next);
    }

    fn plan_run(&mut self, name: &CanaryName, next: Option<Timestamp>) {
        let next = next.map(|next| self.canaries.set(next, name, Task::Run));
        if let Some(entry) = self.canaries.all.get_mut(name) {
            entry.run = next;
        }
    }

    /// Asks for a try of a run, and waits for its result.
    pub(super) fn ask_for_run(&mut self, at: Timestamp, name: &CanaryName, asked: Try) {
        let Ok(entry) = self.canaries.entry(name.as_str()) else { return };
        let Try { run, first_try, scheduled, attempt, browser, dry_run } = asked;
        let settings = entry.settings(dry_run.as_deref());
        let (canary, timeout_seconds) = (name.clone(), settings.timeout_seconds());
        let due = CanaryRunDue { run, canary, at, scheduled, first_try, attempt, timeout_seconds, browser, dry_run };
        let kept = KeptCanaryRun {
            artifacts: artifacts(settings, at, &due.run),
            state: CanaryRunState::Running,
            failure: None,
            started: at,
            completed: None,
            due: due.clone(),
        };
        let until = at.plus_secs(i64::from(timeout_seconds));
        let timer = self.canaries.set(until, name, Task::Timeout(due.run.clone()));
        if let Some(entry) = self.canaries.all.get_mut(name) {
            entry.waiting.insert(due.run.clone(), timer);
            due.dry_run.iter().for_each(|id| entry.begin_dry(id, &due.run));
        }
        let lost = self.canaries.keep(at, name, kept, self.limits.canary_runs);
        self.waiting.lose(at, Lost::CanaryRuns, lost as u64);
        self.emit(Output::CanaryRun(due));
    }

    fn end_canary(&mut self, at: Timestamp, name: &CanaryName) {
        let Ok(entry) = self.canaries.entry(name.as_str()) else { return };
        if entry.canary.state == CanaryState::Running {
            self.canaries.calm(name);
            self.pass(at, name, CanaryState::Stopping, CanaryState::Stopped);
        }
    }

    /// Nobody reported a run in time.
    fn time_out(&mut self, at: Timestamp, name: &CanaryName, run: &str) {
        let Some(kept) = self.canaries.all.get_mut(name).and_then(|entry| entry.run_mut(run)) else { return };
        let seconds = kept.due.timeout_seconds;
        let reason = format!("No test result returned within {seconds} seconds");
        let failed = CanaryRun {
            run: Some(run.to_owned()),
            duration_ms: f64::from(seconds) * 1000.0,
            failure: Some(CanaryFailure::new(CanaryFailureKind::Execution, reason)),
            ..CanaryRun::new(name.as_str(), kept.started)
        };
        self.finish_run(at, name, run, &failed);
    }
}

/// A try of a run that is to be made.
pub(super) struct Try {
    pub(super) run: String,
    pub(super) first_try: String,
    pub(super) scheduled: Timestamp,
    pub(super) attempt: u8,
    pub(super) browser: Option<CanaryBrowser>,
    pub(super) dry_run: Option<String>,
}

/// Where the artifacts of a run go: below the canary's place, by the time of the run.
pub(super) fn artifacts(settings: &CanaryConfiguration, at: Timestamp, run: &str) -> String {
    let place = settings.artifact_location.trim_start_matches("s3://").trim_end_matches('/');
    format!("{place}/{}/{run}", at.format("%Y/%m/%d/%H/%M-%S-%3f"))
}
