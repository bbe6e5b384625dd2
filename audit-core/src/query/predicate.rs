//! Which records a query is about.

use cupola_base::Timestamp;

use super::QueryField;
use crate::Record;

/// Which records a query is about. A field that a record does not have obeys no comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Predicate {
    /// All.
    #[default]
    All,
    /// Those that have one of these values.
    Is(QueryField, Vec<String>),
    /// Those whose value begins so.
    StartsWith(QueryField, String),
    /// Those whose value holds this.
    Contains(QueryField, String),
    /// Those that have a value.
    Exists(QueryField),
    /// Those of this time: the first instant included, the last not.
    Between(Timestamp, Timestamp),
    /// Those for which this does not hold.
    Not(Box<Self>),
    /// Those for which all hold.
    Every(Vec<Self>),
    /// Those for which one holds.
    Any(Vec<Self>),
}

impl Predicate {
    /// One of these values.
    #[must_use]
    pub fn is<V: Into<String>>(field: QueryField, values: impl IntoIterator<Item = V>) -> Self {
        Self::Is(field, values.into_iter().map(Into::into).collect())
    }

    /// A value that begins so.
    #[must_use]
    pub fn starts_with(field: QueryField, start: impl Into<String>) -> Self {
        Self::StartsWith(field, start.into())
    }

    /// A value that holds this.
    #[must_use]
    pub fn contains(field: QueryField, part: impl Into<String>) -> Self {
        Self::Contains(field, part.into())
    }

    /// Any value.
    #[must_use]
    pub const fn exists(field: QueryField) -> Self {
        Self::Exists(field)
    }

    /// From an instant on and before another.
    #[must_use]
    pub const fn between(from: Timestamp, before: Timestamp) -> Self {
        Self::Between(from, before)
    }

    /// Not this.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// This and another.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, one) | (one, Self::All) => one,
            (Self::Every(mut all), one) => {
                all.push(one);
                Self::Every(all)
            }
            (a, b) => Self::Every(vec![a, b]),
        }
    }

    /// This or another.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match self {
            Self::Any(mut all) => {
                all.push(other);
                Self::Any(all)
            }
            one => Self::Any(vec![one, other]),
        }
    }

    /// Whether it holds for a record.
    #[must_use]
    pub fn holds(&self, record: &Record<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Is(field, values) => field.of(record).is_some_and(|seen| values.iter().any(|value| *value == *seen)),
            Self::StartsWith(field, start) => field.of(record).is_some_and(|seen| seen.starts_with(start)),
            Self::Contains(field, part) => field.of(record).is_some_and(|seen| seen.contains(part)),
            Self::Exists(field) => field.of(record).is_some(),
            Self::Between(from, before) => record.event_time().is_ok_and(|at| (*from..*before).contains(&at)),
            Self::Not(other) => !other.holds(record),
            Self::Every(all) => all.iter().all(|one| one.holds(record)),
            Self::Any(all) => all.iter().any(|one| one.holds(record)),
        }
    }
}
