//! Why an expression was refused.

use crate::language::{Language, LanguageError};

/// Why an expression was refused, drawn under the place.
///
/// ```
/// use cupola_metrics::math::{Expression, MathErrorKind};
///
/// let error = Expression::parse("RUNING_SUM(m1)").unwrap_err();
/// assert_eq!(error.kind(), MathErrorKind::Function);
/// assert_eq!(
///     error.to_string(),
///     [
///         "metric math error: there is no function RUNING_SUM",
///         "  |",
///         "1 | RUNING_SUM(m1)",
///         "  | ^^^^^^^^^^ did you mean RUNNING_SUM?",
///         "  |",
///         "  = source: CloudWatch User Guide, \"Using math expressions with CloudWatch metrics\"",
///     ]
///     .join("\n"),
/// );
/// ```
pub type MathError = LanguageError<MathErrorKind>;

/// What is wrong with an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MathErrorKind {
    /// It is longer than an expression may be, or more deeply nested.
    Size,
    /// A character or word stands where it cannot.
    Syntax,
    /// A number is none, or beyond the range of numbers.
    Number,
    /// There is no function of that name.
    Function,
    /// There is no metric or expression of that id.
    Id,
    /// A function has too few or too many arguments.
    Arguments,
    /// A number, a time series, an array, a text or a word stands where something else is needed.
    Type,
    /// The text of a search, its statistic or its period is not one.
    Search,
    /// The result is a number, and no time series.
    Scalar,
    /// The function's answer comes from outside, and nobody gave one.
    NotAvailable,
    /// The evaluation would take more time and memory than it may.
    Budget,
}

impl Language for MathErrorKind {
    const NAME: &'static str = "metric math";
    const REFERENCE: &'static str = "CloudWatch User Guide, \"Using math expressions with CloudWatch metrics\"";
}
