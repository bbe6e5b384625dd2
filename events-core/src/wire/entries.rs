//! PutEvents on the wire.

use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use crate::{Entry, EntryError};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutEventsRequest {
    pub(crate) entries: Vec<EntryRequest>,
    pub(crate) endpoint_id: Option<String>,
}

/// An entry; those of partners name no bus.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EntryRequest {
    time: Option<WireTime>,
    source: Option<String>,
    resources: Option<Vec<String>>,
    detail_type: Option<String>,
    detail: Option<String>,
    event_bus_name: Option<String>,
    trace_header: Option<String>,
}

impl From<EntryRequest> for Entry {
    fn from(entry: EntryRequest) -> Self {
        Self {
            time: entry.time.map(|time| time.0),
            source: entry.source,
            detail_type: entry.detail_type,
            detail: entry.detail,
            resources: entry.resources.unwrap_or_default(),
            bus: entry.event_bus_name,
            trace_header: entry.trace_header,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutEventsAnswer {
    pub(crate) failed_entry_count: usize,
    pub(crate) entries: Vec<ResultAnswer>,
}

impl From<Vec<Result<String, EntryError>>> for PutEventsAnswer {
    fn from(results: Vec<Result<String, EntryError>>) -> Self {
        Self {
            failed_entry_count: results.iter().filter(|result| result.is_err()).count(),
            entries: results.into_iter().map(ResultAnswer::from).collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase", untagged)]
pub(crate) enum ResultAnswer {
    #[serde(rename_all = "PascalCase")]
    Accepted { event_id: String },
    #[serde(rename_all = "PascalCase")]
    Refused { error_code: &'static str, error_message: String },
}

impl From<Result<String, EntryError>> for ResultAnswer {
    fn from(result: Result<String, EntryError>) -> Self {
        match result {
            Ok(event_id) => Self::Accepted { event_id },
            Err(error) => Self::Refused { error_code: error.code(), error_message: error.to_string() },
        }
    }
}
