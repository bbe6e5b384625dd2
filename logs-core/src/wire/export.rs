//! Export tasks.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Whole, millis};
use crate::export;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateExportTask {
    pub(crate) task_name: Option<String>,
    pub(crate) log_group_name: String,
    pub(crate) log_stream_name_prefix: Option<String>,
    pub(crate) from: Whole,
    pub(crate) to: Whole,
    pub(crate) destination: String,
    pub(crate) destination_prefix: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TaskId {
    pub(crate) task_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DescribeExportTasks {
    pub(crate) task_id: Option<String>,
    pub(crate) status_code: Option<String>,
    pub(crate) next_token: Option<String>,
    pub(crate) limit: Option<Whole>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExportTasks {
    pub(crate) export_tasks: Vec<ExportTask>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExportTask {
    task_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    task_name: Option<String>,
    log_group_name: String,
    #[serde(serialize_with = "millis")]
    from: Timestamp,
    #[serde(serialize_with = "millis")]
    to: Timestamp,
    destination: String,
    destination_prefix: String,
    status: Status,
    execution_info: ExecutionInfo,
}

#[derive(Serialize)]
struct Status {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExecutionInfo {
    #[serde(serialize_with = "millis")]
    creation_time: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    completion_time: Option<i64>,
}

impl From<export::ExportTask> for ExportTask {
    fn from(task: export::ExportTask) -> Self {
        Self {
            task_id: task.id,
            task_name: task.name,
            log_group_name: task.log_group,
            from: task.from,
            to: task.to,
            destination: task.bucket,
            destination_prefix: task.prefix,
            status: Status { code: task.status.as_str(), message: task.message },
            execution_info: ExecutionInfo {
                creation_time: task.created,
                completion_time: task.completed.map(Timestamp::as_millis),
            },
        }
    }
}
