//! Asking for an event data store.

use super::EventDataStoreChanges;
use crate::AdvancedSelector;

/// An event data store that is to be made.
///
/// It keeps management records of all regions of the account for 366 days and is protected from deletion, until it is told
/// otherwise.
///
/// # Source
/// CloudTrail API Reference, CreateEventDataStore.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct EventDataStoreRequest {
    pub(crate) settings: EventDataStoreChanges,
    pub(crate) tags: Vec<(String, String)>,
    pub(crate) starts: bool,
}

impl EventDataStoreRequest {
    /// A store of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self::of(EventDataStoreChanges::new().name(name), Vec::new(), true)
    }

    pub(crate) const fn of(settings: EventDataStoreChanges, tags: Vec<(String, String)>, starts: bool) -> Self {
        Self { settings, tags, starts }
    }

    /// Sets several things as a change of a store does.
    pub fn with(self, settings: impl FnOnce(EventDataStoreChanges) -> EventDataStoreChanges) -> Self {
        Self { settings: settings(self.settings), ..self }
    }

    /// Keeps the records that any of these selects.
    pub fn selecting(self, selectors: impl IntoIterator<Item = AdvancedSelector>) -> Self {
        let selectors = selectors.into_iter().collect();
        self.with(|settings| settings.selectors(selectors))
    }

    /// Keeps records of its own region alone.
    pub fn of_one_region(self) -> Self {
        self.with(|settings| settings.multi_region(false))
    }

    /// Keeps records of all accounts of the organization.
    pub fn of_organization(self) -> Self {
        self.with(|settings| settings.organization(true))
    }

    /// Keeps records for so many days.
    pub fn keeping_days(self, days: i64) -> Self {
        self.with(|settings| settings.retention_days(days))
    }

    /// Can be deleted.
    pub fn without_protection(self) -> Self {
        self.with(|settings| settings.termination_protection(false))
    }

    /// Takes nothing in until it is told to.
    pub fn stopped(self) -> Self {
        Self { starts: false, ..self }
    }

    /// Adds a tag.
    pub fn tagged(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push((key.into(), value.into()));
        self
    }
}
