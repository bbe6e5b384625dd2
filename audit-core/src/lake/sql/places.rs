//! Where words stand: lines and columns of characters as bytes.

use cupola_base::text::Span;
use sqlparser::tokenizer::{Location, Span as LineSpan, TokenWithSpan};

/// A query's text, where its letters stand, and which of them begin lines.
#[derive(Clone, Debug)]
pub(super) struct Places<'a> {
    text: &'a str,
    letters: Vec<usize>,
    lines: Vec<usize>,
}

impl<'a> Places<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let breaks = text.chars().enumerate().filter(|(_, letter)| *letter == '\n');
        let lines = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { text, letters: text.char_indices().map(|(at, _)| at).collect(), lines }
    }

    pub(super) const fn text(&self) -> &'a str {
        self.text
    }

    /// The byte of a place; the text's end for what is beyond it.
    pub(super) fn offset(&self, place: Location) -> usize {
        let line = usize::try_from(place.line).unwrap_or_default().saturating_sub(1);
        let column = usize::try_from(place.column).unwrap_or_default().saturating_sub(1);
        let letter = self.lines.get(line).and_then(|start| self.letters.get(start.saturating_add(column)));
        letter.copied().unwrap_or(self.text.len())
    }

    pub(super) fn span(&self, span: LineSpan) -> Span {
        Span::new(self.offset(span.start), self.offset(span.end))
    }

    /// From the first of some words to the last.
    pub(super) fn span_of(&self, tokens: &[TokenWithSpan]) -> Span {
        let spans = tokens.iter().map(|token| self.span(token.span));
        spans.reduce(Span::to).unwrap_or_default()
    }
}
