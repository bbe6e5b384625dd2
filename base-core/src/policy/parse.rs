//! Reading a policy, one token after the other.

use std::collections::BTreeSet;

use super::clause::{Clause, PrincipalClause};
use super::condition::Condition;
use super::document::{Effect, Policy, Statement, Version};
use super::error::{PolicyError, PolicyErrorKind as Kind};
use super::operator::Operator;
use super::pattern::TextPattern;
use super::principal::{KINDS, Principal};
use super::value::Value;
use crate::json::{ScanError, Scanner, Token};
use crate::text::{Span, nearest};

const ELEMENTS: [&str; 9] =
    ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

pub(super) fn policy(text: &str) -> Result<Policy, PolicyError> {
    // The version decides how the rest is read, wherever it stands.
    let version = Parser::new(text).version()?;
    Parser { version, ..Parser::new(text) }.policy()
}

struct Parser<'a> {
    source: &'a str,
    scanner: Scanner<'a>,
    version: Version,
}

/// A text and where it stands.
struct Word {
    text: String,
    span: Span,
}

type Parsed<T> = Result<T, PolicyError>;

impl<'a> Parser<'a> {
    fn new(source: &'a str) -> Self {
        Self { source, scanner: Scanner::of_text(source).with_depth_limit(8), version: Version::Of2008 }
    }

    /// What the document says its version is; refused when it is no JSON object at all.
    fn version(mut self) -> Parsed<Version> {
        let mut version = Version::Of2008;
        self.object("a policy: an object")?;
        while let Some(key) = self.key()? {
            if key.text != "Version" {
                self.scanner.skip().map_err(|error| self.not_json(error))?;
                continue;
            }
            let word = self.text("a version: a text")?;
            version = match word.text.as_str() {
                "2012-10-17" => Version::Of2012,
                "2008-10-17" => Version::Of2008,
                _ => return Err(self.error(word.span, Kind::Version(word.text))),
            };
        }
        self.end()?;
        Ok(version)
    }

    fn policy(mut self) -> Parsed<Policy> {
        let (mut id, mut statements) = (None, None);
        let mut seen = BTreeSet::new();
        self.object("a policy: an object")?;
        while let Some(key) = self.new_key(&mut seen)? {
            match key.text.as_str() {
                "Version" => drop(self.text("a version: a text")?),
                "Id" => id = Some(self.text("an id: a text")?.text),
                "Statement" => statements = Some(self.statements()?),
                _ => return Err(self.unknown_element(key, &["Version", "Id", "Statement"])),
            }
        }
        let end = self.span_here();
        let statements = statements.ok_or_else(|| self.error(end, Kind::Missing("Statement")))?;
        Ok(Policy { version: self.version, id, statements })
    }

    /// One statement or a list of some.
    fn statements(&mut self) -> Parsed<Vec<Statement>> {
        match self.next()? {
            Token::ObjectStart => return Ok(vec![self.statement()?]),
            Token::ArrayStart => {}
            _ => return Err(self.here(Kind::Type("a statement or a list of statements"))),
        }
        let (mut statements, mut sids) = (Vec::new(), BTreeSet::new());
        loop {
            match self.next()? {
                Token::ObjectStart => statements.push(self.statement_of(&mut sids)?),
                Token::ArrayEnd if statements.is_empty() => return Err(self.here(Kind::Empty)),
                Token::ArrayEnd => return Ok(statements),
                _ => return Err(self.here(Kind::Type("a statement: an object"))),
            }
        }
    }

    /// A statement whose id none of those before has.
    fn statement_of(&mut self, sids: &mut BTreeSet<String>) -> Parsed<Statement> {
        let statement = self.statement()?;
        match &statement.sid {
            Some(sid) if !sids.insert(sid.clone()) => Err(self.here(Kind::Twice(format!("Sid {sid}")))),
            _ => Ok(statement),
        }
    }

    /// The members of a statement, whose brace has been read.
    fn statement(&mut self) -> Parsed<Statement> {
        let start = self.scanner.offset().saturating_sub(1);
        let mut parts = Parts::default();
        let mut seen = BTreeSet::new();
        while let Some(key) = self.new_key(&mut seen)? {
            match key.text.as_str() {
                "Sid" => parts.sid = Some(self.text("an id: a text")?.text),
                "Effect" => parts.effect = Some(self.effect()?),
                name @ ("Principal" | "NotPrincipal") => {
                    let clause = PrincipalClause { negated: name != "Principal", principals: self.principals()? };
                    self.once(&key, parts.principal.replace(clause).is_some(), "Principal")?;
                }
                name @ ("Action" | "NotAction") => {
                    let clause = Clause { negated: name != "Action", patterns: self.actions()? };
                    self.once(&key, parts.action.replace(clause).is_some(), "Action")?;
                }
                name @ ("Resource" | "NotResource") => {
                    let clause = Clause { negated: name != "Resource", patterns: self.resources()? };
                    self.once(&key, parts.resource.replace(clause).is_some(), "Resource")?;
                }
                "Condition" => parts.conditions = self.conditions()?,
                _ => return Err(self.unknown_element(key, &ELEMENTS)),
            }
        }
        let span = Span::new(start, self.scanner.offset());
        parts.join().map_err(|missing| self.error(span, Kind::Missing(missing)))
    }

    fn effect(&mut self) -> Parsed<Effect> {
        let word = self.text("an effect: a text")?;
        match word.text.as_str() {
            "Allow" => Ok(Effect::Allow),
            "Deny" => Ok(Effect::Deny),
            _ => {
                let like = nearest(&word.text, ["Allow", "Deny"]);
                Err(self.error(word.span, Kind::Effect(word.text.clone())).like(like))
            }
        }
    }

    fn principals(&mut self) -> Parsed<Vec<Principal>> {
        match self.next()? {
            Token::String(star) if star == "*" => return Ok(vec![Principal::Everyone]),
            Token::ObjectStart => {}
            _ => return Err(self.here(Kind::Type("\"*\" or an object of principals"))),
        }
        let (mut principals, mut seen) = (Vec::new(), BTreeSet::new());
        while let Some(kind) = self.new_key(&mut seen)? {
            if !KINDS.contains(&kind.text.as_str()) {
                let like = nearest(&kind.text, KINDS);
                return Err(self.error(kind.span, Kind::PrincipalKind(kind.text.clone())).like(like));
            }
            for word in self.texts()? {
                let principal = Principal::read(&kind.text, &word.text);
                principals.push(principal.ok_or_else(|| self.error(word.span, Kind::Principal(word.text)))?);
            }
        }
        if principals.is_empty() { Err(self.here(Kind::Empty)) } else { Ok(principals) }
    }

    fn actions(&mut self) -> Parsed<Vec<TextPattern>> {
        Ok(self.texts()?.into_iter().map(|word| TextPattern::plain(&word.text)).collect())
    }

    fn resources(&mut self) -> Parsed<Vec<TextPattern>> {
        let variables = self.version == Version::Of2012;
        let read =
            |word: &Word| if variables { TextPattern::parse(&word.text) } else { Ok(TextPattern::plain(&word.text)) };
        let words = self.texts()?;
        words.iter().map(|word| read(word).map_err(|kind| self.error(word.span, kind))).collect()
    }

    fn conditions(&mut self) -> Parsed<Vec<Condition>> {
        let (mut conditions, mut seen) = (Vec::new(), BTreeSet::new());
        self.object("conditions: an object")?;
        while let Some(name) = self.new_key(&mut seen)? {
            let Some(operator) = Operator::parse(&name.text) else {
                let like = nearest(&name.text, Operator::names());
                return Err(self.error(name.span, Kind::Operator(name.text.clone())).like(like));
            };
            self.object("keys of a condition: an object")?;
            let mut keys = BTreeSet::new();
            while let Some(key) = self.new_key(&mut keys)? {
                let values = self.values(operator)?;
                conditions.push(Condition { operator, key: key.text, values });
            }
        }
        Ok(conditions)
    }

    fn values(&mut self, operator: Operator) -> Parsed<Vec<Value>> {
        let variables = self.version == Version::Of2012;
        let words = self.texts()?;
        let read = |word: &Word| Value::read(operator.test, &word.text, variables);
        words.iter().map(|word| read(word).map_err(|kind| self.error(word.span, kind))).collect()
    }

    fn unknown_element(&self, key: Word, known: &[&'static str]) -> PolicyError {
        let like = nearest(&key.text, known.iter().copied());
        self.error(key.span, Kind::Element(key.text)).like(like)
    }

    fn once(&self, key: &Word, is_second: bool, name: &'static str) -> Parsed<()> {
        if is_second { Err(self.error(key.span, Kind::Both(name))) } else { Ok(()) }
    }
}

/// The tokens, with errors that say where.
impl<'a> Parser<'a> {
    fn next(&mut self) -> Parsed<Token<'a>> {
        let token = self.scanner.next().map_err(|error| self.not_json(error))?;
        token.ok_or_else(|| self.here(Kind::Type("more")))
    }

    fn key(&mut self) -> Parsed<Option<Word>> {
        let key = self.scanner.next_key().map_err(|error| self.not_json(error))?;
        Ok(key.map(|key| {
            let start = key.raw().as_ptr().addr() - self.source.as_ptr().addr();
            let span = Span::new(start.saturating_sub(1), start + key.raw().len() + 1);
            Word { text: key.unescape().into_owned(), span }
        }))
    }

    /// A key that has not been seen in its object.
    fn new_key(&mut self, seen: &mut BTreeSet<String>) -> Parsed<Option<Word>> {
        let key = self.key()?;
        match &key {
            Some(key) if !seen.insert(key.text.clone()) => Err(self.error(key.span, Kind::Twice(key.text.clone()))),
            _ => Ok(key),
        }
    }

    fn object(&mut self, what: &'static str) -> Parsed<()> {
        match self.next()? {
            Token::ObjectStart => Ok(()),
            _ => Err(self.here(Kind::Type(what))),
        }
    }

    fn text(&mut self, what: &'static str) -> Parsed<Word> {
        match self.next()? {
            Token::String(text) => Ok(Word { span: self.span_here(), text: text.unescape().into_owned() }),
            _ => Err(self.here(Kind::Type(what))),
        }
    }

    /// One text or a list of some; numbers and truth values count as their texts.
    fn texts(&mut self) -> Parsed<Vec<Word>> {
        let first = self.next()?;
        if let Some(word) = self.word(&first) {
            return Ok(vec![word]);
        }
        if first != Token::ArrayStart {
            return Err(self.here(Kind::Type("a text or a list of texts")));
        }
        let mut words = Vec::new();
        loop {
            let token = self.next()?;
            match self.word(&token) {
                Some(word) => words.push(word),
                None if token == Token::ArrayEnd && words.is_empty() => return Err(self.here(Kind::Empty)),
                None if token == Token::ArrayEnd => return Ok(words),
                None => return Err(self.here(Kind::Type("a text"))),
            }
        }
    }

    fn word(&self, token: &Token<'_>) -> Option<Word> {
        let text = match token {
            Token::String(text) => text.unescape().into_owned(),
            Token::Number(number) => number.text().to_owned(),
            Token::Bool(truth) => truth.to_string(),
            _ => return None,
        };
        Some(Word { text, span: self.span_here() })
    }

    fn end(&mut self) -> Parsed<()> {
        self.scanner.next().map(|_| ()).map_err(|error| self.not_json(error))
    }

    /// The token that was read last, from its quotes to its end.
    fn span_here(&self) -> Span {
        let end = self.scanner.offset().min(self.source.len());
        let read = self.source.get(..end).unwrap_or_default();
        let start = match read.strip_suffix('"') {
            Some(open) => opening_quote(open),
            None => read.rfind(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c))).map_or(0, |at| at + 1),
        };
        Span::new(start.min(end.saturating_sub(1)), end)
    }

    fn here(&self, kind: Kind) -> PolicyError {
        self.error(self.span_here(), kind)
    }

    fn error(&self, span: Span, kind: Kind) -> PolicyError {
        PolicyError::new(self.source, span, kind)
    }

    fn not_json(&self, error: ScanError) -> PolicyError {
        self.error(Span::new(error.offset, error.offset + 1), Kind::Json(error.kind))
    }
}

/// Where the string begins whose closing quote comes after this text: at the last quote without an escape.
fn opening_quote(text: &str) -> usize {
    let is_escaped = |at: usize| text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    let quotes = text.bytes().enumerate().rev().filter(|(_, byte)| *byte == b'"').map(|(at, _)| at);
    quotes.into_iter().find(|at| !is_escaped(*at)).unwrap_or(0)
}

/// What has been read of a statement.
#[derive(Default)]
struct Parts {
    sid: Option<String>,
    effect: Option<Effect>,
    principal: Option<PrincipalClause>,
    action: Option<Clause>,
    resource: Option<Clause>,
    conditions: Vec<Condition>,
}

impl Parts {
    /// The statement, or what it lacks.
    fn join(self) -> Result<Statement, &'static str> {
        Ok(Statement {
            sid: self.sid,
            effect: self.effect.ok_or("Effect")?,
            principal: self.principal,
            action: self.action.ok_or("Action")?,
            resource: self.resource,
            conditions: self.conditions,
        })
    }
}
