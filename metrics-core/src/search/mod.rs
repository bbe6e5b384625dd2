//! Searching metrics by their words.
//!
//! ```
//! use cupola_metrics::search::Search;
//! use cupola_metrics::{Dimension, Metric};
//!
//! let search = Search::parse(r#"{Bay, Dock} MetricName="LoadTime" AND (north OR NOT dock7)"#)?;
//! let metric = |dock| Metric::new("Bay", "LoadTime").unwrap().with_dimensions([Dimension::new("Dock", dock)]).unwrap();
//! assert!(search.matches(&metric("NorthDock7")) && search.matches(&metric("Dock-8")));
//! assert!(!search.matches(&metric("dock7")));
//! # Ok::<(), cupola_metrics::search::SearchError>(())
//! ```
//!
//! # Source
//! CloudWatch User Guide, "CloudWatch search expression syntax".

mod ast;
mod error;
mod matching;
mod needed;
mod parse;
mod print;
mod tokens;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

pub use error::{SearchError, SearchErrorKind};
pub use tokens::tokens;

pub(crate) use matching::Matcher;

use ast::{Schema, Term};

use crate::metric::Metric;

/// A search for metrics: a schema in braces, terms, or both. Cheap to clone; `Display` prints one that
/// reads back as the same.
///
/// - `{Namespace, Dim1, Dim2}` finds metrics of that namespace with exactly those dimensions.
/// - `"text"` finds metrics of which one part is the text: the namespace, the name, a dimension's name
///   or its value.
/// - Text without quotes finds metrics of which one part has its [`tokens`] beside each other.
/// - `MetricName=`, `Namespace=` or a dimension's name and `=` before a term look at that part alone, and so do they
///   before terms in parentheses: `Dock=(north OR south)`.
/// - `NOT` binds tighter than `AND`, and that tighter than `OR`; terms beside each other are joined
///   with `AND`.
///
/// ```
/// use cupola_metrics::search::Search;
///
/// let error = Search::parse("{Bay, Dock} (north OR").unwrap_err();
/// assert_eq!(error.message(), "a term is needed, not the end");
/// # Ok::<(), cupola_metrics::search::SearchError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    schema: Option<Arc<Schema>>,
    terms: Option<Arc<Term>>,
    /// How many words the terms have.
    words: usize,
}

impl Search {
    /// How many characters a search may have.
    pub const MAX_LENGTH: usize = 1024;

    /// Reads a search.
    ///
    /// # Errors
    /// [`SearchError`] when the text is not one, is empty or too long.
    pub fn parse(text: &str) -> Result<Self, SearchError> {
        parse::parse(text)
    }

    /// Whether a metric of this account is found.
    #[must_use]
    pub fn matches(&self, metric: &Metric) -> bool {
        Matcher::new(self, "").matches(metric)
    }

    /// How many words and exact texts it looks for.
    pub(crate) fn terms(&self) -> usize {
        self.terms.as_ref().map_or(0, |terms| terms.leaves())
    }
}

impl fmt::Display for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print::print(self, f)
    }
}

impl FromStr for Search {
    type Err = SearchError;

    fn from_str(text: &str) -> Result<Self, SearchError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests;
