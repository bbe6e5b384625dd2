//! A schema: what is said about events, apart from the format in which it is written.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::fields::{Component, Fields};
use super::node::Node;
use super::{SchemaError, print, read, translate};

/// A schema: named components, one of which describes a whole event.
///
/// It is made of events by [`Inference`](super::Inference) or read from a document. It knows of types, members,
/// which of them must be there, lists, null, and instants; other constraints of a document (lengths, patterns, enumerations) are
/// read past.
///
/// ```
/// use cupola_events::schema::{Format, Schema};
///
/// let schema = Schema::parse(Format::JsonSchemaDraft4, r#"{
///     "title": "Crate",
///     "type": "object",
///     "required": ["kg"],
///     "properties": {"kg": {"type": "number", "minimum": 0}, "note": {"type": ["string", "null"]}}
/// }"#)?;
/// let document = schema.print(Format::OpenApi3);
/// assert!(document.contains(r#""note":{"type":"string","nullable":true}"#), "{document}");
/// # Ok::<(), cupola_events::schema::SchemaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    pub(crate) title: String,
    pub(crate) names: Option<EventNames>,
    /// The component that describes a whole event.
    pub(crate) root: Option<String>,
    pub(crate) components: BTreeMap<String, Fields<Component>>,
}

impl Schema {
    /// Reads a document.
    ///
    /// # Errors
    /// [`SchemaError`] when the text is not JSON, or not a document of the format.
    pub fn parse(format: Format, content: &str) -> Result<Self, SchemaError> {
        read::schema(format, &Node::parse(content)?)
    }

    /// Writes it down: compact JSON, members in a fixed order.
    #[must_use]
    pub fn print(&self, format: Format) -> String {
        print::document(self, format).to_string()
    }

    /// What the document is called: the camel form of the detail type, for schemas of events.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The source and detail type of the events, where they are all of one.
    #[must_use]
    pub const fn events(&self) -> Option<&EventNames> {
        self.names.as_ref()
    }

    /// The names of the components, in order.
    pub fn components(&self) -> impl Iterator<Item = &str> {
        self.components.keys().map(String::as_str)
    }

    /// Members of all components together.
    #[must_use]
    pub fn size(&self) -> usize {
        self.components.values().map(|fields| fields.0.len()).sum()
    }
}

/// The source and detail type of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "events are called by these two")]
pub struct EventNames {
    /// Who says so.
    pub source: String,
    /// What happened.
    pub detail_type: String,
}

/// How a schema is written.
///
/// # Source
/// EventBridge Schema Registry API Reference, `Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows two formats")]
pub enum Format {
    /// OpenAPI 3.0.
    OpenApi3,
    /// JSON Schema, draft 4.
    #[serde(rename = "JSONSchemaDraft4")]
    JsonSchemaDraft4,
}

impl Format {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OpenApi3 => "OpenApi3",
            Self::JsonSchemaDraft4 => "JSONSchemaDraft4",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        let formats = [Self::OpenApi3, Self::JsonSchemaDraft4];
        formats.into_iter().find(|format| format.as_str() == text).ok_or_else(|| FormatError(text.to_owned()))
    }
}

/// The text names no format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a schema format: OpenApi3 or JSONSchemaDraft4 is needed")]
pub struct FormatError(String);

/// Brings a document into its canonical form: compact, members sorted by name, of duplicates the last. Two documents
/// say the same when their canonical forms are equal.
///
/// ```
/// use cupola_events::schema::canonical;
///
/// assert_eq!(canonical(r#"{"b": [1.0, {}], "a": "é"}"#)?, r#"{"a":"é","b":[1.0,{}]}"#);
/// # Ok::<(), cupola_events::schema::SchemaError>(())
/// ```
///
/// # Errors
/// [`SchemaError::Json`] when the text is not JSON.
pub fn canonical(content: &str) -> Result<String, SchemaError> {
    Ok(Node::parse(content)?.canonical().to_string())
}

/// Writes a document in a format, word by word: what [`Schema`] does not know of (lengths, patterns, enumerations,
/// descriptions) is kept where both formats have a word for it. In its own format it stays as it is.
///
/// ```
/// use cupola_events::schema::{Format, convert};
///
/// let open = r#"{"openapi": "3.0.0", "info": {"title": "Crate", "version": "1"}, "paths": {}, "components": {"schemas": {
///     "Crate": {"type": "object", "properties": {"dock": {"type": "string", "nullable": true, "maxLength": 4}}}}}}"#;
/// let draft = convert(open, Format::OpenApi3, Format::JsonSchemaDraft4)?;
/// assert!(draft.contains(r#""dock":{"type":["string","null"],"maxLength":4}"#), "{draft}");
/// # Ok::<(), cupola_events::schema::SchemaError>(())
/// ```
///
/// # Errors
/// [`SchemaError`] when the text is not a document of its format.
pub fn convert(content: &str, from: Format, to: Format) -> Result<String, SchemaError> {
    let document = Node::parse(content)?;
    let schema = read::schema(from, &document)?;
    if from == to {
        return Ok(content.to_owned());
    }
    Ok(translate::document(&document, from, schema.root.as_deref()).to_string())
}
