//! A run of events in memory: the messages in one buffer, a small record for each event.

use serde::{Deserialize, Serialize};

use super::packed::Packed;
use super::{Gap, Mark, Removed};

/// Events in order of time, and of arrival where the time is equal.
///
/// Messages lie in the buffer in the order in which they came; the records stand in the order of the
/// events, so that a late event moves records only.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(try_from = "Packed", into = "Packed")]
pub(crate) struct Chunk {
    records: Vec<Record>,
    /// Records before this one are gone.
    head: usize,
    text: String,
    /// Message bytes of the records from `head` on.
    live: usize,
}

/// Where a message lies, and what is known about it besides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    pub(super) mark: Mark,
    pub(super) start: u32,
    pub(super) length: u32,
}

/// Most records of a chunk.
const RECORDS: usize = 4096;
/// Message bytes at which a chunk is full.
const BYTES: usize = 1 << 18;

impl Chunk {
    pub(super) fn is_empty(&self) -> bool {
        self.head == self.records.len()
    }

    pub(super) fn len(&self) -> usize {
        self.records.len() - self.head
    }

    /// Message bytes of the events.
    pub(super) const fn bytes(&self) -> usize {
        self.live
    }

    /// Whether no further message of this length should come in.
    pub(super) fn is_full_for(&self, length: usize) -> bool {
        self.records.len() >= RECORDS || (!self.records.is_empty() && self.text.len() + length > BYTES)
    }

    pub(super) fn first(&self) -> Option<Mark> {
        self.live_records().first().map(|record| record.mark)
    }

    pub(super) fn last(&self) -> Option<Mark> {
        self.live_records().last().map(|record| record.mark)
    }

    /// Adds an event where its mark belongs.
    ///
    /// The chunk is not full for the message, or is empty.
    pub(super) fn insert(&mut self, mark: Mark, message: &str) {
        let record = Record { mark, start: offset(self.text.len()), length: offset(message.len()) };
        self.text.push_str(message);
        self.live += message.len();
        if self.last().is_none_or(|last| last < mark) {
            return self.records.push(record);
        }
        let at = self.head + self.index(Gap::before(mark));
        self.records.insert(at, record);
    }

    /// The number of events before the gap.
    pub(super) fn index(&self, gap: Gap) -> usize {
        self.live_records().partition_point(|record| gap.is_after(record.mark))
    }

    /// The event of this index.
    pub(super) fn event(&self, index: usize) -> Option<(Mark, &str)> {
        self.live_records().get(index).map(|record| (record.mark, self.message(record)))
    }

    /// All events, in order.
    pub(super) fn events(&self) -> impl Iterator<Item = (Mark, &str)> {
        self.live_records().iter().map(|record| (record.mark, self.message(record)))
    }

    /// Takes the first `count` events away.
    pub(super) fn remove_first(&mut self, count: usize) -> Removed {
        let count = count.min(self.len());
        let bytes = self.live_records()[..count].iter().map(|record| record.length as usize).sum();
        self.head += count;
        self.live -= bytes;
        if self.head > self.records.len() / 2 {
            *self = self.part(0, self.len());
        }
        Removed { events: count, bytes }
    }

    /// The message bytes of the first `count` events.
    pub(super) fn bytes_of_first(&self, count: usize) -> usize {
        self.live_records().iter().take(count).map(|record| record.length as usize).sum()
    }

    /// Keeps the first half and gives the second.
    pub(super) fn split(&mut self) -> Self {
        let middle = self.len() / 2;
        let second = self.part(middle, self.len());
        *self = self.part(0, middle);
        second
    }

    /// Gives back memory that is not used: nothing is expected to come in.
    pub(super) fn seal(&mut self) {
        self.records.shrink_to_fit();
        self.text.shrink_to_fit();
    }

    fn part(&self, from: usize, to: usize) -> Self {
        let mut part = Self::default();
        let records = &self.live_records()[from..to];
        part.records.reserve(records.len());
        part.text.reserve(records.iter().map(|record| record.length as usize).sum());
        records.iter().for_each(|record| part.insert(record.mark, self.message(record)));
        part
    }

    fn live_records(&self) -> &[Record] {
        &self.records[self.head..]
    }

    fn message(&self, record: &Record) -> &str {
        let start = record.start as usize;
        &self.text[start..start + record.length as usize]
    }
}

/// A place in a chunk's buffer.
///
/// A buffer grows beyond [`BYTES`] by one message at most, and only when it is empty before;
/// messages are shorter than 4 GiB (see `Limits::event_bytes`).
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("a chunk holds one message of less than 4 GiB, or few bytes")
}
