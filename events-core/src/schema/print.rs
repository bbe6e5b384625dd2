//! Schemas as documents.

use super::assign::ENVELOPE;
use super::fields::{Component, Field, Fields};
use super::kinds::{Kind, Kinds, Number, Text};
use super::node::Node;
use super::schema::{Format, Schema};

pub(super) fn document(schema: &Schema, format: Format) -> Node {
    match format {
        Format::OpenApi3 => open_api(schema),
        Format::JsonSchemaDraft4 => draft4(schema),
    }
}

fn open_api(schema: &Schema) -> Node {
    let schemas = Node::Object(components(schema, Format::OpenApi3).collect());
    Node::object([
        ("openapi", Node::text("3.0.0")),
        ("info", Node::object([("version", Node::text("1.0.0")), ("title", Node::text(&schema.title))])),
        ("paths", Node::object([])),
        ("components", Node::object([("schemas", schemas)])),
    ])
}

/// The component of whole events stands outside, unless another one refers to it.
fn draft4(schema: &Schema) -> Node {
    let mut members = vec![("$schema".to_owned(), Node::text(DRAFT4)), ("title".to_owned(), Node::text(&schema.title))];
    let root = schema.root.as_ref().filter(|root| !is_referred_to(schema, root));
    let definitions = components(schema, Format::JsonSchemaDraft4).filter(|(name, _)| Some(name) != root);
    members.push(("definitions".to_owned(), Node::Object(definitions.collect())));
    match (root, &schema.root) {
        (Some(root), _) => members.extend(object(schema, root, Format::JsonSchemaDraft4)),
        (None, Some(root)) => {
            members.push(("allOf".to_owned(), Node::List(vec![reference(root, Format::JsonSchemaDraft4)])));
        }
        (None, None) => {}
    }
    Node::Object(members)
}

pub(super) const DRAFT4: &str = "http://json-schema.org/draft-04/schema#";

fn is_referred_to(schema: &Schema, root: &str) -> bool {
    let mut fields = schema.components.values().flat_map(|fields| fields.0.values());
    fields.any(|field| refers(&field.kinds, root))
}

fn refers(kinds: &Kinds<Component>, root: &str) -> bool {
    kinds.object.as_ref().is_some_and(|object| object.0 == root)
        || kinds.list.as_ref().is_some_and(|elements| refers(elements, root))
}

/// The components by name, the envelope first.
fn components(schema: &Schema, format: Format) -> impl Iterator<Item = (String, Node)> {
    let envelope = schema.components.keys().filter(|name| *name == ENVELOPE);
    let rest = schema.components.keys().filter(|name| *name != ENVELOPE);
    envelope.chain(rest).map(move |name| (name.clone(), Node::Object(object(schema, name, format))))
}

fn object(schema: &Schema, name: &str, format: Format) -> Vec<(String, Node)> {
    let Some(fields) = schema.components.get(name) else { return Vec::new() };
    let is_envelope = is_envelope(fields);
    let is_root = schema.root.as_deref() == Some(name);
    let mut members = vec![("type".to_owned(), Node::text("object"))];
    let required = required(fields, is_envelope);
    if !required.is_empty() {
        members.push(("required".to_owned(), Node::texts(required)));
    }
    if let Some(names) = schema.names.as_ref().filter(|_| is_root && is_envelope) {
        members.push(("x-amazon-events-detail-type".to_owned(), Node::text(&names.detail_type)));
        members.push(("x-amazon-events-source".to_owned(), Node::text(&names.source)));
    }
    if !fields.0.is_empty() {
        members.push(("properties".to_owned(), properties(fields, is_envelope, format)));
    }
    members
}

/// Whether the members are those of the envelope.
fn is_envelope(fields: &Fields<Component>) -> bool {
    ["source", "detail-type", "detail"].iter().all(|name| fields.0.contains_key(*name))
}

/// The members of the envelope that are always there stand as the service writes them; others by name.
fn required(fields: &Fields<Component>, is_envelope: bool) -> Vec<&str> {
    let place = |name: &str| ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len());
    let mut required: Vec<&str> = fields.required().collect();
    if is_envelope {
        required.sort_by_key(|name| place(name));
    }
    required
}

const ORDER: [&str; 9] = ["detail-type", "resources", "detail", "id", "source", "time", "region", "version", "account"];

fn properties(fields: &Fields<Component>, is_envelope: bool, format: Format) -> Node {
    let first = is_envelope.then(|| fields.0.get_key_value("detail")).flatten();
    let rest = fields.0.iter().filter(|(name, _)| first.is_none_or(|(first, _)| first != *name));
    let print = |(name, field): (&String, &Field<Component>)| (name.clone(), value(&field.kinds, format));
    Node::Object(first.into_iter().chain(rest).map(print).collect())
}

fn value(kinds: &Kinds<Component>, format: Format) -> Node {
    match (kinds.only(), format) {
        (Some(Kind::Object(component)), _) if !kinds.null => reference(&component.0, format),
        (Some(Kind::Object(component)), Format::OpenApi3) => {
            let reference = Node::List(vec![reference(&component.0, format)]);
            Node::object([("nullable", Node::Bool(true)), ("allOf", reference)])
        }
        (Some(kind), Format::OpenApi3) => {
            let (name, mut members) = describe(&kind, format);
            members.insert(0, ("type", Node::text(name)));
            members.extend(kinds.null.then_some(("nullable", Node::Bool(true))));
            Node::object(members)
        }
        (None, Format::OpenApi3) => Node::object([]),
        (_, Format::JsonSchemaDraft4) => several(kinds),
    }
}

/// Any of some kinds, in draft 4: the names of all in one list, an object beside it.
fn several(kinds: &Kinds<Component>) -> Node {
    let (mut names, mut members, mut object) = (Vec::new(), Vec::new(), None);
    for kind in kinds.kinds() {
        if let Kind::Object(component) = kind {
            object = Some(reference(&component.0, Format::JsonSchemaDraft4));
            continue;
        }
        let (name, further) = describe(&kind, Format::JsonSchemaDraft4);
        names.push(name);
        members.extend(further);
    }
    if kinds.null && (!names.is_empty() || object.is_some()) {
        names.push("null");
    }
    let types = match names[..] {
        [] => None,
        [name] => Some(Node::text(name)),
        _ => Some(Node::texts(names)),
    };
    let values = Node::object(types.map(|types| ("type", types)).into_iter().chain(members));
    match object {
        Some(object) => Node::object([("anyOf", Node::List(vec![object, values]))]),
        None => values,
    }
}

/// The name of a kind's type, and what else is said about it.
fn describe(kind: &Kind<'_, Component>, format: Format) -> (&'static str, Vec<(&'static str, Node)>) {
    let of_open_api = |name| if format == Format::OpenApi3 { vec![("format", Node::text(name))] } else { Vec::new() };
    match kind {
        Kind::Boolean => ("boolean", Vec::new()),
        Kind::Number(Number::Integer) => ("integer", of_open_api("int64")),
        Kind::Number(Number::Double) => ("number", of_open_api("double")),
        Kind::Text(Text::DateTime) => ("string", vec![("format", Node::text("date-time"))]),
        Kind::Text(Text::Plain) => ("string", Vec::new()),
        Kind::List(elements) => ("array", vec![("items", value(elements, format))]),
        Kind::Object(_) => ("object", Vec::new()),
    }
}

fn reference(name: &str, format: Format) -> Node {
    Node::object([("$ref", Node::text(format!("{}{name}", prefix(format))))])
}

/// What stands before the name of a component in a reference to it.
pub(super) const fn prefix(format: Format) -> &'static str {
    match format {
        Format::OpenApi3 => "#/components/schemas/",
        Format::JsonSchemaDraft4 => "#/definitions/",
    }
}
