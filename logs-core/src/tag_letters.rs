//! The characters of tags.

use cupola_base::{Tags, TagsError};

/// Adds tags or replaces the values of those there; all or none.
pub(crate) fn set<K: Into<String>, V: Into<String>>(
    tags: &mut Tags,
    more: impl IntoIterator<Item = (K, V)>,
) -> Result<(), TagRuleError> {
    let more: Vec<(String, String)> = more.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
    if let Some((key, _)) = more.iter().find(|(key, value)| !is_plain(key) || !is_plain(value)) {
        return Err(TagRuleError::Letters(key.clone()));
    }
    Ok(tags.set(more)?)
}

fn is_plain(text: &str) -> bool {
    text.chars().all(|letter| letter.is_alphanumeric() || letter == ' ' || "_.:/=+-@".contains(letter))
}

/// Why tags of a log group were refused.
///
/// # Source
/// CloudWatch Logs API Reference, TagResource.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TagRuleError {
    /// They break the rules of all tags.
    #[error(transparent)]
    Tags(#[from] TagsError),
    /// The key or the value of this tag holds other characters.
    #[error("tag `{0}`: letters, digits, spaces and _ . : / = + - @ are accepted")]
    Letters(String),
}
