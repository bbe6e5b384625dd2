//! Files of exports and log deliveries.

use cupola_base::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

/// A file that an export task or a log delivery writes into a bucket, or the result of a scheduled query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExportedObject {
    /// When it is written.
    pub at: Timestamp,
    /// The id of the export task, of the log delivery, or of the query.
    pub task: String,
    /// The bucket.
    pub bucket: String,
    /// The key: of an export `PREFIX/TASK/STREAM/000000.gz`, of a delivery the prefix, the suffix path and a name, of a
    /// query `PREFIX/QUERY.json`.
    pub key: String,
    /// The content.
    #[serde(with = "text")]
    pub bytes: Vec<u8>,
    /// The role that writes it; exports are written by the service itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The account of the bucket, where it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AccountId>,
    /// The KMS key that it is to be encrypted with, when it is not the bucket's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kms_key: Option<String>,
}

/// Bytes as base64, which is a fifth of a list of numbers.
mod text {
    use cupola_base::base64;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64::encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        base64::decode(&text).ok_or_else(|| D::Error::custom("this is no base64"))
    }
}
