//! Events that show something about a pattern.

use std::collections::BTreeMap;

use super::values::Picked;
#[cfg(any(test, feature = "proptest"))]
use super::{Budget, automaton::Found, relation::Rule, values::Values, values::pick};
use crate::Pattern;
#[cfg(any(test, feature = "proptest"))]
use crate::pattern::ast::Matcher;
use crate::pattern::print::Quoted;

/// What stands at paths: for each one, no value, one, or several in an array.
pub(super) type Point = BTreeMap<String, Vec<String>>;

/// The event that has these values. Names are nested where they can be.
pub(super) fn event(point: &Point) -> String {
    let fields = point.iter().filter_map(|(path, values)| match &values[..] {
        [] => None,
        [one] => Some((path.clone(), one.clone())),
        several => Some((path.clone(), format!("[{}]", several.join(",")))),
    });
    event_of(fields, &mut |object| object)
}

/// The event that has these values at paths; what each object in it is written as may be changed.
pub(crate) fn event_of(
    fields: impl IntoIterator<Item = (String, String)>,
    written: &mut dyn FnMut(String) -> String,
) -> String {
    let mut root = Object::default();
    fields.into_iter().for_each(|(path, value)| root.put(&path, value));
    root.print(written)
}

#[derive(Default)]
struct Object {
    members: BTreeMap<String, Node>,
}

enum Node {
    Value(String),
    Object(Object),
}

impl Object {
    fn put(&mut self, path: &str, value: String) {
        match path.split_once('.') {
            Some((name, rest)) if self.may_descend(name) => {
                let node = self.members.entry(name.to_owned()).or_insert_with(|| Node::Object(Self::default()));
                if let Node::Object(object) = node {
                    object.put(rest, value);
                }
            }
            // What is no object already keeps its name; the dotted name is the same path.
            _ => drop(self.members.insert(path.to_owned(), Node::Value(value))),
        }
    }

    fn may_descend(&self, name: &str) -> bool {
        self.members.get(name).is_none_or(|node| matches!(node, Node::Object(_)))
    }

    fn print(&self, written: &mut dyn FnMut(String) -> String) -> String {
        let members = self.members.iter().map(|(name, node)| {
            let value = match node {
                Node::Value(value) => value.clone(),
                Node::Object(object) => {
                    let object = object.print(written);
                    written(object)
                }
            };
            format!("{}:{value}", Quoted(name))
        });
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    }
}

/// The values picked for paths.
pub(super) fn point<'a>(picked: impl IntoIterator<Item = (&'a str, Picked)>) -> Point {
    let values = picked.into_iter().map(|(path, picked)| {
        let values = match picked {
            Picked::Absent => Vec::new(),
            Picked::Json(json) => vec![json],
        };
        (path.to_owned(), values)
    });
    values.collect()
}

/// Whether an event matches; false when that cannot be said.
pub(super) fn matches(pattern: &Pattern, event: &str) -> bool {
    pattern.matches(event.as_bytes()) == Ok(true)
}

/// For each rule that can match at all, an event that matches it.
#[cfg(any(test, feature = "proptest"))]
pub(crate) fn matching(pattern: &Pattern) -> Vec<String> {
    let mut budget = Budget::default();
    let rules = Rule::all_of(pattern);
    let points = rules.iter().filter_map(|rule| {
        let picked = rule.tests.iter().map(|(path, values)| match pick(&[(values, true)], &mut budget) {
            Found::One(picked) => Some((&**path, picked)),
            _ => None,
        });
        picked.collect::<Option<Vec<_>>>().map(point)
    });
    points.map(|point| event(&point)).filter(|event| matches(pattern, event)).collect()
}

/// Events that match all of a rule but one path, and no other rule.
#[cfg(any(test, feature = "proptest"))]
pub(crate) fn missing(pattern: &Pattern) -> Vec<String> {
    let mut budget = Budget::default();
    let rules = Rule::all_of(pattern);
    let mut events = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        let others: Vec<&Rule> =
            rules.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, rule)| rule).collect();
        for (broken, _) in &rule.tests {
            let found = rule.sides_without(broken).escape(&others, &mut budget);
            if let Found::One(point) = found {
                events.push(event(&point));
            }
        }
    }
    events.retain(|event| pattern.matches(event.as_bytes()) == Ok(false));
    events
}

/// A present value that a list of matchers accepts, as JSON.
#[cfg(any(test, feature = "proptest"))]
pub(crate) fn pick_one(matchers: &[Matcher]) -> Option<String> {
    picked(matchers, true)
}

/// A present value that a list of matchers does not accept, as JSON.
#[cfg(any(test, feature = "proptest"))]
pub(crate) fn pick_other(matchers: &[Matcher]) -> Option<String> {
    picked(matchers, false)
}

#[cfg(any(test, feature = "proptest"))]
fn picked(matchers: &[Matcher], wanted: bool) -> Option<String> {
    let values = Values::of(matchers);
    match pick(&[(&values, wanted)], &mut Budget::default()) {
        Found::One(Picked::Json(json)) => Some(json),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_nested_where_they_can_be() {
        let at = |path: &str, values: &[&str]| (path.to_owned(), values.iter().map(ToString::to_string).collect());
        let point = Point::from([at("a", &["1"]), at("a.b", &["2"]), at("c.d", &["3", "4"]), at("c.e", &[])]);
        assert_eq!(event(&point), r#"{"a":1,"a.b":2,"c":{"d":[3,4]}}"#);
    }
}
