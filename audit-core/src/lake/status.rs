//! What an event data store is doing.

use serde::{Deserialize, Serialize};

/// What an event data store is doing.
///
/// # Source
/// CloudTrail API Reference, EventDataStore, `Status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum EventDataStoreStatus {
    /// It was made just now.
    Created,
    /// It takes records in.
    Enabled,
    /// It was deleted; until its seven days are over it can be restored.
    PendingDeletion,
    /// It will take records in.
    StartingIngestion,
    /// It takes no more records in, and will be stopped.
    StoppingIngestion,
    /// It takes no records in.
    StoppedIngestion,
}

impl EventDataStoreStatus {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::Enabled => "ENABLED",
            Self::PendingDeletion => "PENDING_DELETION",
            Self::StartingIngestion => "STARTING_INGESTION",
            Self::StoppingIngestion => "STOPPING_INGESTION",
            Self::StoppedIngestion => "STOPPED_INGESTION",
        }
    }
}
