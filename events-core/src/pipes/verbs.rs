//! Pipes made, changed and looked at.

use cupola_base::{Arn, Tags, Timestamp};

use super::run::Entry;
use super::{CreatePipe, DesiredState, Pipe, PipeName, PipeState, PipesError, UpdatePipe};
use crate::Engine;

impl Engine {
    /// Makes a pipe. It is `CREATING`, then runs or is stopped as wished.
    ///
    /// # Errors
    /// [`PipesError`] when there is one of the name, there are too many, or what is told does not go together.
    ///
    /// # Source
    /// EventBridge Pipes API Reference, CreatePipe.
    #[doc(alias = "CreatePipe")]
    pub fn create_pipe(&mut self, now: Timestamp, create: CreatePipe) -> Result<&Pipe, PipesError> {
        let now = self.see(now);
        let name = create.name.clone();
        let (pipes, most) = (&self.state.pipes.entries, self.state.limits.pipes);
        if pipes.contains_key(&name) {
            return Err(PipesError::Exists(name));
        }
        if pipes.len() >= most {
            return Err(PipesError::TooMany(most));
        }
        let mut pipe = Pipe::of(now, create);
        pipe.check(self.place(), &self.state.limits)?;
        self.state.pipes.entries.insert(name.clone(), Entry::new(pipe));
        self.state.pass_pipe(now, &name, PipeState::Creating);
        self.describe_pipe(&name)
    }

    /// Changes a pipe: what is left out stays. It is `UPDATING`, and reads nothing meanwhile.
    ///
    /// # Errors
    /// [`PipesError`] when it is not there, on its way to another state, or when what is told does not go together.
    ///
    /// # Source
    /// EventBridge Pipes API Reference, UpdatePipe.
    #[doc(alias = "UpdatePipe")]
    pub fn update_pipe(&mut self, now: Timestamp, name: &PipeName, update: UpdatePipe) -> Result<&Pipe, PipesError> {
        let now = self.see(now);
        let mut pipe = self.settled_pipe(name)?.clone();
        pipe.change(update);
        pipe.check(self.place(), &self.state.limits)?;
        if let Some(entry) = self.state.pipes.entries.get_mut(name) {
            entry.pipe = pipe;
        }
        self.state.pass_pipe(now, name, PipeState::Updating);
        self.describe_pipe(name)
    }

    /// Lets a pipe run. One that runs goes on.
    ///
    /// # Errors
    /// [`PipesError`] when it is not there, or on its way to another state.
    #[doc(alias = "StartPipe")]
    pub fn start_pipe(&mut self, now: Timestamp, name: &PipeName) -> Result<&Pipe, PipesError> {
        self.turn_pipe(now, name, DesiredState::Running, PipeState::Starting)
    }

    /// Stops a pipe. What is under way ends; messages that wait go back to their queue, a stream is read on when the
    /// pipe runs again. One that is stopped stays so.
    ///
    /// # Errors
    /// [`PipesError`] when it is not there, or on its way to another state.
    #[doc(alias = "StopPipe")]
    pub fn stop_pipe(&mut self, now: Timestamp, name: &PipeName) -> Result<&Pipe, PipesError> {
        self.turn_pipe(now, name, DesiredState::Stopped, PipeState::Stopping)
    }

    fn turn_pipe(
        &mut self,
        now: Timestamp,
        name: &PipeName,
        desired: DesiredState,
        through: PipeState,
    ) -> Result<&Pipe, PipesError> {
        let now = self.see(now);
        let is_there = Some(self.settled_pipe(name)?.state) == desired.settled();
        if let Some(entry) = self.state.pipes.entries.get_mut(name) {
            entry.pipe.desired = desired;
        }
        if !is_there {
            self.state.pass_pipe(now, name, through);
        }
        self.describe_pipe(name)
    }

    /// Deletes a pipe. It is `DELETING`, then gone; what is under way then is ended, and messages go back to their queue.
    ///
    /// # Errors
    /// [`PipesError`] when it is not there, or on its way to another state.
    #[doc(alias = "DeletePipe")]
    pub fn delete_pipe(&mut self, now: Timestamp, name: &PipeName) -> Result<&Pipe, PipesError> {
        let now = self.see(now);
        self.settled_pipe(name)?;
        if let Some(entry) = self.state.pipes.entries.get_mut(name) {
            entry.pipe.desired = DesiredState::Deleted;
        }
        self.state.pass_pipe(now, name, PipeState::Deleting);
        self.describe_pipe(name)
    }

    /// A pipe.
    ///
    /// # Errors
    /// [`PipesError`] when it is not there.
    #[doc(alias = "DescribePipe")]
    pub fn describe_pipe(&self, name: &PipeName) -> Result<&Pipe, PipesError> {
        let entry = self.state.pipes.entries.get(name);
        entry.map(|entry| &entry.pipe).ok_or_else(|| PipesError::Unknown(name.clone()))
    }

    /// All pipes, by name.
    #[doc(alias = "ListPipes")]
    pub fn list_pipes(&self) -> impl Iterator<Item = &Pipe> {
        self.state.pipes.entries.values().map(|entry| &entry.pipe)
    }

    /// The tags of the pipe of this ARN.
    ///
    /// # Errors
    /// [`PipesError`] when it is not there.
    #[doc(alias = "ListTagsForResource")]
    pub fn list_tags_for_pipe(&self, arn: &str) -> Result<&Tags, PipesError> {
        let name = self.pipe_of(arn)?;
        self.describe_pipe(&name).map(|pipe| &pipe.tags).map_err(|_| PipesError::Arn(arn.to_owned()))
    }

    /// Adds tags to the pipe of this ARN, or replaces the values of those there.
    ///
    /// # Errors
    /// [`PipesError`] when it is not there, or the tags are out of bounds.
    #[doc(alias = "TagResource")]
    pub fn tag_pipe<K: Into<String>, V: Into<String>>(
        &mut self,
        now: Timestamp,
        arn: &str,
        tags: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), PipesError> {
        self.see(now);
        Ok(self.pipe_tags_mut(arn)?.set(tags)?)
    }

    /// Takes tags away; keys that are not there do not matter.
    ///
    /// # Errors
    /// [`PipesError`] when the pipe is not there.
    #[doc(alias = "UntagResource")]
    pub fn untag_pipe<'a>(
        &mut self,
        now: Timestamp,
        arn: &str,
        keys: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), PipesError> {
        self.see(now);
        self.pipe_tags_mut(arn)?.unset(keys);
        Ok(())
    }

    fn pipe_tags_mut(&mut self, arn: &str) -> Result<&mut Tags, PipesError> {
        let name = self.pipe_of(arn)?;
        let entry = self.state.pipes.entries.get_mut(&name);
        entry.map(|entry| &mut entry.pipe.tags).ok_or_else(|| PipesError::Arn(arn.to_owned()))
    }

    fn pipe_of(&self, arn: &str) -> Result<PipeName, PipesError> {
        let here: Arn = self.place().arn("pipes", "pipe/");
        let name = arn.strip_prefix(here.as_str()).and_then(|name| PipeName::new(name).ok());
        name.ok_or_else(|| PipesError::Arn(arn.to_owned()))
    }

    /// A pipe that can be changed.
    fn settled_pipe(&self, name: &PipeName) -> Result<&Pipe, PipesError> {
        let pipe = self.describe_pipe(name)?;
        match pipe.state.is_passing() {
            true => Err(PipesError::Passing { name: name.clone(), state: pipe.state }),
            false => Ok(pipe),
        }
    }
}

impl Pipe {
    fn of(now: Timestamp, create: CreatePipe) -> Self {
        Self {
            name: create.name,
            description: create.description,
            desired: create.desired,
            state: PipeState::Creating,
            source: create.source,
            enrichment: create.enrichment,
            enrichment_settings: create.enrichment_settings,
            target: create.target,
            target_settings: create.target_settings,
            role_arn: create.role_arn,
            tags: create.tags,
            log: create.log,
            kms_key: create.kms_key,
            created: now,
            modified: now,
            filters: Vec::new(),
        }
    }

    fn change(&mut self, update: UpdatePipe) {
        self.role_arn = update.role_arn;
        self.description = update.description.or_else(|| self.description.take());
        self.desired = update.desired.unwrap_or(self.desired);
        if let Some(filters) = update.filters {
            self.source.filters = filters;
        }
        if let Some(settings) = update.source {
            self.source.settings = settings.in_place_of(&self.source.settings);
        }
        if update.enrichment.is_some() || update.target.is_some() {
            self.enrichment = update.enrichment.unwrap_or_else(|| self.enrichment.take());
            self.target = update.target.unwrap_or_else(|| self.target.clone());
            self.drop_foreign_parameters();
        }
        update.enrichment_settings.apply(&mut self.enrichment_settings);
        update.target_settings.apply(&mut self.target_settings);
        self.log = update.log.or_else(|| self.log.take());
        self.kms_key = update.kms_key.or_else(|| self.kms_key.take()).filter(|key| !key.is_empty());
    }
}
