//! Dry runs: a canary's script run once with other settings, before the settings are taken over.

use std::collections::BTreeSet;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::book::Entry;
use super::configuration::CanaryConfiguration;
use super::error::CanaryError;
use super::kept::{CanaryRunState, KeptCanaryRun};
use super::parts::CanaryBrowser;
use super::schedule::CanarySchedule;
use super::turn::Try;
use super::update::CanaryUpdate;
use crate::engine::Engine;

/// A dry run of a canary.
///
/// # Source
/// CloudWatch Synthetics API Reference, StartCanaryDryRun and DryRunConfigOutput.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CanaryDryRun {
    /// Its id, a UUID.
    pub id: String,
    /// What the canary would do.
    pub configuration: CanaryConfiguration,
    /// When it was started.
    pub started: Timestamp,
    /// Whether a run of it has failed.
    pub has_failed: bool,
    /// The runs that wait for their results: one for each browser.
    pub waiting: BTreeSet<String>,
}

impl CanaryDryRun {
    /// How it stands: it runs until all its runs have, and has failed when one of them has.
    #[must_use]
    pub fn state(&self) -> CanaryRunState {
        match (self.waiting.is_empty(), self.has_failed) {
            (false, _) => CanaryRunState::Running,
            (true, true) => CanaryRunState::Failed,
            (true, false) => CanaryRunState::Passed,
        }
    }
}

impl Engine {
    /// Runs a canary once, at once, with what the update changes, and leaves the canary as it is. The run is told as
    /// any that is [due](crate::Output::CanaryRun), with the dry run's id, and its result is taken in by
    /// [`report_canary_run`](Self::report_canary_run). [`apply_dry_run`](Self::apply_dry_run) takes the settings over.
    ///
    /// ```
    /// use cupola_metrics::{
    ///     CanaryCode, CanaryConfiguration, CanaryRun, CanaryRunState, CanarySchedule, CanaryUpdate, Engine, Output, Place,
    ///     Timestamp,
    /// };
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let (role, runtime) = ("arn:aws:iam::111122223333:role/canary", "syn-nodejs-puppeteer-9.1");
    /// let code = CanaryCode::in_bucket("scripts", "shop.zip", "index.handler");
    /// let shop = CanaryConfiguration::new("shop", code, role, CanarySchedule::parse("rate(5 minutes)")?, runtime)?;
    /// engine.create_canary(now, shop, Vec::new())?;
    ///
    /// let longer = CanaryUpdate { success_retention_days: Some(7), ..CanaryUpdate::default() };
    /// let dry = engine.start_canary_dry_run(now, "shop", longer)?.id.clone();
    /// let outputs = engine.drain();
    /// let due = outputs.iter().find_map(|output| match output {
    ///     Output::CanaryRun(due) => Some(due),
    ///     _ => None,
    /// });
    /// let due = due.expect("it runs at once");
    /// engine.report_canary_run(now, CanaryRun { passed: true, ..CanaryRun::of(due) })?;
    /// assert_eq!(engine.canary_dry_run(now, "shop", &dry)?.state(), CanaryRunState::Passed);
    /// engine.apply_dry_run(now, "shop", &dry, None)?;
    /// assert_eq!(engine.canary(now, "shop")?.configuration.success_retention_days, 7);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// A dry run publishes no metrics and no events and is not tried again (ours); one that nobody reports in time
    /// has failed. The last few of each canary are kept
    /// ([`dry_runs_per_canary`](crate::Limits::dry_runs_per_canary)).
    ///
    /// # Errors
    /// [`CanaryError`] when there is no such canary, it is on its way to another state, another dry run of it goes on,
    /// or the settings are not acceptable; a schedule cannot be tried.
    ///
    /// # Source
    /// CloudWatch User Guide, "Performing safe canary updates".
    #[doc(alias = "StartCanaryDryRun")]
    pub fn start_canary_dry_run(
        &mut self,
        now: Timestamp,
        name: &str,
        update: CanaryUpdate,
    ) -> Result<&CanaryDryRun, CanaryError> {
        self.advance(now);
        let now = self.now;
        let entry = self.canaries.entry(name)?;
        let name = entry.canary.configuration.name.clone();
        entry.allow("a dry run", !entry.canary.state.is_passing())?;
        if let Some(going) = entry.dry_runs.iter().find(|dry| dry.state() == CanaryRunState::Running) {
            return Err(CanaryError::DryRunGoesOn(going.id.clone()));
        }
        if update.schedule.is_some() {
            let needed = "no schedule: a dry run is made at once";
            return Err(CanaryError::Value { member: "Schedule", value: "a schedule".into(), needed });
        }
        let configuration = update.checked(now, &entry.canary.configuration)?;
        let browsers = browsers(&configuration);
        let id = self.rng.uuid();
        let dry = CanaryDryRun { id, configuration, started: now, has_failed: false, waiting: BTreeSet::new() };
        let most = self.limits.dry_runs_per_canary;
        let id = self.canaries.entry_mut(name.as_str())?.keep_dry_run(dry, most);
        for browser in browsers {
            let run = self.rng.uuid();
            let (first_try, dry_run) = (run.clone(), Some(id.clone()));
            self.ask_for_run(now, &name, Try { run, first_try, scheduled: now, attempt: 0, browser, dry_run });
        }
        self.canaries.entry(name.as_str())?.dry_run(&id)
    }

    /// A dry run of a canary.
    ///
    /// # Errors
    /// [`CanaryError`] when there is no such canary, or none of its dry runs has this id.
    pub fn canary_dry_run(&mut self, now: Timestamp, name: &str, id: &str) -> Result<&CanaryDryRun, CanaryError> {
        self.advance(now);
        self.canaries.entry(name)?.dry_run(id)
    }

    /// The runs that dry runs of a canary made and that are kept, newest first.
    ///
    /// # Errors
    /// [`CanaryError::Unknown`] when there is no canary of this name.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, GetCanaryRuns.
    pub fn canary_dry_runs(&mut self, now: Timestamp, name: &str) -> Result<Vec<&KeptCanaryRun>, CanaryError> {
        self.advance(now);
        Ok(self.canaries.entry(name)?.kept_dry(self.now).collect())
    }

    /// Takes over for a canary what a dry run of it tried, and another schedule, if one is given.
    ///
    /// # Errors
    /// [`CanaryError`] when there is no such canary or dry run, the dry run has not passed, or the canary's state or
    /// the schedule do not allow it.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, UpdateCanary (`DryRunId`).
    #[doc(alias = "UpdateCanary")]
    pub fn apply_dry_run(
        &mut self,
        now: Timestamp,
        name: &str,
        id: &str,
        schedule: Option<CanarySchedule>,
    ) -> Result<(), CanaryError> {
        self.advance(now);
        let entry = self.canaries.entry(name)?;
        let dry = entry.dry_run(id)?;
        if dry.state() != CanaryRunState::Passed {
            return Err(CanaryError::DryRunNotPassed { id: id.into(), state: dry.state() });
        }
        let mut configuration = dry.configuration.clone();
        configuration.schedule = entry.canary.configuration.schedule.clone();
        let update = CanaryUpdate { schedule, ..CanaryUpdate::default() };
        let has_schedule = update.schedule.is_some();
        let configuration = update.checked(self.now, &configuration)?;
        self.reconfigure(name, configuration, has_schedule)
    }
}

impl Entry {
    pub(super) fn dry_run(&self, id: &str) -> Result<&CanaryDryRun, CanaryError> {
        self.dry_runs.iter().find(|dry| dry.id == id).ok_or_else(|| CanaryError::UnknownDryRun(id.into()))
    }

    /// The settings of a run: those of its dry run, else the canary's.
    pub(super) fn settings(&self, dry_run: Option<&str>) -> &CanaryConfiguration {
        let dry = dry_run.and_then(|id| self.dry_run(id).ok());
        dry.map_or(&self.canary.configuration, |dry| &dry.configuration)
    }

    /// A run of a dry run is asked for.
    pub(super) fn begin_dry(&mut self, id: &str, run: &str) {
        if let Some(dry) = self.dry_runs.iter_mut().find(|dry| dry.id == id) {
            dry.waiting.insert(run.into());
        }
    }

    /// A run of a dry run has come to its end.
    pub(super) fn end_dry(&mut self, id: &str, run: &str, state: CanaryRunState) {
        if let Some(dry) = self.dry_runs.iter_mut().find(|dry| dry.id == id) {
            dry.waiting.remove(run);
            dry.has_failed |= state == CanaryRunState::Failed;
        }
    }

    /// The runs of dry runs that are kept, newest first.
    pub(super) fn kept_dry(&self, now: Timestamp) -> impl Iterator<Item = &KeptCanaryRun> {
        self.all_kept(now).filter(|run| run.due.dry_run.is_some())
    }

    fn keep_dry_run(&mut self, dry: CanaryDryRun, most: usize) -> String {
        let id = dry.id.clone();
        while self.dry_runs.len() >= most.max(1) {
            self.dry_runs.pop_front();
        }
        self.dry_runs.push_back(dry);
        id
    }
}

/// Whether a text looks like the id of a dry run.
pub(super) fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is_hex = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.into_iter().all(is_hex)
}

/// The browsers of a run; one that is not told, when the canary tells none.
pub(super) fn browsers(configuration: &CanaryConfiguration) -> Vec<Option<CanaryBrowser>> {
    match &configuration.browsers[..] {
        [] => vec![None],
        browsers => browsers.iter().copied().map(Some).collect(),
    }
}
