//! What keeps a world from going on.

use std::fmt;

use cupola::Timestamp;
use cupola::base::text::Diagnostic;

/// What was not as a test said; what the methods beginning with `try_` return, and the others panic with.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum WorldError {
    /// A text that is no time, or a time that lies behind.
    Moment(Box<Diagnostic>),
    /// An area refused what was put in.
    Refused {
        /// What was put in.
        what: String,
        /// Why, in the area's words.
        why: String,
    },
    /// An expectation was not met.
    Unmet(Box<Unmet>),
}

/// An expectation that was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unmet {
    /// When.
    pub at: Timestamp,
    /// What was expected.
    pub expected: String,
    /// What was found instead.
    pub found: String,
    /// Why it came out as it did; may be empty.
    pub explanation: String,
    /// What happened in the world, drawn line by line.
    pub timeline: String,
}

impl WorldError {
    pub(super) fn refused(what: impl Into<String>, why: impl fmt::Display) -> Self {
        Self::Refused { what: what.into(), why: why.to_string() }
    }
}

impl fmt::Display for WorldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Moment(diagnostic) => diagnostic.fmt(f),
            Self::Refused { what, why } => write!(f, "{what} was refused: {why}"),
            Self::Unmet(unmet) => unmet.fmt(f),
        }
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, expected, found, explanation, timeline } = self;
        write!(f, "expected {expected} by {at}; {found}")?;
        if !explanation.is_empty() {
            write!(f, "\n\nwhy:\n{}", explanation.trim_end())?;
        }
        write!(f, "\n\nwhat happened:\n{}", timeline.trim_end())
    }
}

impl std::error::Error for WorldError {}

/// What was waited for did not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NeverHappened {
    /// Until when was waited.
    pub limit: Timestamp,
}

impl fmt::Display for NeverHappened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it did not happen until {}", self.limit)
    }
}

impl std::error::Error for NeverHappened {}
