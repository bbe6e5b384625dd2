//! Printing digests.

use cupola_base::json::Json;
use serde::Serialize;

use super::document::{DigestFile, DigestedLog};

impl DigestFile {
    /// The document, with all members that the service writes, in its order. What is read from it is the same
    /// digest. Its bytes are those of the service for digests of the service's form alone, without other members:
    /// a signature holds for bytes as they were read.
    ///
    /// ```
    /// use cupola_audit::DigestFile;
    ///
    /// let text = r#"{"awsAccountId":"111122223333","digestStartTime":"2026-05-04T06:00:00Z","digestEndTime":"2026-05-04T07:00:00Z","#.to_owned()
    ///     + r#""digestS3Bucket":"quay","digestS3Object":"k","digestPublicKeyFingerprint":"f","digestSignatureAlgorithm":"SHA256withRSA","#
    ///     + r#""newestEventTime":null,"oldestEventTime":null,"previousDigestS3Bucket":null,"previousDigestS3Object":null,"#
    ///     + r#""previousDigestHashValue":null,"previousDigestHashAlgorithm":null,"previousDigestSignature":null,"logFiles":[]}"#;
    /// assert_eq!(DigestFile::parse(text.as_bytes())?.to_json().as_str(), text);
    /// # Ok::<(), cupola_audit::DigestFault>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> Json {
        Json::of(&Document::of(self))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    aws_account_id: Option<&'a str>,
    digest_start_time: String,
    digest_end_time: &'a str,
    #[serde(rename = "digestS3Bucket")]
    bucket: Option<&'a str>,
    #[serde(rename = "digestS3Object")]
    object: Option<&'a str>,
    digest_public_key_fingerprint: Option<&'a str>,
    digest_signature_algorithm: Option<&'a str>,
    newest_event_time: Option<&'a str>,
    oldest_event_time: Option<&'a str>,
    #[serde(rename = "previousDigestS3Bucket")]
    previous_bucket: Option<&'a str>,
    #[serde(rename = "previousDigestS3Object")]
    previous_object: Option<&'a str>,
    previous_digest_hash_value: Option<&'a str>,
    previous_digest_hash_algorithm: Option<&'a str>,
    previous_digest_signature: Option<&'a str>,
    log_files: &'a [DigestedLog],
}

impl<'a> Document<'a> {
    fn of(file: &'a DigestFile) -> Self {
        let previous = file.previous.as_ref();
        let hash = previous.and_then(|previous| previous.hash.as_deref());
        Self {
            aws_account_id: file.account.as_deref(),
            digest_start_time: file.start.to_string(),
            digest_end_time: &file.end_text,
            bucket: file.bucket.as_deref(),
            object: file.object.as_deref(),
            digest_public_key_fingerprint: file.fingerprint.as_deref(),
            digest_signature_algorithm: file.algorithm.as_deref(),
            newest_event_time: file.newest_event.as_deref(),
            oldest_event_time: file.oldest_event.as_deref(),
            previous_bucket: previous.map(|previous| &*previous.bucket),
            previous_object: previous.map(|previous| &*previous.object),
            previous_digest_hash_value: hash,
            previous_digest_hash_algorithm: hash.map(|_| "SHA-256"),
            previous_digest_signature: file.previous_signature.as_deref(),
            log_files: &file.log_files,
        }
    }
}
