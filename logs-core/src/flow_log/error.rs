//! What can be wrong with formats and records.

use std::fmt;

use cupola_base::text::{Diagnostic, Span, nearest};

use super::field::FlowLogField;

/// A line that is no record of its format, or an entry that makes none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("flow log record: {message}")]
pub struct FlowLogError {
    kind: FlowLogErrorKind,
    column: Option<FlowLogField>,
    message: String,
}

impl FlowLogError {
    pub(super) fn new(kind: FlowLogErrorKind, column: Option<FlowLogField>, message: impl Into<String>) -> Self {
        Self { kind, column, message: message.into() }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> FlowLogErrorKind {
        self.kind
    }

    /// The column that is wrong, where it is one.
    #[must_use]
    pub const fn column(&self) -> Option<FlowLogField> {
        self.column
    }
}

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FlowLogErrorKind {
    /// Fewer columns than the format has.
    TooFewFields,
    /// More columns than the format has.
    TooManyFields,
    /// A column of numbers holds none of its size.
    NotANumber,
    /// An address is none.
    BadAddress,
    /// A word is none of those that the column can hold.
    BadWord,
    /// The columns contradict each other.
    Contradiction,
    /// A value cannot be written: it is empty or has blanks.
    BadText,
}

impl FlowLogErrorKind {
    /// The name, e.g. `TooFewFields`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooFewFields => "TooFewFields",
            Self::TooManyFields => "TooManyFields",
            Self::NotANumber => "NotANumber",
            Self::BadAddress => "BadAddress",
            Self::BadWord => "BadWord",
            Self::Contradiction => "Contradiction",
            Self::BadText => "BadText",
        }
    }
}

/// A text that is no format of flow logs: what is wrong, where, and what is accepted.
///
/// ```
/// use cupola_logs::flow_log::FlowLogFormat;
///
/// let error = FlowLogFormat::parse("${version} ${vpcid}").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     [
///         r#"flow log format error: there is no such field"#,
///         r#"  |"#,
///         r#"1 | ${version} ${vpcid}"#,
///         r#"  |              ^^^^^ did you mean vpc-id?"#,
///         r#"  |"#,
///         r#"  = help: write ${field} ${field}, or the bare names of a header line"#,
///         r#"  = source: Amazon VPC User Guide, "Flow log records""#,
///     ]
///     .join("\n"),
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowLogFormatError {
    kind: FlowLogFormatErrorKind,
    diagnostic: Box<Diagnostic>,
}

impl FlowLogFormatError {
    pub(super) fn new(kind: FlowLogFormatErrorKind, text: &str, span: Span) -> Self {
        let diagnostic = Diagnostic::new("flow log format", text, span, kind.to_string())
            .with_help("write ${field} ${field}, or the bare names of a header line")
            .with_reference("Amazon VPC User Guide, \"Flow log records\"");
        let word = text.get(span.range()).unwrap_or_default();
        let near = nearest(word, FlowLogField::ALL.iter().map(|field| field.as_str()));
        let diagnostic = match near {
            Some(near) if kind == FlowLogFormatErrorKind::UnknownField => {
                diagnostic.with_label(format!("did you mean {near}?"))
            }
            _ => diagnostic,
        };
        Self { kind, diagnostic: Box::new(diagnostic) }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> FlowLogFormatErrorKind {
        self.kind
    }

    /// The bytes of the text that are at fault.
    #[must_use]
    pub fn span(&self) -> Span {
        self.diagnostic.span()
    }
}

impl fmt::Display for FlowLogFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

impl std::error::Error for FlowLogFormatError {}

/// What is wrong with a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum FlowLogFormatErrorKind {
    /// No field at all.
    #[error("a format has one field at least")]
    Empty,
    /// A name that no field has.
    #[error("there is no such field")]
    UnknownField,
    /// A field that stands there already.
    #[error("the field stands there already")]
    Duplicate,
    /// `${` without `}`, or a bare name among fields in `${}`.
    #[error("each field must stand in ${{}}")]
    Unclosed,
}
