//! `cron(0 8 ? * MON-FRI *)`.

mod days;
mod explain;
mod field;
mod parse;
mod search;

use std::fmt;
use std::sync::Arc;

use days::Days;
use search::Civil;

use super::bits::Bits;
use super::{Part, ScheduleError, Zone};
use crate::Timestamp;

/// Minutes of the calendar: six fields for minutes, hours, days of the month, months, days of the week, years.
///
/// | field | values | specials |
/// |---|---|---|
/// | minutes | 0–59 | `, - * /` |
/// | hours | 0–23 | `, - * /` |
/// | day of the month | 1–31 | `, - * ? / L W` |
/// | month | 1–12, JAN–DEC | `, - * /` |
/// | day of the week | 1–7, SUN–SAT | `, - * ? L #` |
/// | year | 1970–2199 | `, - * /` |
///
/// Exactly one of the fields of days is `?`. Ranges may wrap (`20-2`, `FRI-MON`), save those of years. A day
/// that a month does not have is skipped, also as `31W`.
///
/// ```
/// use cupola_base::Timestamp;
/// use cupola_base::schedule::Cron;
///
/// let first_monday = Cron::parse("cron(0 8 ? * MON#1 *)")?;
/// let mut at = Timestamp::parse("2026-01-15T00:00:00Z")?;
/// let mut next = || {
///     at = first_monday.next_after(at)?;
///     Some(at.to_string())
/// };
/// assert_eq!(next().as_deref(), Some("2026-02-02T08:00:00Z"));
/// assert_eq!(next().as_deref(), Some("2026-03-02T08:00:00Z"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// EventBridge User Guide, "Cron expressions". Our decisions: `L-3` is the third day before the last, blanks may
/// be several and may stand inside the parentheses, `L` and `W` stand alone and in any letter case, and `31W` runs
/// in months of 31 days alone.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cron {
    text: Arc<str>,
    minutes: Bits<1>,
    hours: Bits<1>,
    days: Days,
    months: Bits<1>,
    years: Bits<4>,
}

impl Cron {
    /// Reads a cron expression.
    ///
    /// # Errors
    /// [`ScheduleError`] with the place and what is accepted.
    pub fn parse(text: &str) -> Result<Self, ScheduleError> {
        parse::cron(text, Part::inside(text, "cron")?)
    }

    /// The text as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first run after `t` in UTC; `None` when there is none up to the year 2199.
    #[must_use]
    pub fn next_after(&self, t: Timestamp) -> Option<Timestamp> {
        self.next_after_in(t, Zone::UTC)
    }

    /// The last run before `t` in UTC; `None` when there is none since 1970.
    #[must_use]
    pub fn prev_before(&self, t: Timestamp) -> Option<Timestamp> {
        self.prev_before_in(t, Zone::UTC)
    }

    /// The first run after `t` by the calendar of a zone. A time that a clock does not show is skipped; one that
    /// it shows twice counts the first time.
    ///
    /// ```
    /// use cupola_base::Timestamp;
    /// use cupola_base::schedule::{Cron, Zone};
    ///
    /// let cron = Cron::parse("cron(30 2 * * ? *)")?;
    /// let next = cron.next_after_in(Timestamp::parse("2026-03-07T12:00:00Z")?, Zone::parse("America/New_York")?);
    /// assert_eq!(next, Some(Timestamp::parse("2026-03-09T06:30:00Z")?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// EventBridge Scheduler User Guide, "Daylight savings time"; that of two times the first counts is our
    /// decision.
    #[must_use]
    pub fn next_after_in(&self, t: Timestamp, zone: Zone) -> Option<Timestamp> {
        let mut from = Civil::of(zone.local(t)).next_minute();
        loop {
            let local = self.at_or_after(from)?;
            match zone.first_instant(local.time()?) {
                Some(at) if at > t => return Some(at),
                _ => from = local.next_minute(),
            }
        }
    }

    /// The last run before `t` by the calendar of a zone; see [`next_after_in`](Self::next_after_in).
    #[must_use]
    pub fn prev_before_in(&self, t: Timestamp, zone: Zone) -> Option<Timestamp> {
        let mut to = Civil::of(zone.latest_local(t.plus_millis(-1)));
        loop {
            let local = self.at_or_before(to)?;
            match zone.first_instant(local.time()?) {
                Some(at) if at < t => return Some(at),
                _ => to = local.previous_minute(),
            }
        }
    }
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
