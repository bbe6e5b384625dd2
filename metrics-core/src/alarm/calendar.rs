//! Windows of the calendar.

use std::fmt;
use std::str::FromStr;

use cupola_base::Timestamp;
use cupola_base::schedule::Zone;
use serde::{Deserialize, Serialize};

use crate::period::Period;

/// The zone of an alarm's calendar: one of the IANA database, or a fixed offset in steps of five minutes.
///
/// ```
/// use cupola_metrics::WallZone;
///
/// assert_eq!("+05:45".parse::<WallZone>()?.to_string(), "UTC+05:45");
/// assert_eq!("UTC-03:00".parse::<WallZone>()?.to_string(), "UTC-03:00");
/// assert_eq!("Europe/Lisbon".parse::<WallZone>()?.to_string(), "Europe/Lisbon");
/// assert!("+05:44".parse::<WallZone>().is_err());
/// # Ok::<(), cupola_metrics::WallZoneError>(())
/// ```
///
/// # Source
/// CloudWatch API Reference, PutMetricAlarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum WallZone {
    /// A zone of the database.
    Named(Zone),
    /// So many minutes before UTC's clock, negative behind.
    Offset(i32),
}

impl WallZone {
    /// Coordinated universal time.
    pub const UTC: Self = Self::Named(Zone::UTC);

    /// Milliseconds that the clock is before UTC's at an instant.
    fn offset(self, at: Timestamp) -> i64 {
        match self {
            Self::Named(zone) => zone.offset_seconds(at) * 1000,
            Self::Offset(minutes) => i64::from(minutes) * MINUTE,
        }
    }

    /// The instant at which the clock shows `local` milliseconds: the first where it does so twice, and where it never does
    /// the one at which it jumps past.
    fn instant(self, local: i64) -> Timestamp {
        let by = |offset: i64| Timestamp::from_millis(local.saturating_sub(offset));
        let (early, late) = (self.offset(by(DAY)), self.offset(by(-DAY)));
        match (self.offset(by(early)) == early, self.offset(by(late)) == late) {
            (true, true) => by(early).min(by(late)),
            (true, false) => by(early),
            (false, true) => by(late),
            (false, false) => self.change_between(by(early.max(late)), by(early.min(late))),
        }
    }

    /// Where the offset changes.
    fn change_between(self, mut before: Timestamp, mut after: Timestamp) -> Timestamp {
        let old = self.offset(before);
        while after.millis_since(before) > 1 {
            let middle = before.plus_millis(after.millis_since(before) / 2);
            if self.offset(middle) == old { before = middle } else { after = middle }
        }
        after
    }
}

impl Default for WallZone {
    fn default() -> Self {
        Self::UTC
    }
}

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;
const WEEK: i64 = 7 * DAY;
/// The first Monday of time.
const MONDAY: i64 = 4 * DAY;

/// Where the unit of the calendar begins that holds an instant.
pub(crate) fn unit_start(zone: WallZone, period: Period, at: Timestamp) -> Timestamp {
    let length = period.millis();
    let local = at.as_millis().saturating_add(zone.offset(at));
    let origin = if length == WEEK { MONDAY } else { 0 };
    let start = local - (local - origin).rem_euclid(length);
    if length < DAY {
        // The clock may have been set since, and then shows the start of the unit twice or never.
        return at.plus_millis(start - local);
    }
    zone.instant(start)
}

/// Where the unit after the one that holds an instant begins.
pub(crate) fn next_unit(zone: WallZone, period: Period, at: Timestamp) -> Timestamp {
    let start = unit_start(zone, period, at);
    if period.millis() < DAY {
        return start.plus_millis(period.millis());
    }
    let local = start.as_millis().saturating_add(zone.offset(start));
    let next = zone.instant(local.saturating_add(period.millis() + period.millis() / 8));
    unit_start(zone, period, next)
}

/// The starts of the `len` units before the one that holds `at`, newest first.
pub(crate) fn units_before(zone: WallZone, period: Period, at: Timestamp, len: u32) -> Vec<Timestamp> {
    let mut start = unit_start(zone, period, at);
    let mut starts = Vec::new();
    for _ in 0..len {
        start = unit_start(zone, period, start.plus_millis(-1));
        starts.push(start);
    }
    starts
}

impl fmt::Display for WallZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(zone) => zone.fmt(f),
            Self::Offset(minutes) => {
                let (sign, minutes) = (if *minutes < 0 { '-' } else { '+' }, minutes.abs());
                write!(f, "UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl FromStr for WallZone {
    type Err = WallZoneError;

    fn from_str(text: &str) -> Result<Self, WallZoneError> {
        let refuse = || WallZoneError(text.into());
        let bare = text.strip_prefix("UTC").unwrap_or(text);
        if let Some(offset) = offset(bare) {
            return if offset % 5 == 0 { Ok(Self::Offset(offset)) } else { Err(refuse()) };
        }
        Zone::parse(text).map(Self::Named).map_err(|_| refuse())
    }
}

/// The minutes of `+hh:mm`, up to 14 hours before and 12 behind.
fn offset(text: &str) -> Option<i32> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let number = |text: &str| {
        let is_number = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<i32>().ok().filter(|_| is_number)
    };
    let minutes = sign * (number(hours)? * 60 + number(minutes).filter(|minutes| *minutes < 60)?);
    (-12 * 60..=14 * 60).contains(&minutes).then_some(minutes)
}

impl TryFrom<String> for WallZone {
    type Error = WallZoneError;

    fn try_from(text: String) -> Result<Self, WallZoneError> {
        text.parse()
    }
}

impl From<WallZone> for String {
    fn from(zone: WallZone) -> Self {
        zone.to_string()
    }
}

/// A text is no zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no time zone: a name like Europe/Lisbon, or an offset like +05:45 or UTC-03:00 in steps of five minutes"
)]
pub struct WallZoneError(String);

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn starts(zone: &str, period: u32, now: &str, len: u32) -> Vec<String> {
        let starts = units_before(zone.parse().unwrap(), Period::new(period).unwrap(), at(now), len);
        starts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn days_are_as_long_as_they_are_there() {
        // Berlin sets its clock forward on 29 March and back on 25 October 2026.
        let spring = starts("Europe/Berlin", 86_400, "2026-03-31T10:00:00Z", 3);
        assert_eq!(spring, ["2026-03-29T22:00:00Z", "2026-03-28T23:00:00Z", "2026-03-27T23:00:00Z"]);
        let autumn = starts("Europe/Berlin", 86_400, "2026-10-27T10:00:00Z", 3);
        assert_eq!(autumn, ["2026-10-25T23:00:00Z", "2026-10-24T22:00:00Z", "2026-10-23T22:00:00Z"]);
    }

    #[test]
    fn weeks_start_on_monday_and_hours_with_the_zone() {
        assert_eq!(starts("UTC", 604_800, "2026-05-06T10:00:00Z", 1), ["2026-04-27T00:00:00Z"]);
        assert_eq!(
            starts("UTC+05:45", 3600, "2026-05-06T10:20:00Z", 2),
            ["2026-05-06T09:15:00Z", "2026-05-06T08:15:00Z"]
        );
        assert_eq!(starts("Asia/Kolkata", 86_400, "2026-05-06T10:00:00Z", 1), ["2026-05-04T18:30:00Z"]);
    }

    #[test]
    fn units_meet() {
        for (zone, period) in [("Europe/Berlin", 86_400), ("America/Sao_Paulo", 604_800), ("-03:00", 300), ("UTC", 60)]
        {
            let (zone, period) = (zone.parse().unwrap(), Period::new(period).unwrap());
            let mut now = at("2026-03-20T12:34:56Z");
            for _ in 0..20 {
                let next = next_unit(zone, period, now);
                assert!(next > now);
                assert_eq!(unit_start(zone, period, next), next);
                assert_eq!(unit_start(zone, period, next.plus_millis(-1)), unit_start(zone, period, now));
                now = next;
            }
        }
    }
}
