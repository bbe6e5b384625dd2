//! All archives and replays of a place.

use std::collections::BTreeMap;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::kept::Kept;
use super::{Archive, ArchiveSize, Replay};
use crate::{ArchiveName, Limits, ReplayName, RuleId};

/// All archives with their events, and all replays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Archives {
    pub(super) archives: BTreeMap<ArchiveName, Shelf>,
    pub(super) replays: BTreeMap<ReplayName, Replay>,
}

/// An archive with its events.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Shelf {
    pub(super) archive: Archive,
    /// The managed rule as which it shows on its bus, and without which it takes nothing.
    pub(super) rule: RuleId,
    pub(super) kept: Kept,
}

impl Archives {
    /// When a replay goes on.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.replays.values().filter_map(|replay| replay.due).min()
    }

    /// Whether no archive is there.
    pub(crate) fn is_empty(&self) -> bool {
        self.archives.is_empty()
    }

    pub(super) fn active(&self) -> usize {
        self.replays.values().filter(|replay| replay.state.is_active()).count()
    }

    /// Makes room for one more replay: those that ended first are forgotten.
    pub(super) fn forget_replays(&mut self, most: usize) {
        while self.replays.len() >= most.max(1) {
            let ended = self.replays.values().filter(|replay| !replay.state.is_active());
            let first =
                ended.min_by_key(|replay| (replay.ended, replay.name.clone())).map(|replay| replay.name.clone());
            let Some(first) = first else { return };
            self.replays.remove(&first);
        }
    }

    /// Drops the oldest events until all fit; says how many went.
    pub(super) fn fit(&mut self, limits: &Limits) -> u64 {
        let mut gone = 0;
        while self.is_too_large(limits) {
            let shelves = self.archives.values_mut().filter(|shelf| shelf.kept.oldest().is_some());
            let Some(shelf) = shelves.min_by_key(|shelf| shelf.kept.oldest()) else { break };
            shelf.kept.drop_oldest();
            gone += 1;
        }
        gone
    }

    fn is_too_large(&self, limits: &Limits) -> bool {
        let size =
            self.archives.values().map(|shelf| shelf.kept.size()).fold(ArchiveSize::default(), ArchiveSize::plus);
        size.events > limits.archived_events || size.bytes > limits.archived_bytes
    }
}

impl ArchiveSize {
    const fn plus(self, other: Self) -> Self {
        Self { events: self.events + other.events, bytes: self.bytes + other.bytes }
    }
}
