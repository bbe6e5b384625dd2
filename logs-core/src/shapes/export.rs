//! Export tasks.

use super::{GROUP_NAME, List, MILLIS, Member, NOTHING, Operation, STREAM_NAME, Shape, TOKEN, Text, UP_TO_50, named};
use cupola_base::shape::TEXT;

pub(super) const CREATE_EXPORT_TASK: Operation = named("CreateExportTask", &CREATE, &CREATED);
pub(super) const CANCEL_EXPORT_TASK: Operation = named("CancelExportTask", &CANCEL, &NOTHING);
pub(super) const DESCRIBE_EXPORT_TASKS: Operation = named("DescribeExportTasks", &DESCRIBE, &DESCRIBED);

static NAME: Shape = Shape::Text(Text::of(1, 512));
static CREATE: Shape = Shape::Structure(&[
    Member::optional("taskName", &NAME),
    Member::required("logGroupName", &GROUP_NAME),
    Member::optional("logStreamNamePrefix", &STREAM_NAME),
    Member::required("from", &MILLIS),
    Member::required("to", &MILLIS),
    Member::required("destination", &NAME),
    Member::optional("destinationPrefix", &TEXT),
]);
static CREATED: Shape = Shape::Structure(&[Member::optional("taskId", &NAME)]);
static CANCEL: Shape = Shape::Structure(&[Member::required("taskId", &NAME)]);
static DESCRIBE: Shape = Shape::Structure(&[
    Member::optional("taskId", &NAME),
    Member::optional("statusCode", &STATUS),
    Member::optional("nextToken", &TOKEN),
    Member::optional("limit", &UP_TO_50),
]);
static STATUS: Shape =
    Shape::Text(Text::one_of(&["PENDING", "RUNNING", "COMPLETED", "FAILED", "PENDING_CANCEL", "CANCELLED"]));
static DESCRIBED: Shape = Shape::Structure(&[
    Member::optional("exportTasks", &Shape::List(List::of(&TASK))),
    Member::optional("nextToken", &TOKEN),
]);
static TASK: Shape = Shape::Structure(&[
    Member::optional("taskId", &NAME),
    Member::optional("taskName", &NAME),
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("from", &MILLIS),
    Member::optional("to", &MILLIS),
    Member::optional("destination", &NAME),
    Member::optional("destinationPrefix", &TEXT),
    Member::optional("status", &TASK_STATUS),
    Member::optional("executionInfo", &EXECUTION),
]);
static TASK_STATUS: Shape = Shape::Structure(&[Member::optional("code", &STATUS), Member::optional("message", &TEXT)]);
static EXECUTION: Shape =
    Shape::Structure(&[Member::optional("creationTime", &MILLIS), Member::optional("completionTime", &MILLIS)]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::ExportStatus;

    #[test]
    fn the_states_are_all_states() {
        let Shape::Text(text) = &STATUS else { panic!() };
        assert!(ExportStatus::ALL.iter().map(|status| status.as_str()).eq(text.one_of.iter().copied()));
    }
}
