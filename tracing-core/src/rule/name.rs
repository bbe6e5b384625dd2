//! Names of sampling rules.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Names a sampling rule: 1 to 32 characters.
///
/// ```
/// use cupola_traces::RuleName;
/// assert!(RuleName::new("").is_err());
/// assert!(RuleName::new("Default")?.is_default());
/// # Ok::<(), cupola_traces::RuleNameError>(())
/// ```
///
/// # Source
/// X-Ray API Reference, SamplingRule.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Arc<str>", into = "Arc<str>")]
pub struct RuleName(Arc<str>);

impl RuleName {
    /// Checks and takes the text.
    ///
    /// # Errors
    /// [`RuleNameError`] unless it has 1 to 32 characters.
    pub fn new(text: impl Into<Arc<str>>) -> Result<Self, RuleNameError> {
        let text = text.into();
        let length = text.chars().count();
        if (1..=32).contains(&length) { Ok(Self(text)) } else { Err(RuleNameError { length }) }
    }

    /// The name of the rule that is always there.
    #[must_use]
    pub fn default_rule() -> Self {
        Self("Default".into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the name of the rule that is always there.
    #[must_use]
    pub fn is_default(&self) -> bool {
        &*self.0 == "Default"
    }
}

impl TryFrom<Arc<str>> for RuleName {
    type Error = RuleNameError;

    fn try_from(text: Arc<str>) -> Result<Self, RuleNameError> {
        Self::new(text)
    }
}

impl TryFrom<&str> for RuleName {
    type Error = RuleNameError;

    fn try_from(text: &str) -> Result<Self, RuleNameError> {
        Self::new(text)
    }
}

impl From<RuleName> for Arc<str> {
    fn from(name: RuleName) -> Self {
        name.0
    }
}

impl std::borrow::Borrow<str> for RuleName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// The text is no rule's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a rule's name of {length} characters: 1 to 32 are accepted")]
#[non_exhaustive]
pub struct RuleNameError {
    /// How many characters were given.
    pub length: usize,
}
