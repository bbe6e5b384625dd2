//! The records that an event data store keeps.

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde::{Deserialize, Serialize};

/// Records in order of their time, then of their arrival. The text is shared with whoever else keeps the record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<Kept>", into = "Vec<Kept>")]
pub(super) struct Records {
    by_time: BTreeMap<(Timestamp, u64), Json>,
    bytes: usize,
}

/// A record as snapshots have it.
#[derive(Serialize, Deserialize)]
struct Kept {
    at: Timestamp,
    arrival: u64,
    record: Json,
}

/// What a record takes besides its text, about.
const OVERHEAD: usize = 128;

const fn size(text: &str) -> usize {
    text.len() + OVERHEAD
}

impl Records {
    pub(super) fn put(&mut self, at: Timestamp, arrival: u64, record: Json) {
        self.bytes += size(record.as_str());
        self.by_time.insert((at, arrival), record);
    }

    pub(super) fn oldest(&self) -> Option<Timestamp> {
        self.by_time.first_key_value().map(|((at, _), _)| *at)
    }

    /// Lets the oldest go, and says when it happened.
    pub(super) fn take_oldest(&mut self) -> Option<Timestamp> {
        let ((at, _), record) = self.by_time.pop_first()?;
        self.bytes -= size(record.as_str());
        Some(at)
    }

    /// Lets everything go that happened before an instant.
    pub(super) fn forget_before(&mut self, instant: Timestamp) {
        while self.oldest().is_some_and(|oldest| oldest < instant) {
            self.take_oldest();
        }
    }

    pub(super) fn between(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> impl DoubleEndedIterator<Item = (Timestamp, &Json)> {
        let range = (from <= to).then(|| self.by_time.range((from, 0)..=(to, u64::MAX)));
        range.into_iter().flatten().map(|((at, _), record)| (*at, record))
    }

    pub(super) fn len(&self) -> usize {
        self.by_time.len()
    }

    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }
}

impl From<Vec<Kept>> for Records {
    fn from(kept: Vec<Kept>) -> Self {
        let mut records = Self::default();
        kept.into_iter().for_each(|kept| records.put(kept.at, kept.arrival, kept.record));
        records
    }
}

impl From<Records> for Vec<Kept> {
    fn from(records: Records) -> Self {
        let kept = |((at, arrival), record)| Kept { at, arrival, record };
        records.by_time.into_iter().map(kept).collect()
    }
}
