//! A query that was started.

use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

use super::LakeQueryStatus;
use crate::lake::sql::{LakeAnswer, LakeFault, LakeQuery};

/// A query of event data stores that was started.
///
/// It is answered from what the stores keep when it is started; its states come on virtual time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StartedLakeQuery {
    /// The id.
    pub id: String,
    /// Counts the queries of the place.
    pub(super) number: u64,
    /// The query.
    pub statement: String,
    /// The event data stores that it reads, in the order in which it names them.
    pub stores: Vec<Arn>,
    /// When it was started.
    pub created: Timestamp,
    /// When it begins to run.
    pub runs: Timestamp,
    /// When it is over.
    pub ends: Timestamp,
    /// When it was cancelled.
    pub cancelled: Option<Timestamp>,
    /// Why it failed.
    pub(super) fault: Option<String>,
    pub(super) result: Found,
}

/// What a query has found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Found {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Option<String>>>,
    pub(super) events_scanned: u64,
    pub(super) events_matched: u64,
    pub(super) bytes_scanned: u64,
}

impl Found {
    /// What a query comes to, and why there is nothing where it fails.
    pub(super) fn of(query: &LakeQuery, answer: Result<LakeAnswer, LakeFault>) -> (Self, Option<String>) {
        let columns = query.columns().map(|column| column.name).collect();
        match answer {
            Ok(LakeAnswer { rows, events_scanned, events_matched, bytes_scanned }) => {
                (Self { columns, rows, events_scanned, events_matched, bytes_scanned }, None)
            }
            Err(fault) => (Self { columns, ..Self::default() }, Some(fault.to_string())),
        }
    }
}

impl StartedLakeQuery {
    /// How far it is at an instant.
    #[must_use]
    pub fn status(&self, now: Timestamp) -> LakeQueryStatus {
        match self.cancelled {
            Some(_) => LakeQueryStatus::Cancelled,
            None if now < self.runs => LakeQueryStatus::Queued,
            None if now < self.ends => LakeQueryStatus::Running,
            None if self.fault.is_some() => LakeQueryStatus::Failed,
            None => LakeQueryStatus::Finished,
        }
    }

    /// Whether its results, or its fault, can be told at an instant.
    fn is_told(&self, now: Timestamp) -> bool {
        matches!(self.status(now), LakeQueryStatus::Finished | LakeQueryStatus::Failed)
    }

    /// Why it failed; none while it is not known to have.
    #[must_use]
    pub fn fault(&self, now: Timestamp) -> Option<&str> {
        self.fault.as_deref().filter(|_| self.is_told(now))
    }

    /// The names of its columns.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.result.columns
    }

    /// Its rows: a text for each column, none for null. Empty until it is finished.
    #[must_use]
    pub fn rows(&self, now: Timestamp) -> &[Vec<Option<String>>] {
        if self.status(now) == LakeQueryStatus::Finished { &self.result.rows } else { &[] }
    }

    /// How many records it has read, how many of them matched, and their bytes; nothing until it is over.
    #[must_use]
    pub fn statistics(&self, now: Timestamp) -> [u64; 3] {
        let Found { events_scanned, events_matched, bytes_scanned, .. } = self.result;
        if self.is_told(now) { [events_scanned, events_matched, bytes_scanned] } else { [0; 3] }
    }

    /// How long it has run, in milliseconds of virtual time.
    #[must_use]
    pub fn run_millis(&self, now: Timestamp) -> i64 {
        let until = self.cancelled.unwrap_or(self.ends).min(now);
        until.millis_since(self.runs).max(0)
    }

    /// Bytes that it takes, about: those of its rows, most of all.
    pub(super) fn bytes(&self) -> usize {
        let Found { columns, rows, .. } = &self.result;
        let names: usize = columns.iter().map(|name| 24 + name.len()).sum();
        let cells: usize = rows.iter().flatten().map(|cell| 24 + cell.as_ref().map_or(0, String::len)).sum();
        256 + self.statement.len() + names + 24 * rows.len() + cells
    }
}
