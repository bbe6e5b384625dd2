//! What the service keeps beside rules and traces: encryption, policies, indexing, where segments go, retrievals.
//!
//! State only: nothing is encrypted, nobody is refused, and traces stay here wherever segments are sent.

mod destination;
mod encryption;
mod indexing;
mod policy;
mod retrieval;
mod tags;

pub use destination::{DestinationStatus, SegmentDestination, TraceSegmentDestination};
pub use encryption::{EncryptionConfig, EncryptionConfigError, EncryptionStatus};
pub use indexing::{IndexingRule, UpdateIndexingRuleError};
pub use policy::{DeleteResourcePolicyError, PutResourcePolicyError, ResourcePolicy};
pub(crate) use retrieval::Retrievals;
pub use retrieval::{RetrievalError, RetrievalStatus, RetrievedTraces, TraceFormat};
pub use tags::TagError;

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

/// All of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Resources {
    pub(crate) encryption: EncryptionConfig,
    pub(crate) policies: BTreeMap<String, ResourcePolicy>,
    pub(crate) indexing: IndexingRule,
    pub(crate) destination: TraceSegmentDestination,
    pub(crate) retrievals: Retrievals,
}

/// Something that is under way and done when time moves on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pending {
    since: Timestamp,
}

impl Pending {
    pub(crate) const fn new(since: Timestamp) -> Self {
        Self { since }
    }

    /// When it is done: in the first millisecond after it began.
    pub(crate) fn due(self) -> Timestamp {
        Timestamp::from_millis(self.since.as_millis().saturating_add(1))
    }
}

impl Resources {
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        let changes = [self.encryption.next_due(), self.destination.next_due(), self.retrievals.next_due()];
        changes.into_iter().flatten().min()
    }

    pub(crate) fn advance(&mut self, now: Timestamp) {
        self.encryption.advance(now);
        self.destination.advance(now);
        self.retrievals.advance(now);
    }
}
