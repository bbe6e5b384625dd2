//! A filter pattern with how it was read.

use serde::{Deserialize, Serialize};

use crate::filter::{FilterPattern, FilterPatternError, Semantics};

/// A pattern, and the decisions with which it was read: both stand in snapshots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Text", into = "Text")]
pub(crate) struct Parsed {
    pattern: FilterPattern,
    semantics: Semantics,
}

impl Parsed {
    pub(crate) fn new(text: &str, semantics: &Semantics) -> Result<Self, FilterPatternError> {
        Ok(Self { pattern: FilterPattern::parse_with(text, semantics)?, semantics: *semantics })
    }

    pub(crate) const fn pattern(&self) -> &FilterPattern {
        &self.pattern
    }
}

#[derive(Serialize, Deserialize)]
struct Text {
    pattern: String,
    semantics: Semantics,
}

impl From<Parsed> for Text {
    fn from(parsed: Parsed) -> Self {
        Self { pattern: parsed.pattern.as_str().into(), semantics: parsed.semantics }
    }
}

impl TryFrom<Text> for Parsed {
    type Error = FilterPatternError;

    fn try_from(text: Text) -> Result<Self, FilterPatternError> {
        Self::new(&text.pattern, &text.semantics)
    }
}
