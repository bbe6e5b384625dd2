//! `rate(5 minutes)`.

use std::fmt;
use std::time::Duration;

use super::{Dialect, Part, ScheduleError, ScheduleProblem};
use crate::Timestamp;

/// Every so many minutes, hours or days of 24 hours.
///
/// ```
/// use cupola_base::Timestamp;
/// use cupola_base::schedule::{Dialect, Rate};
///
/// let rate = Rate::parse("rate(5 minutes)", Dialect::Rules)?;
/// let anchor = Timestamp::parse("2026-05-04T06:00:10Z")?;
/// assert_eq!(rate.next_after(anchor, anchor), Some(anchor.plus_secs(300)));
/// assert_eq!(rate.next_after(anchor, anchor.plus_secs(601)), Some(anchor.plus_secs(900)));
///
/// assert!(Rate::parse("rate(1 days)", Dialect::Rules).is_err());
/// assert_eq!(Rate::parse("rate(1 days)", Dialect::Scheduler)?.to_string(), "rate(1 day)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// EventBridge User Guide, "Rate expressions". That a number has at most ten digits (2^32 - 1) is our
/// decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    count: u32,
    unit: RateUnit,
}

/// What a rate counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these units")]
pub enum RateUnit {
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours, whatever a clock on the wall does.
    Day,
}

impl Rate {
    /// Reads `rate(N unit)`: one blank, lower case, a number from 1 without a sign. In the dialect of rules the
    /// unit is singular exactly when the number is 1; the other takes either.
    ///
    /// # Errors
    /// [`ScheduleError`] with the place and what is accepted.
    pub fn parse(text: &str, dialect: Dialect) -> Result<Self, ScheduleError> {
        let inside = Part::inside(text, "rate")?;
        let (count, unit) = inside.split_once(' ').ok_or_else(|| not_a_rate(inside, "a number and a unit"))?;
        let number = count.number().filter(|number| *number > 0);
        let number = number.ok_or_else(|| not_a_rate(count, "a number from 1"))?;
        Ok(Self { count: number, unit: read_unit(unit, number, dialect)? })
    }

    /// How many of the unit.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.count
    }

    /// The unit.
    #[must_use]
    pub const fn unit(self) -> RateUnit {
        self.unit
    }

    /// The time from one run to the next.
    #[must_use]
    pub const fn period(self) -> Duration {
        Duration::from_secs(self.count as u64 * self.unit.seconds())
    }

    /// The first of `anchor`, one period later, two periods later, ... that is after `t`; `None` past the year
    /// 2199.
    #[must_use]
    pub fn next_after(self, anchor: Timestamp, t: Timestamp) -> Option<Timestamp> {
        let periods = t.millis_since(anchor).div_euclid(self.millis()).saturating_add(1).max(0);
        let at = anchor.as_millis().saturating_add(periods.saturating_mul(self.millis()));
        (at < END.as_millis()).then(|| Timestamp::from_millis(at))
    }

    /// The last of `anchor`, one period later, ... that is before `t`; `None` when the anchor is not.
    #[must_use]
    pub fn prev_before(self, anchor: Timestamp, t: Timestamp) -> Option<Timestamp> {
        let periods = t.min(END).millis_since(anchor).saturating_sub(1).div_euclid(self.millis());
        (periods >= 0).then(|| anchor.plus_millis(periods.saturating_mul(self.millis())))
    }

    const fn millis(self) -> i64 {
        (self.count as u64 * self.unit.seconds() * 1000).cast_signed()
    }
}

/// 2200-01-01T00:00:00Z.
const END: Timestamp = Timestamp::from_secs(7_258_118_400);

impl RateUnit {
    const fn seconds(self) -> u64 {
        match self {
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }
}

fn read_unit(part: Part<'_>, number: u32, dialect: Dialect) -> Result<RateUnit, ScheduleError> {
    let word = part.text().strip_suffix('s').unwrap_or_else(|| part.text());
    let units = [RateUnit::Minute, RateUnit::Hour, RateUnit::Day];
    let unit = units.into_iter().find(|unit| unit.word() == word).ok_or_else(|| not_a_unit(part))?;
    let fits = (number > 1) == part.text().ends_with('s') || dialect == Dialect::Scheduler;
    fits.then_some(unit).ok_or_else(|| {
        let wanted = if number > 1 { format!("{word}s") } else { word.to_owned() };
        not_a_unit(part).with_label(format!("{number} {wanted}"))
    })
}

fn not_a_rate(part: Part<'_>, wanted: &str) -> ScheduleError {
    part.error(ScheduleProblem::Rate, format!("{wanted} is needed")).with_help("accepted: rate(N unit), with one blank")
}

fn not_a_unit(part: Part<'_>) -> ScheduleError {
    let message = format!("`{}` is not a unit here", part.text());
    part.error(ScheduleProblem::Unit, message)
        .with_help("accepted: minute, hour, day after 1; minutes, hours, days after greater numbers")
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "rate({} {}{plural})", self.count, self.unit.word())
    }
}
