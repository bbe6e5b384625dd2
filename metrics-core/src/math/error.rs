//! Why an expression was refused.

use std::fmt;

use cupola_base::text::{Diagnostic, Span};

/// Why an expression was refused, drawn under the place.
///
/// ```
/// use cupola_metrics::math::{Expression, MathErrorKind};
///
/// let error = Expression::parse("RUNING_SUM(m1)").unwrap_err();
/// assert_eq!(error.kind(), MathErrorKind::Function);
/// assert_eq!(
///     error.to_string(),
///     [
///         "metric math error: there is no function RUNING_SUM",
///         "  |",
///         "1 | RUNING_SUM(m1)",
///         "  | ^^^^^^^^^^ did you mean RUNNING_SUM?",
///         "  |",
///         "  = source: CloudWatch User Guide, \"Using math expressions with CloudWatch metrics\"",
///     ]
///     .join("\n"),
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct MathError {
    kind: MathErrorKind,
    diagnostic: Box<Diagnostic>,
}

/// What is wrong with an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MathErrorKind {
    /// It is longer than an expression may be, or more deeply nested.
    Size,
    /// A character or word stands where it cannot.
    Syntax,
    /// A number is none, or beyond the range of numbers.
    Number,
    /// There is no function of that name.
    Function,
    /// There is no metric or expression of that id.
    Id,
    /// A function has too few or too many arguments.
    Arguments,
    /// A number, a time series, an array, a text or a word stands where something else is needed.
    Type,
    /// The text of a search, its statistic or its period is not one.
    Search,
    /// The result is a number, and no time series.
    Scalar,
    /// The function's answer comes from outside, and nobody gave one.
    NotAvailable,
    /// The evaluation would take more time and memory than it may.
    Budget,
}

impl MathError {
    pub(crate) fn new(kind: MathErrorKind, source: &str, span: Span, message: impl Into<String>) -> Self {
        let diagnostic = Diagnostic::new("metric math", source, span, message).with_reference(REFERENCE);
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
    pub const fn kind(&self) -> MathErrorKind {
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

    /// The expression.
    #[must_use]
    pub fn text(&self) -> &str {
        self.diagnostic.source()
    }
}

const REFERENCE: &str = "CloudWatch User Guide, \"Using math expressions with CloudWatch metrics\"";

impl std::error::Error for MathError {}

impl fmt::Display for MathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

impl fmt::Debug for MathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
