//! Archives made, changed, deleted and looked at.

use cupola_base::Timestamp;

use super::kept::Kept;
use super::store::Shelf;
use super::{Archive, ArchiveSize, ArchiveState, CreateArchiveError, UnknownArchive, UpdateArchiveError};
use crate::rule::RulePattern;
use crate::{ArchiveName, BusName, Engine, PatternError};

/// An archive to be made.
///
/// ```
/// use cupola_base::{Place, Timestamp};
/// use cupola_events::{ArchiveName, BusName, CreateArchive, Engine, Entry};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let name = ArchiveName::new("orders")?;
/// let create = CreateArchive::new(name.clone(), BusName::default()).with_pattern(r#"{"source": ["my.shop"]}"#);
/// engine.create_archive(now, create.with_retention_days(1))?;
/// engine.put_events(now, vec![Entry::new("my.shop", "Order placed", "{}"), Entry::new("my.dock", "Crane", "{}")])?;
/// assert_eq!(engine.archive_size(now, &name)?.events, 1);
/// assert_eq!(engine.archive_size(now.plus_secs(90_000), &name)?.events, 0, "a day is over");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreateArchive {
    /// Its name.
    pub name: ArchiveName,
    /// The bus whose events it keeps.
    pub bus: BusName,
    /// Which events it keeps; none: all.
    pub pattern: Option<String>,
    /// Words of its owner, up to 512 characters.
    pub description: Option<String>,
    /// Days for which an event is kept, counted from its own time; 0: for ever.
    pub retention_days: u32,
    /// The key that encrypts the events.
    pub kms_key: Option<String>,
}

impl CreateArchive {
    /// An archive of all events of a bus, kept for ever.
    #[must_use]
    pub const fn new(name: ArchiveName, bus: BusName) -> Self {
        Self { name, bus, pattern: None, description: None, retention_days: 0, kms_key: None }
    }

    /// Sets which events it keeps.
    #[must_use]
    pub fn with_pattern(self, pattern: impl Into<String>) -> Self {
        Self { pattern: Some(pattern.into()), ..self }
    }

    /// Sets for how many days.
    #[must_use]
    pub fn with_retention_days(self, retention_days: u32) -> Self {
        Self { retention_days, ..self }
    }

    /// Sets the description.
    #[must_use]
    pub fn with_description(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }
}

/// What is to be changed about an archive; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the service knows four members, each of which may be left out")]
pub struct UpdateArchive {
    /// Which events it keeps from now on.
    pub pattern: Option<String>,
    /// Words of its owner.
    pub description: Option<String>,
    /// Days for which an event is kept, also those that are there.
    pub retention_days: Option<u32>,
    /// The key that encrypts the events.
    pub kms_key: Option<String>,
}

impl Engine {
    /// Makes an archive of a bus's events from now on.
    ///
    /// # Errors
    /// [`CreateArchiveError`] when there is one of the name, the bus is not there, the pattern is refused, or there
    /// are too many.
    ///
    /// # Source
    /// EventBridge API Reference, CreateArchive.
    #[doc(alias = "CreateArchive")]
    pub fn create_archive(&mut self, now: Timestamp, create: CreateArchive) -> Result<&Archive, CreateArchiveError> {
        let now = self.see(now);
        let CreateArchive { name, bus, pattern, description, retention_days, kms_key } = create;
        if self.state.archives.archives.contains_key(&name) {
            return Err(CreateArchiveError::AlreadyExists(name.to_string()));
        }
        self.check_bus(&bus)?;
        let pattern = self.archive_pattern(pattern)?;
        let most = self.state.limits.description_length;
        if is_longer(description.as_ref(), most) {
            return Err(CreateArchiveError::Description(most));
        }
        if self.state.archives.archives.len() >= self.state.limits.archives {
            return Err(CreateArchiveError::TooMany);
        }
        let archive = Archive { name: name.clone(), bus, pattern, description, retention_days, kms_key, created: now };
        let rule = self.manage_rule(&archive);
        let shelf = Shelf { archive, rule, kept: Kept::default() };
        Ok(&self.state.archives.archives.entry(name).or_insert(shelf).archive)
    }

    /// Changes an archive. Events that have outlived a shorter retention are gone at once; a new pattern decides
    /// about new events only.
    ///
    /// # Errors
    /// [`UpdateArchiveError`] when nothing is to be changed, the archive is not there or the pattern is refused.
    #[doc(alias = "UpdateArchive")]
    pub fn update_archive(
        &mut self,
        now: Timestamp,
        name: &ArchiveName,
        update: UpdateArchive,
    ) -> Result<&Archive, UpdateArchiveError> {
        let now = self.see(now);
        let UpdateArchive { pattern, description, retention_days, kms_key } = update;
        self.describe_archive(name)?;
        if pattern.is_none() && description.is_none() && retention_days.is_none() && kms_key.is_none() {
            return Err(UpdateArchiveError::Nothing);
        }
        let pattern = self.archive_pattern(pattern)?;
        let most = self.state.limits.description_length;
        if is_longer(description.as_ref(), most) {
            return Err(UpdateArchiveError::Description(most));
        }
        let shelf = self.state.archives.archives.get_mut(name).ok_or_else(|| UnknownArchive(name.to_string()))?;
        let archive = &mut shelf.archive;
        archive.pattern = pattern.or_else(|| archive.pattern.take());
        archive.description = description.or_else(|| archive.description.take());
        archive.retention_days = retention_days.unwrap_or(archive.retention_days);
        archive.kms_key = kms_key.or_else(|| archive.kms_key.take());
        shelf.kept.expire(shelf.archive.horizon(now));
        let archive = shelf.archive.clone();
        self.manage_rule(&archive);
        Ok(self.describe_archive(name)?)
    }

    /// Deletes an archive and what it keeps. Replays of it that run fail.
    ///
    /// # Errors
    /// [`UnknownArchive`].
    #[doc(alias = "DeleteArchive")]
    pub fn delete_archive(&mut self, now: Timestamp, name: &ArchiveName) -> Result<(), UnknownArchive> {
        let now = self.see(now);
        let shelf = self.state.archives.archives.remove(name).ok_or_else(|| UnknownArchive(name.to_string()))?;
        self.unmanage_rule(&shelf.rule);
        self.fail_replays(now, &format!("Archive {name} was deleted."), |replay| replay.archive == *name);
        Ok(())
    }

    /// An archive.
    ///
    /// # Errors
    /// [`UnknownArchive`].
    #[doc(alias = "DescribeArchive")]
    pub fn describe_archive(&self, name: &ArchiveName) -> Result<&Archive, UnknownArchive> {
        self.shelf(name).map(|shelf| &shelf.archive)
    }

    /// What an archive holds at an instant, which may be a later one.
    ///
    /// # Errors
    /// [`UnknownArchive`].
    pub fn archive_size(&self, now: Timestamp, name: &ArchiveName) -> Result<ArchiveSize, UnknownArchive> {
        let shelf = self.shelf(name)?;
        Ok(shelf.kept.size_from(shelf.archive.horizon(now.max(self.now()))))
    }

    /// Whether an archive takes events.
    ///
    /// # Errors
    /// [`UnknownArchive`].
    pub fn archive_state(&self, name: &ArchiveName) -> Result<ArchiveState, UnknownArchive> {
        let bus = self.check_bus(&self.describe_archive(name)?.bus);
        Ok(if bus.is_ok() { ArchiveState::Enabled } else { ArchiveState::Disabled })
    }

    fn shelf(&self, name: &ArchiveName) -> Result<&Shelf, UnknownArchive> {
        self.state.archives.archives.get(name).ok_or_else(|| UnknownArchive(name.to_string()))
    }

    fn archive_pattern(&self, pattern: Option<String>) -> Result<Option<RulePattern>, PatternError> {
        pattern.map(|text| RulePattern::parse(&text, &self.state.limits.pattern)).transpose()
    }
}

pub(super) fn is_longer(text: Option<&String>, most: usize) -> bool {
    text.is_some_and(|text| text.chars().count() > most)
}
