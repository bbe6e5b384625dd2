//! Match expressions: objects with one operator and its operand.

use super::address::Cidr;
use super::anything_but;
use super::ast::Matcher;
use super::error::Reason;
use super::fold::Folded;
use super::numeric;
use super::parse::Fault;
use super::syntax::{Name, Node, Value};
use super::wildcard::Wildcard;

/// Reads `{operator: operand}`.
pub(super) fn expression(node: &Node, members: &[(Name, Node)]) -> Result<Matcher, Fault> {
    let Some(((name, operand), others)) = members.split_first() else {
        return Fault::at(node, Reason::NoExpressionName);
    };
    let matcher = match name.text.as_str() {
        "exactly" => Matcher::Exactly(text(operand, || Reason::ExactlyOperand)?.into()),
        "prefix" => affix(operand, &PREFIX)?,
        "suffix" => affix(operand, &SUFFIX)?,
        "equals-ignore-case" => Matcher::Folded(Folded::new(text(operand, || Reason::FoldedOperand)?)),
        "wildcard" => Matcher::Wildcard(wildcard(operand)?),
        "cidr" => Matcher::Cidr(cidr(operand)?),
        "exists" => Matcher::Exists(exists(operand)?),
        "numeric" => Matcher::Numeric(numeric::operand(operand)?),
        "anything-but" => Matcher::AnythingBut(anything_but::operand(operand)?),
        other => return Err(Fault(name.span, Reason::UnknownOperator(other.into()))),
    };
    let reason = match name.text.as_str() {
        "numeric" | "anything-but" => Reason::TooManyElements,
        _ => Reason::SeveralKeys,
    };
    alone(others, reason).map(|()| matcher)
}

/// Refuses what comes after the only member that an object may have.
pub(super) fn alone(others: &[(Name, Node)], reason: Reason) -> Result<(), Fault> {
    others.first().map_or(Ok(()), |(name, _)| Err(Fault(name.span, reason)))
}

pub(super) fn text(node: &Node, reason: impl FnOnce() -> Reason) -> Result<&str, Fault> {
    match &node.value {
        Value::Text(text) => Ok(text),
        _ => Fault::at(node, reason()),
    }
}

pub(super) fn wildcard(node: &Node) -> Result<Wildcard, Fault> {
    let text = text(node, || Reason::WildcardOperand)?;
    Wildcard::parse(text).map_err(|error| Fault(node.span, error.into()))
}

fn cidr(node: &Node) -> Result<Cidr, Fault> {
    let text = text(node, || Reason::CidrOperand)?;
    Cidr::parse(text).map_err(|error| Fault(node.span, error.into()))
}

const fn exists(node: &Node) -> Result<bool, Fault> {
    match node.value {
        Value::Bool(wanted) => Ok(wanted),
        _ => Err(Fault(node.span, Reason::ExistsOperand)),
    }
}

/// What `prefix` and `suffix` differ in.
struct Affix {
    name: &'static str,
    title: &'static str,
    plain: fn(Box<str>) -> Matcher,
    folded: fn(Folded) -> Matcher,
}

const PREFIX: Affix = Affix { name: "prefix", title: "Prefix", plain: Matcher::Prefix, folded: Matcher::PrefixFolded };
const SUFFIX: Affix = Affix { name: "suffix", title: "Suffix", plain: Matcher::Suffix, folded: Matcher::SuffixFolded };

fn affix(operand: &Node, affix: &Affix) -> Result<Matcher, Fault> {
    match &operand.value {
        Value::Text(text) => Ok((affix.plain)(text.as_str().into())),
        Value::Object(members) => folded_affix(operand, members, affix),
        _ => Fault::at(operand, Reason::AffixOperand(affix.name)),
    }
}

fn folded_affix(node: &Node, members: &[(Name, Node)], affix: &Affix) -> Result<Matcher, Fault> {
    let Some(((name, operand), others)) = members.split_first() else {
        return Fault::at(node, Reason::AffixName(affix.title));
    };
    if name.text != "equals-ignore-case" {
        let key = name.text.clone();
        return Err(Fault(name.span, Reason::AffixKey { operator: affix.name, key }));
    }
    let folded = Folded::new(text(operand, || Reason::FoldedOperand)?);
    alone(others, Reason::SeveralKeys).map(|()| (affix.folded)(folded))
}
