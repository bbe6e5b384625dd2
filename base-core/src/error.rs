//! The answer that a service gives when it refuses.

use std::borrow::Cow;
use std::fmt;

use crate::json::Json;

/// A refusal in a service's own words: code, message, HTTP status and whose fault it is.
///
/// Every operation's own error type converts into this one at the door.
///
/// ```
/// use cupola_base::{ApiError, Fault};
///
/// let error = ApiError::caller("ResourceNotFoundException", "The specified log group does not exist.");
/// assert_eq!((error.status, error.fault), (400, Fault::Caller));
/// assert_eq!(error.to_string(), "ResourceNotFoundException: The specified log group does not exist.");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// The service's error name, e.g. `ResourceNotFoundException`.
    pub code: Cow<'static, str>,
    /// The text; may be empty where the service sends none.
    pub message: String,
    /// The HTTP status of the error, as the service's model has it.
    pub status: u16,
    /// Whose fault it is.
    pub fault: Fault,
    /// Further members that the error's shape has, e.g. `ResourceName`.
    pub members: Vec<(&'static str, Json)>,
}

/// Whose fault a refusal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the wire knows two faults")]
pub enum Fault {
    /// The caller's: repeating the call does not help.
    Caller,
    /// The service's own.
    Service,
}

impl ApiError {
    /// The caller's fault, with status 400.
    #[must_use]
    pub fn caller(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), status: 400, fault: Fault::Caller, members: Vec::new() }
    }

    /// The service's fault, with status 500.
    #[must_use]
    pub fn service(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { status: 500, fault: Fault::Service, ..Self::caller(code, message) }
    }

    /// The same error with another HTTP status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// The same error with one more member.
    #[must_use]
    pub fn with_member(mut self, name: &'static str, value: Json) -> Self {
        self.members.push((name, value));
        self
    }

    /// The action is not one that we answer.
    #[must_use]
    pub fn unknown_operation(action: &str) -> Self {
        Self::caller("UnknownOperationException", format!("The action {action} is not valid or not supported."))
    }

    /// The request is not JSON, or a member has the wrong type.
    #[must_use]
    pub fn serialization(cause: impl fmt::Display) -> Self {
        Self::caller("SerializationException", cause.to_string())
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.message.is_empty() { f.write_str(&self.code) } else { write!(f, "{}: {}", self.code, self.message) }
    }
}

impl std::error::Error for ApiError {}
