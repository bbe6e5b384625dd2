//! One group as it is read.

use std::collections::BTreeMap;

use cupola_base::Timestamp;

use super::{EventPage, FilterLogEvents, FilterLogEventsError, FilteredPage, GetLogEvents, GetLogEventsError};
use crate::class::LogGroupClass;
use crate::engine::Engine;
use crate::error::{ForbiddenByClass, UnknownLog};
use crate::group::{Group, Stream};
use crate::kms::Seals;
use crate::limits::Limits;
use crate::name::{LogGroupName, LogStreamName};

/// What an answer about the events of a group depends on, at one instant.
#[derive(Clone, Debug)]
pub(super) struct View<'a> {
    pub(super) now: Timestamp,
    pub(super) name: &'a str,
    pub(super) class: LogGroupClass,
    /// Events before this are expired.
    pub(super) cutoff: Timestamp,
    pub(super) streams: &'a BTreeMap<LogStreamName, Stream>,
    pub(super) seals: Seals,
    pub(super) limits: &'a Limits,
}

impl View<'_> {
    /// That the view is one of this group.
    pub(super) fn check_group(&self, name: &str) -> Result<(), UnknownLog> {
        if self.name == name { Ok(()) } else { Err(UnknownLog::Group(name.into())) }
    }

    pub(super) fn allow(&self, what: &'static str) -> Result<(), ForbiddenByClass> {
        self.class.allow(self.name, what)
    }
}

/// The events of one log group as they were at one instant, for reading on any thread.
///
/// It shares the memory of the events with the engine and holds no lock: the engine goes on, and what
/// comes in, expires or is removed later does not show. Taking it costs a counter for each 64 KiB of
/// events; a chunk of events that changes while a reader is there is copied first.
///
/// Pages and tokens are those of [`Engine::get_log_events`] and [`Engine::filter_log_events`], and go on
/// there.
///
/// ```
/// use cupola_logs::{Engine, GetLogEvents, Place, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// engine.create_log_group(now, "app")?;
/// engine.create_log_stream(now, "app", "s")?;
/// engine.put_log_events(now, "app", "s", [(now, "before")])?;
///
/// let reader = engine.log_reader(now, "app")?;
/// let count = std::thread::spawn(move || reader.get_log_events(&GetLogEvents::of("app", "s")).map(|page| page.events.len()));
/// engine.put_log_events(now, "app", "s", [(now, "after")])?;
/// assert_eq!(count.join().unwrap()?, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct LogReader {
    now: Timestamp,
    name: LogGroupName,
    class: LogGroupClass,
    cutoff: Timestamp,
    streams: BTreeMap<LogStreamName, Stream>,
    seals: Seals,
    limits: Limits,
}

impl LogReader {
    /// The group.
    #[must_use]
    pub const fn log_group(&self) -> &LogGroupName {
        &self.name
    }

    /// When the events were as they are here.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.now
    }

    /// As [`Engine::get_log_events`].
    ///
    /// # Errors
    /// [`GetLogEventsError`].
    pub fn get_log_events(&self, request: &GetLogEvents) -> Result<EventPage, GetLogEventsError> {
        self.view().page(request)
    }

    /// As [`Engine::filter_log_events`].
    ///
    /// # Errors
    /// [`FilterLogEventsError`].
    pub fn filter_log_events(&self, request: &FilterLogEvents) -> Result<FilteredPage, FilterLogEventsError> {
        self.view().filtered(request)
    }

    fn view(&self) -> View<'_> {
        View {
            now: self.now,
            name: self.name.as_str(),
            class: self.class,
            cutoff: self.cutoff,
            streams: &self.streams,
            seals: self.seals.clone(),
            limits: &self.limits,
        }
    }
}

impl Engine {
    /// The events of a group as they are now, for reading on any thread while the engine goes on.
    ///
    /// # Errors
    /// [`UnknownLog`] when there is no such group.
    pub fn log_reader(&mut self, now: Timestamp, group: &str) -> Result<LogReader, UnknownLog> {
        let now = self.at(now);
        let name = self.group_name(group)?;
        let View { class, cutoff, streams, seals, limits, .. } = self.view(now, group)?;
        let (streams, limits) = (streams.clone(), limits.clone());
        Ok(LogReader { now, name, class, cutoff, streams, seals, limits })
    }

    pub(super) fn view<'a>(&'a self, now: Timestamp, name: &'a str) -> Result<View<'a>, UnknownLog> {
        let group = self.group(name)?;
        let (class, cutoff, streams) = (group.class, group.cutoff(now), &group.streams);
        Ok(View { now, name, class, cutoff, streams, seals: self.seals(group), limits: &self.limits })
    }

    /// Which events of a group cannot be read.
    pub(crate) fn seals(&self, group: &Group) -> Seals {
        group.keys.seals(|key| self.keys.state(key, self.policies.unknown_kms_keys))
    }
}
