//! Channels: events of other systems, on their way into event data stores.

mod change;
mod error;
mod event;
mod put;
mod table;
mod verbs;

use cupola_base::{Arn, Tags, Timestamp};
use serde::{Deserialize, Serialize};

pub use change::{ChannelChanges, ChannelRequest};
pub use error::ChannelError;
pub use event::{AuditEvent, AuditEventError};
pub use put::{FailedAuditEvent, PutAuditEventsError, PutAuditEventsResult, TakenAuditEvent};
pub(crate) use table::Channels;

use crate::LakePolicy;

/// A channel: events of a system outside of AWS come in by it, and are kept in event data stores of category
/// `ActivityAuditLog`.
///
/// ```
/// use cupola_audit::{AdvancedSelector, AuditEvent, ChannelRequest, Engine, EventDataStoreRequest, FieldSelector};
/// use cupola_base::{Caller, Place, Timestamp};
///
/// let place = Place::parse("111122223333", "eu-west-1")?;
/// let mut engine = Engine::new(place.clone(), 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let activity = AdvancedSelector::new().with(FieldSelector::new("eventCategory").equals(["ActivityAuditLog"]));
/// let store = EventDataStoreRequest::new("yard").selecting([activity]);
/// let store = engine.create_event_data_store(now, store)?.arn.to_string();
/// let channel = engine.create_channel(now, ChannelRequest::new("cranes", "Custom", [&store]))?.arn.to_string();
///
/// let event = AuditEvent::new("e-1", r#"{"version": "1", "UID": "u-1", "eventSource": "cranes.example.com",
///     "eventName": "Lift", "eventTime": "2026-05-04T05:59:00Z", "recipientAccountId": "111122223333",
///     "userIdentity": {"type": "operator", "principalId": "ana"}}"#);
/// let put = engine.put_audit_events(now, &Caller::root(place).principal, &channel, None, &[event])?;
/// assert_eq!((put.successful.len(), put.failed.len()), (1, 0));
/// let (at, record) = engine.event_data_store(&store)?.records().next().unwrap();
/// assert_eq!(at, Timestamp::parse("2026-05-04T05:59:00Z")?);
/// assert!(record.as_str().contains(r#""eventCategory":"ActivityAuditLog""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudTrail API Reference, CreateChannel; CloudTrail User Guide, "Create an integration with an event source outside of
/// AWS".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Channel {
    /// The ARN; what follows `channel/` is the id.
    pub arn: Arn,
    /// The name, unique in the account and region.
    pub name: String,
    /// Where events come from: `Custom`, or the name of a partner.
    pub source: String,
    /// The event data stores that keep them.
    pub destinations: Vec<Arn>,
    /// When it was made.
    pub created: Timestamp,
    /// Its tags.
    pub tags: Tags,
    /// Who may put events, besides its owner.
    pub policy: Option<LakePolicy>,
    /// How the last events went.
    pub ingestion: ChannelIngestion,
}

/// How the last events of a channel went.
///
/// # Source
/// CloudTrail API Reference, IngestionStatus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChannelIngestion {
    /// The last event that was kept: when, and its id.
    pub succeeded: Option<(Timestamp, String)>,
    /// Why the last that failed did.
    pub error_code: Option<String>,
    /// The last event that came: when, and its id.
    pub attempted: Option<(Timestamp, String)>,
}

impl Channel {
    /// What follows `channel/` in the ARN.
    #[must_use]
    pub fn id(&self) -> &str {
        self.arn.resource().rsplit('/').next().unwrap_or_default()
    }
}
