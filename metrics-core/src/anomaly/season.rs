//! Hours of the week and of the day.

use std::fmt;

use chrono::{Datelike, Timelike};
use cupola_base::Timestamp;
use cupola_base::schedule::Zone;

/// Which data stand for an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "these are the seasons of the model")]
pub enum Season {
    /// Those of the same hour of the week, from 0 (Monday, midnight) to 167.
    HourOfWeek(u8),
    /// Those of the same hour of the day, from 0 to 23.
    HourOfDay(u8),
    /// All.
    None,
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl fmt::Display for Season {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HourOfWeek(hour) => write!(f, "{} {:02}:00", DAYS[usize::from(hour / 24) % 7], hour % 24),
            Self::HourOfDay(hour) => write!(f, "{hour:02}:00 of each day"),
            Self::None => f.write_str("all hours"),
        }
    }
}

/// How many hours a week has.
pub(super) const WEEK: usize = 168;

/// What calendar and clock show at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hour {
    /// The hour of the week, from Monday's midnight on.
    pub(super) of_week: usize,
    /// The day, counted from a Monday long ago.
    pub(super) day: i32,
}

impl Hour {
    pub(super) fn at(at: Timestamp, zone: Zone) -> Self {
        let local = zone.local(at);
        let day = local.num_days_from_ce() - 1;
        let of_week = day.rem_euclid(7).unsigned_abs() * 24 + local.hour();
        Self { of_week: of_week as usize, day }
    }

    pub(super) const fn of_day(self) -> usize {
        self.of_week % 24
    }

    pub(super) const fn week(self) -> i32 {
        self.day.div_euclid(7)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_those_of_the_zone() {
        let hour = |text: &str, zone: &str| {
            let hour = Hour::at(Timestamp::parse(text).unwrap(), Zone::parse(zone).unwrap());
            (hour.of_week, hour.of_day())
        };
        // 2026-03-29 is the Sunday on which clocks in Berlin go from 2 to 3.
        assert_eq!(hour("2026-03-29T00:30:00Z", "Europe/Berlin"), (6 * 24 + 1, 1));
        assert_eq!(hour("2026-03-29T01:30:00Z", "Europe/Berlin"), (6 * 24 + 3, 3));
        assert_eq!(hour("2026-05-03T22:00:00Z", "Europe/Berlin"), (0, 0));
        assert_eq!(hour("2026-05-03T22:00:00Z", "UTC"), (6 * 24 + 22, 22));
    }

    #[test]
    fn seasons_say_when() {
        let texts = [Season::HourOfWeek(34), Season::HourOfDay(7), Season::None].map(|season| season.to_string());
        assert_eq!(texts, ["Tuesday 10:00", "07:00 of each day", "all hours"]);
    }
}
