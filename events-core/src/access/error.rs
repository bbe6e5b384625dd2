//! Why a permission was not given or taken.

use cupola_base::ApiError;
use cupola_base::policy::{PolicyError, PolicyErrorKind};

use crate::error::UnknownRule;

/// Why a permission was not given.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PutPermissionError {
    /// The bus is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownRule),
    /// The policy would be longer than this.
    #[error("The event bus policy is too long: it may have {0} characters.")]
    TooLong(usize),
    /// The text is not a policy.
    #[error("Parameter Policy is not valid. Reason: {}.", .0.kind())]
    Policy(#[from] PolicyError),
    /// The statement of this number, from 1, lacks what a bus's policy needs: a principal or a resource.
    #[error("Parameter Policy is not valid. Reason: statement {number} has no {lacks}.")]
    Lacks {
        /// Which statement.
        number: usize,
        /// What it lacks.
        lacks: &'static str,
    },
    /// Only events may be put by permission.
    #[error("Provided value in parameter 'action' is not supported.")]
    Action,
    /// The principal is neither an account nor `*`.
    #[error("Provided value in parameter 'principal' is not supported.")]
    Principal,
    /// The statement's id is not one: 1 to 64 letters, digits, hyphens and underscores.
    #[error("Provided value in parameter 'statementId' is not supported.")]
    StatementId,
    /// The condition is another than that of an organisation.
    #[error("Provided value in parameter 'condition' is not supported.")]
    Condition,
    /// A condition that cannot be compared.
    #[error("Parameter Condition is not valid. Reason: {0}.")]
    Value(#[from] PolicyErrorKind),
    /// Either a policy is given, or action, principal and statement id.
    #[error("Parameter(s) Policy or Action, Principal and StatementId must be specified, and not both.")]
    Parameters,
}

impl From<PutPermissionError> for ApiError {
    fn from(error: PutPermissionError) -> Self {
        match error {
            PutPermissionError::Unknown(error) => error.into(),
            PutPermissionError::TooLong(_) => Self::caller("PolicyLengthExceededException", error.to_string()),
            _ => Self::caller("ValidationException", error.to_string()),
        }
    }
}

/// Why a permission was not taken.
///
/// # Source
/// The text for an unknown statement is recorded from AWS.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RemovePermissionError {
    /// The bus is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownRule),
    /// The bus has no policy.
    #[error("EventBus does not have a policy.")]
    NoPolicy,
    /// The policy has no statement of this id.
    #[error("Statement with the provided id does not exist.")]
    NoStatement,
    /// Neither a statement's id nor all.
    #[error("Parameter StatementId must be specified.")]
    Parameters,
}

impl From<RemovePermissionError> for ApiError {
    fn from(error: RemovePermissionError) -> Self {
        match error {
            RemovePermissionError::Unknown(error) => error.into(),
            RemovePermissionError::NoPolicy | RemovePermissionError::NoStatement => {
                Self::caller("ResourceNotFoundException", error.to_string())
            }
            RemovePermissionError::Parameters => Self::caller("ValidationException", error.to_string()),
        }
    }
}
