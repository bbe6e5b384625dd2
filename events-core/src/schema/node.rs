//! JSON documents as trees that keep the order of members.

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
    pub(crate) fn parse(text: &str) -> Result<Self, ScanError> {
        let mut scanner = Scanner::of_text(text).with_depth_limit(DEPTH);
        let node = next(&mut scanner)?.unwrap_or(Self::Null);
        scanner.finish()?;
        Ok(node)
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
    pub(crate) fn canonical(&self) -> Self {
        match self {
            Self::List(items) => Self::List(items.iter().map(Self::canonical).collect()),
            Self::Object(members) => Self::Object(
                members
                    .iter()
                    .map(|(name, node)| (name.clone(), node.canonical()))
                    .collect::<std::collections::BTreeMap<_, _>>()
                    .into_iter()
                    .collect(),
            ),
            scalar => scalar.clone(),
        }
    }
}

/// Compact JSON.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(truth) => write!(f, "{truth}"),
            Self::Number(number) => f.write_str(number),
            Self::Text(text) => f.write_str(Json::of(text).as_str()),
            Self::List(items) => {
                f.write_char('[')?;
                separated(f, items, |f, item| item.fmt(f))?;
                f.write_char(']')
            }
            Self::Object(members) => {
                f.write_char('{')?;
                separated(f, members, |f, (name, node)| write!(f, "{}:{node}", Json::of(name)))?;
                f.write_char('}')
            }
        }
    }
}

fn separated<T>(
    f: &mut fmt::Formatter<'_>,
    items: &[T],
    write: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_char(',')?;
        }
        write(f, item)?;
    }
    Ok(())
}

/// The next value; none where the innermost list ends.
fn next(scanner: &mut Scanner<'_>) -> Result<Option<Node>, ScanError> {
    Ok(match scanner.next()? {
        Some(Token::Null) => Some(Node::Null),
        Some(Token::Bool(truth)) => Some(Node::Bool(truth)),
        Some(Token::Number(number)) => Some(Node::Number(number.text().to_owned())),
        Some(Token::String(text)) => Some(Node::Text(text.unescape().into_owned())),
        Some(Token::ArrayStart) => {
            let mut items = Vec::new();
            while let Some(item) = next(scanner)? {
                items.push(item);
            }
            Some(Node::List(items))
        }
        Some(Token::ObjectStart) => {
            let mut members = Vec::new();
            while let Some(name) = scanner.next_key()? {
                members.push((name.unescape().into_owned(), next(scanner)?.unwrap_or(Node::Null)));
            }
            Some(Node::Object(members))
        }
        _ => None,
    })
}
