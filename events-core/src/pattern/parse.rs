//! From text to pattern.

use cupola_base::text::Span;

use super::ast::{FieldValue, Matcher, Member, Object};
use super::dialect;
use super::error::{PatternError, Reason};
use super::number::{Literal, Number};
use super::operator;
use super::options::PatternOptions;
use super::syntax::{Name, Node, Value};

/// What is wrong, and where.
pub(super) struct Fault(pub(super) Span, pub(super) Reason);

impl Fault {
    pub(super) fn at<T>(node: &Node, reason: Reason) -> Result<T, Self> {
        Err(Self(node.span, reason))
    }

    pub(super) fn on(self, source: &str) -> PatternError {
        PatternError::new(source, self.0, self.1)
    }
}

/// Reads a pattern's text.
pub(super) fn parse(source: &str, options: &PatternOptions) -> Result<Object, Fault> {
    let whole = Span { start: 0, end: source.len() };
    if let Some(most) = options.length.filter(|most| source.chars().count() > *most) {
        return Err(Fault(whole, Reason::TooLong(most)));
    }
    if source.trim_matches([' ', '\t', '\r', '\n']).is_empty() {
        return Err(Fault(whole, Reason::NotAnObject));
    }
    let root = Node::read(source, options.depth.min(PatternOptions::MOST_LEVELS)).map_err(|error| {
        let at = error.offset.min(source.len());
        Fault(Span { start: at, end: at }, Reason::NotJson(error.kind.to_string()))
    })?;
    let Value::Object(members) = &root.value else {
        return Fault::at(&root, Reason::NotAnObject);
    };
    let read = |or| Context { or, inside_or: false }.object(&root, members).map(|object| (object, or));
    let (object, or) = read(Or::Relationship).or_else(|fault| match options.legacy_or {
        true => read(Or::FieldName).map_err(|_| fault),
        false => Err(fault),
    })?;
    dialect::check(members, or, options).map(|()| object)
}

/// How `$or` is read.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Or {
    Relationship,
    FieldName,
}

#[derive(Clone, Copy)]
struct Context {
    or: Or,
    inside_or: bool,
}

impl Context {
    fn object(self, node: &Node, members: &[(Name, Node)]) -> Result<Object, Fault> {
        if members.is_empty() {
            return Fault::at(node, Reason::EmptyObject);
        }
        members.iter().map(|(name, value)| self.member(name, value)).collect::<Result<_, _>>().map(Object)
    }

    fn member(self, name: &Name, node: &Node) -> Result<Member, Fault> {
        if name.text == "$or" && self.or == Or::Relationship {
            return self.branches(node).map(Member::Or);
        }
        if self.inside_or && RESERVED.contains(&name.text.as_str()) {
            return Err(Fault(name.span, Reason::OrReserved(name.text.clone())));
        }
        let value = match &node.value {
            Value::Object(members) => FieldValue::Object(self.object(node, members)?),
            Value::Array(items) => FieldValue::Matchers(matchers(node, items)?),
            _ => return Fault::at(node, Reason::NeitherObjectNorArray(name.text.clone())),
        };
        Ok(Member::Field { name: name.text.as_str().into(), value })
    }

    fn branches(self, node: &Node) -> Result<Vec<Object>, Fault> {
        let Value::Array(items) = &node.value else {
            return Fault::at(node, Reason::OrNotArray);
        };
        let inside = Self { inside_or: true, ..self };
        let branches = items.iter().map(|item| match &item.value {
            Value::Object(members) => inside.object(item, members),
            _ => Fault::at(item, Reason::OrMember),
        });
        let branches: Vec<_> = branches.collect::<Result<_, _>>()?;
        if branches.len() < 2 { Fault::at(node, Reason::OrTooFew) } else { Ok(branches) }
    }
}

fn matchers(node: &Node, items: &[Node]) -> Result<Vec<Matcher>, Fault> {
    if items.is_empty() {
        return Fault::at(node, Reason::EmptyArray);
    }
    items.iter().map(matcher).collect()
}

pub(super) fn matcher(node: &Node) -> Result<Matcher, Fault> {
    Ok(match &node.value {
        Value::Text(text) => Matcher::text(text),
        Value::Number { text, nearest } => Matcher::Number(Literal::from(Number::new(text, *nearest))),
        Value::Bool(bool) => Matcher::Bool(*bool),
        Value::Null => Matcher::Null,
        Value::Object(members) => return operator::expression(node, members),
        Value::Array(_) => return Fault::at(node, Reason::MatchValue),
    })
}

/// Names that no field inside `$or` may have.
const RESERVED: [&str; 24] = [
    "exactly",
    "equals-ignore-case",
    "prefix",
    "suffix",
    "anything-but",
    "exists",
    "wildcard",
    "numeric",
    "cidr",
    "=",
    "<",
    "<=",
    ">",
    ">=",
    "regex",
    "not-wildcard",
    "not-equals-ignore-case",
    "date-after",
    "date-on-or-after",
    "date-before",
    "date-on-or-before",
    "in-date-range",
    "ip-address-in-range",
    "ip-address-not-in-range",
];
