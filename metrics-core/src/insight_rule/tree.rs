//! A definition as JSON, with paths and places.

use std::borrow::Cow;

use cupola_base::json::{ScanError, Scanner, Token};
use cupola_base::text::Span;

/// A value, where it stands, and its path from the root.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) path: String,
    pub(super) span: Span,
    pub(super) value: Value<'a>,
}

#[derive(Debug)]
pub(super) enum Value<'a> {
    Text(Cow<'a, str>),
    Number(f64),
    Bool(bool),
    Null,
    List(Vec<Node<'a>>),
    /// Members in the order in which they stand, with the places of their keys.
    Object(Vec<(Cow<'a, str>, Span, Node<'a>)>),
}

/// Deeper than any definition.
const DEEPEST: usize = 16;

impl<'a> Node<'a> {
    /// Reads a document.
    pub(super) fn read(text: &'a str) -> Result<Self, ScanError> {
        let mut scanner = Scanner::of_text(text).with_depth_limit(DEEPEST);
        let first = scanner.next()?.unwrap_or(Token::Null);
        let root = node(&mut scanner, first, String::new())?;
        scanner.finish()?;
        Ok(root)
    }
}

fn node<'a>(scanner: &mut Scanner<'a>, first: Token<'a>, path: String) -> Result<Node<'a>, ScanError> {
    let start = scanner.span();
    let value = match first {
        Token::ObjectStart => object(scanner, &path)?,
        Token::ArrayStart => list(scanner, &path)?,
        Token::String(text) => Value::Text(text.unescape()),
        Token::Number(number) => Value::Number(number.to_f64()),
        Token::Bool(truth) => Value::Bool(truth),
        Token::Null | Token::Key(_) | Token::ObjectEnd | Token::ArrayEnd => Value::Null,
    };
    Ok(Node { path, span: start.to(scanner.span()), value })
}

fn object<'a>(scanner: &mut Scanner<'a>, path: &str) -> Result<Value<'a>, ScanError> {
    let mut members = Vec::new();
    while let Some(Token::Key(key)) = scanner.next()? {
        let (key, span) = (key.unescape(), scanner.span());
        let first = scanner.next()?.unwrap_or(Token::Null);
        let below = node(scanner, first, format!("{path}/{key}"))?;
        members.push((key, span, below));
    }
    Ok(Value::Object(members))
}

fn list<'a>(scanner: &mut Scanner<'a>, path: &str) -> Result<Value<'a>, ScanError> {
    let mut items = Vec::new();
    while let Some(first) = scanner.next()?.filter(|token| *token != Token::ArrayEnd) {
        let below = node(scanner, first, format!("{path}/{}", items.len()))?;
        items.push(below);
    }
    Ok(Value::List(items))
}
