//! What a check found.

use std::fmt;

use cupola_base::Timestamp;

use super::findings::DigestFinding;
use super::trail::DigestTrail;

/// What the check of a chain found: what happened on the walk, which times are covered, and what else is odd.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DigestReport {
    /// Whose chain.
    pub trail: DigestTrail,
    /// The range that was asked for.
    pub start: Timestamp,
    /// Its end.
    pub end: Timestamp,
    /// What was found, in the order of the walk: newest first, then the chain of backfilled digests.
    pub events: Vec<DigestEvent>,
    /// What is known of each instant of the range, without hole and overlap, oldest first.
    pub intervals: Vec<Coverage>,
    /// Log files in the bucket that no valid digest names, in order.
    pub unlisted_logs: Vec<String>,
    /// What the CLI does not see.
    pub findings: Vec<DigestFinding>,
    /// The stretch that valid digests cover, within the range.
    pub found: Option<(Timestamp, Timestamp)>,
}

/// One thing that happened on the walk.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DigestEvent {
    /// A digest.
    Digest {
        /// Its bucket.
        bucket: String,
        /// Its key.
        key: String,
        /// Whether it was made later for a time that had none.
        is_backfill: bool,
        /// How it stands.
        status: DigestStatus,
    },
    /// A log file that the digest before it names.
    Log {
        /// Its bucket.
        bucket: String,
        /// Its key.
        key: String,
        /// How it stands.
        status: LogStatus,
    },
    /// The digest before this names no predecessor though there is an older one.
    Gap {
        /// The key of the newer digest.
        key: String,
        /// Whether it is in the chain of backfilled digests.
        is_backfill: bool,
        /// The end of the older digest, by its key.
        from: Timestamp,
        /// The start of the newer.
        to: Timestamp,
    },
}

/// How a digest stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DigestStatus {
    /// It is what was delivered.
    Valid,
    /// It is not there, though its successor names it.
    Missing,
    /// It is not what was delivered.
    Invalid(InvalidDigest),
    /// Nothing says what its signature is: it has no metadata and no successor.
    Unverifiable,
}

/// Why a digest is invalid, as the CLI prints it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidDigest {
    /// It cannot be read, or lacks what every digest has.
    #[error("invalid format")]
    Format,
    /// It says that it belongs elsewhere.
    #[error("has been moved from its original location")]
    Moved,
    /// Nobody has told the key.
    #[error("public key not found in region {region} for fingerprint {fingerprint}")]
    UnknownKey {
        /// The trail's own region.
        region: String,
        /// The key's name.
        fingerprint: String,
    },
    /// The key cannot be read.
    #[error("Unable to load PKCS #1 key with fingerprint {fingerprint}")]
    BadKey {
        /// The key's name.
        fingerprint: String,
    },
    /// The signature is not there, is none, or does not hold.
    #[error("signature verification failed")]
    Signature,
}

/// How a log file stands, as the CLI prints it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogStatus {
    /// It is what was delivered.
    Valid,
    /// It is not there.
    NotFound,
    /// It is not gzip, or broken.
    InvalidFormat,
    /// Something follows the compressed stream.
    TrailingData,
    /// Its content is another.
    HashMismatch,
}

impl fmt::Display for LogStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Valid => "valid",
            Self::NotFound => "not found",
            Self::InvalidFormat => "invalid format",
            Self::TrailingData => "unexpected data after end of compressed stream",
            Self::HashMismatch => "hash value doesn't match",
        })
    }
}

/// What is known of a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a stretch and a class are all there is")]
pub struct Coverage {
    /// From this instant.
    pub from: Timestamp,
    /// To this one.
    pub to: Timestamp,
    /// What is known.
    pub class: CoverageClass,
}

/// What is known of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CoverageClass {
    /// A valid digest names the log files.
    Verified,
    /// A valid digest says that there are none.
    NoActivityVerified,
    /// The digest was deleted.
    DigestMissing,
    /// The digest is invalid or cannot be verified.
    DigestInvalid,
    /// The chain was started anew: log files of this time were never digested.
    ChainRestarted,
    /// No digest is known to have covered it.
    NotCovered,
}

impl fmt::Display for CoverageClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// How many of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DigestCounts {
    /// Digests that are valid.
    pub valid_digests: usize,
    /// That are not, or are not there.
    pub invalid_digests: usize,
    /// The same of backfilled ones.
    pub valid_backfill_digests: usize,
    /// The same of backfilled ones.
    pub invalid_backfill_digests: usize,
    /// Log files that are valid.
    pub valid_logs: usize,
    /// That are not, or are not there.
    pub invalid_logs: usize,
}

impl DigestReport {
    /// Whether nothing is wrong with digests and log files; what the CLI's exit status tells.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let counts = self.counts();
        counts.invalid_digests + counts.invalid_backfill_digests + counts.invalid_logs == 0
    }

    /// How many of each.
    #[must_use]
    pub fn counts(&self) -> DigestCounts {
        let mut counts = DigestCounts::default();
        for event in &self.events {
            let count = match event {
                DigestEvent::Digest { is_backfill: false, status: DigestStatus::Valid, .. } => {
                    &mut counts.valid_digests
                }
                DigestEvent::Digest { is_backfill: false, .. } => &mut counts.invalid_digests,
                DigestEvent::Digest { status: DigestStatus::Valid, .. } => &mut counts.valid_backfill_digests,
                DigestEvent::Digest { .. } => &mut counts.invalid_backfill_digests,
                DigestEvent::Log { status: LogStatus::Valid, .. } => &mut counts.valid_logs,
                DigestEvent::Log { .. } => &mut counts.invalid_logs,
                DigestEvent::Gap { .. } => continue,
            };
            *count += 1;
        }
        counts
    }
}
