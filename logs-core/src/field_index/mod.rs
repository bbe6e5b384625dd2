//! Field indexes: which fields of events are indexed, since when, and when they were last seen.
//!
//! A group's own policy overrides the account's. Indexes are state: queries answer the same without them.
//! Besides the fields of its policy every group of the class `STANDARD` has some by default, which are
//! told once events have shown them.

mod verbs;

use std::collections::BTreeMap;

use cupola_base::{ApiError, Timestamp};
use serde::{Deserialize, Serialize};

pub use verbs::{DescribedIndexPolicy, FieldIndex, PolicySource, PutIndexPolicyError};

/// Which fields are indexed.
///
/// ```
/// use cupola_logs::IndexPolicy;
///
/// let policy = IndexPolicy::parse(r#"{"Fields": ["RequestId", "user.id"]}"#)?;
/// assert!(policy.fields().eq(["RequestId", "user.id"]));
/// # Ok::<(), cupola_logs::IndexPolicyError>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, PutIndexPolicy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IndexPolicy {
    text: String,
    fields: Vec<String>,
}

/// Fields of a policy, and characters of their names.
const MOST_FIELDS: usize = 20;
const MOST_CHARACTERS: usize = 100;
/// What is indexed without a policy.
pub(crate) const DEFAULT_FIELDS: [&str; 5] = ["@aws.account", "@aws.region", "@logStream", "@source.log", "traceId"];

impl IndexPolicy {
    /// Reads the service's JSON, in either of its forms.
    ///
    /// # Errors
    /// [`IndexPolicyError`] with what is wrong.
    pub fn parse(text: &str) -> Result<Self, IndexPolicyError> {
        let document: Document =
            serde_json::from_str(text).map_err(|error| IndexPolicyError::Document(error.to_string()))?;
        let typed = document.fields_v2.into_iter().flat_map(BTreeMap::into_keys);
        let mut fields: Vec<String> = Vec::new();
        for field in document.fields.into_iter().flatten().chain(typed) {
            if !(1..=MOST_CHARACTERS).contains(&field.chars().count()) {
                return Err(IndexPolicyError::Field(field));
            }
            if fields.contains(&field) {
                return Err(IndexPolicyError::Twice(field));
            }
            fields.push(field);
            if fields.len() > MOST_FIELDS {
                return Err(IndexPolicyError::TooMany);
            }
        }
        if fields.is_empty() { Err(IndexPolicyError::NoFields) } else { Ok(Self { text: text.into(), fields }) }
    }

    /// The document that was read.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The fields, in the order in which they are named. Case counts.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(String::as_str)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Document {
    fields: Option<Vec<String>>,
    #[serde(rename = "FieldsV2")]
    fields_v2: Option<BTreeMap<String, Typed>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(rename = "type")]
    _kind: Kind,
}

#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Kind {
    FieldIndex,
    Facet,
}

/// Why an index policy is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IndexPolicyError {
    /// The document is not JSON, lacks a member or has one that is not known.
    #[error("the index policy cannot be read: {0}")]
    Document(String),
    /// No field at all.
    #[error("an index policy names one field at least")]
    NoFields,
    /// More fields than there may be.
    #[error("an index policy names at most {MOST_FIELDS} fields")]
    TooMany,
    /// A field is named twice.
    #[error("the field `{0}` is named twice")]
    Twice(String),
    /// The name of a field is empty or too long.
    #[error("`{0}` is no name of a field: 1 to {MOST_CHARACTERS} characters")]
    Field(String),
}

impl From<IndexPolicyError> for ApiError {
    fn from(error: IndexPolicyError) -> Self {
        Self::caller("InvalidParameterException", error.to_string())
    }
}

impl TryFrom<String> for IndexPolicy {
    type Error = IndexPolicyError;

    fn try_from(text: String) -> Result<Self, IndexPolicyError> {
        Self::parse(&text)
    }
}

impl From<IndexPolicy> for String {
    fn from(policy: IndexPolicy) -> Self {
        policy.text
    }
}

/// What a group knows of its indexes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Indexes {
    own: Option<(IndexPolicy, Timestamp)>,
    seen: BTreeMap<String, Sightings>,
}

/// When a field was seen in events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Sightings {
    /// The earliest and the latest time of an event that has it.
    first: Timestamp,
    last: Timestamp,
    /// When such an event last came in.
    scanned: Timestamp,
}

impl Indexes {
    /// Notes that an event has a field.
    fn see(&mut self, field: &str, at: Timestamp, now: Timestamp) {
        let new = Sightings { first: at, last: at, scanned: now };
        match self.seen.get_mut(field) {
            Some(old) => *old = Sightings { first: old.first.min(at), last: old.last.max(at), scanned: now },
            None => drop(self.seen.insert(field.into(), new)),
        }
    }

    /// Forgets the fields that are no longer indexed.
    fn keep(&mut self, indexed: impl Fn(&str) -> bool) {
        self.seen.retain(|field, _| indexed(field));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_read_or_refused() {
        let many = |count: usize| {
            let fields: Vec<String> = (0..count).map(|n| format!("f{n}")).collect();
            serde_json::json!({ "Fields": fields }).to_string()
        };
        for (text, accepted) in [
            (r#"{"Fields": ["a"]}"#, true),
            (r#"{"FieldsV2": {"a": {"type": "FACET"}, "b": {"type": "FIELD_INDEX"}}}"#, true),
            (r#"{"Fields": []}"#, false),
            (r#"{"Fields": ["a", "a"]}"#, false),
            (r#"{"Fields": ["a"], "More": 1}"#, false),
            (r#"{"FieldsV2": {"a": {"type": "OTHER"}}}"#, false),
            ("[]", false),
            (&many(20), true),
            (&many(21), false),
            (&format!(r#"{{"Fields": ["{}"]}}"#, "x".repeat(101)), false),
        ] {
            assert_eq!(IndexPolicy::parse(text).is_ok(), accepted, "{text}");
        }
    }
}
