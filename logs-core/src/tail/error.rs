//! Why a live tail session is refused.

use cupola_base::ApiError;

use crate::error::{ForbiddenByClass, UnknownLog};

/// Why a live tail session was not started.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StartLiveTailError {
    /// A group is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// A group's class has no live tail.
    #[error(transparent)]
    Class(#[from] ForbiddenByClass),
    /// No group, or more than a session may have.
    #[error("a session has 1 to {most} log groups, not {given}")]
    Groups {
        /// How many were given.
        given: usize,
        /// How many may be.
        most: usize,
    },
    /// Both names of streams and prefixes.
    #[error("names of log streams and prefixes of them are mutually exclusive")]
    StreamsAndPrefixes,
    /// Streams, and more than one group.
    #[error("log streams can be chosen for one log group only")]
    StreamsOfSeveralGroups,
    /// As many sessions run as may.
    #[error("{0} sessions are as many as may run at once")]
    TooMany(usize),
}

impl From<StartLiveTailError> for ApiError {
    fn from(error: StartLiveTailError) -> Self {
        match error {
            StartLiveTailError::Unknown(error) => error.into(),
            StartLiveTailError::Class(error) => error.into(),
            StartLiveTailError::TooMany(_) => Self::caller("LimitExceededException", error.to_string()),
            error => Self::caller("InvalidParameterException", error.to_string()),
        }
    }
}

/// There is no such session: it was stopped, or its end was told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no live tail session `{0}`")]
pub struct UnknownLiveTail(pub(super) String);
