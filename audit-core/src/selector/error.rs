//! Why selectors are refused.

use std::fmt;

use cupola_base::ApiError;

use super::Operator;

/// Everything that the service would refuse of a trail's selectors.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(.0))]
#[non_exhaustive]
pub struct SelectorsError(pub Vec<SelectorProblem>);

fn lines(problems: &[SelectorProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl SelectorsError {
    /// The service's name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "InvalidEventSelectorsException"
    }
}

impl From<SelectorsError> for ApiError {
    fn from(error: SelectorsError) -> Self {
        Self::caller(error.code(), error.to_string())
    }
}

/// One thing that the service refuses, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SelectorProblem {
    /// The selector's place, from 0; none where all of them are meant.
    pub selector: Option<usize>,
    /// The place of the field selector in it, or of the data resource.
    pub field: Option<usize>,
    /// The operator.
    pub operator: Option<Operator>,
    /// What is wrong.
    pub kind: SelectorProblemKind,
}

impl SelectorProblem {
    pub(super) const fn of_all(kind: SelectorProblemKind) -> Self {
        Self { selector: None, field: None, operator: None, kind }
    }

    pub(super) fn of(selector: usize, kind: SelectorProblemKind) -> Self {
        Self { selector: Some(selector), ..Self::of_all(kind) }
    }

    pub(super) fn at(selector: usize, field: usize, kind: SelectorProblemKind) -> Self {
        Self { field: Some(field), ..Self::of(selector, kind) }
    }

    pub(super) fn with(self, operator: Operator) -> Self {
        Self { operator: Some(operator), ..self }
    }
}

impl fmt::Display for SelectorProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { selector, field, operator, kind } = self;
        if let Some(selector) = selector {
            write!(f, "selector {selector}")?;
            field.map_or(Ok(()), |field| write!(f, ", field {field}"))?;
            operator.map_or(Ok(()), |operator| write!(f, ", {operator}"))?;
            f.write_str(": ")?;
        }
        write!(f, "{kind}")
    }
}

/// What the service refuses of selectors.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SelectorProblemKind {
    /// Not as many basic selectors as a trail may have.
    #[error("{0} basic selectors: 1 to 5 are accepted")]
    Count(usize),
    /// No advanced selector.
    #[error("there is no selector")]
    None,
    /// More advanced selectors than an event data store may have.
    #[error("{0} selectors: at most 5 are accepted")]
    TooMany(usize),
    /// Events of the category are kept alone, by one selector.
    #[error("events of category {0} are kept alone: no other selector is accepted")]
    Alone(String),
    /// More values than a trail may have.
    #[error("{count} values: at most {most} are accepted")]
    Values {
        /// How many.
        count: usize,
        /// How many are accepted.
        most: usize,
    },
    /// The name is too long.
    #[error("the name has {0} characters: at most 1000 are accepted")]
    Name(usize),
    /// No condition at all.
    #[error("there is no field selector")]
    Empty,
    /// A field that must be there is not, or has not one `Equals` with one value.
    #[error("{0} is needed with one value of Equals")]
    Needed(&'static str),
    /// The category is none that may be selected here.
    #[error("eventCategory `{0}` cannot be selected here")]
    Category(String),
    /// The field's name is not well formed.
    #[error("`{0}` is not the name of a field: 1 to 1000 letters, digits, `.`, `_` and `|`")]
    FieldName(String),
    /// The field is unknown, or may not be used with this category and target.
    #[error("{field} may not be used in selectors of {category} events here")]
    Field {
        /// The field.
        field: String,
        /// The selector's category.
        category: String,
    },
    /// The operator may not be used with this field here.
    #[error("{0} takes another operator here: {1}")]
    Operator(String, &'static str),
    /// No operator on a field.
    #[error("{0} has no operator")]
    NoOperator(String),
    /// An operator without a value.
    #[error("there is no value")]
    NoValue,
    /// The value's length is out of bounds.
    #[error("a value has {0} characters: 1 to 2048 are accepted")]
    ValueLength(usize),
    /// The value is none of this field's.
    #[error("`{value}` is not accepted: {accepted}")]
    Value {
        /// The value.
        value: String,
        /// Which are.
        accepted: &'static str,
    },
    /// Two selectors of network activity for one service.
    #[error("another selector is for network activity of {0}, too")]
    SourceTwice(String),
}
