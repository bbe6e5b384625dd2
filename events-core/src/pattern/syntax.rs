//! JSON as a pattern's text has it: order, duplicate names and places survive.

use cupola_base::json::{ScanError, Scanner, Token};
use cupola_base::text::Span;

/// One value and where it stands.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Value,
}

#[derive(Debug)]
pub(crate) enum Value {
    Object(Vec<(Name, Node)>),
    Array(Vec<Node>),
    Text(String),
    Number { text: String, nearest: f64 },
    Bool(bool),
    Null,
}

/// A member's name and where it stands.
#[derive(Debug)]
pub(crate) struct Name {
    pub(crate) span: Span,
    pub(crate) text: String,
}

impl Node {
    /// Reads a text of at most `depth` levels.
    pub(crate) fn read(text: &str, depth: usize) -> Result<Self, ScanError> {
        let mut scanner = Scanner::new(text.as_bytes()).with_depth_limit(depth);
        let mut builder = Builder { source: text, open: Vec::new(), root: None };
        while let Some(token) = scanner.next()? {
            builder.take(&token, scanner.offset());
        }
        Ok(builder.root.unwrap_or(Self { span: Span { start: 0, end: 0 }, value: Value::Null }))
    }

    /// The text by which the service names the value in its reasons.
    pub(crate) fn token_text(&self) -> String {
        match &self.value {
            Value::Object(_) => "{".into(),
            Value::Array(_) => "[".into(),
            Value::Text(text) | Value::Number { text, .. } => text.clone(),
            Value::Bool(bool) => bool.to_string(),
            Value::Null => "null".into(),
        }
    }
}

/// Puts values together; what is still open lies on a stack.
struct Builder<'a> {
    source: &'a str,
    open: Vec<Open>,
    root: Option<Node>,
}

enum Open {
    Array { start: usize, items: Vec<Node> },
    Object { start: usize, members: Vec<(Name, Node)>, name: Option<Name> },
}

impl Builder<'_> {
    fn take(&mut self, token: &Token<'_>, end: usize) {
        let literal = |length: usize| Span { start: end - length, end };
        match token {
            Token::ObjectStart => self.open.push(Open::Object { start: end - 1, members: Vec::new(), name: None }),
            Token::ArrayStart => self.open.push(Open::Array { start: end - 1, items: Vec::new() }),
            Token::ObjectEnd | Token::ArrayEnd => self.close(end),
            Token::Key(text) => {
                let name = Name { span: self.quoted(text.raw()), text: text.unescape().into_owned() };
                self.name(name);
            }
            Token::String(text) => self.put(self.quoted(text.raw()), Value::Text(text.unescape().into_owned())),
            Token::Number(number) => {
                let value = Value::Number { text: number.text().to_owned(), nearest: number.to_f64() };
                self.put(self.place(number.text()), value);
            }
            Token::Bool(bool) => self.put(literal(if *bool { 4 } else { 5 }), Value::Bool(*bool)),
            Token::Null => self.put(literal(4), Value::Null),
        }
    }

    fn name(&mut self, new: Name) {
        if let Some(Open::Object { name, .. }) = self.open.last_mut() {
            *name = Some(new);
        }
    }

    fn close(&mut self, end: usize) {
        match self.open.pop() {
            Some(Open::Array { start, items }) => self.put(Span { start, end }, Value::Array(items)),
            Some(Open::Object { start, members, .. }) => self.put(Span { start, end }, Value::Object(members)),
            None => {}
        }
    }

    fn put(&mut self, span: Span, value: Value) {
        let node = Node { span, value };
        match self.open.last_mut() {
            Some(Open::Array { items, .. }) => items.push(node),
            Some(Open::Object { members, name, .. }) => members.extend(name.take().map(|name| (name, node))),
            None => self.root = Some(node),
        }
    }

    /// Where a slice of the source stands in it.
    fn place(&self, slice: &str) -> Span {
        let start = (slice.as_ptr().addr()).saturating_sub(self.source.as_ptr().addr());
        Span { start, end: start + slice.len() }
    }

    fn quoted(&self, slice: &str) -> Span {
        let inner = self.place(slice);
        Span { start: inner.start.saturating_sub(1), end: inner.end + 1 }
    }
}
