//! Parameters: what a template declares, and the values that a test gives.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::TemplateErrorKind;
use super::error::Fault;
use super::node::{Member, Node, Value};

const ATTRIBUTES: [&str; 10] = [
    "AllowedPattern",
    "AllowedValues",
    "ConstraintDescription",
    "Default",
    "Description",
    "MaxLength",
    "MaxValue",
    "MinLength",
    "MinValue",
    "NoEcho",
];

/// The values of all parameters that have one. Those whose value stands in the account's parameter store are left
/// out where none is given: it is missed when it is needed.
///
/// # Source
/// CloudFormation User Guide, "Parameters".
pub(super) fn values<'a>(
    declared: Option<&'a Node>,
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<&'a str, Node>, Fault> {
    let declared = declared.map(|node| node.needed_map("Parameters")).transpose()?.unwrap_or_default();
    check_given(declared, given)?;
    let value = |member: &'a Member| {
        let value = value(member, given.get(&member.key).map(String::as_str))?;
        Ok(value.map(|value| (member.key.as_str(), value)))
    };
    declared.iter().filter_map(|member| value(member).transpose()).collect()
}

/// The parameters whose value stands in the account's parameter store.
pub(super) fn stored(declared: Option<&Node>) -> BTreeSet<&str> {
    let declared = declared.and_then(Node::members).unwrap_or_default().iter();
    let is_stored =
        |member: &&Member| member.node.get("Type").and_then(Node::text).is_some_and(|kind| kind.starts_with(STORED));
    declared.filter(is_stored).map(|member| member.key.as_str()).collect()
}

const STORED: &str = "AWS::SSM::Parameter::Value<";

/// The most bytes of a value, and of one from the parameter store.
///
/// # Source
/// CloudFormation User Guide, "Quotas"; Systems Manager User Guide, "Managing parameter tiers".
const MOST_BYTES: usize = 4_096;
const MOST_STORED: usize = 8_192;

fn check_given(declared: &[Member], given: &BTreeMap<String, String>) -> Result<(), Fault> {
    let names = || declared.iter().map(|member| member.key.as_str());
    match given.keys().find(|name| !names().any(|known| known == name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let at = declared.first().map(|member| member.at).unwrap_or_default();
            Err(fault(at, format!("a value was given for \"{name}\", which is no parameter")).among(name, names()))
        }
    }
}

fn fault(at: cupola::base::text::Span, message: String) -> Fault {
    Fault::new(TemplateErrorKind::Parameter, at, message)
}

fn value(Member { key, at, node }: &Member, given: Option<&str>) -> Result<Option<Node>, Fault> {
    let members = node.needed_map(&format!("the parameter {key}"))?;
    if let Some(other) = members.iter().find(|m| m.key != "Type" && !ATTRIBUTES.contains(&m.key.as_str())) {
        let message = format!("a parameter has no attribute {}", other.key);
        return Err(Fault::structure(other.at, message).among(&other.key, ATTRIBUTES.into_iter().chain(["Type"])));
    }
    let kind = node.get("Type").map(|kind| kind.needed_text("the type of a parameter")).transpose()?;
    let kind = kind.ok_or_else(|| Fault::structure(*at, format!("the parameter {key} has no Type")))?;
    let stored = kind.starts_with(STORED);
    let default = node.get("Default").filter(|_| !stored);
    let text = match (given, default) {
        (Some(given), _) => given.to_owned(),
        (None, Some(default)) => default.needed_text("a default")?.to_owned(),
        (None, None) if stored => return Ok(None),
        (None, None) => {
            let missing = fault(*at, format!("the parameter {key} has no value and no default"));
            return Err(missing.with_help(format!("give one: with_parameter(\"{key}\", \"...\")")));
        }
    };
    let most = if stored { MOST_STORED } else { MOST_BYTES };
    if text.len() > most {
        return Err(fault(*at, format!("the value of {key} has {} bytes; at most {most} are allowed", text.len())));
    }
    let value = typed(key, kind, &text, node)?;
    check(key, &value, node)?;
    Ok(Some(value))
}

fn typed(key: &str, kind: &str, text: &str, node: &Node) -> Result<Node, Fault> {
    let items = || text.split(',').map(|item| Node::of_text(node.span, item.trim())).collect::<Vec<_>>();
    let number = |text: &str| text.parse::<f64>().is_ok_and(f64::is_finite);
    // Of what stands in the parameter store, the type of the value found there.
    let kind = kind.strip_prefix(STORED).and_then(|rest| rest.strip_suffix('>')).unwrap_or(kind);
    let value = match kind {
        "Number" if !number(text) => return Err(fault(node.span, format!("{key} is a number, not \"{text}\""))),
        "List<Number>" if !items().iter().all(|item| item.text().is_some_and(number)) => {
            return Err(fault(node.span, format!("{key} is a list of numbers, not \"{text}\"")));
        }
        "String" | "Number" => Value::Text(text.to_owned()),
        "CommaDelimitedList" => Value::List(items()),
        _ if kind.contains("List<") => Value::List(items()),
        _ if kind.starts_with("AWS::") => Value::Text(text.to_owned()),
        _ => {
            let message = format!("{kind} is no type of parameters");
            return Err(Fault::structure(node.span, message)
                .among(kind, ["String", "Number", "List<Number>", "CommaDelimitedList"]));
        }
    };
    Ok(Node::new(node.span, value))
}

/// What the declaration allows, of a text or of each item.
fn check(key: &str, value: &Node, declared: &Node) -> Result<(), Fault> {
    let texts: Vec<&str> = match value.items() {
        Some(items) => items.iter().filter_map(Node::text).collect(),
        None => value.text().into_iter().collect(),
    };
    texts.iter().try_for_each(|text| check_one(key, text, declared))
}

fn check_one(key: &str, text: &str, declared: &Node) -> Result<(), Fault> {
    let refuse = |at: &Node, what: String| {
        let told = declared.get("ConstraintDescription").and_then(Node::text);
        let refused = fault(at.span, format!("{key} = \"{text}\" {what}"));
        Err(told.into_iter().fold(refused, Fault::with_help))
    };
    if let Some(allowed) = declared.get("AllowedValues") {
        let values: Vec<&str> = allowed.needed_list("AllowedValues")?.iter().filter_map(Node::text).collect();
        if !values.contains(&text) {
            return refuse(allowed, format!("is none of {}", values.join(", ")));
        }
    }
    if let Some(pattern) = declared.get("AllowedPattern") {
        let regex = Regex::new(&format!("^(?:{})$", pattern.needed_text("AllowedPattern")?));
        let regex = regex.map_err(|_| Fault::unsupported(pattern.span, "this regular expression is not supported"))?;
        if !regex.is_match(text) {
            return refuse(pattern, "does not match AllowedPattern".into());
        }
    }
    let length = text.chars().count() as f64;
    let number = text.parse::<f64>().unwrap_or(f64::NAN);
    for (name, measured, sign) in
        [("MinLength", length, 1.0), ("MaxLength", length, -1.0), ("MinValue", number, 1.0), ("MaxValue", number, -1.0)]
    {
        let Some(bound) = declared.get(name) else { continue };
        let limit = bound.text().and_then(|text| text.parse::<f64>().ok());
        let limit = limit.ok_or_else(|| Fault::structure(bound.span, format!("{name} is a number")))?;
        if sign * measured < sign * limit {
            return refuse(bound, format!("is beyond {name} {limit}"));
        }
    }
    Ok(())
}
