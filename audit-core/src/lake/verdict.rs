//! Why an event data store keeps a record or does not.

use std::fmt;

use cupola_base::{AccountId, Place, Region, Timestamp};

use super::{EventDataStore, EventDataStoreStatus, LakeError};
use crate::trail::Organization;
use crate::{Engine, Record, RecordError, SelectorsExplanation};

/// Why an event data store keeps a record or does not: the first check that it fails.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventDataStoreVerdict {
    /// The store takes nothing in now.
    NotEnabled(EventDataStoreStatus),
    /// The record belongs to another account.
    OtherAccount(AccountId),
    /// The record is of another region, and the store keeps those of one alone.
    OtherRegion(Region),
    /// The record is older than the store keeps any.
    TooOld {
        /// When it happened.
        at: Timestamp,
        /// The oldest instant that is kept.
        oldest: Timestamp,
    },
    /// The selectors decided.
    Selectors(SelectorsExplanation),
}

impl EventDataStoreVerdict {
    /// Whether the record is kept.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        matches!(self, Self::Selectors(explanation) if explanation.is_logged())
    }
}

impl fmt::Display for EventDataStoreVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEnabled(status) => writeln!(f, "not kept: the event data store is {}", status.as_str()),
            Self::OtherAccount(account) => writeln!(f, "not kept: the record belongs to account {account}"),
            Self::OtherRegion(region) => {
                writeln!(f, "not kept: the record is of {region}, the event data store keeps one region")
            }
            Self::TooOld { at, oldest } => writeln!(f, "not kept: the record is of {at}, before {oldest}"),
            Self::Selectors(explanation) => explanation.fmt(f),
        }
    }
}

impl EventDataStore {
    /// The check of status, account and region that a record of a place fails.
    pub(super) fn out_of_scope(
        &self,
        place: &Place,
        organization: Option<&Organization>,
    ) -> Option<EventDataStoreVerdict> {
        let is_member = |organization: &Organization| {
            self.organization.as_ref() == Some(&organization.id) && organization.has(place.account)
        };
        match () {
            () if !self.is_enabled() => Some(EventDataStoreVerdict::NotEnabled(self.status)),
            () if self.account != place.account && !organization.is_some_and(is_member) => {
                Some(EventDataStoreVerdict::OtherAccount(place.account))
            }
            () if !self.settings.multi_region && self.home_region != place.region => {
                Some(EventDataStoreVerdict::OtherRegion(place.region.clone()))
            }
            () => None,
        }
    }
}

impl Engine {
    /// Why an event data store keeps a record or does not: the check that it fails, or what its selectors say.
    ///
    /// # Errors
    /// [`LakeError`] when there is no such store.
    pub fn explain_event_data_store(
        &self,
        store: &str,
        record: &Record<'_>,
    ) -> Result<EventDataStoreVerdict, LakeError> {
        let store = self.event_data_store(store)?;
        let place = self.state.place_of(record).unwrap_or_else(|_: RecordError| self.state.place.clone());
        if let Some(out) = store.out_of_scope(&place, self.state.trails.organization()) {
            return Ok(out);
        }
        let oldest = store.oldest_kept(self.state.now);
        if let Some(at) = record.event_time().ok().filter(|at| *at < oldest) {
            return Ok(EventDataStoreVerdict::TooOld { at, oldest });
        }
        let explained = store.settings.selectors.explain_with(record, &self.state.policies.read_actions);
        Ok(EventDataStoreVerdict::Selectors(explained))
    }
}
