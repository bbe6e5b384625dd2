//! Why a table is not kept.

use cupola_base::ApiError;

use crate::insights::{LookupTableError, UnknownQuery};
use crate::kms::RefusedKmsKey;
use crate::tag_letters::TagRuleError;

/// Why a lookup table is not made, changed or found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeepLookupTableError {
    /// The name has other characters than it may, or too many.
    #[error("`{0}` is no name of a lookup table: 1 to 256 letters, digits and _ are accepted")]
    Name(String),
    /// The description is too long.
    #[error("a description has at most 1,024 characters")]
    Description,
    /// There is one of this name.
    #[error("the lookup table `{0}` exists already")]
    Exists(String),
    /// There is none of this ARN.
    #[error("there is no lookup table {0}")]
    Unknown(String),
    /// There are as many as may be.
    #[error("{0} lookup tables are there, which are as many as may be")]
    TooMany(usize),
    /// What it is to hold is no table.
    #[error(transparent)]
    Table(#[from] LookupTableError),
    /// There is no such query.
    #[error(transparent)]
    Query(#[from] UnknownQuery),
    /// The query has no answer yet, or none at all.
    #[error("the query {0} is neither complete nor cancelled, or has no rows")]
    NoAnswer(String),
    /// The key cannot be used.
    #[error(transparent)]
    Key(#[from] RefusedKmsKey),
    /// The tags break the rules of tags.
    #[error(transparent)]
    Tags(#[from] TagRuleError),
}

impl From<KeepLookupTableError> for ApiError {
    fn from(error: KeepLookupTableError) -> Self {
        let code = match error {
            KeepLookupTableError::Key(error) => return error.into(),
            KeepLookupTableError::Exists(_) => "ResourceAlreadyExistsException",
            KeepLookupTableError::Unknown(_) => "ResourceNotFoundException",
            KeepLookupTableError::TooMany(_) => "LimitExceededException",
            KeepLookupTableError::Table(_) => "ValidationException",
            _ => "InvalidParameterException",
        };
        Self::caller(code, error.to_string())
    }
}
