//! Reads the schema objects of a document: what each says of a value.

use std::collections::BTreeMap;

use super::SchemaError;
use super::fields::{Component, Field, Fields};
use super::infer::{DEPTH, is_date_time};
use super::kinds::{Kinds, Number, Text};
use super::name::{Unique, camel_or};
use super::node::Node;
use super::read::taken;

/// Reads schema objects. Those that describe objects become components; a reference to any other is replaced by what
/// it says.
pub(super) struct Reader<'a> {
    /// What stands before a component's name in a reference.
    prefix: &'static str,
    /// Where the components stand.
    place: &'static str,
    named: Vec<(&'a str, &'a Node)>,
    by_name: BTreeMap<&'a str, &'a Node>,
    unique: Unique,
    /// Components found on the way.
    found: BTreeMap<String, Fields<Component>>,
    /// References that are being replaced.
    following: usize,
    /// Schema objects read behind references so far.
    steps: usize,
    /// Schema objects that are being read, one inside the other.
    levels: usize,
    /// Lists that are being read, one inside the other.
    lists: usize,
}

/// References behind references that are replaced; past it, anything may stand there.
const MOST_FOLLOWED: usize = 16;
/// Schema objects that are read behind references; past it, anything may stand there.
const MOST_STEPS: usize = 20_000;
/// Schema objects inside each other; past it, anything may stand there.
const MOST_LEVELS: usize = 600;
/// Parts of parts that are asked whether a schema describes objects alone; past it, it does not.
const MOST_PARTS: usize = 256;

type Found = Result<Kinds<Component>, SchemaError>;

impl<'a> Reader<'a> {
    pub(super) fn new(prefix: &'static str, place: &'static str, named: Vec<(&'a str, &'a Node)>) -> Self {
        let (by_name, unique) = (named.iter().copied().collect(), taken(named.iter().map(|(name, _)| *name)));
        Self {
            prefix,
            place,
            named,
            by_name,
            unique,
            found: BTreeMap::new(),
            following: 0,
            steps: 0,
            levels: 0,
            lists: 0,
        }
    }

    /// All components, those found inside them too.
    pub(super) fn components(&mut self) -> Result<BTreeMap<String, Fields<Component>>, SchemaError> {
        for (name, node) in self.named.clone() {
            let at = format!("{}/{name}", self.place);
            if self.is_object(node) {
                let fields = self.fields(node, &at)?;
                self.found.insert(name.to_owned(), fields);
            } else {
                self.value(node, &at, &camel_or(name, "Object"))?;
            }
        }
        Ok(self.found())
    }

    /// The components found since last asked.
    pub(super) fn found(&mut self) -> BTreeMap<String, Fields<Component>> {
        std::mem::take(&mut self.found)
    }

    /// What a schema object says of a value. An object in place becomes a component that is called as wished.
    pub(super) fn value(&mut self, node: &'a Node, at: &str, wish: &str) -> Found {
        node.members().ok_or_else(|| SchemaError::malformed(at, "a schema is an object"))?;
        self.steps += usize::from(self.following > 0);
        if self.steps > MOST_STEPS || self.levels >= MOST_LEVELS {
            return Ok(Kinds::ANY);
        }
        self.levels += 1;
        let kinds = self.without_null(node, at, wish);
        self.levels -= 1;
        let mut kinds = kinds?;
        kinds.null |= !kinds.any && node.get("nullable").is_some_and(Node::is_true);
        Ok(kinds)
    }

    fn without_null(&mut self, node: &'a Node, at: &str, wish: &str) -> Found {
        if let Some(reference) = node.get("$ref") {
            let reference = reference.as_text().ok_or_else(|| SchemaError::malformed(at, "$ref is a text"))?;
            return self.reference(reference, at);
        }
        for name in ["anyOf", "oneOf"] {
            if let Some(parts) = node.get(name) {
                return self.one_of(parts, &below(at, name), wish);
            }
        }
        match node.get("allOf").map(|parts| list(parts, &below(at, "allOf"))).transpose()? {
            Some([part]) => self.value(part, &below(at, "allOf/0"), wish),
            Some(parts) if !self.is_object(node) => {
                parts.first().map_or(Ok(Kinds::ANY), |part| self.value(part, &below(at, "allOf/0"), wish))
            }
            _ => self.types(node, at, wish),
        }
    }

    fn reference(&mut self, reference: &str, at: &str) -> Found {
        let nowhere = || SchemaError::Reference(reference.to_owned());
        let name = reference.strip_prefix(self.prefix).ok_or_else(nowhere)?;
        let (name, node) = self.by_name.get_key_value(name).map(|(name, node)| (*name, *node)).ok_or_else(nowhere)?;
        if self.is_object(node) {
            let null = node.get("nullable").is_some_and(Node::is_true) || types(node, at)?.contains(&"null");
            return Ok(Kinds { null, ..Kinds::object(Component(name.to_owned())) });
        }
        if self.following >= MOST_FOLLOWED {
            return Ok(Kinds::ANY);
        }
        self.following += 1;
        let kinds = self.value(node, &format!("{}/{name}", self.place), &camel_or(name, "Object"));
        self.following -= 1;
        kinds
    }

    fn one_of(&mut self, parts: &'a Node, at: &str, wish: &str) -> Found {
        let mut all = Kinds::NONE;
        for (index, part) in list(parts, at)?.iter().enumerate() {
            unite(&mut all, self.value(part, &format!("{at}/{index}"), wish)?);
        }
        Ok(all)
    }

    /// What `type` and the words beside it say; without them, anything fits.
    fn types(&mut self, node: &'a Node, at: &str, wish: &str) -> Found {
        let mut all = Kinds::NONE;
        let types = if self.is_object(node) { vec!["object"] } else { Vec::new() };
        let types = [types, self::types(node, at)?].concat();
        let is_first = |(index, name): &(usize, &&str)| !types[..*index].contains(*name);
        for (_, name) in types.iter().enumerate().filter(is_first) {
            unite(&mut all, self.one_type(name, node, at, wish)?);
        }
        if !types.is_empty() {
            return Ok(all);
        }
        let values = node.get("enum").map(|values| list(values, &below(at, "enum"))).transpose()?;
        let Some(values) = values else { return Ok(Kinds::ANY) };
        values.iter().for_each(|value| unite(&mut all, kinds_of(value)));
        Ok(all)
    }

    fn one_type(&mut self, name: &str, node: &'a Node, at: &str, wish: &str) -> Found {
        let is_instant = || node.get("format").and_then(Node::as_text) == Some("date-time");
        Ok(match name {
            "null" => Kinds::NULL,
            "boolean" => Kinds::BOOLEAN,
            "integer" => Kinds::number(Number::Integer),
            "number" => Kinds::number(Number::Double),
            "string" if is_instant() => Kinds::text(Text::DateTime),
            "string" => Kinds::text(Text::Plain),
            "array" => Kinds::list(self.elements(node, at, wish)?),
            "object" => {
                let name = self.unique.name(wish);
                let fields = self.fields(node, at)?;
                self.found.insert(name.clone(), fields);
                Kinds::object(Component(name))
            }
            _ => {
                return Err(SchemaError::malformed(
                    below(at, "type"),
                    "a type is null, boolean, integer, number, string, array or object",
                ));
            }
        })
    }

    /// A list of schemas for one place each is one schema for all of them.
    fn elements(&mut self, node: &'a Node, at: &str, wish: &str) -> Found {
        let (at, wish) = (below(at, "items"), format!("{}Item", wish.strip_suffix("Item").unwrap_or(wish)));
        self.lists += 1;
        let elements = match node.get("items").filter(|_| self.lists <= DEPTH) {
            None => Ok(Kinds::ANY),
            Some(items @ Node::List(_)) => self.one_of(items, &at, &wish),
            Some(items) => self.value(items, &at, &wish),
        };
        self.lists -= 1;
        elements
    }

    /// The members that a schema of an object names, those of its parts too.
    fn fields(&mut self, node: &'a Node, at: &str) -> Result<Fields<Component>, SchemaError> {
        let mut fields = Fields::default();
        self.add_fields(node, at, &mut fields, 0)?;
        Ok(fields)
    }

    fn add_fields(
        &mut self,
        node: &'a Node,
        at: &str,
        fields: &mut Fields<Component>,
        depth: usize,
    ) -> Result<(), SchemaError> {
        self.steps += usize::from(depth > 0);
        if depth > MOST_FOLLOWED || self.following > MOST_FOLLOWED || self.steps > MOST_STEPS {
            return Ok(());
        }
        if let Some(name) = node.get("$ref").and_then(Node::as_text).and_then(|name| name.strip_prefix(self.prefix))
            && let Some(part) = self.by_name.get(name).copied()
        {
            self.following += 1;
            let added = self.add_fields(part, &format!("{}/{name}", self.place), fields, depth + 1);
            self.following -= 1;
            return added;
        }
        if let Some(parts) = node.get("allOf") {
            for (index, part) in list(parts, at)?.iter().enumerate() {
                self.add_fields(part, &below(at, &format!("allOf/{index}")), fields, depth + 1)?;
            }
        }
        self.add_own_fields(node, at, fields)
    }

    fn add_own_fields(&mut self, node: &'a Node, at: &str, fields: &mut Fields<Component>) -> Result<(), SchemaError> {
        if let Some(properties) = node.get("properties") {
            let at = below(at, "properties");
            let properties = properties.members().ok_or_else(|| SchemaError::malformed(&*at, "an object is needed"))?;
            for (name, property) in properties {
                let kinds = self.value(property, &below(&at, name), &camel_or(name, "Object"))?;
                fields.0.insert(name.clone(), Field { kinds, required: false });
            }
        }
        for name in
            node.get("required").map(|names| texts(names, &below(at, "required"))).transpose()?.unwrap_or_default()
        {
            let any = Field { kinds: Kinds::ANY, required: true };
            fields.0.entry(name.to_owned()).or_insert(any).required = true;
        }
        Ok(())
    }

    /// Whether a schema describes objects alone.
    fn is_object(&self, node: &Node) -> bool {
        self.is_object_within(node, &mut { MOST_PARTS })
    }

    fn is_object_within(&self, node: &Node, left: &mut usize) -> bool {
        let is_composed = || ["$ref", "anyOf", "oneOf"].iter().any(|name| node.get(name).is_some());
        if *left == 0 || is_composed() {
            return false;
        }
        *left -= 1;
        if let Some(parts) = node.get("allOf").and_then(Node::items).filter(|parts| parts.len() > 1) {
            return parts.iter().any(|part| self.is_object_within(self.target(part), left));
        }
        match node.get("type") {
            Some(Node::Text(name)) => name == "object",
            Some(Node::List(names)) => {
                let mut names = names.iter().filter_map(Node::as_text).filter(|name| *name != "null");
                names.next() == Some("object") && names.next().is_none()
            }
            _ => node.get("allOf").is_none() && node.get("properties").is_some(),
        }
    }

    fn target<'b>(&self, node: &'b Node) -> &'b Node
    where
        'a: 'b,
    {
        let name = node.get("$ref").and_then(Node::as_text).and_then(|name| name.strip_prefix(self.prefix));
        name.and_then(|name| self.by_name.get(name).copied()).unwrap_or(node)
    }
}

/// Takes in what else may stand in one place. Two different objects may be anything.
fn unite(all: &mut Kinds<Component>, other: Kinds<Component>) {
    let clash = matches!((&all.object, &other.object), (Some(ours), Some(theirs)) if ours != theirs);
    if all.any || other.any || clash {
        *all = Kinds::ANY;
        return;
    }
    all.null |= other.null;
    all.boolean |= other.boolean;
    all.number = all.number.max(other.number);
    all.text = all.text.max(other.text);
    all.object = all.object.take().or(other.object);
    match (&mut all.list, other.list) {
        (Some(ours), Some(theirs)) => unite(ours, *theirs),
        (ours @ None, theirs) => *ours = theirs,
        (Some(_), None) => {}
    }
}

fn kinds_of(value: &Node) -> Kinds<Component> {
    match value {
        Node::Null => Kinds::NULL,
        Node::Bool(_) => Kinds::BOOLEAN,
        Node::Number(number) if number.parse::<i64>().is_ok() => Kinds::number(Number::Integer),
        Node::Number(_) => Kinds::number(Number::Double),
        Node::Text(text) if is_date_time(text) => Kinds::text(Text::DateTime),
        Node::Text(_) => Kinds::text(Text::Plain),
        Node::List(_) | Node::Object(_) => Kinds::ANY,
    }
}

/// The types that a schema names.
fn types<'a>(node: &'a Node, at: &str) -> Result<Vec<&'a str>, SchemaError> {
    match node.get("type") {
        None => Ok(Vec::new()),
        Some(Node::Text(name)) => Ok(vec![name]),
        Some(names) => texts(names, &below(at, "type")),
    }
}

fn list<'a>(node: &'a Node, at: &str) -> Result<&'a [Node], SchemaError> {
    node.items().ok_or_else(|| SchemaError::malformed(at, "a list is needed"))
}

fn texts<'a>(node: &'a Node, at: &str) -> Result<Vec<&'a str>, SchemaError> {
    let texts = node.items().and_then(|items| items.iter().map(Node::as_text).collect());
    texts.ok_or_else(|| SchemaError::malformed(at, "a list of texts is needed"))
}

fn below(at: &str, name: &str) -> String {
    format!("{at}/{name}")
}
