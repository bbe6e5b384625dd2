//! Why a scheduled query is refused.

use cupola_base::ApiError;
use cupola_base::schedule::{ScheduleError, ZoneError};

use super::S3UriError;
use crate::insights::StartQueryError;
use crate::tag_letters::TagRuleError;

/// Why a scheduled query is not made, changed or found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScheduledQueryError {
    /// There is none of this name or ARN.
    #[error("there is no scheduled query `{0}`")]
    Unknown(String),
    /// There is one of this name.
    #[error("the scheduled query `{0}` exists already")]
    Exists(String),
    /// There are as many as may be.
    #[error("{0} scheduled queries are there, which are as many as may be")]
    TooMany(usize),
    /// The name has other characters than it may, or too many.
    #[error("`{0}` is no name of a scheduled query: 1 to 255 of a-z A-Z 0-9 _ - / . # are accepted")]
    Name(String),
    /// The description is too long.
    #[error("a description has at most 1,024 characters")]
    Description,
    /// The role is empty.
    #[error("a scheduled query needs a role")]
    Role,
    /// The schedule is none.
    #[error(transparent)]
    Schedule(#[from] ScheduleError),
    /// The schedule is not by a calendar.
    #[error(
        "`{0}` is no cron expression: scheduled queries run by cron(minutes hours day-of-month month day-of-week year)"
    )]
    Rate(String),
    /// The time zone is none.
    #[error(transparent)]
    Zone(#[from] ZoneError),
    /// The window of each run is empty.
    #[error("a start time offset of {0} seconds is too small: 1 or more are accepted")]
    Lookback(i64),
    /// The window of each run would end before it begins.
    #[error("an end time offset of {seconds} seconds does not fit: 0 to {} are accepted, less than the start time offset", .lookback - 1)]
    EndOffset {
        /// What was given.
        seconds: i64,
        /// How many seconds before a run the window begins.
        lookback: i64,
    },
    /// It would end before it starts.
    #[error("the schedule ends before it starts")]
    Window,
    /// A question about its history ends before it begins.
    #[error("the end time is before the start time")]
    History,
    /// The query language is not read here.
    #[error("The query language {0} is not supported.")]
    Language(String),
    /// The state is none.
    #[error("`{0}` is not a state of a scheduled query or of its runs")]
    State(String),
    /// The text is no query, or none for these log groups.
    #[error(transparent)]
    Query(#[from] StartQueryError),
    /// The destination is none.
    #[error(transparent)]
    Destination(#[from] S3UriError),
    /// The account of the bucket is none.
    #[error("`{0}` is no account: 12 digits are accepted")]
    Owner(String),
    /// The tags break the rules of tags.
    #[error(transparent)]
    Tags(#[from] TagRuleError),
}

impl From<ScheduledQueryError> for ApiError {
    fn from(error: ScheduledQueryError) -> Self {
        type Refused = ScheduledQueryError;
        let code = match &error {
            Refused::Unknown(_) => {
                return Self::caller("ResourceNotFoundException", "The specified scheduled query does not exist.");
            }
            Refused::Query(why @ StartQueryError::UnknownGroup { .. }) => return why.clone().into(),
            Refused::Query(why) => return Self::caller("ValidationException", Self::from(why.clone()).message),
            Refused::Exists(_) => "ConflictException",
            Refused::TooMany(_) => "ServiceQuotaExceededException",
            _ => "ValidationException",
        };
        Self::caller(code, error.to_string())
    }
}
