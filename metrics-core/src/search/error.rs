//! Why a search was refused.

use std::fmt;

use cupola_base::text::{Diagnostic, Span};

/// Why a search was refused, drawn under the place.
#[derive(Clone, PartialEq, Eq)]
pub struct SearchError {
    kind: SearchErrorKind,
    diagnostic: Box<Diagnostic>,
}

/// What is wrong with a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SearchErrorKind {
    /// It is longer than a search may be, or more deeply nested.
    Size,
    /// A character or word stands where it cannot.
    Syntax,
    /// The schema is not one.
    Schema,
    /// The term has neither letter nor digit: there is nothing to look for.
    Nothing,
}

impl SearchError {
    pub(super) fn new(kind: SearchErrorKind, source: &str, span: Span, message: impl Into<String>) -> Self {
        let diagnostic = Diagnostic::new("search", source, span, message).with_reference(REFERENCE);
        Self { kind, diagnostic: Box::new(diagnostic) }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> SearchErrorKind {
        self.kind
    }

    /// Where it is wrong.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.diagnostic.span()
    }

    /// What is wrong, in one line.
    #[must_use]
    pub fn message(&self) -> &str {
        self.diagnostic.message()
    }

    /// The search.
    #[must_use]
    pub fn text(&self) -> &str {
        self.diagnostic.source()
    }
}

const REFERENCE: &str = "CloudWatch User Guide, \"CloudWatch search expression syntax\"";

impl std::error::Error for SearchError {}

impl fmt::Display for SearchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

impl fmt::Debug for SearchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
