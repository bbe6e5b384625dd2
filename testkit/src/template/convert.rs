//! Properties into members of an action's input, by the door's shapes.

use cupola::Timestamp;
use cupola::base::shape::{Member as ShapeMember, Shape};
use cupola::base::text::Span;

use super::error::Fault;
use super::kinds::Kind;
use super::node::{Member, Node, Value};

/// In which language properties are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `LogGroupName`; letter case counts.
    CloudFormation,
    /// `log_group_name`; blocks are lists of one, what is empty is not there.
    Terraform,
}

impl Dialect {
    /// Whether a key is this property.
    pub(super) fn is(self, key: &str, property: &str) -> bool {
        match self {
            Self::CloudFormation => key == property,
            Self::Terraform => folded(key).eq(folded(property)),
        }
    }

    /// Whether a key is this member of an action.
    fn is_member(self, key: &str, member: &str) -> bool {
        match self {
            Self::CloudFormation => key == capitalised(member),
            Self::Terraform => folded(key).eq(folded(member)),
        }
    }
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase())
}

/// The first letter large: members as properties.
pub(super) fn capitalised(member: &str) -> String {
    let mut chars = member.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

/// Converts the properties of one resource, and remembers what it left out.
pub(super) struct Converter {
    pub(super) kind: &'static Kind,
    pub(super) dialect: Dialect,
    /// Whether unsupported properties are left out instead of refused.
    pub(super) lenient: bool,
    /// Whether keys of free documents begin with a small letter at the service.
    pub(super) lowers: bool,
    /// Paths of what was left out, and why.
    pub(super) left_out: Vec<(String, String)>,
}

impl Converter {
    /// The member that a property is.
    pub(super) fn member(&self, shape: &Shape, key: &str, path: &str) -> Option<&'static ShapeMember> {
        let renamed = self.kind.renames.iter().find(|(from, _)| self.dialect.is(path, from)).map(|(_, to)| *to);
        let is = |member: &&ShapeMember| match renamed {
            Some(name) => member.name == name,
            None => self.dialect.is_member(key, member.name),
        };
        shape.members().iter().find(is)
    }

    /// Why a property has no effect here, where it has none.
    pub(super) fn without_effect(&self, path: &str) -> Option<&'static str> {
        self.kind.without_effect.iter().find(|(known, _)| self.dialect.is(path, known)).map(|(_, why)| *why)
    }

    /// Refuses a property that is not modelled, or leaves it out.
    pub(super) fn unsupported<'s>(
        &mut self,
        at: Span,
        path: &str,
        accepted: impl IntoIterator<Item = &'s str>,
    ) -> Result<(), Fault> {
        if let Some(why) = self.without_effect(path) {
            self.left_out.push((path.to_owned(), why.to_owned()));
            return Ok(());
        }
        let message = format!("{} has no property {path} that is modelled", self.kind.name);
        if self.lenient {
            self.left_out.push((path.to_owned(), message));
            return Ok(());
        }
        let key = path.rsplit('.').next().unwrap_or(path);
        let accepted: Vec<String> = accepted.into_iter().map(capitalised).collect();
        Err(Fault::unsupported(at, message).among(key, accepted.iter().map(String::as_str)))
    }

    /// The value that the action takes; `None` where it is as good as absent.
    pub(super) fn convert(
        &mut self,
        node: &Node,
        shape: &Shape,
        path: &str,
        needed: bool,
    ) -> Result<Option<Node>, Fault> {
        if self.dialect == Dialect::Terraform && is_unset(node, needed) {
            return Ok(None);
        }
        let value = match shape {
            Shape::Structure(_) => return self.structure(node, shape, path, needed),
            Shape::List(list) => self.list(node, list.item, path)?,
            Shape::Map(map) => self.map(node, map.value, path)?,
            Shape::Text(_) | Shape::Blob => Value::Text(text(node, path)?),
            Shape::Integer(_) => whole(node, path)?,
            Shape::Double => double(node, path)?,
            Shape::Boolean => Value::Bool(truth(node, path)?),
            Shape::Timestamp => instant(node, path)?,
            Shape::Document => self.document(node).value,
        };
        Ok(Some(Node::new(node.span, value)))
    }

    fn structure(&mut self, node: &Node, shape: &Shape, path: &str, needed: bool) -> Result<Option<Node>, Fault> {
        match (self.dialect, node.items()) {
            (Dialect::Terraform, Some([one])) => return self.convert(one, shape, path, needed),
            (Dialect::Terraform, Some([])) => return Ok(None),
            _ => {}
        }
        let mut members = Vec::new();
        for Member { key, at, node } in node.needed_map(path)? {
            let path = format!("{path}.{key}");
            let Some(member) = self.member(shape, key, &path) else {
                if self.dialect == Dialect::CloudFormation || !is_unset(node, false) {
                    self.unsupported(*at, &path, shape.members().iter().map(|member| member.name))?;
                }
                continue;
            };
            let node = self.convert(node, member.shape, &path, member.required)?;
            members.extend(node.map(|node| Member { key: member.name.to_owned(), at: *at, node }));
        }
        Ok(Some(Node::new(node.span, Value::Map(members))))
    }

    fn list(&mut self, node: &Node, item: &Shape, path: &str) -> Result<Value, Fault> {
        if let (Some(members), Some(name)) = (node.members(), name_of_pair(item)) {
            let pair = |member: &Member| pair(name, member);
            return Ok(Value::List(members.iter().map(pair).collect()));
        }
        let items = node.needed_list(path)?.iter();
        let items = items.filter_map(|node| self.convert(node, item, path, true).transpose());
        Ok(Value::List(items.collect::<Result<_, _>>()?))
    }

    fn map(&mut self, node: &Node, value: &Shape, path: &str) -> Result<Value, Fault> {
        let entries: Vec<(String, Span, &Node)> = match &node.value {
            Value::List(items) => items.iter().map(|item| entry(item, path)).collect::<Result<_, _>>()?,
            _ => node.needed_map(path)?.iter().map(|member| (member.key.clone(), member.at, &member.node)).collect(),
        };
        let mut members = Vec::new();
        for (key, at, node) in entries {
            let node = self.convert(node, value, &format!("{path}.{key}"), true)?;
            members.extend(node.map(|node| Member { key, at, node }));
        }
        Ok(Value::Map(members))
    }

    /// A document as it is, or with the small first letters of the service's own members.
    fn document(&self, node: &Node) -> Node {
        let value = match &node.value {
            Value::List(items) => Value::List(items.iter().map(|item| self.document(item)).collect()),
            Value::Map(members) => Value::Map(members.iter().map(|member| self.document_member(member)).collect()),
            other => other.clone(),
        };
        Node::new(node.span, value)
    }

    fn document_member(&self, member: &Member) -> Member {
        let mut chars = member.key.chars();
        let small = chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect();
        let key = if self.lowers { small } else { member.key.clone() };
        Member { key, at: member.at, node: self.document(&member.node) }
    }
}

/// What Terraform prints for what nobody set.
fn is_unset(node: &Node, needed: bool) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Text(text) => !needed && text.is_empty(),
        Value::List(items) => !needed && items.is_empty(),
        Value::Map(members) => !needed && members.is_empty(),
        _ => false,
    }
}

/// The member that names a pair, where a shape is a name and a value.
fn name_of_pair(shape: &Shape) -> Option<&'static str> {
    let [one, other] = shape.members() else { return None };
    let names = [one.name, other.name];
    names.contains(&"Value").then(|| names.into_iter().find(|name| matches!(*name, "Key" | "Name"))).flatten()
}

fn pair(name: &str, Member { key, at, node }: &Member) -> Node {
    let named = Member { key: name.to_owned(), at: *at, node: Node::of_text(*at, key) };
    let text = node.text().map_or_else(|| node.to_json(), str::to_owned);
    let value = Member { key: "Value".to_owned(), at: node.span, node: Node::of_text(node.span, text) };
    Node::new(at.to(node.span), Value::Map(vec![named, value]))
}

/// A pair of a list that is a map at the service.
fn entry<'n>(item: &'n Node, path: &str) -> Result<(String, Span, &'n Node), Fault> {
    let key = ["Key", "Name"].iter().find_map(|name| item.get(name));
    let (Some(key), Some(value)) = (key, item.get("Value")) else {
        return Err(Fault::structure(item.span, format!("an item of {path} has a Key and a Value")));
    };
    Ok((key.needed_text("a key")?.to_owned(), key.span, value))
}

/// A text; documents are written as JSON, as CloudFormation does where a policy or a pattern is expected.
fn text(node: &Node, path: &str) -> Result<String, Fault> {
    match node.value {
        Value::Map(_) => Ok(node.to_json()),
        _ => Ok(node.needed_text(path)?.to_owned()),
    }
}

fn wrong(node: &Node, path: &str, wanted: &str) -> Fault {
    let found = node.text().map_or_else(|| node.kind().to_owned(), |text| format!("\"{text}\""));
    Fault::structure(node.span, format!("{path} is {wanted}, not {found}"))
}

fn whole(node: &Node, path: &str) -> Result<Value, Fault> {
    let text = node.text().unwrap_or_default();
    let number = text.parse::<i64>().ok().or_else(|| text.strip_suffix(".0").and_then(|whole| whole.parse().ok()));
    number.map(|number| Value::Number(number.to_string())).ok_or_else(|| wrong(node, path, "a whole number"))
}

fn double(node: &Node, path: &str) -> Result<Value, Fault> {
    let text = node.text().filter(|text| text.parse::<f64>().is_ok_and(f64::is_finite));
    text.map(|text| Value::Number(text.to_owned())).ok_or_else(|| wrong(node, path, "a number"))
}

/// `true` and `false`, as text too, and the other words that YAML 1.1 has for them.
fn truth(node: &Node, path: &str) -> Result<bool, Fault> {
    match node.text().unwrap_or_default().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Ok(true),
        "false" | "no" | "off" => Ok(false),
        _ => Err(wrong(node, path, "true or false")),
    }
}

fn instant(node: &Node, path: &str) -> Result<Value, Fault> {
    let text = node.text().unwrap_or_default();
    let zoned = |text: &str| Timestamp::parse(text).or_else(|_| Timestamp::parse(&format!("{text}Z"))).ok();
    match (text.parse::<f64>(), zoned(text)) {
        (Ok(number), _) if number.is_finite() => Ok(Value::Number(text.to_owned())),
        (_, Some(at)) => Ok(Value::Number(at.as_secs_f64().to_string())),
        _ => Err(wrong(node, path, "a time, as 2026-05-04T06:00:00Z")),
    }
}
