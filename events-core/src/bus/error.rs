//! Why a bus was not made, changed or deleted.

use cupola_base::{ApiError, TagsError};

use super::BusSettingsError;
use crate::EventSourceError;
use crate::error::UnknownRule;

/// Why a bus was not made.
///
/// # Source
/// The first text is recorded from AWS.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CreateBusError {
    /// There is one of this name.
    #[error("Event bus {0} already exists.")]
    AlreadyExists(String),
    /// Only names of partner buses have slashes.
    #[error("Event bus name must not contain '/'.")]
    Slash,
    /// The partner's event source is not there or deleted.
    #[error(transparent)]
    Source(#[from] EventSourceError),
    /// The place has as many buses as it may have.
    #[error("The requested resource exceeds the maximum number allowed.")]
    TooMany,
    /// What is said about the bus is out of bounds.
    #[error(transparent)]
    Settings(#[from] BusSettingsError),
    /// The tags are out of bounds.
    #[error(transparent)]
    Tags(#[from] TagsError),
}

impl From<CreateBusError> for ApiError {
    fn from(error: CreateBusError) -> Self {
        let code = match &error {
            CreateBusError::Source(source) => return source.clone().into(),
            CreateBusError::AlreadyExists(_) => "ResourceAlreadyExistsException",
            CreateBusError::TooMany => "LimitExceededException",
            CreateBusError::Slash | CreateBusError::Settings(_) | CreateBusError::Tags(_) => "ValidationException",
        };
        Self::caller(code, error.to_string())
    }
}

/// Why a bus was not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UpdateBusError {
    /// The bus is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownRule),
    /// What is said about the bus is out of bounds.
    #[error(transparent)]
    Settings(#[from] BusSettingsError),
}

impl From<UpdateBusError> for ApiError {
    fn from(error: UpdateBusError) -> Self {
        match error {
            UpdateBusError::Unknown(error) => error.into(),
            UpdateBusError::Settings(error) => Self::caller("ValidationException", error.to_string()),
        }
    }
}

/// Why a bus was not deleted.
///
/// # Source
/// Answers recorded from AWS.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeleteBusError {
    /// Every account keeps its default bus.
    #[error("Cannot delete event bus default.")]
    Default,
    /// The bus has rules left.
    #[error("EventBus can't be deleted since it has rules.")]
    HasRules,
}

impl From<DeleteBusError> for ApiError {
    fn from(error: DeleteBusError) -> Self {
        Self::caller("ValidationException", error.to_string())
    }
}
