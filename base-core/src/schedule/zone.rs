//! Time zones.

use std::fmt;
use std::str::FromStr;

use chrono::{LocalResult, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A time zone of the IANA database: what a clock on the wall shows.
///
/// The rules are those of the database that this release carries, which runs to the year 2100; the last of them
/// holds for ever after.
///
/// ```
/// use cupola_base::schedule::Zone;
///
/// assert_eq!(Zone::parse("Asia/Kolkata")?.name(), "Asia/Kolkata");
/// assert!(Zone::parse("Asia/Atlantis").is_err());
/// assert_eq!(Zone::default(), Zone::UTC);
/// # Ok::<(), cupola_base::schedule::ZoneError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(Tz);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(Tz::UTC);

    /// The zone of this name, in the database's letter case.
    ///
    /// # Errors
    /// [`ZoneError`] when the database has no such name.
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        Tz::from_str(name).map(Self).map_err(|_| ZoneError(name.into()))
    }

    /// The database's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// What calendar and clock show at an instant.
    ///
    /// ```
    /// use cupola_base::Timestamp;
    /// use cupola_base::schedule::Zone;
    ///
    /// let noon = Timestamp::parse("2026-05-04T12:00:00Z")?;
    /// assert_eq!(Zone::parse("Asia/Kolkata")?.local(noon).to_string(), "2026-05-04 17:30:00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn local(self, at: Timestamp) -> NaiveDateTime {
        self.0.from_utc_datetime(&at.to_utc().naive_utc()).naive_local()
    }

    /// When the clock shows a time: the first instant where it does so twice, none where it never does.
    pub(super) fn first_instant(self, local: NaiveDateTime) -> Option<Timestamp> {
        let at = self.0.from_local_datetime(&local).earliest()?;
        Some(Timestamp::from_millis(at.timestamp_millis()))
    }

    /// The latest time that the clock has shown up to an instant within the last hours: what it shows, or
    /// more in an hour that it shows for the second time.
    pub(super) fn latest_local(self, at: Timestamp) -> NaiveDateTime {
        let local = self.local(at);
        match self.0.from_local_datetime(&local) {
            LocalResult::Ambiguous(first, second) if second.timestamp_millis() == at.as_millis() => {
                local + (second - first)
            }
            _ => local,
        }
    }

    /// How many seconds the clock is before UTC's at an instant.
    ///
    /// ```
    /// use cupola_base::{Timestamp, schedule::Zone};
    ///
    /// let noon = Timestamp::parse("2026-05-04T12:00:00Z")?;
    /// assert_eq!(Zone::parse("Asia/Kolkata")?.offset_seconds(noon), 19_800);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn offset_seconds(self, at: Timestamp) -> i64 {
        let utc = at.to_utc().naive_utc();
        (self.0.from_utc_datetime(&utc).naive_local() - utc).num_seconds()
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::UTC
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(name: &str) -> Result<Self, ZoneError> {
        Self::parse(name)
    }
}

impl TryFrom<String> for Zone {
    type Error = ZoneError;

    fn try_from(name: String) -> Result<Self, ZoneError> {
        Self::parse(&name)
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name().into()
    }
}

/// A text is not the name of a time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time zone of the IANA database, such as Europe/Berlin")]
pub struct ZoneError(String);
