//! The operand of `anything-but`.

use super::ast::Excluded;
use super::error::Reason;
use super::fold::Folded;
use super::number::Literal;
use super::numeric::comparable;
use super::operator::{alone, text, wildcard};
use super::parse::Fault;
use super::syntax::{Name, Node, Value};

/// Reads a text, a number, a list of one kind, or an object with a nested operator.
pub(super) fn operand(node: &Node) -> Result<Excluded, Fault> {
    match &node.value {
        Value::Text(text) => Ok(Excluded::Texts(vec![text.as_str().into()])),
        Value::Number { text, nearest } => Ok(Excluded::Numbers(vec![comparable(node, text, *nearest)?.0])),
        Value::Array(items) => list(node, items),
        Value::Object(members) => nested(node, members),
        Value::Bool(_) | Value::Null => Fault::at(node, Reason::AnythingButOperand),
    }
}

fn list(node: &Node, items: &[Node]) -> Result<Excluded, Fault> {
    let mut texts: Vec<Box<str>> = Vec::new();
    let mut numbers: Vec<Literal> = Vec::new();
    for item in items {
        match &item.value {
            Value::Text(text) => texts.push(text.as_str().into()),
            Value::Number { text, nearest } => numbers.push(comparable(item, text, *nearest)?.0),
            _ => return Fault::at(item, Reason::AnythingButItem),
        }
    }
    match (texts.is_empty(), numbers.is_empty()) {
        (false, true) => Ok(Excluded::Texts(texts)),
        (true, false) => Ok(Excluded::Numbers(numbers)),
        _ => Fault::at(node, Reason::AnythingButMixed),
    }
}

fn nested(node: &Node, members: &[(Name, Node)]) -> Result<Excluded, Fault> {
    let Some(((name, operand), others)) = members.split_first() else {
        return Fault::at(node, Reason::AnythingButName);
    };
    let excluded = match name.text.as_str() {
        "prefix" => Excluded::Prefixes(each(operand, affix)?),
        "suffix" => Excluded::Suffixes(each(operand, affix)?),
        "equals-ignore-case" => Excluded::Folded(each(operand, folded)?),
        "wildcard" => Excluded::Wildcards(each(operand, wildcard)?),
        other => return Err(Fault(name.span, Reason::AnythingButKey(other.into()))),
    };
    alone(others, Reason::TooManyElements).map(|()| excluded)
}

/// One value, or a list of at least one.
fn each<T>(operand: &Node, read: fn(&Node) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
    match &operand.value {
        Value::Array(items) if items.is_empty() => Fault::at(operand, Reason::EmptyArray),
        Value::Array(items) => items.iter().map(read).collect(),
        Value::Object(_) => Fault::at(operand, Reason::AnythingButOperand),
        _ => Ok(vec![read(operand)?]),
    }
}

fn affix(node: &Node) -> Result<Box<str>, Fault> {
    match text(node, || Reason::NestedAffixOperand)? {
        "" => Fault::at(node, Reason::EmptyAffix),
        affix => Ok(affix.into()),
    }
}

fn folded(node: &Node) -> Result<Folded, Fault> {
    text(node, || Reason::NestedFoldedOperand).map(Folded::new)
}
