//! Why an expression was refused.

use std::fmt;

use cupola_base::text::{Diagnostic, Span, nearest};

/// Why a filter expression was refused, drawn under the place.
///
/// ```
/// use cupola_traces::{FilterErrorKind, FilterExpression};
///
/// let error = FilterExpression::parse("fault AND responetime > 5").unwrap_err();
/// assert_eq!((error.kind(), error.at()), (FilterErrorKind::Semantic, 10));
/// assert!(error.to_string().contains("^^^^^^^^^^^ did you mean responsetime?"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    kind: FilterErrorKind,
    expected: Vec<&'static str>,
    diagnostic: Box<Diagnostic>,
}

/// What is wrong with an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a text goes wrong in one of three ways")]
pub enum FilterErrorKind {
    /// Characters make no word.
    Lex,
    /// Words make no expression.
    Syntax,
    /// The expression means nothing.
    Semantic,
}

impl FilterErrorKind {
    /// The kind's word: `Lex`, `Syntax`, `Semantic`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lex => "Lex",
            Self::Syntax => "Syntax",
            Self::Semantic => "Semantic",
        }
    }
}

impl fmt::Display for FilterErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FilterError {
    pub(super) fn new(kind: FilterErrorKind, source: &str, span: Span, message: impl Into<String>) -> Self {
        let diagnostic = Diagnostic::new("filter expression", source, span, message)
            .with_reference("X-Ray Developer Guide, \"Using filter expressions\"");
        Self { kind, expected: Vec::new(), diagnostic: Box::new(diagnostic) }
    }

    /// Says what is accepted.
    pub(super) fn expecting(mut self, expected: Vec<&'static str>) -> Self {
        self.diagnostic = Box::new(self.diagnostic.with_help(format!("accepted: {}", expected.join(", "))));
        self.expected = expected;
        self
    }

    /// Asks whether something else was meant, if something accepted is like it.
    pub(super) fn unlike(mut self, word: &str) -> Self {
        if let Some(near) = nearest(word, self.expected.iter().copied()) {
            self.diagnostic = Box::new(self.diagnostic.with_label(format!("did you mean {near}?")));
        }
        self
    }

    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic = Box::new(self.diagnostic.with_help(help));
        self
    }

    /// Which of the three.
    #[must_use]
    pub const fn kind(&self) -> FilterErrorKind {
        self.kind
    }

    /// The byte at which it goes wrong.
    #[must_use]
    pub fn at(&self) -> usize {
        self.span().start
    }

    /// The part of the text that is wrong, in bytes.
    #[must_use]
    pub fn span(&self) -> Span {
        self.diagnostic.span()
    }

    /// What is accepted there; empty when that is no list.
    #[must_use]
    pub fn expected(&self) -> &[&'static str] {
        &self.expected
    }

    /// What is wrong, in a line.
    #[must_use]
    pub fn message(&self) -> &str {
        self.diagnostic.message()
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

impl std::error::Error for FilterError {}
