//! Event data stores.

use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::trails::WireTag;
use crate::{
    AdvancedSelector, BillingMode, EventDataStore, EventDataStoreChanges, EventDataStoreRequest, LakeError, ListPage,
    Selectors,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateStore {
    tags_list: Option<Vec<WireTag>>,
    start_ingestion: Option<bool>,
    #[serde(flatten)]
    settings: Settings,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateStore {
    pub(crate) event_data_store: String,
    #[serde(flatten)]
    settings: Settings,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Settings {
    name: Option<String>,
    advanced_event_selectors: Option<Vec<AdvancedSelector>>,
    multi_region_enabled: Option<bool>,
    organization_enabled: Option<bool>,
    retention_period: Option<i64>,
    termination_protection_enabled: Option<bool>,
    kms_key_id: Option<String>,
    billing_mode: Option<String>,
}

impl Settings {
    fn changes(self) -> Result<EventDataStoreChanges, LakeError> {
        let mode = |word: String| BillingMode::from_name(&word).ok_or(LakeError::BillingMode(word));
        Ok(EventDataStoreChanges {
            name: self.name,
            selectors: self.advanced_event_selectors,
            multi_region: self.multi_region_enabled,
            organization: self.organization_enabled,
            retention_days: self.retention_period,
            termination_protection: self.termination_protection_enabled,
            billing_mode: self.billing_mode.map(mode).transpose()?,
            kms_key: self.kms_key_id,
        })
    }
}

impl CreateStore {
    pub(crate) fn request(self) -> Result<EventDataStoreRequest, LakeError> {
        let tags = WireTag::read(self.tags_list);
        Ok(EventDataStoreRequest::of(self.settings.changes()?, tags, self.start_ingestion.unwrap_or(true)))
    }
}

impl UpdateStore {
    pub(crate) fn changes(self) -> Result<EventDataStoreChanges, LakeError> {
        self.settings.changes()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedStore {
    pub(crate) event_data_store: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PagedStores {
    pub(crate) next_token: Option<String>,
    pub(crate) max_results: Option<i64>,
}

/// A store as it was made: with its tags.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreatedStore<'a> {
    #[serde(flatten)]
    store: WireStore<'a>,
    tags_list: Vec<WireTag>,
}

impl<'a> From<&'a EventDataStore> for CreatedStore<'a> {
    fn from(store: &'a EventDataStore) -> Self {
        Self { store: store.into(), tags_list: WireTag::list(&store.tags) }
    }
}

/// A store that stands: with what other services read of it, which is nothing.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct StandingStore<'a> {
    #[serde(flatten)]
    store: WireStore<'a>,
    federation_status: &'static str,
}

impl<'a> From<&'a EventDataStore> for StandingStore<'a> {
    fn from(store: &'a EventDataStore) -> Self {
        Self { store: store.into(), federation_status: "DISABLED" }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireStore<'a> {
    event_data_store_arn: &'a str,
    name: &'a str,
    status: &'static str,
    advanced_event_selectors: &'a [AdvancedSelector],
    multi_region_enabled: bool,
    organization_enabled: bool,
    retention_period: u16,
    termination_protection_enabled: bool,
    created_timestamp: WireTime,
    updated_timestamp: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<&'a str>,
    billing_mode: &'static str,
}

impl<'a> From<&'a EventDataStore> for WireStore<'a> {
    fn from(store: &'a EventDataStore) -> Self {
        let settings = &store.settings;
        let selectors = match &settings.selectors {
            Selectors::Advanced(list) => &list[..],
            Selectors::Basic(_) => &[],
        };
        Self {
            event_data_store_arn: store.arn.as_str(),
            name: &settings.name,
            status: store.status.as_str(),
            advanced_event_selectors: selectors,
            multi_region_enabled: settings.multi_region,
            organization_enabled: settings.organization,
            retention_period: settings.retention_days,
            termination_protection_enabled: settings.termination_protection,
            created_timestamp: WireTime(store.created),
            updated_timestamp: WireTime(store.updated),
            kms_key_id: settings.kms_key.as_ref().map(|key| key.as_str()),
            billing_mode: settings.billing_mode.as_str(),
        }
    }
}

/// The service lists ARNs and names alone.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListedStores<'a> {
    event_data_stores: Vec<ListedStore<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListedStore<'a> {
    event_data_store_arn: &'a str,
    name: &'a str,
}

impl<'a> From<ListPage<'a, EventDataStore>> for ListedStores<'a> {
    fn from(page: ListPage<'a, EventDataStore>) -> Self {
        let listed = |store: &'a EventDataStore| ListedStore {
            event_data_store_arn: store.arn.as_str(),
            name: &store.settings.name,
        };
        Self { event_data_stores: page.items.into_iter().map(listed).collect(), next_token: page.next_token }
    }
}
