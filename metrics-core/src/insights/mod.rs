//! Metrics Insights: questions about many metrics in a dialect of SQL.
//!
//! ```
//! use cupola_metrics::insights::InsightsQuery;
//!
//! let query = InsightsQuery::parse("select max(Load) from schema(Bay, Dock) where Dock != 'n1' group by Dock limit 5")?;
//! let printed = "SELECT MAX(Load) FROM SCHEMA(Bay, Dock) WHERE Dock != 'n1' GROUP BY Dock LIMIT 5";
//! assert_eq!(query.to_string(), printed);
//! # Ok::<(), cupola_metrics::insights::InsightsError>(())
//! ```
//!
//! # Source
//! CloudWatch User Guide, "Metrics Insights query components and syntax".

mod ast;
mod error;
mod evaluate;
mod parse;
mod print;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use error::{InsightsError, InsightsErrorKind};

pub(crate) use evaluate::{Found, Group, evaluate};

use ast::Query;

/// A query for what many metrics come to together. Cheap to clone; `Display` prints one that reads back
/// as the same.
///
/// ```text
/// SELECT FUNC(metric) FROM namespace | SCHEMA(namespace [, label ...])
///   [WHERE condition] [GROUP BY label [, label ...]] [ORDER BY FUNC() [ASC | DESC]] [LIMIT n]
/// ```
///
/// `FUNC` is `AVG`, `COUNT`, `MAX`, `MIN` or `SUM`, over all samples of all metrics in a slot. Words of the
/// language may be written in any letter case. Names stand in double quotes when they hold other
/// characters than letters, digits and underscores, begin with a digit, or are words of the language;
/// values stand in single quotes. A condition compares a label with `=`, `!=`, `IN (...)` or
/// `NOT IN (...)`, and joins comparisons with `AND`, `OR` and parentheses; a metric without the label is
/// unequal to every value.
///
/// ```
/// use cupola_metrics::insights::{InsightsErrorKind, InsightsQuery};
///
/// let error = InsightsQuery::parse("SELECT AVG(Load) FROM AWS/EC2").unwrap_err();
/// assert_eq!(error.kind(), InsightsErrorKind::Syntax);
/// assert!(error.to_string().ends_with(r#"CloudWatch User Guide, "Metrics Insights query components and syntax""#));
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InsightsQuery {
    text: Arc<str>,
    query: Arc<Query>,
}

impl InsightsQuery {
    /// How many characters a query may have.
    pub const MAX_LENGTH: usize = 10_000;

    /// The most series that one answers, and the highest `LIMIT`.
    pub const MAX_SERIES: usize = 500;

    /// Reads a query.
    ///
    /// # Errors
    /// [`InsightsError`] when the text is not one, is too long, or asks for tags of metrics, which are
    /// not kept.
    pub fn parse(text: &str) -> Result<Self, InsightsError> {
        Ok(Self { text: text.into(), query: Arc::new(parse::parse(text)?) })
    }

    /// Whether a text is a query rather than a math expression: it begins with `SELECT`.
    #[must_use]
    pub fn is_one(text: &str) -> bool {
        let text = text.trim_start();
        let word = text.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("SELECT"));
        word && text[6..].starts_with(|c: char| c.is_whitespace())
    }

    /// The text as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it answers a series for each combination of labels.
    #[must_use]
    pub fn is_grouped(&self) -> bool {
        !self.query.group_by.is_empty()
    }

    /// The labels in `GROUP BY`, in their order.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.query.group_by
    }

    /// How many values its condition compares with.
    pub(crate) fn values(&self) -> usize {
        self.query.condition.as_ref().map_or(0, |condition| condition.values())
    }
}

impl PartialEq for InsightsQuery {
    fn eq(&self, other: &Self) -> bool {
        self.query == other.query
    }
}

impl fmt::Display for InsightsQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.query.fmt(f)
    }
}

impl fmt::Debug for InsightsQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InsightsQuery({self})")
    }
}

impl FromStr for InsightsQuery {
    type Err = InsightsError;

    fn from_str(text: &str) -> Result<Self, InsightsError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for InsightsQuery {
    type Error = InsightsError;

    fn try_from(text: String) -> Result<Self, InsightsError> {
        Self::parse(&text)
    }
}

impl From<InsightsQuery> for String {
    fn from(it: InsightsQuery) -> Self {
        it.text.to_string()
    }
}

#[cfg(test)]
mod tests;
