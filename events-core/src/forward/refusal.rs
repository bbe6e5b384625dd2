//! Why an event does not get from one bus to another.

use cupola_base::outbox::ErrorCode;
use serde::{Deserialize, Serialize};

/// Why an event does not get onto a bus that a rule sends it to. None of these is tried again.
///
/// ```
/// use cupola_base::outbox::ErrorCode;
/// use cupola_events::ForwardRefusal;
///
/// assert_eq!(ForwardRefusal::NoBus("yard".into()).error_code(), ErrorCode::NoResource);
/// ```
///
/// # Source
/// EventBridge User Guide, "Using dead-letter queues to process undelivered events"; the text of the second hop
/// is recorded from AWS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[non_exhaustive]
pub enum ForwardRefusal {
    /// A rule sent the event before.
    #[error(
        "Event ingestion rejected for event {event} because an event can be sent to an event bus target only once. This \
         event was previously delivered to an event bus target."
    )]
    SecondHop {
        /// The event's id.
        event: String,
        /// Whether the bus is in another region than the rule.
        leaves_region: bool,
    },
    /// The bus is not there.
    #[error("Event bus {0} does not exist.")]
    NoBus(String),
    /// The bus's policy does not let the sender put the event.
    #[error("The policy of event bus {0} does not allow events:PutEvents.")]
    Denied(String),
    /// The bus takes events from its partner alone.
    #[error("Event bus {0} takes events from its partner event source only.")]
    PartnerBus(String),
    /// What the rule makes of the event is no object, which alone can be an event's detail.
    #[error("The input for event bus {0} is not a JSON object.")]
    NoObject(String),
}

impl ForwardRefusal {
    /// The error code that a dead-letter queue is told.
    #[must_use]
    pub const fn error_code(&self) -> ErrorCode {
        match self {
            Self::SecondHop { leaves_region: true, .. } => ErrorCode::ThirdRegionHopDetected,
            Self::SecondHop { leaves_region: false, .. } => ErrorCode::ThirdAccountHopDetected,
            Self::NoBus(_) => ErrorCode::NoResource,
            Self::Denied(_) => ErrorCode::NoPermissions,
            Self::PartnerBus(_) => ErrorCode::InvalidParameter,
            Self::NoObject(_) => ErrorCode::InvalidJson,
        }
    }
}
