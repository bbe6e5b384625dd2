//! One replay.

use std::fmt;

use cupola_base::{Arn, Place, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{ArchiveName, BusName, ReplayName};

/// A replay: which events of which archive are sent again to which rules, and how far it has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Replay {
    /// Its name, unique in its account and region.
    pub name: ReplayName,
    /// Words of its owner.
    pub description: Option<String>,
    /// The archive whose events are sent again.
    pub archive: ArchiveName,
    /// The archive's bus, to which they are sent.
    pub bus: BusName,
    /// The ARNs of the rules that see them; empty: all but managed ones.
    pub filter_arns: Vec<String>,
    /// Events of this time and later are sent.
    pub from: Timestamp,
    /// Events before this time are sent.
    pub until: Timestamp,
    /// How far it has come.
    pub state: ReplayState,
    /// Why it failed.
    pub reason: Option<String>,
    /// The time of the newest event that was sent.
    pub last: Option<Timestamp>,
    /// When it was started.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// From which event time on it goes on.
    pub(super) next: Timestamp,
    /// When it goes on; none when it has ended.
    pub(super) due: Option<Timestamp>,
}

impl Replay {
    /// The replay's name as a resource: `replay/NAME`.
    #[must_use]
    pub fn arn(&self, place: &Place) -> Arn {
        self.name.arn(place)
    }

    pub(super) fn end(&mut self, now: Timestamp, state: ReplayState) {
        (self.state, self.ended, self.due) = (state, Some(now), None);
    }

    pub(super) fn fail(&mut self, now: Timestamp, reason: String) {
        self.end(now, ReplayState::Failed);
        self.reason = Some(reason);
    }
}

/// How far a replay has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows these states")]
pub enum ReplayState {
    /// Nothing was sent yet.
    Starting,
    /// Events are sent.
    Running,
    /// It was cancelled and is about to end.
    Cancelling,
    /// All was sent.
    Completed,
    /// It was cancelled.
    Cancelled,
    /// Its archive or its bus was deleted.
    Failed,
}

impl ReplayState {
    /// The state's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Starting => "STARTING",
            Self::Running => "RUNNING",
            Self::Cancelling => "CANCELLING",
            Self::Completed => "COMPLETED",
            Self::Cancelled => "CANCELLED",
            Self::Failed => "FAILED",
        }
    }

    /// Whether it counts among those that run.
    #[must_use]
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Starting | Self::Running | Self::Cancelling)
    }
}

impl fmt::Display for ReplayState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
