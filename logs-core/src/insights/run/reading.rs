//! Events as rows, and rows that wait.

use std::collections::BTreeMap;

use super::{Done, QueryStatistics, Run, RunError, discovery, indexed};
use crate::insights::discover::Discovery;
use crate::insights::event::Event;
use crate::insights::plan::Step;
use crate::insights::row::Row;

/// Makes rows of events.
pub(super) struct Reading<'a, 'r> {
    discovery: Discovery,
    /// Fields of `filterIndex`.
    indexed: Vec<&'a str>,
    /// Log groups that have no index of one of them, or have all.
    left_out: BTreeMap<String, bool>,
    run: &'r Run<'r>,
}

impl<'a, 'r> Reading<'a, 'r> {
    pub(super) fn new(steps: &'a [Step], run: &'r Run<'r>) -> Self {
        Self { discovery: discovery(run), indexed: indexed(steps), left_out: BTreeMap::new(), run }
    }

    fn is_left_out(&mut self, log: &str) -> bool {
        if self.indexed.is_empty() {
            return false;
        }
        if let Some(known) = self.left_out.get(log) {
            return *known;
        }
        let is_left_out = self.indexed.iter().any(|field| !self.run.events.is_indexed(log, field));
        self.left_out.insert(log.to_owned(), is_left_out);
        is_left_out
    }

    pub(super) fn row(&mut self, event: Event, statistics: &mut QueryStatistics) -> Option<Row> {
        let bytes = event.message().len() as u64;
        if self.is_left_out(event.log()) {
            statistics.records_skipped += 1;
            statistics.bytes_skipped += bytes;
            return None;
        }
        statistics.records_scanned += 1;
        statistics.bytes_scanned += bytes;
        Some(Row::of(self.discovery.look(event)))
    }
}

/// Rows that wait, as many as fit.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) rows: Vec<Row>,
    bytes: u64,
}

impl Kept {
    pub(super) fn keep(&mut self, row: Row, run: &Run<'_>) -> Done {
        self.bytes += row.size();
        if self.bytes > run.limits.query_bytes {
            return Err(RunError::TooLarge(run.limits.query_bytes));
        }
        self.rows.push(row);
        Ok(())
    }
}
