//! What the crate's little languages have in common.

use std::fmt;

use cupola_base::text::{Cursor, Diagnostic, Span};

/// Why a text of one of the crate's languages was refused, drawn under the place.
///
/// Metric math, searches and Metrics Insights each have their own kinds of mistakes, see
/// [`MathError`](crate::math::MathError), [`SearchError`](crate::search::SearchError) and
/// [`InsightsError`](crate::insights::InsightsError).
#[derive(Clone, PartialEq, Eq)]
pub struct LanguageError<Kind> {
    kind: Kind,
    diagnostic: Box<Diagnostic>,
}

/// A language, told by what can be wrong in it.
pub(crate) trait Language {
    /// What people call it.
    const NAME: &'static str;
    /// Where it is described.
    const REFERENCE: &'static str;
}

impl<Kind> LanguageError<Kind> {
    pub(crate) fn new(kind: Kind, source: &str, span: Span, message: impl Into<String>) -> Self
    where
        Kind: Language,
    {
        let diagnostic = Diagnostic::new(Kind::NAME, source, span, message).with_reference(Kind::REFERENCE);
        Self { kind, diagnostic: Box::new(diagnostic) }
    }

    pub(crate) fn labelled(mut self, label: impl Into<String>) -> Self {
        *self.diagnostic = self.diagnostic.with_label(label);
        self
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        *self.diagnostic = self.diagnostic.with_help(help);
        self
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> Kind
    where
        Kind: Copy,
    {
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

    /// The text that was refused.
    #[must_use]
    pub fn text(&self) -> &str {
        self.diagnostic.source()
    }
}

impl<Kind> std::error::Error for LanguageError<Kind> {}

impl<Kind> fmt::Display for LanguageError<Kind> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

impl<Kind> fmt::Debug for LanguageError<Kind> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads a text in the quotes that come next; a backslash takes the next character as it is. Where the closing
/// quote is missing, the place of the whole.
pub(crate) fn quoted(cursor: &mut Cursor<'_>) -> Result<String, Span> {
    let start = cursor.position();
    let quote = cursor.bump();
    let mut text = String::new();
    while let Some(c) = cursor.bump() {
        match c {
            '\\' => text.extend(cursor.bump()),
            _ if Some(c) == quote => return Ok(text),
            _ => text.push(c),
        }
    }
    Err(cursor.span_from(start))
}
