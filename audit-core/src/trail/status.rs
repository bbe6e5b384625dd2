//! What a trail did so far.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether a trail logs, and what it delivered when. In each region a trail has a status of its own for what it
/// delivered from there.
///
/// # Source
/// CloudTrail API Reference, GetTrailStatus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrailStatus {
    /// Whether it logs.
    pub is_logging: bool,
    /// When it was last told to log.
    pub started: Option<Timestamp>,
    /// When it was last told to stop.
    pub stopped: Option<Timestamp>,
    /// When the last file was delivered.
    pub delivered: Option<Timestamp>,
    /// When the last event was written to the log group.
    pub written: Option<Timestamp>,
    /// When the last digest file was delivered.
    pub digested: Option<Timestamp>,
}
