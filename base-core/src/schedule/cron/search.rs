//! The next and the previous time that a cron expression names, by what a clock on the wall shows.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use super::Cron;

/// A minute of the calendar. The day may be one more or one less than the month has: such a day names no
/// time, and the search goes on behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Civil {
    year: i32,
    month: u32,
    day: u32,
    /// Of the day, from 0.
    minute: u32,
}

const FIRST_YEAR: i32 = 1970;
const LAST_YEAR: i32 = 2199;
const DAY: u32 = 24 * 60;

impl Civil {
    pub(super) fn of(time: NaiveDateTime) -> Self {
        let minute = time.hour() * 60 + time.minute();
        Self { year: time.year(), month: time.month(), day: time.day(), minute }
    }

    /// None for a day that the month does not have.
    pub(super) fn time(self) -> Option<NaiveDateTime> {
        NaiveDate::from_ymd_opt(self.year, self.month, self.day)?.and_hms_opt(self.minute / 60, self.minute % 60, 0)
    }

    pub(super) const fn next_minute(self) -> Self {
        match self.minute + 1 {
            DAY => Self { day: self.day + 1, minute: 0, ..self },
            minute => Self { minute, ..self },
        }
    }

    pub(super) const fn previous_minute(self) -> Self {
        match self.minute.checked_sub(1) {
            Some(minute) => Self { minute, ..self },
            None => Self { day: self.day - 1, minute: DAY - 1, ..self },
        }
    }
}

impl Cron {
    /// The first time at or after one.
    pub(super) fn at_or_after(&self, from: Civil) -> Option<Civil> {
        let from = if from.year < FIRST_YEAR { Civil { year: FIRST_YEAR, month: 1, day: 1, minute: 0 } } else { from };
        let today = self.day_at_or_after(from)?;
        match self.minute_at_or_after(today.minute) {
            Some(minute) => Some(Civil { minute, ..today }),
            None => {
                let later = self.day_at_or_after(Civil { day: today.day + 1, minute: 0, ..today })?;
                Some(Civil { minute: self.minute_at_or_after(0)?, ..later })
            }
        }
    }

    /// The last time at or before one.
    pub(super) fn at_or_before(&self, to: Civil) -> Option<Civil> {
        let last = Civil { year: LAST_YEAR, month: 12, day: 31, minute: DAY - 1 };
        let today = self.day_at_or_before(if to.year > LAST_YEAR { last } else { to })?;
        match self.minute_at_or_before(today.minute) {
            Some(minute) => Some(Civil { minute, ..today }),
            None => {
                let earlier = self.day_at_or_before(Civil { day: today.day - 1, minute: DAY - 1, ..today })?;
                Some(Civil { minute: self.minute_at_or_before(DAY - 1)?, ..earlier })
            }
        }
    }

    /// The minute stays as it is on the same day, and is the first of another.
    fn day_at_or_after(&self, mut from: Civil) -> Option<Civil> {
        while let Some(year) = self.years.at_or_above(offset(from.year)).map(year_of) {
            if year > from.year {
                from = Civil { year, month: 1, day: 1, minute: 0 };
            }
            while let Some(month) = self.months.at_or_above(from.month - 1).map(|month| month + 1) {
                if month > from.month {
                    from = Civil { month, day: 1, minute: 0, ..from };
                }
                let days = self.days.in_month(year, month) & (u32::MAX << (from.day - 1));
                if days != 0 {
                    let day = days.trailing_zeros() + 1;
                    return Some(Civil { day, minute: if day > from.day { 0 } else { from.minute }, ..from });
                }
                from = Civil { month: month + 1, day: 1, minute: 0, ..from };
            }
            from = Civil { year: year + 1, month: 1, day: 1, minute: 0 };
        }
        None
    }

    /// The minute stays as it is on the same day, and is the last of another.
    fn day_at_or_before(&self, mut to: Civil) -> Option<Civil> {
        while to.year >= FIRST_YEAR {
            let year = year_of(self.years.at_or_below(offset(to.year))?);
            if year < to.year {
                to = Civil { year, month: 12, day: 31, minute: DAY - 1 };
            }
            while let Some(month) = to.month.checked_sub(1).and_then(|to| self.months.at_or_below(to)).map(|m| m + 1) {
                if month < to.month {
                    to = Civil { month, day: 31, minute: DAY - 1, ..to };
                }
                let days = self.days.in_month(year, month) & up_to(to.day);
                if days != 0 {
                    let day = days.ilog2() + 1;
                    return Some(Civil { day, minute: if day < to.day { DAY - 1 } else { to.minute }, ..to });
                }
                to = Civil { month: month - 1, day: 31, minute: DAY - 1, ..to };
            }
            to = Civil { year: year - 1, month: 12, day: 31, minute: DAY - 1 };
        }
        None
    }

    fn minute_at_or_after(&self, minute: u32) -> Option<u32> {
        let hour = minute / 60;
        let now = self.hours.contains(hour).then(|| self.minutes.at_or_above(minute % 60)).flatten();
        let now = now.map(|minute| hour * 60 + minute);
        now.or_else(|| Some(self.hours.at_or_above(hour + 1)? * 60 + self.minutes.at_or_above(0)?))
    }

    fn minute_at_or_before(&self, minute: u32) -> Option<u32> {
        let hour = minute / 60;
        let now = self.hours.contains(hour).then(|| self.minutes.at_or_below(minute % 60)).flatten();
        let now = now.map(|minute| hour * 60 + minute);
        now.or_else(|| Some(self.hours.at_or_below(hour.checked_sub(1)?)? * 60 + self.minutes.at_or_below(59)?))
    }
}

/// The first so many bits.
const fn up_to(day: u32) -> u32 {
    if day == 0 { 0 } else { u32::MAX >> (32 - day) }
}

fn offset(year: i32) -> u32 {
    u32::try_from(year - FIRST_YEAR).unwrap_or(0)
}

fn year_of(offset: u32) -> i32 {
    i32::try_from(offset).map_or(i32::MAX, |offset| FIRST_YEAR + offset)
}
