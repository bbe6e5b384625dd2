//! Attributes.

use cupola::traces::{OtelAttributes, OtelValue};
use opentelemetry::{Array, KeyValue, Value};

pub(crate) fn attributes<'a>(given: impl IntoIterator<Item = &'a KeyValue>) -> OtelAttributes {
    let mut attributes = OtelAttributes::default();
    given.into_iter().for_each(|pair| attributes.set(pair.key.as_str(), value(&pair.value)));
    attributes
}

pub(crate) fn value(value: &Value) -> OtelValue {
    match value {
        Value::Bool(truth) => OtelValue::Bool(*truth),
        Value::I64(whole) => OtelValue::Int(*whole),
        Value::F64(number) => OtelValue::Double(*number),
        Value::String(text) => OtelValue::Text(text.as_str().to_owned()),
        Value::Array(array) => list(array),
        // Whatever values the SDK may come to know have a text.
        other => OtelValue::Text(other.to_string()),
    }
}

fn list(array: &Array) -> OtelValue {
    match array {
        Array::Bool(all) => OtelValue::List(all.iter().copied().map(OtelValue::Bool).collect()),
        Array::I64(all) => OtelValue::List(all.iter().copied().map(OtelValue::Int).collect()),
        Array::F64(all) => OtelValue::List(all.iter().copied().map(OtelValue::Double).collect()),
        Array::String(all) => {
            OtelValue::List(all.iter().map(|text| OtelValue::Text(text.as_str().to_owned())).collect())
        }
        other => OtelValue::Text(other.to_string()),
    }
}
