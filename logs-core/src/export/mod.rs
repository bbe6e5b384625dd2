//! Export tasks: the events of a group as files in a bucket.

mod bucket;
mod error;
mod object;
mod request;
mod task;
mod verbs;
mod write;

use std::collections::VecDeque;

use cupola_base::{Rng, Timestamp};
use serde::{Deserialize, Serialize};

pub use bucket::{Bucket, BucketEncryption};
pub use error::{CancelExportTaskError, CreateExportTaskError};
pub use object::ExportedObject;
pub use request::{CreateExportTask, ExportTaskQuery};
pub use task::{ExportStatus, ExportTask, UnknownExportStatus};

use task::Step;

/// All export tasks, oldest first, and the buckets that are known of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Exports {
    tasks: VecDeque<Task>,
    /// The only buckets there are; `None`: any bucket is there.
    buckets: Option<Vec<Bucket>>,
    rng: Rng,
}

/// A task, and what comes next.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Task {
    task: ExportTask,
    next: Option<(Timestamp, Step)>,
}

impl Exports {
    pub(crate) fn new(seed: u64) -> Self {
        Self { tasks: VecDeque::new(), buckets: None, rng: Rng::for_part(seed, "export") }
    }

    /// When tasks go on.
    pub(crate) fn due(&self) -> impl Iterator<Item = (Timestamp, &str)> {
        self.tasks.iter().filter_map(|task| Some((task.next?.0, task.task.id.as_str())))
    }

    fn find(&self, id: &str) -> Option<&Task> {
        self.tasks.iter().find(|task| task.task.id == id)
    }

    fn find_mut(&mut self, id: &str) -> Option<&mut Task> {
        self.tasks.iter_mut().find(|task| task.task.id == id)
    }

    fn active(&self) -> usize {
        self.tasks.iter().filter(|task| task.task.status.is_active()).count()
    }

    /// Whether there is a bucket of this name, as far as is known.
    pub(crate) fn has_bucket(&self, name: &str) -> bool {
        self.buckets.as_ref().is_none_or(|buckets| buckets.iter().any(|bucket| bucket.name == name))
    }

    /// The bucket of a name, if there is one; one that nobody told of has the usual encryption.
    fn bucket(&self, name: &str) -> Option<Bucket> {
        match &self.buckets {
            None => Some(Bucket::new(name)),
            Some(buckets) => buckets.iter().find(|bucket| bucket.name == name).cloned(),
        }
    }
}
