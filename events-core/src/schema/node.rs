//! JSON documents as trees that keep the order of members.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use cupola_base::json::{Json, ScanError, Scanner, Token};

/// One JSON value. Numbers keep their spelling, objects their order and their duplicates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// How deep a document may be nested: 255 levels of lists beside objects take three each.
const DEPTH: usize = 800;

impl Node {
    /// Reads a document. What is open stands in a list, not on the stack: the stack of a thread may be small.
    pub(crate) fn parse(text: &str) -> Result<Self, ScanError> {
        let mut scanner = Scanner::of_text(text).with_depth_limit(DEPTH);
        let (mut open, mut whole) = (Vec::<Open>::new(), Self::Null);
        while let Some(token) = scanner.next()? {
            let Some(done) = step(token, &mut open) else { continue };
            match open.last_mut() {
                Some(around) => around.take(done),
                None => whole = done,
            }
        }
        scanner.finish()?;
        Ok(whole)
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// An object with these members.
    pub(crate) fn object<'a>(members: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        Self::Object(members.into_iter().map(|(name, node)| (name.to_owned(), node)).collect())
    }

    /// A member of an object; of duplicates the last.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.members()?.iter().rev().find(|(key, _)| key == name).map(|(_, node)| node)
    }

    pub(crate) fn members(&self) -> Option<&[(String, Self)]> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    pub(crate) fn items(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_true(&self) -> bool {
        *self == Self::Bool(true)
    }

    /// The same document with the members of objects sorted by name, of duplicates the last.
    pub(crate) fn canonical(mut self) -> Self {
        let mut rest = vec![&mut self];
        while let Some(node) = rest.pop() {
            match node {
                Self::List(items) => rest.extend(items),
                Self::Object(members) => {
                    let sorted: BTreeMap<String, Self> = std::mem::take(members).into_iter().collect();
                    *members = sorted.into_iter().collect();
                    rest.extend(members.iter_mut().map(|(_, node)| node));
                }
                _ => {}
            }
        }
        self
    }
}

/// Compact JSON.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut open = Vec::new();
        begin(f, self, &mut open)?;
        while let Some(innermost) = open.last_mut() {
            let first = std::mem::take(&mut innermost.first);
            let Some((name, node)) = innermost.rest.next() else {
                f.write_char(innermost.end)?;
                open.pop();
                continue;
            };
            if !first {
                f.write_char(',')?;
            }
            if let Some(name) = name {
                write!(f, "{}:", Json::of(name))?;
            }
            begin(f, node, &mut open)?;
        }
        Ok(())
    }
}

/// A list or an object that is being written.
struct Written<'a> {
    rest: Box<dyn Iterator<Item = (Option<&'a String>, &'a Node)> + 'a>,
    end: char,
    first: bool,
}

/// Writes a value, or its beginning.
fn begin<'a>(f: &mut fmt::Formatter<'_>, node: &'a Node, open: &mut Vec<Written<'a>>) -> fmt::Result {
    match node {
        Node::Null => f.write_str("null"),
        Node::Bool(truth) => write!(f, "{truth}"),
        Node::Number(number) => f.write_str(number),
        Node::Text(text) => f.write_str(Json::of(text).as_str()),
        Node::List(items) => {
            open.push(Written { rest: Box::new(items.iter().map(|item| (None, item))), end: ']', first: true });
            f.write_char('[')
        }
        Node::Object(members) => {
            let members = members.iter().map(|(name, node)| (Some(name), node));
            open.push(Written { rest: Box::new(members), end: '}', first: true });
            f.write_char('{')
        }
    }
}

/// A list or an object that is being read.
enum Open {
    List(Vec<Node>),
    /// The members, and the name of the next.
    Object(Vec<(String, Node)>, String),
}

impl Open {
    fn take(&mut self, node: Node) {
        match self {
            Self::List(items) => items.push(node),
            Self::Object(members, name) => members.push((std::mem::take(name), node)),
        }
    }

    fn close(self) -> Node {
        match self {
            Self::List(items) => Node::List(items),
            Self::Object(members, _) => Node::Object(members),
        }
    }
}

/// The value that ends with a token, if one does.
fn step(token: Token<'_>, open: &mut Vec<Open>) -> Option<Node> {
    match token {
        Token::Null => return Some(Node::Null),
        Token::Bool(truth) => return Some(Node::Bool(truth)),
        Token::Number(number) => return Some(Node::Number(number.text().to_owned())),
        Token::String(text) => return Some(Node::Text(text.unescape().into_owned())),
        Token::ArrayEnd | Token::ObjectEnd => return open.pop().map(Open::close),
        Token::ArrayStart => open.push(Open::List(Vec::new())),
        Token::ObjectStart => open.push(Open::Object(Vec::new(), String::new())),
        Token::Key(key) => {
            if let Some(Open::Object(_, name)) = open.last_mut() {
                *name = key.unescape().into_owned();
            }
        }
    }
    None
}
