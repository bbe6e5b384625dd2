//! `typeConverter` and `listToMap`.

use std::collections::HashMap;

use super::MAX_FIELDS;
use super::check::{entries, length, path};
use super::config::{self, Convert, Element, Entries, Kind};
use super::error::{TransformFailure, TransformerError};
use super::node::{Members, Node};
use super::path::Path;
use super::record::{Record, Step};

/// `typeConverter`: values of another type. A field that is missing is passed over.
#[derive(Debug)]
pub(super) struct Types(Vec<(Path, Kind)>);

const MOST: usize = 5;

impl Types {
    pub(super) fn new(config: &Entries<Convert>) -> Result<Self, TransformerError> {
        let entry = |entry: &Convert| Ok((Path::parse(&entry.key)?, entry.kind));
        Ok(Self(entries("typeConverter", &config.entries, MOST)?.iter().map(entry).collect::<Result<_, _>>()?))
    }
}

impl Step for Types {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        for (path, kind) in &self.0 {
            let Some(node) = path.get_mut(&mut record.fields) else { continue };
            let refused = || TransformFailure::Value { processor: "typeConverter".into(), field: path.to_string() };
            *node = converted(node, *kind).ok_or_else(refused)?;
        }
        Ok(())
    }
}

fn converted(node: &Node, kind: Kind) -> Option<Node> {
    if matches!(node, Node::List(_) | Node::Object(_) | Node::Null) {
        return None;
    }
    let plain = node.to_plain();
    let plain = plain.trim();
    match kind {
        Kind::String => Some(Node::text(node.to_plain())),
        Kind::Boolean if plain.eq_ignore_ascii_case("true") => Some(Node::Bool(true)),
        Kind::Boolean if plain.eq_ignore_ascii_case("false") => Some(Node::Bool(false)),
        Kind::Boolean => None,
        Kind::Double => Node::double(plain.parse().ok()?),
        Kind::Integer => plain.parse().ok().map(Node::integer).or_else(|| whole(plain.parse().ok()?)),
    }
}

/// The whole part of a number that an integer can hold.
fn whole(number: f64) -> Option<Node> {
    let whole = number.trunc();
    #[expect(clippy::cast_possible_truncation, reason = "within the range, and whole")]
    (whole.abs() < 9.0e18).then(|| Node::integer(whole as i64))
}

/// `listToMap`: the objects of a list, by one of their members.
#[derive(Debug)]
pub(super) struct ToMap {
    source: Path,
    key: String,
    value: Option<String>,
    target: Option<Path>,
    flatten: Option<Element>,
}

impl ToMap {
    pub(super) fn new(config: &config::ListToMap) -> Result<Self, TransformerError> {
        length("listToMap", "key", &config.key, 1, 128)?;
        config.value_key.iter().try_for_each(|value| length("listToMap", "valueKey", value, 1, 128))?;
        let flatten = match (config.flatten, config.flattened_element) {
            (Some(true), None) => return Err(TransformerError::Flatten),
            (Some(true), element) => element,
            _ => None,
        };
        Ok(Self {
            source: Path::parse(&config.source)?,
            key: config.key.clone(),
            value: config.value_key.clone(),
            target: path(config.target.as_deref())?,
            flatten,
        })
    }

    /// Key and value of an item, if it has both.
    fn entry(&self, item: &Node) -> Option<(String, Node)> {
        let Node::Object(members) = item else { return None };
        let key = members.get(&self.key)?.to_plain();
        let value = match &self.value {
            Some(value) => members.get(value)?.clone(),
            None => item.clone(),
        };
        Some((key, value))
    }

    fn flattened(&self, mut values: Vec<Node>) -> Node {
        match self.flatten {
            None => Node::List(values),
            Some(Element::First) => values.into_iter().next().unwrap_or(Node::Null),
            Some(Element::Last) => values.pop().unwrap_or(Node::Null),
        }
    }
}

impl Step for ToMap {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        let Some(Node::List(items)) = self.source.get(&record.fields) else { return Ok(()) };
        let mut groups: Vec<(String, Vec<Node>)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (key, value) in items.iter().filter_map(|item| self.entry(item)) {
            let place = *places.entry(key.clone()).or_insert(groups.len());
            match groups.get_mut(place) {
                Some((_, values)) => values.push(value),
                None => groups.push((key, vec![value])),
            }
        }
        if groups.len() > MAX_FIELDS {
            return Err(TransformFailure::TooManyFields(MAX_FIELDS));
        }
        let members: Members = groups.into_iter().map(|(key, values)| (key, self.flattened(values))).collect();
        record.merge(self.target.as_ref(), members, true);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_what_they_can_be() {
        let text = |text: &str| Node::text(text);
        for (node, kind, expected) in [
            (text("200"), Kind::Integer, Some(Node::integer(200))),
            (text("-2.9"), Kind::Integer, Some(Node::integer(-2))),
            (text("1e30"), Kind::Integer, None),
            (text("x"), Kind::Integer, None),
            (text("1.5"), Kind::Double, Node::double(1.5)),
            (text("NaN"), Kind::Double, None),
            (Node::integer(7), Kind::String, Some(text("7"))),
            (text("TRUE"), Kind::Boolean, Some(Node::Bool(true))),
            (text("1"), Kind::Boolean, None),
            (Node::List(vec![]), Kind::String, None),
        ] {
            assert_eq!(converted(&node, kind), expected, "{node:?}");
        }
    }
}
