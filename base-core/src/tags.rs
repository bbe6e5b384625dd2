//! Tags of resources.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The tags of one resource: at most 50, keys of 1 to 128 characters, values of 0 to 256.
///
/// ```
/// use cupola_base::{Tags, TagsError};
///
/// let mut tags = Tags::default();
/// tags.set([("team", "harbour")])?;
/// tags.set([("team", "quay"), ("stage", "test")])?;
/// assert_eq!(tags.iter().collect::<Vec<_>>(), [("stage", "test"), ("team", "quay")]);
/// assert_eq!(tags.set([("", "x")]), Err(TagsError::Key("".into())));
/// # Ok::<(), TagsError>(())
/// ```
///
/// # Source
/// AWS General Reference, "Tagging your AWS resources".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tags(BTreeMap<String, String>);

/// How many tags a resource may have.
const MOST: usize = 50;

impl Tags {
    /// Adds tags or replaces the values of those there; all or none.
    ///
    /// # Errors
    /// [`TagsError`] when a key or a value is out of bounds or there would be more than 50.
    pub fn set<K: Into<String>, V: Into<String>>(
        &mut self,
        tags: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(), TagsError> {
        let mut all = self.0.clone();
        for (key, value) in tags {
            let (key, value) = (key.into(), value.into());
            check(&key, &value)?;
            all.insert(key, value);
        }
        if all.len() > MOST {
            return Err(TagsError::TooMany(all.len()));
        }
        self.0 = all;
        Ok(())
    }

    /// Takes tags away; unknown keys do not matter.
    pub fn unset<'a>(&mut self, keys: impl IntoIterator<Item = &'a str>) {
        for key in keys {
            self.0.remove(key);
        }
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// All tags, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn check(key: &str, value: &str) -> Result<(), TagsError> {
    if !(1..=128).contains(&key.chars().count()) || key.starts_with("aws:") {
        return Err(TagsError::Key(key.into()));
    }
    if value.chars().count() > 256 {
        return Err(TagsError::Value(key.into()));
    }
    Ok(())
}

/// Why tags were refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TagsError {
    /// The key is empty, longer than 128 characters, or begins with `aws:`.
    #[error("tag key `{0}`: 1 to 128 characters that do not begin with aws:")]
    Key(String),
    /// The value of this key is longer than 256 characters.
    #[error("the value of tag `{0}` is longer than 256 characters")]
    Value(String),
    /// More than 50 tags.
    #[error("{0} tags are more than the 50 that a resource may have")]
    TooMany(usize),
}
