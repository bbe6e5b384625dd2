//! Which word belongs to which field.

use std::ops::ControlFlow;

use cupola_base::text::Span;

use super::words::Word;
use super::{SpacePattern, Words};
use crate::filter::FilterObstacle;

/// A word, its place in the message from 1, and the field that it belongs to; none in a gap.
pub(super) type Assigned<'a> = (usize, Option<usize>, Word<'a>);

impl SpacePattern {
    /// Shows every word with its field until told to stop; an obstacle where the message has too many
    /// or too few words. It may have been found before that is known, but not after a stop.
    pub(super) fn assign<'a>(
        &self,
        message: &'a str,
        show: &mut dyn FnMut(Assigned<'a>) -> ControlFlow<()>,
    ) -> Result<(), FilterObstacle> {
        match self.gap {
            None => self.in_order(message, show),
            Some(gap) => self.around(gap, message, show),
        }
    }

    fn in_order<'a>(
        &self,
        message: &'a str,
        show: &mut dyn FnMut(Assigned<'a>) -> ControlFlow<()>,
    ) -> Result<(), FilterObstacle> {
        let mut words = Words::new(message, &self.semantics);
        for field in 0..self.fields.len() {
            let Some(mut word) = words.next() else { return Err(self.wrong_count(field)) };
            if self.greedy && field + 1 == self.fields.len() && words.next().is_some() {
                word = rest(message, word.start);
                words = Words::new("", &self.semantics);
            }
            if show((field + 1, Some(field), word)).is_break() {
                return Ok(());
            }
        }
        if words.next().is_some() { Err(self.wrong_count(self.fields.len() + 1)) } else { Ok(()) }
    }

    /// Counts the words first: those after the gap are known from the end.
    fn around<'a>(
        &self,
        gap: usize,
        message: &'a str,
        show: &mut dyn FnMut(Assigned<'a>) -> ControlFlow<()>,
    ) -> Result<(), FilterObstacle> {
        let words = Words::new(message, &self.semantics);
        let count = words.clone().count();
        let Some(passed) = count.checked_sub(self.fields.len()) else { return Err(self.wrong_count(count)) };
        for (at, word) in words.enumerate() {
            let field = if at < gap { Some(at) } else { at.checked_sub(passed).filter(|field| *field >= gap) };
            if show((at + 1, field, word)).is_break() {
                break;
            }
        }
        Ok(())
    }

    const fn wrong_count(&self, words: usize) -> FilterObstacle {
        FilterObstacle::Words { words, fields: self.fields.len() }
    }
}

/// All that is left, as it stands.
fn rest(message: &str, start: usize) -> Word<'_> {
    Word { text: message.get(start..).unwrap_or_default(), span: Span::new(start, message.len()), start }
}
