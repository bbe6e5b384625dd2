//! Why a query was refused.

use std::fmt;

use cupola_base::ApiError;
use cupola_base::json::Json;
use cupola_base::text::{Diagnostic, Span};
use serde::Serialize;

/// Why a query was refused: what is wrong, where, and what is accepted.
///
/// `Display` draws the line of the query with carets under the fault.
///
/// ```
/// use cupola_logs::insights::{Query, QueryErrorKind};
///
/// let error = Query::parse("fields @message | sotr @timestamp desc").unwrap_err();
/// assert_eq!(error.kind(), QueryErrorKind::Command);
/// assert_eq!(
///     error.to_string(),
///     [
///         "logs insights error: there is no command sotr",
///         "  |",
///         "1 | fields @message | sotr @timestamp desc",
///         "  |                   ^^^^ did you mean sort?",
///         "  |",
///         "  = help: accepted: accum, addtotals, anomaly, appendcols, autoregress, cidrlookup, countFrequent, dedup, \
///          diff, display, expand, fields, filldown, fillmissing, filter, filterIndex, join, json, limit, logcompare, \
///          lookup, outlier, parse, pattern, relevantfields, sessionize, sort, stats, unmask, unnest, where",
///         "  = source: CloudWatch Logs User Guide, \"CloudWatch Logs Insights language query syntax\"",
///     ]
///     .join("\n"),
/// );
/// assert_eq!(error.to_api_error().code, "MalformedQueryException");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct QueryError {
    kind: QueryErrorKind,
    diagnostic: Box<Diagnostic>,
}

/// What is wrong with a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QueryErrorKind {
    /// It is longer than a query may be, or more deeply nested.
    Size,
    /// A character or word stands where it cannot.
    Syntax,
    /// There is no command of that name.
    Command,
    /// There is no function of that name.
    Function,
    /// A function has too few or too many arguments.
    Arguments,
    /// A value of one type stands where another is needed.
    Type,
    /// A number is none, or out of its range.
    Number,
    /// A period has no known unit.
    Period,
    /// A glob or regular expression is none, or does not fit its aliases.
    Pattern,
    /// A field is not there, or two have the same name.
    Name,
    /// A command stands where it cannot: the order of the commands is at fault.
    Order,
}

pub(crate) type Parsed<T> = Result<T, QueryError>;

impl QueryError {
    pub(crate) fn new(kind: QueryErrorKind, source: &str, span: Span, message: impl Into<String>) -> Self {
        let diagnostic = Diagnostic::new("logs insights", source, span, message).with_reference(REFERENCE);
        Self { kind, diagnostic: Box::new(diagnostic) }
    }

    pub(crate) fn labelled(mut self, label: impl Into<String>) -> Self {
        *self.diagnostic = self.diagnostic.with_label(label);
        self
    }

    /// Asks whether a word like the wrong one was meant.
    pub(crate) fn like(self, like: Option<&str>) -> Self {
        match like {
            Some(like) => self.labelled(format!("did you mean {like}?")),
            None => self,
        }
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        *self.diagnostic = self.diagnostic.with_help(help);
        self
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> QueryErrorKind {
        self.kind
    }

    /// The bytes of the query that are at fault.
    #[must_use]
    pub fn span(&self) -> Span {
        self.diagnostic.span()
    }

    /// What is wrong, in one line.
    #[must_use]
    pub fn message(&self) -> &str {
        self.diagnostic.message()
    }

    /// The query that was refused.
    #[must_use]
    pub fn text(&self) -> &str {
        self.diagnostic.source()
    }

    /// What is accepted in this place.
    #[must_use]
    pub fn accepted(&self) -> Option<&str> {
        self.diagnostic.help()
    }

    /// What is probably meant.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.diagnostic.label()
    }

    /// What the service answers: code, message and the place in characters.
    #[must_use]
    pub fn to_api_error(&self) -> ApiError {
        let chars = |bytes: usize| self.text().get(..bytes).map_or(0, |text| text.chars().count());
        let location =
            Location { start_char_offset: chars(self.span().start), end_char_offset: chars(self.span().end) };
        let error = CompileError { location, message: self.message() };
        ApiError::caller("MalformedQueryException", self.message()).with_member("queryCompileError", Json::of(&error))
    }
}

#[derive(Serialize)]
struct CompileError<'a> {
    location: Location,
    message: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    start_char_offset: usize,
    end_char_offset: usize,
}

impl std::error::Error for QueryError {}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

/// As displayed: what a failing test prints should be read by people.
impl fmt::Debug for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<QueryError> for ApiError {
    fn from(error: QueryError) -> Self {
        error.to_api_error()
    }
}

const REFERENCE: &str = "CloudWatch Logs User Guide, \"CloudWatch Logs Insights language query syntax\"";
