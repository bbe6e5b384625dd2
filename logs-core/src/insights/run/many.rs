//! Lines as they are read: many at a time.

use cupola_base::Timestamp;

use super::line::{Line, LineHome};
use crate::store::{Chunk, WarmBudget, WarmColumns};

/// Some lines that are read together.
#[derive(Clone, Copy, Debug)]
pub struct Lines<'a>(Inner<'a>);

#[derive(Clone, Copy, Debug)]
enum Inner<'a> {
    Slice(&'a [Line<'a>]),
    Chunk(ChunkLines<'a>),
}

/// Events of a chunk of a log stream, all of which can be read and are shown as they are.
#[derive(Clone, Copy, Debug)]
pub(in crate::insights) struct ChunkLines<'a> {
    pub(in crate::insights) chunk: &'a Chunk,
    pub(in crate::insights) home: &'a LineHome,
    /// The first event that is wanted, and how many.
    pub(in crate::insights) first: usize,
    pub(in crate::insights) count: usize,
    /// What columns of all engines' chunks hold, and may.
    pub(in crate::insights) budget: (&'a WarmBudget, u64),
    /// The text of the chunk.
    pub(in crate::insights) text: &'a str,
}

impl<'a> ChunkLines<'a> {
    fn message(&self, index: usize) -> &'a str {
        self.chunk.message(self.text, self.first + index)
    }
}

impl<'a> Lines<'a> {
    /// Lines that stand side by side.
    #[must_use]
    pub const fn new(lines: &'a [Line<'a>]) -> Self {
        Self(Inner::Slice(lines))
    }

    pub(in crate::insights) const fn of_chunk(lines: ChunkLines<'a>) -> Self {
        Self(Inner::Chunk(lines))
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self.0 {
            Inner::Slice(lines) => lines.len(),
            Inner::Chunk(lines) => lines.count,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Line<'a>> + use<'a> {
        let lines = *self;
        (0..self.len()).map(move |index| lines.line(index))
    }

    /// One of them.
    pub(super) fn line(&self, index: usize) -> Line<'a> {
        match self.0 {
            Inner::Slice(lines) => lines[index],
            Inner::Chunk(lines) => {
                let mark = lines.chunk.mark(lines.first + index);
                let (at, received, position) = mark
                    .map_or((Timestamp::EPOCH, Timestamp::EPOCH, 0), |mark| (mark.at, mark.received, mark.sequence));
                Line::new(at, lines.message(index), lines.home).came_in(received).numbered(position).by_time()
            }
        }
    }

    #[inline]
    pub(super) fn message(&self, index: usize) -> &'a str {
        match self.0 {
            Inner::Slice(lines) => lines[index].message,
            Inner::Chunk(lines) => lines.message(index),
        }
    }

    /// The bytes of a message.
    #[inline]
    pub(super) fn size(&self, index: usize) -> u64 {
        match self.0 {
            Inner::Slice(lines) => lines[index].message.len() as u64,
            Inner::Chunk(lines) => lines.chunk.size(lines.first + index) as u64,
        }
    }

    /// The bytes of all messages.
    pub(super) fn bytes(&self) -> u64 {
        (0..self.len()).map(|index| self.size(index)).sum()
    }

    /// Milliseconds since the epoch.
    #[inline]
    pub(super) fn at(&self, index: usize) -> i64 {
        match self.0 {
            Inner::Slice(lines) => lines[index].at.as_millis(),
            Inner::Chunk(lines) => lines.chunk.at(lines.first + index).as_millis(),
        }
    }

    /// Some of them: as many as are worked on together.
    pub(super) fn chunks(self, most: usize) -> impl Iterator<Item = Self> {
        let (slices, chunk) = match self.0 {
            Inner::Slice(lines) => (Some(lines.chunks(most).map(Self::new)), None),
            Inner::Chunk(_) => (None, Some(self)),
        };
        slices.into_iter().flatten().chain(chunk)
    }

    /// The columns that are kept with the lines, when these are all events of a chunk that does not change.
    pub(super) fn warm(&self) -> Option<(&'a WarmColumns, (&'a WarmBudget, u64))> {
        match self.0 {
            Inner::Chunk(lines) if lines.count == lines.chunk.len() => Some((lines.chunk.warm()?, lines.budget)),
            _ => None,
        }
    }
}
