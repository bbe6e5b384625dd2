//! A document in the other format, word by word: what [`Schema`](super::Schema) does not know of is kept where both
//! formats have it.

use super::node::Node;
use super::print::{DRAFT4, prefix};
use super::schema::Format;

type Members = Vec<(String, Node)>;

/// A document in the other format than its own. `root` is the component of whole events, if there is one.
pub(super) fn document(document: &Node, from: Format, root: Option<&str>) -> Node {
    match from {
        Format::OpenApi3 => to_draft4(document, root),
        Format::JsonSchemaDraft4 => to_open_api(document, root),
    }
}

fn to_draft4(document: &Node, root: Option<&str>) -> Node {
    let title = document.get("info").and_then(|info| info.get("title")).cloned();
    let schemas = document.get("components").and_then(|components| components.get("schemas"));
    let schemas = schemas.and_then(Node::members).unwrap_or_default();
    let is_inside = |name: &String| Some(name.as_str()) == root && !refers(schemas, name);
    let (inside, rest): (Vec<_>, Vec<_>) = schemas.iter().partition(|(name, _)| is_inside(name));
    let mut members = vec![("$schema".to_owned(), Node::text(DRAFT4))];
    members.extend(title.map(|title| ("title".to_owned(), title)));
    let definitions = rest.iter().map(|(name, node)| (name.clone(), schema(node, Format::OpenApi3))).collect();
    members.push(("definitions".to_owned(), Node::Object(definitions)));
    match (inside.last().map(|(_, node)| schema(node, Format::OpenApi3)), root) {
        (Some(Node::Object(inside)), _) => members.extend(inside.into_iter().filter(|(name, _)| name != "title")),
        (_, Some(root)) => {
            let to = Node::text(format!("{}{root}", prefix(Format::JsonSchemaDraft4)));
            members.push(("allOf".to_owned(), Node::List(vec![Node::object([("$ref", to)])])));
        }
        _ => {}
    }
    Node::Object(members)
}

fn to_open_api(document: &Node, root: Option<&str>) -> Node {
    let title = document.get("title").cloned().unwrap_or_else(|| Node::text(root.unwrap_or("Event")));
    let definitions = document.get("definitions").and_then(Node::members).unwrap_or_default();
    let mut schemas: Members =
        definitions.iter().map(|(name, node)| (name.clone(), schema(node, Format::JsonSchemaDraft4))).collect();
    if let Some(root) = root.filter(|root| !schemas.iter().any(|(name, _)| name == root)) {
        let own = document.members().unwrap_or_default().iter();
        let own = own.filter(|(name, _)| !["$schema", "title", "definitions"].contains(&name.as_str()));
        schemas.insert(0, (root.to_owned(), schema(&Node::Object(own.cloned().collect()), Format::JsonSchemaDraft4)));
    }
    Node::object([
        ("openapi", Node::text("3.0.0")),
        ("info", Node::object([("version", Node::text("1.0.0")), ("title", title)])),
        ("paths", Node::object([])),
        ("components", Node::object([("schemas", Node::Object(schemas))])),
    ])
}

/// Whether a component is referred to anywhere.
fn refers(schemas: &[(String, Node)], name: &str) -> bool {
    let reference = format!("{}{name}", prefix(Format::OpenApi3));
    schemas.iter().any(|(_, node)| mentions(node, &reference))
}

fn mentions(node: &Node, reference: &str) -> bool {
    match node {
        Node::Object(members) => members
            .iter()
            .any(|(name, node)| (name == "$ref" && node.as_text() == Some(reference)) || mentions(node, reference)),
        Node::List(items) => items.iter().any(|item| mentions(item, reference)),
        _ => false,
    }
}

/// A schema object in the other format.
fn schema(node: &Node, from: Format) -> Node {
    let Some(members) = node.members() else { return node.clone() };
    let inner = members.iter().filter(|(name, _)| is_known(name, from));
    let inner: Members = inner.map(|(name, node)| (name.clone(), word(name, node, from))).collect();
    match from {
        Format::OpenApi3 => without_nullable(inner, node),
        Format::JsonSchemaDraft4 => with_nullable(inner),
    }
}

/// Whether the other format has a word, too.
fn is_known(name: &str, from: Format) -> bool {
    let only_here: &[&str] = match from {
        Format::OpenApi3 => {
            &["nullable", "discriminator", "xml", "externalDocs", "example", "readOnly", "writeOnly", "deprecated"]
        }
        Format::JsonSchemaDraft4 => {
            &["$schema", "id", "definitions", "patternProperties", "additionalItems", "dependencies"]
        }
    };
    !only_here.contains(&name)
}

fn word(name: &str, node: &Node, from: Format) -> Node {
    match (name, node) {
        ("$ref", Node::Text(text)) => reference(text, from),
        ("properties", Node::Object(members)) => {
            Node::Object(members.iter().map(|(name, node)| (name.clone(), schema(node, from))).collect())
        }
        ("allOf" | "anyOf" | "oneOf", Node::List(parts)) => {
            Node::List(parts.iter().map(|part| schema(part, from)).collect())
        }
        // Only JSON Schema has a schema for each place.
        ("items", Node::List(parts)) => {
            let parts = parts.iter().map(|part| schema(part, from)).collect();
            Node::object([("anyOf", Node::List(parts))])
        }
        ("items" | "not" | "additionalProperties", node) => schema(node, from),
        _ => node.clone(),
    }
}

fn reference(text: &str, from: Format) -> Node {
    let to = if from == Format::OpenApi3 { Format::JsonSchemaDraft4 } else { Format::OpenApi3 };
    let name = text.strip_prefix(prefix(from));
    Node::text(name.map_or_else(|| text.to_owned(), |name| format!("{}{name}", prefix(to))))
}

/// `nullable` as one of several types. The widths of numbers are words of `OpenAPI` only.
fn without_nullable(mut members: Members, node: &Node) -> Node {
    members.retain(|(name, node)| {
        name != "format" || !["int32", "int64", "float", "double"].contains(&node.as_text().unwrap_or_default())
    });
    if !node.get("nullable").is_some_and(Node::is_true) {
        return Node::Object(members);
    }
    match members.iter().position(|(name, _)| name == "type") {
        Some(at) => {
            if let Node::Text(kind) = &members[at].1 {
                members[at].1 = Node::texts([kind, "null"]);
            }
        }
        // Without a type anything may stand there, null too, unless other words forbid it.
        None if members.is_empty() => return Node::Object(members),
        None => return or_null(members),
    }
    if let Some((_, Node::List(values))) = members.iter_mut().find(|(name, _)| name == "enum")
        && !values.contains(&Node::Null)
    {
        values.push(Node::Null);
    }
    Node::Object(members)
}

/// What a schema without a type describes, or null.
fn or_null(members: Members) -> Node {
    let alone = match &members[..] {
        [(name, Node::List(parts))] if name == "allOf" && parts.len() == 1 => parts[0].clone(),
        _ => Node::Object(members),
    };
    Node::object([("anyOf", Node::List(vec![alone, Node::object([("type", Node::text("null"))])]))])
}

/// One type and `nullable` instead of several types.
fn with_nullable(mut members: Members) -> Node {
    if let [(name, Node::List(parts))] = &members[..]
        && name == "anyOf"
        && let [part, null] = &parts[..]
        && *null == null_alone()
    {
        return Node::object([("nullable", Node::Bool(true)), ("allOf", Node::List(vec![part.clone()]))]);
    }
    let Some(at) = members.iter().position(|(name, _)| name == "type") else { return Node::Object(members) };
    let names: Vec<String> = match &members[at].1 {
        Node::Text(name) => vec![name.clone()],
        Node::List(names) => names.iter().filter_map(Node::as_text).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let nullable = names.iter().any(|name| name == "null");
    let kinds: Vec<&String> = names.iter().filter(|name| *name != "null").collect();
    match kinds[..] {
        [] if members.len() == 1 => return null_alone(),
        [] => drop(members.remove(at)),
        [kind] => members[at].1 = Node::text(kind),
        _ => {
            let parts = kinds.iter().map(|kind| Node::object([("type", Node::text(*kind))])).collect();
            members[at] = ("anyOf".to_owned(), Node::List(parts));
        }
    }
    members.extend(nullable.then(|| ("nullable".to_owned(), Node::Bool(true))));
    Node::Object(members)
}

/// Null and nothing else, in words of `OpenAPI`.
fn null_alone() -> Node {
    Node::object([("nullable", Node::Bool(true)), ("enum", Node::List(vec![Node::Null]))])
}
