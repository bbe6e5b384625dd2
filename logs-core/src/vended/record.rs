//! What services send.

use std::collections::BTreeMap;
use std::fmt;

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// One record of a log: fields with values.
///
/// ```
/// use cupola_logs::{Timestamp, VendedRecord};
///
/// let at = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let record = VendedRecord::new(at).with("cs-method", "GET").with("sc-status", 200);
/// assert_eq!(record, VendedRecord::parse(at, r#"{"cs-method": "GET", "sc-status": 200}"#)?);
/// assert_eq!(record.get("sc-status").map(|value| value.as_text()), Some("200"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendedRecord {
    /// When it happened: the time of its event in a log group, and of its folder in a bucket.
    pub at: Timestamp,
    fields: Vec<(String, RecordValue)>,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a value is a text or something else of JSON")]
pub enum RecordValue {
    /// A text.
    Text(String),
    /// Any other JSON value.
    Json(Json),
}

impl VendedRecord {
    /// A record without fields.
    #[must_use]
    pub const fn new(at: Timestamp) -> Self {
        Self { at, fields: Vec::new() }
    }

    /// The record of a JSON object: its members, in order. Of a name that stands twice, the last value stays.
    ///
    /// # Errors
    /// [`VendedRecordError`] when the text is no JSON object.
    pub fn parse(at: Timestamp, text: &str) -> Result<Self, VendedRecordError> {
        let members: Members = serde_json::from_str(text).map_err(|error| VendedRecordError(error.to_string()))?;
        let (mut places, mut record) = (BTreeMap::new(), Self::new(at));
        for (name, value) in members.0 {
            let place = *places.entry(name.clone()).or_insert(record.fields.len());
            match record.fields.get_mut(place) {
                Some(field) => field.1 = value.into(),
                None => record.fields.push((name, value.into())),
            }
        }
        Ok(record)
    }

    /// Sets a field.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<RecordValue>) -> Self {
        let (name, value) = (name.into(), value.into());
        match self.fields.iter_mut().find(|(known, _)| *known == name) {
            Some(field) => field.1 = value,
            None => self.fields.push((name, value)),
        }
        self
    }

    /// The value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&RecordValue> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The fields, in the order in which they were set.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &RecordValue)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl RecordValue {
    /// The text; of anything else its JSON.
    #[must_use]
    pub fn as_text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Json(json) => json.as_str(),
        }
    }

    /// As JSON.
    pub(super) fn to_json(&self) -> Json {
        match self {
            Self::Text(text) => Json::of(text.as_str()),
            Self::Json(json) => json.clone(),
        }
    }
}

impl From<&str> for RecordValue {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for RecordValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for RecordValue {
    fn from(number: i64) -> Self {
        Self::Json(Json::of(&number))
    }
}

impl From<i32> for RecordValue {
    fn from(number: i32) -> Self {
        i64::from(number).into()
    }
}

impl From<bool> for RecordValue {
    fn from(truth: bool) -> Self {
        Self::Json(Json::of(&truth))
    }
}

impl From<Json> for RecordValue {
    fn from(json: Json) -> Self {
        json.read::<String>().map_or(Self::Json(json), Self::Text)
    }
}

/// A text is no record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a record is a JSON object: {0}")]
pub struct VendedRecordError(String);

/// The members of an object, in order.
struct Members(Vec<(String, Json)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
