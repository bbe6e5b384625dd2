//! Logs Insights: questions about many log events, in a language of commands.
//!
//! ```
//! use cupola_logs::insights::Query;
//!
//! let query = Query::parse("FILTER status>=500 | stats Count(*) as n BY bin(5m)")?;
//! assert_eq!(query.to_string(), "filter status >= 500 | stats Count(*) as n by bin(5m)");
//! # Ok::<(), cupola_logs::insights::QueryError>(())
//! ```
//!
//! # Source
//! CloudWatch Logs User Guide, "CloudWatch Logs Insights language query syntax".

mod aggregate;
mod ast;
mod calendar;
mod check;
mod command;
mod date_format;
mod discover;
mod engine;
mod error;
mod evaluate;
mod event;
mod function;
mod grouping;
mod hash;
mod json;
#[cfg(any(test, feature = "testing"))]
#[doc(hidden)]
pub mod laws;
mod order;
mod parse;
pub(crate) mod pattern;
mod period;
mod plan;
mod print;
mod regex;
mod row;
mod run;
mod table;
mod value;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use command::Source;
pub(crate) use engine::Queries;
pub use engine::{
    LogField, LogFieldsQuery, QueryDefinition, QueryDefinitionError, QueryInfo, QueryParameter, QueryStatus,
    StartQuery, StartQueryError, UnknownQuery, UnknownRecord,
};
pub use error::{QueryError, QueryErrorKind};
pub use event::Event;
pub use grouping::group_texts;
pub use plan::Plan;
pub use run::{
    EventSource, EventStream, Line, LineHome, Lines, Partial, PartialError, QueryResults, QueryStatistics, RawLines,
    ResultRow, RunError, Scope, StepCount,
};

pub(crate) use discover::discovered;
pub(crate) use table::to_csv;
pub use table::{LookupTable, LookupTableError};

use ast::Pipeline;
pub(crate) use value::Value;

/// A question about log events. Cheap to clone; `Display` prints one that reads back as the same.
///
/// Commands stand one after the other with `|` between them, and each works on the rows that the one before
/// gives out. Names of commands and functions may be written in any letter case, those of fields may not. A
/// command or function that does not exist, and anything else that makes no sense, is refused with its place;
/// nothing is passed over.
///
/// ```
/// use cupola_logs::insights::{Query, QueryErrorKind};
///
/// let query = Query::parse("parse @message \"took *ms\" as took | stats pct(took, 95) as p95 by bin(5m)")?;
/// assert_eq!(query.commands().collect::<Vec<_>>(), ["parse", "stats"]);
///
/// let error = Query::parse("stats avgg(took) by bin(5m)").unwrap_err();
/// assert_eq!((error.kind(), error.label()), (QueryErrorKind::Function, Some("did you mean avg?")));
/// # Ok::<(), cupola_logs::insights::QueryError>(())
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Query {
    text: Arc<str>,
    pipeline: Arc<Pipeline>,
}

impl Query {
    /// How many characters a query may have.
    pub const MAX_LENGTH: usize = parse::MAX_LENGTH;

    /// Reads a query.
    ///
    /// # Errors
    /// [`QueryError`] when the text is not one.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let pipeline = parse::parse(text)?;
        check::check(text, &pipeline)?;
        Ok(Self { text: text.into(), pipeline: Arc::new(pipeline) })
    }

    /// The text as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it does, step by step.
    #[must_use]
    pub fn plan(&self) -> Plan {
        plan::build(&self.pipeline)
    }

    /// Which log groups it names itself.
    #[must_use]
    pub fn source(&self) -> Option<&Source> {
        self.pipeline.source.as_ref()
    }

    /// The fields of its `filterIndex` commands.
    pub(crate) fn indexed_fields(&self) -> impl Iterator<Item = &str> {
        self.pipeline.stages.iter().filter_map(|stage| match &stage.command {
            command::Command::FilterIndex { field, .. } => Some(field.text.as_str()),
            _ => None,
        })
    }

    /// The names of its commands, one after the other.
    pub fn commands(&self) -> impl Iterator<Item = &'static str> {
        self.pipeline.stages.iter().map(|stage| stage.command.name())
    }
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pipeline.fmt(f)
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Query({self})")
    }
}

impl FromStr for Query {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Query {
    type Error = QueryError;

    fn try_from(text: String) -> Result<Self, QueryError> {
        Self::parse(&text)
    }
}

impl From<Query> for String {
    fn from(it: Query) -> Self {
        it.text.to_string()
    }
}

#[cfg(test)]
mod grouping_tests;
#[cfg(test)]
mod run_tests;
#[cfg(test)]
mod tests;
