//! A line that is not of its kind.

use std::fmt;

use cupola_base::text::{Diagnostic, Span};

/// A line, or a template, that is not of its kind: what is wrong, and where.
///
/// ```
/// use cupola_logs::format::LambdaLine;
///
/// let error = LambdaLine::parse("END RequestID: 9f3c").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     [
///         r#"Lambda log line error: expected `RequestId: `"#,
///         r#"  |"#,
///         r#"1 | END RequestID: 9f3c"#,
///         r#"  |     ^^^^^^^^^^^^^^^"#,
///     ]
///     .join("\n"),
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError(Box<Diagnostic>);

impl FormatError {
    pub(super) fn new(kind: &'static str, text: &str, span: Span, message: impl Into<String>) -> Self {
        Self(Box::new(Diagnostic::new(kind, text, span, message)))
    }

    /// Says something about a part of the text.
    pub(super) fn at(kind: &'static str, text: &str, part: &str, message: impl Into<String>) -> Self {
        let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
        Self::new(kind, text, Span::new(start, start + part.len()), message)
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        self.0.message()
    }

    /// The bytes of the text that are at fault.
    #[must_use]
    pub fn span(&self) -> Span {
        self.0.span()
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for FormatError {}
