//! All archives and replays.

use super::{Archive, Replay};
use crate::Engine;

impl Engine {
    /// The archives, by name.
    #[doc(alias = "ListArchives")]
    pub fn list_archives(&self) -> impl Iterator<Item = &Archive> {
        self.state.archives.archives.values().map(|shelf| &shelf.archive)
    }

    /// The replays that run, and those that have ended of which there is room, by name.
    #[doc(alias = "ListReplays")]
    pub fn list_replays(&self) -> impl Iterator<Item = &Replay> {
        self.state.archives.replays.values()
    }
}
