//! Where words stand: lines and columns of characters as bytes.

use cupola_base::text::Span;
use sqlparser::tokenizer::{Location, Span as LineSpan, TokenWithSpan};

/// A query's text, and where its lines begin.
#[derive(Clone, Debug)]
pub(super) struct Places<'a> {
    text: &'a str,
    lines: Vec<usize>,
}

impl<'a> Places<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, lines }
    }

    pub(super) const fn text(&self) -> &'a str {
        self.text
    }

    /// The byte of a place; the text's end for what is beyond it.
    pub(super) fn offset(&self, place: Location) -> usize {
        let line = usize::try_from(place.line).unwrap_or_default().saturating_sub(1);
        let column = usize::try_from(place.column).unwrap_or_default().saturating_sub(1);
        let start = self.lines.get(line).copied().unwrap_or(self.text.len());
        let within = self.text[start..].char_indices().nth(column).map(|(at, _)| at);
        within.map_or(self.text.len(), |within| start + within)
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
