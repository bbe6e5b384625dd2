//! Checked JSON text.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A text that is known to be one JSON value, kept as it was written: order of keys, duplicate
/// keys, spelling of numbers and escapes survive.
///
/// Equal when the texts are equal. Serialises as the value itself, not as a text. A clone shares the text.
///
/// ```
/// use cupola_base::json::Json;
///
/// let json = Json::parse(r#"{"b": 1.0, "a": [ ]}"#)?;
/// assert_eq!(json.as_str(), r#"{"b": 1.0, "a": [ ]}"#);
/// assert!(Json::parse("{").is_err());
/// assert_eq!(Json::of(&["x"]).as_str(), r#"["x"]"#);
/// # Ok::<(), cupola_base::json::JsonTextError>(())
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json(Arc<RawValue>);

impl Json {
    /// Checks and takes the text; outer white space is cut.
    ///
    /// # Errors
    /// [`JsonTextError`] when the text is not exactly one JSON value.
    pub fn parse(text: &str) -> Result<Self, JsonTextError> {
        serde_json::from_str::<Box<RawValue>>(text)
            .map(|raw| Self(raw.into()))
            .map_err(|cause| JsonTextError(cause.to_string()))
    }

    /// The compact JSON text of a value of ours.
    ///
    /// # Panics
    /// When the value's `Serialize` fails or has keys that are not texts, which none of ours does.
    #[must_use]
    pub fn of(value: &(impl Serialize + ?Sized)) -> Self {
        Self(serde_json::value::to_raw_value(value).expect("our own types serialise").into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Reads the value into a type.
    ///
    /// # Errors
    /// Whatever the type's `Deserialize` refuses.
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.as_str())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Json {}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not JSON: {0}")]
pub struct JsonTextError(String);
