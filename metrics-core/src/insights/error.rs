//! Why a query was refused.

use crate::language::{Language, LanguageError};

/// Why a query was refused, drawn under the place.
pub type InsightsError = LanguageError<InsightsErrorKind>;

/// What is wrong with a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InsightsErrorKind {
    /// It is longer than a query may be, or more deeply nested.
    Size,
    /// A character or word stands where it cannot.
    Syntax,
    /// `LIMIT` is no number from 1 to 500.
    Limit,
    /// It asks for tags of metrics, which this library does not keep.
    Tags,
}

impl Language for InsightsErrorKind {
    const NAME: &'static str = "metrics insights";
    const REFERENCE: &'static str = "CloudWatch User Guide, \"Metrics Insights query components and syntax\"";
}
