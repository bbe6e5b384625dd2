//! A reader of one stream, in either direction.

use std::borrow::Cow;

use super::{Gap, Mark, Strand};

/// A place in a strand, from which one reads on.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    strand: &'a Strand,
    place: Place,
    /// The event that was passed last.
    passed: Option<Place>,
    /// The text of the chunk of this number.
    text: Option<(usize, Cow<'a, str>)>,
}

/// The chunk, and how many of its events stand before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    chunk: usize,
    index: usize,
}

impl<'a> Cursor<'a> {
    /// Stands in the gap.
    pub(crate) fn forward(strand: &'a Strand, gap: Gap) -> Self {
        let chunk = strand.chunk_after(gap);
        let index = strand.chunks().get(chunk).map_or(0, |chunk| chunk.index(gap));
        Self { strand, place: Place { chunk, index }, passed: None, text: None }
    }

    /// The event after the cursor, which moves behind it.
    pub(crate) fn next(&mut self) -> Option<(Mark, &str)> {
        let mark = self.step()?;
        Some((mark, self.message()))
    }

    /// The event before the cursor, which moves before it.
    pub(crate) fn previous(&mut self) -> Option<(Mark, &str)> {
        while self.place.index == 0 {
            let chunk = self.place.chunk.checked_sub(1)?;
            self.place = Place { chunk, index: self.strand.chunks().get(chunk)?.len() };
        }
        self.place.index -= 1;
        self.passed = Some(self.place);
        let mark = self.mark(self.place)?;
        Some((mark, self.message()))
    }

    /// Moves behind the event after the cursor. Its message is not looked at.
    pub(crate) fn step(&mut self) -> Option<Mark> {
        let (place, mark) = self.ahead()?;
        self.passed = Some(place);
        self.place = Place { index: place.index + 1, ..place };
        Some(mark)
    }

    /// Moves on, without a look, over events of the chunk whose text was read last: to the one around the place that
    /// `place` finds in the text at or after where the next message begins, or over all of them. `place` is also
    /// told the number of the chunk.
    pub(crate) fn pass_over(&mut self, place: impl FnOnce(&str, usize, usize) -> Option<usize>) {
        let Some((of, text)) = self.text.as_ref().filter(|(of, _)| *of == self.place.chunk) else { return };
        let Some(chunk) = self.strand.chunks().get(*of) else { return };
        let next = place(text, chunk.begin(self.place.index), *of);
        self.place.index = next.map_or(chunk.len(), |place| chunk.around_place(place)).max(self.place.index);
    }

    /// The event after the cursor, which stays.
    pub(crate) fn peek(&self) -> Option<Mark> {
        self.ahead().map(|(_, mark)| mark)
    }

    /// The message of the event that was passed last; the empty text before any was.
    pub(crate) fn message(&mut self) -> &str {
        let Some((place, chunk)) = self.passed.and_then(|place| Some((place, self.strand.chunks().get(place.chunk)?)))
        else {
            return "";
        };
        if self.text.as_ref().is_none_or(|(of, _)| *of != place.chunk) {
            self.text = Some((place.chunk, chunk.text()));
        }
        self.text.as_ref().map_or("", |(_, text)| chunk.message(text, place.index))
    }

    fn ahead(&self) -> Option<(Place, Mark)> {
        if let Some(mark) = self.mark(self.place) {
            return Some((self.place, mark));
        }
        let next = Place { chunk: self.place.chunk + 1, index: 0 };
        Some((next, self.mark(next)?))
    }

    fn mark(&self, place: Place) -> Option<Mark> {
        self.strand.chunks().get(place.chunk)?.mark(place.index)
    }
}
