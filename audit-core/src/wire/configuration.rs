//! What trails count, and what records of event data stores are to be like.

use serde::{Deserialize, Serialize};

use crate::trail::Trail;
use crate::{ContextKeySelector, EventDataStore};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutEventConfiguration {
    pub(crate) trail_name: Option<String>,
    pub(crate) event_data_store: Option<String>,
    pub(crate) max_event_size: Option<String>,
    pub(crate) context_key_selectors: Option<Vec<ContextKeySelector>>,
    pub(crate) aggregation_configurations: Option<Vec<AggregationConfiguration>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AggregationConfiguration {
    pub(crate) templates: Vec<String>,
    pub(crate) event_category: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EventConfiguration<'a> {
    #[serde(rename = "TrailARN")]
    trail_arn: &'a str,
    aggregation_configurations: Vec<AggregationConfiguration>,
}

impl<'a> From<&'a Trail> for EventConfiguration<'a> {
    fn from(trail: &'a Trail) -> Self {
        let templates: Vec<String> = trail.aggregation.iter().map(ToString::to_string).collect();
        let one = AggregationConfiguration { templates, event_category: "Data".into() };
        let aggregation_configurations = if trail.aggregation.is_empty() { Vec::new() } else { vec![one] };
        Self { trail_arn: trail.arn.as_str(), aggregation_configurations }
    }
}

/// What records of an event data store are to be like.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct StoreConfiguration<'a> {
    event_data_store_arn: &'a str,
    max_event_size: &'static str,
    context_key_selectors: &'a [ContextKeySelector],
}

impl<'a> From<&'a EventDataStore> for StoreConfiguration<'a> {
    fn from(store: &'a EventDataStore) -> Self {
        Self {
            event_data_store_arn: store.arn.as_str(),
            max_event_size: store.settings.max_event_size.as_str(),
            context_key_selectors: &store.settings.context_keys,
        }
    }
}
