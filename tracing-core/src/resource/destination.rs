//! Where segments go.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::Pending;
use crate::Engine;

/// Where segments go, and since when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceSegmentDestination {
    destination: SegmentDestination,
    pending: Option<Pending>,
}

/// A place for segments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows two")]
pub enum SegmentDestination {
    /// The tracing service.
    #[default]
    XRay,
    /// A log group. Nothing is written there by this crate: the setting is kept.
    CloudWatchLogs,
}

impl SegmentDestination {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::XRay => "XRay",
            Self::CloudWatchLogs => "CloudWatchLogs",
        }
    }

    /// The destination of the service's word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::XRay, Self::CloudWatchLogs].into_iter().find(|destination| destination.as_str() == word)
    }
}

/// Whether a destination is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows two")]
pub enum DestinationStatus {
    /// It will be when time moves on.
    Pending,
    /// It is.
    Active,
}

impl DestinationStatus {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Active => "ACTIVE",
        }
    }
}

impl TraceSegmentDestination {
    /// The place.
    #[must_use]
    pub const fn destination(&self) -> SegmentDestination {
        self.destination
    }

    /// Whether it is in force.
    #[must_use]
    pub const fn status(&self) -> DestinationStatus {
        if self.pending.is_some() { DestinationStatus::Pending } else { DestinationStatus::Active }
    }

    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.pending.map(Pending::due)
    }

    pub(super) fn advance(&mut self, now: Timestamp) {
        self.pending = self.pending.filter(|pending| pending.due() > now);
    }
}

impl Engine {
    /// Where segments go.
    #[doc(alias = "GetTraceSegmentDestination")]
    #[must_use]
    pub const fn trace_segment_destination(&self) -> &TraceSegmentDestination {
        &self.state.read.resources.destination
    }

    /// Sets where segments go; in force when time moves on.
    ///
    /// # Source
    /// X-Ray API Reference, UpdateTraceSegmentDestination.
    #[doc(alias = "UpdateTraceSegmentDestination")]
    pub fn update_trace_segment_destination(
        &mut self,
        now: Timestamp,
        destination: SegmentDestination,
    ) -> &TraceSegmentDestination {
        let now = self.see(now);
        let kept = &mut self.state.read.resources.destination;
        if kept.destination != destination {
            *kept = TraceSegmentDestination { destination, pending: Some(Pending::new(now)) };
        }
        self.trace_segment_destination()
    }
}
