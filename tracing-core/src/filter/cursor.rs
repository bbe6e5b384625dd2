//! Where a parser stands, and how it goes on.

use cupola_base::text::Span;

use super::MAX_DEPTH;
use super::error::{FilterError, FilterErrorKind as Kind};
use super::lex::{Placed, Token};
use super::parse::{Parsed, Parser};
use super::word::Operator;

impl<'a> Parser<'a> {
    pub(super) fn operator(&self) -> Option<Operator> {
        match self.token() {
            Token::Operator(operator) => Some(operator),
            Token::Word(word) => Operator::of(word),
            _ => None,
        }
    }

    pub(super) fn is_operand(&self) -> bool {
        match self.token() {
            Token::Not | Token::Open => true,
            Token::Word(word) => !word.eq_ignore_ascii_case("OR") && Operator::of(word).is_none(),
            _ => false,
        }
    }

    /// Reads one level deeper, as far as expressions go.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == MAX_DEPTH {
            let message = format!("an expression is at most {MAX_DEPTH} levels deep");
            return Err(self.error(Kind::Syntax, self.span(), message));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    pub(super) fn here(&self) -> Placed<'a> {
        self.tokens.get(self.at).cloned().unwrap_or_else(|| (Token::End, Span::empty(self.source.len())))
    }

    pub(super) fn token(&self) -> Token<'a> {
        self.here().0
    }

    pub(super) fn span(&self) -> Span {
        self.tokens.get(self.at).map_or_else(|| Span::empty(self.source.len()), |(_, span)| *span)
    }

    pub(super) fn span_before(&self) -> Span {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(Span::empty(0), |(_, span)| *span)
    }

    pub(super) fn eat(&mut self, wanted: &Token<'_>) -> bool {
        let found = self.tokens.get(self.at).is_some_and(|(token, _)| token == wanted);
        self.at += usize::from(found);
        found
    }

    pub(super) fn eat_word(&mut self, wanted: &str) -> bool {
        let found =
            matches!(self.tokens.get(self.at), Some((Token::Word(word), _)) if word.eq_ignore_ascii_case(wanted));
        self.at += usize::from(found);
        found
    }

    pub(super) fn need(&mut self, wanted: &Token<'_>, text: &'static str) -> Parsed<()> {
        if self.eat(wanted) { Ok(()) } else { Err(self.unexpected(&[text])) }
    }

    pub(super) fn end(&self) -> Parsed<()> {
        if self.token() == Token::End { Ok(()) } else { Err(self.unexpected(&["AND", "OR", "the end"])) }
    }

    pub(super) fn unexpected(&self, expected: &[&'static str]) -> FilterError {
        let span = self.span();
        let found = if span.is_empty() { "the end" } else { &self.source[span.range()] };
        let message = format!("{} is needed, not {found}", expected.join(" or "));
        self.error(Kind::Syntax, span, message).expecting(expected.to_vec())
    }

    pub(super) fn error(&self, kind: Kind, span: Span, message: impl Into<String>) -> FilterError {
        FilterError::new(kind, self.source, span, message)
    }

    /// Notes what means nothing.
    pub(super) fn wrong(&mut self, span: Span, message: impl Into<String>) {
        let error = self.error(Kind::Semantic, span, message);
        self.refuse(error);
    }

    /// Only the first is told: what comes after it may be its consequence.
    pub(super) fn refuse(&mut self, error: FilterError) {
        self.wrong.get_or_insert(error);
    }
}
