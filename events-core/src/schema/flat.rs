//! What events have shown, written without nesting: readers of JSON give up long before 255 levels.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Inference;
use super::fields::{Field, Fields, Inline};
use super::inference::Called;
use super::kinds::{Kinds, Number, Text};

/// Objects and lists stand in a table, children before their parents; the last is the whole.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Flat {
    called: Called,
    objects: Vec<BTreeMap<String, (Node, bool)>>,
    lists: Vec<Node>,
}

/// The kinds of one place; objects and lists by their place in the table.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Node {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    any: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    null: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    boolean: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object: Option<usize>,
}

impl From<Inference> for Flat {
    fn from(inference: Inference) -> Self {
        let mut flat = Self { called: inference.called, objects: Vec::new(), lists: Vec::new() };
        flat.object(inference.fields);
        flat
    }
}

impl Flat {
    fn object(&mut self, object: Inline) -> usize {
        let mut fields = BTreeMap::new();
        for (name, field) in object.0.0 {
            fields.insert(name, (self.node(field.kinds), field.required));
        }
        self.objects.push(fields);
        self.objects.len() - 1
    }

    fn node(&mut self, kinds: Kinds<Inline>) -> Node {
        let Kinds { any, null, boolean, number, text, list, object } = kinds;
        let list = list.map(|elements| self.list(*elements));
        Node { any, null, boolean, number, text, list, object: object.map(|object| self.object(object)) }
    }

    fn list(&mut self, elements: Kinds<Inline>) -> usize {
        let node = self.node(elements);
        self.lists.push(node);
        self.lists.len() - 1
    }
}

impl From<Flat> for Inference {
    /// Children that are not there, or stand behind their parents, are taken for any value.
    fn from(flat: Flat) -> Self {
        let mut table = Table { lists: flat.lists.into_iter().map(Some).collect(), objects: Vec::new() };
        table.objects = flat.objects.into_iter().map(Some).collect();
        let last = table.objects.len().checked_sub(1);
        Self { called: flat.called, fields: last.and_then(|last| table.object(last, 0)).unwrap_or_default() }
    }
}

/// What is taken once: a table that was tampered with cannot multiply.
struct Table {
    objects: Vec<Option<BTreeMap<String, (Node, bool)>>>,
    lists: Vec<Option<Node>>,
}

impl Table {
    fn object(&mut self, at: usize, depth: usize) -> Option<Inline> {
        let fields = self.objects.get_mut(at)?.take()?;
        let mut named = BTreeMap::new();
        for (name, (node, required)) in fields {
            named.insert(name, Field { kinds: self.kinds(node, depth), required });
        }
        Some(Inline(Fields(named)))
    }

    fn kinds(&mut self, node: Node, depth: usize) -> Kinds<Inline> {
        let Node { any, null, boolean, number, text, list, object } = node;
        if any || depth > super::infer::DEPTH {
            return Kinds::ANY;
        }
        let list = list.and_then(|at| self.lists.get_mut(at)?.take());
        let list = list.map(|elements| Box::new(self.kinds(elements, depth + 1)));
        let object = object.and_then(|at| self.object(at, depth + 1));
        Kinds { any, null, boolean, number, text, list, object }
    }
}
