//! Why a subscription filter is refused.

use cupola_base::{ApiError, ArnError};

use crate::destination::DestinationRefusal;
use crate::error::{ForbiddenByClass, UnknownLog, limit_exceeded};
use crate::filter::FilterPatternError;
use crate::name::NameError;

/// What is wrong with a subscription filter.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SubscriptionFilterError {
    /// The name breaks its rule.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The pattern is refused.
    #[error(transparent)]
    Pattern(FilterPatternError),
    /// The destination is not an ARN.
    #[error(transparent)]
    Arn(#[from] ArnError),
    /// Subscriptions cannot send to things of this service.
    #[error("PutSubscriptionFilter operation cannot work with destinationArn for vendor {0}")]
    Vendor(String),
    /// A stream needs a role.
    #[error("destinationArn for vendor {0} cannot be used without roleArn")]
    NeedsRole(String),
    /// A function of another account is called through a destination only.
    #[error(
        "Cross-account lambda invocation passing is not allowed. You must use DestinationPolicies to create cross \
         account lambda triggers."
    )]
    ForeignFunction,
    /// The role is one of another account.
    #[error("Cross-account pass role is not allowed.")]
    ForeignRole,
    /// The destination is in another region than the log group.
    #[error("destinationArn must be a destination in the region of the log group")]
    OtherRegion,
}

impl From<SubscriptionFilterError> for ApiError {
    fn from(error: SubscriptionFilterError) -> Self {
        match error {
            SubscriptionFilterError::Name(error) => error.into(),
            SubscriptionFilterError::Pattern(error) => error.into(),
            SubscriptionFilterError::ForeignFunction | SubscriptionFilterError::ForeignRole => {
                Self::caller("AccessDeniedException", error.to_string())
            }
            error => Self::caller("InvalidParameterException", error.to_string()),
        }
    }
}

/// Why a subscription filter was not put.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PutSubscriptionFilterError {
    /// The group is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// The group's class has no subscription filters.
    #[error(transparent)]
    Class(#[from] ForbiddenByClass),
    /// The filter is refused.
    #[error(transparent)]
    Filter(#[from] SubscriptionFilterError),
    /// The destination does not take what this account sends.
    #[error(transparent)]
    Destination(#[from] DestinationRefusal),
    /// The target writes its own logs into the group: each delivery would lead to the next.
    #[error("the target writes its own logs into log group `{0}`")]
    OwnLogs(String),
    /// The group has as many filters as it may have.
    #[error("{0} subscription filters are as many as a log group may have")]
    TooMany(usize),
    /// The group has as many filters with a regular expression as it may have.
    #[error("{0} filters with a regular expression are as many as a log group may have")]
    TooManyRegexes(usize),
}

impl From<PutSubscriptionFilterError> for ApiError {
    fn from(error: PutSubscriptionFilterError) -> Self {
        match error {
            PutSubscriptionFilterError::Unknown(error) => error.into(),
            PutSubscriptionFilterError::Class(error) => error.into(),
            PutSubscriptionFilterError::Filter(error) => error.into(),
            PutSubscriptionFilterError::Destination(error) => error.into(),
            PutSubscriptionFilterError::OwnLogs(_) => Self::caller(
                "InvalidParameterException",
                "The log group provided is reserved for the function logs of the destination function.",
            ),
            PutSubscriptionFilterError::TooMany(_) | PutSubscriptionFilterError::TooManyRegexes(_) => limit_exceeded(),
        }
    }
}
