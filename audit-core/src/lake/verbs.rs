//! What can be done with event data stores.

use cupola_base::{Deadline, Tags, Timestamp};

use super::records::Records;
use super::store::{DAY, Next};
use super::{
    EventDataStore, EventDataStoreChanges, EventDataStoreRequest, EventDataStoreStatus, LakeError, can_be_known,
};
use crate::Engine;
use crate::trail::TrailError;

/// How long a deleted store can be restored.
const WAIT_DAYS: i64 = 7;

impl Engine {
    /// Makes an event data store. It keeps what comes in from now on; unless it is made [stopped](EventDataStoreRequest::stopped).
    ///
    /// # Errors
    /// [`LakeError`].
    ///
    /// # Source
    /// CloudTrail API Reference, CreateEventDataStore.
    #[doc(alias = "CreateEventDataStore")]
    pub fn create_event_data_store(
        &mut self,
        now: Timestamp,
        request: EventDataStoreRequest,
    ) -> Result<&EventDataStore, LakeError> {
        let now = self.see(now);
        let place = self.state.place.clone();
        let settings = request.settings.settings(&place)?;
        self.free_name(&settings.name)?;
        if !request.starts && !settings.is_live() {
            return Err(LakeError::StoppedCategory);
        }
        let organization = self.lake_organization(settings.organization)?;
        self.room_for_store()?;
        let mut tags = Tags::default();
        tags.set(request.tags)?;
        let arn = place.arn("cloudtrail", format_args!("eventdatastore/{}", self.state.rng.uuid()));
        let then = if request.starts { EventDataStoreStatus::Enabled } else { EventDataStoreStatus::StoppedIngestion };
        let mut store = EventDataStore {
            arn,
            account: place.account,
            home_region: place.region,
            settings,
            organization,
            status: EventDataStoreStatus::Created,
            created: now,
            updated: now,
            tags,
            insights: Vec::new(),
            insights_destination: None,
            policy: None,
            next: None,
            records: Records::default(),
        };
        store.become_soon(EventDataStoreStatus::Created, self.state.lake_settles(now), then);
        Ok(self.state.lake.put(store))
    }

    /// Changes an event data store.
    ///
    /// # Errors
    /// [`LakeError`]; nothing is changed then.
    ///
    /// # Source
    /// CloudTrail API Reference, UpdateEventDataStore.
    #[doc(alias = "UpdateEventDataStore")]
    pub fn update_event_data_store(
        &mut self,
        now: Timestamp,
        store: &str,
        changes: EventDataStoreChanges,
    ) -> Result<&EventDataStore, LakeError> {
        let now = self.see(now);
        let old = self.active_store(store)?;
        let settings = changes.apply(&old.settings, &self.state.place, false)?;
        if settings.name != old.settings.name {
            self.free_name(&settings.name)?;
        }
        let organization = match settings.organization == old.settings.organization {
            true => old.organization.clone(),
            false => self.lake_organization(true)?.filter(|_| settings.organization),
        };
        self.change_store(store, |store| {
            (store.settings, store.organization, store.updated) = (settings, organization, now);
        })?;
        self.state.lake.forget(now);
        self.event_data_store(store)
    }

    /// Deletes an event data store: it takes nothing more in, and goes for good after seven days. Until then it counts against
    /// the quota, keeps its name, and can be [restored](Self::restore_event_data_store).
    ///
    /// ```
    /// use cupola_audit::{Engine, EventDataStoreRequest};
    /// use cupola_base::{Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "eu-west-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let store = engine.create_event_data_store(now, EventDataStoreRequest::new("years").without_protection())?.arn.clone();
    /// engine.delete_event_data_store(now, store.as_str())?;
    /// let end = Timestamp::parse("2026-05-11T06:00:00Z")?;
    /// assert_eq!(engine.next_deadline().map(|due| due.at), Some(end));
    /// engine.advance(end);
    /// assert_eq!(engine.event_data_stores().count(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`LakeError`]: it is protected, a channel's destination, or deleted already.
    ///
    /// # Source
    /// CloudTrail API Reference, DeleteEventDataStore.
    #[doc(alias = "DeleteEventDataStore")]
    pub fn delete_event_data_store(&mut self, now: Timestamp, store: &str) -> Result<(), LakeError> {
        let now = self.see(now);
        let found = self.active_store(store)?;
        if found.settings.termination_protection {
            return Err(LakeError::Protected(store.into()));
        }
        if self.channels().any(|channel| channel.destinations.contains(&found.arn)) {
            return Err(LakeError::HasChannel(store.into()));
        }
        self.change_store(store, |store| {
            (store.status, store.updated) = (EventDataStoreStatus::PendingDeletion, now);
            store.set_next(Some(Next { at: now.plus_millis(WAIT_DAYS * DAY), status: None }));
        })?;
        self.rewatch();
        Ok(())
    }

    /// Restores an event data store that was deleted less than seven days ago: it takes records in again. What it kept is
    /// there, but for what has become too old.
    ///
    /// # Errors
    /// [`LakeError`]: it was not deleted.
    ///
    /// # Source
    /// CloudTrail API Reference, RestoreEventDataStore; that it is enabled again is our decision.
    #[doc(alias = "RestoreEventDataStore")]
    pub fn restore_event_data_store(&mut self, now: Timestamp, store: &str) -> Result<&EventDataStore, LakeError> {
        let now = self.see(now);
        let is = self.event_data_store(store)?.status;
        if is != EventDataStoreStatus::PendingDeletion {
            return Err(LakeError::Status { store: store.into(), is, needed: EventDataStoreStatus::PendingDeletion });
        }
        self.change_store(store, |store| {
            (store.status, store.updated) = (EventDataStoreStatus::Enabled, now);
            store.set_next(None);
        })?;
        self.rewatch();
        self.event_data_store(store)
    }

    /// An event data store by its ARN or its id; one that waits to be deleted, too.
    ///
    /// # Errors
    /// [`LakeError`]: not the ARN of one of this account, no such store.
    ///
    /// # Source
    /// CloudTrail API Reference, GetEventDataStore.
    #[doc(alias = "GetEventDataStore")]
    pub fn event_data_store(&self, store: &str) -> Result<&EventDataStore, LakeError> {
        if !can_be_known(store, "eventdatastore", &self.state.place) {
            return Err(LakeError::Arn(store.into()));
        }
        self.state.lake.find(store).ok_or_else(|| LakeError::Unknown(store.into()))
    }

    /// The event data stores of this account and region, in order of making.
    #[doc(alias = "ListEventDataStores")]
    pub fn event_data_stores(&self) -> impl Iterator<Item = &EventDataStore> {
        self.state.lake.stores.iter()
    }

    /// A store that does not wait to be deleted.
    pub(crate) fn active_store(&self, store: &str) -> Result<&EventDataStore, LakeError> {
        let found = self.event_data_store(store)?;
        match found.status {
            EventDataStoreStatus::PendingDeletion => Err(LakeError::Inactive(store.into())),
            _ => Ok(found),
        }
    }

    pub(crate) fn change_store(
        &mut self,
        store: &str,
        change: impl FnOnce(&mut EventDataStore),
    ) -> Result<&EventDataStore, LakeError> {
        let found = self.state.lake.change(store).ok_or_else(|| LakeError::Unknown(store.into()))?;
        change(found);
        Ok(found)
    }

    pub(crate) fn next_store_change(&self) -> Option<Deadline> {
        Some(Deadline { at: self.state.lake.next_due()?, why: "event data store changes" })
    }

    /// Does what stores do by themselves.
    pub(crate) fn settle_lake(&mut self, at: Timestamp) {
        if self.state.lake.settle(at) {
            self.rewatch();
        }
    }

    fn free_name(&self, name: &str) -> Result<(), LakeError> {
        let is_taken = self.event_data_stores().any(|store| store.settings.name == name);
        if is_taken { Err(LakeError::Exists(name.into())) } else { Ok(()) }
    }

    fn room_for_store(&self) -> Result<(), LakeError> {
        let (count, place) = (self.state.lake.stores.len(), &self.state.place);
        match count < self.state.limits.event_data_stores {
            true => Ok(()),
            false => Err(LakeError::TooMany { account: place.account, region: place.region.clone(), count }),
        }
    }

    /// The organization's id, where stores of it may be made and changed.
    fn lake_organization(&self, wanted: bool) -> Result<Option<String>, LakeError> {
        let account = self.state.place.account;
        wanted.then(|| self.state.trails.may_span(&self.state.place)).transpose().map_err(|error| match error {
            TrailError::NotManagement(_) => LakeError::NotManagement(account),
            _ => LakeError::NoOrganization(account),
        })
    }
}
