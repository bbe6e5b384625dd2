//! Why a message matches a filter pattern or does not.

use std::fmt;

use cupola_base::text::Span;
use serde::Serialize;

use super::logic::Logic;

/// Why a message matches a filter pattern or does not, as data; as text by `Display`.
///
/// ```
/// use cupola_logs::filter::{FilterPattern, FilterOutcome};
///
/// let pattern = FilterPattern::parse("timeout -retry ?slow")?;
/// let why = pattern.explain("timeout; retrying");
/// assert!(!why.matched);
/// let retry = &why.clauses[1];
/// assert_eq!((retry.clause.as_str(), retry.outcome, retry.decisive), ("-retry", FilterOutcome::Fails, true));
/// assert_eq!(
///     why.to_string(),
///     [
///         "does not match",
///         "  timeout: holds, \"timeout\" at 0..7",
///         "  -retry: fails, \"retry\" at 9..14; this decides",
///         "  ?slow: asks nothing here",
///     ]
///     .join("\n"),
/// );
/// # Ok::<(), cupola_logs::filter::FilterPatternError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FilterExplanation {
    /// Whether the message matches.
    pub matched: bool,
    /// Why the message as a whole is none that the pattern could match.
    pub obstacle: Option<FilterObstacle>,
    /// The terms or conditions of the pattern in their order; none when there is an obstacle.
    pub clauses: Vec<FilterClause>,
}

/// What became of one term or condition of a pattern.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FilterClause {
    /// The term or condition as text.
    pub clause: String,
    /// What became of it.
    pub outcome: FilterOutcome,
    /// Whether it belongs to those that decided: the first failure where all must hold, the first
    /// success where one is enough, otherwise each of them.
    pub decisive: bool,
    /// The text of the message that it was laid against: what a term was found as, the value of a
    /// field. None when there is none.
    pub value: Option<String>,
    /// Where in the message that text stands, in bytes.
    pub span: Option<Span>,
}

/// What became of a term or condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FilterOutcome {
    /// The message is as it asks.
    Holds,
    /// The message is not as it asks.
    Fails,
    /// It asks nothing: a `?` term beside terms of another kind, or a blank.
    Void,
}

/// Why a message is none that a pattern could match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FilterObstacle {
    /// It is not a JSON object, but the pattern is one for JSON.
    #[error("the message is not a JSON object")]
    NotAnObject,
    /// It begins as a JSON object, but is none.
    #[error("{reason}")]
    NotJson {
        /// The byte of the message at which it is wrong.
        offset: usize,
        /// What is wrong.
        reason: String,
    },
    /// It has not as many words as the pattern has fields.
    #[error("the message has {words} words, but the pattern has {fields} fields")]
    Words {
        /// Words of the message, counted no further than needed.
        words: usize,
        /// Fields of the pattern; at least so many words are wanted where it has a `...`.
        fields: usize,
    },
}

impl FilterExplanation {
    /// The message is none that the pattern could match.
    pub(super) const fn hindered(obstacle: FilterObstacle) -> Self {
        Self { matched: false, obstacle: Some(obstacle), clauses: Vec::new() }
    }

    /// The conditions decide, in the order in which they stand in the logic.
    pub(super) fn judged<T>(logic: &Logic<T>, mut clauses: Vec<FilterClause>) -> Self {
        let mut outcomes = clauses.iter().map(|clause| clause.outcome == FilterOutcome::Holds);
        let (matched, marks) = logic.decisive(&mut outcomes);
        clauses.iter_mut().zip(marks).for_each(|(clause, decisive)| clause.decisive = decisive);
        Self { matched, obstacle: None, clauses }
    }
}

impl FilterOutcome {
    pub(super) const fn of(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }
}

impl fmt::Display for FilterExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.matched { "matches" } else { "does not match" })?;
        self.obstacle.iter().try_for_each(|obstacle| write!(f, ": {obstacle}"))?;
        self.clauses.iter().try_for_each(|clause| write!(f, "\n  {clause}"))
    }
}

impl fmt::Display for FilterClause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.clause, self.outcome)?;
        match (&self.value, self.span) {
            _ if self.outcome == FilterOutcome::Void => {}
            (Some(value), Some(span)) => write!(f, ", {:?} at {}..{}", Shortened(value), span.start, span.end)?,
            _ => f.write_str(", nothing found")?,
        }
        f.write_str(if self.decisive { "; this decides" } else { "" })
    }
}

impl fmt::Display for FilterOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::Void => "asks nothing here",
        })
    }
}

/// A value in quotes, no longer than a line bears.
struct Shortened<'a>(&'a str);

impl fmt::Debug for Shortened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(MOST_SHOWN) {
            Some((end, _)) => write!(f, "{:?}...", &self.0[..end]),
            None => write!(f, "{:?}", self.0),
        }
    }
}

const MOST_SHOWN: usize = 60;
