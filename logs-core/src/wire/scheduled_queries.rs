//! Scheduled queries.

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::Whole;
use crate::scheduled_query::{DeliveredResult, Execution, S3Destination, ScheduledQuery};

/// How instants are told.
#[derive(Clone, Copy)]
pub(crate) enum Epoch {
    Seconds,
    Millis,
}

impl Epoch {
    fn tell(self, at: Timestamp) -> i64 {
        match self {
            Self::Seconds => at.as_secs(),
            Self::Millis => at.as_millis(),
        }
    }

    /// The instant that is meant: from the year 5138 on they are taken for milliseconds.
    pub(crate) const fn read(told: Whole) -> Timestamp {
        if told.0 < 100_000_000_000 { Timestamp::from_secs(told.0) } else { told.instant() }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateScheduledQuery {
    pub(crate) name: String,
    pub(crate) tags: Option<BTreeMap<String, String>>,
    #[serde(flatten)]
    pub(crate) settings: Settings,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UpdateScheduledQuery {
    pub(crate) identifier: String,
    #[serde(flatten)]
    pub(crate) settings: Settings,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Settings {
    pub(crate) description: Option<String>,
    pub(crate) query_language: String,
    pub(crate) query_string: String,
    pub(crate) log_group_identifiers: Option<Vec<String>>,
    pub(crate) schedule_expression: String,
    pub(crate) timezone: Option<String>,
    pub(crate) start_time_offset: Option<Whole>,
    pub(crate) end_time_offset: Option<Whole>,
    pub(crate) destination_configuration: Option<Destination>,
    pub(crate) schedule_start_time: Option<Whole>,
    pub(crate) schedule_end_time: Option<Whole>,
    pub(crate) execution_role_arn: String,
    pub(crate) state: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Destination {
    pub(crate) s3_configuration: S3,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct S3 {
    pub(crate) destination_identifier: String,
    pub(crate) role_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) owner_account_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) kms_key_id: Option<String>,
}

impl From<&S3Destination> for Destination {
    fn from(it: &S3Destination) -> Self {
        let s3_configuration = S3 {
            destination_identifier: it.uri.to_string(),
            role_arn: it.role.clone(),
            owner_account_id: it.owner.map(|owner| owner.as_str().to_owned()),
            kms_key_id: it.kms_key.clone(),
        };
        Self { s3_configuration }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Created {
    pub(crate) scheduled_query_arn: String,
    pub(crate) state: &'static str,
}

#[derive(Deserialize)]
pub(crate) struct ByIdentifier {
    pub(crate) identifier: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Described {
    scheduled_query_arn: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    query_language: &'static str,
    query_string: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    log_group_identifiers: Vec<String>,
    schedule_expression: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    timezone: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_time_offset: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time_offset: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    destination_configuration: Option<Destination>,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_triggered_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_execution_status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule_start_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule_end_time: Option<i64>,
    execution_role_arn: String,
    creation_time: i64,
    last_updated_time: i64,
}

impl Described {
    pub(crate) fn new(it: ScheduledQuery, epoch: Epoch) -> Self {
        let settings = it.settings;
        Self {
            scheduled_query_arn: it.arn,
            name: it.name,
            description: settings.description,
            query_language: "CWLI",
            query_string: settings.text,
            log_group_identifiers: settings.log_groups,
            schedule_expression: settings.schedule.to_string(),
            timezone: settings.zone.map(|zone| zone.name()),
            start_time_offset: settings.lookback_seconds,
            end_time_offset: settings.end_offset_seconds,
            destination_configuration: settings.destination.as_ref().map(Into::into),
            state: settings.state.as_str(),
            last_triggered_time: it.last_triggered.map(|at| epoch.tell(at)),
            last_execution_status: it.last_status.map(|status| status.as_str()),
            schedule_start_time: settings.start.map(|at| epoch.tell(at)),
            schedule_end_time: settings.end.map(|at| epoch.tell(at)),
            execution_role_arn: settings.role,
            creation_time: epoch.tell(it.created),
            last_updated_time: epoch.tell(it.updated),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListScheduledQueries {
    pub(crate) max_results: Option<Whole>,
    pub(crate) next_token: Option<String>,
    pub(crate) state: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listed {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
    pub(crate) scheduled_queries: Vec<Summary>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Summary {
    scheduled_query_arn: String,
    name: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_triggered_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_execution_status: Option<&'static str>,
    schedule_expression: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    timezone: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    destination_configuration: Option<Destination>,
    creation_time: i64,
    last_updated_time: i64,
}

impl Summary {
    pub(crate) fn new(it: ScheduledQuery, epoch: Epoch) -> Self {
        Self {
            scheduled_query_arn: it.arn,
            name: it.name,
            state: it.settings.state.as_str(),
            last_triggered_time: it.last_triggered.map(|at| epoch.tell(at)),
            last_execution_status: it.last_status.map(|status| status.as_str()),
            schedule_expression: it.settings.schedule.to_string(),
            timezone: it.settings.zone.map(|zone| zone.name()),
            destination_configuration: it.settings.destination.as_ref().map(Into::into),
            creation_time: epoch.tell(it.created),
            last_updated_time: epoch.tell(it.updated),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetHistory {
    pub(crate) identifier: String,
    pub(crate) start_time: Whole,
    pub(crate) end_time: Whole,
    pub(crate) execution_statuses: Option<Vec<String>>,
    pub(crate) max_results: Option<Whole>,
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct History {
    pub(crate) name: String,
    pub(crate) scheduled_query_arn: String,
    pub(crate) trigger_history: Vec<Triggered>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Triggered {
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<String>,
    execution_status: &'static str,
    triggered_timestamp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<String>,
    destinations: Vec<Delivered>,
}

impl Triggered {
    pub(crate) fn new(it: &Execution, epoch: Epoch) -> Self {
        Self {
            query_id: it.query.clone(),
            execution_status: it.status.as_str(),
            triggered_timestamp: epoch.tell(it.triggered),
            error_message: it.error.clone(),
            destinations: it.delivered.iter().map(Into::into).collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Delivered {
    destination_type: &'static str,
    destination_identifier: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    processed_identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<String>,
}

impl From<&DeliveredResult> for Delivered {
    fn from(it: &DeliveredResult) -> Self {
        Self {
            destination_type: "S3",
            destination_identifier: it.destination.clone(),
            status: it.status.as_str(),
            processed_identifier: it.object.clone(),
            error_message: it.error.clone(),
        }
    }
}
