//! Reading queries.

use cupola_base::text::{Cursor, Span, nearest};

use super::InsightsQuery;
use super::ast::{Aggregate, Condition, Order, Query};
use super::error::{InsightsError, InsightsErrorKind};
use crate::language::quoted;

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Result<Query, InsightsError> {
    let length = text.chars().count();
    if length > InsightsQuery::MAX_LENGTH {
        let message = format!("a query may have {} characters, this has {length}", InsightsQuery::MAX_LENGTH);
        return Err(InsightsError::new(InsightsErrorKind::Size, text, Span::empty(0), message));
    }
    let mut parser = Parser { cursor: Cursor::new(text), depth: 0 };
    let query = parser.query()?;
    parser.cursor.skip_whitespace();
    if parser.cursor.is_at_end() { Ok(query) } else { Err(parser.unexpected(&parser.clauses_after(&query))) }
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    depth: usize,
}

/// How deeply conditions may be nested.
const DEEPEST: usize = 64;

/// The words of the language: as names they stand in double quotes.
pub(super) const WORDS: &[&str] = &[
    "SELECT", "FROM", "SCHEMA", "WHERE", "GROUP", "ORDER", "BY", "ASC", "DESC", "LIMIT", "AND", "OR", "NOT", "IN",
    "AVG", "COUNT", "MAX", "MIN", "SUM",
];

type Parsed<T> = Result<T, InsightsError>;

impl<'a> Parser<'a> {
    fn query(&mut self) -> Parsed<Query> {
        self.need_word("SELECT")?;
        let aggregate = self.aggregate()?;
        self.need('(')?;
        let metric = self.name("the name of a metric")?;
        self.need(')')?;
        self.need_word("FROM")?;
        let (namespace, schema) = self.source()?;
        let condition = if self.eat_word("WHERE") { Some(self.or()?) } else { None };
        let group_by = if self.eat_words("GROUP")? { self.labels()? } else { Vec::new() };
        let order_by = if self.eat_words("ORDER")? { Some(self.order()?) } else { None };
        let limit = if self.eat_word("LIMIT") { Some(self.limit()?) } else { None };
        Ok(Query { aggregate, metric, namespace, schema, condition, group_by, order_by, limit })
    }

    fn aggregate(&mut self) -> Parsed<Aggregate> {
        let word = self.word();
        let found = Aggregate::ALL.into_iter().find(|aggregate| word.eq_ignore_ascii_case(aggregate.name()));
        let Some(found) = found else {
            let names = Aggregate::ALL.map(Aggregate::name);
            let error = self.unexpected(&names.join(", "));
            return Err(match nearest(word, names) {
                Some(like) => error.labelled(format!("did you mean {like}?")),
                None => error,
            });
        };
        self.cursor.eat_str(word);
        Ok(found)
    }

    fn source(&mut self) -> Parsed<(String, Option<Vec<String>>)> {
        if !self.eat_word("SCHEMA") {
            return Ok((self.name("a namespace or SCHEMA")?, None));
        }
        self.need('(')?;
        let namespace = self.name("a namespace")?;
        let mut labels = Vec::new();
        while self.eat(',') {
            labels.push(self.name("the name of a dimension")?);
        }
        self.need(')')?;
        labels.sort_unstable();
        labels.dedup();
        Ok((namespace, Some(labels)))
    }

    fn or(&mut self) -> Parsed<Condition> {
        let mut parts = vec![self.and()?];
        while self.eat_word("OR") {
            parts.push(self.and()?);
        }
        Ok(only(parts, Condition::Or))
    }

    fn and(&mut self) -> Parsed<Condition> {
        let mut parts = vec![self.comparison()?];
        while self.eat_word("AND") {
            parts.push(self.comparison()?);
        }
        Ok(only(parts, Condition::And))
    }

    fn comparison(&mut self) -> Parsed<Condition> {
        if self.eat('(') {
            let inner = self.deeper(Self::or)?;
            self.need(')')?;
            return Ok(inner);
        }
        let label = self.label()?;
        if self.eat_str("!=") {
            return Ok(Condition::In { label, is_negated: true, values: vec![self.value()?], is_list: false });
        }
        if self.eat('=') {
            return Ok(Condition::In { label, is_negated: false, values: vec![self.value()?], is_list: false });
        }
        let is_negated = self.eat_word("NOT");
        if !self.eat_word("IN") {
            return Err(self.unexpected(if is_negated { "IN" } else { "=, !=, IN or NOT IN" }));
        }
        self.need('(')?;
        let mut values = vec![self.value()?];
        while self.eat(',') {
            values.push(self.value()?);
        }
        self.need(')')?;
        Ok(Condition::In { label, is_negated, values, is_list: true })
    }

    fn labels(&mut self) -> Parsed<Vec<String>> {
        let mut labels = vec![self.label()?];
        while self.eat(',') {
            labels.push(self.label()?);
        }
        Ok(labels)
    }

    /// The name of a dimension. Tags are told apart and refused.
    fn label(&mut self) -> Parsed<String> {
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        let is_quoted = self.cursor.peek() == Some('"');
        let name = self.name("the name of a dimension")?;
        if !is_quoted && name == "tag" && self.eat('.') {
            self.name("the key of a tag")?;
            let span = self.cursor.span_from(start);
            let message = "tags of metrics are not kept, so that they cannot be asked for";
            return Err(self.error(InsightsErrorKind::Tags, span, message));
        }
        Ok(name)
    }

    fn order(&mut self) -> Parsed<Order> {
        let aggregate = self.aggregate()?;
        self.need('(')?;
        self.need(')')?;
        let is_descending = self.eat_word("DESC");
        if !is_descending {
            self.eat_word("ASC");
        }
        Ok(Order { aggregate, is_descending })
    }

    fn limit(&mut self) -> Parsed<usize> {
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        let digits = self.cursor.take_while(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
        let limit = digits.parse().ok().filter(|limit| (1..=InsightsQuery::MAX_SERIES).contains(limit));
        limit.ok_or_else(|| {
            let message = format!("LIMIT takes a number from 1 to {}", InsightsQuery::MAX_SERIES);
            self.error(InsightsErrorKind::Limit, self.cursor.span_from(start), message)
        })
    }

    /// A name in double quotes, or one that needs none.
    fn name(&mut self, what: &str) -> Parsed<String> {
        self.cursor.skip_whitespace();
        if self.cursor.peek() == Some('"') {
            let start = self.cursor.position();
            let name = self.quoted()?;
            let span = self.cursor.span_from(start);
            let empty = || self.error(InsightsErrorKind::Syntax, span, format!("{what} is needed, not an empty one"));
            return if name.is_empty() { Err(empty()) } else { Ok(name) };
        }
        let word = self.word();
        if word.is_empty() || WORDS.iter().any(|reserved| reserved.eq_ignore_ascii_case(word)) {
            return Err(self.unexpected(what).with_help(QUOTES));
        }
        self.cursor.eat_str(word);
        if self.cursor.peek().is_some_and(|c| !c.is_whitespace() && !"(),.=!".contains(c)) {
            let message = "the name holds a character that needs double quotes around it";
            return Err(self.error(InsightsErrorKind::Syntax, self.cursor.span_here(), message).with_help(QUOTES));
        }
        Ok(word.to_owned())
    }

    fn value(&mut self) -> Parsed<String> {
        self.cursor.skip_whitespace();
        match self.cursor.peek() {
            Some('\'') => self.quoted(),
            _ => Err(self.unexpected("a value in single quotes")),
        }
    }

    /// A text in quotes; a backslash takes the next character as it is.
    fn quoted(&mut self) -> Parsed<String> {
        quoted(&mut self.cursor)
            .map_err(|span| self.error(InsightsErrorKind::Syntax, span, "the text has no closing quote"))
    }

    /// The word that comes next, not read.
    fn word(&mut self) -> &'a str {
        self.cursor.skip_whitespace();
        let mut ahead = self.cursor;
        if ahead.peek().is_some_and(|c| c.is_ascii_digit()) {
            return "";
        }
        ahead.take_while(|c| c.is_ascii_alphanumeric() || c == '_')
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.word();
        found.eq_ignore_ascii_case(word) && self.cursor.eat_str(found)
    }

    /// A word and `BY`.
    fn eat_words(&mut self, word: &str) -> Parsed<bool> {
        let found = self.eat_word(word);
        if found {
            self.need_word("BY")?;
        }
        Ok(found)
    }

    fn need_word(&mut self, word: &str) -> Parsed<()> {
        if self.eat_word(word) { Ok(()) } else { Err(self.unexpected(word)) }
    }

    fn eat(&mut self, c: char) -> bool {
        self.cursor.skip_whitespace();
        self.cursor.eat(c)
    }

    fn eat_str(&mut self, text: &str) -> bool {
        self.cursor.skip_whitespace();
        self.cursor.eat_str(text)
    }

    fn need(&mut self, c: char) -> Parsed<()> {
        if self.eat(c) { Ok(()) } else { Err(self.unexpected(&format!("`{c}`"))) }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == DEEPEST {
            let message = format!("a condition may be nested {DEEPEST} deep");
            return Err(self.error(InsightsErrorKind::Size, self.cursor.span_here(), message));
        }
        self.depth += 1;
        let part = read(self);
        self.depth -= 1;
        part
    }

    /// What may stand after what was read.
    fn clauses_after(&self, query: &Query) -> String {
        let clauses = [
            ("AND, OR", query.condition.is_some() && query.group_by.is_empty()),
            ("WHERE", query.condition.is_none() && query.group_by.is_empty()),
            ("GROUP BY", query.group_by.is_empty()),
            ("ORDER BY", query.order_by.is_none()),
            ("LIMIT", query.limit.is_none()),
        ];
        let done = if query.limit.is_some() {
            5
        } else if query.order_by.is_some() {
            4
        } else {
            0
        };
        let open = clauses.iter().skip(done).filter(|(_, is_open)| *is_open);
        let mut words: Vec<&str> = open.map(|(words, _)| *words).collect();
        words.push("the end");
        words.join(", ")
    }

    fn unexpected(&self, needed: &str) -> InsightsError {
        let mut ahead = self.cursor;
        ahead.skip_whitespace();
        let start = ahead.position();
        if ahead.take_while(|c| c.is_ascii_alphanumeric() || c == '_').is_empty() {
            ahead.bump();
        }
        let span = ahead.span_from(start);
        let found = if span.is_empty() { "the end" } else { &ahead.source()[span.range()] };
        self.error(InsightsErrorKind::Syntax, span, format!("{needed} is needed, not {found}"))
    }

    fn error(&self, kind: InsightsErrorKind, span: Span, message: impl Into<String>) -> InsightsError {
        InsightsError::new(kind, self.cursor.source(), span, message)
    }
}

const QUOTES: &str =
    "names stand in double quotes unless they are letters, digits and underscores and no word of the language";

fn only(mut parts: Vec<Condition>, many: impl FnOnce(Vec<Condition>) -> Condition) -> Condition {
    if parts.len() == 1 { parts.remove(0) } else { many(parts) }
}
