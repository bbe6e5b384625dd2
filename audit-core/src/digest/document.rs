//! The digest document.

use std::io::Read;

use cupola_base::Timestamp;
use flate2::bufread::GzDecoder;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{LogFile, LogFileDelivery};

/// A digest file's document: for a stretch of time the log files that were delivered, and the digest before.
///
/// ```
/// use cupola_audit::DigestFile;
///
/// let digest = DigestFile::parse(br#"{"awsAccountId": "111122223333", "digestStartTime": "2026-05-04T06:00:00Z",
///     "digestEndTime": "2026-05-04T07:00:00Z", "digestS3Bucket": "quay", "digestS3Object": "k", "logFiles": [],
///     "digestPublicKeyFingerprint": "f", "digestSignatureAlgorithm": "SHA256withRSA", "previousDigestSignature": null}"#)?;
/// assert!(digest.previous.is_none() && digest.log_files.is_empty());
/// assert_eq!(digest.string_to_sign("ab12"), "2026-05-04T07:00:00Z\nquay/k\nab12\nnull");
/// # Ok::<(), cupola_audit::DigestFault>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "CloudTrail digest file structure".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DigestFile {
    /// The account of the log files.
    pub account: Option<String>,
    /// From when on log files belong to it.
    pub start: Timestamp,
    /// Until when.
    pub end: Timestamp,
    /// The end as it is spelt, which is signed.
    pub end_text: String,
    /// The bucket that the digest was delivered to.
    pub bucket: Option<String>,
    /// Its key there.
    pub object: Option<String>,
    /// Names the public key.
    pub fingerprint: Option<String>,
    /// How it is signed: `SHA256withRSA`.
    pub algorithm: Option<String>,
    /// The newest event of the log files; `None` without activity.
    pub newest_event: Option<String>,
    /// The oldest.
    pub oldest_event: Option<String>,
    /// The digest before; `None` where a chain starts.
    pub previous: Option<PreviousDigest>,
    /// The signature of the digest before, as it is spelt.
    pub previous_signature: Option<String>,
    /// The log files.
    pub log_files: Vec<DigestedLog>,
}

/// What a digest says of the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "the document has these members")]
pub struct PreviousDigest {
    /// Its bucket.
    pub bucket: String,
    /// Its key.
    pub object: String,
    /// Hexadecimal SHA-256 of its uncompressed bytes.
    pub hash: Option<String>,
}

/// What a digest says of a log file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DigestedLog {
    /// Its bucket.
    #[serde(rename = "s3Bucket")]
    pub bucket: String,
    /// Its key.
    #[serde(rename = "s3Object")]
    pub object: String,
    /// Hexadecimal SHA-256 of its uncompressed bytes.
    pub hash_value: String,
    /// `SHA-256`.
    #[serde(default)]
    pub hash_algorithm: Option<String>,
    /// The time of its newest record.
    #[serde(default)]
    pub newest_event_time: Option<String>,
    /// The time of its oldest record.
    #[serde(default)]
    pub oldest_event_time: Option<String>,
}

impl DigestedLog {
    /// What a digest says of a log file with these uncompressed bytes; the times are those of its records.
    #[must_use]
    pub fn of(bucket: impl Into<String>, object: impl Into<String>, text: &str) -> Self {
        let times = crate::records_in(text).filter_map(|record| record.ok()?.event_time().ok());
        let range = times.fold(None, |range: Option<(Timestamp, Timestamp)>, at| {
            Some(range.map_or((at, at), |(oldest, newest)| (oldest.min(at), newest.max(at))))
        });
        Self {
            bucket: bucket.into(),
            object: object.into(),
            hash_value: super::sha256_hex(text.as_bytes()),
            hash_algorithm: Some("SHA-256".into()),
            newest_event_time: range.map(|(_, newest)| newest.to_seconds_text()),
            oldest_event_time: range.map(|(oldest, _)| oldest.to_seconds_text()),
        }
    }
}

impl From<&LogFileDelivery> for DigestedLog {
    fn from(file: &LogFileDelivery) -> Self {
        Self {
            bucket: file.bucket.clone(),
            object: file.key.clone(),
            hash_value: file.sha256.clone(),
            hash_algorithm: Some("SHA-256".into()),
            newest_event_time: Some(file.newest.to_seconds_text()),
            oldest_event_time: Some(file.oldest.to_seconds_text()),
        }
    }
}

impl DigestFile {
    /// Reads the uncompressed document.
    ///
    /// # Errors
    /// [`DigestFault`]: not JSON, a member that every digest has is missing, a time is none.
    pub fn parse(bytes: &[u8]) -> Result<Self, DigestFault> {
        let wire: Wire = serde_json::from_slice(bytes).map_err(|error| DigestFault::Json(error.to_string()))?;
        wire.checked()
    }

    /// What is signed: the end, the place, the hexadecimal SHA-256 of the uncompressed bytes, and the signature
    /// of the digest before.
    #[must_use]
    pub fn string_to_sign(&self, sha256: &str) -> String {
        let (bucket, object) = (self.bucket.as_deref().unwrap_or("None"), self.object.as_deref().unwrap_or("None"));
        let before = self.previous_signature.as_deref().unwrap_or("null");
        format!("{}\n{bucket}/{object}\n{sha256}\n{before}", self.end_text)
    }
}

/// Why bytes are no digest document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DigestFault {
    /// The bytes are not gzip, or the stream is broken.
    #[error("not gzip: {0}")]
    Gzip(String),
    /// The text is not the JSON of a digest.
    #[error("{0}")]
    Json(String),
    /// A member that every digest has is not there.
    #[error("the digest has no {0}")]
    Missing(&'static str),
    /// A time is none.
    #[error("{0} is not a time")]
    Time(&'static str),
}

/// The uncompressed bytes of a digest; what follows the compressed stream is ignored, as the CLI does.
pub(super) fn inflate(bytes: &[u8]) -> Result<Vec<u8>, DigestFault> {
    let mut inflated = Vec::new();
    let most = u64::try_from(LogFile::INFLATED_LIMIT).unwrap_or(u64::MAX);
    let read = GzDecoder::new(bytes).take(most).read_to_end(&mut inflated);
    read.map(|_| inflated).map_err(|error| DigestFault::Gzip(error.to_string()))
}

/// A member that must be there, and may be null.
type Told<T> = Option<Option<T>>;

fn told<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Told<T>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    #[serde(default)]
    aws_account_id: Option<String>,
    #[serde(default, deserialize_with = "told")]
    digest_start_time: Told<String>,
    #[serde(default, deserialize_with = "told")]
    digest_end_time: Told<String>,
    #[serde(default, deserialize_with = "told", rename = "digestS3Bucket")]
    bucket: Told<String>,
    #[serde(default, deserialize_with = "told", rename = "digestS3Object")]
    object: Told<String>,
    #[serde(default, deserialize_with = "told")]
    digest_public_key_fingerprint: Told<String>,
    #[serde(default)]
    digest_signature_algorithm: Option<String>,
    #[serde(default)]
    newest_event_time: Option<String>,
    #[serde(default)]
    oldest_event_time: Option<String>,
    #[serde(default, rename = "previousDigestS3Bucket")]
    previous_bucket: Option<String>,
    #[serde(default, rename = "previousDigestS3Object")]
    previous_object: Option<String>,
    #[serde(default)]
    previous_digest_hash_value: Option<String>,
    #[serde(default, deserialize_with = "told")]
    previous_digest_signature: Told<String>,
    #[serde(default)]
    log_files: Option<Vec<DigestedLog>>,
}

impl Wire {
    fn checked(self) -> Result<DigestFile, DigestFault> {
        let end_text = self.digest_end_time.ok_or(DigestFault::Missing("digestEndTime"))?;
        let end_text = end_text.ok_or(DigestFault::Time("digestEndTime"))?;
        let start = self.digest_start_time.ok_or(DigestFault::Missing("digestStartTime"))?;
        let time = |text: &str, name| Timestamp::parse(text).map_err(|_| DigestFault::Time(name));
        let previous = self.previous_bucket.zip(self.previous_object).map(|(bucket, object)| PreviousDigest {
            bucket,
            object,
            hash: self.previous_digest_hash_value,
        });
        Ok(DigestFile {
            account: self.aws_account_id,
            start: time(start.as_deref().unwrap_or_default(), "digestStartTime")?,
            end: time(&end_text, "digestEndTime")?,
            end_text,
            bucket: self.bucket.ok_or(DigestFault::Missing("digestS3Bucket"))?,
            object: self.object.ok_or(DigestFault::Missing("digestS3Object"))?,
            fingerprint: self
                .digest_public_key_fingerprint
                .ok_or(DigestFault::Missing("digestPublicKeyFingerprint"))?,
            algorithm: self.digest_signature_algorithm,
            newest_event: self.newest_event_time,
            oldest_event: self.oldest_event_time,
            previous,
            previous_signature: self
                .previous_digest_signature
                .ok_or(DigestFault::Missing("previousDigestSignature"))?,
            log_files: self.log_files.unwrap_or_default(),
        })
    }
}
