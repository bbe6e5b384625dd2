//! Files of an export.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

/// A file that an export task writes into its bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExportedObject {
    /// When it is written.
    pub at: Timestamp,
    /// The task's id.
    pub task: String,
    /// The bucket.
    pub bucket: String,
    /// The key: `PREFIX/TASK/STREAM/000000.gz`.
    pub key: String,
    /// The content.
    #[serde(with = "text")]
    pub bytes: Vec<u8>,
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
