//! Values of shapes, and slow obvious writers and readers of what travels.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cupola::Timestamp;
use cupola::base::shape::{Member, Shape, Text};
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Any value of a shape. Times are whole seconds where `whole_seconds`.
pub(crate) fn value_of(shape: &'static Shape, depth: usize) -> BoxedStrategy<Value> {
    match shape {
        Shape::Structure(members) => structure(members, depth),
        Shape::List(list) => prop::collection::vec(value_of(list.item, depth + 1), 0..3).prop_map(Value::Array).boxed(),
        Shape::Map(map) => prop::collection::btree_map(text(&Text::ANY), value_of(map.value, depth + 1), 0..3)
            .prop_map(|map| Value::Object(map.into_iter().collect()))
            .boxed(),
        Shape::Text(bounds) => text(bounds).prop_map(Value::from).boxed(),
        Shape::Integer(range) => (range.min..=range.max).prop_map(Value::from).boxed(),
        Shape::Double => prop_oneof![
            4 => (-1e12..1e12f64).prop_map(Value::from),
            4 => (-1000..1000i32).prop_map(|n| Value::from(f64::from(n))),
            1 => prop::sample::select(vec!["NaN", "Infinity", "-Infinity"]).prop_map(Value::from),
        ]
        .boxed(),
        Shape::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        Shape::Timestamp => (0..4_000_000_000_000i64).prop_map(|ms| seconds(Timestamp::from_millis(ms))).boxed(),
        Shape::Blob => any::<Vec<u8>>().prop_map(|bytes| Value::from(BASE64_STANDARD.encode(bytes))).boxed(),
        Shape::Document => text(&Text::ANY).prop_map(Value::from).boxed(),
    }
}

/// Shapes that contain themselves end somewhere.
const DEEP: usize = 6;

fn structure(members: &'static [Member], depth: usize) -> BoxedStrategy<Value> {
    let empty = Just(Map::new()).boxed();
    let with = |all: BoxedStrategy<Map<String, Value>>, member: &'static Member| {
        if depth > DEEP && !member.required {
            return all;
        }
        let value = value_of(member.shape, depth + 1);
        let value =
            if member.required { value.prop_map(Some).boxed() } else { prop::option::weighted(0.4, value).boxed() };
        (all, value)
            .prop_map(|(mut all, value)| {
                all.extend(value.map(|value| (member.name.to_owned(), value)));
                all
            })
            .boxed()
    };
    members.iter().fold(empty, with).prop_map(Value::Object).boxed()
}

fn text(bounds: &Text) -> BoxedStrategy<String> {
    if bounds.one_of.is_empty() {
        prop_oneof!["[a-z]{0,6}", "[ -~]{0,12}", "\\PC{0,6}", "[\r\n\t&=+%<>\"'.]{0,6}"].boxed()
    } else {
        prop::sample::select(bounds.one_of).prop_map(str::to_owned).boxed()
    }
}

fn seconds(at: Timestamp) -> Value {
    Value::from(at.as_secs_f64())
}

/// The same value with its times cut to whole seconds, as XML has them.
pub(crate) fn in_whole_seconds(shape: &Shape, value: &Value) -> Value {
    match (shape, value) {
        (Shape::Timestamp, Value::Number(n)) => Value::from(n.as_f64().unwrap().floor()),
        (Shape::List(list), Value::Array(items)) => {
            items.iter().map(|item| in_whole_seconds(list.item, item)).collect()
        }
        (Shape::Map(map), Value::Object(object)) => {
            object.iter().map(|(key, value)| (key.clone(), in_whole_seconds(map.value, value))).collect()
        }
        (Shape::Structure(_), Value::Object(object)) => {
            let member =
                |(name, value): (&String, &Value)| (name.clone(), in_whole_seconds(shape.member(name).unwrap(), value));
            object.iter().map(member).collect()
        }
        _ => value.clone(),
    }
}

/// The form that a client of the query protocol sends.
pub(crate) fn form_of(shape: &Shape, value: &Value) -> String {
    let mut pairs = Vec::new();
    flatten(shape, value, String::new(), &mut pairs);
    let pair = |(key, value): &(String, String)| format!("{}={}", encoded(key), encoded(value));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

fn flatten(shape: &Shape, value: &Value, path: String, pairs: &mut Vec<(String, String)>) {
    let at = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match (shape, value) {
        (_, Value::Array(items)) if items.is_empty() => pairs.push((path, String::new())),
        (_, Value::Object(object)) if object.is_empty() => pairs.push((path, String::new())),
        (Shape::Structure(_), Value::Object(object)) => {
            object.iter().for_each(|(name, value)| flatten(shape.member(name).unwrap(), value, at(name), pairs));
        }
        (Shape::List(list), Value::Array(items)) => {
            let items = items.iter().enumerate();
            items.for_each(|(i, item)| flatten(list.item, item, at(&format!("member.{}", i + 1)), pairs));
        }
        (Shape::Map(map), Value::Object(object)) => {
            for (i, (key, value)) in object.iter().enumerate() {
                pairs.push((at(&format!("entry.{}.key", i + 1)), key.clone()));
                flatten(map.value, value, at(&format!("entry.{}.value", i + 1)), pairs);
            }
        }
        (Shape::Timestamp, Value::Number(n)) => {
            pairs.push((path, Timestamp::from_secs_f64(n.as_f64().unwrap()).unwrap().to_string()));
        }
        (_, Value::String(text)) => pairs.push((path, text.clone())),
        (_, other) => pairs.push((path, other.to_string())),
    }
}

fn encoded(text: &str) -> String {
    let letter = |byte: u8| match byte {
        b' ' => "+".to_owned(),
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(letter).collect()
}

/// An element of an answer, as an XML reader of its own sees it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    name: String,
    text: String,
    children: Vec<Self>,
}

impl Element {
    pub(crate) fn parse(xml: &str) -> Self {
        use quick_xml::events::Event;
        let mut reader = quick_xml::Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) => open.push(Self::named(tag.name().as_ref())),
                Event::Empty(tag) => open.last_mut().unwrap().children.push(Self::named(tag.name().as_ref())),
                Event::End(_) => {
                    let done = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(done);
                }
                Event::Text(text) => open.last_mut().unwrap().text += &text.decode().unwrap(),
                Event::GeneralRef(entity) => open.last_mut().unwrap().text += &referred(&entity.decode().unwrap()),
                Event::Eof => return open.pop().unwrap(),
                other => panic!("{other:?}"),
            }
        }
    }

    fn named(name: &[u8]) -> Self {
        Self { name: String::from_utf8(name.to_vec()).unwrap(), ..Self::default() }
    }

    fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The JSON that the element means where this shape is expected.
    pub(crate) fn value(&self, shape: &Shape) -> Value {
        match shape {
            Shape::Structure(_) => {
                let member = |child: &Self| (child.name.clone(), child.value(shape.member(&child.name).unwrap()));
                self.children.iter().map(member).collect()
            }
            Shape::List(list) => self.children.iter().map(|child| child.value(list.item)).collect(),
            Shape::Map(map) => {
                let part =
                    |entry: &Self, name: &str| entry.child(name).map(|part| (part.text.clone(), part.value(map.value)));
                let entry = |entry: &Self| (part(entry, "key").unwrap().0, part(entry, "value").unwrap().1);
                self.children.iter().map(entry).collect()
            }
            Shape::Integer(_) => Value::from(self.text.parse::<i64>().unwrap()),
            Shape::Double => self
                .text
                .parse::<f64>()
                .ok()
                .filter(|n| n.is_finite())
                .map_or_else(|| Value::from(&*self.text), Value::from),
            Shape::Boolean => Value::from(self.text == "true"),
            Shape::Timestamp => seconds(Timestamp::parse(&self.text).unwrap()),
            _ => Value::from(&*self.text),
        }
    }
}

fn referred(entity: &str) -> String {
    match entity {
        "amp" => "&".into(),
        "lt" => "<".into(),
        "gt" => ">".into(),
        "quot" => "\"".into(),
        "apos" => "'".into(),
        "#13" => "\r".into(),
        other => panic!("{other}"),
    }
}
