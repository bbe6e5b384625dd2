//! Records that were taken in, in order of time, and what they are found by.
//!
//! An event is its record's text and an instant; all else is read from the text when it is shown. The index knows
//! for each value of each attribute the events that have it, in order, so that a page costs what it shows.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::fmt;

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde::{Deserialize, Serialize};

use super::posting::{Posting, key_of};
use super::{FoundResource, LookupKey};
use crate::{Access, Category, Field, JsonKind, Policies, Presence, Raw, Record};

/// How long event history shows an event.
pub(crate) const RETENTION_DAYS: i64 = 90;
const DAY: i64 = 86_400_000;
/// Kept a day longer, so that pages asked for later still find what stood when paging began.
const KEPT_DAYS: i64 = RETENTION_DAYS + 1;

/// The oldest instant that history shows at `now`.
pub(crate) const fn oldest_visible(now: Timestamp) -> Timestamp {
    now.plus_millis(-RETENTION_DAYS * DAY)
}

/// An event in the history: the record, and what it is found by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FoundEvent {
    /// The record's time.
    pub at: Timestamp,
    /// The record as it was taken in, byte by byte.
    pub record: Json,
    /// The record's id.
    pub event_id: Option<String>,
    /// The action; of an insight the action that it is about.
    pub event_name: Option<String>,
    /// The service; of an insight that of the action.
    pub event_source: Option<String>,
    /// Whether the action only reads.
    pub access: Access,
    /// The caller's key.
    pub access_key_id: Option<String>,
    /// The caller's name, as [`Identity::display_name`](crate::Identity::display_name).
    pub username: Option<String>,
    /// What the call was about.
    pub resources: Vec<FoundResource>,
    pub(crate) is_insight: bool,
    /// Counts the records that were taken in.
    pub(crate) arrival: u64,
}

impl FoundEvent {
    /// What history keeps of a record; nothing of data and network activity.
    pub(crate) fn of(record: &Record<'_>, json: &Json, at: Timestamp, policies: &Policies) -> Option<Self> {
        match record.category() {
            Category::Management => Some(Self::shown(record, json, at, policies, false)),
            Category::Insight if is_about_management(record) => Some(Self::insight(record, json, at, policies)),
            _ => None,
        }
    }

    /// What is shown of an insight, whatever events it is about.
    pub(crate) fn insight(record: &Record<'_>, json: &Json, at: Timestamp, policies: &Policies) -> Self {
        Self::shown(record, json, at, policies, true)
    }

    fn shown(record: &Record<'_>, json: &Json, at: Timestamp, policies: &Policies, is_insight: bool) -> Self {
        let (username, key) = record.user_identity().map(|who| who.name_and_key()).unwrap_or_default();
        let detail = |name: &str| insight_text(record, name);
        let text = |field: Field, name: &str| if is_insight { detail(name) } else { owned(record.text(field)) };
        Self {
            at,
            record: json.clone(),
            event_id: owned(record.event_id()),
            event_name: text(Field::EventName, "eventName"),
            event_source: text(Field::EventSource, "eventSource"),
            access: record.access_with(&policies.read_actions),
            access_key_id: owned(key).filter(|key| !key.is_empty()),
            username: owned(username),
            resources: policies.resource_rules.find(record),
            is_insight,
            arrival: 0,
        }
    }

    /// The keys under which the index has the event: one for its kind, one for each value of each attribute.
    fn keys(&self) -> Vec<u64> {
        let values = |key: LookupKey| key.values(self).map(move |value| key_of(self.is_insight, Some((key, value))));
        let mut keys: Vec<u64> = LookupKey::ALL.into_iter().flat_map(values).collect();
        keys.push(key_of(self.is_insight, None));
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// Where an event stands: its time, then its arrival.
pub(crate) type Position = (Timestamp, u64);

fn owned(text: Option<Cow<'_, str>>) -> Option<String> {
    text.map(Cow::into_owned)
}

fn details<'r>(record: &'r Record<'_>) -> Option<Raw<'r>> {
    match record.get(Field::InsightDetails) {
        Presence::Value(details) if details.kind() == JsonKind::Object => Some(details),
        _ => None,
    }
}

fn insight_text(record: &Record<'_>, name: &str) -> Option<String> {
    owned(details(record)?.get(name).value()?.text())
}

fn is_about_management(record: &Record<'_>) -> bool {
    insight_text(record, "sourceEventCategory").is_none_or(|category| category == "Management")
}

/// What is kept of an event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    at: Timestamp,
    arrival: u64,
    record: Json,
}

impl Entry {
    fn position(&self) -> Position {
        (self.at, self.arrival)
    }

    /// Bytes that count against the budget.
    fn size(&self) -> usize {
        self.record.as_str().len() + OVERHEAD
    }

    fn shown(&self, policies: &Policies) -> Option<FoundEvent> {
        let record = Record::parse(self.record.as_str()).ok()?;
        let event = FoundEvent::of(&record, &self.record, self.at, policies)?;
        Some(FoundEvent { arrival: self.arrival, ..event })
    }
}

/// What an event takes besides its text, about: its place, and its part of the index.
const OVERHEAD: usize = 384;

/// The events in their order, within a budget of bytes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub(crate) struct Store {
    /// By slot; a slot is free where there is nothing.
    entries: Vec<Option<Entry>>,
    free: Vec<u32>,
    /// Slots, oldest first.
    order: VecDeque<u32>,
    /// Slots by what they are found by, oldest first.
    index: HashMap<u64, Posting>,
    bytes: usize,
    arrivals: u64,
}

/// A part of the index.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    /// What the events are found by.
    pub(crate) key: u64,
    /// They stand before this.
    pub(crate) before: Position,
    /// They are not older than this.
    pub(crate) oldest: Timestamp,
    /// They had come in by then.
    pub(crate) arrivals: u64,
}

/// Events that left the history before their time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Evicted {
    /// How many, since the last drain.
    pub events: u64,
    /// When the last of them left.
    pub at: Timestamp,
    /// The newest of their own times: what is older may be incomplete.
    pub until: Timestamp,
}

impl fmt::Display for Evicted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { events, until, .. } = self;
        write!(f, "{events} events up to {until} left the full history before their time")
    }
}

impl Store {
    /// Takes an event in; of the oldest as many go as the budget asks for.
    pub(crate) fn push(
        &mut self,
        now: Timestamp,
        event: &FoundEvent,
        most_bytes: usize,
        policies: &Policies,
    ) -> Option<Evicted> {
        self.arrivals += 1;
        let entry = Entry { at: event.at, arrival: self.arrivals, record: event.record.clone() };
        self.put(entry, &event.keys());
        let mut evicted: Option<Evicted> = None;
        while self.bytes > most_bytes
            && let Some(until) = self.take_oldest(policies)
        {
            let events = evicted.map_or(0, |evicted| evicted.events) + 1;
            evicted = Some(Evicted { events, at: now, until });
        }
        evicted
    }

    /// Lets go what nobody can see any more.
    pub(crate) fn forget(&mut self, now: Timestamp, policies: &Policies) {
        let oldest = now.plus_millis(-KEPT_DAYS * DAY);
        while self.order.front().is_some_and(|slot| self.position(*slot).0 < oldest) {
            self.take_oldest(policies);
        }
    }

    /// The events of a range, newest first. There may be others among them: what they have is still to be compared.
    pub(crate) fn before<'s>(
        &'s self,
        range: &Range,
        policies: &'s Policies,
    ) -> impl Iterator<Item = FoundEvent> + use<'s> {
        let Range { key, before, oldest, arrivals } = *range;
        let posting = self.index.get(&key);
        let end = posting.map_or(0, |posting| posting.partition_point(|slot| self.position(slot) < before));
        let slots = posting.into_iter().flat_map(move |posting| (0..end).rev().map(move |place| posting.slot(place)));
        let entries = slots.filter_map(|slot| self.entry(slot)).take_while(move |entry| entry.at >= oldest);
        entries.filter(move |entry| entry.arrival <= arrivals).filter_map(move |entry| entry.shown(policies))
    }

    /// Builds the index anew, as it is by these policies.
    pub(crate) fn reindex(&mut self, policies: &Policies) {
        self.index.clear();
        for slot in self.order.clone() {
            let event = self.entry(slot).and_then(|entry| entry.shown(policies));
            event.map_or_else(Vec::new, |event| event.keys()).into_iter().for_each(|key| self.file(key, slot));
        }
    }

    /// How many records came in so far.
    pub(crate) const fn arrivals(&self) -> u64 {
        self.arrivals
    }

    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// The records that are kept, oldest first.
    pub(crate) fn records(&self) -> impl DoubleEndedIterator<Item = (Timestamp, &Json)> {
        let entries = self.order.iter().filter_map(|slot| self.entry(*slot));
        entries.map(|entry| (entry.at, &entry.record))
    }

    fn entry(&self, slot: u32) -> Option<&Entry> {
        self.entries.get(slot as usize)?.as_ref()
    }

    fn position(&self, slot: u32) -> Position {
        self.entry(slot).map_or((Timestamp::MIN, 0), Entry::position)
    }

    fn put(&mut self, entry: Entry, keys: &[u64]) {
        self.bytes += entry.size();
        let slot = self.free.pop().unwrap_or_else(|| {
            self.entries.push(None);
            u32::try_from(self.entries.len() - 1).unwrap_or(u32::MAX)
        });
        let position = entry.position();
        self.entries[slot as usize] = Some(entry);
        let place = self.order.partition_point(|slot| self.position(*slot) < position);
        self.order.insert(place, slot);
        keys.iter().for_each(|key| self.file(*key, slot));
    }

    fn file(&mut self, key: u64, slot: u32) {
        let entries = &self.entries;
        let position = |slot: u32| entries[slot as usize].as_ref().map(Entry::position);
        self.index.entry(key).or_default().insert(slot, position);
    }

    /// Lets the oldest go, and says when it happened.
    fn take_oldest(&mut self, policies: &Policies) -> Option<Timestamp> {
        let slot = self.order.pop_front()?;
        let entry = self.entries[slot as usize].take()?;
        self.free.push(slot);
        self.bytes -= entry.size();
        let keys = entry.shown(policies).map_or_else(Vec::new, |event| event.keys());
        for key in keys {
            if self.index.get_mut(&key).is_some_and(|posting| posting.remove_oldest(slot)) {
                self.index.remove(&key);
            }
        }
        Some(entry.at)
    }
}

/// The store as snapshots have it; the index is built anew.
#[derive(Serialize, Deserialize)]
struct Kept {
    arrivals: u64,
    events: Vec<Entry>,
}

impl From<Kept> for Store {
    fn from(kept: Kept) -> Self {
        let mut store = Self { arrivals: kept.arrivals, ..Self::default() };
        kept.events.into_iter().for_each(|entry| store.put(entry, &[]));
        store
    }
}

impl From<Store> for Kept {
    fn from(mut store: Store) -> Self {
        let take = |slot: u32| store.entries[slot as usize].take();
        Self { arrivals: store.arrivals, events: store.order.into_iter().filter_map(take).collect() }
    }
}
