//! Intrinsic functions.

use cupola::base::base64;
use cupola::base::text::Span;

use super::error::Fault;
use super::node::{Member, Node, Value};
use super::scope::Scope;
use super::sub;

/// The short tags of YAML, and the functions that they stand for.
///
/// # Source
/// CloudFormation User Guide, "Intrinsic function reference".
pub(super) const TAGS: &[(&str, &str)] = &[
    ("Ref", "Ref"),
    ("Condition", "Condition"),
    ("And", "Fn::And"),
    ("Base64", "Fn::Base64"),
    ("Cidr", "Fn::Cidr"),
    ("Equals", "Fn::Equals"),
    ("FindInMap", "Fn::FindInMap"),
    ("GetAtt", "Fn::GetAtt"),
    ("GetAZs", "Fn::GetAZs"),
    ("If", "Fn::If"),
    ("ImportValue", "Fn::ImportValue"),
    ("Join", "Fn::Join"),
    ("Length", "Fn::Length"),
    ("Not", "Fn::Not"),
    ("Or", "Fn::Or"),
    ("Select", "Fn::Select"),
    ("Split", "Fn::Split"),
    ("Sub", "Fn::Sub"),
    ("ToJsonString", "Fn::ToJsonString"),
    ("Transform", "Fn::Transform"),
];

/// The functions that are run.
const RUN: &[&str] = &[
    "Fn::And",
    "Fn::Base64",
    "Fn::Equals",
    "Fn::FindInMap",
    "Fn::GetAtt",
    "Fn::If",
    "Fn::ImportValue",
    "Fn::Join",
    "Fn::Length",
    "Fn::Not",
    "Fn::Or",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
    "Fn::ToJsonString",
];

/// The function and its argument, where a value is a call.
pub(super) fn call(node: &Node) -> Option<&Member> {
    match node.members() {
        Some([member]) if member.key == "Ref" || member.key.starts_with("Fn::") => Some(member),
        _ => None,
    }
}

impl Scope<'_> {
    /// A value with its functions run; `None` where it is taken away.
    pub(super) fn resolve(&self, node: &Node) -> Result<Option<Node>, Fault> {
        if let Some(call) = call(node) {
            return self.run(call, node.span)?.map(|value| self.outside(value)).transpose();
        }
        let value = match &node.value {
            Value::List(items) => Value::List(self.items(items)?),
            Value::Map(members) => Value::Map(self.members(members)?),
            Value::Text(text) if text.contains("{{resolve:") => Value::Text(self.dynamic(text, node.span)?),
            other => other.clone(),
        };
        self.take_room(node.text().map_or(0, str::len), node.span)?;
        Ok(Some(Node::new(node.span, value)))
    }

    /// A value that must be there.
    pub(super) fn needed(&self, node: &Node, what: &str) -> Result<Node, Fault> {
        self.resolve(node)?.ok_or_else(|| Fault::function(node.span, format!("{what} is needed, not AWS::NoValue")))
    }

    pub(super) fn needed_text(&self, node: &Node, what: &str) -> Result<String, Fault> {
        let value = self.needed(node, what)?;
        Ok(value.needed_text(what)?.to_owned())
    }

    fn items(&self, items: &[Node]) -> Result<Vec<Node>, Fault> {
        items.iter().filter_map(|item| self.resolve(item).transpose()).collect()
    }

    fn members(&self, members: &[Member]) -> Result<Vec<Member>, Fault> {
        if let Some(call) = members.iter().find(|member| member.key == "Ref" || member.key.starts_with("Fn::")) {
            let message = format!("{} stands beside other keys", call.key);
            return Err(Fault::structure(call.at, message).with_help("a function is a map with one key"));
        }
        let member = |member: &Member| {
            let node = self.resolve(&member.node)?;
            self.take_room(member.key.len(), member.at)?;
            Ok(node.map(|node| Member { key: member.key.clone(), at: member.at, node }))
        };
        members.iter().filter_map(|one| member(one).transpose()).collect()
    }

    /// What a function gave, with the references to outside that it wrote: `Fn::Sub` may put one together.
    fn outside(&self, node: Node) -> Result<Node, Fault> {
        let value = match node.value {
            Value::Text(text) if text.contains("{{resolve:") => Value::Text(self.dynamic(&text, node.span)?),
            Value::List(items) => {
                Value::List(items.into_iter().map(|item| self.outside(item)).collect::<Result<_, _>>()?)
            }
            other => other,
        };
        Ok(Node::new(node.span, value))
    }

    /// References to parameters and secrets outside, which only the cloud knows.
    fn dynamic(&self, text: &str, at: Span) -> Result<String, Fault> {
        let mut told = text.to_owned();
        for part in text.split("{{").skip(1) {
            let Some((name, _)) = part.split_once("}}").filter(|(name, _)| name.starts_with("resolve:")) else {
                continue;
            };
            let reference = format!("{{{{{name}}}}}");
            let Some(value) = self.values.get(&reference) else {
                let fault = Fault::unknown(at, format!("what {reference} stands for is not known"));
                return Err(fault.with_help(format!("tell it: with_value(\"{reference}\", \"...\")")));
            };
            self.take_room(text.len() + value.len(), at)?;
            told = told.replacen(&reference, value, 1);
        }
        Ok(told)
    }

    fn run(&self, call: &Member, at: Span) -> Result<Option<Node>, Fault> {
        let argument = &call.node;
        let value = match call.key.as_str() {
            "Ref" => {
                let value = self.reference(argument.needed_text("the name in Ref")?, at)?;
                return value.map(|value| self.taken(value)).transpose();
            }
            "Fn::If" => return self.choose(argument),
            "Fn::GetAtt" => return self.taken(self.get_att(argument, at)?).map(Some),
            "Fn::And" | "Fn::Or" | "Fn::Not" | "Fn::Equals" => Value::Bool(self.connective(call)?),
            "Fn::Base64" => Value::Text(base64::encode(self.needed_text(argument, "the text")?.as_bytes())),
            "Fn::FindInMap" => return self.find_in_map(argument, at).map(Some),
            "Fn::ImportValue" => Value::Text(self.import(argument, at)?),
            "Fn::Join" => Value::Text(self.join(argument)?),
            "Fn::Length" => Value::Number(self.needed(argument, "a list")?.needed_list("it")?.len().to_string()),
            "Fn::Select" => return self.select(argument, at).map(Some),
            "Fn::Split" => Value::List(self.split(argument, at)?),
            "Fn::Sub" => Value::Text(sub::run(self, argument)?),
            "Fn::ToJsonString" => Value::Text(self.needed(argument, "a value")?.to_json()),
            other => {
                let fault = Fault::unsupported(call.at, format!("the function {other} is not run"));
                return Err(fault.among(other, RUN.iter().copied().chain(["Ref"])));
            }
        };
        self.taken(Node::new(at, value)).map(Some)
    }

    /// A value that is new, once there is room for it.
    fn taken(&self, node: Node) -> Result<Node, Fault> {
        self.take_room(node.weight(), node.span)?;
        Ok(node)
    }

    fn choose(&self, argument: &Node) -> Result<Option<Node>, Fault> {
        let [condition, then, or] = arguments(argument, "Fn::If takes a condition's name and two values")?;
        let name = condition.needed_text("the condition's name")?;
        self.resolve(if self.condition(name, condition.span)? { then } else { or })
    }

    fn get_att(&self, argument: &Node, at: Span) -> Result<Node, Fault> {
        let (logical, attribute) = match argument.items() {
            None => {
                let path = argument.needed_text("what Fn::GetAtt names")?;
                let parts = path.split_once('.');
                let (logical, attribute) = parts.ok_or_else(|| get_att_form(argument.span))?;
                (logical.to_owned(), attribute.to_owned())
            }
            Some([logical, attribute]) => {
                let logical = logical.needed_text("the resource in Fn::GetAtt")?.to_owned();
                (logical, self.needed_text(attribute, "the attribute in Fn::GetAtt")?)
            }
            Some(_) => return Err(get_att_form(argument.span)),
        };
        self.attribute(&logical, &attribute, at)
    }

    /// # Source
    /// CloudFormation User Guide, "Fn::FindInMap"; `DefaultValue` as in the transform AWS::LanguageExtensions.
    fn find_in_map(&self, argument: &Node, at: Span) -> Result<Node, Fault> {
        let form = "Fn::FindInMap takes a mapping's name, a key and a second key";
        let items = argument.needed_list("what Fn::FindInMap takes")?;
        let (keys, default) = match items {
            [map, first, second] => ([map, first, second], None),
            [map, first, second, options] => ([map, first, second], options.get("DefaultValue")),
            _ => return Err(Fault::function(argument.span, form)),
        };
        let Some(mut found) = self.mappings else {
            let missing = || Err(Fault::reference(at, "the template has no Mappings"));
            return default.map_or_else(missing, |default| self.needed(default, "the default"));
        };
        for key in keys {
            let name = self.needed_text(key, "a key")?;
            match (found.get(&name), default) {
                (Some(inner), _) => found = inner,
                (None, Some(default)) => return self.needed(default, "the default"),
                (None, None) => {
                    let fault = Fault::reference(key.span, format!("the mappings have no \"{name}\" here"));
                    return Err(fault.among(&name, keys_of(found)));
                }
            }
        }
        self.taken(Node::new(at, found.value.clone()))
    }

    fn import(&self, argument: &Node, at: Span) -> Result<String, Fault> {
        let name = self.needed_text(argument, "the name of the export")?;
        self.values.get(&name).cloned().ok_or_else(|| {
            let fault = Fault::unknown(at, format!("what another stack exports as \"{name}\" is not known"));
            fault.with_help(format!("tell it: with_value(\"{name}\", \"...\")"))
        })
    }

    fn join(&self, argument: &Node) -> Result<String, Fault> {
        let [delimiter, items] = arguments(argument, "Fn::Join takes a delimiter and a list")?;
        let delimiter = self.needed_text(delimiter, "the delimiter")?;
        let items = self.needed(items, "the list")?;
        let mut text = String::new();
        for (index, item) in items.needed_list("what Fn::Join joins")?.iter().enumerate() {
            let item = item.needed_text("an item that Fn::Join joins")?;
            self.take_room(delimiter.len() + item.len(), argument.span)?;
            text.push_str(if index == 0 { "" } else { &delimiter });
            text.push_str(item);
        }
        Ok(text)
    }

    fn select(&self, argument: &Node, at: Span) -> Result<Node, Fault> {
        let [index, items] = arguments(argument, "Fn::Select takes an index and a list")?;
        let index = self.needed_text(index, "the index")?;
        let items = self.needed(items, "the list")?;
        let list = items.needed_list("what Fn::Select selects from")?;
        let found = index.parse::<usize>().ok().and_then(|index| list.get(index));
        let found = found.ok_or_else(|| {
            let message = format!("the index {index} is not in the list");
            Fault::function(argument.span, message).with_help(format!("the list has {} items, from 0", list.len()))
        })?;
        Ok(Node::new(at, found.value.clone()))
    }

    fn split(&self, argument: &Node, at: Span) -> Result<Vec<Node>, Fault> {
        let [delimiter, text] = arguments(argument, "Fn::Split takes a delimiter and a text")?;
        let delimiter = self.needed_text(delimiter, "the delimiter")?;
        let text = self.needed_text(text, "the text")?;
        if delimiter.is_empty() {
            return Err(Fault::function(argument.span, "the delimiter is empty"));
        }
        let parts = text.matches(&delimiter).count() + 1;
        self.take_room(text.len().saturating_add(parts.saturating_mul(64)), at)?;
        Ok(text.split(&delimiter).map(|part| Node::of_text(at, part)).collect())
    }
}

fn get_att_form(span: Span) -> Fault {
    Fault::function(span, "Fn::GetAtt names a resource and an attribute").with_help("as in !GetAtt Topic.TopicArn")
}

fn keys_of(node: &Node) -> impl Iterator<Item = &str> {
    node.members().unwrap_or_default().iter().map(|member| member.key.as_str())
}

/// So many arguments.
pub(super) fn arguments<'n, const N: usize>(argument: &'n Node, form: &str) -> Result<&'n [Node; N], Fault> {
    let items = argument.items().and_then(|items| <&[Node; N]>::try_from(items).ok());
    items.ok_or_else(|| Fault::function(argument.span, form))
}
