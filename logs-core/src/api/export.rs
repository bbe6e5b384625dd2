//! Actions on export tasks.

use super::page::{DEFAULT_PAGE, Page};
use super::{Answer, Call, answer, invalid, nothing};
use crate::engine::Engine;
use crate::export::{self, ExportStatus, ExportTaskQuery, UnknownExportStatus};
use crate::wire::Whole;
use crate::wire::export::{CreateExportTask, DescribeExportTasks, ExportTasks, TaskId};

pub(super) fn create_export_task(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: CreateExportTask = call.read()?;
    let (from, to) = (request.from.instant(), request.to.instant());
    let mut export = export::CreateExportTask::new(request.log_group_name, from, to, request.destination);
    export = request.task_name.into_iter().fold(export, export::CreateExportTask::with_name);
    export = request.log_stream_name_prefix.into_iter().fold(export, export::CreateExportTask::with_stream_prefix);
    export = request.destination_prefix.into_iter().fold(export, export::CreateExportTask::with_prefix);
    answer(&TaskId { task_id: engine.create_export_task(call.now, &export)? })
}

pub(super) fn cancel_export_task(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: TaskId = call.read()?;
    engine.cancel_export_task(call.now, &request.task_id)?;
    nothing()
}

pub(super) fn describe_export_tasks(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: DescribeExportTasks = call.read()?;
    let status = request.status_code.as_deref().map(str::parse::<ExportStatus>).transpose();
    let status = status.map_err(|error: UnknownExportStatus| invalid(error.to_string()))?;
    let query = ExportTaskQuery { id: request.task_id, status };
    let page = Page::of(format!("DescribeExportTasks {query:?}"), request.next_token.as_deref(), call.now)?;
    let tasks = engine.exports_after(&query, page.after.as_deref());
    let most = request.limit.map_or(DEFAULT_PAGE, Whole::count);
    let (tasks, next_token) = page.cut(tasks, most, |task| task.id.clone());
    answer(&ExportTasks { export_tasks: tasks.into_iter().map(Into::into).collect(), next_token })
}
