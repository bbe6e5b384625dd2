//! JSON that keeps the order of its members.

use std::collections::HashMap;
use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Number;

/// A JSON value; members of objects stand in the order in which they came.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Self>),
    Object(Members),
}

/// Members of an object, by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Members(Vec<(String, Node)>);

impl Members {
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        self.0.iter().find(|(member, _)| member == name).map(|(_, node)| node)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Node> {
        self.0.iter_mut().find(|(member, _)| member == name).map(|(_, node)| node)
    }

    /// Replaces the member of this name where it stands, or adds it at the end.
    pub(super) fn set(&mut self, name: &str, node: Node) {
        match self.get_mut(name) {
            Some(old) => *old = node,
            None => self.0.push((name.into(), node)),
        }
    }

    pub(super) fn remove(&mut self, name: &str) -> Option<Node> {
        let at = self.0.iter().position(|(member, _)| member == name)?;
        Some(self.0.remove(at).1)
    }

    /// How many fields there are: members that are no objects with members of their own.
    pub(super) fn fields(&self) -> usize {
        let fields = |node: &Node| match node {
            Node::Object(members) if !members.0.is_empty() => members.fields(),
            _ => 1,
        };
        self.0.iter().map(|(_, node)| fields(node)).sum()
    }
}

impl IntoIterator for Members {
    type Item = (String, Node);
    type IntoIter = std::vec::IntoIter<(String, Node)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<(String, Node)> for Members {
    fn from_iter<I: IntoIterator<Item = (String, Node)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl Node {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn integer(number: i64) -> Self {
        Self::Number(number.into())
    }

    /// A number, or nothing where there is none such in JSON.
    pub(super) fn double(number: f64) -> Option<Self> {
        Number::from_f64(number).map(Self::Number)
    }

    /// A whole number where the text is one, another number where it is one, the text itself otherwise.
    pub(super) fn number_or_text(text: &str) -> Self {
        let looks_so = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        let number = || text.parse::<f64>().ok().and_then(Self::double);
        match text.parse::<i64>() {
            Ok(whole) if looks_so => Self::integer(whole),
            _ if looks_so => number().unwrap_or_else(|| Self::text(text)),
            _ => Self::text(text),
        }
    }

    pub(super) const fn as_text(&self) -> Option<&String> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What stands for it in a text: a text itself, anything else as JSON.
    pub(super) fn to_plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            other => serde_json::to_string(other).unwrap_or_default(),
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| list.serialize_element(item))?;
                list.end()
            }
            Self::Object(members) => members.serialize(serializer),
        }
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        self.0.iter().try_for_each(|(name, node)| map.serialize_entry(name, node))?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNode)
    }
}

struct AnyNode;

impl<'de> Visitor<'de> for AnyNode {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(Node::double(number).unwrap_or(Node::Null))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    /// Of members of one name the last one counts, where the first one stood.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let (mut members, mut places) = (Vec::new(), HashMap::new());
        while let Some((name, node)) = map.next_entry::<String, Node>()? {
            match places.get(&name) {
                Some(place) => members[*place] = (name, node),
                None => {
                    places.insert(name.clone(), members.len());
                    members.push((name, node));
                }
            }
        }
        Ok(Node::Object(Members(members)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_and_the_last_of_a_name_counts() {
        let node: Node = serde_json::from_str(r#"{"b":1,"a":[1.5,null,true,"x"],"b":{"c":-2}}"#).unwrap();
        assert_eq!(serde_json::to_string(&node).unwrap(), r#"{"b":{"c":-2},"a":[1.5,null,true,"x"]}"#);
        assert!(matches!(node, Node::Object(members) if members.fields() == 2));
    }

    #[test]
    fn texts_that_are_numbers_become_numbers() {
        for (text, expected) in [
            ("392", "392"),
            ("0.001", "0.001"),
            ("-", r#""-""#),
            ("-7", "-7"),
            ("inf", r#""inf""#),
            ("1e999", r#""1e999""#),
            ("12a", r#""12a""#),
            ("", r#""""#),
        ] {
            assert_eq!(serde_json::to_string(&Node::number_or_text(text)).unwrap(), expected);
        }
    }
}
