//! Names of schedules and their groups.

use std::fmt;

use cupola_base::{Arn, Place};
use serde::{Deserialize, Serialize};

use crate::NameError;
use crate::name::{fits, is_name_letter};

cupola_base::names! {
    /// A schedule's name: 1 to 64 of `A-Za-z0-9._-`, unique in its group.
    ScheduleName: NameError = |text| fits(text, 64, is_name_letter, "a schedule's name: 1 to 64 of A-Z a-z 0-9 . _ -");
    /// A group's name: 1 to 64 of `A-Za-z0-9._-`.
    GroupName: NameError = |text| fits(text, 64, is_name_letter, "a group's name: 1 to 64 of A-Z a-z 0-9 . _ -");
}

impl Default for GroupName {
    /// `default`, the group that every account has.
    fn default() -> Self {
        Self("default".into())
    }
}

impl GroupName {
    /// Whether this is the group that every account has.
    #[must_use]
    pub fn is_default(&self) -> bool {
        &*self.0 == "default"
    }

    /// The group's name as a resource.
    #[must_use]
    pub fn arn(&self, place: &Place) -> Arn {
        place.arn("scheduler", format_args!("schedule-group/{self}"))
    }
}

/// Names a schedule: its group and its name.
///
/// ```
/// use cupola_base::Place;
/// use cupola_events::scheduler::ScheduleId;
///
/// let id = ScheduleId::named("night-shift")?;
/// assert_eq!(id.to_string(), "default/night-shift");
/// let place = Place::parse("111122223333", "us-east-1")?;
/// let arn = "arn:aws:scheduler:us-east-1:111122223333:schedule/default/night-shift";
/// assert_eq!(id.arn(&place).as_str(), arn);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "a group and a name are all there is to a schedule's id")]
pub struct ScheduleId {
    /// The group.
    pub group: GroupName,
    /// The name in that group.
    pub name: ScheduleName,
}

impl ScheduleId {
    /// The schedule of this name in the default group.
    ///
    /// # Errors
    /// [`NameError`].
    pub fn named(name: &str) -> Result<Self, NameError> {
        Ok(Self { group: GroupName::default(), name: ScheduleName::new(name)? })
    }

    /// The schedule's name as a resource.
    #[must_use]
    pub fn arn(&self, place: &Place) -> Arn {
        place.arn("scheduler", format_args!("schedule/{self}"))
    }
}

impl fmt::Display for ScheduleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.group, self.name)
    }
}
