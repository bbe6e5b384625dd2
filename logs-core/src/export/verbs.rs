//! Verbs on export tasks.

use cupola_base::Timestamp;

use super::task::Step;
use super::write::files;
use super::{
    Bucket, BucketEncryption, CancelExportTaskError, CreateExportTask, CreateExportTaskError, ExportStatus, ExportTask,
    ExportTaskQuery, ExportedObject, Task,
};
use crate::agenda::Due;
use crate::engine::Engine;
use crate::error::UnknownLog;
use crate::output::Output;

impl Engine {
    /// Tells which buckets there are; `None`: any bucket is there, as long as nothing is told.
    pub fn tell_buckets(&mut self, now: Timestamp, buckets: Option<Vec<Bucket>>) {
        self.at(now);
        self.exports.buckets = buckets;
    }

    /// Begins to export the events of a group, and answers the task's id. A test file is written at once; the others
    /// come when the task ends, an hour later unless
    /// [`Policies::export_minutes`](crate::Policies::export_minutes) says otherwise.
    ///
    /// ```
    /// use cupola_logs::{CreateExportTask, Engine, Output, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// engine.create_log_group(now, "app")?;
    /// engine.create_log_stream(now, "app", "host/1")?;
    /// engine.put_log_events(now, "app", "host/1", [(now, "started")])?;
    /// let task = engine.create_export_task(now, &CreateExportTask::new("app", now, now, "archive"))?;
    ///
    /// engine.advance(now.plus_secs(3600));
    /// let keys: Vec<String> = engine.drain().into_iter().filter_map(|output| match output {
    ///     Output::Object(object) => Some(object.key),
    ///     _ => None,
    /// }).collect();
    /// assert_eq!(keys, ["exportedlogs/aws-logs-write-test".to_owned(), format!("exportedlogs/{task}/host-1/000000.gz")]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`CreateExportTaskError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, CreateExportTask; CloudWatch Logs User Guide, "Exporting log data to Amazon S3".
    #[doc(alias = "CreateExportTask")]
    pub fn create_export_task(
        &mut self,
        now: Timestamp,
        request: &CreateExportTask,
    ) -> Result<String, CreateExportTaskError> {
        let now = self.at(now);
        request.check()?;
        self.group(&request.group)?.allow(&request.group, "export")?;
        self.check_bucket(&request.bucket)?;
        let most = self.limits.active_export_tasks;
        if self.exports.active() >= most {
            return Err(CreateExportTaskError::TooMany(most));
        }
        let task = ExportTask {
            id: self.exports.rng.uuid(),
            name: request.name.clone(),
            log_group: request.group.clone(),
            from: request.from,
            to: request.to,
            stream_prefix: request.stream_prefix.clone(),
            bucket: request.bucket.clone(),
            prefix: request.prefix().into(),
            status: ExportStatus::Pending,
            message: None,
            created: now,
            completed: None,
        };
        let (id, key) = (task.id.clone(), format!("{}/aws-logs-write-test", task.prefix));
        self.write_object(now, &task, key, b"Permission Check Successful".to_vec());
        self.keep_task(task);
        Ok(id)
    }

    fn check_bucket(&self, name: &str) -> Result<(), CreateExportTaskError> {
        match self.exports.bucket(name) {
            None => Err(CreateExportTaskError::NoBucket(name.into())),
            Some(bucket) if bucket.encryption == BucketEncryption::SseKms => {
                Err(CreateExportTaskError::Encryption(name.into()))
            }
            Some(_) => Ok(()),
        }
    }

    fn keep_task(&mut self, task: ExportTask) {
        let runs = self.export_ends(&task).min(task.created.plus_secs(START_SECONDS));
        let id = task.id.clone();
        self.exports.tasks.push_back(Task { task, next: None });
        self.plan_export(&id, Some((runs, Step::Run)));
        while self.exports.tasks.len() > self.limits.export_tasks.max(1) {
            let oldest = self.exports.tasks.pop_front();
            let planned = oldest.and_then(|old| Some((old.next?.0, old.task.id)));
            planned.into_iter().for_each(|(at, id)| self.agenda.unset(at, Due::Export(id)));
        }
    }

    fn export_ends(&self, task: &ExportTask) -> Timestamp {
        task.created.plus_secs(i64::from(self.policies.export_minutes) * 60)
    }

    /// Sets what a task does next, and when.
    fn plan_export(&mut self, id: &str, next: Option<(Timestamp, Step)>) {
        let Some(found) = self.exports.find_mut(id) else { return };
        let old = std::mem::replace(&mut found.next, next);
        old.into_iter().for_each(|(at, _)| self.agenda.unset(at, Due::Export(id.into())));
        next.into_iter().for_each(|(at, _)| self.agenda.set(at, Due::Export(id.into())));
    }

    /// Goes on with a task.
    pub(crate) fn step_export(&mut self, at: Timestamp, id: &str) {
        let Some((task, step)) = self.exports.find(id).and_then(|found| Some((found.task.clone(), found.next?.1)))
        else {
            return;
        };
        match step {
            Step::Run => {
                self.set_export(at, id, ExportStatus::Running, None);
                let ends = self.export_ends(&task);
                self.plan_export(id, Some((ends, Step::Complete)));
            }
            Step::Complete => self.complete_export(at, &task),
            Step::Cancel => self.set_export(at, id, ExportStatus::Cancelled, Some("Cancelled by the caller.")),
        }
    }

    fn complete_export(&mut self, at: Timestamp, task: &ExportTask) {
        match self.exported_files(at, task) {
            Ok(files) => {
                files.into_iter().for_each(|(key, bytes)| self.write_object(at, task, key, bytes));
                self.set_export(at, &task.id, ExportStatus::Completed, Some("Completed successfully"));
            }
            Err(why) => self.set_export(at, &task.id, ExportStatus::Failed, Some(&why)),
        }
    }

    /// Key and content of each file, or why there are none.
    fn exported_files(&self, at: Timestamp, task: &ExportTask) -> Result<Vec<(String, Vec<u8>)>, String> {
        let group = self.group(&task.log_group).map_err(|_| "The specified log group does not exist.")?;
        self.check_bucket(&task.bucket).map_err(|error| error.to_string())?;
        let (seals, most) = (self.seals(group), self.limits.export_file_bytes);
        files(task, group, &seals, at, most).map_err(|error| error.to_string())
    }

    fn set_export(&mut self, at: Timestamp, id: &str, status: ExportStatus, message: Option<&str>) {
        let Some(found) = self.exports.find_mut(id) else { return };
        (found.task.status, found.task.message) = (status, message.map(Into::into));
        if !status.is_active() {
            (found.task.completed, found.next) = (Some(at), None);
        }
    }

    fn write_object(&mut self, at: Timestamp, task: &ExportTask, key: String, bytes: Vec<u8>) {
        let (task, bucket) = (task.id.clone(), task.bucket.clone());
        let object = ExportedObject { at, task, bucket, key, bytes, role: None, owner: None, kms_key: None };
        self.emit(Output::Object(object));
    }

    /// Cancels an export task that has not ended.
    ///
    /// # Errors
    /// [`CancelExportTaskError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, CancelExportTask.
    #[doc(alias = "CancelExportTask")]
    pub fn cancel_export_task(&mut self, now: Timestamp, id: &str) -> Result<(), CancelExportTaskError> {
        let now = self.at(now);
        let found = self.exports.find(id).ok_or_else(|| UnknownLog::ExportTask(id.into()))?;
        if !found.task.status.is_stoppable() {
            return Err(CancelExportTaskError::State(found.task.status));
        }
        let at = self.export_ends(&found.task).min(now.plus_secs(CANCEL_SECONDS));
        self.set_export(now, id, ExportStatus::PendingCancel, None);
        self.plan_export(id, Some((at, Step::Cancel)));
        Ok(())
    }

    /// The export tasks that the query accepts, newest first. An unknown id finds none.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DescribeExportTasks.
    #[doc(alias = "DescribeExportTasks")]
    pub fn describe_export_tasks(
        &mut self,
        now: Timestamp,
        query: &ExportTaskQuery,
    ) -> impl Iterator<Item = ExportTask> {
        self.at(now);
        self.exports_after(query, None)
    }

    /// As [`describe_export_tasks`](Self::describe_export_tasks), after the task of this id.
    pub(crate) fn exports_after(
        &self,
        query: &ExportTaskQuery,
        after: Option<&str>,
    ) -> impl Iterator<Item = ExportTask> {
        let newest_first = self.exports.tasks.iter().rev();
        let from = after.and_then(|id| newest_first.clone().position(|task| task.task.id == id));
        newest_first
            .skip(from.map_or(0, |from| from + 1))
            .filter(|task| query.accepts(&task.task))
            .map(|task| task.task.clone())
    }

    /// Puts the next steps of all tasks into the agenda.
    pub(crate) fn plan_exports(&mut self) {
        for (at, id) in self.exports.due() {
            self.agenda.set(at, Due::Export(id.into()));
        }
    }
}

/// Seconds until a task runs, and until one that is cancelled has ended; ours.
const START_SECONDS: i64 = 60;
const CANCEL_SECONDS: i64 = 60;
