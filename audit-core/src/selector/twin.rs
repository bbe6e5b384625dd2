//! The slow obvious twin of compiled selectors: a walk over the record's JSON tree.

use serde_json::Value;

use super::{AdvancedSelector, BasicSelector, Condition, FieldSelector, Operator, Selectors};

/// Whether any selector selects a record that says its own category and access.
///
/// What classification decides for other records is not this twin's: it reads `eventCategory` and `readOnly` as
/// they stand.
#[must_use]
pub fn selects(selectors: &Selectors, record: &Value) -> bool {
    match selectors {
        Selectors::Basic(list) => list.iter().any(|selector| basic(selector, record)),
        Selectors::Advanced(list) => list.iter().any(|selector| advanced(selector, record)),
    }
}

fn basic(selector: &BasicSelector, record: &Value) -> bool {
    let read_only = record["readOnly"] == Value::Bool(true);
    let admitted = match selector.read_write_type.as_str() {
        "All" => true,
        "ReadOnly" => read_only,
        "WriteOnly" => !read_only,
        _ => false,
    };
    let source = record["eventSource"].as_str();
    let selected = match record["eventCategory"].as_str() {
        Some("Management") => {
            selector.include_management_events
                && !selector.exclude_management_event_sources.iter().any(|excluded| Some(excluded.as_str()) == source)
        }
        Some("Data") => resources(record).iter().any(|resource| basic_resource(selector, resource)),
        _ => false,
    };
    admitted && selected
}

fn basic_resource(selector: &BasicSelector, resource: &Value) -> bool {
    let Some(arn) = arn(resource) else { return false };
    selector.data_resources.iter().filter(|of| resource["type"] == of.kind.as_str()).any(|of| {
        of.values.iter().any(|value| match of.kind.as_str() {
            "AWS::S3::Object" => arn.starts_with(value.as_str()),
            _ => arn == value || (value.matches(':').count() == 2 && arn.starts_with(&format!("{value}:"))),
        })
    })
}

fn advanced(selector: &AdvancedSelector, record: &Value) -> bool {
    let is_of_resource = |field: &&FieldSelector| field.field.starts_with("resources.");
    let event = selector.field_selectors.iter().filter(|field| !is_of_resource(field));
    let mut resource = selector.field_selectors.iter().filter(is_of_resource).peekable();
    let of_event = event.into_iter().all(|selector| field(selector, of_record(record, &selector.field).as_deref()));
    let tests: Vec<_> = resource.by_ref().collect();
    let elements = resources(record);
    let nothing = [Value::Null];
    let elements = if elements.is_empty() { &nothing[..] } else { elements };
    let of_resource = tests.is_empty()
        || elements
            .iter()
            .any(|element| tests.iter().all(|selector| field(selector, of_element(element, &selector.field))));
    of_event && of_resource
}

fn field(selector: &FieldSelector, seen: Option<&str>) -> bool {
    let chooses = |operator: Operator| !operator.as_str().starts_with("Not");
    let hits = |condition: &Condition, seen: &str| {
        condition.values.iter().any(|value| match condition.operator.as_str().trim_start_matches("Not") {
            "Equals" => seen == value,
            "StartsWith" => seen.starts_with(value.as_str()),
            _ => seen.ends_with(value.as_str()),
        })
    };
    let any = |chosen: bool| {
        seen.is_some_and(|seen| selector.conditions.iter().any(|c| chooses(c.operator) == chosen && hits(c, seen)))
    };
    let is_choosy = selector.conditions.iter().any(|condition| chooses(condition.operator));
    (!is_choosy || any(true)) && !any(false)
}

fn of_record(record: &Value, field: &str) -> Option<String> {
    let value = field.split('.').fold(record, |value, name| &value[name]);
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

fn of_element<'a>(element: &'a Value, field: &str) -> Option<&'a str> {
    if field == "resources.type" { element["type"].as_str() } else { arn(element) }
}

fn arn(resource: &Value) -> Option<&str> {
    resource["ARN"].as_str().or_else(|| resource["ARNPrefix"].as_str())
}

fn resources(record: &Value) -> &[Value] {
    record["resources"].as_array().map_or(&[], Vec::as_slice)
}
