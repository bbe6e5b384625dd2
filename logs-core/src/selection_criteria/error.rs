//! Why selection criteria are refused.

use std::fmt;

use cupola_base::ApiError;
use cupola_base::constraint::Violations;
use cupola_base::text::{Diagnostic, Span};

use super::SelectionCriteria;
use super::parse::MAX_NESTING;

/// Selection criteria that are refused: what is wrong, where, and what is accepted.
///
/// ```
/// use cupola_logs::{SelectionCriteria, SelectionCriteriaErrorKind};
///
/// let error = SelectionCriteria::parse(r#"@aws.zone = "a""#).unwrap_err();
/// assert_eq!(error.kind(), SelectionCriteriaErrorKind::Field);
/// assert_eq!(
///     error.to_string(),
///     [
///         r#"selection criteria error: a system field is needed here"#,
///         r#"  |"#,
///         r#"1 | @aws.zone = "a""#,
///         r#"  | ^^^^^^^^^"#,
///         r#"  |"#,
///         r#"  = help: accepted: @aws.account, @aws.region"#,
///         r#"  = source: CloudWatch Logs API Reference, PutMetricFilter"#,
///     ]
///     .join("\n"),
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionCriteriaError {
    kind: SelectionCriteriaErrorKind,
    diagnostic: Box<Diagnostic>,
}

/// What is wrong with selection criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SelectionCriteriaErrorKind {
    /// They are too long.
    TooLong,
    /// No field where one is needed.
    Field,
    /// No comparison after a field.
    Operator,
    /// No text in quotes where one is needed.
    Value,
    /// A text that does not end, or a backslash before something else than a quote or a backslash.
    Quotes,
    /// A list that does not begin, go on or end.
    List,
    /// A parenthesis that is not closed.
    Unclosed,
    /// Parentheses in parentheses, too deep.
    Nesting,
    /// Something after the end of a condition.
    Rest,
}

impl SelectionCriteriaErrorKind {
    fn message(self) -> String {
        match self {
            Self::TooLong => format!("more than {} characters", SelectionCriteria::MAX_LENGTH),
            Self::Field => "a system field is needed here".into(),
            Self::Operator => "a comparison is needed here".into(),
            Self::Value => "a text in double quotes is needed here".into(),
            Self::Quotes => "this text does not end, or escapes what needs no escape".into(),
            Self::List => "a list of texts is needed here".into(),
            Self::Unclosed => "this parenthesis is not closed".into(),
            Self::Nesting => format!("parentheses in more than {MAX_NESTING} parentheses"),
            Self::Rest => "nothing is known to go on like this".into(),
        }
    }

    const fn accepted(self) -> Option<&'static str> {
        Some(match self {
            Self::Field => "@aws.account, @aws.region",
            Self::Operator => "=, !=, IN, NOT IN",
            Self::Value => r#""...""#,
            Self::Quotes => r#"\" and \\ within quotes"#,
            Self::List => r#"["...", "..."]"#,
            Self::Rest => "AND, OR",
            Self::TooLong | Self::Unclosed | Self::Nesting => return None,
        })
    }
}

/// What is wrong, and where: an error without its text.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: SelectionCriteriaErrorKind,
    pub(super) span: Span,
}

impl Fault {
    pub(super) fn on(self, text: &str) -> SelectionCriteriaError {
        let diagnostic = Diagnostic::new("selection criteria", text, self.span, self.kind.message());
        let diagnostic = match self.kind.accepted() {
            Some(accepted) => diagnostic.with_help(format!("accepted: {accepted}")),
            None => diagnostic,
        };
        let diagnostic = diagnostic.with_reference("CloudWatch Logs API Reference, PutMetricFilter");
        SelectionCriteriaError { kind: self.kind, diagnostic: Box::new(diagnostic) }
    }
}

impl SelectionCriteriaError {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> SelectionCriteriaErrorKind {
        self.kind
    }

    /// The bytes that are at fault.
    #[must_use]
    pub fn span(&self) -> Span {
        self.diagnostic.span()
    }
}

impl fmt::Display for SelectionCriteriaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

impl std::error::Error for SelectionCriteriaError {}

impl From<SelectionCriteriaError> for ApiError {
    fn from(error: SelectionCriteriaError) -> Self {
        let message = match error.kind {
            SelectionCriteriaErrorKind::TooLong => {
                let bound = format!("Member must have length less than or equal to {}", SelectionCriteria::MAX_LENGTH);
                Violations::one(error.diagnostic.source(), "fieldSelectionCriteria", &bound).to_string()
            }
            _ => "Invalid field selection criteria".to_owned(),
        };
        Self::caller("InvalidParameterException", message)
    }
}
