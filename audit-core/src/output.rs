//! What the engine hands out.

use std::collections::VecDeque;
use std::fmt;

use cupola_base::{EventEnvelope, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Evicted;

/// One thing that comes out of [`Engine::drain`](crate::Engine::drain).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Output {
    /// A record became an event for the default bus.
    Event {
        /// When the record was taken in; the event's own time is that of the record.
        at: Timestamp,
        /// The event.
        event: EventEnvelope,
    },
    /// A record was taken in, but is too large for the bus.
    Unsent(Unsent),
    /// Events left the history before their time, because it is full.
    Evicted(Evicted),
    /// Outputs were dropped before these, because nobody drained them.
    Overflow(Overflow),
}

impl Output {
    /// When it came about.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Event { at, .. } => *at,
            Self::Unsent(unsent) => unsent.at,
            Self::Evicted(evicted) => evicted.at,
            Self::Overflow(overflow) => overflow.until,
        }
    }
}

/// A record that did not become an event, because it is larger than the bus takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Unsent {
    /// When the record was taken in.
    pub at: Timestamp,
    /// The record's id; empty when it has none.
    pub event_id: String,
    /// The size of its text in bytes.
    pub bytes: usize,
}

impl fmt::Display for Unsent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record {} of {} bytes is too large for the bus", self.event_id, self.bytes)
    }
}

/// Outputs that were dropped because nobody drained the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Overflow {
    /// How many, since the last drain.
    pub dropped: u64,
    /// The time of the newest of them.
    pub until: Timestamp,
}

impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} outputs up to {} were dropped", self.dropped, self.until)
    }
}

/// Outputs that wait to be drained: at most as many as the limit, the oldest go first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outputs {
    waiting: VecDeque<Output>,
    overflow: Option<Overflow>,
    evicted: Option<Evicted>,
}

impl Outputs {
    /// Adds up what left the history since the last drain.
    pub(crate) fn evict(&mut self, evicted: Evicted) {
        let before = self.evicted.take();
        let events = before.map_or(0, |before| before.events) + evicted.events;
        let until = before.map_or(evicted.until, |before| before.until.max(evicted.until));
        self.evicted = Some(Evicted { events, until, at: evicted.at });
    }

    pub(crate) fn push(&mut self, output: Output, most: usize) {
        self.waiting.push_back(output);
        while self.waiting.len() > most
            && let Some(oldest) = self.waiting.pop_front()
        {
            let dropped = self.overflow.map_or(0, |overflow| overflow.dropped) + 1;
            self.overflow = Some(Overflow { dropped, until: oldest.at() });
        }
    }

    pub(crate) fn drain(&mut self) -> Vec<Output> {
        let lost = self.overflow.take().map(Output::Overflow);
        let evicted = self.evicted.take().map(Output::Evicted);
        lost.into_iter().chain(self.waiting.drain(..)).chain(evicted).collect()
    }
}
