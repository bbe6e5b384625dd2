//! Why something was not done about detectors and anomalies.

use cupola_base::ApiError;

use crate::error::{ForbiddenByClass, UnknownLog, limit_exceeded};
use crate::kms::RefusedKmsKey;
use crate::tag_letters::TagRuleError;

/// Why a log anomaly detector is not made, changed or found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LogAnomalyError {
    /// The text is not the ARN of a log group.
    #[error("`{0}` is not the ARN of a log group")]
    Arn(String),
    /// The group is not there.
    #[error(transparent)]
    Group(#[from] UnknownLog),
    /// The group's class has no detectors.
    #[error(transparent)]
    Class(#[from] ForbiddenByClass),
    /// The key cannot be used.
    #[error(transparent)]
    Key(#[from] RefusedKmsKey),
    /// The tags break their rules.
    #[error(transparent)]
    Tags(#[from] TagRuleError),
    /// The name is empty.
    #[error("the name of a detector must have a character")]
    Name,
    /// Anomalies cannot be visible for so long.
    #[error("{0} days: an anomaly is visible for 7 to 90 days")]
    Visibility(u32),
    /// There are as many detectors as may be.
    #[error("{0} log anomaly detectors are as many as there may be")]
    TooMany(usize),
    /// There is no such detector.
    #[error("there is no log anomaly detector {0}")]
    Unknown(String),
}

impl From<LogAnomalyError> for ApiError {
    fn from(error: LogAnomalyError) -> Self {
        match error {
            LogAnomalyError::Group(error) => error.into(),
            LogAnomalyError::Class(error) => error.into(),
            LogAnomalyError::Key(error) => error.into(),
            LogAnomalyError::TooMany(_) => limit_exceeded(),
            LogAnomalyError::Unknown(_) => {
                Self::caller("ResourceNotFoundException", "The specified anomaly detector does not exist.")
            }
            error => Self::caller("InvalidParameterException", error.to_string()),
        }
    }
}

/// There is no such detector, or it has no such anomaly.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnknownLogAnomaly {
    /// There is no such detector.
    #[error("there is no log anomaly detector {0}")]
    Detector(String),
    /// The detector has no such anomaly.
    #[error("the detector has no anomaly {0}")]
    Anomaly(String),
    /// The detector knows no such pattern.
    #[error("the detector knows no pattern {0}")]
    Pattern(String),
}

impl From<UnknownLogAnomaly> for ApiError {
    fn from(error: UnknownLogAnomaly) -> Self {
        let what = match error {
            UnknownLogAnomaly::Detector(_) => "anomaly detector",
            UnknownLogAnomaly::Anomaly(_) => "anomaly",
            UnknownLogAnomaly::Pattern(_) => "pattern",
        };
        Self::caller("ResourceNotFoundException", format!("The specified {what} does not exist."))
    }
}

/// Why an anomaly was not suppressed or accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UpdateLogAnomalyError {
    /// It is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLogAnomaly),
    /// Nothing can be suppressed for no time.
    #[error("a suppression lasts a second at least")]
    NoTime,
}

impl From<UpdateLogAnomalyError> for ApiError {
    fn from(error: UpdateLogAnomalyError) -> Self {
        match error {
            UpdateLogAnomalyError::Unknown(error) => error.into(),
            UpdateLogAnomalyError::NoTime => Self::caller("InvalidParameterException", error.to_string()),
        }
    }
}
