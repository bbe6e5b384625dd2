//! Taking records into event data stores.

use std::fmt;

use cupola_base::json::Json;
use cupola_base::{Arn, Place, Timestamp};
use serde::{Deserialize, Serialize};

use super::store::Next;
use super::{EventDataStore, EventDataStoreStatus, LakeError, StoreRecord};
use crate::engine::State;
use crate::{Engine, Output, Record};

impl Engine {
    /// Has an event data store take records in again.
    ///
    /// # Errors
    /// [`LakeError`]: it is not stopped, or keeps records that do not flow by themselves.
    ///
    /// # Source
    /// CloudTrail API Reference, StartEventDataStoreIngestion.
    #[doc(alias = "StartEventDataStoreIngestion")]
    pub fn start_event_data_store_ingestion(&mut self, now: Timestamp, store: &str) -> Result<(), LakeError> {
        use EventDataStoreStatus::{Enabled, StartingIngestion, StoppedIngestion};
        self.turn(now, store, [StoppedIngestion, StartingIngestion, Enabled])
    }

    /// Has an event data store take no more records in; what it has stays.
    ///
    /// # Errors
    /// [`LakeError`]: it is not enabled, or keeps records that do not flow by themselves.
    ///
    /// # Source
    /// CloudTrail API Reference, StopEventDataStoreIngestion.
    #[doc(alias = "StopEventDataStoreIngestion")]
    pub fn stop_event_data_store_ingestion(&mut self, now: Timestamp, store: &str) -> Result<(), LakeError> {
        use EventDataStoreStatus::{Enabled, StoppedIngestion, StoppingIngestion};
        self.turn(now, store, [Enabled, StoppingIngestion, StoppedIngestion])
    }

    fn turn(
        &mut self,
        now: Timestamp,
        store: &str,
        [needed, between, then]: [EventDataStoreStatus; 3],
    ) -> Result<(), LakeError> {
        let now = self.see(now);
        let found = self.event_data_store(store)?;
        if !found.settings.is_live() {
            return Err(LakeError::Category(store.into()));
        }
        if found.status != needed {
            return Err(LakeError::Status { store: store.into(), is: found.status, needed });
        }
        let at = self.state.lake_settles(now);
        self.change_store(store, |store| store.become_soon(between, at, then))?;
        self.rewatch();
        Ok(())
    }
}

impl EventDataStore {
    /// Is one thing until an instant, and then another.
    pub(super) fn become_soon(&mut self, is: EventDataStoreStatus, at: Timestamp, then: EventDataStoreStatus) {
        self.status = is;
        self.set_next(Some(Next { at, status: Some(then) }));
    }
}

impl State {
    /// When what is begun at `now` with a store is done.
    pub(super) fn lake_settles(&self, now: Timestamp) -> Timestamp {
        let millis = i64::try_from(self.policies.event_data_store_delay.as_millis()).unwrap_or(i64::MAX);
        now.plus_millis(millis)
    }

    /// Has event data stores keep a record.
    pub(crate) fn keep(&mut self, now: Timestamp, record: &Record<'_>, json: &Json, at: Timestamp, place: &Place) {
        let actions = &self.policies.read_actions;
        for number in self.lake.keeping(record, place, actions, self.trails.organization()) {
            if number < self.lake.stores.len() {
                self.keep_in(now, number, record, json, at);
            } else if let Some(store) = self.lake.at(number).map(|store| store.arn.clone()) {
                self.emit(Output::StoreRecord(StoreRecord { at: now, store, record: json.clone() }));
            }
        }
    }

    /// Keeps a record that is for one store, which its selectors do not choose.
    pub(crate) fn keep_for(&mut self, now: Timestamp, store: &Arn, record: &Record<'_>, json: &Json, at: Timestamp) {
        if let Some(number) = self.lake.stores.iter().position(|known| known.arn == *store && known.is_enabled()) {
            self.keep_in(now, number, record, json, at);
        }
    }

    /// Keeps a record in the store at a place of the list, cut to the size that the store takes.
    pub(super) fn keep_in(&mut self, now: Timestamp, number: usize, record: &Record<'_>, json: &Json, at: Timestamp) {
        let arrival = self.lake.arrive();
        let store = &mut self.lake.stores[number];
        if at < store.oldest_kept(now) {
            return;
        }
        let size = store.settings.max_event_size;
        let json = match json.as_str().len() > size.bytes() {
            true => record.fit(size).ok().map(|fitted| fitted.record.to_json()),
            false => Some(json.clone()),
        };
        let Some(json) = json else {
            let store = store.arn.clone();
            return self.outputs_mut().lose(StoreLoss { store, at: now, evicted: 0, until: None, too_large: 1 });
        };
        store.records.put(at, arrival, json);
        self.evict_from_lake(now);
    }

    /// Lets the oldest records of all stores go until the budget holds.
    fn evict_from_lake(&mut self, now: Timestamp) {
        while self.lake.bytes() > self.limits.event_data_store_bytes
            && let Some(store) = self.lake.oldest()
        {
            let (until, store) = (store.records.take_oldest(), store.arn.clone());
            self.outputs_mut().lose(StoreLoss { store, at: now, evicted: 1, until, too_large: 0 });
        }
    }
}

/// Records that an event data store does not have though its selectors chose them, since the last drain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StoreLoss {
    /// The store.
    pub store: Arn,
    /// When it was last.
    pub at: Timestamp,
    /// Records that left before their time, because [`Limits::event_data_store_bytes`](crate::Limits::event_data_store_bytes)
    /// is spent.
    pub evicted: u64,
    /// The newest of their own times: what is older may be incomplete.
    pub until: Option<Timestamp>,
    /// Records that were too large whatever was cut.
    pub too_large: u64,
}

impl StoreLoss {
    /// Counts two together.
    pub(crate) fn add(&mut self, more: &Self) {
        (self.at, self.until) = (more.at, self.until.max(more.until));
        self.evicted += more.evicted;
        self.too_large += more.too_large;
    }
}

impl fmt::Display for StoreLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { store, evicted, until, too_large, .. } = self;
        match until {
            Some(until) => write!(f, "{evicted} records up to {until} left {store} before their time")?,
            None => write!(f, "{store} lost records")?,
        }
        if *too_large > 0 { write!(f, "; {too_large} were too large") } else { Ok(()) }
    }
}
