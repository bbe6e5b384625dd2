//! What is wrong with a rule, and where.

use std::fmt;

/// Why a text is no set of rules that this crate can ask: what, where, and the line.
///
/// ```
/// use cupola_sigma::Rules;
///
/// let error = Rules::parse("title: x\ndetection:\n  a:\n    eventName|base64: x\n  condition: a\n").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "sigma rule error: the modifier base64 is not supported\n  |\n4 |     eventName|base64: x\n  |     ^\n",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SigmaError {
    /// What is wrong.
    pub message: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The text of the line.
    pub source_line: String,
}

impl SigmaError {
    pub(crate) fn at(place: Place, message: impl Into<String>) -> Self {
        Self { message: message.into(), line: place.line, column: place.column, source_line: String::new() }
    }

    /// With the line that it is about.
    pub(crate) fn in_text(self, text: &str) -> Self {
        let source_line = text.lines().nth(self.line.saturating_sub(1)).unwrap_or_default().chars().take(200).collect();
        Self { source_line, ..self }
    }
}

impl fmt::Display for SigmaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { message, line, column, source_line } = self;
        let margin = " ".repeat(line.to_string().len());
        writeln!(f, "sigma rule error: {message}\n{margin} |\n{line} | {source_line}")?;
        writeln!(f, "{margin} | {}^", " ".repeat(column.saturating_sub(1).min(200)))
    }
}

impl std::error::Error for SigmaError {}

/// A place in the text: line and column from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}
