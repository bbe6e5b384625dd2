//! Changing an event data store.

use cupola_base::Place;

use super::error::Kept;
use super::{BillingMode, EventDataStoreSettings, LakeError, is_name};
use crate::trail::kms_key;
use crate::{AdvancedSelector, Selectors, Target};

/// What is to be set of an event data store; all else stays as it is.
///
/// # Source
/// CloudTrail API Reference, UpdateEventDataStore.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct EventDataStoreChanges {
    pub(crate) name: Option<String>,
    pub(crate) selectors: Option<Vec<AdvancedSelector>>,
    pub(crate) multi_region: Option<bool>,
    pub(crate) organization: Option<bool>,
    pub(crate) retention_days: Option<i64>,
    pub(crate) termination_protection: Option<bool>,
    pub(crate) billing_mode: Option<BillingMode>,
    pub(crate) kms_key: Option<String>,
}

impl EventDataStoreChanges {
    /// No change.
    pub fn new() -> Self {
        Self::default()
    }

    /// The name: 3 to 128 letters, digits, `.`, `_` and `-`.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Which records are kept.
    pub fn selectors(self, selectors: Vec<AdvancedSelector>) -> Self {
        Self { selectors: Some(selectors), ..self }
    }

    /// Whether records of all regions are kept.
    pub fn multi_region(self, is: bool) -> Self {
        Self { multi_region: Some(is), ..self }
    }

    /// Whether records of all accounts of the organization are kept.
    pub fn organization(self, is: bool) -> Self {
        Self { organization: Some(is), ..self }
    }

    /// For how many days of their own time records are kept: 7 to [`BillingMode::most_days`].
    pub fn retention_days(self, days: i64) -> Self {
        Self { retention_days: Some(days), ..self }
    }

    /// Whether the store cannot be deleted.
    pub fn termination_protection(self, is_on: bool) -> Self {
        Self { termination_protection: Some(is_on), ..self }
    }

    /// How it is paid for. A store whose retention is fixed can be made extendable, not the other way.
    pub fn billing_mode(self, mode: BillingMode) -> Self {
        Self { billing_mode: Some(mode), ..self }
    }

    /// The key of its records: an ARN, an id, or `alias/` and a name. Once there is one it stays.
    pub fn kms_key(self, key: impl Into<String>) -> Self {
        Self { kms_key: Some(key.into()), ..self }
    }

    /// The settings of a new store.
    pub(super) fn settings(self, place: &Place) -> Result<EventDataStoreSettings, LakeError> {
        let mut start = EventDataStoreSettings::new(self.name.clone().unwrap_or_default());
        start.billing_mode = self.billing_mode.unwrap_or_default();
        start.retention_days = start.billing_mode.default_days();
        check_name(&start.name)?;
        self.apply(&start, place, true)
    }

    /// The settings as they are after the changes.
    pub(super) fn apply(
        self,
        old: &EventDataStoreSettings,
        place: &Place,
        is_new: bool,
    ) -> Result<EventDataStoreSettings, LakeError> {
        if self == Self::default() {
            return Err(LakeError::NoChange);
        }
        self.name.as_deref().map_or(Ok(()), check_name)?;
        let billing_mode = self.billing_mode.unwrap_or(old.billing_mode);
        if billing_mode != old.billing_mode && billing_mode == BillingMode::FixedRetention {
            return Err(LakeError::Kept(Kept::BillingMode));
        }
        let days = self.retention_days.map_or(Ok(old.retention_days), |days| billing_mode.days(days))?;
        let key = self.kms_key.as_deref().map(|text| kms_key(text, place).map_err(|_| LakeError::KmsKey(text.into())));
        let key = key.transpose()?;
        if old.kms_key.is_some() && key.is_some() && key != old.kms_key {
            return Err(LakeError::Kept(Kept::KmsKey));
        }
        let settings = EventDataStoreSettings {
            name: self.name.unwrap_or_else(|| old.name.clone()),
            selectors: self.selectors.map_or_else(|| old.selectors.clone(), Selectors::Advanced),
            multi_region: self.multi_region.unwrap_or(old.multi_region),
            organization: self.organization.unwrap_or(old.organization),
            retention_days: days,
            termination_protection: self.termination_protection.unwrap_or(old.termination_protection),
            billing_mode,
            kms_key: key.or_else(|| old.kms_key.clone()),
            max_event_size: old.max_event_size,
            context_keys: old.context_keys.clone(),
        };
        settings.selectors.check(Target::EventDataStore)?;
        if !is_new && settings.sole_category() != old.sole_category() {
            return Err(LakeError::Kept(Kept::Category));
        }
        Ok(settings)
    }
}

fn check_name(name: &str) -> Result<(), LakeError> {
    if is_name(name) { Ok(()) } else { Err(LakeError::Name(name.into())) }
}
