//! What the daemon tells of itself.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

/// What passed through a daemon in one minute.
///
/// # Source
/// X-Ray API Reference, `TelemetryRecord`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
pub struct TelemetryRecord {
    /// The end of the minute.
    pub at: Timestamp,
    /// Packets that came, the bad ones too.
    pub received: u64,
    /// Documents in calls that were answered.
    pub sent: u64,
    /// Documents for which there was no room.
    pub spillover: u64,
    /// Bad packets, and documents that the service did not process.
    pub rejected: u64,
    /// Calls that failed.
    pub errors: BackendConnectionErrors,
}

/// Calls that failed, by why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
pub struct BackendConnectionErrors {
    /// There was no answer in time.
    pub timeout: u64,
    /// The connection was refused.
    pub connection_refused: u64,
    /// The answer was 4XX.
    pub http_4xx: u64,
    /// The answer was 5XX.
    pub http_5xx: u64,
    /// The request could not be made.
    pub unknown_host: u64,
    /// Anything else.
    pub other: u64,
}

/// Who tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
pub struct TelemetrySource {
    /// The instance, at most 20 characters.
    pub ec2_instance_id: Option<String>,
    /// The host, at most 255 characters.
    pub hostname: Option<String>,
    /// The resource, at most 500 characters.
    pub resource_arn: Option<String>,
}

/// A record that the service was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TelemetryReport {
    /// When it came.
    pub received_at: Timestamp,
    /// Who told it.
    pub source: TelemetrySource,
    /// What was told.
    pub record: TelemetryRecord,
}
