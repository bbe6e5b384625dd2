//! Fields of messages, as many as are asked for.

use cupola_base::json::{Kind, ScanError, Scanner, Str};

use super::cell::{Cell, NULL};
use super::shapes::Shapes;
use crate::insights::discover;
use crate::insights::value::Value;

/// The fields that are looked for: the first of a run of cells is that of the first name, and so on.
#[derive(Debug)]
pub(super) struct Fields {
    names: Vec<String>,
    /// How many fields a message may have.
    most: usize,
    shapes: Shapes,
}

impl Fields {
    pub(super) fn new(names: Vec<String>, most: usize) -> Self {
        Self { names, most, shapes: Shapes::new() }
    }

    /// How many fields a message may have.
    pub(super) const fn most(&self) -> usize {
        self.most
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    pub(super) const fn count(&self) -> usize {
        self.names.len()
    }

    /// Finds the fields of a message; those that it has not are null.
    #[inline]
    pub(super) fn find<'a>(&mut self, message: &'a str, found: &mut [Cell<'a>]) {
        let is_plain = message.starts_with('{') && message.ends_with('}');
        let trimmed = if is_plain { message } else { message.trim() };
        if trimmed.starts_with('{') && self.shapes.read(trimmed, found) {
            return;
        }
        self.find_unlike(message, trimmed, found);
    }

    /// The fields of a message that is not like those before it.
    fn find_unlike<'a>(&mut self, message: &'a str, trimmed: &'a str, found: &mut [Cell<'a>]) {
        found.fill(NULL);
        if trimmed.starts_with('{') {
            if self.scan(trimmed, found).is_ok() {
                return self.shapes.learn(trimmed, &self.names, self.most);
            }
            found.fill(NULL);
        } else if !may_have_fields(trimmed) {
            return;
        }
        self.find_slowly(message, found);
    }

    /// As the row engine finds them.
    fn find_slowly<'a>(&self, message: &'a str, found: &mut [Cell<'a>]) {
        let fields = discover::fields(message, self.most);
        for (name, cell) in self.names.iter().zip(found) {
            let value = fields.iter().rev().find(|(known, _)| **known == **name).map(|(_, value)| value.clone());
            *cell = value.map_or(NULL, Cell::of);
        }
    }

    /// Reads a whole JSON object.
    fn scan<'a>(&self, text: &'a str, found: &mut [Cell<'a>]) -> Result<(), Unread> {
        let mut walk = Walk { scanner: Scanner::of_text(text), found, fields: 0, most: self.most };
        walk.scanner.next()?;
        let open: Vec<(usize, &str)> = self.names.iter().enumerate().map(|(at, name)| (at, name.as_str())).collect();
        walk.object(&open, true)?;
        walk.scanner.finish()?;
        Ok(())
    }
}

/// Whether a message that does not begin with `{` may be of a kind that has fields.
fn may_have_fields(trimmed: &str) -> bool {
    let begins = |first: &u8| matches!(first, b'S' | b'E' | b'R' | b'1' | b'2');
    trimmed.as_bytes().first().is_some_and(begins) || memchr::memchr(b'{', trimmed.as_bytes()).is_some()
}

/// The message is no JSON object, or may have too many fields: somebody else looks at it.
struct Unread;

impl From<ScanError> for Unread {
    fn from(_: ScanError) -> Self {
        Self
    }
}

/// Names, or rests of names behind what is open.
type Open<'n> = [(usize, &'n str)];

struct Walk<'c, 'a> {
    scanner: Scanner<'a>,
    found: &'c mut [Cell<'a>],
    /// How many fields there may have been at most.
    fields: usize,
    most: usize,
}

impl Walk<'_, '_> {
    /// Reads the members of an object whose brace was read.
    fn object(&mut self, open: &Open<'_>, is_root: bool) -> Result<(), Unread> {
        let mut inner = Vec::new();
        while let Some(kind) = self.scanner.next_member()? {
            let key = self.scanner.key();
            let mut leaf = None;
            for (index, name) in open {
                match behind(name, key, is_root) {
                    Some("") => leaf = Some(*index),
                    Some(rest) if rest.starts_with('.') => inner.push((*index, &rest[1..])),
                    _ => {}
                }
            }
            self.value(kind, leaf, &inner)?;
            inner.clear();
        }
        Ok(())
    }

    /// Reads the items of an array whose bracket was read.
    fn array(&mut self, open: &Open<'_>) -> Result<(), Unread> {
        let mut inner = Vec::new();
        let mut index = 0_usize;
        while let Some(kind) = self.scanner.next_item()? {
            let key = index.to_string();
            let mut leaf = None;
            for (index, name) in open {
                match name.strip_prefix(key.as_str()) {
                    Some("") => leaf = Some(*index),
                    Some(rest) if rest.starts_with('.') => inner.push((*index, &rest[1..])),
                    _ => {}
                }
            }
            self.value(kind, leaf, &inner)?;
            inner.clear();
            index += 1;
        }
        Ok(())
    }

    /// Notes a value whose first token was read.
    fn value(&mut self, kind: Kind, leaf: Option<usize>, open: &Open<'_>) -> Result<(), Unread> {
        match kind {
            Kind::Object | Kind::Array if open.is_empty() => {
                let start = self.scanner.offset();
                self.scanner.leave()?;
                // Each field in there takes two letters at least.
                self.fields += (self.scanner.offset() - start) / 2;
            }
            Kind::Object => self.object(open, false)?,
            Kind::Array => self.array(open)?,
            scalar => {
                self.fields += 1;
                if let Some(leaf) = leaf {
                    self.note(scalar, leaf);
                }
            }
        }
        if self.fields > self.most { Err(Unread) } else { Ok(()) }
    }

    fn note(&mut self, kind: Kind, leaf: usize) {
        let text = self.scanner.text();
        let cell = match kind {
            Kind::Bool(truth) => Cell::Boolean(truth),
            Kind::Number => Cell::written(text),
            Kind::String { escaped: false } => Cell::Text(text.get(1..text.len() - 1).unwrap_or_default()),
            Kind::String { escaped: true } => Cell::Made(Value::text(self.scanner.string().unescape())),
            _ => return,
        };
        self.found[leaf] = cell;
    }
}

/// What is left of a name behind a key; at the root a key that begins with `@` is shown with one more.
#[inline]
fn behind<'n>(name: &'n str, key: Str<'_>, is_root: bool) -> Option<&'n str> {
    let raw = key.raw_bytes();
    if key.is_escaped() {
        let key = key.unescape();
        let name = if is_root && key.starts_with('@') { name.strip_prefix('@')? } else { name };
        return name.strip_prefix(&*key);
    }
    let name = if is_root && raw.first() == Some(&b'@') { name.strip_prefix('@')? } else { name };
    if name.as_bytes().starts_with(raw) { name.get(raw.len()..) } else { None }
}
