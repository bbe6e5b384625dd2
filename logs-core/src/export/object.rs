//! Files of exports and log deliveries.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

/// A file that an export task or a log delivery writes into a bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExportedObject {
    /// When it is written.
    pub at: Timestamp,
    /// The export task's or the log delivery's id.
    pub task: String,
    /// The bucket.
    pub bucket: String,
    /// The key: of an export `PREFIX/TASK/STREAM/000000.gz`, of a delivery the prefix, the suffix path and a name.
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
