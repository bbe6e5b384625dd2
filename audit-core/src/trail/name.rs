//! Names of trails.

use std::fmt;
use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

/// The name of a trail: 3 to 128 letters, digits, `.`, `_` and `-`; the first and last are letters or digits, no two
/// others stand side by side, and it does not look like an IP address.
///
/// ```
/// use cupola_audit::{TrailName, TrailNameError};
///
/// assert_eq!(TrailName::new("quay.main_1")?.as_str(), "quay.main_1");
/// assert_eq!(TrailName::new("a--b"), Err(TrailNameError::Adjacent));
/// assert_eq!(TrailName::new("192.168.5.4"), Err(TrailNameError::Address));
/// # Ok::<(), TrailNameError>(())
/// ```
///
/// # Source
/// CloudTrail API Reference, CreateTrail, `Name`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TrailName(String);

impl TrailName {
    /// Checks and takes the text.
    ///
    /// # Errors
    /// [`TrailNameError`]: the rule that is broken first.
    pub fn new(text: &str) -> Result<Self, TrailNameError> {
        let length = text.chars().count();
        let is_plain = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        match () {
            () if length < 3 => Err(TrailNameError::TooShort(length)),
            () if length > 128 => Err(TrailNameError::TooLong(length)),
            () if !is_plain(text.chars().next()) => Err(TrailNameError::Start),
            () if !is_plain(text.chars().next_back()) => Err(TrailNameError::End),
            () if !text.chars().all(|c| c.is_ascii_alphanumeric() || is_mark(c)) => Err(TrailNameError::Character),
            () if text.as_bytes().windows(2).any(|pair| pair.iter().all(|b| is_mark(char::from(*b)))) => {
                Err(TrailNameError::Adjacent)
            }
            () if text.parse::<Ipv4Addr>().is_ok() => Err(TrailNameError::Address),
            () => Ok(Self(text.to_owned())),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const fn is_mark(c: char) -> bool {
    matches!(c, '.' | '_' | '-')
}

impl fmt::Display for TrailName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for TrailName {
    type Error = TrailNameError;

    fn try_from(text: String) -> Result<Self, TrailNameError> {
        Self::new(&text)
    }
}

impl From<TrailName> for String {
    fn from(name: TrailName) -> Self {
        name.0
    }
}

/// Which rule a trail's name breaks; the texts are the service's where it has any.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrailNameError {
    /// Fewer than 3 characters.
    #[error("Trail name too short. Minimum allowed length: 3 characters. Specified name length: {0} characters.")]
    TooShort(usize),
    /// More than 128 characters.
    #[error("Trail name too long. Maximum allowed length: 128 characters. Specified name length: {0} characters.")]
    TooLong(usize),
    /// A character that names do not have.
    #[error(
        "Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_)."
    )]
    Character,
    /// The first character is neither a letter nor a digit.
    #[error("Trail name must starts with a letter or number.")]
    Start,
    /// The last character is neither a letter nor a digit.
    #[error("Trail name must ends with a letter or number.")]
    End,
    /// Two of `.`, `_` and `-` stand side by side.
    #[error("Trail name cannot have adjacent periods, hyphens or underscores.")]
    Adjacent,
    /// It looks like an IP address.
    #[error("Trail name cannot be in IP address format.")]
    Address,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_is_kept() {
        for (text, expected) in [
            ("ab", Err(TrailNameError::TooShort(2))),
            ("a b", Err(TrailNameError::Character)),
            ("caf\u{e9}s", Err(TrailNameError::Character)),
            ("-ab", Err(TrailNameError::Start)),
            ("ab.", Err(TrailNameError::End)),
            ("a._b", Err(TrailNameError::Adjacent)),
            ("10.0.0.1", Err(TrailNameError::Address)),
            ("10.0.0.1.2", Ok(())),
            ("abc", Ok(())),
        ] {
            assert_eq!(TrailName::new(text).map(drop), expected, "{text}");
        }
        assert_eq!(TrailName::new(&"a".repeat(129)), Err(TrailNameError::TooLong(129)));
    }
}
