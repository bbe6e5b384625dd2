//! What is wrong with the text of a statistic.

use cupola_base::text::{Diagnostic, Span};

/// The text is not a statistic; tells where, and what is accepted.
///
/// ```
/// use cupola_metrics::Statistic;
///
/// let error = "TM(10%:90)".parse::<Statistic>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     [
///         "statistic error: both bounds are percentages, or none is",
///         "  |",
///         "1 | TM(10%:90)",
///         "  |        ^^",
///         "  |",
///         "  = help: accepted: TM(10%:90%) by rank, TM(0.5:2) by value; one side may be absent",
///         "  = source: CloudWatch User Guide, \"CloudWatch statistics definitions\"",
///     ]
///     .join("\n"),
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct StatisticError(Box<Diagnostic>);

impl StatisticError {
    pub(super) fn new(source: &str, span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        let diagnostic = Diagnostic::new("statistic", source, span, message)
            .with_help(help)
            .with_reference("CloudWatch User Guide, \"CloudWatch statistics definitions\"");
        Self(Box::new(diagnostic))
    }

    pub(super) fn with_label(self, label: Option<String>) -> Self {
        match label {
            Some(label) => Self(Box::new(self.0.with_label(label))),
            None => self,
        }
    }

    /// The place in the text, what is wrong there, and what is accepted.
    #[must_use]
    pub fn diagnostic(&self) -> &Diagnostic {
        &self.0
    }
}
