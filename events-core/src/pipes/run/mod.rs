//! Pipes at work: records that wait, batches under way.

mod batch;
mod begin;
mod call;
mod enrich;
mod finish;
mod intake;
mod invoke;
mod log;
mod stage;
mod target;
mod time;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use cupola_base::{DeliveryId, TimerId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Pipe, PipeName, PipeRecord};

pub use intake::PipeIntake;
pub(super) use stage::Item;
pub(super) use time::Task;

/// A pipe, and what it is at.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) pipe: Pipe,
    /// Records that wait, lane by lane.
    pub(super) lanes: BTreeMap<String, Lane>,
    /// The first record of its stream that it has not read; none before it runs for the first time.
    cursor: Option<u64>,
    /// When a lane has something to do.
    wake: Option<(Timestamp, TimerId)>,
}

/// Records that stay in order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Lane {
    pub(super) waiting: VecDeque<Waiting>,
    /// Batches under way.
    running: usize,
    /// No batch begins before this instant.
    pause: Option<Timestamp>,
}

/// A record that waits.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Waiting {
    pub(super) record: PipeRecord,
    /// When the pipe got it.
    at: Timestamp,
    /// How often it was tried in vain.
    tries: u32,
    /// The batch that it is to be tried again with.
    batch: Option<u64>,
}

/// A batch under way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Execution {
    pub(super) pipe: PipeName,
    lane: String,
    records: Vec<Waiting>,
    began: Timestamp,
    timeout: TimerId,
    stage: Stage,
}

/// How far a batch is.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Stage {
    /// Nothing is called yet.
    Begun,
    /// The enrichment is called.
    Enrichment {
        /// What it was sent.
        request: String,
    },
    /// The target is called.
    Target(Box<Calls>),
}

/// The calls of a target for one batch.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Calls {
    /// Calls whose outcome is open, and the item that each is for; of a call for all items the first.
    open: BTreeMap<DeliveryId, usize>,
    /// The names of the items.
    items: Vec<Option<String>>,
    /// Whether one call is for all items.
    whole: bool,
    /// Whether the answer says which items failed.
    heeds_answer: bool,
    failed: BTreeSet<usize>,
    /// What went wrong first.
    error: Option<Failure>,
    request: String,
    response: Option<String>,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Failure {
    code: String,
    message: String,
    /// Whether it counts as a try of the customer's: failures of the service's own do not.
    counts: bool,
}

/// Records of a stream that are kept for those that read it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The number of the first record.
    first: u64,
    records: VecDeque<(Timestamp, PipeRecord)>,
    bytes: u64,
}

impl Entry {
    pub(super) const fn new(pipe: Pipe) -> Self {
        Self { pipe, lanes: BTreeMap::new(), cursor: None, wake: None }
    }

    pub(super) const fn forget_wake(&mut self) {
        self.wake = None;
    }

    /// How many records wait.
    pub(super) fn waiting(&self) -> usize {
        self.lanes.values().map(|lane| lane.waiting.len()).sum()
    }
}

impl Failure {
    /// Of a long message the beginning: it goes into logs and notices.
    fn new(code: &str, message: impl AsRef<str>) -> Self {
        let message = message.as_ref().chars().take(MOST_LETTERS).collect();
        Self { code: code.into(), message, counts: true }
    }
}

impl Kept {
    fn next(&self) -> u64 {
        self.first + self.records.len() as u64
    }

    fn get(&self, number: u64) -> Option<&(Timestamp, PipeRecord)> {
        self.records.get(usize::try_from(number.checked_sub(self.first)?).ok()?)
    }

    fn add(&mut self, at: Timestamp, record: PipeRecord) {
        self.bytes += record.bytes();
        self.records.push_back((at, record));
    }

    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Lets the first record go; tells its bytes.
    pub(super) fn drop_first(&mut self) -> u64 {
        let Some((_, record)) = self.records.pop_front() else { return 0 };
        self.first += 1;
        self.bytes -= record.bytes();
        record.bytes()
    }

    pub(super) fn oldest(&self) -> Option<Timestamp> {
        self.records.front().map(|(at, _)| *at)
    }
}

/// So long is the message of a failure at most; our decision.
const MOST_LETTERS: usize = 1024;
