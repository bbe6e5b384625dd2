//! Reading searches.

use std::sync::Arc;

use cupola_base::text::{Cursor, Span};

use super::Search;
use super::ast::{Partial, Property, Schema, Term, Word};
use super::error::{SearchError, SearchErrorKind};
use super::tokens::wanted;
use crate::language::quoted;

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Result<Search, SearchError> {
    let length = text.chars().count();
    if length > Search::MAX_LENGTH {
        let message = format!("a search may have {} characters, this has {length}", Search::MAX_LENGTH);
        return Err(SearchError::new(SearchErrorKind::Size, text, Span::empty(0), message));
    }
    let mut parser = Parser { cursor: Cursor::new(text), depth: 0, words: 0, property: None };
    let schema = parser.schema()?;
    parser.cursor.skip_whitespace();
    let terms = if parser.cursor.is_at_end() && schema.is_some() { None } else { Some(parser.or()?) };
    parser.end()?;
    Ok(Search { schema: schema.map(Arc::new), terms: terms.map(Arc::new), words: parser.words })
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    depth: usize,
    words: usize,
    /// That of the parentheses around: `Dock=(north OR south)`.
    property: Option<Property>,
}

/// How deeply terms may be nested.
const DEEPEST: usize = 64;

type Parsed<T> = Result<T, SearchError>;

impl<'a> Parser<'a> {
    fn schema(&mut self) -> Parsed<Option<Schema>> {
        self.cursor.skip_whitespace();
        if !self.cursor.eat('{') {
            return Ok(None);
        }
        let mut names = vec![self.schema_name()?];
        while self.cursor.eat(',') {
            names.push(self.schema_name()?);
        }
        if !self.cursor.eat('}') {
            return Err(self.unexpected("`,` or `}`"));
        }
        self.cursor.skip_whitespace();
        self.cursor.eat(',');
        let namespace = names.remove(0);
        names.sort_unstable();
        names.dedup();
        Ok(Some(Schema { namespace, dimensions: names }))
    }

    fn schema_name(&mut self) -> Parsed<String> {
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        let name = match self.cursor.peek() {
            Some('"') => self.quoted()?,
            _ => self.cursor.take_while(|c| !c.is_whitespace() && !"{},\"".contains(c)).to_owned(),
        };
        if name.is_empty() {
            let span =
                if self.cursor.position() > start { self.cursor.span_from(start) } else { self.cursor.span_here() };
            let message = "a namespace or the name of a dimension is needed";
            return Err(self.error(SearchErrorKind::Schema, span, message));
        }
        self.cursor.skip_whitespace();
        match self.cursor.peek() {
            Some(',' | '}') | None => Ok(name),
            Some(_) => Err(self.unexpected("`,` or `}` (names with blanks stand in double quotes)")),
        }
    }

    fn or(&mut self) -> Parsed<Term> {
        let mut terms = vec![self.and()?];
        while self.eat_word("OR") {
            terms.push(self.and()?);
        }
        Ok(only(terms, Term::Or))
    }

    fn and(&mut self) -> Parsed<Term> {
        let mut terms = vec![self.not()?];
        while self.eat_word("AND") || self.term_follows() {
            terms.push(self.not()?);
        }
        Ok(only(terms, Term::And))
    }

    fn not(&mut self) -> Parsed<Term> {
        if self.eat_word("NOT") { self.deeper(Self::not).map(|term| Term::Not(Box::new(term))) } else { self.atom() }
    }

    fn atom(&mut self) -> Parsed<Term> {
        self.cursor.skip_whitespace();
        if self.cursor.eat('(') {
            return self.group();
        }
        if self.at_operator() {
            return Err(self.unexpected("a term"));
        }
        let (start, before) = (self.cursor.position(), self.cursor);
        let name = self.name()?;
        self.cursor.skip_whitespace();
        if self.cursor.eat('=') {
            if name.is_empty() {
                return Err(self.error(
                    SearchErrorKind::Syntax,
                    Span::new(start, start + 1),
                    "a name is needed before `=`",
                ));
            }
            return self.property(Property::of(&name), Span::new(start, self.cursor.position()));
        }
        self.cursor = before;
        Ok(Term::Word(self.property.clone(), self.word()?))
    }

    /// Terms behind an opening parenthesis.
    fn group(&mut self) -> Parsed<Term> {
        let term = self.deeper(Self::or)?;
        self.cursor.skip_whitespace();
        if self.cursor.eat(')') { Ok(term) } else { Err(self.unexpected("a term or `)`")) }
    }

    /// What stands behind `Dock=`: a word, or terms in parentheses that all look at that part.
    fn property(&mut self, property: Property, span: Span) -> Parsed<Term> {
        if let Some(around) = &self.property {
            let message = format!("the terms in these parentheses look at {} already", around.name());
            return Err(self.error(SearchErrorKind::Syntax, span, message));
        }
        self.cursor.skip_whitespace();
        if !self.cursor.eat('(') {
            return Ok(Term::Word(Some(property), self.word()?));
        }
        self.property = Some(property);
        let term = self.group();
        self.property = None;
        term
    }

    fn name(&mut self) -> Parsed<String> {
        match self.cursor.peek() {
            Some('"') => self.quoted(),
            _ => Ok(self.bare().to_owned()),
        }
    }

    fn word(&mut self) -> Parsed<Word> {
        let start = self.cursor.position();
        match self.cursor.peek() {
            Some('"' | '\'') => return self.quoted().map(Word::Exact),
            _ if self.at_operator() => return Err(self.unexpected("a term")),
            _ => {}
        }
        let text = self.bare();
        if text.is_empty() {
            return Err(self.unexpected("a term"));
        }
        let tokens = wanted(text);
        if tokens.is_empty() {
            let span = self.cursor.span_from(start);
            return Err(self.error(SearchErrorKind::Nothing, span, "a term has letters or digits"));
        }
        self.words += 1;
        Ok(Word::Partial(Partial { text: text.into(), tokens, number: self.words - 1 }))
    }

    fn bare(&mut self) -> &'a str {
        self.cursor.take_while(is_bare)
    }

    /// A text in quotes; a backslash takes the next character as it is.
    fn quoted(&mut self) -> Parsed<String> {
        quoted(&mut self.cursor)
            .map_err(|span| self.error(SearchErrorKind::Syntax, span, "the text has no closing quote"))
    }

    /// Whether a term begins here.
    fn term_follows(&mut self) -> bool {
        self.cursor.skip_whitespace();
        let next = self.cursor.peek();
        next.is_some_and(|c| c != ')' && c != '=') && !self.at_word("OR") && !self.at_word("AND")
    }

    fn at_operator(&self) -> bool {
        ["AND", "OR", "NOT"].iter().any(|word| self.at_word(word))
    }

    fn at_word(&self, word: &str) -> bool {
        self.cursor.rest().strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_bare) && !is_property(rest))
    }

    fn eat_word(&mut self, word: &str) -> bool {
        self.cursor.skip_whitespace();
        self.at_word(word) && self.cursor.eat_str(word)
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == DEEPEST {
            let message = format!("a search may be nested {DEEPEST} deep");
            return Err(self.error(SearchErrorKind::Size, self.cursor.span_here(), message));
        }
        self.depth += 1;
        let part = read(self);
        self.depth -= 1;
        part
    }

    fn end(&mut self) -> Parsed<()> {
        self.cursor.skip_whitespace();
        if self.cursor.is_at_end() { Ok(()) } else { Err(self.unexpected("AND, OR or the end")) }
    }

    fn unexpected(&self, needed: &str) -> SearchError {
        let mut ahead = self.cursor;
        let word = ahead.take_while(is_bare);
        let here = self.cursor.span_here();
        let span = if word.is_empty() { here } else { Span::new(here.start, here.start + word.len()) };
        let found = if span.is_empty() { "the end" } else { &self.cursor.source()[span.range()] };
        self.error(SearchErrorKind::Syntax, span, format!("{needed} is needed, not {found}"))
    }

    fn error(&self, kind: SearchErrorKind, span: Span, message: impl Into<String>) -> SearchError {
        SearchError::new(kind, self.cursor.source(), span, message)
    }
}

/// Whether a character stands in words without quotes.
pub(super) fn is_bare(c: char) -> bool {
    !c.is_whitespace() && !"\"()=".contains(c)
}

fn is_property(rest: &str) -> bool {
    rest.trim_start().starts_with('=')
}

fn only(mut terms: Vec<Term>, many: impl FnOnce(Vec<Term>) -> Term) -> Term {
    if terms.len() == 1 { terms.remove(0) } else { many(terms) }
}
