//! How a delivery went, as its owner tells it, and what comes of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// How a delivery went, told by the owner.
///
/// ```
/// use cupola_base::Outcome;
/// use cupola_base::outbox::ErrorCode;
///
/// assert_eq!(Outcome::from_http(202), Outcome::Delivered);
/// assert_eq!(Outcome::from_http(429), Outcome::error(ErrorCode::Throttling, "HTTP 429"));
/// assert!(matches!(Outcome::from_http(503), Outcome::Retry { .. }));
/// assert!(matches!(Outcome::error(ErrorCode::NoPermissions, "role"), Outcome::Failed { .. }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "a delivery arrives, may arrive later, or never does")]
pub enum Outcome {
    /// It arrived.
    Delivered,
    /// It failed in a way that may pass: it is tried again as the policy says.
    Retry {
        /// What went wrong, in the service's word.
        code: ErrorCode,
        /// What went wrong, in words.
        message: String,
    },
    /// It failed for good: it goes to the dead-letter queue, if there is one.
    Failed {
        /// What went wrong, in the service's word.
        code: ErrorCode,
        /// What went wrong, in words.
        message: String,
    },
}

impl Outcome {
    /// It failed in a way that may pass, and nobody knows why.
    #[must_use]
    pub const fn retry() -> Self {
        Self::Retry { code: ErrorCode::InternalError, message: String::new() }
    }

    /// It failed for good, and nobody knows why.
    #[must_use]
    pub const fn failed() -> Self {
        Self::Failed { code: ErrorCode::Unknown, message: String::new() }
    }

    /// It failed with this code, which decides whether it is tried again.
    #[must_use]
    pub fn error(code: ErrorCode, message: impl Into<String>) -> Self {
        let message = message.into();
        if code.is_retried() { Self::Retry { code, message } } else { Self::Failed { code, message } }
    }

    /// What an answer with this HTTP status means: below 300 it arrived; 429 and 500 upward are tried again,
    /// nothing else is.
    #[must_use]
    pub fn from_http(status: u16) -> Self {
        let code = match status {
            0..300 => return Self::Delivered,
            401 | 403 => ErrorCode::NoPermissions,
            404 | 410 => ErrorCode::NoResource,
            429 => ErrorCode::Throttling,
            504 => ErrorCode::Timeout,
            300..500 => ErrorCode::ErrorFromTarget,
            _ => ErrorCode::InternalError,
        };
        Self::error(code, format!("HTTP {status}"))
    }

    /// The code and the words of a failure.
    #[must_use]
    pub fn failure(&self) -> Option<(&ErrorCode, &str)> {
        match self {
            Self::Delivered => None,
            Self::Retry { code, message } | Self::Failed { code, message } => Some((code, message)),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match self {
            Self::Delivered => return f.write_str("delivered"),
            Self::Retry { .. } => "failed for now",
            Self::Failed { .. } => "failed for good",
        };
        let (code, message) = self.failure().unwrap_or((&ErrorCode::Unknown, ""));
        match message {
            "" => write!(f, "{verb} ({code})"),
            _ => write!(f, "{verb} ({code}: {message})"),
        }
    }
}

macro_rules! codes {
    ($($variant:ident $text:literal $retried:literal),* $(,)?) => {
        /// Why a delivery failed, in the service's words; any other word is [`Other`](Self::Other).
        ///
        /// ```
        /// use cupola_base::outbox::ErrorCode;
        ///
        /// assert!(ErrorCode::parse("THROTTLING").is_retried());
        /// assert!(!ErrorCode::parse("NO_PERMISSIONS").is_retried());
        /// assert_eq!(ErrorCode::parse("ResourceNotFoundException").as_str(), "ResourceNotFoundException");
        /// ```
        ///
        /// # Source
        /// EventBridge User Guide, "Using dead-letter queues to process undelivered events"; which of them are tried
        /// again is our reading of its text.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        #[non_exhaustive]
        #[expect(missing_docs, reason = "the names are the documentation")]
        pub enum ErrorCode {
            $($variant,)*
            Other(String),
        }

        impl ErrorCode {
            /// The codes that the service documents.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            /// The code of this spelling.
            #[must_use]
            pub fn parse(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::Other(other.into()),
                }
            }

            /// The service's spelling.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }

            /// Whether what failed so is tried again; what is not known is not.
            #[must_use]
            pub const fn is_retried(&self) -> bool {
                match self {
                    $(Self::$variant => $retried,)*
                    Self::Other(_) => false,
                }
            }
        }
    };
}

codes! {
    ConnectionFailure "CONNECTION_FAILURE" true,
    CrossAccountIngestionFailed "CROSS_ACCOUNT_INGESTION_FAILED" true,
    EventsInBatchRequestRejected "EVENTS_IN_BATCH_REQUEST_REJECTED" true,
    InternalError "INTERNAL_ERROR" true,
    ResourceLimitExceeded "RESOURCE_LIMIT_EXCEEDED" true,
    ResourceModificationCollision "RESOURCE_MODIFICATION_COLLISION" true,
    SdkClientError "SDK_CLIENT_ERROR" true,
    Throttling "THROTTLING" true,
    Timeout "TIMEOUT" true,
    CrossRegionIngestionFailed "CROSS_REGION_INGESTION_FAILED" false,
    ErrorFromTarget "ERROR_FROM_TARGET" false,
    FailedToAssumeRole "FAILED_TO_ASSUME_ROLE" false,
    InvalidJson "INVALID_JSON" false,
    InvalidParameter "INVALID_PARAMETER" false,
    NoPermissions "NO_PERMISSIONS" false,
    NoResource "NO_RESOURCE" false,
    ResourceAlreadyExists "RESOURCE_ALREADY_EXISTS" false,
    ThirdAccountHopDetected "THIRD_ACCOUNT_HOP_DETECTED" false,
    ThirdRegionHopDetected "THIRD_REGION_HOP_DETECTED" false,
    TransientAssumeRole "TRANSIENT_ASSUME_ROLE" false,
    Unknown "UNKNOWN" false,
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<String> for ErrorCode {
    fn from(text: String) -> Self {
        Self::parse(&text)
    }
}

impl From<ErrorCode> for String {
    fn from(code: ErrorCode) -> Self {
        code.as_str().into()
    }
}

/// What came of a reported outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reported {
    /// Nothing more will be done.
    Done,
    /// It comes out again at this instant.
    TryAgain(Timestamp),
    /// It comes out once more, for its dead-letter target, under the same id.
    DeadLettered,
    /// All tries failed and there is no dead-letter queue, or that failed too: it is gone, and counted.
    Dropped,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_they_are_written_and_nine_are_retried() {
        assert!(ErrorCode::KNOWN.iter().all(|code| ErrorCode::parse(code.as_str()) == *code));
        let retried: Vec<&str> = ErrorCode::KNOWN.iter().filter(|c| c.is_retried()).map(ErrorCode::as_str).collect();
        assert_eq!((ErrorCode::KNOWN.len(), retried.len()), (21, 9));
    }

    #[test]
    fn only_429_and_server_errors_are_tried_again() {
        for status in 0..=999 {
            let retried = matches!(Outcome::from_http(status), Outcome::Retry { .. });
            assert_eq!(retried, status == 429 || status >= 500, "{status}");
        }
        assert_eq!(Outcome::from_http(404).to_string(), "failed for good (NO_RESOURCE: HTTP 404)");
    }
}
