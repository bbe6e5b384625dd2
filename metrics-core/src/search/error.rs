//! Why a search was refused.

use crate::language::{Language, LanguageError};

/// Why a search was refused, drawn under the place.
pub type SearchError = LanguageError<SearchErrorKind>;

/// What is wrong with a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SearchErrorKind {
    /// It is longer than a search may be, or more deeply nested.
    Size,
    /// A character or word stands where it cannot.
    Syntax,
    /// The schema is not one.
    Schema,
    /// The term has neither letter nor digit: there is nothing to look for.
    Nothing,
}

impl Language for SearchErrorKind {
    const NAME: &'static str = "search";
    const REFERENCE: &'static str = "CloudWatch User Guide, \"CloudWatch search expression syntax\"";
}
