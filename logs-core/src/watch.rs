//! Log groups whose events somebody outside wants to see as they come in.

use std::sync::Arc;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use crate::class::LogGroupClass;
use crate::engine::{Arrived, Engine};
use crate::output::Output;

/// Events that came in, in a log group that is [watched](Engine::watch_log_groups).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WatchedEvents {
    /// When they came in.
    pub at: Timestamp,
    /// The log group.
    pub log_group: Arc<str>,
    /// The events in order of their times, as all readers see them: what a policy masks is masked.
    pub events: Vec<WatchedEvent>,
}

/// An event that came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WatchedEvent {
    /// The event's own time.
    pub at: Timestamp,
    /// Its message.
    pub message: String,
    /// What a transformer made of it.
    pub transformed: TransformedText,
}

/// What a transformer made of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "there is one or not, and it fails or not")]
pub enum TransformedText {
    /// None is in force.
    NoTransformer,
    /// It failed.
    Failed,
    /// This.
    Text(String),
}

/// The names of groups that are watched; a `*` at the end stands for any end.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Watched(Vec<String>);

impl Watched {
    fn holds(&self, group: &str) -> bool {
        self.0.iter().any(|pattern| match pattern.strip_suffix('*') {
            Some(beginning) => group.starts_with(beginning),
            None => group == pattern,
        })
    }
}

impl Engine {
    /// Tells which log groups' events are wanted from now on as they come in, each batch in an
    /// [`Output::Watched`]; before, none are. A name with `*` behind it stands for all that begin so.
    ///
    /// Only groups of the class `STANDARD` are watched: Contributor Insights, for which this is, sees no others.
    ///
    /// ```
    /// use cupola_logs::{Engine, Output, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_log_group(now, "access-1")?;
    /// engine.create_log_stream(now, "access-1", "host-1")?;
    /// engine.watch_log_groups(["access-*"]);
    /// engine.put_log_events(now, "access-1", "host-1", [(now, "GET /")])?;
    /// assert!(matches!(&engine.drain()[..], [Output::Watched(seen)] if seen.events[0].message == "GET /"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// CloudWatch User Guide, "Using Contributor Insights to analyze high-cardinality data".
    pub fn watch_log_groups<T: Into<String>>(&mut self, patterns: impl IntoIterator<Item = T>) {
        self.watched = Watched(patterns.into_iter().map(Into::into).collect());
    }

    /// Tells of events that came in, where they are wanted.
    pub(crate) fn tell_watched<M: AsRef<str>>(&mut self, arrived: &Arrived<'_, M>) {
        if arrived.events.is_empty() || !self.watched.holds(arrived.group.as_str()) {
            return;
        }
        let class = self.groups.get(arrived.group).map(|group| group.class);
        if class != Some(LogGroupClass::Standard) {
            return;
        }
        let event = |(index, (at, message)): (usize, &(Timestamp, M))| WatchedEvent {
            at: *at,
            message: message.as_ref().to_owned(),
            transformed: arrived.transformed_text(index),
        };
        let events = arrived.events.iter().enumerate().map(event).collect();
        let log_group = arrived.names().0;
        self.emit(Output::Watched(Box::new(WatchedEvents { at: arrived.now, log_group, events })));
    }
}

impl<M> Arrived<'_, M> {
    fn transformed_text(&self, index: usize) -> TransformedText {
        match (self.transformed.is_empty(), self.transformed(index)) {
            (true, _) => TransformedText::NoTransformer,
            (false, None) => TransformedText::Failed,
            (false, Some(text)) => TransformedText::Text(text.to_owned()),
        }
    }
}
