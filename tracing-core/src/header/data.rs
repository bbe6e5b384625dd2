//! The user's own pairs in a header.

use super::TraceHeader;
use super::part::{Key, trim};

/// Pairs in order of their keys' first appearance; at most 256 bytes, keys and values together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct UserData(Vec<(String, String)>);

impl UserData {
    /// Adds a pair or replaces the value of its key. What would pass the limit is not taken, and what stood
    /// stays; false then.
    pub(super) fn put(&mut self, key: &str, value: &str) -> bool {
        let old = self.0.iter().position(|(known, _)| known == key);
        let gone = old.map_or(0, |at| key.len() + self.0[at].1.len());
        if self.bytes() - gone + key.len() + value.len() > TraceHeader::MOST_DATA {
            return false;
        }
        match old {
            Some(at) => self.0[at].1 = value.to_owned(),
            None => self.0.push((key.to_owned(), value.to_owned())),
        }
        true
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How long the pairs are when written, each with a semicolon and an equals sign.
    pub(super) fn written_chars(&self) -> usize {
        self.iter().map(|(key, value)| 2 + key.chars().count() + value.chars().count()).sum()
    }

    fn bytes(&self) -> usize {
        self.iter().map(|(key, value)| key.len() + value.len()).sum()
    }
}

/// A key that is the user's own and reads back as itself.
pub(super) fn check_key(key: &str) -> Result<(), UserDataError> {
    if key.is_empty() {
        return Err(UserDataError::Empty);
    }
    if !matches!(Key::of(key), Key::Other(_)) {
        return Err(UserDataError::Reserved(key.to_owned()));
    }
    if key.contains('=') { Err(UserDataError::Character) } else { check_value(key) }
}

/// A value that reads back as itself.
pub(super) fn check_value(value: &str) -> Result<(), UserDataError> {
    let breaks = value.contains(|c: char| c == ';' || c.is_control()) || trim(value) != value;
    if breaks { Err(UserDataError::Character) } else { Ok(()) }
}

/// Why a pair or a lineage was not put into a header.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UserDataError {
    /// The key, or the lineage, is empty.
    #[error("an empty key or lineage cannot be read back")]
    Empty,
    /// The key means something else in a header.
    #[error("`{0}` is a key that the header itself uses: Root, Parent, Sampled, Self and Lineage are")]
    Reserved(String),
    /// A semicolon, a control character, a blank at an end, or an equals sign in a key.
    #[error("`;`, control characters, blanks at the ends and `=` in a key cannot stand in a header")]
    Character,
    /// The header would be longer than 256 characters, or the lineage than 256 bytes.
    #[error("the header would be longer than {} characters", TraceHeader::MOST_DATA)]
    TooLong,
}
