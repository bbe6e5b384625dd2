//! A run of events in memory: the messages end to end, and a few bytes for each event.

use std::borrow::Cow;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::arrivals::{Arrival, Arrivals};
use super::packed::Packed;
use super::text::Text;
use super::warm::WarmColumns;
use super::{Gap, Mark, Removed};

/// Events in order of time, and of arrival where the time is equal.
///
/// Besides its message an event takes eight bytes, and a share of what its batch takes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Packed", into = "Packed")]
pub(crate) struct Chunk {
    /// What times count from.
    base: Timestamp,
    /// The events' times, in milliseconds after the base.
    times: Vec<i32>,
    /// Where each message ends.
    ends: Vec<u32>,
    arrivals: Arrivals,
    text: Text,
    /// Events before this one are gone.
    head: usize,
    /// Columns of fields that queries read: dropped with every change.
    warm: WarmColumns,
}

/// Most events of a chunk.
const EVENTS: usize = 1024;
/// Message bytes at which a chunk is full.
const BYTES: usize = 1 << 16;

impl Chunk {
    /// A chunk for events around this one.
    pub(super) fn around(mark: Mark) -> Self {
        Self {
            base: mark.at,
            times: Vec::new(),
            ends: Vec::new(),
            arrivals: Arrivals::around(arrival(mark)),
            text: Text::default(),
            head: 0,
            warm: WarmColumns::default(),
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) const fn len(&self) -> usize {
        self.times.len() - self.head
    }

    /// Message bytes of the events.
    pub(super) fn bytes(&self) -> usize {
        self.text.len() - self.start(self.head)
    }

    /// Whether no such event should come in.
    pub(super) fn is_full_for(&self, mark: Mark, length: usize) -> bool {
        let is_full = || self.times.len() >= EVENTS || self.text.len() + length > BYTES;
        let is_near = self.offset(mark.at).is_some() && self.arrivals.is_near(arrival(mark));
        !is_near || (!self.times.is_empty() && is_full())
    }

    pub(super) fn first(&self) -> Option<Mark> {
        self.mark(0)
    }

    pub(super) fn last(&self) -> Option<Mark> {
        self.mark(self.len().checked_sub(1)?)
    }

    /// Adds an event where its mark belongs.
    ///
    /// The chunk is not full for the event.
    pub(super) fn insert(&mut self, mark: Mark, message: &str) {
        let Some(time) = self.offset(mark.at) else { return };
        self.warm = WarmColumns::default();
        let (arrival, len) = (arrival(mark), self.times.len());
        if self.last().is_none_or(|last| last < mark) {
            self.arrivals.push(short(len), arrival);
            self.times.push(time);
            return self.push_message(message);
        }
        let index = self.head + self.index(Gap::before(mark));
        self.arrivals.insert(short(index), short(len), arrival);
        self.times.insert(index, time);
        self.insert_message(index, message);
    }

    fn push_message(&mut self, message: &str) {
        let text = self.text.open();
        text.push_str(message);
        self.ends.push(short(text.len()));
    }

    fn insert_message(&mut self, index: usize, message: &str) {
        let (start, length) = (self.start(index), short(message.len()));
        self.text.open().insert_str(start, message);
        self.ends.insert(index, short(start));
        self.ends.iter_mut().skip(index).for_each(|end| *end += length);
    }

    /// The number of events before the gap.
    pub(crate) fn index(&self, gap: Gap) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.mark(middle) {
                Some(mark) if gap.is_after(mark) => low = middle + 1,
                _ => high = middle,
            }
        }
        low
    }

    /// The mark of the event of this index.
    pub(crate) fn mark(&self, index: usize) -> Option<Mark> {
        let index = self.head + index;
        let at = self.base.plus_millis(i64::from(*self.times.get(index)?));
        let Arrival { received, sequence } = self.arrivals.get(short(index))?;
        Some(Mark { at, received, sequence })
    }

    /// The time of the event of this index.
    #[inline]
    pub(crate) fn at(&self, index: usize) -> Timestamp {
        let time = self.times.get(self.head + index).copied().unwrap_or_default();
        self.base.plus_millis(i64::from(time))
    }

    /// The bytes of the message of the event of this index.
    #[inline]
    pub(crate) fn size(&self, index: usize) -> usize {
        let index = self.head + index;
        self.start(index + 1) - self.start(index)
    }

    /// The columns that are kept with the events, if these do not change any more.
    pub(crate) const fn warm(&self) -> Option<&WarmColumns> {
        if self.is_sealed() { Some(&self.warm) } else { None }
    }

    /// All messages there ever were, to be asked for [one](Self::message) after the other.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        self.text.read()
    }

    /// The message of the event of this index, out of the chunk's [text](Self::text).
    pub(crate) fn message<'t>(&self, text: &'t str, index: usize) -> &'t str {
        let index = self.head + index;
        text.get(self.start(index)..self.start(index + 1)).unwrap_or_default()
    }

    /// Where in the text the message of the event of this index begins; where all end, of the one behind the last.
    pub(super) fn begin(&self, index: usize) -> usize {
        self.start(self.head + index)
    }

    /// The index of the event around this place of the text.
    pub(super) fn around_place(&self, place: usize) -> usize {
        self.ends.partition_point(|end| *end as usize <= place).saturating_sub(self.head)
    }

    /// Takes the first `count` events away.
    pub(super) fn remove_first(&mut self, count: usize) -> Removed {
        let count = count.min(self.len());
        let bytes = self.bytes_of_first(count);
        self.warm = WarmColumns::default();
        self.head += count;
        if self.head > self.times.len() / 2 {
            self.compact();
        }
        Removed { events: count, bytes }
    }

    /// Gives the memory of removed events back.
    fn compact(&mut self) {
        let is_sealed = self.text.is_sealed();
        *self = self.part(0, self.len());
        if is_sealed {
            self.seal();
        }
    }

    /// The message bytes of the first `count` events.
    pub(super) fn bytes_of_first(&self, count: usize) -> usize {
        self.start(self.head + count.min(self.len())) - self.start(self.head)
    }

    /// Keeps the first half and gives the second.
    pub(super) fn split(&mut self) -> Self {
        let middle = self.len() / 2;
        let second = self.part(middle, self.len());
        *self = self.part(0, middle);
        second
    }

    /// Takes as little memory as it can: nothing is expected to come in.
    pub(super) fn seal(&mut self) {
        self.times.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.arrivals.shrink();
        self.text.seal();
    }

    /// Whether it is as [`seal`](Self::seal) left it.
    pub(super) const fn is_sealed(&self) -> bool {
        self.text.is_sealed()
    }

    /// The least number of an event.
    pub(super) fn least_sequence(&self) -> Option<u64> {
        if self.is_empty() { None } else { self.arrivals.least(short(self.head)) }
    }

    fn part(&self, from: usize, to: usize) -> Self {
        let text = self.text();
        let Arrival { received, sequence } = self.arrivals.base();
        let mut part = Self::around(Mark { at: self.base, received, sequence });
        for index in from..to {
            let Some(mark) = self.mark(index) else { break };
            part.insert(mark, self.message(&text, index));
        }
        part
    }

    /// Where the message of an event begins, those that are gone counted in; one behind the last: where
    /// all end.
    fn start(&self, index: usize) -> usize {
        index.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize)
    }

    /// Milliseconds after the base, if it is near.
    fn offset(&self, at: Timestamp) -> Option<i32> {
        at.as_millis().checked_sub(self.base.as_millis()).and_then(|millis| i32::try_from(millis).ok())
    }
}

const fn arrival(mark: Mark) -> Arrival {
    Arrival { received: mark.received, sequence: mark.sequence }
}

/// An index, or a place in a chunk's text.
///
/// A chunk has few events, and its text grows beyond [`BYTES`] by one message at most, and only when it
/// is empty before; messages are shorter than 4 GiB (see `Limits::event_bytes`).
fn short(number: usize) -> u32 {
    u32::try_from(number).expect("a chunk holds one message of less than 4 GiB, or few bytes")
}
