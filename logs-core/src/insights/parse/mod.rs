//! Reading queries.

mod expression;
mod newer;
mod pipeline;
mod source;
mod stages;

use std::collections::BTreeMap;

use cupola_base::text::{Cursor, Span, nearest};

use super::ast::{Name, Pipeline};
use super::error::{Parsed, QueryError, QueryErrorKind};
use super::print::{RESERVED, is_name_char};

/// How deeply parts may be nested.
const DEEPEST: usize = 64;

/// How many characters a query may have.
pub(super) const MAX_LENGTH: usize = 10_000;

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Parsed<Pipeline> {
    let length = text.chars().count();
    if length > MAX_LENGTH {
        let message = format!("a query may have {MAX_LENGTH} characters, this has {length}");
        return Err(QueryError::new(QueryErrorKind::Size, text, Span::empty(0), message));
    }
    let mut parser = Parser { cursor: Cursor::new(text), depth: 0, gaps: BTreeMap::new() };
    let pipeline = parser.pipeline()?;
    parser.skip();
    if parser.cursor.is_at_end() { Ok(pipeline) } else { Err(parser.unexpected("`|` or the end")) }
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    depth: usize,
    /// Blanks and comments that were passed over: from where, to where.
    gaps: BTreeMap<usize, usize>,
}

impl<'a> Parser<'a> {
    /// Passes over blanks and comments.
    fn skip(&mut self) {
        let start = self.cursor.position();
        loop {
            self.cursor.skip_whitespace();
            let before = self.cursor.source()[..self.cursor.position()].chars().next_back();
            if self.cursor.peek() != Some('#') || !before.is_none_or(char::is_whitespace) {
                break;
            }
            self.cursor.take_while(|c| c != '\n');
        }
        if self.cursor.position() > start {
            self.gaps.insert(start, self.cursor.position());
        }
    }

    /// Where the next thing begins.
    fn start(&mut self) -> usize {
        self.skip();
        self.cursor.position()
    }

    /// The text from there to here, each run of blanks and comments as one blank.
    fn text_since(&self, start: usize) -> String {
        let (source, end) = (self.cursor.source(), self.cursor.position());
        let (mut text, mut at) = (String::new(), start);
        for (from, to) in self.gaps.range(start..end) {
            if *from < at {
                continue;
            }
            text.push_str(&source[at..*from]);
            text.push_str(if *to < end { " " } else { "" });
            at = *to;
        }
        text.push_str(source.get(at..end).unwrap_or_default());
        text
    }

    /// Where the last thing ended, blanks after it left out.
    fn span_since(&self, start: usize) -> Span {
        let end = self.cursor.position();
        let gap = self.gaps.range(start..).find(|(_, to)| **to == end);
        Span::new(start, gap.map_or(end, |(from, _)| *from).max(start))
    }

    /// The word that comes next, not read; empty where none does.
    fn word(&mut self) -> &'a str {
        self.skip();
        let mut ahead = self.cursor;
        ahead.take_while(is_name_char)
    }

    /// Whether a word comes next, in any letter case.
    fn is_word(&mut self, word: &str) -> bool {
        self.word().eq_ignore_ascii_case(word)
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.word();
        found.eq_ignore_ascii_case(word) && self.cursor.eat_str(found)
    }

    fn need_word(&mut self, word: &str) -> Parsed<()> {
        if self.eat_word(word) { Ok(()) } else { Err(self.unexpected(word).like(nearest(self.word(), [word]))) }
    }

    /// A word with `=` after it: an option of a command.
    fn eat_option(&mut self, option: &str) -> bool {
        let before = self.cursor;
        let found = self.eat_word(option) && self.eat('=');
        if !found {
            self.cursor = before;
        }
        found
    }

    fn peek(&mut self) -> Option<char> {
        self.skip();
        self.cursor.peek()
    }

    fn eat(&mut self, c: char) -> bool {
        self.skip();
        self.cursor.eat(c)
    }

    fn need(&mut self, c: char) -> Parsed<()> {
        if self.eat(c) { Ok(()) } else { Err(self.unexpected(&format!("`{c}`"))) }
    }

    /// Things with commas between them, one at least.
    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Parsed<T>) -> Parsed<Vec<T>> {
        let mut items = vec![read(self)?];
        while self.eat(',') {
            items.push(read(self)?);
        }
        Ok(items)
    }

    /// The name of a field or an alias.
    fn name(&mut self, what: &str) -> Parsed<Name> {
        let start = self.start();
        if self.cursor.peek() == Some('`') {
            let text = self.backticks()?;
            return Ok(Name { text, span: self.cursor.span_from(start) });
        }
        let word = self.word();
        let is_reserved = RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(word));
        if is_reserved || !word.starts_with(|c: char| is_name_char(c) && !c.is_ascii_digit()) {
            return Err(self.unexpected(what).with_help(BACKTICKS));
        }
        let text = self.dotted();
        Ok(Name { text: text.to_owned(), span: self.cursor.span_from(start) })
    }

    /// A name with dots and indices in it: `items[0].id` is `items.0.id`.
    fn path(&mut self, what: &str) -> Parsed<Name> {
        let mut name = self.name(what)?;
        loop {
            let before = self.cursor;
            let further = if self.cursor.eat('[') {
                let digits = self.cursor.take_while(|c| c.is_ascii_digit());
                (!digits.is_empty() && self.cursor.eat(']')).then(|| digits.to_owned())
            } else if self.cursor.eat('.') {
                match self.cursor.peek() {
                    Some('`') => Some(self.backticks()?),
                    _ => Some(self.dotted().to_owned()).filter(|text| !text.is_empty()),
                }
            } else {
                None
            };
            let Some(further) = further else {
                self.cursor = before;
                return Ok(name);
            };
            name.text = format!("{}.{further}", name.text);
            name.span = name.span.to(self.cursor.span_from(name.span.start));
        }
    }

    /// Letters and digits with single dots between them.
    fn dotted(&mut self) -> &'a str {
        let start = self.cursor.position();
        self.cursor.take_while(is_name_char);
        while self.cursor.peek() == Some('.') && self.cursor.peek_nth(1).is_some_and(is_name_char) {
            self.cursor.bump();
            self.cursor.take_while(is_name_char);
        }
        self.cursor.text_from(start)
    }

    fn backticks(&mut self) -> Parsed<String> {
        let start = self.cursor.position();
        self.cursor.eat('`');
        let text = self.cursor.take_while(|c| c != '`');
        let closed = self.cursor.eat('`');
        let span = self.cursor.span_from(start);
        match (closed, text.is_empty()) {
            (true, false) => Ok(text.to_owned()),
            (true, true) => Err(self.error(QueryErrorKind::Syntax, span, "the name is empty")),
            (false, _) => Err(self.error(QueryErrorKind::Syntax, span, "the name has no closing backtick")),
        }
    }

    /// A text in quotes.
    fn quoted(&mut self, what: &str) -> Parsed<String> {
        let start = self.start();
        let Some(quote @ ('"' | '\'')) = self.cursor.peek() else {
            return Err(self.unexpected(what));
        };
        self.cursor.bump();
        let mut text = String::new();
        while let Some(c) = self.cursor.bump() {
            match c {
                '\\' => self.escape(&mut text),
                _ if c == quote => return Ok(text),
                _ => text.push(c),
            }
        }
        let span = self.cursor.span_from(start);
        Err(self.error(QueryErrorKind::Syntax, span, format!("the text has no closing {quote}")))
    }

    /// What a backslash stands for; before other characters it stands for itself.
    fn escape(&mut self, text: &mut String) {
        match self.cursor.bump() {
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some(c @ ('"' | '\'' | '\\' | '/')) => text.push(c),
            other => {
                text.push('\\');
                text.extend(other);
            }
        }
    }

    /// A regular expression between slashes, as it is written.
    fn regex(&mut self) -> Parsed<String> {
        let start = self.start();
        self.cursor.eat('/');
        let inside = self.cursor.position();
        while let Some(c) = self.cursor.peek() {
            let text = self.cursor.text_from(inside);
            self.cursor.bump();
            match c {
                '\\' => {
                    self.cursor.bump();
                }
                '/' if text.is_empty() => {
                    let span = self.cursor.span_from(start);
                    return Err(self.error(QueryErrorKind::Pattern, span, "the regular expression is empty"));
                }
                '/' => {
                    let text = text.to_owned();
                    super::regex::compile(&text)
                        .map_err(|why| self.error(QueryErrorKind::Pattern, self.cursor.span_from(start), why))?;
                    return Ok(text);
                }
                _ => {}
            }
        }
        let span = self.cursor.span_from(start);
        Err(self.error(QueryErrorKind::Syntax, span, "the regular expression has no closing /"))
    }

    /// A whole number in a range.
    fn whole(&mut self, least: usize, most: usize) -> Parsed<usize> {
        let start = self.start();
        let digits = self.cursor.take_while(|c| c.is_ascii_alphanumeric() || c == '.');
        let number = digits.parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| {
            let message = format!("a whole number from {least} to {most} is needed");
            let mut span = self.cursor.span_from(start);
            if span.is_empty() {
                span = self.cursor.span_here();
            }
            self.error(QueryErrorKind::Number, span, message)
        })
    }

    fn truth(&mut self) -> Parsed<bool> {
        if self.eat_word("true") {
            return Ok(true);
        }
        if self.eat_word("false") { Ok(false) } else { Err(self.unexpected("true or false")) }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == DEEPEST {
            let message = format!("a query may be nested {DEEPEST} deep");
            return Err(self.error(QueryErrorKind::Size, self.cursor.span_here(), message));
        }
        self.depth += 1;
        let part = read(self);
        self.depth -= 1;
        part
    }

    fn unexpected(&self, needed: &str) -> QueryError {
        let mut ahead = Self { cursor: self.cursor, depth: 0, gaps: BTreeMap::new() };
        let start = ahead.start();
        if ahead.dotted().is_empty() {
            ahead.cursor.bump();
        }
        let span = ahead.cursor.span_from(start);
        let found = if span.is_empty() { "the end" } else { &self.cursor.source()[span.range()] };
        self.error(QueryErrorKind::Syntax, span, format!("{needed} is needed, not {found}"))
    }

    fn error(&self, kind: QueryErrorKind, span: Span, message: impl Into<String>) -> QueryError {
        QueryError::new(kind, self.cursor.source(), span, message)
    }
}

const BACKTICKS: &str = "names of other characters than letters, digits, _, @ and dots, and words of the language, stand in \
                         backticks";
