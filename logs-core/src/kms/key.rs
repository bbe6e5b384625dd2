//! The name of a key, and what is told about it.

use cupola_base::Arn;
use serde::{Deserialize, Serialize};

use super::KmsKeyError;

cupola_base::names! {
    /// The ARN of a KMS key: `arn:aws:kms:region:account:key/id`, at most 256 characters.
    ///
    /// ```
    /// use cupola_logs::KmsKey;
    /// assert!(KmsKey::new("arn:aws:kms:us-east-1:111122223333:key/harbour").is_ok());
    /// assert!(KmsKey::new("arn:aws:kms:us-east-1:111122223333:alias/harbour").is_err());
    /// ```
    ///
    /// # Source
    /// CloudWatch Logs API Reference, AssociateKmsKey. That an alias is refused is ours.
    KmsKey: KmsKeyError = |text| check(text);
}

fn check(text: &str) -> Result<(), KmsKeyError> {
    let arn = Arn::parse(text).ok().filter(|_| text.chars().count() <= LONGEST);
    let is_key =
        |arn: &Arn| arn.service() == "kms" && arn.resource().strip_prefix("key/").is_some_and(|id| !id.is_empty());
    if arn.as_ref().is_some_and(is_key) { Ok(()) } else { Err(KmsKeyError(text.into())) }
}

/// Most characters of a key's ARN.
const LONGEST: usize = 256;

impl KmsKey {
    /// Whether the key is one of this region.
    pub(crate) fn is_in(&self, region: &str) -> bool {
        self.as_str().split(':').nth(3) == Some(region)
    }
}

/// What the outside tells about a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum KmsKeyState {
    /// It encrypts and decrypts.
    #[default]
    Usable,
    /// It is there, but switched off.
    Disabled,
    /// It is not there, or was deleted.
    Missing,
    /// It is of the kind that log groups cannot use.
    Asymmetric,
    /// Its policy does not let the service use it.
    Denied,
}

impl KmsKeyState {
    /// What keeps the key from being used.
    pub(crate) const fn obstacle(self) -> &'static str {
        match self {
            Self::Usable => "can be used",
            Self::Disabled => "is disabled",
            Self::Missing => "does not exist",
            Self::Asymmetric => "is asymmetric",
            Self::Denied => "is not allowed to be used",
        }
    }
}
