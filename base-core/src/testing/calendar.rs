//! The slow obvious twin of cron expressions: day by day, minute by minute, over the fields' own words.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike, Weekday};
use chrono_tz::Tz;

use crate::Timestamp;

/// A cron expression as its six fields in capitals.
#[derive(Clone, Debug)]
pub struct SlowCron {
    fields: Vec<String>,
}

impl SlowCron {
    /// Takes a text that is known to be a cron expression.
    ///
    /// # Panics
    /// When it has not six fields between parentheses.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let inside = text.trim_start_matches("cron(").trim_end_matches(')').to_uppercase();
        let fields: Vec<String> = inside.split_whitespace().map(str::to_owned).collect();
        assert_eq!(fields.len(), 6, "{text}");
        Self { fields }
    }

    /// The first time on the calendar's clock that is after one, up to 2199.
    #[must_use]
    pub fn next_after(&self, after: NaiveDateTime) -> Option<NaiveDateTime> {
        let last = NaiveDate::from_ymd_opt(2199, 12, 31)?;
        let days = std::iter::successors(Some(after.date()), |day| day.checked_add_days(Days::new(1)));
        let days = days.take_while(|day| *day <= last).filter(|day| self.has_day(*day));
        days.flat_map(|day| (0..1440).filter_map(move |m| day.and_hms_opt(m / 60, m % 60, 0)))
            .find(|time| *time > after && self.has_minute(*time))
    }

    /// The last time on the calendar's clock that is before one, since 1970.
    #[must_use]
    pub fn prev_before(&self, before: NaiveDateTime) -> Option<NaiveDateTime> {
        let first = NaiveDate::from_ymd_opt(1970, 1, 1)?;
        let days = std::iter::successors(Some(before.date()), |day| day.checked_sub_days(Days::new(1)));
        let days = days.take_while(|day| *day >= first).filter(|day| self.has_day(*day));
        days.flat_map(|day| (0..1440).rev().filter_map(move |m| day.and_hms_opt(m / 60, m % 60, 0)))
            .find(|time| *time < before && self.has_minute(*time))
    }

    /// Every instant from `from` on, for so many minutes, at which a clock of the zone shows one of the times and
    /// has not shown it before within the day.
    ///
    /// # Panics
    /// When there is no zone of that name.
    #[must_use]
    pub fn fires(&self, from: Timestamp, minutes: i64, zone: &str) -> Vec<Timestamp> {
        let zone: Tz = zone.parse().expect("the zone is there");
        let shown = |at: Timestamp| zone.from_utc_datetime(&at.to_utc().naive_utc()).naive_local();
        let instants = (0..minutes).map(|minute| from.floor_to(60_000).plus_secs(60 * minute));
        let fires = instants.filter(|at| {
            let time = shown(*at);
            self.has_day(time.date())
                && self.has_minute(time)
                && !(1..1440).any(|before| shown(at.plus_secs(-60 * before)) == time)
        });
        fires.collect()
    }

    fn has_minute(&self, time: NaiveDateTime) -> bool {
        in_list(&self.fields[0], time.minute(), 0, 59, &[]) && in_list(&self.fields[1], time.hour(), 0, 23, &[])
    }

    fn has_day(&self, day: NaiveDate) -> bool {
        let year = u32::try_from(day.year()).unwrap_or(0);
        in_list(&self.fields[3], day.month(), 1, 12, &MONTHS)
            && (1970..=2199).contains(&year)
            && in_list(&self.fields[5], year, 1970, 2199, &[])
            && match (self.fields[2].as_str(), self.fields[4].as_str()) {
                ("?", of_week) => is_day_of_week(of_week, day),
                (of_month, _) => is_day_of_month(of_month, day),
            }
    }
}

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

fn in_list(list: &str, value: u32, min: u32, max: u32, names: &[&str]) -> bool {
    list.split(',').any(|item| in_item(item, value, min, max, names))
}

/// Walks from the first value of an item to its last, round the end of the field.
fn in_item(item: &str, value: u32, min: u32, max: u32, names: &[&str]) -> bool {
    let (range, step) = item.split_once('/').unwrap_or((item, "1"));
    let step = digits(step);
    let (from, to) = match range.split_once('-') {
        _ if range == "*" => (min, max),
        Some((from, to)) => (number(from, names), number(to, names)),
        None if item.contains('/') => (number(range, names), max),
        None => (number(range, names), number(range, names)),
    };
    let (mut at, mut walked) = (from, 0);
    loop {
        if at == value && walked % step == 0 {
            return true;
        }
        if at == to {
            return false;
        }
        at = if at == max { min } else { at + 1 };
        walked += 1;
    }
}

/// Names count from 1.
fn number(text: &str, names: &[&str]) -> u32 {
    match names.iter().position(|name| *name == text) {
        Some(index) => u32::try_from(index).unwrap_or(0) + 1,
        None => digits(text),
    }
}

fn digits(text: &str) -> u32 {
    text.parse().expect("the text is a cron expression")
}

fn is_day_of_month(field: &str, day: NaiveDate) -> bool {
    let last = (28..=31).rev().find_map(|last| day.with_day(last)).unwrap_or(day);
    match field {
        "L" => day == last,
        "LW" => workdays(day).last() == Some(&day),
        _ if field.starts_with("L-") => day + TimeDelta::days(i64::from(digits(&field[2..]))) == last,
        _ if field.ends_with('W') => {
            let wanted = day.with_day(digits(&field[..field.len() - 1]));
            wanted.is_some_and(|wanted| {
                workdays(day).into_iter().min_by_key(|d| (*d - wanted).num_days().abs()) == Some(day)
            })
        }
        _ => in_list(field, day.day(), 1, 31, &[]),
    }
}

/// The days from Monday to Friday of a day's month.
fn workdays(day: NaiveDate) -> Vec<NaiveDate> {
    let days = (1..=31).filter_map(|n| day.with_day(n));
    days.filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)).collect()
}

fn is_day_of_week(field: &str, day: NaiveDate) -> bool {
    let weekday = day.weekday().num_days_from_sunday() + 1;
    if let Some((wanted, nth)) = field.split_once('#') {
        return weekday == number(wanted, &DAYS) && day.day().div_ceil(7) == digits(nth);
    }
    match field {
        "L" => weekday == 7,
        _ if field.ends_with('L') => {
            let is_last = (day + TimeDelta::days(7)).month() != day.month();
            weekday == number(&field[..field.len() - 1], &DAYS) && is_last
        }
        _ => in_list(field, weekday, 1, 7, &DAYS),
    }
}
