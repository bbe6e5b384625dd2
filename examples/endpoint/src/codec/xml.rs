//! JSON to XML, as the query protocol answers.
//!
//! ```
//! use cupola::base::shape::{List, Member, Shape, TEXT};
//! use cupola_endpoint::codec::xml;
//! use serde_json::json;
//!
//! static SHAPE: Shape = Shape::Structure(&[
//!     Member::optional("At", &Shape::Timestamp),
//!     Member::optional("Names", &Shape::List(List::of(&TEXT))),
//! ]);
//! let answer = json!({"Names": ["<a>"], "At": 1777874400.0});
//! assert_eq!(
//!     xml::inner(&SHAPE, &answer),
//!     "<At>2026-05-04T06:00:00Z</At><Names><member>&lt;a&gt;</member></Names>",
//! );
//! ```

use std::fmt::Write as _;

use cupola::Timestamp;
use cupola::base::shape::Shape;
use serde_json::{Map, Number, Value};

use super::member;

/// Writes what stands inside the element of a value of this shape.
///
/// Members come in the shape's order. Times are written in whole seconds, doubles with a point. A
/// value that has not the type of its shape is written as the JSON that it is, its objects as maps.
#[must_use]
pub fn inner(shape: &Shape, value: &Value) -> String {
    let mut out = String::new();
    content(&mut out, shape, value);
    out
}

/// A text as XML carries it. What XML 1.0 cannot carry becomes U+FFFD.
#[must_use]
pub fn escape(text: &str) -> String {
    let text: String =
        text.chars().map(|letter| if is_allowed(letter) { letter } else { char::REPLACEMENT_CHARACTER }).collect();
    // A reader turns a bare carriage return into a line feed.
    quick_xml::escape::escape(text).replace('\r', "&#13;")
}

const fn is_allowed(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn content(out: &mut String, shape: &Shape, value: &Value) {
    match (shape, value) {
        (Shape::Structure(_), Value::Object(object)) => structure(out, shape, object),
        (Shape::Map(map), Value::Object(object)) => entries(out, map.value, object),
        (Shape::List(list), Value::Array(items)) => list_items(out, list.item, items),
        (_, Value::Object(object)) => entries(out, &Shape::Document, object),
        (_, Value::Array(items)) => list_items(out, &Shape::Document, items),
        (_, scalar) => out.push_str(&escape(&text(shape, scalar))),
    }
}

fn structure(out: &mut String, shape: &Shape, object: &Map<String, Value>) {
    for (name, shape, value) in member::present(shape, object) {
        element(out, &escape(name), |out| content(out, shape, value));
    }
}

fn entries(out: &mut String, shape: &Shape, object: &Map<String, Value>) {
    for (key, value) in object {
        element(out, "entry", |out| {
            element(out, "key", |out| out.push_str(&escape(key)));
            element(out, "value", |out| content(out, shape, value));
        });
    }
}

fn list_items(out: &mut String, shape: &Shape, items: &[Value]) {
    items.iter().for_each(|item| element(out, "member", |out| content(out, shape, item)));
}

pub(crate) fn element(out: &mut String, name: &str, inner: impl FnOnce(&mut String)) {
    let (before, start) = (out.len(), name.len() + 2);
    let _ = write!(out, "<{name}>");
    inner(out);
    if out.len() == before + start {
        out.truncate(before + start - 1);
        out.push_str("/>");
    } else {
        let _ = write!(out, "</{name}>");
    }
}

fn text(shape: &Shape, value: &Value) -> String {
    match (shape, value) {
        (Shape::Timestamp, Value::Number(seconds)) => time(seconds),
        (Shape::Double, Value::Number(number)) => serde_json::to_string(&number.as_f64()).unwrap_or_default(),
        (Shape::Integer(_), Value::Number(number)) => whole(number),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Null) => String::new(),
        (_, other) => other.to_string(),
    }
}

fn time(seconds: &Number) -> String {
    let at = seconds.as_f64().and_then(Timestamp::from_secs_f64);
    at.map_or_else(|| seconds.to_string(), Timestamp::to_seconds_text)
}

fn whole(number: &Number) -> String {
    number.to_string().trim_end_matches(".0").to_owned()
}

#[cfg(test)]
mod tests {
    use cupola::base::shape::{INTEGER, Map as MapShape, Member, TEXT};
    use serde_json::json;

    use super::*;

    #[test]
    fn scalars_look_as_the_service_prints_them() {
        let table = [
            (&Shape::Double, json!(41), "41.0"),
            (&Shape::Double, json!(1.5), "1.5"),
            (&Shape::Double, json!("NaN"), "NaN"),
            (&INTEGER, json!(60.0), "60"),
            (&Shape::Boolean, json!(true), "true"),
            (&Shape::Timestamp, json!(1_777_874_400.75), "2026-05-04T06:00:00Z"),
            (&TEXT, json!("a\u{1}\r&"), "a\u{fffd}&#13;&amp;"),
            (&Shape::Document, json!({"a b": [1]}), "<entry><key>a b</key><value><member>1</member></value></entry>"),
        ];
        for (shape, value, xml) in table {
            assert_eq!(inner(shape, &value), xml);
        }
    }

    #[test]
    fn empty_lists_are_empty_elements() {
        static NUMBERS: Shape = Shape::Map(MapShape { value: &Shape::Double });
        static SHAPE: Shape =
            Shape::Structure(&[Member::optional("Messages", &Shape::Document), Member::optional("Numbers", &NUMBERS)]);
        let value = json!({"Messages": [], "Numbers": {"p99": 2}});
        let xml = "<Messages/><Numbers><entry><key>p99</key><value>2.0</value></entry></Numbers>";
        assert_eq!(inner(&SHAPE, &value), xml);
    }
}
