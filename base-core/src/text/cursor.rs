//! Reading a text character by character.

use super::Span;

/// A place in a text that moves forward; what hand-written parsers stand on.
///
/// Positions are bytes and always at the border of a character: nothing here panics.
///
/// ```
/// use cupola_base::text::{Cursor, Span};
///
/// let mut cursor = Cursor::new("größe = 12");
/// let start = cursor.position();
/// assert_eq!(cursor.take_while(char::is_alphabetic), "größe");
/// assert_eq!(cursor.span_from(start), Span::new(0, 7));
/// cursor.skip_whitespace();
/// assert!(cursor.eat('='));
/// assert!(!cursor.eat_str("12"), "a space comes first");
/// assert_eq!((cursor.peek(), cursor.rest()), (Some(' '), " 12"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    source: &'a str,
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    /// At the start of the text.
    #[must_use]
    pub const fn new(source: &'a str) -> Self {
        Self { source, rest: source }
    }

    /// The whole text.
    #[must_use]
    pub const fn source(&self) -> &'a str {
        self.source
    }

    /// What is still to be read.
    #[must_use]
    pub const fn rest(&self) -> &'a str {
        self.rest
    }

    /// How many bytes have been read.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.source.len() - self.rest.len()
    }

    /// Whether all has been read.
    #[must_use]
    pub const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next character, not read.
    #[must_use]
    pub fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// The character after `n` others, not read.
    #[must_use]
    pub fn peek_nth(&self, n: usize) -> Option<char> {
        self.rest.chars().nth(n)
    }

    /// Whether this text comes next.
    #[must_use]
    pub fn starts_with(&self, text: &str) -> bool {
        self.rest.starts_with(text)
    }

    /// Reads the next character.
    pub fn bump(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    /// Reads the next character if it is this one.
    pub fn eat(&mut self, wanted: char) -> bool {
        self.advance_to(self.rest.strip_prefix(wanted))
    }

    /// Reads this text if it comes next.
    pub fn eat_str(&mut self, wanted: &str) -> bool {
        self.advance_to(self.rest.strip_prefix(wanted))
    }

    /// Reads the next character if the test holds.
    pub fn eat_if(&mut self, test: impl FnOnce(char) -> bool) -> Option<char> {
        self.peek().filter(|next| test(*next)).inspect(|_| {
            self.bump();
        })
    }

    /// Reads as long as the test holds.
    pub fn take_while(&mut self, mut test: impl FnMut(char) -> bool) -> &'a str {
        let end = self.rest.find(|next| !test(next)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// Reads white space, as Unicode knows it.
    pub fn skip_whitespace(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Goes to a position, forwards or back; past the end it goes to the end, inside a character
    /// to its start.
    pub fn seek(&mut self, position: usize) {
        let border = (0..=position.min(self.source.len())).rev().find(|at| self.source.is_char_boundary(*at));
        self.rest = &self.source[border.unwrap_or_default()..];
    }

    /// From an earlier position to this one.
    #[must_use]
    pub fn span_from(&self, start: usize) -> Span {
        Span::new(start.min(self.position()), self.position())
    }

    /// The next character; empty at the end.
    #[must_use]
    pub fn span_here(&self) -> Span {
        let start = self.position();
        Span::new(start, start + self.peek().map_or(0, char::len_utf8))
    }

    /// The text from an earlier position to this one; empty where that is no border of a character.
    #[must_use]
    pub fn text_from(&self, start: usize) -> &'a str {
        self.source.get(start..self.position()).unwrap_or_default()
    }

    fn advance_to(&mut self, rest: Option<&'a str>) -> bool {
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeking_stays_between_characters() {
        let mut cursor = Cursor::new("aß€");
        for (position, expected) in [(0, 0), (1, 1), (2, 1), (3, 3), (4, 3), (5, 3), (6, 6), (99, 6)] {
            cursor.seek(position);
            assert_eq!(cursor.position(), expected);
        }
    }

    #[test]
    fn the_end_is_quiet() {
        let mut cursor = Cursor::new("x");
        assert_eq!((cursor.bump(), cursor.bump(), cursor.peek()), (Some('x'), None, None));
        assert!(cursor.is_at_end() && !cursor.eat('x') && cursor.eat_str(""));
        assert_eq!((cursor.take_while(|_| true), cursor.span_here()), ("", Span::empty(1)));
    }

    #[test]
    fn a_test_decides_about_one_character() {
        let mut cursor = Cursor::new("7a");
        assert_eq!(cursor.eat_if(|c| c.is_ascii_digit()), Some('7'));
        assert_eq!(cursor.eat_if(|c| c.is_ascii_digit()), None);
        assert_eq!((cursor.rest(), cursor.text_from(0), cursor.text_from(9)), ("a", "7", ""));
    }
}
