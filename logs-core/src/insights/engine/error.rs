//! Why a query is refused.

use cupola_base::ApiError;

use crate::class::LogGroupClass;
use crate::insights::error::QueryError;

/// Why a query was not started.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StartQueryError {
    /// The text is no query.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// A log group is not there.
    #[error("there is no log group `{group}` in account {account}")]
    UnknownGroup {
        /// The group.
        group: String,
        /// The account.
        account: String,
    },
    /// No log group is named, neither beside the query nor in it.
    #[error("no log group is named")]
    NoGroup,
    /// Log groups are named beside the query and in it.
    #[error("log groups are named beside the query and by SOURCE in it")]
    TwoSources,
    /// More log groups than a query may read.
    #[error("{given} log groups are more than the {most} that a query may read")]
    TooManyGroups {
        /// How many were named.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// The class of a log group does not allow it.
    #[error("log group `{group}` has the class {class}, which does not allow {what}")]
    Class {
        /// The group.
        group: String,
        /// Its class.
        class: LogGroupClass,
        /// What is not allowed.
        what: &'static str,
    },
    /// The window ends before it begins.
    #[error("the query ends before it begins")]
    Window,
    /// More rows than a query may answer.
    #[error("{given} rows: 1 to {most} are accepted")]
    Limit {
        /// How many were asked for.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// As many queries run as may.
    #[error("{0} queries run, which are as many as may")]
    TooMany(usize),
}

impl From<StartQueryError> for ApiError {
    fn from(error: StartQueryError) -> Self {
        let invalid = |message: &str| Self::caller("InvalidParameterException", message);
        match error {
            StartQueryError::Query(error) => error.into(),
            StartQueryError::UnknownGroup { group, account } => {
                let message = format!("Log group '{group}' does not exist for account ID '{account}'");
                Self::caller("ResourceNotFoundException", message)
            }
            StartQueryError::NoGroup => {
                invalid("Exactly one of logGroupName, logGroupNames, logGroupIdentifiers or SOURCE must be specified.")
            }
            StartQueryError::TwoSources => {
                invalid("Log groups are specified both in the request and by SOURCE in the query.")
            }
            StartQueryError::Window => invalid("The end time is before the start time."),
            StartQueryError::TooMany(_) => Self::caller("LimitExceededException", error.to_string()),
            StartQueryError::Class { .. } => Self::caller("InvalidOperationException", error.to_string()),
            _ => invalid(&error.to_string()),
        }
    }
}

/// There is no such query, or it has ended already.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnknownQuery {
    /// It never was there, or its answer has been forgotten.
    #[error("there is no query `{0}`")]
    Unknown(String),
    /// It has ended, so that it cannot be stopped.
    #[error("query `{0}` has ended")]
    Ended(String),
}

impl From<UnknownQuery> for ApiError {
    fn from(error: UnknownQuery) -> Self {
        match error {
            UnknownQuery::Unknown(_) => {
                Self::caller("ResourceNotFoundException", "The specified query does not exist.")
            }
            UnknownQuery::Ended(id) => {
                Self::caller("InvalidParameterException", format!("The query {id} has ended and cannot be stopped."))
            }
        }
    }
}

/// A pointer leads to no log event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the pointer leads to no log event")]
#[non_exhaustive]
pub struct UnknownRecord;

impl From<UnknownRecord> for ApiError {
    fn from(_: UnknownRecord) -> Self {
        Self::caller("ResourceNotFoundException", "The specified log record does not exist.")
    }
}

/// Why a saved query was not kept or not removed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryDefinitionError {
    /// There is none of this id.
    #[error("there is no saved query `{0}`")]
    Unknown(String),
    /// There are as many as may be.
    #[error("{0} saved queries are as many as there may be")]
    TooMany(usize),
    /// The name of a parameter is none.
    #[error("`{0}` is no name of a parameter: a letter or _, then letters, digits and _")]
    Parameter(String),
}

impl From<QueryDefinitionError> for ApiError {
    fn from(error: QueryDefinitionError) -> Self {
        match error {
            QueryDefinitionError::Unknown(_) => {
                Self::caller("ResourceNotFoundException", "The specified query definition does not exist.")
            }
            QueryDefinitionError::TooMany(_) => crate::error::limit_exceeded(),
            QueryDefinitionError::Parameter(_) => Self::caller("InvalidParameterException", error.to_string()),
        }
    }
}
