//! Why a query was refused.

use std::fmt;

use cupola_base::text::{Diagnostic, Span};

/// Why a query was refused, drawn under the place.
#[derive(Clone, PartialEq, Eq)]
pub struct InsightsError {
    kind: InsightsErrorKind,
    diagnostic: Box<Diagnostic>,
}

/// What is wrong with a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InsightsErrorKind {
    /// It is longer than a query may be, or more deeply nested.
    Size,
    /// A character or word stands where it cannot.
    Syntax,
    /// `LIMIT` is no number from 1 to 500.
    Limit,
    /// It asks for tags of metrics, which this library does not keep.
    Tags,
}

impl InsightsError {
    pub(super) fn new(kind: InsightsErrorKind, source: &str, span: Span, message: impl Into<String>) -> Self {
        let diagnostic = Diagnostic::new("metrics insights", source, span, message).with_reference(REFERENCE);
        Self { kind, diagnostic: Box::new(diagnostic) }
    }

    pub(super) fn labelled(mut self, label: impl Into<String>) -> Self {
        *self.diagnostic = self.diagnostic.with_label(label);
        self
    }

    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        *self.diagnostic = self.diagnostic.with_help(help);
        self
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> InsightsErrorKind {
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

    /// The query.
    #[must_use]
    pub fn text(&self) -> &str {
        self.diagnostic.source()
    }
}

const REFERENCE: &str = "CloudWatch User Guide, \"Metrics Insights query components and syntax\"";

impl std::error::Error for InsightsError {}

impl fmt::Display for InsightsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

impl fmt::Debug for InsightsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
