//! Durability: every input in order, and snapshots.
//!
//! # What is written when
//!
//! Under the world's lock an input gets its time, its number and its place in the queue, and is then applied. A thread
//! of the journal takes all that waits in the queue and commits it at once: many requests share one sync. An answer
//! leaves when its input, and everything that it could have seen, is durable.
//!
//! # Why recovery gives the same bytes
//!
//! What an input does depends on the state before it and on its `now` alone. The order of the queue is the order in which
//! inputs were applied, and commits keep it: what is durable is always a beginning of what was applied. Replayed onto the
//! snapshot it rebuilds the state as it was after the last durable input; what came after that was never answered.
//! Deliveries leave after their cause is durable, so that an id never names something else after a restart.
//!
//! # What keeps it short
//!
//! Past a number of inputs or of bytes the state is copied under the lock and put into the queue as well; the thread
//! writes it and drops what is before it in one commit.

mod commit;
mod error;
mod gate;
mod record;
mod recover;
mod store;
#[cfg(test)]
mod tests;

use std::path::Path;

use cupola::Timestamp;

use crate::input::Input;
use crate::state::Snapshot;
use commit::Committer;
pub use error::JournalError;
pub(crate) use gate::Gate;
pub(crate) use recover::recover;
use store::Store;

/// The engine whose inputs are written: another one may do otherwise with the same inputs.
pub(crate) const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// How long a journal may grow before a snapshot takes its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct JournalBounds {
    /// Inputs. Default 50,000.
    pub entries: u64,
    /// Bytes of inputs; where the last snapshot was longer, as many as that. Default 64 MiB.
    pub bytes: u64,
}

impl Default for JournalBounds {
    fn default() -> Self {
        Self { entries: 50_000, bytes: 64 << 20 }
    }
}

impl JournalBounds {
    /// Sets how many inputs there may be.
    #[must_use]
    pub const fn entries(self, entries: u64) -> Self {
        Self { entries, ..self }
    }

    /// Sets how many bytes of inputs there may be.
    #[must_use]
    pub const fn bytes(self, bytes: u64) -> Self {
        Self { bytes, ..self }
    }
}

/// A journal that takes inputs in.
#[derive(Debug)]
pub(crate) struct Journal {
    committer: Committer,
    bounds: JournalBounds,
    last: u64,
    entries: u64,
    bytes: u64,
}

/// A folder that was opened: its lock is held.
#[derive(Debug)]
pub(crate) struct Opened {
    store: Store,
    /// The state and the inputs after it; nothing in a new folder.
    pub(crate) found: Option<store::Found>,
}

impl Opened {
    /// Opens a folder, or makes it.
    pub(crate) fn open(folder: &Path) -> Result<Self, JournalError> {
        let store = Store::open(folder)?;
        let found = store.load()?;
        Ok(Self { store, found })
    }

    /// Takes inputs in from now on, after a snapshot of the state that was recovered.
    pub(crate) fn start(self, last: u64, state: Snapshot, bounds: JournalBounds) -> Journal {
        let committer = Committer::start(self.store, last);
        let mut journal = Journal { committer, bounds, last, entries: 0, bytes: 0 };
        journal.snapshot(state);
        journal
    }
}

impl Journal {
    /// Writes an input down; its number.
    pub(crate) fn append(&mut self, now: Timestamp, input: &Input) -> u64 {
        self.last += 1;
        let bytes = record::encode(self.last, ENGINE, now, input);
        self.entries += 1;
        self.bytes += bytes.len() as u64;
        self.committer.entry(self.last, bytes, input.is_look());
        self.last
    }

    /// Whether more waits to be written than should wait.
    pub(crate) fn is_behind(&self) -> bool {
        self.committer.is_behind()
    }

    /// Whether it is time for a snapshot.
    pub(crate) fn is_long(&self) -> bool {
        self.entries >= self.bounds.entries || self.bytes >= self.bounds.bytes.max(self.committer.snapshot_bytes())
    }

    /// Lets a snapshot take the place of everything before.
    pub(crate) fn snapshot(&mut self, state: Snapshot) {
        self.committer.snapshot(self.last, state);
        (self.entries, self.bytes) = (0, 0);
    }

    pub(crate) fn gate(&self) -> Gate {
        self.committer.gate()
    }

    /// Writes everything that waits, and ends.
    pub(crate) fn close(mut self) -> Result<(), JournalError> {
        self.committer.close()
    }
}
