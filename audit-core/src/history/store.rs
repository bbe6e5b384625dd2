//! Records that were taken in, newest first.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde::{Deserialize, Serialize};

use super::FoundResource;
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
        let is_insight = match record.category() {
            Category::Management => false,
            Category::Insight if is_about_management(record) => true,
            _ => return None,
        };
        let classification = record.classify_with(&policies.read_actions);
        let identity = record.user_identity();
        let detail = |name: &str| insight_text(record, name);
        let text = |field: Field, name: &str| if is_insight { detail(name) } else { owned(record.text(field)) };
        Some(Self {
            at,
            record: json.clone(),
            event_id: owned(record.event_id()),
            event_name: text(Field::EventName, "eventName"),
            event_source: text(Field::EventSource, "eventSource"),
            access: classification.access,
            access_key_id: owned(identity.and_then(|who| who.access_key_id())).filter(|key| !key.is_empty()),
            username: owned(identity.and_then(|who| who.display_name())),
            resources: policies.resource_rules.find(record),
            is_insight,
            arrival: 0,
        })
    }

    /// Sorts newest first, of one instant what came last first.
    pub(crate) const fn position(&self) -> Position {
        (Reverse(self.at), Reverse(self.arrival))
    }

    /// Bytes that count against the budget: the names and ids stand in the record, and once more besides.
    fn size(&self) -> usize {
        2 * self.record.as_str().len() + OVERHEAD
    }
}

/// What an event takes besides its text, about.
const OVERHEAD: usize = 512;

pub(crate) type Position = (Reverse<Timestamp>, Reverse<u64>);

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

/// The events in their order, within a budget of bytes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub(crate) struct Store {
    events: BTreeMap<Position, FoundEvent>,
    bytes: usize,
    arrivals: u64,
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
    pub(crate) fn push(&mut self, now: Timestamp, mut event: FoundEvent, most_bytes: usize) -> Option<Evicted> {
        self.arrivals += 1;
        event.arrival = self.arrivals;
        self.put(event);
        let mut evicted: Option<Evicted> = None;
        while self.bytes > most_bytes
            && let Some(oldest) = self.take_oldest()
        {
            let events = evicted.map_or(0, |evicted| evicted.events) + 1;
            evicted = Some(Evicted { events, at: now, until: oldest.at });
        }
        evicted
    }

    /// Lets go what nobody can see any more.
    pub(crate) fn forget(&mut self, now: Timestamp) {
        let oldest = now.plus_millis(-KEPT_DAYS * DAY);
        while self.events.last_key_value().is_some_and(|((Reverse(at), _), _)| *at < oldest) {
            self.take_oldest();
        }
    }

    /// The events after a position, newest first.
    pub(crate) fn after(&self, position: Option<Position>) -> impl Iterator<Item = &FoundEvent> {
        use std::ops::Bound;
        let from = position.map_or(Bound::Unbounded, Bound::Excluded);
        self.events.range((from, Bound::Unbounded)).map(|(_, event)| event)
    }

    /// How many records came in so far.
    pub(crate) const fn arrivals(&self) -> u64 {
        self.arrivals
    }

    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    fn put(&mut self, event: FoundEvent) {
        self.bytes += event.size();
        self.events.insert(event.position(), event);
    }

    fn take_oldest(&mut self) -> Option<FoundEvent> {
        let (_, event) = self.events.pop_last()?;
        self.bytes -= event.size();
        Some(event)
    }
}

/// The store as snapshots have it.
#[derive(Serialize, Deserialize)]
struct Kept {
    arrivals: u64,
    events: Vec<FoundEvent>,
}

impl From<Kept> for Store {
    fn from(kept: Kept) -> Self {
        let mut store = Self { arrivals: kept.arrivals, ..Self::default() };
        kept.events.into_iter().for_each(|event| store.put(event));
        store
    }
}

impl From<Store> for Kept {
    fn from(store: Store) -> Self {
        Self { arrivals: store.arrivals, events: store.events.into_values().collect() }
    }
}
