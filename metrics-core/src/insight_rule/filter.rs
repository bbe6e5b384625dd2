//! What an event must be for it to count.

use super::event::Scalar;
use super::field::LogField;

/// What an event must be for it to count.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ContributorFilter {
    /// The field that it looks at.
    pub field: LogField,
    /// What that must be.
    pub test: FilterTest,
}

/// What a field must be. Letters count as they are, small or large.
///
/// A number of an event is compared with texts as it is written there, and a text that is a number is one to those
/// tests that ask for numbers.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FilterTest {
    /// One of these, up to ten.
    In(Vec<String>),
    /// None of these, up to ten.
    NotIn(Vec<String>),
    /// It begins with one of these, up to ten.
    StartsWith(Vec<String>),
    /// A greater number.
    GreaterThan(f64),
    /// A smaller number.
    LessThan(f64),
    /// This number.
    EqualTo(f64),
    /// Another number.
    NotEqualTo(f64),
    /// There, or not there.
    IsPresent(bool),
}

impl FilterTest {
    /// The names of all tests.
    pub(super) const WORDS: [&'static str; 8] =
        ["In", "NotIn", "StartsWith", "GreaterThan", "LessThan", "EqualTo", "NotEqualTo", "IsPresent"];

    /// The service's word.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::In(_) => "In",
            Self::NotIn(_) => "NotIn",
            Self::StartsWith(_) => "StartsWith",
            Self::GreaterThan(_) => "GreaterThan",
            Self::LessThan(_) => "LessThan",
            Self::EqualTo(_) => "EqualTo",
            Self::NotEqualTo(_) => "NotEqualTo",
            Self::IsPresent(_) => "IsPresent",
        }
    }

    /// Whether a field passes. Of one that is not there, tests for something else hold when `absent_is_other`.
    pub(super) fn holds(&self, found: Option<&Scalar<'_>>, absent_is_other: bool) -> bool {
        match (self, found) {
            (Self::IsPresent(wanted), found) => *wanted == found.is_some(),
            (Self::NotIn(_) | Self::NotEqualTo(_), None) => absent_is_other,
            (_, None) => false,
            (Self::In(all), Some(scalar)) => all.iter().any(|one| *one == scalar.text()),
            (Self::NotIn(all), Some(scalar)) => !all.iter().any(|one| *one == scalar.text()),
            (Self::StartsWith(all), Some(scalar)) => all.iter().any(|one| scalar.text().starts_with(one.as_str())),
            (Self::GreaterThan(bound), Some(scalar)) => scalar.number().is_some_and(|number| number > *bound),
            (Self::LessThan(bound), Some(scalar)) => scalar.number().is_some_and(|number| number < *bound),
            #[expect(clippy::float_cmp, reason = "the same number is asked for")]
            (Self::EqualTo(other), Some(scalar)) => scalar.number().is_some_and(|number| number == *other),
            #[expect(clippy::float_cmp, reason = "the same number is asked for")]
            (Self::NotEqualTo(other), Some(scalar)) => scalar.number().is_some_and(|number| number != *other),
        }
    }
}
