//! Chunks as they stand in snapshots.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::Mark;
use super::chunk::Chunk;

/// A chunk without what can be worked out: messages in order of the events, end to end.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Packed {
    text: String,
    /// Time, ingestion, sequence, length of the message.
    events: Vec<(Timestamp, Timestamp, u64, u32)>,
}

impl From<Chunk> for Packed {
    fn from(chunk: Chunk) -> Self {
        let mut packed = Self { text: String::with_capacity(chunk.bytes()), events: Vec::with_capacity(chunk.len()) };
        for (mark, message) in chunk.events() {
            let length = u32::try_from(message.len()).expect("a chunk's messages are shorter than 4 GiB");
            packed.events.push((mark.at, mark.received, mark.sequence, length));
            packed.text.push_str(message);
        }
        packed
    }
}

impl TryFrom<Packed> for Chunk {
    type Error = BrokenChunk;

    fn try_from(packed: Packed) -> Result<Self, BrokenChunk> {
        let mut chunk = Self::default();
        let mut rest = packed.text.as_str();
        for (at, received, sequence, length) in packed.events {
            let (message, after) = rest.split_at_checked(length as usize).ok_or(BrokenChunk)?;
            let mark = Mark { at, received, sequence };
            if chunk.last().is_some_and(|last| last >= mark) {
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
#[error("the events of a snapshot's chunk are not in order, or do not share its text out")]
pub(crate) struct BrokenChunk;
