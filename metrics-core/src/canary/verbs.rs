//! Verbs on canaries.

use cupola_base::{Tags, Timestamp};

use super::book::Entry;
use super::configuration::CanaryConfiguration;
use super::error::CanaryError;
use super::kept::KeptCanaryRun;
use super::state::{Canary, CanaryState};
use super::update::CanaryUpdate;
use crate::engine::Engine;

impl Engine {
    /// Makes a canary. It is `CREATING`, then `READY`, and runs once it is [started](Self::start_canary).
    ///
    /// # Errors
    /// [`CanaryError`] with what is not acceptable.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, CreateCanary.
    #[doc(alias = "CreateCanary")]
    pub fn create_canary(
        &mut self,
        now: Timestamp,
        mut configuration: CanaryConfiguration,
        given: Vec<(String, String)>,
    ) -> Result<&Canary, CanaryError> {
        self.advance(now);
        let (now, name) = (self.now, configuration.name.clone());
        configuration.check_code()?;
        configuration.check()?;
        configuration.check_runtime(now)?;
        configuration.code.zip_file = None;
        if self.canaries.all.contains_key(&name) {
            return Err(CanaryError::Exists(name));
        }
        if self.canaries.all.len() >= self.limits.canaries {
            return Err(CanaryError::TooMany(self.limits.canaries));
        }
        let mut tags = Tags::default();
        tags.set(given)?;
        let arn = self.place.arn("synthetics", format_args!("canary:{name}")).to_string();
        let (id, state) = (self.rng.uuid(), CanaryState::Creating);
        let (created, modified) = (now, now);
        let canary = Canary { id, arn, configuration, state, created, modified, started: None, stopped: None, tags };
        self.canaries.all.insert(name.clone(), Entry::new(canary));
        self.pass(now, &name, CanaryState::Creating, CanaryState::Ready);
        Ok(&self.canaries.all[&name].canary)
    }

    /// A canary.
    ///
    /// # Errors
    /// [`CanaryError::Unknown`] when there is none of this name.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, GetCanary.
    #[doc(alias = "GetCanary")]
    pub fn canary(&mut self, now: Timestamp, name: &str) -> Result<&Canary, CanaryError> {
        self.advance(now);
        Ok(&self.canaries.entry(name)?.canary)
    }

    /// All canaries, by name.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, DescribeCanaries.
    #[doc(alias = "DescribeCanaries")]
    pub fn canaries(&mut self, now: Timestamp) -> impl Iterator<Item = &Canary> {
        self.advance(now);
        self.canaries.all.values().map(|entry| &entry.canary)
    }

    /// The runs of a canary that are kept, newest first; also those that wait for their results. Those of dry runs
    /// are told by [`canary_dry_runs`](Self::canary_dry_runs).
    ///
    /// # Errors
    /// [`CanaryError::Unknown`] when there is none of this name.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, GetCanaryRuns.
    #[doc(alias = "GetCanaryRuns")]
    pub fn canary_runs(&mut self, now: Timestamp, name: &str) -> Result<Vec<&KeptCanaryRun>, CanaryError> {
        self.advance(now);
        Ok(self.canaries.entry(name)?.kept(self.now).collect())
    }

    /// Changes a canary. One that runs goes on to run, on its new schedule from now on.
    ///
    /// # Errors
    /// [`CanaryError`] with what is not acceptable, or a state that does not allow it.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, UpdateCanary.
    #[doc(alias = "UpdateCanary")]
    pub fn update_canary(&mut self, now: Timestamp, name: &str, update: CanaryUpdate) -> Result<(), CanaryError> {
        self.advance(now);
        let now = self.now;
        let entry = self.canaries.entry(name)?;
        entry.allow("an update", !entry.canary.state.is_passing())?;
        let has_schedule = update.schedule.is_some();
        let configuration = update.checked(now, &entry.canary.configuration)?;
        self.reconfigure(name, configuration, has_schedule)
    }

    /// Gives a canary other settings; on another schedule one that runs begins again.
    pub(super) fn reconfigure(
        &mut self,
        name: &str,
        configuration: CanaryConfiguration,
        has_schedule: bool,
    ) -> Result<(), CanaryError> {
        let now = self.now;
        let entry = self.canaries.entry_mut(name)?;
        let (name, state) = (configuration.name.clone(), entry.canary.state);
        entry.allow("an update", !state.is_passing())?;
        (entry.canary.configuration, entry.canary.modified) = (configuration, now);
        match state {
            CanaryState::Running if has_schedule => {
                self.canaries.calm(&name);
                self.pass(now, &name, CanaryState::Starting, CanaryState::Running);
            }
            state => self.pass(now, &name, CanaryState::Updating, state),
        }
        Ok(())
    }

    /// Lets a canary run on its schedule.
    ///
    /// A jump of the clock over more than 15 months makes no runs of which nothing is left at its end: those whose
    /// data and records are no longer kept, and whose outputs newer ones push out of the queue. They count as lost.
    /// Where an alarm or a stream looks at the data of canaries, every run is made.
    ///
    /// # Errors
    /// [`CanaryError`] when there is none, or it is neither ready nor stopped.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, StartCanary.
    #[doc(alias = "StartCanary")]
    pub fn start_canary(&mut self, now: Timestamp, name: &str) -> Result<(), CanaryError> {
        self.advance(now);
        let now = self.now;
        let entry = self.canaries.entry_mut(name)?;
        let can = matches!(entry.canary.state, CanaryState::Ready | CanaryState::Stopped | CanaryState::Error);
        entry.allow("a start", can)?;
        entry.canary.started = Some(now);
        let name = entry.canary.configuration.name.clone();
        self.pass(now, &name, CanaryState::Starting, CanaryState::Running);
        Ok(())
    }

    /// Stops a canary. A run that waits for its result still gets it.
    ///
    /// # Errors
    /// [`CanaryError`] when there is none, or it does not run.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, StopCanary.
    #[doc(alias = "StopCanary")]
    pub fn stop_canary(&mut self, now: Timestamp, name: &str) -> Result<(), CanaryError> {
        self.advance(now);
        let now = self.now;
        let entry = self.canaries.entry(name)?;
        entry.allow("a stop", entry.canary.state == CanaryState::Running)?;
        let name = entry.canary.configuration.name.clone();
        self.canaries.calm(&name);
        self.pass(now, &name, CanaryState::Stopping, CanaryState::Stopped);
        Ok(())
    }

    /// Deletes a canary with its runs. Its metrics stay.
    ///
    /// # Errors
    /// [`CanaryError`] when there is none, or it runs, or it is on its way to another state.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference, DeleteCanary.
    #[doc(alias = "DeleteCanary")]
    pub fn delete_canary(&mut self, now: Timestamp, name: &str) -> Result<(), CanaryError> {
        self.advance(now);
        let now = self.now;
        let entry = self.canaries.entry(name)?;
        let state = entry.canary.state;
        entry.allow("a deletion", !state.is_passing() && state != CanaryState::Running)?;
        let name = entry.canary.configuration.name.clone();
        self.pass(now, &name, CanaryState::Deleting, CanaryState::Deleting);
        Ok(())
    }

    /// The tags of the canary or the group with this ARN.
    pub(super) fn canary_tags(&mut self, now: Timestamp, arn: &str) -> Option<&mut Tags> {
        self.advance(now);
        self.canaries.tags_mut(arn)
    }
}
