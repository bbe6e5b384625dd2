//! What is known of an event that is yet to be sent.

use std::collections::BTreeMap;

use cupola_base::json::ScanError;

use super::values::Values;
use crate::pattern::ast::Matcher;
use crate::pattern::number::{Literal, Number};
use crate::pattern::options::PatternOptions;
use crate::pattern::syntax::{Name, Node, Value};
use crate::pattern::wildcard::Wildcard;

/// What is known of the events that somebody emits: the entry of a PutEvents call, or what an input
/// template makes.
///
/// ```
/// use cupola_events::{Emission, LoopAnswer, Pattern};
///
/// let emitted = Emission::put_events("my.shop", "Order packed").with_detail(r#"{"id": <id>, "state": "packed"}"#)?;
/// let rule = Pattern::parse(r#"{"source": ["my.shop"], "detail": {"state": ["ordered"]}}"#)?;
/// assert_eq!(rule.loops(&emitted).answer, LoopAnswer::No);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Emission {
    /// For each path the values that are there in any case, each with what it may be.
    fields: BTreeMap<String, Vec<Values>>,
    /// Paths at and below which anything may stand.
    open: Vec<String>,
    /// Whether anything may stand anywhere.
    all_open: bool,
    /// Whether objects stand in arrays, so that fields may exclude each other.
    has_elements: bool,
}

/// Why a template cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("the template is not JSON with placeholders: {0}")]
#[non_exhaustive]
pub struct EmissionError(ScanError);

impl Emission {
    /// The events of a PutEvents call with this source and detail type. Of the account, the region and the
    /// time it is known that they are texts; resources and detail may be anything until they are told.
    #[must_use]
    pub fn put_events(source: &str, detail_type: &str) -> Self {
        let mut emission = Self::nothing();
        for (path, text) in [("source", source), ("detail-type", detail_type)] {
            emission.text(path, text);
        }
        emission.field("version", Matcher::Exactly("0".into()));
        for path in ["id", "account", "time", "region"] {
            emission.field(path, Matcher::Prefix("".into()));
        }
        emission.open.extend(["resources", "detail"].map(ToOwned::to_owned));
        emission
    }

    /// Events that an input template makes whole, envelope and all; see [`with_detail`](Self::with_detail) for
    /// what a template is.
    ///
    /// # Errors
    /// [`EmissionError`] when the template is not JSON apart from its placeholders.
    pub fn from_template(template: &str) -> Result<Self, EmissionError> {
        let mut emission = Self::nothing();
        emission.read(None, template)?;
        Ok(emission)
    }

    /// Tells the detail: JSON in which `<name>` stands for what is not known. Inside a text it stands for any
    /// text, elsewhere for any value or none, as in the template of an input transformer.
    ///
    /// # Errors
    /// [`EmissionError`] when the template is not JSON apart from its placeholders.
    pub fn with_detail(mut self, template: &str) -> Result<Self, EmissionError> {
        self.open.retain(|path| path != "detail");
        self.read(Some("detail"), template)?;
        Ok(self)
    }

    /// Tells the resources; `<name>` in them stands for any text.
    #[must_use]
    pub fn with_resources(mut self, resources: &[&str]) -> Self {
        self.open.retain(|path| path != "resources");
        resources.iter().for_each(|text| self.text("resources", text));
        self
    }

    /// The values that are at a path in any case.
    pub(super) fn at(&self, path: &str) -> &[Values] {
        self.fields.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether more may be at a path.
    pub(super) fn is_open(&self, path: &str) -> bool {
        let below = |open: &String| path.strip_prefix(open.as_str()).is_some_and(is_rest);
        self.all_open || self.open.iter().any(below)
    }

    pub(super) const fn has_elements(&self) -> bool {
        self.has_elements
    }

    const fn nothing() -> Self {
        Self { fields: BTreeMap::new(), open: Vec::new(), all_open: false, has_elements: false }
    }

    fn read(&mut self, path: Option<&str>, template: &str) -> Result<(), EmissionError> {
        let text = marked(template);
        let node = Node::read(&text, PatternOptions::MOST_LEVELS).map_err(EmissionError)?;
        self.node(path, &node);
        Ok(())
    }

    /// A value; without a path it is the event itself, which is an object.
    fn node(&mut self, path: Option<&str>, node: &Node) {
        match (&node.value, path) {
            (Value::Object(members), _) => members.iter().for_each(|(name, node)| self.member(path, name, node)),
            (Value::Text(text), _) if text.starts_with(MARK) => self.unknown(path),
            (_, None) => {}
            (Value::Array(items), _) => items.iter().for_each(|item| {
                self.has_elements |= matches!(item.value, Value::Object(_) | Value::Array(_));
                self.node(path, item);
            }),
            (Value::Text(text), Some(path)) => self.text(path, text),
            (Value::Number { text, nearest }, Some(path)) => {
                self.field(path, Matcher::Number(Literal::from(Number::new(text, *nearest))));
            }
            (Value::Bool(bool), Some(path)) => self.field(path, Matcher::Bool(*bool)),
            (Value::Null, Some(path)) => self.field(path, Matcher::Null),
        }
    }

    fn member(&mut self, path: Option<&str>, name: &Name, node: &Node) {
        if name.text.starts_with(MARK) || placeholder(&name.text).is_some() {
            return self.unknown(path);
        }
        let path = path.map_or_else(|| name.text.clone(), |path| format!("{path}.{}", name.text));
        self.node(Some(&path), node);
    }

    fn unknown(&mut self, path: Option<&str>) {
        match path {
            Some(path) => self.open.push(path.to_owned()),
            None => self.all_open = true,
        }
        self.has_elements = true;
    }

    fn text(&mut self, path: &str, text: &str) {
        let mut pattern = String::new();
        let mut rest = text;
        while let Some((before, after)) = placeholder(rest) {
            pattern.push_str(&literal(before));
            if !pattern.ends_with('*') || pattern.ends_with("\\*") {
                pattern.push('*');
            }
            rest = after;
        }
        if pattern.is_empty() {
            return self.field(path, Matcher::Exactly(text.into()));
        }
        pattern.push_str(&literal(rest));
        match Wildcard::parse(&pattern) {
            Ok(wildcard) => self.field(path, Matcher::Wildcard(wildcard)),
            Err(_) => self.unknown(Some(path)),
        }
    }

    fn field(&mut self, path: &str, value: Matcher) {
        self.fields.entry(path.to_owned()).or_default().push(Values::of(&[value]));
    }
}

/// What follows a path: nothing, or further names.
fn is_rest(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('.')
}

/// The first placeholder of a text: what stands before and after it.
fn placeholder(text: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    while let Some(start) = text[from..].find('<').map(|at| from + at) {
        let inner = &text[start + 1..];
        let end = inner.find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.')));
        if let Some(end) = end.filter(|end| *end > 0 && inner[*end..].starts_with('>')) {
            return Some((&text[..start], &inner[end + 1..]));
        }
        from = start + 1;
    }
    None
}

fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('*', "\\*")
}

/// The template with a text for each placeholder that stands outside of texts.
fn marked(template: &str) -> String {
    let mut marked = String::new();
    let mut rest = template;
    while let Some((outside, text)) = rest.split_once('"') {
        marked.push_str(&unquoted(outside));
        let end = end_of_text(text);
        marked.push('"');
        marked.push_str(&text[..end]);
        rest = &text[end..];
    }
    marked.push_str(&unquoted(rest));
    marked
}

fn unquoted(mut outside: &str) -> String {
    let mut marked = String::new();
    while let Some((before, after)) = placeholder(outside) {
        marked.push_str(before);
        marked.push_str("\"\\u0000\"");
        outside = after;
    }
    marked + outside
}

/// Behind the closing quote of a text.
fn end_of_text(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if !escaped => return at + 1,
            _ => escaped = byte == b'\\' && !escaped,
        }
    }
    text.len()
}

/// Begins the text that is put for a placeholder.
const MARK: char = '\0';
