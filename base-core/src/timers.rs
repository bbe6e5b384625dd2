//! What is due when, in order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A queue of things to do at given instants.
///
/// Things come out by due time, and in the order in which they were set where the time is equal,
/// so that a run can be repeated.
///
/// ```
/// use cupola_base::{Timers, Timestamp};
///
/// let mut timers = Timers::default();
/// timers.set(Timestamp::from_secs(20), "b");
/// let a = timers.set(Timestamp::from_secs(10), "a");
/// timers.set(Timestamp::from_secs(10), "c");
/// timers.cancel(a);
/// assert_eq!(timers.pop_due(Timestamp::from_secs(10)), Some((Timestamp::from_secs(10), "c")));
/// assert_eq!(timers.pop_due(Timestamp::from_secs(10)), None);
/// assert_eq!(timers.next_due(), Some(Timestamp::from_secs(20)));
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(serialize = "T: Serialize", deserialize = "T: Deserialize<'de>"))]
pub struct Timers<T> {
    #[serde(with = "pairs")]
    due: BTreeMap<TimerId, T>,
    sequence: u64,
}

/// Names a timer that was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TimerId {
    at: Timestamp,
    sequence: u64,
}

impl<T> Timers<T> {
    /// Asks for `what` at `at`.
    pub fn set(&mut self, at: Timestamp, what: T) -> TimerId {
        let id = TimerId { at, sequence: self.sequence };
        self.sequence += 1;
        self.due.insert(id, what);
        id
    }

    /// Takes a timer back; `None` when it has fired or was cancelled before.
    pub fn cancel(&mut self, id: TimerId) -> Option<T> {
        self.due.remove(&id)
    }

    /// The first thing that is due at or before `now`, with its due time.
    pub fn pop_due(&mut self, now: Timestamp) -> Option<(Timestamp, T)> {
        let entry = self.due.first_entry().filter(|entry| entry.key().at <= now)?;
        let (id, what) = entry.remove_entry();
        Some((id.at, what))
    }

    /// When the first thing is due.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.due.first_key_value().map(|(id, _)| id.at)
    }

    /// How many timers are set.
    #[must_use]
    pub fn len(&self) -> usize {
        self.due.len()
    }

    /// Whether no timer is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.due.is_empty()
    }
}

impl<T> Default for Timers<T> {
    fn default() -> Self {
        Self { due: BTreeMap::new(), sequence: 0 }
    }
}

/// JSON objects have text keys only: the map is kept as a list of pairs.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::TimerId;

    pub(super) fn serialize<T: Serialize, S: Serializer>(map: &BTreeMap<TimerId, T>, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(map)
    }

    pub(super) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        d: D,
    ) -> Result<BTreeMap<TimerId, T>, D::Error> {
        Ok(Vec::<(TimerId, T)>::deserialize(d)?.into_iter().collect())
    }
}
