//! Which days of a month.

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::bits::Bits;

/// Days, by one of the two fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Days {
    /// Days of the month, counted from 0.
    OfMonth(Bits<1>),
    /// So many days before the last.
    BeforeLast(u32),
    /// The weekday nearest to a day, counted from 1, in the same month.
    NearestWeekday(u32),
    /// The last day from Monday to Friday.
    LastWeekday,
    /// Days of the week, Sunday is 0.
    OfWeek(Bits<1>),
    /// The last such day of the week.
    LastOfWeek(u32),
    /// The first to fifth such day of the week.
    NthOfWeek(u32, u32),
}

impl Days {
    /// The days of a month as bits: bit 0 is the first.
    pub(super) fn in_month(self, year: i32, month: u32) -> u32 {
        let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else { return 0 };
        let month = Month { first: first.weekday().num_days_from_sunday(), days: u32::from(first.num_days_in_month()) };
        self.bits(month) & month.all()
    }

    fn bits(self, month: Month) -> u32 {
        match self {
            Self::OfMonth(days) => days.iter().map(|day| 1 << day).fold(0, |bits, day: u32| bits | day),
            Self::BeforeLast(before) => month.days.checked_sub(before + 1).map_or(0, |day| 1 << day),
            Self::NearestWeekday(day) => month.nearest_weekday(day).map_or(0, |day| 1 << day),
            Self::LastWeekday => {
                last(month.every(1) | month.every(2) | month.every(3) | month.every(4) | month.every(5))
            }
            Self::OfWeek(weekdays) => weekdays.iter().fold(0, |bits, weekday| bits | month.every(weekday)),
            Self::LastOfWeek(weekday) => last(month.every(weekday)),
            Self::NthOfWeek(weekday, nth) => month.every(weekday) & (0x7f << (7 * (nth - 1))),
        }
    }
}

/// The weekday of its first day, Sunday is 0, and how many days it has.
#[derive(Clone, Copy)]
struct Month {
    first: u32,
    days: u32,
}

impl Month {
    const fn all(self) -> u32 {
        u32::MAX >> (32 - self.days)
    }

    /// All days of a day of the week.
    const fn every(self, weekday: u32) -> u32 {
        const WEEKLY: u32 = 1 | 1 << 7 | 1 << 14 | 1 << 21 | 1 << 28;
        (WEEKLY << ((weekday + 7 - self.first) % 7)) & self.all()
    }

    /// The day from Monday to Friday nearest to a day, from 1 in, from 0 out; none where there is no such day.
    const fn nearest_weekday(self, day: u32) -> Option<u32> {
        if day > self.days {
            return None;
        }
        let day = day - 1;
        Some(match (self.first + day) % 7 {
            0 if day + 1 < self.days => day + 1,
            0 => day - 2,
            6 if day > 0 => day - 1,
            6 => day + 2,
            _ => day,
        })
    }
}

/// The greatest bit alone.
const fn last(bits: u32) -> u32 {
    if bits == 0 { 0 } else { 1 << bits.ilog2() }
}

/// The English name of a day of the week, Sunday is 0.
pub(super) fn weekday_name(weekday: u32) -> &'static str {
    let weekday = Weekday::try_from(u8::try_from((weekday + 6) % 7).unwrap_or(0)).unwrap_or(Weekday::Sun);
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
