//! Patterns of group names, as `ListLogGroups` takes them.

use std::fmt;
use std::str::FromStr;

/// Alternatives, one of which a group's name must hold, or begin with when it is written `^...`.
///
/// One to five, joined by `|`, of 3 to 24 characters that names may have.
///
/// ```
/// use cupola_logs::LogGroupNamePattern;
///
/// let pattern = LogGroupNamePattern::parse("^/aws/lambda|dock")?;
/// assert!(pattern.matches("/aws/lambda/eat") && pattern.matches("/ship/docked"));
/// assert!(!pattern.matches("/my/aws/lambda"));
/// assert!(LogGroupNamePattern::parse("a.*b").is_err());
/// # Ok::<(), cupola_logs::LogGroupNamePatternError>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, ListLogGroups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogGroupNamePattern {
    text: String,
}

impl LogGroupNamePattern {
    /// Checks and takes the text.
    ///
    /// # Errors
    /// [`LogGroupNamePatternError`], with what is accepted.
    pub fn parse(text: &str) -> Result<Self, LogGroupNamePatternError> {
        let ok = text.split('|').count() <= MOST && text.split('|').all(is_alternative);
        if ok { Ok(Self { text: text.into() }) } else { Err(LogGroupNamePatternError(text.into())) }
    }

    /// Whether a name matches. Letter case counts.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        self.text.split('|').any(|part| match part.strip_prefix('^') {
            Some(start) => name.starts_with(start),
            None => name.contains(part),
        })
    }
}

/// Most alternatives.
const MOST: usize = 5;

fn is_alternative(text: &str) -> bool {
    let letters = text.strip_prefix('^').unwrap_or(text);
    (3..=24).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-/#".contains(&b))
}

impl fmt::Display for LogGroupNamePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for LogGroupNamePattern {
    type Err = LogGroupNamePatternError;

    fn from_str(text: &str) -> Result<Self, LogGroupNamePatternError> {
        Self::parse(text)
    }
}

/// The text is not a pattern of group names.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a pattern of log group names: 1 to 5 alternatives joined by |, each of 3 to 24 of A-Z a-z 0-9 . _ - / # with or without ^ before it, are needed"
)]
pub struct LogGroupNamePatternError(String);
