//! What is asked about export tasks.

use cupola_base::Timestamp;

use super::{CreateExportTaskError, ExportStatus, ExportTask};

/// What is exported, and where to.
///
/// ```
/// use cupola_logs::{CreateExportTask, Timestamp};
///
/// let day = Timestamp::parse("2026-05-04T00:00:00Z")?;
/// let export = CreateExportTask::new("app", day, day.plus_secs(86_400), "archive").with_prefix("logs/app");
/// assert_eq!(export.prefix(), "logs/app");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, CreateExportTask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateExportTask {
    pub(super) group: String,
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    pub(super) bucket: String,
    pub(super) name: Option<String>,
    pub(super) stream_prefix: Option<String>,
    prefix: Option<String>,
}

impl CreateExportTask {
    /// All events of a group from one instant to another, both included, into a bucket.
    #[must_use]
    pub fn new(group: impl Into<String>, from: Timestamp, to: Timestamp, bucket: impl Into<String>) -> Self {
        let (group, bucket) = (group.into(), bucket.into());
        Self { group, from, to, bucket, name: None, stream_prefix: None, prefix: None }
    }

    /// Sets the task's name.
    #[must_use]
    pub fn with_name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Only streams whose names begin so.
    #[must_use]
    pub fn with_stream_prefix(self, prefix: impl Into<String>) -> Self {
        Self { stream_prefix: Some(prefix.into()), ..self }
    }

    /// Sets what all keys begin with; `exportedlogs` unless told.
    #[must_use]
    pub fn with_prefix(self, prefix: impl Into<String>) -> Self {
        Self { prefix: Some(prefix.into()), ..self }
    }

    /// What all keys begin with.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.prefix.as_deref().unwrap_or("exportedlogs")
    }

    pub(super) fn check(&self) -> Result<(), CreateExportTaskError> {
        if self.to < self.from {
            return Err(CreateExportTaskError::EndBeforeStart);
        }
        let texts = [("destination", Some(&self.bucket)), ("taskName", self.name.as_ref())];
        for (field, text) in texts.into_iter().filter_map(|(field, text)| Some((field, text?))) {
            if text.is_empty() || text.chars().count() > LONGEST {
                return Err(CreateExportTaskError::text(text, field, LONGEST));
            }
        }
        Ok(())
    }
}

/// Most characters of a bucket's and of a task's name.
const LONGEST: usize = 512;

/// Which export tasks are asked for; the default is all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "queries are written with a struct update, which needs an open struct")]
pub struct ExportTaskQuery {
    /// The task of this id.
    pub id: Option<String>,
    /// Tasks of this status.
    pub status: Option<ExportStatus>,
}

impl ExportTaskQuery {
    pub(super) fn accepts(&self, task: &ExportTask) -> bool {
        self.id.as_ref().is_none_or(|id| *id == task.id) && self.status.is_none_or(|status| status == task.status)
    }
}
