//! Why a key is refused.

use cupola_base::ApiError;

use super::{KmsKey, KmsKeyState};
use crate::error::UnknownLog;

/// The text is not the ARN of a KMS key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a KMS key: arn:aws:kms:region:account:key/id, of at most 256 characters, is needed")]
pub struct KmsKeyError(pub(super) String);

impl From<KmsKeyError> for ApiError {
    fn from(error: KmsKeyError) -> Self {
        Self::caller("InvalidParameterException", error.to_string())
    }
}

/// A key that log groups cannot be given.
///
/// # Source
/// CloudWatch Logs API Reference, AssociateKmsKey: a key that does not exist or is disabled is an
/// invalid parameter, as is an asymmetric one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefusedKmsKey {
    /// What was told about it keeps it from being used.
    #[error("the KMS key {key} {}", .state.obstacle())]
    State {
        /// The key.
        key: KmsKey,
        /// What was told about it.
        state: KmsKeyState,
    },
    /// It is in another region than the log groups.
    #[error("the KMS key {0} is in another region")]
    Region(KmsKey),
}

impl From<RefusedKmsKey> for ApiError {
    fn from(error: RefusedKmsKey) -> Self {
        Self::caller("InvalidParameterException", format!("The specified KMS key cannot be associated: {error}."))
    }
}

/// Events were asked for that are under a key which cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("events are encrypted with the KMS key {key}, which {}", .state.obstacle())]
#[non_exhaustive]
pub struct UnusableKmsKey {
    /// The key.
    pub key: KmsKey,
    /// What was told about it.
    pub state: KmsKeyState,
}

impl From<UnusableKmsKey> for ApiError {
    fn from(error: UnusableKmsKey) -> Self {
        let UnusableKmsKey { key, state } = error;
        let message = format!("The log events are encrypted with the KMS key {key}, which {}.", state.obstacle());
        Self::caller("AccessDeniedException", message)
    }
}

/// Why a key was not associated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AssociateKmsKeyError {
    /// The group is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// The key cannot be used.
    #[error(transparent)]
    Key(#[from] RefusedKmsKey),
}

impl From<AssociateKmsKeyError> for ApiError {
    fn from(error: AssociateKmsKeyError) -> Self {
        match error {
            AssociateKmsKeyError::Unknown(error) => error.into(),
            AssociateKmsKeyError::Key(error) => error.into(),
        }
    }
}
