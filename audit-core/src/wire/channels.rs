//! Channels, the events that come by them, and policies.

use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use super::trails::WireTag;
use crate::{
    AuditEvent, Channel, ChannelChanges, ChannelError, ChannelIngestion, ChannelRequest, LakePolicy, ListPage,
    PutAuditEventsResult,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateChannel {
    name: String,
    source: String,
    destinations: Vec<Destination>,
    tags: Option<Vec<WireTag>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateChannel {
    pub(crate) channel: String,
    destinations: Option<Vec<Destination>>,
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Destination {
    #[serde(rename = "Type")]
    kind: String,
    location: String,
}

impl Destination {
    fn location(self) -> Result<String, ChannelError> {
        if self.kind == STORE { Ok(self.location) } else { Err(ChannelError::DestinationType(self.kind)) }
    }
}

const STORE: &str = "EVENT_DATA_STORE";

fn locations(list: Vec<Destination>) -> Result<Vec<String>, ChannelError> {
    list.into_iter().map(Destination::location).collect()
}

impl CreateChannel {
    pub(crate) fn request(self) -> Result<ChannelRequest, ChannelError> {
        let tags = WireTag::read(self.tags);
        Ok(ChannelRequest { tags, ..ChannelRequest::new(self.name, self.source, locations(self.destinations)?) })
    }
}

impl UpdateChannel {
    pub(crate) fn changes(self) -> Result<ChannelChanges, ChannelError> {
        Ok(ChannelChanges { name: self.name, destinations: self.destinations.map(locations).transpose()? })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedChannel {
    pub(crate) channel: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WireChannel<'a> {
    channel_arn: &'a str,
    name: &'a str,
    source: &'a str,
    destinations: Vec<WireDestination<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<WireTag>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ingestion_status: Option<WireIngestion<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireDestination<'a> {
    #[serde(rename = "Type")]
    kind: &'static str,
    location: &'a str,
}

impl<'a> WireChannel<'a> {
    /// As it was made: with its tags.
    pub(crate) fn created(channel: &'a Channel) -> Self {
        Self { tags: Some(WireTag::list(&channel.tags)), ..Self::from(channel) }
    }

    /// As it stands: with what came by it.
    pub(crate) fn standing(channel: &'a Channel) -> Self {
        Self { ingestion_status: Some((&channel.ingestion).into()), ..Self::from(channel) }
    }
}

impl<'a> From<&'a Channel> for WireChannel<'a> {
    fn from(channel: &'a Channel) -> Self {
        let destination = |arn: &'a cupola_base::Arn| WireDestination { kind: STORE, location: arn.as_str() };
        Self {
            channel_arn: channel.arn.as_str(),
            name: &channel.name,
            source: &channel.source,
            destinations: channel.destinations.iter().map(destination).collect(),
            tags: None,
            ingestion_status: None,
        }
    }
}

#[derive(Serialize)]
struct WireIngestion<'a> {
    #[serde(rename = "LatestIngestionSuccessTime", skip_serializing_if = "Option::is_none")]
    success_time: Option<WireTime>,
    #[serde(rename = "LatestIngestionSuccessEventID", skip_serializing_if = "Option::is_none")]
    success_event_id: Option<&'a str>,
    #[serde(rename = "LatestIngestionErrorCode", skip_serializing_if = "Option::is_none")]
    error_code: Option<&'a str>,
    #[serde(rename = "LatestIngestionAttemptTime", skip_serializing_if = "Option::is_none")]
    attempt_time: Option<WireTime>,
    #[serde(rename = "LatestIngestionAttemptEventID", skip_serializing_if = "Option::is_none")]
    attempt_event_id: Option<&'a str>,
}

impl<'a> From<&'a ChannelIngestion> for WireIngestion<'a> {
    fn from(ingestion: &'a ChannelIngestion) -> Self {
        let (success, attempt) = (ingestion.succeeded.as_ref(), ingestion.attempted.as_ref());
        Self {
            success_time: success.map(|(at, _)| WireTime(*at)),
            success_event_id: success.map(|(_, id)| id.as_str()),
            error_code: ingestion.error_code.as_deref(),
            attempt_time: attempt.map(|(at, _)| WireTime(*at)),
            attempt_event_id: attempt.map(|(_, id)| id.as_str()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListedChannels<'a> {
    channels: Vec<ListedChannel<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListedChannel<'a> {
    channel_arn: &'a str,
    name: &'a str,
}

impl<'a> From<ListPage<'a, Channel>> for ListedChannels<'a> {
    fn from(page: ListPage<'a, Channel>) -> Self {
        let listed = |channel: &'a Channel| ListedChannel { channel_arn: channel.arn.as_str(), name: &channel.name };
        Self { channels: page.items.into_iter().map(listed).collect(), next_token: page.next_token }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyOf {
    pub(crate) resource_arn: String,
    pub(crate) resource_policy: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct WirePolicy<'a> {
    resource_arn: &'a str,
    resource_policy: &'a str,
}

impl<'a> WirePolicy<'a> {
    pub(crate) fn of(resource_arn: &'a str, policy: &'a LakePolicy) -> Self {
        Self { resource_arn, resource_policy: policy.as_str() }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutAuditEvents {
    audit_events: Vec<WireEvent>,
    pub(crate) channel_arn: String,
    pub(crate) external_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireEvent {
    event_data: String,
    event_data_checksum: Option<String>,
    id: String,
}

impl PutAuditEvents {
    pub(crate) fn events(&mut self) -> Vec<AuditEvent> {
        let event =
            |event: WireEvent| AuditEvent { id: event.id, data: event.event_data, checksum: event.event_data_checksum };
        std::mem::take(&mut self.audit_events).into_iter().map(event).collect()
    }
}

#[derive(Serialize)]
pub(crate) struct PutResult<'a> {
    failed: Vec<Failed<'a>>,
    successful: Vec<Taken<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Failed<'a> {
    error_code: &'static str,
    error_message: String,
    id: &'a str,
}

#[derive(Serialize)]
struct Taken<'a> {
    #[serde(rename = "eventID")]
    event_id: &'a str,
    id: &'a str,
}

impl<'a> From<&'a PutAuditEventsResult> for PutResult<'a> {
    fn from(result: &'a PutAuditEventsResult) -> Self {
        let failed = result.failed.iter().map(|event| Failed {
            error_code: event.error.code(),
            error_message: event.error.to_string(),
            id: &event.id,
        });
        let taken = result.successful.iter().map(|event| Taken { event_id: &event.event_id, id: &event.id });
        Self { failed: failed.collect(), successful: taken.collect() }
    }
}
