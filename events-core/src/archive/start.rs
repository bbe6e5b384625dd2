//! Replays started, cancelled and looked at.

use cupola_base::{Arn, Timestamp};

use super::create::is_longer;
use super::{CancelReplayError, Replay, ReplayState, StartReplayError, UnknownReplay};
use crate::error::UnknownRule;
use crate::{ArchiveName, BusName, Engine, ReplayName};

/// A replay to be started.
///
/// ```
/// use cupola_base::{Place, Timestamp};
/// use cupola_events::{ArchiveName, BusName, CreateArchive, Engine, Entry, ReplayName, ReplayState, StartReplay};
///
/// let place = Place::parse("111122223333", "us-east-1")?;
/// let mut engine = Engine::new(place.clone(), 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let (archive, name) = (ArchiveName::new("all")?, ReplayName::new("again")?);
/// engine.create_archive(now, CreateArchive::new(archive.clone(), BusName::default()))?;
/// engine.put_events(now, vec![Entry::new("my.shop", "Order placed", "{}")])?;
///
/// let later = now.plus_secs(60);
/// let to = BusName::default().arn(&place);
/// let start = StartReplay::new(name.clone(), archive.arn(&place).as_str(), to.as_str(), now, later);
/// assert_eq!(engine.start_replay(later, start)?.state, ReplayState::Starting);
/// engine.advance(later.plus_secs(5));
/// let replay = engine.describe_replay(&name)?;
/// assert_eq!((replay.state, replay.last), (ReplayState::Completed, Some(now)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StartReplay {
    /// Its name.
    pub name: ReplayName,
    /// The archive's ARN.
    pub source: String,
    /// The bus's ARN: it must be the archive's own.
    pub destination: String,
    /// Events of this time and later are sent.
    pub from: Timestamp,
    /// Events before this time are sent.
    pub until: Timestamp,
    /// The ARNs of the rules that shall see the events; empty: all but managed ones.
    pub filter_arns: Vec<String>,
    /// Words of its owner, up to 512 characters.
    pub description: Option<String>,
}

impl StartReplay {
    /// A replay for all rules of the bus.
    #[must_use]
    pub fn new(
        name: ReplayName,
        source: impl Into<String>,
        destination: impl Into<String>,
        from: Timestamp,
        until: Timestamp,
    ) -> Self {
        let (source, destination) = (source.into(), destination.into());
        Self { name, source, destination, from, until, filter_arns: Vec::new(), description: None }
    }

    /// Sets which rules see the events, by ARN.
    #[must_use]
    pub fn with_filter_arns(self, filter_arns: Vec<String>) -> Self {
        Self { filter_arns, ..self }
    }

    /// Sets the description.
    #[must_use]
    pub fn with_description(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }
}

impl Engine {
    /// Starts a replay. It goes on by itself, as fast as [`Policies::replay_pace`](crate::Policies::replay_pace)
    /// says. Its events are those of the archive at the moment when their minute comes.
    ///
    /// # Errors
    /// [`StartReplayError`].
    ///
    /// # Source
    /// EventBridge API Reference, StartReplay.
    #[doc(alias = "StartReplay")]
    pub fn start_replay(&mut self, now: Timestamp, start: StartReplay) -> Result<&Replay, StartReplayError> {
        let now = self.see(now);
        let bus = self.replay_bus(&start.destination)?;
        let archive = self.replay_archive(&start.source, &bus)?;
        self.check_replay(&start)?;
        self.state.archives.forget_replays(self.state.limits.replays);
        let pace = self.state.policies.replay_pace;
        let StartReplay { name, from, until, filter_arns, description, .. } = start;
        let replay = Replay {
            name: name.clone(),
            description,
            archive,
            bus,
            filter_arns,
            from,
            until,
            state: ReplayState::Starting,
            reason: None,
            last: None,
            started: now,
            ended: None,
            next: from,
            due: Some(now.plus_millis(i64::from(pace.start_millis.max(1)))),
        };
        Ok(self.state.archives.replays.entry(name).or_insert(replay))
    }

    /// Cancels a replay that starts or runs; it ends one step later.
    ///
    /// # Errors
    /// [`CancelReplayError`] when the replay is not there, has ended or is cancelled already.
    #[doc(alias = "CancelReplay")]
    pub fn cancel_replay(&mut self, now: Timestamp, name: &ReplayName) -> Result<&Replay, CancelReplayError> {
        let now = self.see(now);
        let step = i64::from(self.state.policies.replay_pace.step_millis.max(1));
        let replay = self.state.archives.replays.get_mut(name).ok_or_else(|| UnknownReplay(name.to_string()))?;
        if !matches!(replay.state, ReplayState::Starting | ReplayState::Running) {
            return Err(CancelReplayError::State(name.to_string()));
        }
        (replay.state, replay.due) = (ReplayState::Cancelling, Some(now.plus_millis(step)));
        Ok(replay)
    }

    /// A replay.
    ///
    /// # Errors
    /// [`UnknownReplay`].
    #[doc(alias = "DescribeReplay")]
    pub fn describe_replay(&self, name: &ReplayName) -> Result<&Replay, UnknownReplay> {
        self.state.archives.replays.get(name).ok_or_else(|| UnknownReplay(name.to_string()))
    }

    fn replay_bus(&self, arn: &str) -> Result<BusName, StartReplayError> {
        let parsed = Arn::parse(arn).ok().filter(|arn| arn.service() == "events");
        let name = parsed.as_ref().and_then(|arn| arn.resource().strip_prefix("event-bus/"));
        let name = name.ok_or(StartReplayError::NoBus)?;
        self.bus(arn).ok_or_else(|| UnknownRule::Bus(name.to_owned()).into())
    }

    fn replay_archive(&self, arn: &str, bus: &BusName) -> Result<ArchiveName, StartReplayError> {
        let parsed = Arn::parse(arn).ok().filter(|arn| arn.service() == "events");
        let text = parsed.as_ref().and_then(|arn| arn.resource().strip_prefix("archive/"));
        let text = text.ok_or(StartReplayError::NoArchive)?;
        let unknown = || StartReplayError::UnknownArchive(text.to_owned());
        let name = ArchiveName::new(text).map_err(|_| unknown())?;
        let archive = self.describe_archive(&name).map_err(|_| unknown())?;
        match (archive.arn(self.place()).as_str() == arn, archive.bus == *bus) {
            (false, _) => Err(unknown()),
            (true, false) => Err(StartReplayError::OtherBus),
            (true, true) => Ok(name),
        }
    }

    fn check_replay(&self, start: &StartReplay) -> Result<(), StartReplayError> {
        let limits = &self.state.limits;
        if start.from >= start.until {
            return Err(StartReplayError::Times);
        }
        if self.state.archives.replays.contains_key(&start.name) {
            return Err(StartReplayError::AlreadyExists(start.name.to_string()));
        }
        if self.state.archives.active() >= limits.active_replays {
            return Err(StartReplayError::TooMany);
        }
        match is_longer(start.description.as_ref(), limits.description_length) {
            true => Err(StartReplayError::Description(limits.description_length)),
            false => Ok(()),
        }
    }
}
