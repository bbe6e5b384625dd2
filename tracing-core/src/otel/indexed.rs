//! Attributes that become annotations, and those that become metadata.

use cupola_base::json::Json;

use super::attributes::members;
use super::{OtelAttributes, OtelMapping, OtelSpan, OtelValue};
use crate::{AnnotationValue, Body, Metadata};

/// Attributes of which the keys begin with this are annotations of the rest of the key: ours, for those that would
/// be read as something else.
pub(super) const ANNOTATION: &str = "aws.xray.annotation.";
pub(super) const ANNOTATIONS: &str = "aws.xray.annotations";
pub(super) const METADATA: &str = "aws.xray.metadata.";
const RESOURCE: &str = "otel.resource.";

/// Sorts what nobody else read.
pub(super) fn read(body: &mut Body, span: &OtelSpan, resource: Option<&OtelAttributes>, mapping: &OtelMapping) {
    let index = span.attributes.texts(&[ANNOTATIONS]);
    let is_indexed = |key: &str| mapping.index_all || mapping.indexed.iter().chain(&index).any(|name| name == key);
    for (key, value) in span.attributes.iter().filter(|(key, _)| !is_read(key, span)) {
        if let Some(namespace) = key.strip_prefix(METADATA)
            && let Some(json) = value.as_text().and_then(|text| Json::parse(text).ok())
        {
            merge(&mut body.metadata, namespace, &json);
        } else if let Some(key) = key.strip_prefix(ANNOTATION) {
            annotate(body, key, value, mapping);
        } else {
            sort(body, key, value, is_indexed(key), mapping);
        }
    }
    for (key, value) in resource.into_iter().flat_map(OtelAttributes::iter) {
        let key = format!("{RESOURCE}{key}");
        sort(body, &key, value, is_indexed(&key), mapping);
    }
}

fn sort(body: &mut Body, key: &str, value: &OtelValue, is_indexed: bool, mapping: &OtelMapping) {
    if !(is_indexed && annotate(body, key, value, mapping)) && *value != OtelValue::Empty {
        body.metadata.set(Metadata::DEFAULT, key, value.to_json());
    }
}

/// Whether the value is one of an annotation, which it then is.
fn annotate(body: &mut Body, key: &str, value: &OtelValue, mapping: &OtelMapping) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "annotations are doubles")]
    let value = match value {
        OtelValue::Text(text) => AnnotationValue::Text(text.clone()),
        OtelValue::Bool(truth) => AnnotationValue::Bool(*truth),
        OtelValue::Int(number) => AnnotationValue::Number(*number as f64),
        OtelValue::Double(number) if number.is_finite() => AnnotationValue::Number(*number),
        _ => return false,
    };
    body.annotations.set(mapping.annotation_keys.sanitise(key), value);
    true
}

fn merge(metadata: &mut Metadata, namespace: &str, json: &Json) {
    if metadata.namespace(namespace).is_none() || !json.as_str().starts_with('{') {
        metadata.set_namespace(namespace, json.clone());
        return;
    }
    members(json).into_iter().for_each(|(key, value)| metadata.set(namespace, &key, value));
}

/// Whether another part of the document holds an attribute.
fn is_read(key: &str, span: &OtelSpan) -> bool {
    let is_query = span.attributes.get("db.system").is_some();
    let own = [
        ANNOTATIONS,
        super::cause::ELSEWHERE,
        super::status::ERROR,
        super::status::THROTTLE,
        super::status::FAULT,
        "aws.xray.inprogress",
        "aws.xray.namespace",
        "aws.span.kind",
        "aws.local.service",
        "enduser.id",
        "aws.service",
        "peer.service",
        "aws.remote.service",
        "rpc.service",
        "rpc.system",
    ];
    own.contains(&key)
        || super::http::READ.contains(&key)
        || super::aws::READ.contains(&key)
        || (is_query && super::sql::READ.contains(&key))
}

/// Tells a span what a document is indexed by, and what it carries.
pub(super) fn tell(body: &Body, span: &mut OtelSpan) {
    let mut keys = Vec::new();
    for (key, value) in body.annotations.iter() {
        let value = match value {
            AnnotationValue::Bool(truth) => OtelValue::Bool(*truth),
            AnnotationValue::Number(number) => number_of(*number),
            AnnotationValue::Text(text) => OtelValue::Text(text.clone()),
        };
        if is_read(key, span)
            || span.attributes.get(key).is_some()
            || key.starts_with("aws.xray.")
            || key.starts_with("db.")
        {
            span.attributes.set(&format!("{ANNOTATION}{key}"), value);
        } else {
            keys.push(key.to_owned());
            span.attributes.set(key, value);
        }
    }
    span.attributes.put(ANNOTATIONS, Some(keys).filter(|keys| !keys.is_empty()));
    for (namespace, json) in body.metadata.iter() {
        span.attributes.set(&format!("{METADATA}{namespace}"), json.as_str());
    }
}

/// A whole number where it is one.
fn number_of(number: f64) -> OtelValue {
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and below 2^53")]
    if number.fract() == 0.0 && number.abs() < 9e15 { OtelValue::Int(number as i64) } else { OtelValue::Double(number) }
}
