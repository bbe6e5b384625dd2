//! Why a question about insights gave no answer.

use cupola_base::{ApiError, Timestamp};

use crate::TrailError;

/// Why a question about insights of data events, or about the numbers behind insights, gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InsightDataError {
    /// There is no such trail, or its name is none.
    #[error(transparent)]
    Trail(#[from] TrailError),
    /// The end does not lie after the start.
    #[error("the start {start} lies after the end {end}")]
    TimeRange {
        /// The start.
        start: Timestamp,
        /// The end.
        end: Timestamp,
    },
    /// Not a page's size.
    #[error("{found} results: 1 to {most} are accepted")]
    MaxResults {
        /// What was asked for.
        found: i64,
        /// The most.
        most: usize,
    },
    /// The period is none of the three.
    #[error("a period of {0} seconds: 60, 300 and 3600 are accepted")]
    Period(i64),
    /// A text is empty or too long.
    #[error("{name} has {length} characters: 1 to {most} are accepted")]
    Length {
        /// Of which member.
        name: &'static str,
        /// Its length.
        length: usize,
        /// The longest.
        most: usize,
    },
    /// An error rate is one of an error code.
    #[error("ErrorCode is needed with ApiErrorRateInsight")]
    ErrorCodeNeeded,
    /// A call rate has no error code.
    #[error("ErrorCode is of ApiErrorRateInsight alone")]
    ErrorCodeOfCalls,
    /// A word that names none of what is accepted.
    #[error("{name} `{word}`: {accepted}")]
    Word {
        /// Of which member.
        name: &'static str,
        /// The word.
        word: String,
        /// Which are.
        accepted: &'static str,
    },
    /// More or less than one dimension.
    #[error("{0} dimensions: one is accepted")]
    Dimensions(usize),
    /// The token is none of ours, or belongs to another question.
    #[error("the token is not one that this question was answered with")]
    Token,
}

impl InsightDataError {
    /// The service's name of the error. Trails that are not there are said to have an invalid name, as these actions know
    /// no other error of trails.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Trail(TrailError::Unknown { .. } | TrailError::Name(_) | TrailError::Arn(_)) => {
                "InvalidTrailNameException"
            }
            Self::Trail(error) => error.code(),
            _ => "InvalidParameterException",
        }
    }
}

impl From<InsightDataError> for ApiError {
    fn from(error: InsightDataError) -> Self {
        Self::caller(error.code(), error.to_string())
    }
}
