//! Instants and days: texts, units, calendar.

use chrono::{Datelike, Months, NaiveDate, NaiveDateTime, Timelike};
use cupola_base::Timestamp;
use cupola_base::schedule::Zone;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// The first instant of a day in UTC.
pub(super) const fn of_day(day: i64) -> Timestamp {
    Timestamp::from_millis(day.saturating_mul(DAY))
}

/// The day of an instant in UTC, since 1970-01-01.
pub(super) const fn day_of(at: Timestamp) -> i64 {
    at.as_millis().div_euclid(DAY)
}

pub(super) fn instant_text(at: Timestamp) -> String {
    at.format("%Y-%m-%d %H:%M:%S%.3f")
}

pub(super) fn zoned_text(at: Timestamp, zone: Zone) -> String {
    format!("{} {zone}", zone.local(at).format("%Y-%m-%d %H:%M:%S%.3f"))
}

pub(super) fn day_text(day: i64) -> String {
    of_day(day).format("%Y-%m-%d")
}

pub(super) fn interval_text(months: i64, millis: i64) -> String {
    if months != 0 {
        let sign = if months < 0 { "-" } else { "" };
        let months = months.unsigned_abs();
        return format!("{sign}{}-{}", months / 12, months % 12);
    }
    let (sign, millis) = (if millis < 0 { "-" } else { "" }, millis.unsigned_abs());
    let (seconds, rest) = (millis / 1000, millis % 1000);
    let (days, hours) = (seconds / 86_400, seconds / 3600 % 24);
    format!("{sign}{days} {hours:02}:{:02}:{:02}.{rest:03}", seconds / 60 % 60, seconds % 60)
}

/// An instant with or without a zone: `2026-05-04`, `2026-05-04 06:00:00.250`, `2026-05-04T06:00:00Z`,
/// `2026-05-04 06:00 Europe/Berlin`.
pub(super) fn parse(text: &str) -> Option<(Timestamp, Option<Zone>)> {
    let text = text.trim();
    if let Ok(at) = Timestamp::parse(text) {
        return Some((at, Some(Zone::UTC)));
    }
    let day = text.get(..10)?;
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    let rest = &text[10..];
    if rest.is_empty() {
        return instant(day.and_hms_opt(0, 0, 0)?).map(|at| (at, None));
    }
    let rest = rest.strip_prefix([' ', 'T'])?;
    let (clock, zone) = rest.split_once(' ').map_or((rest, None), |(clock, zone)| (clock, Some(zone)));
    let at = instant(day.and_time(clock_of(clock)?))?;
    match zone {
        None => Some((at, None)),
        Some(zone) => {
            let zone = Zone::parse(zone.trim()).ok()?;
            let guess = at.plus_secs(-zone.offset_seconds(at));
            Some((at.plus_secs(-zone.offset_seconds(guess)), Some(zone)))
        }
    }
}

fn clock_of(text: &str) -> Option<chrono::NaiveTime> {
    let forms = ["%H:%M:%S%.f", "%H:%M:%S", "%H:%M"];
    forms.iter().find_map(|form| chrono::NaiveTime::parse_from_str(text, form).ok())
}

/// A day: `2026-05-04`.
pub(super) fn parse_day(text: &str) -> Option<i64> {
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()?;
    Some(day_of(instant(day.and_hms_opt(0, 0, 0)?)?))
}

/// A time of the calendar in UTC; none outside the years that instants have.
pub(super) fn instant(local: NaiveDateTime) -> Option<Timestamp> {
    let millis = local.and_utc().timestamp_millis();
    let within = (Timestamp::MIN.as_millis()..=Timestamp::MAX.as_millis()).contains(&millis);
    within.then(|| Timestamp::from_millis(millis))
}

/// What calendar and clock show in UTC.
pub(super) fn local(at: Timestamp) -> NaiveDateTime {
    at.to_utc().naive_utc()
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Millis(i64),
    Months(i64),
}

/// The units, in singular.
pub(super) const UNITS: [&str; 9] =
    ["millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"];

impl Unit {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        Some(match text.strip_suffix('s').unwrap_or(&text) {
            "millisecond" => Self::Millis(1),
            "second" => Self::Millis(1000),
            "minute" => Self::Millis(60_000),
            "hour" => Self::Millis(3_600_000),
            "day" => Self::Millis(DAY),
            "week" => Self::Millis(7 * DAY),
            "month" => Self::Months(1),
            "quarter" => Self::Months(3),
            "year" => Self::Months(12),
            _ => return None,
        })
    }

    /// The start of the unit in which an instant lies; weeks begin on Monday.
    pub(super) fn truncate(self, at: Timestamp) -> Timestamp {
        match self {
            Self::Millis(unit) if unit == 7 * DAY => {
                // 1970-01-01 was a Thursday.
                let monday = at.plus_millis(3 * DAY).floor_to(unit);
                monday.plus_millis(-3 * DAY)
            }
            Self::Millis(unit) => at.floor_to(unit),
            Self::Months(months) => {
                let day = local(at).date();
                let month = i64::from(day.month0()) / months * months;
                let first =
                    u32::try_from(month).ok().and_then(|month| NaiveDate::from_ymd_opt(day.year(), month + 1, 1));
                first.and_then(|day| instant(day.and_hms_opt(0, 0, 0)?)).unwrap_or(at)
            }
        }
    }

    /// So many units later, or earlier; the last day of a month that has fewer days.
    pub(super) fn add(self, at: Timestamp, count: i64) -> Option<Timestamp> {
        match self {
            Self::Millis(unit) => {
                let millis = at.as_millis().checked_add(unit.checked_mul(count)?)?;
                let within = (Timestamp::MIN.as_millis()..=Timestamp::MAX.as_millis()).contains(&millis);
                within.then(|| Timestamp::from_millis(millis))
            }
            Self::Months(months) => {
                let count = months.checked_mul(count)?;
                let step = Months::new(u32::try_from(count.unsigned_abs()).ok()?);
                let local = local(at);
                instant(if count < 0 { local.checked_sub_months(step)? } else { local.checked_add_months(step)? })
            }
        }
    }

    /// How many whole units lie from one instant to another.
    pub(super) fn between(self, from: Timestamp, to: Timestamp) -> i64 {
        match self {
            Self::Millis(unit) => to.millis_since(from) / unit,
            Self::Months(months) => {
                let (a, b) = (local(from), local(to));
                let mut count = i64::from(b.year() - a.year()) * 12 + i64::from(b.month()) - i64::from(a.month());
                let (a, b) = ((a.day(), a.time()), (b.day(), b.time()));
                if count > 0 && b < a {
                    count -= 1;
                } else if count < 0 && b > a {
                    count += 1;
                }
                count / months
            }
        }
    }
}

/// A part of date or time, by the name of its function.
pub(super) fn part(name: &str, local: NaiveDateTime) -> Option<i64> {
    Some(match name {
        "year" => i64::from(local.year()),
        "quarter" => i64::from(local.month0() / 3 + 1),
        "month" => i64::from(local.month()),
        "week" | "week_of_year" => i64::from(local.iso_week().week()),
        "day" | "day_of_month" => i64::from(local.day()),
        "day_of_week" | "dow" => i64::from(local.weekday().number_from_monday()),
        "day_of_year" | "doy" => i64::from(local.ordinal()),
        "year_of_week" | "yow" => i64::from(local.iso_week().year()),
        "hour" => i64::from(local.hour()),
        "minute" => i64::from(local.minute()),
        "second" => i64::from(local.second()),
        "millisecond" => i64::from(local.nanosecond() / 1_000_000),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        parse(text).unwrap().0
    }

    #[test]
    fn texts_are_instants() {
        for (text, expected) in [
            ("2023-01-05 13:51:00", "2023-01-05T13:51:00Z"),
            ("2023-01-05", "2023-01-05T00:00:00Z"),
            ("2023-01-05 13:51", "2023-01-05T13:51:00Z"),
            ("2023-01-05T13:51:00.250", "2023-01-05T13:51:00.250Z"),
            ("2023-01-05T13:51:00+02:00", "2023-01-05T11:51:00Z"),
            ("2023-07-05 13:51:00 Europe/Berlin", "2023-07-05T11:51:00Z"),
        ] {
            assert_eq!(at(text).to_string(), expected, "{text}");
        }
        for text in ["", "yesterday", "2023-13-01", "2023-01-05 25:00:00", "2023-01-05x", "äääääääääää"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn units_begin_and_are_counted() {
        let unit = |name| Unit::parse(name).unwrap();
        let noon = at("2026-05-06 12:34:56.789");
        for (name, start) in [
            ("second", "2026-05-06 12:34:56"),
            ("hour", "2026-05-06 12:00"),
            ("day", "2026-05-06"),
            ("week", "2026-05-04"),
            ("month", "2026-05-01"),
            ("quarter", "2026-04-01"),
            ("year", "2026-01-01"),
        ] {
            assert_eq!(unit(name).truncate(noon), at(start), "{name}");
        }
        assert_eq!(unit("month").add(at("2024-01-31"), 1), Some(at("2024-02-29")));
        assert_eq!(unit("day").add(at("2024-01-31"), i64::MAX), None);
        assert_eq!(unit("month").between(at("2024-01-31"), at("2024-03-30")), 1);
        assert_eq!(unit("month").between(at("2024-03-30"), at("2024-01-31")), -1);
        assert_eq!(unit("hour").between(at("2024-01-01 00:30"), at("2024-01-01 02:00")), 1);
        assert_eq!(Unit::parse("fortnight"), None);
    }
}
