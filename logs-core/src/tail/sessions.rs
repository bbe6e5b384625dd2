//! All live tail sessions.

use std::collections::BTreeMap;

use cupola_base::{Rng, Timestamp};
use serde::{Deserialize, Serialize};

use super::session::Session;

/// Sessions by id, and the chance that they draw from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Sessions {
    pub(super) all: BTreeMap<String, Session>,
    pub(super) rng: Rng,
}

impl Sessions {
    pub(crate) fn new(seed: u64) -> Self {
        Self { all: BTreeMap::new(), rng: Rng::for_part(seed, "live tail") }
    }

    pub(super) fn running(&self) -> usize {
        self.all.values().filter(|session| session.next.is_some()).count()
    }

    /// Forgets sessions that have ended and whose end nobody has taken.
    pub(super) fn forget_ended(&mut self) {
        self.all.retain(|_, session| session.next.is_some());
    }

    /// When the seconds of the sessions end.
    pub(crate) fn due(&self) -> impl Iterator<Item = (Timestamp, &str)> {
        self.all.iter().filter_map(|(id, session)| Some((session.next?, id.as_str())))
    }
}
