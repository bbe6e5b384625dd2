//! Why something about queries was refused.

use cupola_base::ApiError;

use super::{LakeQueryStatus, UnknownLakeQueryStatus};
use crate::lake::LakeError;
use crate::lake::sql::LakeQueryError;

/// Why something about queries of event data stores was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LakeQueryRefusal {
    /// The query is not one that can be asked.
    #[error("{0}")]
    Statement(Box<LakeQueryError>),
    /// The query names no event data store.
    #[error("the query reads from no event data store: name one after FROM")]
    NoStore,
    /// Neither a query nor an alias, or both.
    #[error("either QueryStatement or QueryAlias is needed")]
    StatementOrAlias,
    /// There is no query of that alias: those are of dashboards, which are not modelled.
    #[error("there is no query with the alias {0}")]
    Alias(String),
    /// Neither the id of a query nor an alias, or both.
    #[error("either QueryId or QueryAlias is needed")]
    IdOrAlias,
    /// There is no such refresh: those are of dashboards, which are not modelled.
    #[error("there is no refresh {0} of a dashboard")]
    Refresh(String),
    /// There is no such query, or it is of another event data store.
    #[error("there is no query {0}")]
    Unknown(String),
    /// The query is over.
    #[error("the query {id} is {}", status.as_str())]
    Over {
        /// Which.
        id: String,
        /// How it ended.
        status: LakeQueryStatus,
    },
    /// As many queries run as may.
    #[error("{0} queries are running already: wait for some to finish")]
    Concurrent(usize),
    /// The text names no place for results.
    #[error("`{uri}`: {fault}")]
    S3Uri {
        /// The text.
        uri: String,
        /// What is wrong with it.
        fault: S3UriFault,
    },
    /// Results are read page by page: no file of them is delivered.
    #[error("DeliveryS3Uri is not supported: read the results with GetQueryResults")]
    Delivery,
    /// The list ends before it begins.
    #[error("StartTime is after EndTime")]
    Range,
    /// The word names no state.
    #[error(transparent)]
    Status(#[from] UnknownLakeQueryStatus),
    /// Something about an event data store, a page's size, or a token.
    #[error(transparent)]
    Store(#[from] LakeError),
}

/// What is wrong with a place for results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum S3UriFault {
    /// It does not begin with `s3://` and the name of a bucket.
    #[error("s3:// and the name of a bucket are needed: 3 to 63 small letters, digits, `.` and `-`")]
    Bucket,
    /// It is longer than 1,024 characters.
    #[error("at most 1024 characters are accepted")]
    Length,
}

impl LakeQueryRefusal {
    /// The service's name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Statement(_) | Self::NoStore => "InvalidQueryStatementException",
            Self::StatementOrAlias | Self::Alias(_) | Self::IdOrAlias | Self::Refresh(_) => "InvalidParameterException",
            Self::Unknown(_) => "QueryIdNotFoundException",
            Self::Over { .. } => "InactiveQueryException",
            Self::Concurrent(_) => "MaxConcurrentQueriesException",
            Self::S3Uri { fault: S3UriFault::Bucket, .. } => "InvalidS3BucketNameException",
            Self::S3Uri { fault: S3UriFault::Length, .. } => "InvalidS3PrefixException",
            Self::Delivery => "UnsupportedOperationException",
            Self::Range => "InvalidDateRangeException",
            Self::Status(_) => "InvalidQueryStatusException",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<LakeQueryError> for LakeQueryRefusal {
    fn from(error: LakeQueryError) -> Self {
        Self::Statement(Box::new(error))
    }
}

impl From<LakeQueryRefusal> for ApiError {
    fn from(error: LakeQueryRefusal) -> Self {
        Self::caller(error.code(), error.to_string())
    }
}
