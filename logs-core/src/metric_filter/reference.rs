//! Fields of events that a filter's pattern gives: `$.job.ms`, `$ms`, `$3`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A field of a matching event: `$.path[0].key` with a JSON pattern, `$name` or `$3` with a
/// space-delimited one. Whether a pattern gives it is checked with the pattern.
///
/// ```
/// use cupola_logs::FieldReference;
///
/// assert_eq!(FieldReference::parse("$.job.ms")?.as_str(), "$.job.ms");
/// assert!(FieldReference::parse("job").is_err());
/// # Ok::<(), cupola_logs::FieldReferenceError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FieldReference(String);

impl FieldReference {
    /// Checks and takes the text.
    ///
    /// # Errors
    /// [`FieldReferenceError`] when it is neither form.
    pub fn parse(text: &str) -> Result<Self, FieldReferenceError> {
        let refused = || FieldReferenceError(text.into());
        let rest = text.strip_prefix('$').ok_or_else(refused)?;
        if is_path(text) || is_word(rest) { Ok(Self(text.into())) } else { Err(refused()) }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_path(text: &str) -> bool {
    text.starts_with("$.") || text.starts_with("$[")
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// What a matching event is worth: a number, or what stands in one of its fields.
///
/// ```
/// use cupola_logs::MetricValue;
///
/// assert_eq!(MetricValue::from(12.0).as_str(), "12");
/// assert!(MetricValue::parse("$.ms").is_ok() && MetricValue::parse("ms").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MetricValue(Source);

#[derive(Clone, Debug, PartialEq)]
enum Source {
    Number { text: String, value: f64 },
    Field(FieldReference),
}

impl MetricValue {
    /// Reads a finite number or a [`FieldReference`], of at most 100 characters.
    ///
    /// # Errors
    /// [`FieldReferenceError`] when it is neither.
    pub fn parse(text: &str) -> Result<Self, FieldReferenceError> {
        if text.chars().count() > LONGEST_VALUE {
            return Err(FieldReferenceError(text.into()));
        }
        match text.parse() {
            Ok(value) if f64::is_finite(value) => Ok(Self(Source::Number { text: text.into(), value })),
            _ => FieldReference::parse(text).map(Self::from),
        }
    }

    /// The text as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Source::Number { text, .. } => text,
            Source::Field(field) => field.as_str(),
        }
    }

    /// The number, when it is one.
    #[must_use]
    pub const fn number(&self) -> Option<f64> {
        match &self.0 {
            Source::Number { value, .. } => Some(*value),
            Source::Field(_) => None,
        }
    }

    /// The field, when it is one.
    #[must_use]
    pub const fn field(&self) -> Option<&FieldReference> {
        match &self.0 {
            Source::Number { .. } => None,
            Source::Field(field) => Some(field),
        }
    }
}

/// Most characters of a metric value.
const LONGEST_VALUE: usize = 100;

impl From<f64> for MetricValue {
    fn from(value: f64) -> Self {
        Self(Source::Number { text: value.to_string(), value })
    }
}

impl From<FieldReference> for MetricValue {
    fn from(field: FieldReference) -> Self {
        Self(Source::Field(field))
    }
}

macro_rules! texts {
    ($($type:ident),*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $type {
            type Err = FieldReferenceError;

            fn from_str(text: &str) -> Result<Self, FieldReferenceError> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $type {
            type Error = FieldReferenceError;

            fn try_from(text: String) -> Result<Self, FieldReferenceError> {
                Self::parse(&text)
            }
        }

        impl From<$type> for String {
            fn from(text: $type) -> Self {
                text.as_str().into()
            }
        }
    )*};
}

texts!(FieldReference, MetricValue);

/// A text is neither a number nor a field of an event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither a finite number nor a field: $.path, $name or $3 is needed")]
pub struct FieldReferenceError(String);
