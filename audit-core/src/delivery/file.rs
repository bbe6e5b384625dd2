//! Log files that trails deliver.

use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

use crate::digest::{gzip, sha256_hex};
use crate::{LogKey, ObjectKey};

/// A log file that a trail delivers into its bucket.
///
/// ```
/// use cupola_audit::{Engine, LogFile, Output, RecordBuilder, TrailRequest};
/// use cupola_base::{Place, Timestamp};
///
/// let place = Place::parse("111122223333", "us-east-1")?;
/// let mut engine = Engine::new(place.clone(), 0);
/// let now = Timestamp::parse("2026-05-04T06:01:00Z")?;
/// engine.create_trail(now, TrailRequest::new("quay", "quay-logs"))?;
/// engine.start_logging(now, "quay")?;
/// engine.record_call(now, RecordBuilder::new(now, &place, "orders.amazonaws.com", "CancelOrder"))?;
/// engine.advance(now.plus_secs(300));
///
/// let outputs = engine.drain();
/// let file = outputs.iter().find_map(|output| match output { Output::LogFile(file) => Some(file), _ => None });
/// let file = file.expect("a file is delivered within five minutes");
/// assert!(file.key.starts_with("AWSLogs/111122223333/CloudTrail/us-east-1/2026/05/04/111122223333_CloudTrail_us-east-1_20260504T0605Z_"));
/// assert_eq!(LogFile::read(&file.bytes)?.records().count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "Finding your CloudTrail log files".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LogFileDelivery {
    /// When it is delivered.
    pub at: Timestamp,
    /// The trail's ARN.
    pub trail: Arn,
    /// The bucket.
    pub bucket: String,
    /// The key.
    pub key: String,
    /// The content: `{"Records":[...]}`, gzip.
    #[serde(with = "base64_text")]
    pub bytes: Vec<u8>,
    /// The SHA-256 of the content before it was compressed, in lower-case hexadecimal digits.
    pub sha256: String,
    /// How many records it holds.
    pub records: usize,
    /// The oldest of the records' times.
    pub oldest: Timestamp,
    /// The newest of the records' times.
    pub newest: Timestamp,
}

impl LogFileDelivery {
    pub(super) fn new(at: Timestamp, trail: Arn, bucket: String, key: LogKey, text: &str) -> Self {
        let key = ObjectKey::Log(key).to_string();
        let (bytes, sha256) = (gzip(text.as_bytes()), sha256_hex(text.as_bytes()));
        Self { at, trail, bucket, key, bytes, sha256, records: 0, oldest: at, newest: at }
    }

    pub(super) fn holding(self, records: usize, oldest: Timestamp, newest: Timestamp) -> Self {
        Self { records, oldest, newest, ..self }
    }
}

/// Bytes as base64, which is a fifth of a list of numbers.
mod base64_text {
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
