//! Why an operation is refused.

use cupola_base::{ApiError, TagsError};

use crate::class::LogGroupClass;
use crate::kms::RefusedKmsKey;
use crate::name::NameError;
use crate::tag_letters::TagRuleError;

/// The log group, the log stream or the filter is not there.
///
/// # Source
/// Answers recorded from AWS.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnknownLog {
    /// There is no such group.
    #[error("there is no log group `{0}`")]
    Group(String),
    /// The group has no such stream.
    #[error("the log group has no stream `{0}`")]
    Stream(String),
    /// The group has no such metric filter.
    #[error("the log group has no metric filter `{0}`")]
    MetricFilter(String),
    /// The group has no such subscription filter.
    #[error("the log group has no subscription filter `{0}`")]
    SubscriptionFilter(String),
    /// There is no such destination.
    #[error("there is no destination `{0}`")]
    Destination(String),
    /// There is no such export task.
    #[error("there is no export task `{0}`")]
    ExportTask(String),
    /// There is no such delivery source.
    #[error("there is no delivery source `{0}`")]
    DeliverySource(String),
    /// There is no such delivery destination.
    #[error("there is no delivery destination `{0}`")]
    DeliveryDestination(String),
    /// There is no such delivery.
    #[error("there is no delivery `{0}`")]
    Delivery(String),
    /// There is no such scheduled query.
    #[error("there is no scheduled query `{0}`")]
    ScheduledQuery(String),
    /// There is no such log anomaly detector.
    #[error("there is no log anomaly detector `{0}`")]
    AnomalyDetector(String),
}

impl From<UnknownLog> for ApiError {
    fn from(error: UnknownLog) -> Self {
        let what = match error {
            UnknownLog::Group(_) => "log group",
            UnknownLog::Stream(_) => "log stream",
            UnknownLog::MetricFilter(_) => "metric filter",
            UnknownLog::SubscriptionFilter(_) => "subscription filter",
            UnknownLog::Destination(_) => "destination",
            UnknownLog::ExportTask(_) => "export task",
            UnknownLog::DeliverySource(_) => return no_delivery("Delivery Source"),
            UnknownLog::DeliveryDestination(_) => return no_delivery("Delivery Destination"),
            UnknownLog::Delivery(_) => return no_delivery("Delivery"),
            UnknownLog::ScheduledQuery(_) => "scheduled query",
            UnknownLog::AnomalyDetector(_) => "anomaly detector",
        };
        Self::caller("ResourceNotFoundException", format!("The specified {what} does not exist."))
    }
}

/// The class of the log group does not allow it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("log group `{group}` has the class {class}, which does not allow {what}")]
#[non_exhaustive]
pub struct ForbiddenByClass {
    /// The group.
    pub group: String,
    /// Its class.
    pub class: LogGroupClass,
    /// What is not allowed.
    pub what: &'static str,
}

impl From<ForbiddenByClass> for ApiError {
    fn from(error: ForbiddenByClass) -> Self {
        Self::caller("InvalidOperationException", error.to_string())
    }
}

/// Why a log group was not created.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CreateLogGroupError {
    /// The name breaks its rule.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A group of this name is there.
    #[error("there is a log group `{0}` already")]
    Exists(String),
    /// A tag breaks its rule.
    #[error(transparent)]
    Tags(#[from] TagRuleError),
    /// The key cannot be used.
    #[error(transparent)]
    Key(#[from] RefusedKmsKey),
    /// As many groups are there as may be.
    #[error("{0} log groups are as many as there may be")]
    TooMany(usize),
}

impl From<CreateLogGroupError> for ApiError {
    fn from(error: CreateLogGroupError) -> Self {
        match error {
            CreateLogGroupError::Name(error) => error.into(),
            CreateLogGroupError::Exists(_) => exists("group"),
            CreateLogGroupError::Key(error) => error.into(),
            CreateLogGroupError::Tags(error) => Self::caller("InvalidParameterException", error.to_string()),
            CreateLogGroupError::TooMany(_) => limit_exceeded(),
        }
    }
}

/// Why a log stream was not created.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CreateLogStreamError {
    /// The name breaks its rule.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The group is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// A stream of this name is there.
    #[error("there is a log stream `{0}` already")]
    Exists(String),
    /// As many streams are there as may be.
    #[error("{0} log streams are as many as there may be")]
    TooMany(usize),
}

impl From<CreateLogStreamError> for ApiError {
    fn from(error: CreateLogStreamError) -> Self {
        match error {
            CreateLogStreamError::Name(error) => error.into(),
            CreateLogStreamError::Unknown(error) => error.into(),
            CreateLogStreamError::Exists(_) => exists("stream"),
            // The action has no error for a quota.
            CreateLogStreamError::TooMany(_) => Self::service("ServiceUnavailableException", error.to_string()),
        }
    }
}

/// Why a log group or a log stream was not deleted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeleteLogError {
    /// It is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// The group is protected.
    #[error("log group `{0}` is protected from deletion")]
    Protected(String),
}

impl From<DeleteLogError> for ApiError {
    fn from(error: DeleteLogError) -> Self {
        match error {
            DeleteLogError::Unknown(error) => error.into(),
            DeleteLogError::Protected(_) => Self::caller(
                "ValidationException",
                "The specified log group is protected by deletion protection; turn it off first.",
            ),
        }
    }
}

/// Why tags were not read or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TagError {
    /// What the ARN names is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// The text is not the ARN of something that has tags.
    #[error(
        "`{0}` is not the ARN of a log group, a destination, a delivery, a scheduled query or a log anomaly detector of \
         this account and region"
    )]
    Arn(String),
    /// A tag breaks its rule.
    #[error(transparent)]
    Tags(#[from] TagRuleError),
}

impl From<TagError> for ApiError {
    fn from(error: TagError) -> Self {
        match error {
            TagError::Unknown(_) => Self::caller("ResourceNotFoundException", "The specified resource does not exist."),
            TagError::Arn(_) => Self::caller("InvalidParameterException", error.to_string()),
            TagError::Tags(TagRuleError::Tags(TagsError::TooMany(_))) => {
                Self::caller("TooManyTagsException", error.to_string())
            }
            TagError::Tags(error) => Self::caller("InvalidParameterException", error.to_string()),
        }
    }
}

fn no_delivery(what: &str) -> ApiError {
    let message = format!("Requested {what} does not exist in this account.");
    ApiError::caller("ResourceNotFoundException", message)
}

fn exists(what: &str) -> ApiError {
    ApiError::caller("ResourceAlreadyExistsException", format!("The specified log {what} already exists"))
}

pub(crate) fn limit_exceeded() -> ApiError {
    ApiError::caller("LimitExceededException", "Resource limit exceeded.")
}
