//! The queries of a place.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::StartedLakeQuery;

/// How long queries are known: seven days, the service's.
pub(super) const KEPT_MILLIS: i64 = 7 * 86_400_000;

/// The queries that were started, the oldest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Queries {
    pub(super) all: Vec<StartedLakeQuery>,
    bytes: usize,
    started: u64,
}

impl Queries {
    pub(super) fn find(&self, id: &str) -> Option<&StartedLakeQuery> {
        self.all.iter().find(|query| query.id == id)
    }

    /// Cancels a query: what it has found is never told, and is let go.
    pub(super) fn cancel(&mut self, now: Timestamp, id: &str) -> Option<&StartedLakeQuery> {
        let query = self.all.iter_mut().find(|query| query.id == id)?;
        self.bytes = self.bytes.saturating_sub(query.bytes());
        (query.cancelled, query.result.rows) = (Some(now), Vec::new());
        self.bytes += query.bytes();
        Some(query)
    }

    /// Queries that are not over.
    pub(super) fn running(&self, now: Timestamp) -> usize {
        self.all.iter().filter(|query| !query.status(now).is_over()).count()
    }

    /// Takes a query in; past the bounds the oldest leave, but never the new one.
    pub(super) fn put(&mut self, query: StartedLakeQuery, most: usize, most_bytes: usize) -> &StartedLakeQuery {
        self.bytes += query.bytes();
        self.all.push(query);
        while self.all.len() > 1 && (self.all.len() > most || self.bytes > most_bytes) {
            self.drop_oldest();
        }
        &self.all[self.all.len() - 1]
    }

    /// The number of the next query.
    pub(super) const fn next_number(&mut self) -> u64 {
        self.started += 1;
        self.started
    }

    /// Lets go what was started more than seven days ago.
    pub(crate) fn forget(&mut self, now: Timestamp) {
        let oldest = now.plus_millis(-KEPT_MILLIS);
        while self.all.first().is_some_and(|query| query.created < oldest) {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        let gone = self.all.remove(0);
        self.bytes = self.bytes.saturating_sub(gone.bytes());
    }
}
