//! A reader of one stream, in either direction.

use super::{Gap, Mark, Strand};

/// A place in a strand, from which one reads on.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    strand: &'a Strand,
    chunk: usize,
    /// How many events of the chunk stand before the cursor.
    index: usize,
}

impl<'a> Cursor<'a> {
    /// Stands in the gap.
    pub(crate) fn forward(strand: &'a Strand, gap: Gap) -> Self {
        let chunk = strand.chunk_after(gap);
        let index = strand.chunks().get(chunk).map_or(0, |chunk| chunk.index(gap));
        Self { strand, chunk, index }
    }

    /// The event after the cursor, which moves behind it.
    pub(crate) fn next(&mut self) -> Option<(Mark, &'a str)> {
        loop {
            let chunk = self.strand.chunks().get(self.chunk)?;
            if let Some(event) = chunk.event(self.index) {
                self.index += 1;
                return Some(event);
            }
            (self.chunk, self.index) = (self.chunk + 1, 0);
        }
    }

    /// The event after the cursor, which stays.
    pub(crate) fn peek(&self) -> Option<Mark> {
        self.clone().next().map(|(mark, _)| mark)
    }

    /// The event before the cursor, which moves before it.
    pub(crate) fn previous(&mut self) -> Option<(Mark, &'a str)> {
        while self.index == 0 {
            self.chunk = self.chunk.checked_sub(1)?;
            self.index = self.strand.chunks().get(self.chunk)?.len();
        }
        self.index -= 1;
        self.strand.chunks().get(self.chunk)?.event(self.index)
    }
}
