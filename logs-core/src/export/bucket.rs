//! What is known of buckets.

use serde::{Deserialize, Serialize};

/// A bucket that exists, as its owner tells with [`Engine::tell_buckets`](crate::Engine::tell_buckets).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// How what is written there is encrypted.
    pub encryption: BucketEncryption,
}

/// How a bucket encrypts.
///
/// # Source
/// CloudWatch Logs User Guide, "Exporting log data to Amazon S3".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum BucketEncryption {
    /// With keys of S3 (AES-256).
    #[default]
    SseS3,
    /// With a key of KMS: nothing can be exported there.
    SseKms,
}

impl Bucket {
    /// A bucket with keys of S3.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), encryption: BucketEncryption::SseS3 }
    }

    /// Sets the encryption.
    #[must_use]
    pub fn with_encryption(self, encryption: BucketEncryption) -> Self {
        Self { encryption, ..self }
    }
}
