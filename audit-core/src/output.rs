//! What the engine hands out.

use std::collections::BTreeMap;
use std::fmt;

use cupola_base::outputs::{Emitted, Loss, Outputs};
use cupola_base::{Arn, EventEnvelope, Overflow, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{DigestDue, Evicted, LogFileDelivery, StoreLoss, StoreRecord, TrailLogEvent};

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
    /// A trail delivers a log file.
    LogFile(LogFileDelivery),
    /// A trail that validates its log files has a digest due; [`DigestWriters`](crate::DigestWriters) make its file.
    Digest(DigestDue),
    /// A trail writes a record to its log group.
    LogEvent(TrailLogEvent),
    /// An event data store of another place keeps a record.
    StoreRecord(StoreRecord),
    /// A record was taken in, but is too large for the bus.
    Unsent(Unsent),
    /// Events left the history before their time, because it is full.
    Evicted(Evicted),
    /// An event data store lost records, because all of them are full or a record was too large.
    StoreLoss(StoreLoss),
    /// Outputs were dropped before these, because nobody drained them.
    Overflow(Overflow),
}

impl Output {
    /// When it came about.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Event { at, .. } => *at,
            Self::LogFile(file) => file.at,
            Self::Digest(due) => due.end,
            Self::LogEvent(event) => event.at,
            Self::StoreRecord(record) => record.at,
            Self::Unsent(unsent) => unsent.at,
            Self::Evicted(evicted) => evicted.at,
            Self::StoreLoss(loss) => loss.at,
            Self::Overflow(overflow) => overflow.until,
        }
    }
}

impl Emitted for Output {
    type Lost = ();
    const UNDRAINED: () = ();

    fn when(&self) -> Timestamp {
        self.at()
    }

    fn lost(loss: Loss<()>) -> Self {
        Self::Overflow(loss.into())
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

/// Outputs that wait to be drained, and what left the history and event data stores since the last drain.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Waiting {
    outputs: Outputs<Output>,
    evicted: Option<Evicted>,
    #[serde(default)]
    lost: BTreeMap<Arn, StoreLoss>,
}

impl Waiting {
    /// Adds up what left the history since the last drain.
    pub(crate) fn evict(&mut self, evicted: Evicted) {
        let before = self.evicted.take();
        let events = before.map_or(0, |before| before.events) + evicted.events;
        let until = before.map_or(evicted.until, |before| before.until.max(evicted.until));
        self.evicted = Some(Evicted { events, until, at: evicted.at });
    }

    /// Adds up what an event data store lost since the last drain.
    pub(crate) fn lose(&mut self, loss: StoreLoss) {
        match self.lost.get_mut(&loss.store) {
            Some(before) => before.add(&loss),
            None => drop(self.lost.insert(loss.store.clone(), loss)),
        }
    }

    pub(crate) fn push(&mut self, output: Output, most: usize) {
        self.outputs.push(output, most);
    }

    pub(crate) fn drain(&mut self) -> Vec<Output> {
        let evicted = self.evicted.take().map(Output::Evicted);
        let lost = std::mem::take(&mut self.lost).into_values().map(Output::StoreLoss);
        self.outputs.drain().into_iter().chain(evicted).chain(lost).collect()
    }
}
