//! Spans of time as queries write them: `5m`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::calendar::{DAY, Date};

/// So many of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Period {
    pub(crate) count: u32,
    pub(crate) unit: TimeUnit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TimeUnit {
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// How units are spelt; the first spelling of a unit is the one that is printed.
const SPELLINGS: &[(&str, TimeUnit)] = &[
    ("ms", TimeUnit::Millisecond),
    ("msec", TimeUnit::Millisecond),
    ("millisecond", TimeUnit::Millisecond),
    ("s", TimeUnit::Second),
    ("sec", TimeUnit::Second),
    ("second", TimeUnit::Second),
    ("m", TimeUnit::Minute),
    ("min", TimeUnit::Minute),
    ("minute", TimeUnit::Minute),
    ("h", TimeUnit::Hour),
    ("hr", TimeUnit::Hour),
    ("hour", TimeUnit::Hour),
    ("d", TimeUnit::Day),
    ("day", TimeUnit::Day),
    ("w", TimeUnit::Week),
    ("week", TimeUnit::Week),
    ("mo", TimeUnit::Month),
    ("mon", TimeUnit::Month),
    ("month", TimeUnit::Month),
    ("q", TimeUnit::Quarter),
    ("qtr", TimeUnit::Quarter),
    ("quarter", TimeUnit::Quarter),
    ("y", TimeUnit::Year),
    ("yr", TimeUnit::Year),
    ("year", TimeUnit::Year),
];

/// The names of units, for messages.
pub(crate) const UNITS: &str = "ms, s, m, h, d, w, mo, q, y";

impl TimeUnit {
    /// The unit of that spelling, in any letter case; those of more than one letter may end in `s`.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let is = |spelling: &str| {
            name == spelling || (spelling.len() > 1 && name.strip_suffix('s').is_some_and(|name| name == spelling))
        };
        SPELLINGS.iter().find(|(spelling, _)| is(spelling)).map(|(_, unit)| *unit)
    }

    fn name(self) -> &'static str {
        SPELLINGS.iter().find(|(_, unit)| *unit == self).map_or("", |(spelling, _)| spelling)
    }

    /// The highest number that counts; higher ones are lowered to it.
    const fn cap(self) -> u32 {
        match self {
            Self::Millisecond => 1000,
            Self::Second | Self::Minute => 60,
            Self::Hour => 24,
            _ => u32::MAX,
        }
    }
}

impl Period {
    pub(crate) const fn new(count: u32, unit: TimeUnit) -> Self {
        Self { count, unit }
    }

    /// What it is when numbers beyond the unit's cap are lowered.
    fn capped(self) -> i64 {
        i64::from(self.count.min(self.unit.cap()))
    }

    /// How long it is; months have 30 days and years 365 here.
    pub(crate) fn millis(self) -> i64 {
        let unit = match self.unit {
            TimeUnit::Millisecond => 1,
            TimeUnit::Second => 1000,
            TimeUnit::Minute => 60_000,
            TimeUnit::Hour => 3_600_000,
            TimeUnit::Day => DAY,
            TimeUnit::Week => 7 * DAY,
            TimeUnit::Month => 30 * DAY,
            TimeUnit::Quarter => 91 * DAY,
            TimeUnit::Year => 365 * DAY,
        };
        self.capped().saturating_mul(unit)
    }

    /// How many months, for the units of the calendar.
    fn months(self) -> Option<i64> {
        let months = match self.unit {
            TimeUnit::Month => 1,
            TimeUnit::Quarter => 3,
            TimeUnit::Year => 12,
            _ => return None,
        };
        Some(self.capped().saturating_mul(months))
    }

    /// The last boundary at or before an instant.
    pub(crate) fn floor(self, at: i64) -> i64 {
        match self.months() {
            Some(step) => Date::month(Date::of(at).months().div_euclid(step).saturating_mul(step)),
            None => floor_from(at, self.origin(), self.millis()),
        }
    }

    /// The first boundary at or after an instant.
    pub(crate) fn ceil(self, at: i64) -> i64 {
        let floor = self.floor(at);
        if floor == at { at } else { self.next(floor) }
    }

    /// The boundary after a boundary.
    pub(crate) fn next(self, boundary: i64) -> i64 {
        match self.months() {
            Some(step) => Date::month(Date::of(boundary).months().saturating_add(step)),
            None => boundary.saturating_add(self.millis().max(1)),
        }
    }

    /// Weeks begin on Mondays, all else at the epoch, which was a Thursday.
    const fn origin(self) -> i64 {
        match self.unit {
            TimeUnit::Week => -3 * DAY,
            _ => 0,
        }
    }
}

fn floor_from(at: i64, origin: i64, step: i64) -> i64 {
    let step = step.max(1);
    if let Some(floor) = at.checked_sub(origin).and_then(|since| at.checked_sub(since.rem_euclid(step))) {
        return floor;
    }
    let since = i128::from(at) - i128::from(origin);
    let floor = since.div_euclid(i128::from(step)) * i128::from(step) + i128::from(origin);
    i64::try_from(floor).unwrap_or(i64::MIN)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, self.unit.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn floor(count: u32, unit: &str, at: i64) -> i64 {
        Period::new(count, TimeUnit::from_name(unit).unwrap()).floor(at)
    }

    #[test]
    fn each_spelling_of_more_than_a_letter_may_take_an_s() {
        for name in ["ms", "msecs", "Seconds", "secs", "mins", "hrs", "DAYS", "weeks", "mo", "mons", "qtrs", "yrs"] {
            assert!(TimeUnit::from_name(name).is_some(), "{name}");
        }
        assert!(["", "ss", "ds", "fortnight"].iter().all(|name| TimeUnit::from_name(name).is_none()));
    }

    #[test]
    fn numbers_beyond_the_cap_are_lowered() {
        assert_eq!(floor(300, "s", 119_999), 60_000);
        assert_eq!(floor(5, "m", 599_999), 300_000);
        assert_eq!(Period::new(48, TimeUnit::Hour).millis(), DAY);
    }

    #[test]
    fn boundaries_follow_the_calendar() {
        // Wednesday, 2026-05-06 06:00 UTC.
        let at = 1_778_047_200_000;
        assert_eq!(floor(1, "w", at), 1_777_852_800_000);
        assert_eq!(floor(1, "mo", at), 1_777_593_600_000);
        assert_eq!(floor(1, "q", at), 1_775_001_600_000);
        assert_eq!(floor(1, "y", at), 1_767_225_600_000);
        let month = Period::new(1, TimeUnit::Month);
        assert_eq!((month.ceil(at), month.ceil(1_777_593_600_000)), (1_780_272_000_000, 1_777_593_600_000));
    }

    #[test]
    fn no_instant_is_out_of_reach() {
        for at in [i64::MIN, i64::MAX, 0] {
            for (_, unit) in SPELLINGS {
                let period = Period::new(u32::MAX, *unit);
                let _ = (period.floor(at), period.ceil(at), period.next(at));
            }
        }
    }
}
