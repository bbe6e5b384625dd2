//! Why archives and replays are refused. Texts are recorded from AWS unless said otherwise.

use cupola_base::ApiError;

use crate::PatternError;
use crate::error::UnknownRule;

/// There is no such archive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Archive {0} does not exist.")]
pub struct UnknownArchive(pub(super) String);

impl From<UnknownArchive> for ApiError {
    fn from(error: UnknownArchive) -> Self {
        Self::caller("ResourceNotFoundException", error.to_string())
    }
}

/// There is no such replay.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Replay {0} does not exist.")]
pub struct UnknownReplay(pub(super) String);

impl From<UnknownReplay> for ApiError {
    fn from(error: UnknownReplay) -> Self {
        Self::caller("ResourceNotFoundException", error.to_string())
    }
}

/// Why an archive was not made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CreateArchiveError {
    /// There is one of this name.
    #[error("Archive {0} already exists.")]
    AlreadyExists(String),
    /// The bus is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownRule),
    /// The pattern is refused.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// The description is longer than this; our wording.
    #[error("Parameter Description is not valid. Reason: Description must be at most {0} characters.")]
    Description(usize),
    /// The place has as many archives as it may have.
    #[error("The requested resource exceeds the maximum number allowed.")]
    TooMany,
}

impl From<CreateArchiveError> for ApiError {
    fn from(error: CreateArchiveError) -> Self {
        let code = match error {
            CreateArchiveError::Unknown(error) => return error.into(),
            CreateArchiveError::Pattern(error) => return error.into(),
            CreateArchiveError::AlreadyExists(_) => "ResourceAlreadyExistsException",
            CreateArchiveError::TooMany => "LimitExceededException",
            CreateArchiveError::Description(_) => "ValidationException",
        };
        Self::caller(code, error.to_string())
    }
}

/// Why an archive was not changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum UpdateArchiveError {
    /// Nothing is to be changed.
    #[error("At least one of EventPattern, RetentionDays or Description must be provided.")]
    Nothing,
    /// The archive is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownArchive),
    /// The pattern is refused.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// The description is longer than this; our wording.
    #[error("Parameter Description is not valid. Reason: Description must be at most {0} characters.")]
    Description(usize),
}

impl From<UpdateArchiveError> for ApiError {
    fn from(error: UpdateArchiveError) -> Self {
        match error {
            UpdateArchiveError::Unknown(error) => error.into(),
            UpdateArchiveError::Pattern(error) => error.into(),
            UpdateArchiveError::Nothing | UpdateArchiveError::Description(_) => {
                Self::caller("ValidationException", error.to_string())
            }
        }
    }
}

/// Why a replay was not started.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StartReplayError {
    /// The destination is no bus.
    #[error("Parameter Destination.Arn is not valid. Reason: Must contain an event bus ARN.")]
    NoBus,
    /// The destination is not there.
    #[error(transparent)]
    UnknownBus(#[from] UnknownRule),
    /// The archive is not there.
    #[error("Parameter EventSourceArn is not valid. Reason: Archive {0} does not exist.")]
    UnknownArchive(String),
    /// The source is no archive; our wording.
    #[error("Parameter EventSourceArn is not valid. Reason: Must contain an archive ARN.")]
    NoArchive,
    /// The destination is not the archive's bus.
    #[error("Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.")]
    OtherBus,
    /// The end is not after the start.
    #[error("Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.")]
    Times,
    /// There is one of this name.
    #[error("Replay {0} already exists.")]
    AlreadyExists(String),
    /// As many replays run as may.
    #[error("The requested resource exceeds the maximum number allowed.")]
    TooMany,
    /// The description is longer than this; our wording.
    #[error("Parameter Description is not valid. Reason: Description must be at most {0} characters.")]
    Description(usize),
}

impl From<StartReplayError> for ApiError {
    fn from(error: StartReplayError) -> Self {
        let code = match error {
            StartReplayError::UnknownBus(error) => return error.into(),
            StartReplayError::AlreadyExists(_) => "ResourceAlreadyExistsException",
            StartReplayError::TooMany => "LimitExceededException",
            _ => "ValidationException",
        };
        Self::caller(code, error.to_string())
    }
}

/// Why a replay was not cancelled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CancelReplayError {
    /// The replay is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownReplay),
    /// It has ended, or is cancelled already.
    #[error("Replay {0} is not in a valid state for this operation.")]
    State(String),
}

impl From<CancelReplayError> for ApiError {
    fn from(error: CancelReplayError) -> Self {
        match error {
            CancelReplayError::Unknown(error) => error.into(),
            CancelReplayError::State(_) => Self::caller("IllegalStatusException", error.to_string()),
        }
    }
}
