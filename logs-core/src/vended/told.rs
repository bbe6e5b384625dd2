//! What deliveries hand out besides files and lines.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

/// Records that a delivery did not write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VendedFailed {
    /// When.
    pub at: Timestamp,
    /// The delivery's id.
    pub delivery: String,
    /// How many records; of what was sent to a delivery stream, how many lines.
    pub records: u64,
    /// Why, in words.
    pub why: String,
}

/// Traces that a delivery hands to X-Ray.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VendedTraces {
    /// When.
    pub at: Timestamp,
    /// The delivery's id.
    pub delivery: String,
    /// The records' fields `trace`, as they were told.
    pub documents: Vec<String>,
}
