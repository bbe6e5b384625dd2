//! Documents as schemas.

use std::collections::BTreeMap;

use super::SchemaError;
use super::assign::ENVELOPE;
use super::check;
use super::fields::Component;
use super::kinds::Kinds;
use super::name::{Unique, camel, camel_or};
use super::node::Node;
use super::print::{DRAFT4, prefix};
use super::resolve::Reader;
use super::schema::{EventNames, Format, Schema};

pub(super) fn schema(format: Format, document: &Node) -> Result<Schema, SchemaError> {
    match format {
        Format::OpenApi3 => open_api(document),
        Format::JsonSchemaDraft4 => draft4(document),
    }
}

fn open_api(document: &Node) -> Result<Schema, SchemaError> {
    let title = check::open_api(document)?;
    let schemas = document.get("components").and_then(|components| components.get("schemas"));
    let mut reader = Reader::new(prefix(Format::OpenApi3), "/components/schemas", named(schemas));
    let components = reader.components()?;
    let root = open_api_root(&title, schemas, &components);
    let names = root.as_deref().and_then(|root| names(schemas?.get(root)?));
    Ok(Schema { title, names, root, components })
}

/// The component that names its events; the envelope; that of the document's title; the only one. What was found
/// inside another component describes a part of an event, never a whole one.
fn open_api_root<T>(title: &str, schemas: Option<&Node>, components: &BTreeMap<String, T>) -> Option<String> {
    let own = |name: &str| schemas.and_then(|schemas| schemas.get(name)).filter(|_| components.contains_key(name));
    let titled = camel(title);
    let known = || [ENVELOPE, title, &titled].into_iter().find(|name| own(name).is_some()).map(str::to_owned);
    let mut candidates = components.keys().filter(|name| own(name).is_some());
    let only = candidates.clone().count() == 1;
    let named = candidates.clone().find(|name| own(name).and_then(names).is_some()).cloned();
    named.or_else(known).or_else(|| candidates.next().filter(|_| only).cloned())
}

fn draft4(document: &Node) -> Result<Schema, SchemaError> {
    check::draft4(document, DRAFT4)?;
    let mut reader = Reader::new(prefix(Format::JsonSchemaDraft4), "/definitions", named(document.get("definitions")));
    let components = reader.components()?;
    let title = document.get("title").and_then(Node::as_text);
    let wish = if is_envelope(document) { ENVELOPE.to_owned() } else { camel_or(title.unwrap_or("Event"), "Event") };
    let root = reader.value(document, "", &wish)?;
    let title = title.map_or_else(|| wish, str::to_owned);
    let mut schema = Schema { title, names: names(document), root: component(&root), components };
    schema.components.extend(reader.found());
    Ok(schema)
}

fn component(kinds: &Kinds<Component>) -> Option<String> {
    kinds.object.as_ref().map(|component| component.0.clone())
}

fn is_envelope(document: &Node) -> bool {
    let properties = document.get("properties");
    let has = |name: &&str| properties.is_some_and(|properties| properties.get(name).is_some());
    ["source", "detail-type", "detail"].iter().all(has)
}

fn named(nodes: Option<&Node>) -> Vec<(&str, &Node)> {
    let members = nodes.and_then(Node::members).unwrap_or_default();
    members.iter().map(|(name, node)| (name.as_str(), node)).collect()
}

fn names(envelope: &Node) -> Option<EventNames> {
    let text = |name: &str| envelope.get(name)?.as_text().map(str::to_owned);
    let source = text("x-amazon-events-source")?;
    Some(EventNames { source, detail_type: text("x-amazon-events-detail-type")? })
}

/// Names that are taken from the start.
pub(super) fn taken<'a>(names: impl IntoIterator<Item = &'a str>) -> Unique {
    let mut unique = Unique::default();
    names.into_iter().for_each(|name| drop(unique.name(name)));
    unique
}
