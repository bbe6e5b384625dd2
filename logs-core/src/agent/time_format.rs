//! Times inside of lines.

use std::ops::Range;

use cupola_base::Timestamp;
use cupola_base::schedule::Zone;
use regex::{Captures, Regex};

use super::calendar::{civil_of_days, days_of_civil};
use crate::english::MONTHS;

/// How times are written in a file, in the agent's codes.
///
/// The first place of a line that looks so counts. Numbers may lack their leading zeros. A format without a year is
/// of this year, or of the last when that were more than thirty days ahead; one without any date is of today (ours).
///
/// ```
/// use cupola_logs::Timestamp;
/// use cupola_logs::agent::TimeFormat;
/// use cupola_base::schedule::Zone;
///
/// let format = TimeFormat::parse("%b %-d %H:%M:%S")?;
/// let now = Timestamp::parse("2026-01-02T00:00:00Z")?;
/// let (at, place) = format.find("host Dec  9 23:59:58 sshd", now, Zone::UTC).ok_or("there is a time")?;
/// assert_eq!((at.to_string().as_str(), place), ("2025-12-09T23:59:58Z", 5..20));
///
/// let error = TimeFormat::parse("%Q").unwrap_err();
/// assert_eq!(error.to_string(), "`%Q` is no code of a time: %Y %y %B %b %m %-m %d %-d %A %a %H %I %-I %M %-M %S %-S %f %p %Z %z %%");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch User Guide, "CloudWatch agent configuration file: Logs section", `timestamp_format`.
#[derive(Clone, Debug)]
pub struct TimeFormat {
    text: String,
    regex: Regex,
    /// What each group of the expression is.
    parts: Vec<Part>,
}

/// A part of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Year,
    ShortYear,
    MonthName,
    Month,
    Day,
    Weekday,
    Hour,
    Hour12,
    Minute,
    Second,
    Fraction,
    Half,
    ZoneName,
    Offset,
}

/// Codes, what they are, and what they look like.
const CODES: [(&str, Part, &str); 20] = [
    ("%Y", Part::Year, "[0-9]{4}"),
    ("%y", Part::ShortYear, "[0-9]{2}"),
    ("%B", Part::MonthName, "[A-Za-z]{3,9}"),
    ("%b", Part::MonthName, "[A-Za-z]{3}"),
    ("%m", Part::Month, " ?[0-9]{1,2}"),
    ("%-m", Part::Month, " ?[0-9]{1,2}"),
    ("%d", Part::Day, " ?[0-9]{1,2}"),
    ("%-d", Part::Day, " ?[0-9]{1,2}"),
    ("%A", Part::Weekday, "[A-Za-z]{6,9}"),
    ("%a", Part::Weekday, "[A-Za-z]{3}"),
    ("%H", Part::Hour, "[0-9]{1,2}"),
    ("%I", Part::Hour12, "[0-9]{1,2}"),
    ("%-I", Part::Hour12, "[0-9]{1,2}"),
    ("%M", Part::Minute, "[0-9]{1,2}"),
    ("%-M", Part::Minute, "[0-9]{1,2}"),
    ("%S", Part::Second, "[0-9]{1,2}"),
    ("%-S", Part::Second, "[0-9]{1,2}"),
    ("%f", Part::Fraction, "[0-9]{1,9}"),
    ("%p", Part::Half, "[AaPp][Mm]"),
    ("%Z", Part::ZoneName, "[A-Za-z]{1,5}"),
];
const OFFSET: (&str, Part, &str) = ("%z", Part::Offset, "Z|[+-][0-9]{2}:?[0-9]{2}");
impl TimeFormat {
    /// Reads a format.
    ///
    /// # Errors
    /// [`TimeFormatError`] when there is a code that the agent does not know, or no code at all.
    pub fn parse(text: &str) -> Result<Self, TimeFormatError> {
        let (mut pattern, mut parts, mut rest) = (String::new(), Vec::new(), text);
        while let Some(char) = rest.chars().next() {
            let code = CODES.iter().chain([&OFFSET]).find(|(code, ..)| rest.starts_with(code));
            let taken = match code {
                Some((code, part, looks)) => {
                    // A blank before the first number would not be the time's.
                    let looks = if parts.is_empty() { looks.trim_start_matches(" ?") } else { looks };
                    pattern.push_str(&format!("({looks})"));
                    parts.push(*part);
                    code.len()
                }
                None if rest.starts_with("%%") => {
                    pattern.push('%');
                    2
                }
                None if char == '%' => return Err(TimeFormatError(rest.chars().take(2).collect())),
                None => {
                    pattern.push_str(&regex::escape(&rest[..char.len_utf8()]));
                    char.len_utf8()
                }
            };
            rest = &rest[taken..];
        }
        let unusable = || TimeFormatError(text.into());
        match Regex::new(&pattern) {
            Ok(regex) if !parts.is_empty() => Ok(Self { text: text.into(), regex, parts }),
            _ => Err(unusable()),
        }
    }

    /// The format as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a line has something that looks like a time.
    #[must_use]
    pub fn is_match(&self, line: &str) -> bool {
        self.regex.is_match(line)
    }

    /// The first time of a line, and where it stands. None when nothing looks so, or what does is no time.
    #[must_use]
    pub fn find(&self, line: &str, now: Timestamp, zone: Zone) -> Option<(Timestamp, Range<usize>)> {
        let found = self.regex.captures(line)?;
        let place = found.get(0)?.range();
        Some((self.civil(&found)?.instant(now, zone)?, place))
    }

    pub(super) const fn regex(&self) -> &Regex {
        &self.regex
    }

    fn civil(&self, found: &Captures<'_>) -> Option<Civil> {
        let mut civil = Civil::default();
        for (part, group) in self.parts.iter().zip(found.iter().skip(1)) {
            civil.set(*part, group?.as_str().trim_start())?;
        }
        Some(civil)
    }
}

/// What a calendar and a clock show, as far as it was told.
#[derive(Clone, Copy, Debug, Default)]
struct Civil {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    millis: i64,
    afternoon: Option<bool>,
    offset: Option<i64>,
}

impl Civil {
    fn set(&mut self, part: Part, text: &str) -> Option<()> {
        let number = |range: std::ops::RangeInclusive<i64>| text.parse().ok().filter(|number| range.contains(number));
        match part {
            Part::Year => self.year = Some(number(0..=9999)?),
            Part::ShortYear => self.year = number(0..=99).map(|year| if year < 69 { 2000 + year } else { 1900 + year }),
            Part::MonthName => self.month = Some(month(text)?),
            Part::Month => self.month = Some(number(1..=12)?),
            Part::Day => self.day = Some(number(1..=31)?),
            Part::Weekday => {}
            Part::Hour => self.hour = number(0..=23)?,
            Part::Hour12 => self.hour = number(1..=12)? % 12,
            Part::Minute => self.minute = number(0..=59)?,
            Part::Second => self.second = number(0..=59)?,
            Part::Fraction => self.millis = format!("{text:0<3}").get(..3)?.parse().ok()?,
            Part::Half => self.afternoon = Some(text.starts_with(['P', 'p'])),
            Part::ZoneName => self.offset = ["UTC", "GMT", "Z"].contains(&text).then_some(0).or(self.offset),
            Part::Offset => self.offset = Some(offset(text)?),
        }
        Some(())
    }

    fn instant(self, now: Timestamp, zone: Zone) -> Option<Timestamp> {
        let (year, month, day) = civil_of_days(local(now, zone).div_euclid(DAY));
        let (month, day) = match (self.year, self.month, self.day) {
            (None, None, None) => (month, day),
            (_, month, day) => (month.unwrap_or(1), day.unwrap_or(1)),
        };
        let of_year = |year| {
            let days = days_of_civil(year, month, day).filter(|days| civil_of_days(*days) == (year, month, day))?;
            Some(self.at(days, zone))
        };
        match self.year {
            Some(year) => of_year(year),
            // 29 February is of no year but a leap year: look at both.
            None => of_year(year).filter(|at| at.millis_since(now) <= 30 * DAY).or_else(|| of_year(year - 1)),
        }
    }

    /// The instant of a day at which the clock shows this.
    fn at(self, days: i64, zone: Zone) -> Timestamp {
        let half = if self.afternoon == Some(true) && self.hour < 12 { 12 } else { 0 };
        let seconds = (self.hour + half) * 3600 + self.minute * 60 + self.second;
        let shown = days * DAY + seconds * 1000 + self.millis;
        let after = |offset: i64| Timestamp::from_millis(shown - offset * 1000);
        if let Some(offset) = self.offset {
            return after(offset);
        }
        // Whichever offset held just before or just after, the earlier instant that shows it; in a gap the offset before.
        let around = [after(zone.offset_seconds(after(86_400))), after(zone.offset_seconds(after(-86_400)))];
        let shows = |at: &&Timestamp| local(**at, zone) == shown;
        *around.iter().filter(shows).min().unwrap_or(&around[0])
    }
}

const DAY: i64 = 86_400_000;

/// What the zone's calendar and clock show, as milliseconds as if it were UTC.
fn local(at: Timestamp, zone: Zone) -> i64 {
    at.as_millis() + zone.offset_seconds(at) * 1000
}

/// The month of a name, or of its first three letters.
fn month(name: &str) -> Option<i64> {
    let is = |known: &str| [known, &known[..3]].iter().any(|known| known.eq_ignore_ascii_case(name));
    (1..).zip(MONTHS).find(|(_, known)| is(known)).map(|(number, _)| number)
}

/// Seconds of `Z`, `+0200`, `-03:30`.
fn offset(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let digits: i64 = text.get(1..)?.replace(':', "").parse().ok()?;
    let seconds = digits / 100 * 3600 + digits % 100 * 60;
    Some(if text.starts_with('-') { -seconds } else { seconds })
}

/// The text is no format of times.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no code of a time: %Y %y %B %b %m %-m %d %-d %A %a %H %I %-I %M %-M %S %-S %f %p %Z %z %%")]
pub struct TimeFormatError(String);

#[cfg(test)]
mod tests {
    use super::*;

    fn found(format: &str, line: &str, zone: &str) -> Option<String> {
        let now = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
        let zone = Zone::parse(zone).unwrap();
        TimeFormat::parse(format).unwrap().find(line, now, zone).map(|(at, _)| at.to_string())
    }

    #[test]
    fn codes_are_read() {
        for (format, line, zone, expected) in [
            ("%Y-%m-%dT%H:%M:%S.%f", "2026-05-04T01:02:03.5", "UTC", "2026-05-04T01:02:03.500Z"),
            ("%Y-%m-%d %H:%M:%S,%f", "x 2026-5-4 1:2:3,123456789", "UTC", "2026-05-04T01:02:03.123Z"),
            ("%d/%b/%Y:%H:%M:%S %z", "[17/May/2015:10:05:03 +0200]", "UTC", "2015-05-17T08:05:03Z"),
            ("%A, %B %d %y %I:%M %p", "Monday, May 04 26 12:30 AM", "UTC", "2026-05-04T00:30:00Z"),
            ("%-I%p", "at 3pm", "UTC", "2026-05-04T15:00:00Z"),
            ("%H:%M", "23:10", "Asia/Kolkata", "2026-05-04T17:40:00Z"),
            ("%m/%d %H:%M:%S", "05/04 08:00:00", "Europe/Berlin", "2026-05-04T06:00:00Z"),
            ("%b %-d %H:%M:%S", "Jun  9 00:00:00", "UTC", "2025-06-09T00:00:00Z"),
            ("%Y-%m-%d %H:%M %Z", "2026-05-04 08:00 UTC", "Europe/Berlin", "2026-05-04T08:00:00Z"),
            ("%Y-%m-%d %H:%M", "2026-03-29 02:30", "Europe/Berlin", "2026-03-29T01:30:00Z"),
            ("%Y-%m-%d %H:%M", "2026-10-25 02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"),
            ("100%% %Y", "100% 2025", "UTC", "2025-01-01T00:00:00Z"),
        ] {
            assert_eq!(found(format, line, zone).as_deref(), Some(expected), "{format} {line}");
        }
        for (format, line) in [("%Y-%m-%d", "2026-02-30"), ("%H:%M", "25:00"), ("%b", "Foo"), ("%Y", "no year")] {
            assert_eq!(found(format, line, "UTC"), None, "{format} {line}");
        }
        assert!(TimeFormat::parse("no code").is_err() && TimeFormat::parse("50%").is_err());
    }
}
