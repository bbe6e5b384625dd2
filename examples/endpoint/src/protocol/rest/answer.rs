//! Answers as they travel: names, times and bytes.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cupola::base::json::Json;
use cupola::base::shape::{Member, Shape, Travel};
use cupola::{Service, Timestamp};
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// The bytes of an answer whose whole body is one member.
pub(super) fn payload(shape: &Shape, answer: &str) -> Option<Vec<u8>> {
    let member = shape.members().iter().find(|member| member.travel == Travel::Payload)?;
    let answer: Value = serde_json::from_str(answer).ok()?;
    BASE64_STANDARD.decode(answer.get(member.name)?.as_str()?).ok()
}

/// An answer in JSON. Only the schema registry has names of its own and times as text; what others say is passed on as
/// it is.
pub(super) fn body(service: Service, shape: &Shape, answer: String) -> String {
    if service != Service::Schemas {
        return answer;
    }
    match serde_json::from_str(&answer) {
        Ok(value) => Json::of(&Travelling { shape, value: &value }).to_string(),
        Err(_) => answer,
    }
}

/// A value with the names under which its members travel, and times as ISO 8601 text.
struct Travelling<'a> {
    shape: &'a Shape,
    value: &'a Value,
}

impl Serialize for Travelling<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.shape, self.value) {
            (Shape::Structure(members), Value::Object(object)) => {
                let mut map = serializer.serialize_map(None)?;
                for member in *members {
                    if let Some(value) = object.get(member.name).filter(|value| !value.is_null()) {
                        map.serialize_entry(name(member), &Travelling { shape: member.shape, value })?;
                    }
                }
                map.end()
            }
            (Shape::List(list), Value::Array(items)) => {
                serializer.collect_seq(items.iter().map(|value| Travelling { shape: list.item, value }))
            }
            (Shape::Timestamp, Value::Number(seconds)) => match seconds.as_f64().and_then(Timestamp::from_secs_f64) {
                Some(at) => serializer.collect_str(&at),
                None => self.value.serialize(serializer),
            },
            (_, value) => value.serialize(serializer),
        }
    }
}

const fn name(member: &Member) -> &'static str {
    match member.travel {
        Travel::BodyAs(name) => name,
        Travel::Body | Travel::Query(_) | Travel::Payload => member.name,
    }
}

#[cfg(test)]
mod tests {
    use cupola::base::shape::{List, TEXT, TEXT_MAP};

    use super::*;

    #[test]
    fn names_and_times_travel_as_the_model_says() {
        static ITEM: Shape = Shape::Structure(&[
            Member::optional("At", &Shape::Timestamp),
            Member::optional("Tags", &TEXT_MAP).by(Travel::BodyAs("tags")),
        ]);
        static SHAPE: Shape = Shape::Structure(&[
            Member::optional("Name", &TEXT),
            Member::optional("Items", &Shape::List(List::of(&ITEM))),
        ]);
        let answer = r#"{"Items":[{"Tags":{"At":"x"},"At":1.5}],"Name":"n"}"#;
        let travelling = r#"{"Name":"n","Items":[{"At":"1970-01-01T00:00:01.500Z","tags":{"At":"x"}}]}"#;
        assert_eq!(body(Service::Schemas, &SHAPE, answer.to_owned()), travelling);
        assert_eq!(body(Service::XRay, &SHAPE, answer.to_owned()), answer);
    }

    #[test]
    fn a_payload_is_the_whole_body() {
        static SHAPE: Shape = Shape::Structure(&[Member::optional("Body", &Shape::Blob).by(Travel::Payload)]);
        assert_eq!(payload(&SHAPE, r#"{"Body":"UEs="}"#), Some(b"PK".to_vec()));
        assert_eq!(payload(&SHAPE, "{}"), None);
    }
}
