//! Queries that were started, and their answers.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::definitions::QueryDefinition;
use crate::insights::run::QueryResults;
use crate::limits::Limits;

/// How far a query is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum QueryStatus {
    /// It will run.
    Scheduled,
    /// It runs.
    Running,
    /// It has its answer.
    Complete,
    /// It found none.
    Failed,
    /// Somebody stopped it.
    Cancelled,
    /// It took too long.
    Timeout,
}

impl QueryStatus {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Scheduled, Self::Running, Self::Complete, Self::Failed, Self::Cancelled, Self::Timeout];

    /// As the service spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "Scheduled",
            Self::Running => "Running",
            Self::Complete => "Complete",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
            Self::Timeout => "Timeout",
        }
    }
}

impl fmt::Display for QueryStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is known of a query that was started.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct QueryInfo {
    /// Names it.
    pub id: String,
    /// Its text, with the log groups and the window before it, as the service shows it.
    pub text: String,
    /// The log groups that it reads, by name.
    pub log_groups: Vec<String>,
    /// Those of them that `filterIndex` passes over.
    #[serde(default)]
    pub passed_over: Vec<String>,
    /// Who asked it, where that was told.
    #[serde(default)]
    pub asked_by: Option<String>,
    /// When it was started.
    pub created: Timestamp,
    /// How many milliseconds it took; none as long as it runs, and of one that was stopped.
    #[serde(default)]
    pub millis: Option<i64>,
    /// How far it is.
    pub status: QueryStatus,
    /// Why it failed.
    pub failure: Option<String>,
    /// Its answer; empty unless it is complete.
    pub results: Arc<QueryResults>,
}

/// A query with when it ends.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Started {
    info: QueryInfo,
    ends: Timestamp,
    /// Its place among all.
    number: u64,
    bytes: u64,
}

/// All queries and saved queries of an engine.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Written")]
pub(crate) struct Queries {
    started: BTreeMap<String, Started>,
    number: u64,
    pub(super) definitions: BTreeMap<String, QueryDefinition>,
    /// Ids by number: the oldest first, as time does not go back.
    #[serde(skip_serializing)]
    order: BTreeMap<u64, String>,
    /// What all answers count.
    #[serde(skip_serializing)]
    bytes: u64,
}

/// What is written of them; the rest follows from it.
#[derive(Deserialize)]
struct Written {
    started: BTreeMap<String, Started>,
    number: u64,
    definitions: BTreeMap<String, QueryDefinition>,
}

impl From<Written> for Queries {
    fn from(Written { started, number, definitions }: Written) -> Self {
        let order = started.iter().map(|(id, started)| (started.number, id.clone())).collect();
        let bytes = started.values().map(|started| started.bytes).sum();
        Self { started, number, definitions, order, bytes }
    }
}

impl Queries {
    /// Keeps a query, which ends at an instant, and forgets old ones.
    pub(super) fn add(&mut self, info: QueryInfo, ends: Timestamp, limits: &Limits) {
        self.number += 1;
        let bytes = info.results.size() + info.text.len() as u64;
        self.bytes += bytes;
        self.order.insert(self.number, info.id.clone());
        self.started.insert(info.id.clone(), Started { info, ends, number: self.number, bytes });
        while self.bytes > limits.query_results_bytes && self.order.len() > 1 {
            self.forget_oldest();
        }
    }

    /// Forgets answers that are too old.
    pub(super) fn forget(&mut self, now: Timestamp, limits: &Limits) {
        let kept = limits.query_results_kept_millis;
        while self.oldest().is_some_and(|oldest| now.millis_since(oldest.info.created) > kept) {
            self.forget_oldest();
        }
    }

    fn oldest(&self) -> Option<&Started> {
        self.order.first_key_value().and_then(|(_, id)| self.started.get(id))
    }

    fn forget_oldest(&mut self) {
        let oldest = self.order.pop_first().and_then(|(_, id)| self.started.remove(&id));
        self.bytes -= oldest.map_or(0, |oldest| oldest.bytes);
    }

    /// The query as it is seen at an instant.
    pub(crate) fn at(&self, id: &str, now: Timestamp) -> Option<QueryInfo> {
        self.started.get(id).map(|started| started.at(now))
    }

    /// All queries as they are seen at an instant, the newest first.
    pub(super) fn all(&self, now: Timestamp) -> impl Iterator<Item = (u64, QueryInfo)> {
        self.newest_first().map(move |started| (started.number, started.at(now)))
    }

    fn newest_first(&self) -> impl Iterator<Item = &Started> {
        self.order.values().rev().filter_map(|id| self.started.get(id))
    }

    /// How many queries have no end yet, when each takes at most so many seconds.
    pub(super) fn running(&self, now: Timestamp, seconds: i64) -> usize {
        let earliest = now.plus_secs(-seconds);
        let recent = self.newest_first().take_while(|started| started.info.created >= earliest);
        recent.filter(|started| started.is_running(now)).count()
    }

    pub(super) fn cancel(&mut self, id: &str) {
        if let Some(started) = self.started.get_mut(id) {
            started.info.status = QueryStatus::Cancelled;
            (started.info.results, started.info.millis) = (Arc::default(), None);
            self.bytes -= started.bytes;
            started.bytes = started.info.text.len() as u64;
            self.bytes += started.bytes;
        }
    }
}

impl Started {
    fn is_running(&self, now: Timestamp) -> bool {
        now < self.ends && self.info.status != QueryStatus::Cancelled
    }

    fn at(&self, now: Timestamp) -> QueryInfo {
        let mut info = self.info.clone();
        if self.is_running(now) {
            (info.status, info.failure, info.results) = (QueryStatus::Running, None, Arc::default());
            info.millis = None;
        }
        info
    }
}
