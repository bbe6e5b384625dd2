//! Event history.

use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use crate::history::read_only;
use crate::{FoundEvent, FoundResource, Lookup, LookupEventsError, LookupKey, LookupPage};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct LookupEvents {
    lookup_attributes: Option<Vec<LookupAttribute>>,
    start_time: Option<WireTime>,
    end_time: Option<WireTime>,
    event_category: Option<String>,
    max_results: Option<i64>,
    pub(crate) next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct LookupAttribute {
    attribute_key: String,
    attribute_value: String,
}

impl LookupEvents {
    pub(crate) fn lookup(&self) -> Result<Lookup, LookupEventsError> {
        let mut lookup = Lookup::new();
        for attribute in self.lookup_attributes.iter().flatten() {
            let LookupAttribute { attribute_key: key, attribute_value: value } = attribute;
            let key = LookupKey::from_name(key).ok_or_else(|| LookupEventsError::UnknownKey(key.clone()))?;
            lookup = lookup.by(key, value);
        }
        if let Some(start) = self.start_time {
            lookup = lookup.from(start.0);
        }
        if let Some(end) = self.end_time {
            lookup = lookup.to(end.0);
        }
        if let Some(most) = self.max_results {
            lookup = lookup.at_most(most);
        }
        match self.event_category.as_deref() {
            None => Ok(lookup),
            Some("insight") => Ok(lookup.insights()),
            Some(other) => Err(LookupEventsError::EventCategory(other.into())),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct FoundEvents<'a> {
    events: Vec<WireEvent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<&'a str>,
}

impl<'a> From<&'a LookupPage> for FoundEvents<'a> {
    fn from(page: &'a LookupPage) -> Self {
        Self { events: page.events.iter().map(WireEvent::from).collect(), next_token: page.next_token.as_deref() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireEvent<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    event_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_name: Option<&'a str>,
    read_only: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_key_id: Option<&'a str>,
    event_time: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    resources: Vec<WireResource<'a>>,
    cloud_trail_event: &'a str,
}

impl<'a> From<&'a FoundEvent> for WireEvent<'a> {
    fn from(event: &'a FoundEvent) -> Self {
        Self {
            event_id: event.event_id.as_deref(),
            event_name: event.event_name.as_deref(),
            read_only: read_only(event),
            access_key_id: event.access_key_id.as_deref(),
            event_time: event.at.into(),
            event_source: event.event_source.as_deref(),
            username: event.username.as_deref(),
            resources: event.resources.iter().map(WireResource::from).collect(),
            cloud_trail_event: event.record.as_str(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireResource<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_type: Option<&'a str>,
    resource_name: &'a str,
}

impl<'a> From<&'a FoundResource> for WireResource<'a> {
    fn from(resource: &'a FoundResource) -> Self {
        Self { resource_type: resource.kind.as_deref(), resource_name: &resource.name }
    }
}
