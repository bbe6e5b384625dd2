//! Writing the digests of many chains.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DigestDue, DigestWriter, StoredObject};

/// Writes the digests that trails have due, of any number of chains, with one key.
///
/// A chain is kept from its first digest to its last. Where it was not seen to begin, it begins with the digest that is
/// seen first.
///
/// ```
/// use cupola_audit::{DigestCheck, DigestKeys, DigestWriters, Engine, Objects, Output, TrailRequest, Unsigned};
/// use cupola_base::{Place, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let start = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// engine.create_trail(start, TrailRequest::new("watch", "quay").with_file_validation())?;
/// engine.start_logging(start, "watch")?;
/// engine.advance(start.plus_secs(3 * 3600));
///
/// let (mut writers, mut objects, mut trail) = (DigestWriters::new("67b9fa73"), Objects::default(), None);
/// for output in engine.drain() {
///     let Output::Digest(due) = output else { continue };
///     let (key, digest) = writers.write(&due, |_string_to_sign| vec![7; 256]);
///     objects.put(due.trail.bucket.clone(), key, digest);
///     trail = Some(due.trail);
/// }
/// let keys = DigestKeys::new().with("67b9fa73", "");
/// let check = DigestCheck::new(trail.unwrap(), start, start.plus_secs(3 * 3600));
/// assert_eq!(check.run(&objects, &keys, &Unsigned).counts().valid_digests, 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "CloudTrail digest file structure".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestWriters {
    fingerprint: String,
    /// By the trail's ARN, account and region.
    chains: BTreeMap<String, DigestWriter>,
}

impl DigestWriters {
    /// No chain yet. The fingerprint names the public key.
    #[must_use]
    pub fn new(fingerprint: impl Into<String>) -> Self {
        Self { fingerprint: fingerprint.into(), chains: BTreeMap::new() }
    }

    /// The digest file that is due: its key in the bucket of [`DigestDue::trail`], and the object. `sign` gets what is to
    /// be signed, and gives the signature (RSASSA-PKCS1-v1_5 with SHA-256).
    pub fn write(&mut self, due: &DigestDue, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> (String, StoredObject) {
        let chain = format!("{} {}", due.trail.arn(), due.trail.root.place);
        let start = || DigestWriter::new(due.trail.clone(), self.fingerprint.clone(), due.start);
        let mut writer = self.chains.remove(&chain).unwrap_or_else(start);
        let written = writer.write_due(due, sign);
        if !due.ends {
            self.chains.insert(chain, writer);
        }
        written
    }
}
