//! Slow obvious twins and generators of schemas.

use cupola_base::Timestamp;
use serde_json::{Map, Value};

use crate::schema::{Compatibility, Format, Inference, Language, Schema, canonical, convert};

/// Events of the services in their documented form, one JSON object each, in the envelope: several of one kind where
/// they differ.
///
/// # Source
/// EventBridge User Guide, "Events from AWS services", and the guides of the services.
pub fn fixtures() -> impl Iterator<Item = &'static str> {
    crate::schemas::fixtures()
}

/// Whether a value is valid against the schema of whole events in a printed document: a walk over both trees, which
/// knows only the words that we print.
///
/// `OpenAPI`: the component `AWSEvent`, or else that of the document's title.
#[must_use]
pub fn is_valid(document: &str, format: Format, event: &str) -> bool {
    let document: Value = serde_json::from_str(document).expect("what is printed is JSON");
    let event: Value = serde_json::from_str(event).expect("an event is JSON");
    let schemas = document.pointer("/components/schemas");
    let root = match format {
        Format::OpenApi3 => schemas
            .and_then(|schemas| schemas.get("AWSEvent").or_else(|| schemas.get(document["info"]["title"].as_str()?))),
        Format::JsonSchemaDraft4 => Some(&document),
    };
    fits(&document, root.expect("a printed document describes events"), &event)
}

fn fits(document: &Value, schema: &Value, value: &Value) -> bool {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(reference.trim_start_matches('#')).expect("references lead somewhere");
        return fits(document, target, value);
    }
    let part_fits = |part: &Value| fits(document, part, value);
    let null = schema["nullable"] == true && value.is_null();
    let any_of = schema["anyOf"].as_array().is_none_or(|parts| parts.iter().any(part_fits));
    let all_of = schema["allOf"].as_array().is_none_or(|parts| parts.iter().all(part_fits));
    null || any_of
        && all_of
        && fits_type(schema, value)
        && fits_format(schema, value)
        && fits_within(document, schema, value)
}

fn fits_type(schema: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str().expect("types are texts") {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type"),
    };
    match &schema["type"] {
        Value::Null => true,
        Value::Array(names) => names.iter().any(is),
        name => is(name),
    }
}

fn fits_format(schema: &Value, value: &Value) -> bool {
    schema["format"] != "date-time" || value.as_str().is_none_or(|text| Timestamp::parse(text).is_ok())
}

fn fits_within(document: &Value, schema: &Value, value: &Value) -> bool {
    let elements = |items: &Vec<Value>| items.iter().all(|item| fits(document, &schema["items"], item));
    let has = |object: &Map<String, Value>, name: &Value| object.contains_key(name.as_str().expect("names are texts"));
    let required =
        |object| schema["required"].as_array().is_none_or(|names| names.iter().all(|name| has(object, name)));
    let member = |(name, value): (&String, &Value)| fits(document, &schema["properties"][name], value);
    match value {
        Value::Array(items) => elements(items),
        Value::Object(object) => required(object) && object.iter().all(member),
        _ => true,
    }
}

/// What must hold for any events: each line of the input is one.
///
/// What can be inferred is printed, read back and printed alike, takes part in the laws of merging, and describes the
/// events it was made of.
pub fn law(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let events: Vec<(&str, Inference)> =
        text.lines().filter_map(|line| Some((line, Inference::of(line).ok()?))).take(4).collect();
    let mut all: Option<Inference> = None;
    for (line, seen) in &events {
        merging_law(all.as_ref().unwrap_or(seen), seen);
        prints_alike(seen, &[line]);
        all.get_or_insert_with(|| seen.clone()).merge(seen);
    }
    let lines: Vec<&str> = events.iter().map(|(line, _)| *line).collect();
    all.iter().for_each(|all| prints_alike(all, &lines));
}

/// Merging is commutative and idempotent, and what is covered changes nothing.
fn merging_law(ours: &Inference, theirs: &Inference) {
    let (mut ab, mut ba, mut aa) = (ours.clone(), theirs.clone(), ours.clone());
    ab.merge(theirs);
    ba.merge(ours);
    aa.merge(ours);
    assert_eq!((&ab, &aa), (&ba, ours));
    assert!(ab.covers(ours) && ab.covers(theirs) && ours.covers(ours));
    assert_eq!(ours.covers(theirs), ab == *ours);
}

/// Printed, read and printed again, a schema is the same, and it describes the events.
pub fn prints_alike(seen: &Inference, events: &[&str]) {
    let schema = seen.schema();
    for format in [Format::OpenApi3, Format::JsonSchemaDraft4] {
        let document = schema.print(format);
        let again = Schema::parse(format, &document).expect("what is printed can be read");
        assert!(again.print(format) == document, "{:.9999}", document);
        if format == Format::OpenApi3 && again == schema {
            let draft = Format::JsonSchemaDraft4;
            let converted = convert(&document, format, draft).expect("what is printed can be read");
            assert!(canonical(&converted) == canonical(&schema.print(draft)), "{converted:.9999}");
        }
        assert!(Compatibility::between(&schema, &schema).changes().is_empty());
        // The twin calls itself, and its reader counts levels.
        let is_flat = |event: &&&str| serde_json::from_str::<Value>(event).is_ok();
        if serde_json::from_str::<Value>(&document).is_ok() {
            for event in events.iter().filter(is_flat) {
                assert!(is_valid(&document, format, event), "{event} against {document}");
            }
        }
    }
}

/// A document is refused, or read back from its own print as the same; code can be made of it in every language.
pub fn document_law(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(once) = canonical(text) {
        assert_eq!(canonical(&once).as_ref(), Ok(&once));
    }
    for format in [Format::OpenApi3, Format::JsonSchemaDraft4] {
        let schema = match Schema::parse(format, text) {
            Ok(schema) => schema,
            Err(error) => {
                assert!(!error.to_string().is_empty());
                continue;
            }
        };
        for format in [Format::OpenApi3, Format::JsonSchemaDraft4] {
            let printed = schema.print(format);
            let again = Schema::parse(format, &printed).expect("what is printed can be read");
            assert_eq!(again.print(format), printed);
        }
        let other = if format == Format::OpenApi3 { Format::JsonSchemaDraft4 } else { Format::OpenApi3 };
        let converted = convert(text, format, other).expect("it has been read");
        assert!(Schema::parse(other, &converted).is_ok(), "{converted}");
        for language in Language::ALL {
            assert!(schema.bindings(language).iter().all(|file| !file.text.is_empty()));
        }
    }
}
