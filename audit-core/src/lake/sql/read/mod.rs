//! Reads a query: the tree of a general SQL parser becomes ours, and what ours has no word for is refused by name.

mod begin;
mod call;
mod expr;
mod query;
mod select;
mod source;

use cupola_base::text::Span;
use sqlparser::ast as sql;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Token};

use super::ast::{Name, Query};
use super::dialect::Lake;
use super::error::{Checked, LakeQueryErrorKind, Refusal};
use super::places::Places;
use super::weld;

/// Deeper nesting than this is refused.
const MOST_DEPTH: usize = 50;
/// How deep the parser goes; each of its levels takes much of a stack.
const MOST_PARSER_DEPTH: usize = 45;
/// Longer queries than this are refused, in characters; the service's bound of `QueryStatement`.
pub(super) const MOST_LETTERS: usize = 10_000;

/// A query, and how many question marks it has.
pub(super) fn read(text: &str) -> Checked<(Query, usize)> {
    let letters = text.chars().count();
    if letters > MOST_LETTERS {
        let message = format!("the query has {letters} characters: at most {MOST_LETTERS} are accepted");
        return Err(Refusal::new(LakeQueryErrorKind::Size, Span::empty(0), message));
    }
    let mut reader = Reader { places: Places::of(text), depth: 0, parameters: 0, last: Span::empty(0) };
    let query = reader.parse()?;
    let query = reader.query(&query)?;
    Ok((query, reader.parameters))
}

struct Reader<'a> {
    places: Places<'a>,
    depth: usize,
    parameters: usize,
    /// The name or value that was read last.
    last: Span,
}

impl Reader<'_> {
    fn parse(&self) -> Checked<Box<sql::Query>> {
        let tokens = weld::words(self.places.text(), &self.places)?;
        let mut parser = Parser::new(&Lake).with_recursion_limit(MOST_PARSER_DEPTH).with_tokens_with_locations(tokens);
        let first = parser.peek_token();
        if !matches!(&first.token, Token::LParen) && !is_one_of(&first.token, &["SELECT", "WITH"]) {
            let refusal = Refusal::new(LakeQueryErrorKind::Syntax, self.places.span(first.span), "this is no query");
            return Err(refusal.help("accepted: SELECT, WITH ... SELECT").reference(CONSTRAINTS));
        }
        let query = parser.parse_query().map_err(|error| self.refused(&error, &parser))?;
        while parser.consume_token(&Token::SemiColon) {}
        match parser.peek_token() {
            rest if rest.token == Token::EOF => Ok(query),
            rest => Err(Refusal::new(
                LakeQueryErrorKind::Syntax,
                self.places.span(rest.span),
                format!("{} stands where the query could end", rest.token),
            )),
        }
    }

    fn refused(&self, error: &ParserError, parser: &Parser<'_>) -> Box<Refusal> {
        let next = self.places.span(parser.peek_token_ref().span);
        match error {
            ParserError::RecursionLimitExceeded => self.too_deep(next),
            ParserError::TokenizerError(text) | ParserError::ParserError(text) => {
                let (message, place) = split(text);
                let at = place.map_or(next.start, |place| self.places.offset(place));
                let length = self.places.text()[at..].find(|c: char| !c.is_alphanumeric()).unwrap_or(1).max(1);
                let message = message.replace("Expected: ", "expected ").replace("found: ", "but found ");
                Refusal::new(LakeQueryErrorKind::Syntax, Span::new(at, at + length), message)
            }
        }
    }

    fn too_deep(&self, span: Span) -> Box<Refusal> {
        Refusal::new(LakeQueryErrorKind::Size, span, "the query is nested too deep")
    }

    /// Reads something a level deeper.
    fn deeper<T>(&mut self, span: Span, read: impl FnOnce(&mut Self) -> Checked<T>) -> Checked<T> {
        if self.depth >= MOST_DEPTH {
            return Err(self.too_deep(span));
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    /// The name as the query spells it: ids of stores with their dashes.
    fn name(&mut self, ident: &sql::Ident) -> Name {
        self.last = self.places.span(ident.span);
        Name { text: ident.value.clone(), span: self.last }
    }

    /// A name of one part.
    fn single(&mut self, name: &sql::ObjectName, what: &str) -> Checked<Name> {
        match &name.0[..] {
            [sql::ObjectNamePart::Identifier(ident)] => Ok(self.name(ident)),
            parts => {
                let span = parts.iter().map(|part| self.part_span(part)).reduce(Span::to).unwrap_or_default();
                Err(Refusal::new(LakeQueryErrorKind::Syntax, span, format!("{what} has one part")))
            }
        }
    }

    fn part_span(&self, part: &sql::ObjectNamePart) -> Span {
        match part {
            sql::ObjectNamePart::Identifier(ident) => self.places.span(ident.span),
            sql::ObjectNamePart::Function(function) => self.places.span(function.name.span),
        }
    }
}

/// The document that says what is accepted.
pub(super) const CONSTRAINTS: &str = "CloudTrail User Guide, \"CloudTrail Lake SQL constraints\"";

fn is_one_of(token: &Token, words: &[&str]) -> bool {
    matches!(token, Token::Word(word) if words.iter().any(|text| word.value.eq_ignore_ascii_case(text)))
}

/// The words of a parser's message, and the place that it names.
fn split(message: &str) -> (String, Option<Location>) {
    let Some((words, place)) = message.rsplit_once(" at Line: ") else { return (message.to_owned(), None) };
    let place = place.split_once(", Column: ");
    let place = place.and_then(|(line, column)| Some(Location::new(line.parse().ok()?, column.trim().parse().ok()?)));
    (words.to_owned(), place)
}

/// Refuses what is written where this language has nothing.
macro_rules! refuse_if {
    ($($condition:expr => $what:expr),+ $(,)? ; $span:expr) => {
        $(if $condition { return Err($crate::lake::sql::error::Refusal::unsupported($span, $what)); })+
    };
}
use refuse_if;
