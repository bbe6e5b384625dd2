//! A template's text as a tree with places.

use std::collections::HashSet;

use cupola::base::json::Json;
use cupola::base::text::Span;

use super::error::Fault;

/// How deep a template may nest.
pub(super) const DEPTH: usize = 64;

/// How many members a map may have; a template has 500 resources at most.
const MOST_MEMBERS: usize = 2_000;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    Null,
    Bool(bool),
    /// A number, as it is spelt.
    Number(String),
    Text(String),
    List(Vec<Node>),
    /// Members in their order, each key once.
    Map(Vec<Member>),
}

/// A key, where it stands, and its value.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) key: String,
    pub(super) at: Span,
    pub(super) node: Node,
}

impl Node {
    pub(super) const fn new(span: Span, value: Value) -> Self {
        Self { span, value }
    }

    pub(super) fn of_text(span: Span, text: impl Into<String>) -> Self {
        Self::new(span, Value::Text(text.into()))
    }

    /// A scalar's text, as it is spelt.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Number(text) => Some(text),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            _ => None,
        }
    }

    pub(super) fn needed_text(&self, what: &str) -> Result<&str, Fault> {
        self.text().ok_or_else(|| Fault::structure(self.span, format!("{what} is a text, not {}", self.kind())))
    }

    pub(super) fn members(&self) -> Option<&[Member]> {
        match &self.value {
            Value::Map(members) => Some(members),
            _ => None,
        }
    }

    pub(super) fn needed_map(&self, what: &str) -> Result<&[Member], Fault> {
        self.members().ok_or_else(|| Fault::structure(self.span, format!("{what} is a map, not {}", self.kind())))
    }

    pub(super) fn items(&self) -> Option<&[Self]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn needed_list(&self, what: &str) -> Result<&[Self], Fault> {
        self.items().ok_or_else(|| Fault::structure(self.span, format!("{what} is a list, not {}", self.kind())))
    }

    pub(super) fn member(&self, key: &str) -> Option<&Member> {
        self.members()?.iter().find(|member| member.key == key)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.member(key).map(|member| &member.node)
    }

    /// About how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        const EACH: usize = 64;
        match &self.value {
            Value::List(items) => items.iter().map(|item| item.weight() + EACH).sum(),
            Value::Map(members) => members.iter().map(|member| member.key.len() + member.node.weight() + EACH).sum(),
            _ => self.text().map_or(0, str::len),
        }
    }

    /// What it is, in words.
    pub(super) const fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a truth value",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// The value as compact JSON, members in their order.
    pub(super) fn to_json(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match &self.value {
            Value::Null => text.push_str("null"),
            Value::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            Value::Number(spelt) => text.push_str(&number(spelt)),
            Value::Text(value) => text.push_str(Json::of(value).as_str()),
            Value::List(items) => {
                text.push('[');
                separated(text, items, |text, item| item.write(text));
                text.push(']');
            }
            Value::Map(members) => {
                text.push('{');
                separated(text, members, |text, member| {
                    text.push_str(Json::of(&member.key).as_str());
                    text.push(':');
                    member.node.write(text);
                });
                text.push('}');
            }
        }
    }
}

fn separated<T>(text: &mut String, items: &[T], mut write: impl FnMut(&mut String, &T)) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        write(text, item);
    }
}

/// The spelling itself where JSON allows it, as `+7`, `.5` and `007` are not.
fn number(spelt: &str) -> String {
    match (Json::parse(spelt), spelt.parse::<i64>(), spelt.parse::<f64>()) {
        (Ok(_), ..) => spelt.to_owned(),
        (_, Ok(whole), _) => whole.to_string(),
        (.., Ok(number)) if number.is_finite() => Json::of(&number).as_str().to_owned(),
        _ => Json::of(spelt).as_str().to_owned(),
    }
}

/// Builds a tree from the events of a parser.
#[derive(Debug, Default)]
pub(super) struct Builder {
    open: Vec<Open>,
    done: Vec<Node>,
}

#[derive(Debug)]
struct Open {
    start: Span,
    /// The function of a short tag.
    tag: Option<&'static str>,
    what: What,
}

#[derive(Debug)]
enum What {
    List(Vec<Node>),
    Map { members: Vec<Member>, keys: HashSet<String>, key: Option<(String, Span)> },
}

impl Builder {
    pub(super) fn start_list(&mut self, start: Span, tag: Option<&'static str>) -> Result<(), Fault> {
        self.start(Open { start, tag, what: What::List(Vec::new()) })
    }

    pub(super) fn start_map(&mut self, start: Span, tag: Option<&'static str>) -> Result<(), Fault> {
        let what = What::Map { members: Vec::new(), keys: HashSet::new(), key: None };
        self.start(Open { start, tag, what })
    }

    /// Whether the next scalar is a key.
    pub(super) fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { what: What::Map { key: None, .. }, .. }))
    }

    pub(super) fn key(&mut self, text: String, span: Span) -> Result<(), Fault> {
        let Some(Open { what: What::Map { keys, key, .. }, .. }) = self.open.last_mut() else { return Ok(()) };
        if !keys.insert(text.clone()) {
            return Err(Fault::structure(span, format!("the key \"{text}\" stands twice")));
        }
        if keys.len() > MOST_MEMBERS {
            return Err(Fault::structure(span, format!("a map with more than {MOST_MEMBERS} members")));
        }
        *key = Some((text, span));
        Ok(())
    }

    /// Ends the innermost collection.
    pub(super) fn end(&mut self, end: Span) -> Result<(), Fault> {
        let Some(Open { start, tag, what }) = self.open.pop() else { return Ok(()) };
        let value = match what {
            What::List(items) => Value::List(items),
            What::Map { members, .. } => Value::Map(members),
        };
        self.add(tagged(tag, Node::new(start.to(end), value), start))
    }

    pub(super) fn add(&mut self, node: Node) -> Result<(), Fault> {
        match self.open.last_mut().map(|open| &mut open.what) {
            None => self.done.push(node),
            Some(What::List(items)) => items.push(node),
            Some(What::Map { members, key, .. }) => match key.take() {
                Some((key, at)) => members.push(Member { key, at, node }),
                None => return Err(Fault::structure(node.span, "a key is a text")),
            },
        }
        Ok(())
    }

    /// The one document.
    pub(super) fn finish(mut self) -> Result<Node, Fault> {
        match (self.done.pop(), self.done.pop()) {
            (Some(root), None) => Ok(root),
            (Some(second), Some(_)) => Err(Fault::structure(second.span, "a template is one document")),
            (None, _) => Err(Fault::structure(Span::empty(0), "the text is empty")),
        }
    }

    fn start(&mut self, open: Open) -> Result<(), Fault> {
        if self.open.len() >= DEPTH {
            return Err(Fault::new(
                super::TemplateErrorKind::Syntax,
                open.start,
                format!("the template nests deeper than {DEPTH} levels"),
            ));
        }
        self.open.push(open);
        Ok(())
    }
}

/// `!Ref x` is `{"Ref": "x"}`.
pub(super) fn tagged(tag: Option<&'static str>, node: Node, at: Span) -> Node {
    match tag {
        None => node,
        Some(function) => {
            let span = at.to(node.span);
            Node::new(span, Value::Map(vec![Member { key: function.to_owned(), at, node }]))
        }
    }
}
