//! Events in and out.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Whole, millis};
use crate::engine;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutLogEvents {
    pub(crate) log_group_name: String,
    pub(crate) log_stream_name: String,
    pub(crate) log_events: Vec<InputLogEvent>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InputLogEvent {
    pub(crate) timestamp: Whole,
    pub(crate) message: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PutLogEventsAnswer {
    next_sequence_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rejected_log_events_info: Option<RejectedLogEventsInfo>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RejectedLogEventsInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    too_new_log_event_start_index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    too_old_log_event_end_index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expired_log_event_end_index: Option<usize>,
}

impl From<engine::PutLogEventsAnswer> for PutLogEventsAnswer {
    fn from(answer: engine::PutLogEventsAnswer) -> Self {
        let rejected = |rejected: engine::Rejected| RejectedLogEventsInfo {
            too_new_log_event_start_index: rejected.too_new_from,
            too_old_log_event_end_index: rejected.too_old_until,
            expired_log_event_end_index: rejected.expired_until,
        };
        Self {
            next_sequence_token: answer.next_sequence_token,
            rejected_log_events_info: answer.rejected.map(rejected),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetLogEvents {
    pub(crate) log_group_name: Option<String>,
    pub(crate) log_group_identifier: Option<String>,
    pub(crate) log_stream_name: String,
    pub(crate) start_time: Option<Whole>,
    pub(crate) end_time: Option<Whole>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<Whole>,
    pub(crate) start_from_head: Option<bool>,
    pub(crate) unmask: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventPage {
    events: Vec<OutputLogEvent>,
    next_forward_token: String,
    next_backward_token: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OutputLogEvent {
    #[serde(serialize_with = "millis")]
    timestamp: Timestamp,
    message: String,
    #[serde(serialize_with = "millis")]
    ingestion_time: Timestamp,
}

impl From<engine::EventPage> for EventPage {
    fn from(page: engine::EventPage) -> Self {
        let event = |event: engine::LogEvent| OutputLogEvent {
            timestamp: event.at,
            message: event.message,
            ingestion_time: event.received,
        };
        Self {
            events: page.events.into_iter().map(event).collect(),
            next_forward_token: page.next_forward,
            next_backward_token: page.next_backward,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FilterLogEvents {
    pub(crate) log_group_name: Option<String>,
    pub(crate) log_group_identifier: Option<String>,
    pub(crate) log_stream_names: Option<Vec<String>>,
    pub(crate) log_stream_name_prefix: Option<String>,
    pub(crate) start_time: Option<Whole>,
    pub(crate) end_time: Option<Whole>,
    pub(crate) filter_pattern: Option<String>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<Whole>,
    pub(crate) unmask: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FilteredPage {
    events: Vec<FilteredLogEvent>,
    /// The service always sends an empty list.
    searched_log_streams: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FilteredLogEvent {
    log_stream_name: String,
    #[serde(serialize_with = "millis")]
    timestamp: Timestamp,
    message: String,
    #[serde(serialize_with = "millis")]
    ingestion_time: Timestamp,
    event_id: String,
}

impl From<engine::FilteredPage> for FilteredPage {
    fn from(page: engine::FilteredPage) -> Self {
        let event = |event: engine::LogEvent| FilteredLogEvent {
            log_stream_name: event.stream.to_string(),
            timestamp: event.at,
            message: event.message,
            ingestion_time: event.received,
            event_id: event.id.to_string(),
        };
        Self { events: page.events.into_iter().map(event).collect(), searched_log_streams: [], next_token: page.next }
    }
}
