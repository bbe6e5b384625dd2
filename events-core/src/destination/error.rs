//! Why something about destinations was refused.

use cupola_base::ApiError;

/// Why something about a connection, an API destination or an endpoint was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DestinationError {
    /// There is no such connection.
    #[error("Failed to describe the connection(s). Connection '{0}' does not exist.")]
    NoConnection(String),
    /// There is no such API destination.
    #[error("Failed to describe the api-destination(s). An api-destination '{0}' does not exist.")]
    NoApiDestination(String),
    /// There is no such endpoint.
    #[error("Endpoint '{0}' does not exist.")]
    NoEndpoint(String),
    /// There is one of the name.
    #[error("{what} {name} already exists.")]
    AlreadyExists {
        /// What: `Connection`, `An api-destination`, `Endpoint`.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// There are as many as there may be.
    #[error("The requested resource exceeds the maximum number allowed.")]
    TooMany,
    /// A parameter is not what it must be.
    #[error("Parameter {parameter} is not valid. Reason: {reason}.")]
    Parameter {
        /// The API's name of it.
        parameter: &'static str,
        /// Why.
        reason: &'static str,
    },
}

impl From<DestinationError> for ApiError {
    fn from(error: DestinationError) -> Self {
        let code = match &error {
            DestinationError::NoConnection(_)
            | DestinationError::NoApiDestination(_)
            | DestinationError::NoEndpoint(_) => "ResourceNotFoundException",
            DestinationError::AlreadyExists { .. } => "ResourceAlreadyExistsException",
            DestinationError::TooMany => "LimitExceededException",
            DestinationError::Parameter { .. } => "ValidationException",
        };
        Self::caller(code, error.to_string())
    }
}
