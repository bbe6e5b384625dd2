//! Live tail.

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde::{Deserialize, Serialize};

use super::millis;
use crate::tail::{LiveTailEvent, LiveTailUpdate};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StartLiveTail {
    pub(crate) log_group_identifiers: Vec<String>,
    pub(crate) log_stream_names: Option<Vec<String>>,
    pub(crate) log_stream_name_prefixes: Option<Vec<String>>,
    pub(crate) log_event_filter_pattern: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StartLiveTailAnswer {
    pub(crate) response_stream: FirstEvent,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FirstEvent {
    pub(crate) session_start: SessionStart,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SessionStart {
    pub(crate) request_id: String,
    pub(crate) session_id: String,
    pub(crate) log_group_identifiers: Vec<String>,
    pub(crate) log_stream_names: Vec<String>,
    pub(crate) log_stream_name_prefixes: Vec<String>,
    pub(crate) log_event_filter_pattern: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionUpdate<'a> {
    session_metadata: Metadata,
    session_results: Vec<SessionResult<'a>>,
}

#[derive(Serialize)]
struct Metadata {
    sampled: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionResult<'a> {
    log_stream_name: &'a str,
    log_group_identifier: &'a str,
    message: &'a str,
    #[serde(serialize_with = "millis")]
    timestamp: Timestamp,
    #[serde(serialize_with = "millis")]
    ingestion_time: Timestamp,
}

impl<'a> From<&'a LiveTailEvent> for SessionResult<'a> {
    fn from(event: &'a LiveTailEvent) -> Self {
        Self {
            log_stream_name: &event.stream,
            log_group_identifier: event.group.as_str(),
            message: &event.message,
            timestamp: event.at,
            ingestion_time: event.received,
        }
    }
}

impl LiveTailUpdate {
    /// The update as the service writes it: a `sessionUpdate` of its event stream.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let session_metadata = Metadata { sampled: self.sampled };
        Json::of(&SessionUpdate { session_metadata, session_results: self.events.iter().map(Into::into).collect() })
    }
}
