//! Fields of records by path: `userIdentity.sessionContext.sessionIssuer.arn`; of lists every item counts.

use std::borrow::Cow;
use std::cell::OnceCell;

use cupola_audit::{Field, JsonKind, Raw, Record};
use smallvec::{SmallVec, smallvec};

/// Paths, each with a number. Paths that begin alike share their beginning, so that an object is read once for
/// all that is asked of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paths {
    nodes: Vec<Node>,
}

/// One name of a path.
#[derive(Clone, Debug)]
struct Node {
    name: Box<str>,
    /// The field of that name; only of the first name of a path.
    field: Option<Field>,
    parent: Option<usize>,
    children: Vec<usize>,
}

impl Paths {
    /// The number of a path, which is entered where it is new.
    pub(crate) fn enter(&mut self, path: &str) -> usize {
        let last = path.split('.').fold(None, |parent, name| Some(self.child(parent, name)));
        last.unwrap_or_default() // a text has one part at least
    }

    fn child(&mut self, parent: Option<usize>, name: &str) -> usize {
        if let Some(known) = self.nodes.iter().position(|node| node.parent == parent && *node.name == *name) {
            return known;
        }
        let number = self.nodes.len();
        let field = if parent.is_none() { Field::from_name(name) } else { None };
        self.nodes.push(Node { name: name.into(), field, parent, children: Vec::new() });
        if let Some(parent) = parent {
            self.nodes[parent].children.push(number);
        }
        number
    }

    /// The path of a number.
    pub(crate) fn text(&self, number: usize) -> String {
        let node = &self.nodes[number];
        node.parent.map_or_else(|| node.name.to_string(), |parent| format!("{}.{}", self.text(parent), node.name))
    }

    /// How many names a path has.
    pub(crate) fn depth(&self, number: usize) -> usize {
        self.nodes[number].parent.map_or(1, |parent| self.depth(parent) + 1)
    }
}

/// One value of a field.
pub(crate) enum Found<'a> {
    Absent,
    Null,
    Value(Cow<'a, str>),
}

impl<'a> Found<'a> {
    fn of(raw: Raw<'a>) -> Self {
        match raw.kind() {
            JsonKind::Null => Self::Null,
            JsonKind::Text => Self::Value(raw.text().unwrap_or_default()),
            _ => Self::Value(Cow::Borrowed(raw.as_str())),
        }
    }
}

/// A record, and what was read of it; nothing is read twice.
pub(crate) struct Seen<'r> {
    pub(crate) record: &'r Record<'r>,
    paths: &'r Paths,
    values: Vec<OnceCell<Values<'r>>>,
}

/// The values at a path; lists are their items.
type Values<'r> = SmallVec<[Raw<'r>; 1]>;

impl<'r> Seen<'r> {
    pub(crate) fn of(record: &'r Record<'_>, paths: &'r Paths) -> Self {
        Self { record, paths, values: vec![OnceCell::new(); paths.nodes.len()] }
    }

    /// Whether any value of a field passes; a field that is not there is asked once, too.
    pub(crate) fn any(&self, path: usize, mut is: impl FnMut(&Found<'r>) -> bool) -> bool {
        match self.values(path) {
            [] => is(&Found::Absent),
            some => some.iter().any(|raw| is(&Found::of(*raw))),
        }
    }

    /// Shows the texts of a field.
    pub(crate) fn texts(&self, path: usize) -> impl Iterator<Item = Cow<'r, str>> {
        self.values(path).iter().filter_map(|raw| match Found::of(*raw) {
            Found::Value(text) => Some(text),
            Found::Absent | Found::Null => None,
        })
    }

    fn values(&self, path: usize) -> &[Raw<'r>] {
        let (cell, node) = (&self.values[path], &self.paths.nodes[path]);
        match node.parent {
            None => cell.get_or_init(|| self.top(node)),
            Some(parent) => cell.get().unwrap_or_else(|| {
                self.read_children(parent);
                cell.get_or_init(Values::new)
            }),
        }
    }

    fn top(&self, node: &Node) -> Values<'r> {
        let presence = node.field.map_or_else(|| self.record.member(&node.name), |field| self.record.get(field));
        let mut values = Values::new();
        match presence {
            cupola_audit::Presence::Absent => {}
            cupola_audit::Presence::Null => values.extend(Raw::parse("null")),
            cupola_audit::Presence::Value(raw) => flatten(raw, &mut values),
        }
        values
    }

    /// Reads all that is asked of an object, in one pass. Of members of one name the last counts.
    fn read_children(&self, parent: usize) {
        let children = &self.paths.nodes[parent].children;
        let mut found: SmallVec<[Values<'r>; 8]> = smallvec![Values::new(); children.len()];
        for object in self.values(parent).iter().filter(|raw| raw.kind() == JsonKind::Object) {
            let mut last: SmallVec<[Option<Raw<'r>>; 8]> = smallvec![None; children.len()];
            for (key, value) in object.members() {
                if let Some(place) = children.iter().position(|child| key == *self.paths.nodes[*child].name) {
                    last[place] = Some(value);
                }
            }
            for (values, last) in found.iter_mut().zip(last) {
                last.into_iter().for_each(|raw| flatten(raw, values));
            }
        }
        for (child, values) in children.iter().zip(found) {
            self.values[*child].get_or_init(|| values);
        }
    }
}

fn flatten<'r>(raw: Raw<'r>, values: &mut Values<'r>) {
    match raw.kind() {
        JsonKind::Array => raw.items().for_each(|item| flatten(item, values)),
        _ => values.push(raw),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(record: &str, path: &str) -> Vec<String> {
        let mut paths = Paths::default();
        // Beside others: what is asked of one object is read together.
        let [_, number, _] = ["eventName", path, "requestParameters.a.z"].map(|path| paths.enter(path));
        let record = Record::parse(record).unwrap();
        let seen = Seen::of(&record, &paths);
        let mut texts = Vec::new();
        seen.any(number, |found| {
            texts.push(match found {
                Found::Absent => "absent".into(),
                Found::Null => "null".into(),
                Found::Value(text) => text.clone().into_owned(),
            });
            false
        });
        texts
    }

    #[test]
    fn every_value_at_a_path_is_found() {
        for (body, found) in [
            (r#"{"a": {"b": "x\n"}}"#, &["x\n"][..]),
            (r#"{"a": {"b": "x"}, "a": {"b": 1.0}}"#, &["1.0"]),
            (r#"{"a": {"b": "x", "b": ["y", ["z", null]]}}"#, &["y", "z", "null"]),
            (r#"{"a": [{"b": "x"}, {"c": 1}, 7, {"b": true}]}"#, &["x", "true"]),
            (r#"{"a": {"b": []}}"#, &["absent"]),
            (r#"{"a": {"b": {"c": 1}}}"#, &[r#"{"c": 1}"#]),
            (r#"{"a": null}"#, &["absent"]),
            (r#"{"a": "b"}"#, &["absent"]),
            ("null", &["absent"]),
        ] {
            let record = format!(r#"{{"eventName": "X", "requestParameters": {body}}}"#);
            assert_eq!(texts(&record, "requestParameters.a.b"), found, "{body}");
        }
        assert_eq!(texts(r#"{"eventName": "X", "new": null}"#, "new"), ["null"]);
        assert_eq!(texts(r#"{"eventName": "X"}"#, "new"), ["absent"]);
    }

    #[test]
    fn paths_that_begin_alike_share_their_beginning() {
        let mut paths = Paths::default();
        let numbers = ["a.b", "a.c", "a", "a.b"].map(|path| paths.enter(path));
        assert_eq!((numbers[0], paths.nodes.len()), (numbers[3], 3));
        assert_eq!(numbers.map(|number| paths.text(number)), ["a.b", "a.c", "a", "a.b"]);
        assert_eq!(paths.depth(numbers[1]), 2);
    }
}
