//! Partners' event sources: what a partner offers an account, and the bus that takes it.

mod customer;
mod error;
mod events;
mod partner_side;

use std::collections::BTreeMap;
use std::fmt;

use cupola_base::{AccountId, Arn, Place, Timestamp};
use serde::{Deserialize, Serialize};

use crate::BusName;

pub use error::EventSourceError;

cupola_base::names! {
    /// The name of a partner's event source: `aws.partner/`, the partner's name, and one name at least more, of
    /// `A-Za-z0-9._-`; up to 256 characters. A bus that takes its events has the same name.
    ///
    /// ```
    /// use cupola_events::EventSourceName;
    ///
    /// assert_eq!(EventSourceName::new("aws.partner/example.com/yard")?.partner(), "example.com");
    /// assert!(EventSourceName::new("aws.partner/example.com").is_err());
    /// # Ok::<(), cupola_events::NameError>(())
    /// ```
    EventSourceName: crate::NameError = crate::name::check_event_source;
}

impl EventSourceName {
    /// The bus that takes its events: of the same name.
    #[must_use]
    pub fn bus(&self) -> BusName {
        BusName::new(self.as_str()).expect("the letters of an event source are those of a bus")
    }

    /// The partner's name in it.
    #[must_use]
    pub fn partner(&self) -> &str {
        self.as_str().split('/').nth(1).unwrap_or_default()
    }

    /// The source as a resource. It belongs to no account: partner and customer share it.
    #[must_use]
    pub fn arn(&self, place: &Place) -> Arn {
        let region = &place.region;
        let text = format!("arn:{}:events:{region}::event-source/{self}", region.partition());
        Arn::parse(&text).expect("a partition, a region and a name make an ARN")
    }
}

/// An event source, as the account sees it that a partner made it for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EventSource {
    /// Its name.
    pub name: EventSourceName,
    /// Account and region of the partner.
    pub partner: Place,
    /// The account that it is for.
    pub account: AccountId,
    /// When it was made.
    pub created: Timestamp,
    /// When it is deleted unless it is active by then: two weeks after it became pending. None as long as it is
    /// active.
    pub expires: Option<Timestamp>,
    state: EventSourceState,
}

/// What an event source does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows these three")]
pub enum EventSourceState {
    /// It waits for a bus, or to be activated again.
    Pending,
    /// Its events go to its bus.
    Active,
    /// The partner has taken it away, or it was pending for two weeks.
    Deleted,
}

impl EventSourceState {
    /// The state's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Active => "ACTIVE",
            Self::Deleted => "DELETED",
        }
    }
}

impl fmt::Display for EventSourceState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How long an event source may be pending: two weeks.
const PENDING_SECONDS: i64 = 14 * 24 * 3600;

impl EventSource {
    pub(crate) fn new(now: Timestamp, name: EventSourceName, partner: Place, account: AccountId) -> Self {
        let source = Self { name, partner, account, created: now, expires: None, state: EventSourceState::Pending };
        source.in_state(now, EventSourceState::Pending)
    }

    /// The state at an instant: one that has expired is deleted.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> EventSourceState {
        match self.expires {
            Some(expires) if expires <= now => EventSourceState::Deleted,
            _ => self.state,
        }
    }

    fn in_state(self, now: Timestamp, state: EventSourceState) -> Self {
        let expires = (state == EventSourceState::Pending).then(|| now.plus_secs(PENDING_SECONDS));
        Self { state, expires, ..self }
    }
}

/// What an account has of sources: those that partners made for it, and those that it made as a partner.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct EventSources {
    /// Made for this account, by name.
    taken: BTreeMap<EventSourceName, EventSource>,
    /// Made by this account, for accounts.
    #[serde(with = "pairs")]
    offered: BTreeMap<(EventSourceName, AccountId), EventSource>,
}

/// Maps whose keys are no texts, as lists of pairs.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(super) fn deserialize<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<K, V>, D::Error> {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
    }
}

/// What one side of an event source tells the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum SourceNotice {
    /// The partner has made it.
    Made(EventSource),
    /// The partner has taken it away.
    Withdrawn(EventSourceName),
    /// The customer has it now in another state.
    Changed(EventSource),
}
