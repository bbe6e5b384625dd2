//! Insights of trails, and public keys.

use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::TrailOrStore;
use crate::trail::{Trail, TrailError};
use crate::{EventDataStore, InsightSelector, PublicKey};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct InsightsOf {
    trail_name: Option<String>,
    event_data_store: Option<String>,
    insight_selectors: Option<Vec<WireSelector>>,
    pub(crate) insights_destination: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireSelector {
    insight_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_categories: Option<Vec<String>>,
}

impl InsightsOf {
    pub(crate) fn target(&self) -> Result<TrailOrStore<'_>, TrailError> {
        TrailOrStore::of(self.trail_name.as_deref(), self.event_data_store.as_deref())
    }

    pub(crate) fn selectors(self) -> Result<Vec<InsightSelector>, TrailError> {
        self.insight_selectors.unwrap_or_default().into_iter().map(WireSelector::read).collect()
    }
}

impl WireSelector {
    fn read(self) -> Result<InsightSelector, TrailError> {
        let categories = self.event_categories.unwrap_or_default();
        let categories = categories.iter().map(|word| word.parse()).collect::<Result<Vec<_>, _>>()?;
        Ok(InsightSelector::new(self.insight_type.parse()?).with_categories(categories))
    }

    fn of(selector: &InsightSelector) -> Self {
        let categories = selector.event_categories.iter().map(ToString::to_string).collect::<Vec<_>>();
        Self {
            insight_type: selector.kind.to_string(),
            event_categories: Some(categories).filter(|categories| !categories.is_empty()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Insights<'a> {
    #[serde(rename = "TrailARN")]
    trail_arn: &'a str,
    insight_selectors: Vec<WireSelector>,
}

impl<'a> From<&'a Trail> for Insights<'a> {
    fn from(trail: &'a Trail) -> Self {
        Self { trail_arn: trail.arn.as_str(), insight_selectors: trail.insights.iter().map(WireSelector::of).collect() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct StoreInsights<'a> {
    insight_selectors: Vec<WireSelector>,
    event_data_store_arn: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    insights_destination: Option<&'a str>,
}

impl<'a> From<&'a EventDataStore> for StoreInsights<'a> {
    fn from(store: &'a EventDataStore) -> Self {
        Self {
            insight_selectors: store.insights.iter().map(WireSelector::of).collect(),
            event_data_store_arn: store.arn.as_str(),
            insights_destination: store.insights_destination.as_ref().map(|arn| arn.as_str()),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct KeysOf {
    pub(crate) start_time: Option<WireTime>,
    pub(crate) end_time: Option<WireTime>,
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Keys<'a> {
    pub(crate) public_key_list: Vec<Key<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Key<'a> {
    value: &'a str,
    validity_start_time: WireTime,
    validity_end_time: WireTime,
    fingerprint: &'a str,
}

impl<'a> From<&'a PublicKey> for Key<'a> {
    fn from(key: &'a PublicKey) -> Self {
        Self {
            value: &key.value,
            validity_start_time: WireTime(key.from),
            validity_end_time: WireTime(key.until),
            fingerprint: &key.fingerprint,
        }
    }
}
