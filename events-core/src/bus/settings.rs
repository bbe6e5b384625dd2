//! What the owner of a bus says about it.

use cupola_base::Arn;
use serde::{Deserialize, Serialize};

use super::BusLogConfig;
use crate::Limits;

/// What the owner of a bus says about it. All of it may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BusSettings {
    /// Words about the bus, up to 512 characters.
    pub description: Option<String>,
    /// The key that encrypts the events; kept and shown, nothing is encrypted.
    pub kms_key: Option<String>,
    /// The queue for events that could not be encrypted or delivered; kept and shown.
    pub dead_letter: Option<Arn>,
    /// What is logged; kept and shown.
    pub log_config: Option<BusLogConfig>,
}

impl BusSettings {
    /// Sets the description.
    #[must_use]
    pub fn with_description(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// Sets the key.
    #[must_use]
    pub fn with_kms_key(self, key: impl Into<String>) -> Self {
        Self { kms_key: Some(key.into()), ..self }
    }

    /// Sets the dead-letter queue.
    #[must_use]
    pub fn with_dead_letter(self, queue: Arn) -> Self {
        Self { dead_letter: Some(queue), ..self }
    }

    /// Sets what is logged.
    #[must_use]
    pub const fn with_log_config(mut self, config: BusLogConfig) -> Self {
        self.log_config = Some(config);
        self
    }

    pub(crate) fn check(&self, limits: &Limits) -> Result<(), BusSettingsError> {
        let is_long = |text: &Option<String>, most| text.as_ref().is_some_and(|text| text.chars().count() > most);
        if is_long(&self.description, limits.description_length) {
            return Err(BusSettingsError::Description(limits.description_length));
        }
        if is_long(&self.kms_key, KMS_KEY_LENGTH) {
            return Err(BusSettingsError::KmsKey(KMS_KEY_LENGTH));
        }
        match &self.dead_letter {
            Some(queue) if queue.service() != "sqs" || queue.resource().ends_with(".fifo") => {
                Err(BusSettingsError::DeadLetter(queue.clone()))
            }
            _ => Ok(()),
        }
    }

    /// These settings with what is given put in their place. An empty text unsets.
    pub(crate) fn updated(&self, given: Self) -> Self {
        let text = |new: Option<String>, old: &Option<String>| match new {
            Some(new) => Some(new).filter(|new| !new.is_empty()),
            None => old.clone(),
        };
        Self {
            description: text(given.description, &self.description),
            kms_key: text(given.kms_key, &self.kms_key),
            dead_letter: given.dead_letter.or_else(|| self.dead_letter.clone()),
            log_config: given.log_config.or(self.log_config),
        }
    }
}

/// Characters that the identifier of a key may have.
const KMS_KEY_LENGTH: usize = 2048;

/// Why settings of a bus are refused. The wording is ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BusSettingsError {
    /// The description is longer than this.
    #[error("Parameter Description is not valid. Reason: Description must be at most {0} characters.")]
    Description(usize),
    /// The key's identifier is longer than this.
    #[error("Parameter KmsKeyIdentifier is not valid. Reason: KmsKeyIdentifier must be at most {0} characters.")]
    KmsKey(usize),
    /// The dead-letter queue is not a standard queue.
    #[error("Parameter DeadLetterConfig is not valid. Reason: {0} is not the ARN of a standard SQS queue.")]
    DeadLetter(Arn),
}
