//! Why a query was refused, or failed.

use std::fmt;

use cupola_base::text::{Diagnostic, Span};

/// Why a query of event data stores was refused before it ran: what is wrong, where, and what is accepted.
///
/// `Display` draws the line of the query with carets under the fault.
///
/// ```
/// use cupola_audit::{LakeQuery, LakeQueryErrorKind};
///
/// let error = LakeQuery::parse("SELECT evntName FROM my_store").unwrap_err();
/// assert_eq!(error.kind(), LakeQueryErrorKind::Column);
/// assert_eq!(
///     error.to_string(),
///     [
///         "lake query error: there is no column evntName",
///         "  |",
///         "1 | SELECT evntName FROM my_store",
///         "  |        ^^^^^^^^ did you mean eventname?",
///         "  |",
///         "  = source: CloudTrail User Guide, \"Supported SQL schemas for event data stores\"",
///     ]
///     .join("\n"),
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct LakeQueryError {
    kind: LakeQueryErrorKind,
    diagnostic: Box<Diagnostic>,
}

/// What is wrong with a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LakeQueryErrorKind {
    /// It is longer than a query may be, more deeply nested, or has more operators, expressions, sources or columns.
    Size,
    /// A character or word stands where it cannot.
    Syntax,
    /// It is SQL that is not served here; the message names it.
    Unsupported,
    /// There is no such table, or two of one name.
    Table,
    /// There is no such column or field, or several of that name.
    Column,
    /// There is no function of that name.
    Function,
    /// A function has too few or too many arguments, or some of other types than it takes.
    Arguments,
    /// A value of one type stands where another is needed.
    Type,
    /// An aggregate stands where none may, or a column that is not grouped.
    Grouping,
    /// A value that is written in the query is none of its type.
    Value,
    /// There are not as many parameters as question marks.
    Parameters,
}

impl LakeQueryError {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> LakeQueryErrorKind {
        self.kind
    }

    /// Where, and what is accepted there.
    #[must_use]
    pub const fn diagnostic(&self) -> &Diagnostic {
        &self.diagnostic
    }
}

impl std::error::Error for LakeQueryError {}

impl fmt::Display for LakeQueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

/// As displayed: what a failing test prints should be read by people.
impl fmt::Debug for LakeQueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A refusal by a part that does not hold the query's text.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    kind: LakeQueryErrorKind,
    span: Span,
    message: String,
    label: Option<String>,
    help: Option<String>,
    reference: Option<&'static str>,
}

pub(super) type Checked<T> = Result<T, Box<Refusal>>;

impl Refusal {
    pub(super) fn new(kind: LakeQueryErrorKind, span: Span, message: impl Into<String>) -> Box<Self> {
        Box::new(Self { kind, span, message: message.into(), label: None, help: None, reference: None })
    }

    pub(super) fn unsupported(span: Span, what: &str) -> Box<Self> {
        Self::new(LakeQueryErrorKind::Unsupported, span, format!("{what} is not supported"))
    }

    pub(super) fn label(mut self: Box<Self>, label: impl Into<String>) -> Box<Self> {
        self.label = Some(label.into());
        self
    }

    /// Asks whether a like word was meant, if there is one.
    pub(super) fn nearest<'a>(self: Box<Self>, word: &str, words: impl IntoIterator<Item = &'a str>) -> Box<Self> {
        match cupola_base::text::nearest(word, words) {
            Some(nearest) => self.label(format!("did you mean {nearest}?")),
            None => self,
        }
    }

    pub(super) fn help(mut self: Box<Self>, help: impl Into<String>) -> Box<Self> {
        self.help = Some(help.into());
        self
    }

    pub(super) fn reference(mut self: Box<Self>, title: &'static str) -> Box<Self> {
        self.reference = Some(title);
        self
    }

    pub(super) fn of(self, source: &str) -> LakeQueryError {
        let mut diagnostic = Diagnostic::new("lake query", source, self.span, self.message);
        if let Some(label) = self.label {
            diagnostic = diagnostic.with_label(label);
        }
        if let Some(help) = self.help {
            diagnostic = diagnostic.with_help(help);
        }
        if let Some(reference) = self.reference {
            diagnostic = diagnostic.with_reference(reference);
        }
        LakeQueryError { kind: self.kind, diagnostic: Box::new(diagnostic) }
    }
}

/// Why a query that was accepted could not be answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LakeFault {
    /// There is no event data store of that id.
    #[error("there is no event data store {0}")]
    Store(String),
    /// A division of whole numbers by zero.
    #[error("Division by zero")]
    DivisionByZero,
    /// A whole number became too large.
    #[error("bigint overflow in {0}")]
    Overflow(&'static str),
    /// A value has no counterpart in another type.
    #[error("Cannot cast '{value}' to {kind}")]
    Cast {
        /// The value, cut after 100 characters.
        value: String,
        /// The type.
        kind: String,
    },
    /// A function cannot work with what it was given.
    #[error("{function}: {reason}")]
    Argument {
        /// The function.
        function: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A sub-query that stands for one value has more than one row.
    #[error("Scalar sub-query has returned multiple rows")]
    ManyRows,
    /// The query did more steps than it may.
    #[error("the query was stopped: it took more than {0} steps")]
    Steps(u64),
    /// The query held more bytes than it may.
    #[error("the query was stopped: it held more than {0} bytes")]
    Bytes(usize),
    /// The answer has more rows than it may.
    #[error("the query was stopped: its result has more than {0} rows")]
    Rows(usize),
}

impl LakeFault {
    pub(super) fn argument(function: &'static str, reason: impl Into<String>) -> Self {
        Self::Argument { function, reason: reason.into() }
    }

    /// Whether `TRY` makes it null: what the values are to blame for.
    pub(super) const fn is_of_values(&self) -> bool {
        matches!(self, Self::DivisionByZero | Self::Overflow(_) | Self::Cast { .. } | Self::Argument { .. })
    }
}
