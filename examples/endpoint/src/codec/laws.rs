//! What must hold of the codecs whatever the input; for tests and fuzzing. Each law panics where it
//! is broken.

use cupola::Service;
use cupola::base::shape::{Operation, Shape};
use serde_json::Value;

use super::{MOST_DEPTH, cbor, form, percent, xml};

/// Any bytes are read as CBOR or refused; what was read is the same after writing and reading.
pub fn cbor_is_read_or_refused(bytes: &[u8]) {
    if let Ok(value) = cbor::read(bytes) {
        let again = cbor::write(&Shape::Document, &value);
        assert_eq!(cbor::read(&again).as_ref(), Ok(&value));
    }
}

/// Any bytes are read as the form of every action or refused; what was read has only members of the
/// action's shape.
pub fn forms_are_read_or_refused(bytes: &[u8]) {
    let Ok(form) = form::Form::parse(bytes) else { return };
    for operation in Service::CloudWatch.operations() {
        if let Ok(value) = form::read(operation.input, &form) {
            assert!(has_members_of(operation, &value), "{value}");
        }
    }
}

/// Any JSON is written as XML of every action's answer, and as CBOR that can be read where it is
/// not nested too deep.
pub fn any_json_is_written(value: &Value) {
    for operation in Service::CloudWatch.operations() {
        let _ = xml::inner(operation.output, value);
        let bytes = cbor::write(operation.output, value);
        assert!(cbor::read(&bytes).is_ok() || depth(value) >= MOST_DEPTH, "{value}");
    }
}

/// Any text is decoded or refused, and text without percent signs stays as it is.
pub fn percent_signs_are_decoded_or_refused(text: &str) {
    let decoded = percent::decode(text, percent::Plus::Literal);
    assert!(text.contains('%') || decoded.is_ok_and(|decoded| decoded == text));
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(object) => 1 + object.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn has_members_of(operation: &Operation, value: &Value) -> bool {
    let members = operation.input.members();
    value.as_object().is_some_and(|object| object.keys().all(|name| members.iter().any(|member| member.name == name)))
}
