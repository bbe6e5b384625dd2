//! Why an export task is refused.

use cupola_base::ApiError;
use cupola_base::constraint::Violations;

use super::ExportStatus;
use crate::error::{ForbiddenByClass, UnknownLog, limit_exceeded};

/// Why an export task was not created.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CreateExportTaskError {
    /// The group is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// The group's class has no export.
    #[error(transparent)]
    Class(#[from] ForbiddenByClass),
    /// The end is before the start.
    #[error("`to` must not be before `from`")]
    EndBeforeStart,
    /// A text is too short, too long, or has letters that it may not have.
    #[error("{0}")]
    Text(String),
    /// The bucket is not there.
    #[error("there is no bucket `{0}`")]
    NoBucket(String),
    /// The bucket encrypts with a key of KMS.
    #[error("bucket `{0}` is encrypted with SSE-KMS, which exports do not support")]
    Encryption(String),
    /// As many tasks are active as may be.
    #[error("{0} active export tasks are as many as there may be")]
    TooMany(usize),
}

impl CreateExportTaskError {
    pub(super) fn text(value: &str, field: &str, most: usize) -> Self {
        let bound = format!("Member must have length less than or equal to {most}");
        Self::Text(Violations::one(value, field, &bound).to_string())
    }
}

impl From<CreateExportTaskError> for ApiError {
    fn from(error: CreateExportTaskError) -> Self {
        match error {
            CreateExportTaskError::Unknown(error) => error.into(),
            CreateExportTaskError::Class(error) => error.into(),
            CreateExportTaskError::TooMany(_) => limit_exceeded(),
            CreateExportTaskError::NoBucket(_) => Self::caller(
                "InvalidParameterException",
                "The given bucket does not exist. Please make sure the bucket is valid.",
            ),
            error => Self::caller("InvalidParameterException", error.to_string()),
        }
    }
}

/// Why an export task was not cancelled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CancelExportTaskError {
    /// The task is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// The task is neither pending nor running.
    #[error("The specified export task has already finished or is being cancelled: it is {0}")]
    State(ExportStatus),
}

impl From<CancelExportTaskError> for ApiError {
    fn from(error: CancelExportTaskError) -> Self {
        match error {
            CancelExportTaskError::Unknown(error) => error.into(),
            CancelExportTaskError::State(_) => Self::caller("InvalidOperationException", error.to_string()),
        }
    }
}
