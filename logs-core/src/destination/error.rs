//! Why something about a destination is refused.

use cupola_base::policy::PolicyError;
use cupola_base::{ApiError, ArnError};
use serde::{Deserialize, Serialize};

use crate::error::{UnknownLog, limit_exceeded};
use crate::name::NameError;
use crate::subscription::SubscriptionFilterError;
use crate::tag_letters::TagRuleError;

/// Why a destination was not put.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DestinationError {
    /// The name breaks its rule.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The target is not an ARN.
    #[error(transparent)]
    Arn(#[from] ArnError),
    /// Destinations do not send to things of this kind.
    #[error("a destination cannot send to {0}: a stream, a delivery stream or a function is needed")]
    Target(String),
    /// A tag breaks its rule.
    #[error(transparent)]
    Tags(#[from] TagRuleError),
    /// As many destinations are there as may be.
    #[error("{0} destinations are as many as there may be")]
    TooMany(usize),
}

impl From<SubscriptionFilterError> for DestinationError {
    fn from(error: SubscriptionFilterError) -> Self {
        match error {
            SubscriptionFilterError::Arn(error) => Self::Arn(error),
            error => Self::Target(error.to_string()),
        }
    }
}

impl From<DestinationError> for ApiError {
    fn from(error: DestinationError) -> Self {
        match error {
            DestinationError::Name(error) => error.into(),
            DestinationError::TooMany(_) => limit_exceeded(),
            error => Self::caller("InvalidParameterException", error.to_string()),
        }
    }
}

/// Why a destination's policy was not put.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PutDestinationPolicyError {
    /// The destination is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// The text has more bytes than a policy may have.
    #[error("a policy of {bytes} bytes is longer than {most}")]
    TooLong {
        /// How many it has.
        bytes: usize,
        /// How many it may have.
        most: usize,
    },
    /// The text is not a policy.
    #[error("Invalid access policy: {}", .0.kind())]
    Policy(#[from] PolicyError),
    /// The statement of this number, from 1, does not say to whom it applies.
    #[error("Invalid access policy: statement {0} has no Principal")]
    NoPrincipal(usize),
}

impl From<PutDestinationPolicyError> for ApiError {
    /// The action has no error for what is not there.
    fn from(error: PutDestinationPolicyError) -> Self {
        match error {
            PutDestinationPolicyError::Unknown(error) => {
                Self::caller("InvalidParameterException", Self::from(error).message)
            }
            error => Self::caller("InvalidParameterException", error.to_string()),
        }
    }
}

/// Why a destination takes nothing from somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[non_exhaustive]
pub enum DestinationRefusal {
    /// It is not there.
    #[error("there is no destination `{0}`")]
    NoDestination(String),
    /// Its policy does not allow it, or it has none.
    #[error(
        "User with accountId: {account} is not authorized to perform PutSubscriptionFilter on resources {destination}"
    )]
    Denied {
        /// The account that wants to send.
        account: String,
        /// The destination's ARN.
        destination: String,
    },
}

impl From<DestinationRefusal> for ApiError {
    fn from(error: DestinationRefusal) -> Self {
        match error {
            DestinationRefusal::NoDestination(name) => UnknownLog::Destination(name).into(),
            DestinationRefusal::Denied { .. } => Self::caller("AccessDeniedException", error.to_string()),
        }
    }
}
