//! Bounds and choices of the pattern language.

use serde::{Deserialize, Serialize};

use super::PatternDialect;

/// Bounds and choices with which a pattern is read.
///
/// ```
/// use cupola_events::{Pattern, PatternOptions};
///
/// let text = r#"{"a": [1], "a": [2]}"#;
/// assert!(Pattern::parse(text).is_ok(), "the last wins");
/// assert!(Pattern::parse_with(text, &PatternOptions::default().refusing_duplicates()).is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PatternOptions {
    /// Most characters of the text; `None`: any number. Default 4096, the API's own bound; the
    /// account's quota is 2048 unless it was raised.
    pub length: Option<usize>,
    /// Greatest wildcard complexity; `None`: any. Default 10, calibrated against the service.
    pub wildcard_complexity: Option<usize>,
    /// Most levels of nesting, up to 256. Default 256, which any stack holds; our decision.
    pub depth: usize,
    /// Most rules that `$or` may expand to. Default 1000; our decision.
    pub branches: usize,
    /// Refuses a path that is named twice, where else the last wins. Default off.
    pub refuse_duplicates: bool,
    /// Reads `$or` as a plain field name where it is not a relationship, as rules older than the
    /// operator need it. Default off, as in the service's validation.
    pub legacy_or: bool,
    /// Whose dialect it is. Default: that of event buses, the whole language.
    #[serde(default)]
    pub dialect: PatternDialect,
    /// Refuses operands of `numeric` outside of -5e9 to 5e9 or with more than 6 decimals, as the
    /// documentation has it; the engine in use reads all doubles. Default off.
    #[serde(default)]
    pub strict_documented_range: bool,
}

impl Default for PatternOptions {
    fn default() -> Self {
        Self {
            length: Some(4096),
            wildcard_complexity: Some(10),
            depth: Self::MOST_LEVELS,
            branches: 1000,
            refuse_duplicates: false,
            legacy_or: false,
            dialect: PatternDialect::EventBus,
            strict_documented_range: false,
        }
    }
}

impl PatternOptions {
    /// The deepest pattern that is read whatever the options say.
    pub(crate) const MOST_LEVELS: usize = 256;

    /// The default without the service's own bounds on length and wildcard complexity.
    #[must_use]
    pub fn unbounded() -> Self {
        Self { length: None, wildcard_complexity: None, ..Self::default() }
    }

    /// Sets the most characters.
    #[must_use]
    pub fn with_length(self, length: Option<usize>) -> Self {
        Self { length, ..self }
    }

    /// Sets the greatest wildcard complexity.
    #[must_use]
    pub fn with_wildcard_complexity(self, wildcard_complexity: Option<usize>) -> Self {
        Self { wildcard_complexity, ..self }
    }

    /// Refuses a path that is named twice.
    #[must_use]
    pub fn refusing_duplicates(self) -> Self {
        Self { refuse_duplicates: true, ..self }
    }

    /// Reads `$or` as a plain field name where it is not a relationship.
    #[must_use]
    pub fn with_legacy_or(self) -> Self {
        Self { legacy_or: true, ..self }
    }

    /// Reads the dialect.
    #[must_use]
    pub fn with_dialect(self, dialect: PatternDialect) -> Self {
        Self { dialect, ..self }
    }

    /// Refuses operands of `numeric` outside of the documented range.
    #[must_use]
    pub fn with_strict_documented_range(self) -> Self {
        Self { strict_documented_range: true, ..self }
    }
}
