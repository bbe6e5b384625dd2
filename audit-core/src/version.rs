//! Versions of the record's form.

use std::fmt;
use std::str::FromStr;

/// The version of a record's form: two whole numbers.
///
/// `1.05` is (1, 5) and `1.10` is (1, 10): minor numbers up to 9 are often written with a zero in
/// front. There is no order between majors, hence no `Ord`: ask [`is_at_least`](Self::is_at_least).
///
/// ```
/// use cupola_audit::EventVersion;
///
/// let version: EventVersion = "1.10".parse()?;
/// assert!(version.is_at_least(1, 9) && !version.is_at_least(1, 11) && !version.is_at_least(0, 9));
/// assert_eq!("1.05".parse::<EventVersion>()?, EventVersion::new(1, 5));
/// # Ok::<(), cupola_audit::EventVersionError>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "CloudTrail record contents", `eventVersion`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a version is two numbers")]
pub struct EventVersion {
    /// Changes when fields go or change their meaning.
    pub major: u32,
    /// Changes when fields are added.
    pub minor: u32,
}

impl EventVersion {
    /// The version that [`RecordBuilder`](crate::RecordBuilder) writes.
    pub const CURRENT: Self = Self::new(1, 11);

    /// The version of these numbers.
    #[must_use]
    pub const fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }

    /// Whether the record has all that this version brought: the same major and no smaller minor.
    #[must_use]
    pub const fn is_at_least(self, major: u32, minor: u32) -> bool {
        self.major == major && self.minor >= minor
    }
}

impl FromStr for EventVersion {
    type Err = EventVersionError;

    fn from_str(text: &str) -> Result<Self, EventVersionError> {
        let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok()).flatten();
        let numbers = text.split_once('.').and_then(|(major, minor)| Some((number(major)?, number(minor)?)));
        let (major, minor) = numbers.ok_or_else(|| EventVersionError(text.into()))?;
        Ok(Self { major, minor })
    }
}

/// Prints small minors as records have them: `1.08`.
impl fmt::Display for EventVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.major, self.minor)
    }
}

/// The text is not a version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a version of records: two whole numbers such as 1.08 are needed")]
pub struct EventVersionError(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_two_whole_numbers() {
        for (text, parsed) in [
            ("1.0", Some((1, 0))),
            ("1.00", Some((1, 0))),
            ("1.09", Some((1, 9))),
            ("1.11", Some((1, 11))),
            ("1", None),
            ("1.", None),
            (".1", None),
            ("1.+1", None),
            ("1.2.3", None),
            ("1.99999999999", None),
        ] {
            let version = text.parse::<EventVersion>().ok().map(|version| (version.major, version.minor));
            assert_eq!(version, parsed, "{text}");
        }
    }
}
