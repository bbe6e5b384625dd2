//! JSON to bytes.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cupola::Timestamp;
use cupola::base::shape::Shape;
use serde_json::{Map, Number, Value};

use super::super::member;
use super::float;
use super::head::{Head, major};

/// Writes a value of this shape.
///
/// Floating members are always double floats, times are tag 1 over a double float, blobs are byte
/// strings; members without a value are left out. A value that has not the type of its shape is
/// written as the JSON that it is.
#[must_use]
pub fn write(shape: &Shape, value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    item(&mut out, shape, value);
    out
}

fn item(out: &mut Vec<u8>, shape: &Shape, value: &Value) {
    match (shape, value) {
        (Shape::Structure(_), Value::Object(object)) => structure(out, shape, object),
        (Shape::Map(map), Value::Object(object)) => entries(out, map.value, object),
        (Shape::List(list), Value::Array(items)) => array(out, list.item, items),
        _ => scalar(out, shape, value).unwrap_or_else(|| document(out, value)),
    }
}

fn structure(out: &mut Vec<u8>, shape: &Shape, object: &Map<String, Value>) {
    let members = member::present(shape, object);
    Head::put(out, major::MAP, length(members.len()));
    for (name, shape, value) in members {
        text(out, name);
        item(out, shape, value);
    }
}

fn entries(out: &mut Vec<u8>, shape: &Shape, object: &Map<String, Value>) {
    Head::put(out, major::MAP, length(object.len()));
    for (key, value) in object {
        text(out, key);
        item(out, shape, value);
    }
}

fn array(out: &mut Vec<u8>, shape: &Shape, items: &[Value]) {
    Head::put(out, major::ARRAY, length(items.len()));
    items.iter().for_each(|value| item(out, shape, value));
}

/// `None` when the value has not the shape's type.
fn scalar(out: &mut Vec<u8>, shape: &Shape, value: &Value) -> Option<()> {
    match shape {
        Shape::Double => double(out, float::from_json(value)?),
        Shape::Timestamp => {
            let seconds = seconds(value)?;
            Head::put(out, major::TAG, 1);
            double(out, seconds);
        }
        Shape::Blob => {
            let bytes = BASE64_STANDARD.decode(value.as_str()?).ok()?;
            Head::put(out, major::BYTES, length(bytes.len()));
            out.extend(bytes);
        }
        Shape::Integer(_) => integer(out, value.as_number()?)?,
        _ => return None,
    }
    Some(())
}

fn seconds(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => Timestamp::parse(text).ok().map(Timestamp::as_secs_f64),
        _ => value.as_f64(),
    }
}

fn document(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => out.push(0xf6),
        Value::Bool(value) => out.push(if *value { 0xf5 } else { 0xf4 }),
        Value::Number(number) if number.is_f64() => double(out, number.as_f64().unwrap_or_default()),
        Value::Number(number) => integer(out, number).unwrap_or_default(),
        Value::String(string) => text(out, string),
        Value::Array(items) => array(out, &Shape::Document, items),
        Value::Object(object) => entries(out, &Shape::Document, object),
    }
}

fn double(out: &mut Vec<u8>, number: f64) {
    out.push((major::OTHER << 5) | 27);
    out.extend(number.to_be_bytes());
}

/// `None` when the number is not whole or beyond 64 bits.
fn integer(out: &mut Vec<u8>, number: &Number) -> Option<()> {
    let whole = number.as_i128().or_else(|| number.as_f64().and_then(whole))?;
    let (major, argument) = if whole < 0 { (major::NEGATIVE, -1 - whole) } else { (major::UNSIGNED, whole) };
    Head::put(out, major, u64::try_from(argument).ok()?);
    Some(())
}

#[expect(clippy::cast_possible_truncation, reason = "only whole numbers within the range of the cast get there")]
fn whole(number: f64) -> Option<i128> {
    (number.fract() == 0.0 && number.abs() < 1e19).then_some(number as i128)
}

fn text(out: &mut Vec<u8>, text: &str) {
    Head::put(out, major::TEXT, length(text.len()));
    out.extend(text.as_bytes());
}

fn length(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use cupola::base::shape::{INTEGER, List, Member};
    use serde_json::json;

    use super::*;

    static TIMES: Shape = Shape::List(List::of(&Shape::Timestamp));
    static SHAPE: Shape = Shape::Structure(&[
        Member::optional("Times", &TIMES),
        Member::optional("Sum", &Shape::Double),
        Member::optional("Period", &INTEGER),
        Member::optional("Image", &Shape::Blob),
    ]);

    #[test]
    fn the_shape_decides_between_numbers_times_and_bytes() {
        let value = json!({"Period": 60.0, "Sum": 41, "Times": [1], "Image": "YQ==", "New": 1.5});
        let bytes: &[u8] = b"\xa5\x65Times\x81\xc1\xfb\x3f\xf0\0\0\0\0\0\0\x63Sum\xfb\x40\x44\x80\0\0\0\0\0\
            \x66Period\x18\x3c\x65Image\x41a\x63New\xfb\x3f\xf8\0\0\0\0\0\0";
        assert_eq!(write(&SHAPE, &value), bytes);
    }
}
