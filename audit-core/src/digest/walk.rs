//! The walk along a chain, newest digest first.

use std::collections::BTreeSet;

use cupola_base::Timestamp;

use super::coverage::Stretches;
use super::document::{DigestFile, inflate};
use super::findings::{DigestFinding, Named};
use super::keys::DigestKeys;
use super::objects::{ObjectSource, StoredObject};
use super::report::{CoverageClass, DigestEvent, DigestReport, DigestStatus, InvalidDigest, LogStatus};
use super::trail::DigestTrail;
use super::verify::{NotVerified, SignatureVerifier};
use super::{log, sha256_hex, unhex};

/// A check of a trail's chain of digests over a range of time.
///
/// The walk is that of `aws cloudtrail validate-logs`, with its order and its texts; besides, every instant of
/// the range is classed, and what the CLI does not look for is told as a finding.
///
/// ```
/// use cupola_audit::{CoverageClass, DigestCheck, DigestKeys, DigestTrail, Objects, Unsigned};
/// use cupola_base::{Place, Timestamp};
///
/// let trail = DigestTrail::new("quay", Place::parse("111122223333", "us-east-1")?, "watch");
/// let (start, end) = (Timestamp::parse("2026-05-04T00:00:00Z")?, Timestamp::parse("2026-05-04T03:00:00Z")?);
/// let report = DigestCheck::new(trail, start, end).run(&Objects::default(), &DigestKeys::new(), &Unsigned);
/// assert!(report.events.is_empty());
/// assert_eq!(report.intervals[0].class, CoverageClass::NotCovered);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "Validating CloudTrail log file integrity".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestCheck {
    trail: DigestTrail,
    start: Timestamp,
    end: Timestamp,
    is_offline: bool,
    reads_records: bool,
}

impl DigestCheck {
    /// Checks what was delivered from `start` to `end`.
    #[must_use]
    pub const fn new(trail: DigestTrail, start: Timestamp, end: Timestamp) -> Self {
        Self { trail, start, end, is_offline: false, reads_records: false }
    }

    /// The objects have no metadata: a digest's signature is taken from its successor, and the newest cannot
    /// be verified.
    #[must_use]
    pub fn offline(self) -> Self {
        Self { is_offline: true, ..self }
    }

    /// Reads the log files' records, too, and tells those outside the times that the digest tells.
    #[must_use]
    pub fn reading_records(self) -> Self {
        Self { reads_records: true, ..self }
    }

    /// Walks the chain, and that of backfilled digests.
    #[must_use]
    pub fn run(
        &self,
        objects: &impl ObjectSource,
        keys: &DigestKeys,
        verifier: &impl SignatureVerifier,
    ) -> DigestReport {
        let mut walk = Walk {
            check: self,
            objects,
            keys,
            verifier,
            events: Vec::new(),
            findings: Vec::new(),
            stretches: Stretches::default(),
            named: Named::default(),
            found: None,
        };
        walk.chain(false);
        walk.chain(true);
        walk.report()
    }
}

struct Walk<'a, O, V> {
    check: &'a DigestCheck,
    objects: &'a O,
    keys: &'a DigestKeys,
    verifier: &'a V,
    events: Vec<DigestEvent>,
    findings: Vec<DigestFinding>,
    stretches: Stretches,
    named: Named,
    found: Option<(Timestamp, Timestamp)>,
}

/// A digest that may be next, by its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    end: Timestamp,
    key: String,
}

/// A valid digest that the next older one is held against.
struct Newer {
    key: String,
    file: DigestFile,
}

/// A digest that was read.
struct Loaded {
    file: DigestFile,
    sha256: String,
    signature: Option<String>,
}

/// Where the walk goes on.
struct Place {
    bucket: String,
    key: String,
    end: Timestamp,
}

impl<O: ObjectSource, V: SignatureVerifier> Walk<'_, O, V> {
    fn chain(&mut self, is_backfill: bool) {
        let mut bucket = self.check.trail.bucket.clone();
        let mut candidates = self.candidates(&bucket, self.check.end, is_backfill);
        let Some(first) = candidates.pop() else { return };
        let mut place = Place { bucket: bucket.clone(), key: first.key, end: first.end };
        let (mut newer, mut seen, mut last_start): (Option<Newer>, BTreeSet<(String, String)>, _) =
            (None, BTreeSet::new(), place.end);
        while self.check.start <= last_start {
            seen.insert((place.bucket.clone(), place.key.clone()));
            let loaded = self.load(&place, newer.as_ref(), is_backfill);
            let status = match &loaded {
                Ok(_) => DigestStatus::Valid,
                Err(failed) => failed.status.clone(),
            };
            self.events.push(DigestEvent::Digest {
                bucket: place.bucket.clone(),
                key: place.key.clone(),
                is_backfill,
                status,
            });
            let next = match loaded {
                Ok(loaded) => {
                    last_start = loaded.file.start;
                    let next = self.take(&place, loaded, &mut newer, &seen);
                    if let Some(next) = &next
                        && next.bucket != bucket
                    {
                        bucket.clone_from(&next.bucket);
                        candidates = self.candidates(
                            &bucket,
                            newer.as_ref().map_or(self.check.end, |n| n.file.end),
                            is_backfill,
                        );
                    }
                    next.or_else(|| self.gap(&place, last_start, &mut candidates, &bucket, is_backfill, &mut newer))
                }
                Err(failed) => {
                    self.stretches.failed(failed.start, place.end, failed.class());
                    newer = failed.unverified.map(|file| Newer { key: place.key.clone(), file: *file });
                    older(&mut candidates, place.end, &bucket)
                }
            };
            let Some(next) = next else { return };
            place = next;
        }
    }

    /// Where a chain that starts anew goes on.
    fn gap(
        &mut self,
        place: &Place,
        last_start: Timestamp,
        candidates: &mut Vec<Candidate>,
        bucket: &str,
        is_backfill: bool,
        newer: &mut Option<Newer>,
    ) -> Option<Place> {
        *newer = None;
        let next = older(candidates, place.end, bucket)?;
        self.events.push(DigestEvent::Gap { key: place.key.clone(), is_backfill, from: next.end, to: last_start });
        self.stretches.restarted(next.end, last_start);
        Some(next)
    }

    /// The trail's digests in a bucket whose key's time is in the range or the hour behind it, oldest first.
    fn candidates(&self, bucket: &str, end: Timestamp, is_backfill: bool) -> Vec<Candidate> {
        let trail = &self.check.trail;
        let range = self.check.start.floor_to(1000)..=end.floor_to(1000).plus_secs(3600);
        let keys = self.objects.keys(bucket, &trail.root.folder("CloudTrail-Digest"));
        let own = keys.into_iter().filter_map(|key| Some((trail.own(&key)?, key)));
        let mut own: Vec<Candidate> = own
            .filter(|(digest, _)| digest.is_backfill == is_backfill && range.contains(&digest.end))
            .map(|(digest, key)| Candidate { end: digest.end, key })
            .collect();
        own.sort_unstable();
        own
    }

    /// Takes a valid digest's log files in; the digest that it names as the one before.
    fn take(
        &mut self,
        place: &Place,
        loaded: Loaded,
        newer: &mut Option<Newer>,
        seen: &BTreeSet<(String, String)>,
    ) -> Option<Place> {
        let Loaded { file, sha256, signature } = loaded;
        if let Some(newer) = newer.as_ref() {
            self.hold_against(newer, place, &file, &sha256, signature.as_deref());
        }
        self.stretches.valid(file.start, file.end, !file.log_files.is_empty());
        let (from, to) = (file.start.max(self.check.start), file.end.min(self.check.end));
        self.found = Some(self.found.map_or((from, to), |(first, last)| (first.min(from), last.max(to))));
        file.log_files.iter().for_each(|log| self.log(log));
        let before = file.previous.clone();
        let circle =
            before.as_ref().is_some_and(|before| seen.contains(&(before.bucket.clone(), before.object.clone())));
        if circle {
            self.findings.push(DigestFinding::Circle { key: place.key.clone() });
        }
        let start = file.start;
        *newer = Some(Newer { key: place.key.clone(), file });
        let before = before.filter(|_| !circle)?;
        let end = self.check.trail.own(&before.object).map_or(start, |key| key.end);
        Some(Place { bucket: before.bucket, key: before.object, end })
    }

    /// What the newer digest tells of this one.
    fn hold_against(&mut self, newer: &Newer, place: &Place, file: &DigestFile, sha256: &str, signature: Option<&str>) {
        let names = || (newer.key.clone(), place.key.clone());
        let hash = newer.file.previous.as_ref().and_then(|previous| previous.hash.as_deref());
        if hash.is_some_and(|hash| !hash.eq_ignore_ascii_case(sha256)) {
            let (key, previous) = names();
            self.findings.push(DigestFinding::PreviousHash { key, previous });
        }
        if signature.is_some() && newer.file.previous_signature.as_deref() != signature {
            let (key, previous) = names();
            self.findings.push(DigestFinding::PreviousSignature { key, previous });
        }
        if newer.file.start != file.end {
            let (start, previous_end) = (newer.file.start, file.end);
            self.findings.push(DigestFinding::NotContinuous { key: newer.key.clone(), start, previous_end });
        }
    }

    fn log(&mut self, log: &super::DigestedLog) {
        self.named.name(&log.bucket, &log.object);
        let stored = self.objects.object(&log.bucket, &log.object);
        let status = stored.as_ref().map_or(LogStatus::NotFound, |stored| log::check(&stored.bytes, log));
        if let Some(stored) = stored.filter(|_| self.check.reads_records && status == LogStatus::Valid)
            && !log::is_within(&stored.bytes, log)
        {
            self.findings.push(DigestFinding::RecordsOutside { log: log.object.clone() });
        }
        self.events.push(DigestEvent::Log { bucket: log.bucket.clone(), key: log.object.clone(), status });
    }

    /// Reads a digest and checks it; the first thing that is wrong is told.
    fn load(&self, place: &Place, newer: Option<&Newer>, is_backfill: bool) -> Result<Loaded, Failed> {
        let stored = self.objects.object(&place.bucket, &place.key).ok_or(Failed::of(DigestStatus::Missing))?;
        let invalid = |why| Failed::of(DigestStatus::Invalid(why));
        let bytes = inflate(&stored.bytes).map_err(|_| invalid(InvalidDigest::Format))?;
        let text = serde_json::from_slice::<serde::de::IgnoredAny>(&bytes);
        text.map_err(|_| invalid(InvalidDigest::Format))?;
        let file = DigestFile::parse(&bytes);
        let start = file.as_ref().ok().map(|file| file.start);
        let fail = |why| Failed { status: DigestStatus::Invalid(why), start, unverified: None };
        let signature = self.signature(&stored, newer).map_err(|status| {
            // What cannot be verified still tells the signature of the digest before.
            let unverified = file.as_ref().ok().filter(|_| status == DigestStatus::Unverifiable).cloned().map(Box::new);
            Failed { status, start, unverified }
        })?;
        if is_backfill && !stored.metadata.contains_key(BACKFILLED) {
            return Err(fail(InvalidDigest::Format));
        }
        let file = file.map_err(|_| invalid(InvalidDigest::Format))?;
        let sha256 = sha256_hex(&bytes);
        self.verify(place, &file, &sha256, &signature).map_err(fail)?;
        let signature = stored.metadata.get(SIGNATURE).cloned();
        Ok(Loaded { file, sha256, signature })
    }

    fn signature(&self, stored: &StoredObject, newer: Option<&Newer>) -> Result<String, DigestStatus> {
        if let (Some(signature), true) = (stored.metadata.get(SIGNATURE), stored.metadata.contains_key(ALGORITHM)) {
            return Ok(signature.clone());
        }
        if !self.check.is_offline {
            return Err(DigestStatus::Invalid(InvalidDigest::Signature));
        }
        newer.and_then(|newer| newer.file.previous_signature.clone()).ok_or(DigestStatus::Unverifiable)
    }

    fn verify(&self, place: &Place, file: &DigestFile, sha256: &str, signature: &str) -> Result<(), InvalidDigest> {
        if file.bucket.as_deref() != Some(&*place.bucket) || file.object.as_deref() != Some(&*place.key) {
            return Err(InvalidDigest::Moved);
        }
        let fingerprint = file.fingerprint.clone().unwrap_or_else(|| "None".into());
        let Some(key) = self.keys.get(&fingerprint) else {
            let region = self.check.trail.home_region.to_string();
            return Err(InvalidDigest::UnknownKey { region, fingerprint });
        };
        // A signature that is no hexadecimal text is nobody's; whether the key can be read is told first.
        let signature = unhex(signature).unwrap_or_default();
        let message = file.string_to_sign(sha256);
        self.verifier.verify(&key.der, message.as_bytes(), &signature).map_err(|error| match error {
            NotVerified::Key => InvalidDigest::BadKey { fingerprint },
            NotVerified::Signature => InvalidDigest::Signature,
        })
    }

    fn report(mut self) -> DigestReport {
        let DigestCheck { trail, start, end, .. } = self.check.clone();
        let logs = self.objects.keys(&trail.bucket, &trail.root.folder("CloudTrail"));
        let mut unlisted_logs: Vec<String> =
            logs.into_iter().filter(|key| !self.named.has(&trail.bucket, key)).collect();
        unlisted_logs.sort_unstable();
        self.findings.extend(self.named.twice());
        let intervals = self.stretches.paint(start, end);
        let Self { events, findings, found, .. } = self;
        DigestReport { trail, start, end, events, intervals, unlisted_logs, findings, found }
    }
}

/// The newest candidate that ends before an instant; newer ones are done with.
fn older(candidates: &mut Vec<Candidate>, end: Timestamp, bucket: &str) -> Option<Place> {
    while let Some(candidate) = candidates.pop() {
        if candidate.end < end {
            return Some(Place { bucket: bucket.to_owned(), key: candidate.key, end: candidate.end });
        }
    }
    None
}

/// A digest that does not hold.
struct Failed {
    status: DigestStatus,
    /// Its start, where it can be read.
    start: Option<Timestamp>,
    /// Its content, where nothing but the signature is missing.
    unverified: Option<Box<DigestFile>>,
}

impl Failed {
    const fn of(status: DigestStatus) -> Self {
        Self { status, start: None, unverified: None }
    }

    const fn class(&self) -> CoverageClass {
        match self.status {
            DigestStatus::Missing => CoverageClass::DigestMissing,
            _ => CoverageClass::DigestInvalid,
        }
    }
}

pub(super) const SIGNATURE: &str = "signature";
pub(super) const ALGORITHM: &str = "signature-algorithm";
pub(super) const BACKFILLED: &str = "backfill-generation-timestamp";
