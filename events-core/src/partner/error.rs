//! Why something about event sources was refused.

use cupola_base::ApiError;

/// Why something about an event source was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EventSourceError {
    /// There is none of this name.
    #[error("Event source {0} does not exist.")]
    Unknown(String),
    /// There is one of this name for this account.
    #[error("Event source {0} already exists.")]
    AlreadyExists(String),
    /// Its state does not allow it.
    #[error("Event source {name} is in state {state}.")]
    State {
        /// Its name.
        name: String,
        /// Its state.
        state: &'static str,
    },
    /// There is no bus that takes its events.
    #[error("Event source {0} has no event bus.")]
    NoBus(String),
    /// The partner has as many as it may have.
    #[error("The requested resource exceeds the maximum number allowed.")]
    TooMany,
}

impl From<EventSourceError> for ApiError {
    fn from(error: EventSourceError) -> Self {
        let code = match &error {
            EventSourceError::Unknown(_) => "ResourceNotFoundException",
            EventSourceError::AlreadyExists(_) => "ResourceAlreadyExistsException",
            EventSourceError::State { .. } | EventSourceError::NoBus(_) => "InvalidStateException",
            EventSourceError::TooMany => "LimitExceededException",
        };
        Self::caller(code, error.to_string())
    }
}
