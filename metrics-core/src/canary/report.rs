//! How a run went.

use cupola_base::Timestamp;

use super::book::Entry;
use super::error::{CanaryError, CanaryName};
use super::kept::{CanaryRunDue, CanaryRunState, KeptCanaryRun};
use super::run::{CanaryFailure, CanaryFailureKind, CanaryRun};
use super::state::{Canary, CanaryState};
use super::turn::{Try, artifacts};
use crate::engine::Engine;
use crate::output::Lost;

impl Engine {
    /// Takes in how a run of a canary went: keeps it, publishes its metrics, and asks for another try when it
    /// failed and the canary has one left. Answers the run's id.
    ///
    /// [`CanaryRun::run`] names the run that was [due](crate::Output::CanaryRun); without it, it is the oldest one of
    /// the canary that waits for its result, or one of its own when none does; a run of a dry run must be named. All
    /// tries of a run publish their data at the time at which the schedule asked for the first.
    ///
    /// ```
    /// use cupola_metrics::{
    ///     CanaryCode, CanaryConfiguration, CanaryRun, CanaryRunState, CanarySchedule, Engine, Output, Place, Timestamp,
    /// };
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let t0 = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let (role, runtime) = ("arn:aws:iam::111122223333:role/canary", "syn-nodejs-puppeteer-9.1");
    /// let code = CanaryCode::in_bucket("scripts", "shop.zip", "index.handler");
    /// let shop = CanaryConfiguration::new("shop", code, role, CanarySchedule::parse("rate(5 minutes)")?, runtime)?;
    /// engine.create_canary(t0, shop, Vec::new())?;
    /// engine.start_canary(t0, "shop")?;
    /// engine.advance(t0);
    /// let outputs = engine.drain();
    /// let due = outputs.iter().find_map(|output| match output {
    ///     Output::CanaryRun(due) => Some(due),
    ///     _ => None,
    /// });
    ///
    /// let due = due.expect("a canary runs when it is started");
    /// let run = CanaryRun { passed: true, duration_ms: 812.0, ..CanaryRun::of(due) };
    /// engine.report_canary_run(t0.plus_secs(1), run)?;
    /// assert_eq!(engine.canary_runs(t0.plus_secs(1), "shop")?[0].state, CanaryRunState::Passed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`CanaryError`] when there is no such canary, or no such run waits for its result.
    ///
    /// # Source
    /// CloudWatch User Guide, "CloudWatch metrics published by canaries"; CloudWatch Synthetics API Reference, CanaryRun.
    pub fn report_canary_run(&mut self, now: Timestamp, run: CanaryRun) -> Result<String, CanaryError> {
        self.advance(now);
        let now = self.now;
        let entry = self.canaries.entry(&run.canary)?;
        let name = entry.canary.configuration.name.clone();
        let id = match &run.run {
            Some(id) if entry.waiting.contains_key(id) => id.clone(),
            Some(id) => return Err(CanaryError::UnknownRun(id.clone())),
            None => {
                let waits = |kept: &&KeptCanaryRun| entry.waiting.contains_key(&kept.due.run);
                let oldest = entry.runs.iter().filter(|kept| kept.due.dry_run.is_none()).find(waits);
                oldest.map(|kept| kept.due.run.clone()).unwrap_or_default()
            }
        };
        let id = if id.is_empty() { self.own_run(now, &name, run.start) } else { id };
        self.finish_run(now, &name, &id, &run);
        Ok(id)
    }

    /// A run that nobody asked for.
    fn own_run(&mut self, now: Timestamp, name: &CanaryName, start: Timestamp) -> String {
        let run = self.rng.uuid();
        let Ok(entry) = self.canaries.entry(name.as_str()) else { return run };
        let due = CanaryRunDue {
            run: run.clone(),
            canary: name.clone(),
            at: start,
            scheduled: start,
            first_try: run.clone(),
            attempt: 0,
            timeout_seconds: entry.canary.configuration.timeout_seconds(),
            browser: None,
            dry_run: None,
        };
        let artifacts = artifacts(&entry.canary.configuration, start, &run);
        let (state, failure, completed) = (CanaryRunState::Running, None, None);
        let kept = KeptCanaryRun { due, state, failure, started: start, completed, artifacts };
        let lost = self.canaries.keep(now, name, kept, self.limits.canary_runs);
        self.waiting.lose(now, Lost::CanaryRuns, lost as u64);
        run
    }

    /// A run has come to its end.
    pub(super) fn finish_run(&mut self, at: Timestamp, name: &CanaryName, id: &str, result: &CanaryRun) {
        let Some(entry) = self.canaries.all.get_mut(name) else { return };
        if let Some(timer) = entry.waiting.remove(id) {
            self.canaries.timers.cancel(timer);
        }
        let canary = entry.canary.clone();
        let Some(kept) = entry.run_mut(id) else { return };
        close(kept, at, result);
        let kept = kept.clone();
        if let Some(dry) = &kept.due.dry_run {
            return entry.end_dry(dry, id, kept.state);
        }
        let published = CanaryRun { start: kept.due.scheduled, canary: name.to_string(), ..result.clone() };
        published.data().iter().for_each(|datum| self.keep_own(at, datum));
        self.tell_canary_run(at, &canary, &kept);
        self.after_run(at, &canary, &kept);
    }

    /// Another try, or the end of a canary that runs once.
    fn after_run(&mut self, at: Timestamp, canary: &Canary, kept: &KeptCanaryRun) {
        let name = &canary.configuration.name;
        let schedule = &canary.configuration.schedule;
        let failed = kept.state == CanaryRunState::Failed;
        let is_running = canary.state == CanaryState::Running;
        if failed && is_running && kept.due.attempt < schedule.max_retries.unwrap_or(0) {
            let CanaryRunDue { first_try, scheduled, attempt, browser, .. } = kept.due.clone();
            let (run, attempt) = (self.rng.uuid(), attempt + 1);
            let dry_run = None;
            return self.ask_for_run(at, name, Try { run, first_try, scheduled, attempt, browser, dry_run });
        }
        let waits = self.canaries.entry(name.as_str()).is_ok_and(Entry::awaits_runs);
        if is_running && schedule.is_once() && !waits {
            self.canaries.calm(name);
            self.pass(at, name, CanaryState::Stopping, CanaryState::Stopped);
        }
    }
}

fn close(kept: &mut KeptCanaryRun, at: Timestamp, result: &CanaryRun) {
    let unsaid = || CanaryFailure::new(CanaryFailureKind::Script, "");
    kept.state = if result.passed { CanaryRunState::Passed } else { CanaryRunState::Failed };
    kept.failure = (!result.passed).then(|| result.failure.clone().unwrap_or_else(unsaid));
    kept.started = result.start.min(at);
    kept.completed = Some(result.end().min(at).max(kept.started));
    if let Some(artifacts) = &result.artifacts {
        kept.artifacts = artifacts.clone();
    }
}
