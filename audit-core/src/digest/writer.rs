//! Writing digests.

use std::collections::BTreeMap;
use std::io::Write;

use cupola_base::Timestamp;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use super::document::{DigestFile, DigestedLog, PreviousDigest};
use super::due::DigestDue;
use super::objects::StoredObject;
use super::trail::DigestTrail;
use super::walk::{ALGORITHM, BACKFILLED, SIGNATURE};
use super::{hex, sha256_hex};

/// Writes a chain of digests, each signed by the caller.
///
/// ```
/// use cupola_audit::{DigestCheck, DigestKeys, DigestTrail, DigestWriter, Objects, Unsigned};
/// use cupola_base::{Place, Timestamp};
///
/// let trail = DigestTrail::new("quay", Place::parse("111122223333", "us-east-1")?, "watch");
/// let t0 = Timestamp::parse("2026-05-04T00:00:00Z")?;
/// let (mut writer, mut objects) = (DigestWriter::new(trail.clone(), "fingerprint", t0), Objects::default());
/// for hour in 1..=3 {
///     let (key, digest) = writer.write(t0.plus_secs(hour * 3600), Vec::new(), |_string_to_sign| vec![7; 4]);
///     objects.put("quay", key, digest);
/// }
/// let keys = DigestKeys::new().with("fingerprint", "");
/// let report = DigestCheck::new(trail, t0, t0.plus_secs(3 * 3600)).run(&objects, &keys, &Unsigned);
/// assert!(report.is_valid() && report.findings.is_empty());
/// assert_eq!(report.counts().valid_digests, 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "CloudTrail digest file structure".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestWriter {
    trail: DigestTrail,
    fingerprint: String,
    start: Timestamp,
    previous: Option<Before>,
    /// When the digests are made, of those that are made later.
    backfilled: Option<Timestamp>,
}

/// The digest before, and its signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Before {
    digest: PreviousDigest,
    signature: String,
}

impl DigestWriter {
    /// Starts a chain at an instant. The fingerprint names the public key.
    #[must_use]
    pub fn new(trail: DigestTrail, fingerprint: impl Into<String>, start: Timestamp) -> Self {
        Self { trail, fingerprint: fingerprint.into(), start, previous: None, backfilled: None }
    }

    /// Makes digests later, at that instant, for a time that had none.
    #[must_use]
    pub fn backfilling(self, at: Timestamp) -> Self {
        Self { backfilled: Some(at), ..self }
    }

    /// Starts the chain anew at an instant, as when validation or logging was off.
    pub fn restart(&mut self, start: Timestamp) {
        (self.start, self.previous) = (start, None);
    }

    /// Delivers digests to another bucket from now on.
    pub fn move_to(&mut self, bucket: impl Into<String>) {
        self.trail.bucket = bucket.into();
    }

    /// The digest that is due of this chain, in the bucket that it tells: its key, and the object. The first of a chain
    /// starts the chain anew. Whose chain it is is the caller's to see to; [`DigestWriters`](crate::DigestWriters) do.
    pub fn write_due(&mut self, due: &DigestDue, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> (String, StoredObject) {
        if due.begins {
            self.previous = None;
        }
        (self.start, self.trail) = (due.start, due.trail.clone());
        self.write(due.end, due.log_files.clone(), sign)
    }

    /// From when on log files belong to the next digest.
    #[must_use]
    pub const fn start(&self) -> Timestamp {
        self.start
    }

    /// The digest of the log files that were delivered until `end`: its key, and the object. `sign` gets what is
    /// to be signed, and gives the signature (RSASSA-PKCS1-v1_5 with SHA-256).
    pub fn write(
        &mut self,
        end: Timestamp,
        log_files: Vec<DigestedLog>,
        sign: impl FnOnce(&[u8]) -> Vec<u8>,
    ) -> (String, StoredObject) {
        let key = self.trail.digest_key(end, self.backfilled.is_some());
        let file = self.file(&key, end, log_files);
        let text = file.to_json();
        let sha256 = sha256_hex(text.as_str().as_bytes());
        let signature = hex(&sign(file.string_to_sign(&sha256).as_bytes()));
        let mut metadata: BTreeMap<String, String> =
            [(SIGNATURE.into(), signature.clone()), (ALGORITHM.into(), RSA.into())].into();
        metadata.extend(self.backfilled.map(|at| (BACKFILLED.into(), at.to_seconds_text())));
        let digest = PreviousDigest { bucket: self.trail.bucket.clone(), object: key.clone(), hash: Some(sha256) };
        (self.start, self.previous) = (end, Some(Before { digest, signature }));
        (key, StoredObject { bytes: gzip(text.as_str().as_bytes()), metadata })
    }

    fn file(&self, key: &str, end: Timestamp, log_files: Vec<DigestedLog>) -> DigestFile {
        let before = self.previous.as_ref();
        DigestFile {
            account: Some(self.trail.root.place.account.to_string()),
            start: self.start.floor_to(1000),
            end,
            end_text: end.to_seconds_text(),
            bucket: Some(self.trail.bucket.clone()),
            object: Some(key.to_owned()),
            fingerprint: Some(self.fingerprint.clone()),
            algorithm: Some(RSA.into()),
            newest_event: log_files.iter().filter_map(|log| log.newest_event_time.clone()).max(),
            oldest_event: log_files.iter().filter_map(|log| log.oldest_event_time.clone()).min(),
            previous: before.map(|before| before.digest.clone()),
            previous_signature: before.map(|before| before.signature.clone()),
            log_files,
        }
    }
}

const RSA: &str = "SHA256withRSA";

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // A list in memory takes every byte.
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}
