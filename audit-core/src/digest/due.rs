//! Digests that are due.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::{DigestTrail, DigestedLog};

/// What a digest file must hold that a trail with validation of log files delivers now: the log files that it
/// delivered since the digest before, in one account and region.
///
/// Each hour since a chain began one is due, with activity or without. The key that signs is no part of an engine:
/// [`DigestWriters`](crate::DigestWriters) make the file with a signer of the caller's.
///
/// - A chain begins when a trail logs and validates: when the later of the two is switched on. A trail of several
///   regions or accounts has a chain in each place; that of a place whose records are handed to another place's engine
///   begins with its first log file.
/// - When logging stops or the trail is deleted, a last digest is due once what was taken in is delivered: at the end of
///   the delivery period. Logging that starts again begins a new chain, and ends the old one at once if it still waits.
/// - When validation is switched off, the digest of the hour that runs is the last. Switched on again within that hour,
///   the chain goes on.
/// - A log file that is delivered at the very instant at which a digest ends is in it. A chain's digests end in different
///   seconds, for the second names the file.
///
/// ```
/// use cupola_audit::{DigestWriters, Engine, ObjectSource, Objects, Output, TrailRequest};
/// use cupola_base::{Place, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:01:00Z")?;
/// engine.create_trail(now, TrailRequest::new("watch", "quay").with_file_validation())?;
/// engine.start_logging(now, "watch")?;
/// engine.advance(now.plus_secs(3600));
///
/// let outputs = engine.drain();
/// let [Output::Digest(due)] = &outputs[..] else { panic!("an hour without activity has a digest, too") };
/// assert_eq!((due.start, due.end), (now, now.plus_secs(3600)));
/// assert!(due.begins && !due.ends && due.log_files.is_empty());
///
/// let (key, _file) = DigestWriters::new("67b9fa73").write(due, |_string_to_sign| vec![7; 256]);
/// assert!(key.ends_with("_CloudTrail-Digest_us-east-1_watch_us-east-1_20260504T070100Z.json.gz"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "Validating CloudTrail log file integrity" and "CloudTrail digest file structure". That a
/// chain outlives a stop until the next delivery, and validation until the end of its hour, is our reading of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DigestDue {
    /// Whose chain it is, and where the digest goes.
    pub trail: DigestTrail,
    /// After which instant the log files were delivered.
    pub start: Timestamp,
    /// Until when, and when the digest is delivered.
    pub end: Timestamp,
    /// Whether it is the first of its chain.
    pub begins: bool,
    /// Whether it is the last of its chain.
    pub ends: bool,
    /// The log files in the order of their delivery.
    pub log_files: Vec<DigestedLog>,
    /// How many log files more there were than [`Limits::digest_files`](crate::Limits::digest_files) and
    /// [`Limits::digest_chains`](crate::Limits::digest_chains) allow: no digest names them.
    pub omitted: usize,
}
