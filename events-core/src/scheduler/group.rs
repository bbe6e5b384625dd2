//! Groups of schedules.

use cupola_base::{Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::GroupName;

/// A group of schedules.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduleGroup {
    /// Its name.
    pub name: GroupName,
    /// Whether it is there, or about to go.
    pub state: GroupState,
    /// When it was made; not known of the default group.
    pub created: Option<Timestamp>,
    /// When it was changed last.
    pub modified: Option<Timestamp>,
    /// Its tags; schedules themselves have none.
    pub tags: Tags,
}

/// Whether a group is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "the service knows two states")]
pub enum GroupState {
    /// It is there.
    #[default]
    Active,
    /// Its schedules are being deleted. Ours go at once: no group stays in this state.
    Deleting,
}

impl GroupState {
    /// The state's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Deleting => "DELETING",
        }
    }
}
