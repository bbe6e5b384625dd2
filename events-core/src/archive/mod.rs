//! Archives keep events, replays send them again.

mod create;
mod error;
mod keep;
mod kept;
mod list;
mod managed;
mod pace;
mod progress;
mod replay;
mod start;
mod store;

use std::collections::BTreeMap;

use cupola_base::{Arn, Place, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use create::{CreateArchive, UpdateArchive};
pub use error::{
    CancelReplayError, CreateArchiveError, StartReplayError, UnknownArchive, UnknownReplay, UpdateArchiveError,
};
pub use pace::ReplayPace;
pub use replay::{Replay, ReplayState};
pub use start::StartReplay;

pub(crate) use store::Archives;

use crate::{ArchiveName, BusName, RulePattern};

/// An archive: which events of which bus it keeps, and for how long.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Archive {
    /// Its name, unique in its account and region.
    pub name: ArchiveName,
    /// The bus whose events it keeps.
    pub bus: BusName,
    /// Which events it keeps; none: all.
    pub pattern: Option<RulePattern>,
    /// Words of its owner.
    pub description: Option<String>,
    /// Days for which an event is kept, counted from its own time; 0: for ever.
    pub retention_days: u32,
    /// The key that encrypts the events; kept and shown, nothing is encrypted.
    pub kms_key: Option<String>,
    /// When it was made.
    pub created: Timestamp,
}

/// Whether an archive takes events.
///
/// The service knows more states, which pass too fast to be seen here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ArchiveState {
    /// It takes events.
    Enabled,
    /// Its bus is gone: it keeps what it has, until a bus of the name is there again.
    Disabled,
}

/// What an archive holds at some instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ArchiveSize {
    /// How many events.
    pub events: u64,
    /// The sum of the lengths of their JSON.
    pub bytes: u64,
}

impl Archive {
    /// The archive's name as a resource: `archive/NAME`.
    #[must_use]
    pub fn arn(&self, place: &Place) -> Arn {
        self.name.arn(place)
    }

    /// The managed rule as which the service shows the archive on its bus: its name and its pattern.
    ///
    /// The pattern is the archive's own, and never matches what was replayed.
    #[must_use]
    pub fn managed_rule(&self) -> (String, String) {
        let pattern = self.pattern.as_ref().map_or("{}", RulePattern::text);
        let mut members: BTreeMap<&str, &RawValue> = serde_json::from_str(pattern).unwrap_or_default();
        let fresh = RawValue::from_string("[{\"exists\":false}]".into());
        if let Ok(fresh) = &fresh {
            members.insert("replay-name", fresh);
        }
        let text = serde_json::to_string(&members).unwrap_or_default();
        (format!("Events-Archive-{}", self.name), text)
    }

    /// Before when events of the archive have outlived it.
    pub(crate) fn horizon(&self, now: Timestamp) -> Timestamp {
        match self.retention_days {
            0 => Timestamp::MIN,
            days => now.plus_secs(-i64::from(days) * 86_400),
        }
    }
}

impl ArchiveState {
    /// The state's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "ENABLED",
            Self::Disabled => "DISABLED",
        }
    }
}
