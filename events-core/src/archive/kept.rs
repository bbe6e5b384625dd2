//! The events that one archive keeps.

use std::collections::BTreeMap;

use cupola_base::{EventEnvelope, Timestamp};
use serde::{Deserialize, Serialize};

use super::ArchiveSize;

/// The events of an archive, by time, then id, then arrival.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "List", into = "List")]
pub(super) struct Kept {
    events: BTreeMap<Key, Item>,
    size: ArchiveSize,
    arrivals: u64,
}

/// Where an event stands in its archive.
pub(super) type Key = (Timestamp, String, u64);

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Item {
    event: EventEnvelope,
    bytes: u64,
}

impl Kept {
    pub(super) fn add(&mut self, event: EventEnvelope, bytes: usize) {
        let bytes = bytes as u64;
        let key = (event.time, event.id.clone(), self.arrivals);
        self.arrivals += 1;
        self.size.events += 1;
        self.size.bytes += bytes;
        self.events.insert(key, Item { event, bytes });
    }

    /// Drops what happened before an instant.
    pub(super) fn expire(&mut self, before: Timestamp) {
        while self.oldest().is_some_and(|oldest| oldest < before) {
            self.drop_oldest();
        }
    }

    /// Drops the oldest event and says how long its JSON was.
    pub(super) fn drop_oldest(&mut self) -> u64 {
        let Some((_, item)) = self.events.pop_first() else { return 0 };
        self.size.events -= 1;
        self.size.bytes -= item.bytes;
        item.bytes
    }

    /// The time of the oldest event.
    pub(super) fn oldest(&self) -> Option<Timestamp> {
        self.events.first_key_value().map(|((time, ..), _)| *time)
    }

    /// What is there, without what happened before an instant.
    pub(super) fn size_from(&self, from: Timestamp) -> ArchiveSize {
        let gone = self.events.range(..Self::start_of(from));
        let mut size = self.size;
        for (_, item) in gone {
            size.events -= 1;
            size.bytes -= item.bytes;
        }
        size
    }

    pub(super) const fn size(&self) -> ArchiveSize {
        self.size
    }

    /// The minute of the first event at or after an instant and before another, with all its events there.
    pub(super) fn minute(&self, from: Timestamp, until: Timestamp) -> Vec<EventEnvelope> {
        if from >= until {
            return Vec::new();
        }
        let mut rest = self.events.range(Self::start_of(from)..Self::start_of(until)).peekable();
        let Some(((first, ..), _)) = rest.peek() else { return Vec::new() };
        let end = first.floor_to(MINUTE).plus_millis(MINUTE);
        rest.take_while(|((time, ..), _)| *time < end).map(|(_, item)| item.event.clone()).collect()
    }

    fn start_of(time: Timestamp) -> Key {
        (time, String::new(), 0)
    }
}

pub(super) const MINUTE: i64 = 60_000;

/// JSON objects have text keys only: in snapshots the events are a list.
#[derive(Clone, Serialize, Deserialize)]
struct List {
    events: Vec<(u64, EventEnvelope, u64)>,
    arrivals: u64,
}

impl From<List> for Kept {
    fn from(list: List) -> Self {
        let mut kept = Self { arrivals: list.arrivals, ..Self::default() };
        for (arrival, event, bytes) in list.events {
            kept.size.events += 1;
            kept.size.bytes += bytes;
            kept.events.insert((event.time, event.id.clone(), arrival), Item { event, bytes });
        }
        kept
    }
}

impl From<Kept> for List {
    fn from(kept: Kept) -> Self {
        let events = kept.events.into_iter().map(|((.., arrival), item)| (arrival, item.event, item.bytes));
        Self { events: events.collect(), arrivals: kept.arrivals }
    }
}
