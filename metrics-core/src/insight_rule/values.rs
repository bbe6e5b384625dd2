//! Plain values of a definition, and what is told where they are none.

use std::borrow::Cow;

use cupola_base::text::{Span, nearest};

use super::error::{InsightRuleError, InsightRuleErrorKind};
use super::tree::{Node, Value};

pub(super) type Parsed<T> = Result<T, InsightRuleError>;

/// Reads values, and points at what is wrong in the text that they stand in.
pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
}

/// The members of an object by name.
pub(super) struct Members<'n, 'a> {
    pub(super) node: &'n Node<'a>,
    pub(super) all: &'n [(Cow<'a, str>, Span, Node<'a>)],
}

impl<'n, 'a> Members<'n, 'a> {
    pub(super) fn get(&self, name: &str) -> Option<&'n Node<'a>> {
        self.all.iter().find(|(key, ..)| key == name).map(|(.., node)| node)
    }
}

impl Reader<'_> {
    pub(super) fn members<'n, 'a>(&self, node: &'n Node<'a>, known: &[&str]) -> Parsed<Members<'n, 'a>> {
        let Value::Object(all) = &node.value else { return Err(self.value(node, "an object is needed")) };
        for (place, (key, span, below)) in all.iter().enumerate() {
            let refused = |message: &str| self.error(InsightRuleErrorKind::Member, *span, &below.path, message);
            if !known.contains(&&**key) {
                let error = refused(&format!("no such member is known, but {}", known.join(", ")));
                let meant = nearest(key, known.iter().copied());
                return Err(match meant {
                    Some(meant) => error.with_help(format!("did you mean `{meant}`?")),
                    None => error,
                });
            }
            if all[..place].iter().any(|(other, ..)| other == key) {
                return Err(refused("it is there twice"));
            }
        }
        Ok(Members { node, all })
    }

    pub(super) fn needed<'n, 'a>(&self, members: &Members<'n, 'a>, name: &str) -> Parsed<&'n Node<'a>> {
        let node = members.node;
        let missing = || self.error(InsightRuleErrorKind::Member, node.span, &node.path, &format!("{name} is needed"));
        members.get(name).ok_or_else(missing)
    }

    pub(super) fn list<'n, 'a>(
        &self,
        node: &'n Node<'a>,
        least: usize,
        most: usize,
        of: &str,
    ) -> Parsed<&'n [Node<'a>]> {
        let needed = || match most {
            usize::MAX => format!("a list of {least} or more {of} is needed"),
            most => format!("a list of {least} to {most} {of} is needed"),
        };
        match &node.value {
            Value::List(items) if (least..=most).contains(&items.len()) => Ok(items),
            Value::List(items) => Err(self.value(node, &format!("{}, not of {}", needed(), items.len()))),
            _ => Err(self.value(node, &needed())),
        }
    }

    pub(super) fn texts(&self, node: &Node<'_>) -> Parsed<Vec<String>> {
        let items = self.list(node, 1, 10, "texts")?;
        items.iter().map(|item| self.text(item).map(str::to_owned)).collect()
    }

    pub(super) fn text<'n>(&self, node: &'n Node<'_>) -> Parsed<&'n str> {
        match &node.value {
            Value::Text(text) => Ok(text),
            _ => Err(self.value(node, "a text in quotes is needed")),
        }
    }

    pub(super) fn number(&self, node: &Node<'_>) -> Parsed<f64> {
        match node.value {
            Value::Number(number) if number.is_finite() => Ok(number),
            _ => Err(self.value(node, "a number is needed")),
        }
    }

    pub(super) fn value(&self, node: &Node<'_>, message: &str) -> InsightRuleError {
        self.error(InsightRuleErrorKind::Value, node.span, &node.path, message)
    }

    pub(super) fn error(&self, kind: InsightRuleErrorKind, span: Span, path: &str, message: &str) -> InsightRuleError {
        let path = if path.is_empty() { "/" } else { path };
        InsightRuleError::new(kind, self.source, span, format!("{path}: {message}"))
    }
}
