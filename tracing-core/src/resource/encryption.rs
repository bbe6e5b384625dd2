//! How data at rest would be encrypted.

use cupola_base::{ApiError, Timestamp};
use serde::{Deserialize, Serialize};

use super::Pending;
use crate::Engine;

/// Which key encrypts data at rest. By default none of the account's own.
///
/// ```
/// use cupola_traces::{EncryptionStatus, Engine, Place, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// assert_eq!(engine.put_encryption_config(now, Some("alias/traces"))?.status(), EncryptionStatus::Updating);
/// engine.advance(now.plus_secs(1));
/// assert_eq!(engine.encryption_config().status(), EncryptionStatus::Active);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// X-Ray API Reference, EncryptionConfig.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncryptionConfig {
    key_id: Option<String>,
    pending: Option<Pending>,
}

/// Whether a configuration is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows two")]
pub enum EncryptionStatus {
    /// It will be in force when time moves on.
    Updating,
    /// It is in force.
    Active,
}

impl EncryptionStatus {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Updating => "UPDATING",
            Self::Active => "ACTIVE",
        }
    }
}

impl EncryptionConfig {
    /// The key as it was given: an id, an ARN or an alias; `None` for the default encryption.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// `KMS` with a key, `NONE` without.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        if self.key_id.is_some() { "KMS" } else { "NONE" }
    }

    /// Whether it is in force.
    #[must_use]
    pub const fn status(&self) -> EncryptionStatus {
        if self.pending.is_some() { EncryptionStatus::Updating } else { EncryptionStatus::Active }
    }

    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.pending.map(Pending::due)
    }

    pub(super) fn advance(&mut self, now: Timestamp) {
        self.pending = self.pending.filter(|pending| pending.due() > now);
    }
}

impl Engine {
    /// How data at rest is encrypted.
    #[doc(alias = "GetEncryptionConfig")]
    #[must_use]
    pub const fn encryption_config(&self) -> &EncryptionConfig {
        &self.state.read.resources.encryption
    }

    /// Sets the key, or none; it is in force when time moves on. Nothing is encrypted here.
    ///
    /// # Errors
    /// [`EncryptionConfigError`] when the key's name is empty or longer than 3000 characters.
    ///
    /// # Source
    /// X-Ray API Reference, PutEncryptionConfig.
    #[doc(alias = "PutEncryptionConfig")]
    pub fn put_encryption_config(
        &mut self,
        now: Timestamp,
        key_id: Option<&str>,
    ) -> Result<&EncryptionConfig, EncryptionConfigError> {
        let now = self.see(now);
        let length = key_id.map_or(1, |key| key.chars().count());
        if !(1..=3000).contains(&length) {
            return Err(EncryptionConfigError::KeyId { length });
        }
        self.state.read.resources.encryption =
            EncryptionConfig { key_id: key_id.map(str::to_owned), pending: Some(Pending::new(now)) };
        Ok(self.encryption_config())
    }
}

/// Why a configuration was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptionConfigError {
    /// The key's name is too short or too long.
    #[error("a key id of {length} characters: 1 to 3000 are accepted")]
    KeyId {
        /// How many characters it has.
        length: usize,
    },
    /// The type is `KMS` and no key is given.
    #[error("the type KMS needs a KeyId")]
    NoKey,
    /// The type is `NONE` and a key is given.
    #[error("the type NONE takes no KeyId")]
    Key,
}

impl From<EncryptionConfigError> for ApiError {
    fn from(error: EncryptionConfigError) -> Self {
        Self::caller("InvalidRequestException", error.to_string())
    }
}
