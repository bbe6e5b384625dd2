//! What testing a pattern gives.

use std::borrow::Cow;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// Names and values that a pattern finds in a message that it matches.
///
/// In a space-delimited pattern the names are `$name`, or `$1`, `$2`, ... by place for fields without
/// a name and words that `...` passes over, in the order of the message; in a JSON pattern the
/// selectors that found something, in the order of the pattern. Values are texts: strings without
/// quotes and escapes, anything else of JSON as it is written. Each name is there once. Serialises
/// as a map.
///
/// ```
/// use cupola_logs::filter::FilterPattern;
///
/// let pattern = FilterPattern::parse("[host, ..., code=5*, ms>100]")?;
/// let found = pattern.test(r#"h1 x "GET /" 503 220"#).unwrap();
/// let pairs: Vec<_> = found.iter().collect();
/// assert_eq!(pairs, [("$host", "h1"), ("$2", "x"), ("$3", "GET /"), ("$code", "503"), ("$ms", "220")]);
///
/// let pattern = FilterPattern::parse("{ $.job.state = late && $.job.note NOT EXISTS }")?;
/// let found = pattern.test(r#"{"job": {"state": "late"}}"#).unwrap();
/// assert_eq!(serde_json::to_string(&found).unwrap(), r#"{"$.job.state":"late"}"#);
/// # Ok::<(), cupola_logs::filter::FilterPatternError>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, "TestMetricFilter".
#[doc(alias = "extractedValues")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extracted<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl Extracted<'_> {
    /// Names and values in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// The value of a name, `$` included.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// How many names.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no name, as always in unstructured patterns.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> FromIterator<(Cow<'a, str>, Cow<'a, str>)> for Extracted<'a> {
    fn from_iter<I: IntoIterator<Item = (Cow<'a, str>, Cow<'a, str>)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl<'a> IntoIterator for Extracted<'a> {
    type Item = (Cow<'a, str>, Cow<'a, str>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Serialize for Extracted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        self.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        map.end()
    }
}
