//! Scheduled queries: questions about log groups that are asked by a calendar.

mod check;
mod destination;
mod error;
mod event;
mod execution;
mod query;
mod result;
mod run;
mod settings;
mod verbs;

use std::collections::{BTreeMap, VecDeque};

use cupola_base::{Rng, Tags, Timestamp};
use serde::{Deserialize, Serialize};

pub(crate) use check::has_letters_of_a_name;
pub use destination::{S3Destination, S3Uri, S3UriError};
pub use error::ScheduledQueryError;
pub use execution::{DeliveredResult, DeliveryStatus, Execution, ExecutionQuery, ExecutionStatus};
pub use query::ScheduledQuery;
pub use settings::{NewScheduledQuery, ScheduledQuerySettings, ScheduledQueryState};

/// All scheduled queries, by name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ScheduledQueries {
    kept: BTreeMap<String, Kept>,
    rng: Rng,
}

/// A scheduled query with what it did and will do.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    arn: String,
    settings: ScheduledQuerySettings,
    tags: Tags,
    created: Timestamp,
    updated: Timestamp,
    /// When it runs next.
    next: Option<Timestamp>,
    /// Oldest first.
    history: VecDeque<Execution>,
    /// How many executions there ever were.
    executions: u64,
    running: Vec<Running>,
}

/// An execution that has no end yet, with the settings that it began with.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Running {
    query: String,
    triggered: Timestamp,
    ends: Timestamp,
    text: String,
    log_groups: Vec<String>,
    destination: Option<S3Destination>,
}

impl ScheduledQueries {
    pub(crate) fn new(seed: u64) -> Self {
        Self { kept: BTreeMap::new(), rng: Rng::for_part(seed, "scheduled queries") }
    }

    /// When something is to be done, and for which query.
    fn due(&self) -> impl Iterator<Item = (Timestamp, &str)> {
        self.kept.iter().flat_map(|(name, kept)| kept.due().map(move |at| (at, name.as_str())))
    }

    /// The name of the query with this name or ARN.
    fn name_of<'a>(&'a self, identifier: &'a str) -> Option<&'a str> {
        if self.kept.contains_key(identifier) {
            return Some(identifier);
        }
        self.kept.iter().find(|(_, kept)| kept.arn == identifier).map(|(name, _)| name.as_str())
    }

    /// The tags of the query with this ARN.
    pub(crate) fn tags(&self, arn: &str) -> Option<&Tags> {
        self.kept.values().find(|kept| kept.arn == arn).map(|kept| &kept.tags)
    }

    /// As [`tags`](Self::tags), to be changed.
    pub(crate) fn tags_mut(&mut self, arn: &str) -> Option<&mut Tags> {
        self.kept.values_mut().find(|kept| kept.arn == arn).map(|kept| &mut kept.tags)
    }
}

/// None; for snapshots that were written before there were any.
impl Default for ScheduledQueries {
    fn default() -> Self {
        Self::new(0)
    }
}

impl Kept {
    fn due(&self) -> impl Iterator<Item = Timestamp> {
        self.next.into_iter().chain(self.running.iter().map(|run| run.ends))
    }

    /// Notes an execution, and forgets the oldest past `most`.
    fn note(&mut self, execution: Execution, most: usize) {
        self.executions += 1;
        self.history.push_back(Execution { number: self.executions, ..execution });
        while self.history.len() > most.max(1) {
            self.history.pop_front();
        }
    }
}
