//! Events in memory.

mod arrivals;
mod chunk;
mod cursor;
mod packed;
mod strand;
mod text;
mod warm;

pub(crate) use chunk::Chunk;
pub(crate) use cursor::Cursor;
pub(crate) use strand::Strand;
pub(crate) use warm::{WarmBudget, WarmColumn, WarmColumns};

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

/// What tells an event from all others, and where it stands among them: its time, when it came in,
/// and its number among all that ever came in.
///
/// The time of arrival grows with the number, so that the number alone decides between equal times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Mark {
    pub(crate) at: Timestamp,
    pub(crate) received: Timestamp,
    /// Counted from 1.
    pub(crate) sequence: u64,
}

/// A place between two events, where one may stand although there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Gap {
    pub(crate) at: Timestamp,
    pub(crate) sequence: u64,
}

impl Gap {
    /// Before every event of this time.
    pub(crate) const fn at(at: Timestamp) -> Self {
        Self { at, sequence: 0 }
    }

    /// After every event of this time.
    pub(crate) const fn past(at: Timestamp) -> Self {
        Self { at, sequence: u64::MAX }
    }

    pub(crate) const fn before(mark: Mark) -> Self {
        Self { at: mark.at, sequence: mark.sequence }
    }

    pub(crate) const fn after(mark: Mark) -> Self {
        Self { at: mark.at, sequence: mark.sequence.saturating_add(1) }
    }

    /// Whether the event stands before the gap.
    pub(crate) fn is_after(self, mark: Mark) -> bool {
        Self::before(mark) < self
    }
}

/// How much was taken away: events, and the bytes of their messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Removed {
    pub(crate) events: usize,
    pub(crate) bytes: usize,
}

impl Removed {
    pub(crate) const fn plus(self, other: Self) -> Self {
        Self { events: self.events + other.events, bytes: self.bytes + other.bytes }
    }
}

/// What each event counts besides its message, in bytes.
pub(crate) const EVENT_OVERHEAD: usize = 26;

/// What events count: their messages and 26 bytes each.
pub(crate) const fn size(events: usize, bytes: usize) -> u64 {
    (bytes as u64).saturating_add((events as u64).saturating_mul(EVENT_OVERHEAD as u64))
}
