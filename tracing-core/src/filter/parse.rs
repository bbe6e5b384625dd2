//! Words to an expression. Where it is well formed and means nothing, the first such place is told.

use cupola_base::text::Span;

use super::MAX_LENGTH;
use super::ast::{Expression, Node, Selector, Term};
use super::check::{Operand, Test, Value};
use super::error::{FilterError, FilterErrorKind as Kind};
use super::lex::{Placed, Token, lex};
use super::lint::FilterLint;
use super::word::{Operator, Scope};
use crate::TraceId;

/// Reads a whole text.
pub(super) fn parse(source: &str) -> Result<(Expression, Vec<FilterLint>), FilterError> {
    if source.len() > MAX_LENGTH {
        let message = format!("an expression has at most {MAX_LENGTH} bytes, this has {}", source.len());
        return Err(FilterError::new(Kind::Syntax, source, Span::empty(0), message));
    }
    let whole = Span::new(0, source.len());
    if source.trim().is_empty() {
        return Ok((Expression { node: Node::Everything, span: whole }, Vec::new()));
    }
    if let Ok(id) = TraceId::parse(source.trim()) {
        return Ok((Expression { node: Node::Trace(id), span: whole }, Vec::new()));
    }
    let tokens = lex(source)?;
    let mut parser = Parser { source, tokens, at: 0, depth: 0, scope: Scope::Trace, wrong: None, lints: Vec::new() };
    let expression = parser.or()?;
    parser.end()?;
    parser.wrong.map_or(Ok((expression, parser.lints)), Err)
}

pub(super) struct Parser<'a> {
    pub(super) source: &'a str,
    pub(super) tokens: Vec<Placed<'a>>,
    pub(super) at: usize,
    pub(super) depth: usize,
    pub(super) scope: Scope,
    /// The first thing that means nothing.
    pub(super) wrong: Option<FilterError>,
    pub(super) lints: Vec<FilterLint>,
}

pub(super) type Parsed<T> = Result<T, FilterError>;

const OPERAND: [&str; 4] = ["a keyword", "service()", "!", "("];

impl<'a> Parser<'a> {
    fn or(&mut self) -> Parsed<Expression> {
        self.deeper(|parser| {
            let mut parts = vec![parser.and()?];
            while parser.eat_word("OR") {
                parts.push(parser.and()?);
            }
            Ok(joined(parts, Node::Or))
        })
    }

    fn and(&mut self) -> Parsed<Expression> {
        let mut parts = vec![self.not()?];
        while self.eat_word("AND") || self.is_operand() {
            parts.push(self.not()?);
        }
        Ok(joined(parts, Node::And))
    }

    fn not(&mut self) -> Parsed<Expression> {
        let start = self.span();
        if self.eat(&Token::Not) {
            let inner = self.deeper(Self::not)?;
            let span = start.to(inner.span);
            return Ok(Expression { node: Node::Not(Box::new(inner)), span });
        }
        if self.eat(&Token::Open) {
            let inner = self.or()?;
            self.need(&Token::Close, ")")?;
            return Ok(Expression { span: start.to(self.span_before()), ..inner });
        }
        let term = self.term()?;
        Ok(Expression { node: Node::Term(term), span: start.to(self.span_before()) })
    }

    fn term(&mut self) -> Parsed<Term> {
        let (token, span) = self.here();
        let Token::Word(word) = token else { return Err(self.unexpected(&OPERAND)) };
        if is_joint(word) || Operator::of(word).is_some() {
            return Err(self.unexpected(&OPERAND));
        }
        self.at += 1;
        match self.token() {
            Token::Open => self.call(word, span),
            Token::OpenBlock => self.cause(word, span),
            Token::Key(key) => {
                self.at += 1;
                let test = self.test()?;
                Ok(self.annotation(key, span.to(self.span_before()), test))
            }
            _ => {
                let test = self.test()?;
                Ok(self.keyword(Operand { word, span }, test))
            }
        }
    }

    fn test(&mut self) -> Parsed<Option<Test>> {
        let Some(operator) = self.operator() else { return Ok(None) };
        let operator_span = self.span();
        self.at += 1;
        let (token, span) = self.here();
        let value = match token {
            Token::Number(number) => Value::Number(number),
            Token::Text(text) => Value::Text(text),
            Token::Patterns(body) => Value::Patterns(body.to_owned()),
            Token::Word(word) if is_joint(word) || Operator::of(word).is_some() => {
                return Err(self.unexpected(&["a value"]));
            }
            Token::Word(word) if word.eq_ignore_ascii_case("true") => Value::Boolean(true),
            Token::Word(word) if word.eq_ignore_ascii_case("false") => Value::Boolean(false),
            Token::Word(word) => Value::Bare(word.to_owned()),
            _ => return Err(self.unexpected(&["a value"])),
        };
        self.at += 1;
        Ok(Some(Test { operator, operator_span, value, span }))
    }

    fn call(&mut self, word: &str, span: Span) -> Parsed<Term> {
        self.at += 1;
        if word.eq_ignore_ascii_case("service") {
            let selector = if self.token() == Token::Close { None } else { Some(self.selector(false)?) };
            self.need(&Token::Close, ")")?;
            self.only_of_traces("service()", span);
            let block = self.block(Scope::Segment)?;
            return Ok(Term::Service(selector, block.map(Box::new)));
        }
        if word.eq_ignore_ascii_case("edge") {
            let from = self.selector(true)?;
            self.need(&Token::Comma, ",")?;
            let to = self.selector(true)?;
            self.need(&Token::Close, ")")?;
            self.only_of_traces("edge()", span);
            let block = self.block(Scope::Call)?;
            return Ok(Term::Edge(from, to, block.map(Box::new)));
        }
        let error = self.error(Kind::Syntax, span, format!("`{word}` takes nothing in parentheses"));
        Err(error.expecting(vec!["service", "edge"]).unlike(word))
    }

    fn block(&mut self, scope: Scope) -> Parsed<Option<Expression>> {
        if self.token() == Token::OpenBlock { self.whole_block(scope).map(Some) } else { Ok(None) }
    }

    fn whole_block(&mut self, scope: Scope) -> Parsed<Expression> {
        self.at += 1;
        let outer = std::mem::replace(&mut self.scope, scope);
        let inner = self.or()?;
        self.need(&Token::CloseBlock, "}")?;
        self.scope = outer;
        Ok(inner)
    }

    /// `rootcause.kind.level { }`.
    fn cause(&mut self, word: &str, span: Span) -> Parsed<Term> {
        let (kind, level) = super::check::cause(word).ok_or_else(|| {
            let message = format!("`{word}` has no block");
            let names = vec!["rootcause.fault.service", "rootcause.error.entity", "rootcause.responsetime.service"];
            self.error(Kind::Syntax, span, message).expecting(names).unlike(word)
        })?;
        self.only_of_traces(word, span);
        let block = self.whole_block(Scope::Cause(kind, level))?;
        Ok(Term::Cause(kind, level, Box::new(block)))
    }

    /// A name, or `id(...)`.
    fn selector(&mut self, is_edge: bool) -> Parsed<Selector> {
        let (token, span) = self.here();
        let is_id = matches!(&token, Token::Word(word) if word.eq_ignore_ascii_case("id"));
        if is_id && self.tokens.get(self.at + 1).is_some_and(|(next, _)| *next == Token::Open) {
            self.at += 2;
            return self.id(span);
        }
        let name = self.text(&["a name", "id(name: \"...\")"])?;
        if is_edge && name.is_empty() {
            self.wrong(span, "the name of a service is not empty");
        }
        Ok(Selector::Name(name))
    }

    fn id(&mut self, start: Span) -> Parsed<Selector> {
        let (mut name, mut kind, mut account) = (None, None, None);
        loop {
            let (token, span) = self.here();
            let Token::Word(word) = token else { return Err(self.unexpected(&ID_PARTS)) };
            let part = match ID_PARTS.iter().position(|part| part.eq_ignore_ascii_case(word)) {
                Some(0) => &mut name,
                Some(1) => &mut kind,
                Some(_) => &mut account,
                None => return Err(self.unexpected(&ID_PARTS)),
            };
            self.at += 1;
            self.need(&Token::Colon, ":")?;
            let value = self.text(&["a text"])?;
            if part.replace(value).is_some() {
                self.wrong(span, "this part is given twice");
            }
            if !self.eat(&Token::Comma) {
                break;
            }
        }
        self.need(&Token::Close, ")")?;
        debug_assert!(start.start < self.span_before().end, "an id has been read");
        Ok(Selector::Id { name, kind, account })
    }

    /// A text; a word without quotes counts as one.
    fn text(&mut self, expected: &[&'static str]) -> Parsed<String> {
        let (token, span) = self.here();
        let text = match token {
            Token::Text(text) => text,
            Token::Word(word) if !is_joint(word) && Operator::of(word).is_none() => {
                self.lints.push(FilterLint::bare(span, word));
                word.to_owned()
            }
            _ => return Err(self.unexpected(expected)),
        };
        self.at += 1;
        Ok(text)
    }

    fn only_of_traces(&mut self, what: &str, span: Span) {
        if self.scope != Scope::Trace {
            let message = format!("{what} cannot stand in {}", self.scope.what());
            self.wrong(span, message);
        }
    }
}

const ID_PARTS: [&str; 3] = ["name", "type", "account.id"];

fn joined(mut parts: Vec<Expression>, node: impl FnOnce(Vec<Expression>) -> Node) -> Expression {
    let Some(last) = parts.pop() else { return Expression { node: Node::Everything, span: Span::empty(0) } };
    if parts.is_empty() {
        return last;
    }
    let span = parts[0].span.to(last.span);
    parts.push(last);
    Expression { node: node(parts), span }
}

fn is_joint(word: &str) -> bool {
    word.eq_ignore_ascii_case("AND") || word.eq_ignore_ascii_case("OR")
}
