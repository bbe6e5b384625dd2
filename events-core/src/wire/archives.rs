//! Archives and replays on the wire.

use cupola_base::wire::WireTime;
use serde::{Deserialize, Serialize};

use crate::{ArchiveName, ReplayName};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateArchiveRequest {
    pub(crate) archive_name: ArchiveName,
    pub(crate) event_source_arn: String,
    pub(crate) description: Option<String>,
    pub(crate) event_pattern: Option<String>,
    pub(crate) retention_days: Option<f64>,
    pub(crate) kms_key_identifier: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateArchiveRequest {
    pub(crate) archive_name: ArchiveName,
    pub(crate) description: Option<String>,
    pub(crate) event_pattern: Option<String>,
    pub(crate) retention_days: Option<f64>,
    pub(crate) kms_key_identifier: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedArchive {
    pub(crate) archive_name: ArchiveName,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NamedReplay {
    pub(crate) replay_name: ReplayName,
}

/// The filters of both lists, of which one may be given.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListFiltered {
    pub(crate) name_prefix: Option<String>,
    pub(crate) event_source_arn: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct StartReplayRequest {
    pub(crate) replay_name: ReplayName,
    pub(crate) description: Option<String>,
    pub(crate) event_source_arn: String,
    pub(crate) event_start_time: WireTime,
    pub(crate) event_end_time: WireTime,
    pub(crate) destination: Destination,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Destination {
    pub(crate) arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) filter_arns: Option<Vec<String>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ChangedArchive {
    pub(crate) archive_arn: String,
    pub(crate) state: &'static str,
    pub(crate) creation_time: WireTime,
}

/// One archive; a list's items leave some members out.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ArchiveAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) archive_arn: Option<String>,
    pub(crate) archive_name: String,
    pub(crate) event_source_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_pattern: Option<String>,
    pub(crate) state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) kms_key_identifier: Option<String>,
    pub(crate) retention_days: u32,
    pub(crate) size_bytes: u64,
    pub(crate) event_count: u64,
    pub(crate) creation_time: WireTime,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ArchivesAnswer {
    pub(crate) archives: Vec<ArchiveAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ChangedReplay {
    pub(crate) replay_arn: String,
    pub(crate) state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) replay_start_time: Option<WireTime>,
}

/// One replay; a list's items leave some members out.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ReplayAnswer {
    pub(crate) replay_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) replay_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    pub(crate) state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state_reason: Option<String>,
    pub(crate) event_source_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) destination: Option<Destination>,
    pub(crate) event_start_time: WireTime,
    pub(crate) event_end_time: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_last_replayed_time: Option<WireTime>,
    pub(crate) replay_start_time: WireTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) replay_end_time: Option<WireTime>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ReplaysAnswer {
    pub(crate) replays: Vec<ReplayAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}
