//! Stores that keep records of several regions and accounts.

use cupola_base::json::Json;
use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

use super::EventDataStore;
use super::records::Records;
use crate::{Engine, Record, RecordError};

/// A record for an event data store of another place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StoreRecord {
    /// When it was taken in.
    pub at: Timestamp,
    /// The store.
    pub store: Arn,
    /// The record.
    pub record: Json,
}

impl Engine {
    /// The place's own event data stores that keep records of other places, too; without their records.
    pub fn spanning_event_data_stores(&self) -> impl Iterator<Item = EventDataStore> {
        let spans = |store: &&EventDataStore| store.settings.multi_region || store.settings.organization;
        self.event_data_stores().filter(spans).map(EventDataStore::shadow)
    }

    /// Grows whenever an event data store of this place changes: a cheap look whether
    /// [`spanning_event_data_stores`](Self::spanning_event_data_stores) may have changed.
    #[must_use]
    pub const fn event_data_stores_revision(&self) -> u64 {
        self.state.lake.revision()
    }

    /// Tells which event data stores of other places keep records of this one: those of the account's other regions, and
    /// those of its organization. They replace those told before. What they keep comes out as
    /// [`Output::StoreRecord`](crate::Output::StoreRecord).
    pub fn set_shadow_event_data_stores(&mut self, now: Timestamp, stores: Vec<EventDataStore>) {
        self.see(now);
        self.state.lake.set_shadows(stores);
        self.rewatch();
    }

    /// Keeps a record that another place has for an event data store of this one; nothing where there is no such store, or
    /// one that takes nothing in.
    ///
    /// # Errors
    /// [`RecordError`]: not a record, or one without a time.
    pub fn receive_record(&mut self, now: Timestamp, store: &Arn, json: &Json) -> Result<(), RecordError> {
        let now = self.see(now);
        let record = Record::parse(json.as_str())?;
        let at = record.event_time()?;
        self.state.keep_for(now, store, &record, json, at);
        Ok(())
    }
}

impl EventDataStore {
    /// The same without its records.
    fn shadow(&self) -> Self {
        Self {
            arn: self.arn.clone(),
            account: self.account,
            home_region: self.home_region.clone(),
            settings: self.settings.clone(),
            organization: self.organization.clone(),
            status: self.status,
            created: self.created,
            updated: self.updated,
            tags: self.tags.clone(),
            insights: self.insights.clone(),
            insights_destination: self.insights_destination.clone(),
            policy: self.policy.clone(),
            next: self.next,
            records: Records::default(),
        }
    }
}
