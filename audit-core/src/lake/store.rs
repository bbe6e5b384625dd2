//! An event data store.

use cupola_base::json::Json;
use cupola_base::{AccountId, Arn, Place, Region, Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::records::Records;
use super::{EventDataStoreSettings, EventDataStoreStatus, LakePolicy};
use crate::InsightSelector;

/// An event data store: which records it keeps and for how long, and the records.
///
/// ```
/// use cupola_audit::{Engine, EventDataStoreRequest, EventDataStoreStatus, RecordBuilder};
/// use cupola_base::{Place, Timestamp};
///
/// let place = Place::parse("111122223333", "eu-west-1")?;
/// let mut engine = Engine::new(place.clone(), 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let made = engine.create_event_data_store(now, EventDataStoreRequest::new("years"))?;
/// assert_eq!((made.status, made.settings.retention_days), (EventDataStoreStatus::Created, 366));
/// let arn = made.arn.clone();
/// assert!(arn.as_str().starts_with("arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/"));
///
/// engine.record_call(now, RecordBuilder::new(now, &place, "orders.amazonaws.com", "CancelOrder"))?;
/// let store = engine.event_data_store(arn.as_str())?;
/// assert_eq!((store.status, store.len()), (EventDataStoreStatus::Enabled, 1));
/// let (at, record) = store.records().next().unwrap();
/// assert_eq!(at, now);
/// assert!(record.as_str().contains("CancelOrder"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudTrail API Reference, EventDataStore.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EventDataStore {
    /// The ARN; what follows `eventdatastore/` is the id.
    pub arn: Arn,
    /// The account that made it.
    pub account: AccountId,
    /// The region in which it was made.
    pub home_region: Region,
    /// Everything that can be set.
    pub settings: EventDataStoreSettings,
    /// The organization's id, of an organization's store.
    pub organization: Option<String>,
    /// What it is doing.
    pub status: EventDataStoreStatus,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub updated: Timestamp,
    /// Its tags.
    pub tags: Tags,
    /// Which insights it looks for.
    pub insights: Vec<InsightSelector>,
    /// The store that keeps the insights that it looks for.
    pub insights_destination: Option<Arn>,
    /// Who may do what with it, besides its owner.
    pub policy: Option<LakePolicy>,
    /// What happens to it by itself, and when.
    pub(super) next: Option<Next>,
    pub(super) records: Records,
}

/// What happens to a store by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Next {
    pub(super) at: Timestamp,
    /// Nothing where it goes for good.
    pub(super) status: Option<EventDataStoreStatus>,
}

impl EventDataStore {
    /// What follows `eventdatastore/` in the ARN.
    #[must_use]
    pub fn id(&self) -> &str {
        self.arn.resource().rsplit('/').next().unwrap_or_default()
    }

    /// Account and region.
    #[must_use]
    pub fn home(&self) -> Place {
        Place::new(self.account, self.home_region.clone())
    }

    /// Whether it takes records in.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.status == EventDataStoreStatus::Enabled
    }

    /// When a store that was deleted goes for good.
    #[must_use]
    pub fn gone_at(&self) -> Option<Timestamp> {
        self.next.filter(|next| next.status.is_none()).map(|next| next.at)
    }

    /// The records with their times, oldest first; of one time in the order in which they came.
    pub fn records(&self) -> impl DoubleEndedIterator<Item = (Timestamp, &Json)> {
        self.records_between(Timestamp::MIN, Timestamp::MAX)
    }

    /// The records from one instant to another, both included; oldest first.
    pub fn records_between(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> impl DoubleEndedIterator<Item = (Timestamp, &Json)> {
        self.records.between(from, to)
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The oldest instant whose records are kept at `now`.
    pub(super) fn oldest_kept(&self, now: Timestamp) -> Timestamp {
        now.plus_millis(-i64::from(self.settings.retention_days) * DAY)
    }

    /// Ends, and starts, what happens by itself.
    pub(super) fn set_next(&mut self, next: Option<Next>) {
        self.next = next;
    }
}

pub(super) const DAY: i64 = 86_400_000;
