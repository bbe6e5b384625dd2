//! Chunks as they stand in snapshots.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::Mark;
use super::chunk::Chunk;

/// A chunk without what can be worked out: messages in order of the events, end to end.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Packed {
    text: String,
    /// Milliseconds after the epoch, and how long the message is.
    events: Vec<(i64, u32)>,
    /// Index of the first event, when it and those after it came in, its number: theirs follow.
    runs: Vec<(usize, Timestamp, u64)>,
}

impl Packed {
    fn push(&mut self, mark: Mark, message: &str) {
        let index = self.events.len();
        let goes_on = self.runs.last().is_some_and(|run| arrival(run, index) == Some((mark.received, mark.sequence)));
        if !goes_on {
            self.runs.push((index, mark.received, mark.sequence));
        }
        let length = u32::try_from(message.len()).expect("a chunk's messages are shorter than 4 GiB");
        self.events.push((mark.at.as_millis(), length));
        self.text.push_str(message);
    }

    /// A mark to which all are as near as can be.
    fn middle(&self) -> Mark {
        let at = middle(self.events.iter().map(|(at, _)| *at)).unwrap_or_default();
        let received = middle(self.runs.iter().map(|(_, received, _)| received.as_millis())).unwrap_or_default();
        let sequence = self.runs.iter().map(|(.., sequence)| *sequence).min().unwrap_or_default();
        Mark { at: Timestamp::from_millis(at), received: Timestamp::from_millis(received), sequence }
    }

    /// When the event of this index came in, and its number.
    fn arrival(&self, index: usize) -> Option<(Timestamp, u64)> {
        let next = self.runs.partition_point(|(from, ..)| *from <= index);
        arrival(self.runs.get(next.checked_sub(1)?)?, index)
    }
}

/// Half way from the least to the greatest.
fn middle(numbers: impl Iterator<Item = i64> + Clone) -> Option<i64> {
    Some(numbers.clone().min()?.midpoint(numbers.max()?))
}

fn arrival(&(from, received, first): &(usize, Timestamp, u64), index: usize) -> Option<(Timestamp, u64)> {
    let further = u64::try_from(index.checked_sub(from)?).ok()?;
    Some((received, first.checked_add(further)?))
}

impl From<Chunk> for Packed {
    fn from(chunk: Chunk) -> Self {
        let mut packed = Self::default();
        let text = chunk.text();
        for index in 0..chunk.len() {
            let Some(mark) = chunk.mark(index) else { break };
            packed.push(mark, chunk.message(&text, index));
        }
        packed
    }
}

impl TryFrom<Packed> for Chunk {
    type Error = BrokenChunk;

    fn try_from(packed: Packed) -> Result<Self, BrokenChunk> {
        let mut chunk = Self::around(packed.middle());
        let mut rest = packed.text.as_str();
        for (index, (at, length)) in packed.events.iter().enumerate() {
            let (message, after) = rest.split_at_checked(*length as usize).ok_or(BrokenChunk)?;
            let (received, sequence) = packed.arrival(index).ok_or(BrokenChunk)?;
            let mark = Mark { at: Timestamp::from_millis(*at), received, sequence };
            let follows = chunk.last().is_none_or(|last| last < mark);
            if !follows || chunk.is_full_for(mark, message.len()) {
                return Err(BrokenChunk);
            }
            chunk.insert(mark, message);
            rest = after;
        }
        if rest.is_empty() { Ok(chunk) } else { Err(BrokenChunk) }
    }
}

/// A snapshot's chunk does not hold together.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the events of a snapshot's chunk are not in order, too many, or do not share its text out")]
pub(crate) struct BrokenChunk;
