//! Any of the three kinds of expression.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{At, Cron, Part, Rate, ScheduleError, ScheduleProblem, Zone};
use crate::Timestamp;

/// When something runs: a [`Rate`], a [`Cron`] or an [`At`].
///
/// ```
/// use cupola_base::Timestamp;
/// use cupola_base::schedule::{Dialect, Expression, Zone};
///
/// let once = Expression::parse("at(2026-05-04T06:30:00)", Dialect::Scheduler)?;
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// assert_eq!(once.next_after(now, now, Zone::UTC), Some(now.plus_secs(1800)));
/// assert_eq!(once.to_string(), "at(2026-05-04T06:30:00)");
/// assert!(Expression::parse("at(2026-05-04T06:30:00)", Dialect::Rules).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[expect(clippy::exhaustive_enums, reason = "the services know these kinds")]
pub enum Expression {
    /// Every so often.
    Rate(Rate),
    /// By the calendar.
    Cron(Cron),
    /// Once.
    At(At),
}

/// Whose expressions are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there are two services")]
pub enum Dialect {
    /// Those of rules on an event bus: rates and crons; units of rates agree with their number.
    Rules,
    /// Those of EventBridge Scheduler: one-time expressions too; any unit with any number.
    Scheduler,
}

impl Expression {
    /// Reads an expression of at most 256 characters; no blank may stand around it.
    ///
    /// # Errors
    /// [`ScheduleError`] with the place and what is accepted.
    pub fn parse(text: &str, dialect: Dialect) -> Result<Self, ScheduleError> {
        match text.split_once('(').map(|(word, _)| word) {
            Some("rate") => Rate::parse(text, dialect).map(Self::Rate),
            Some("cron") => Cron::parse(text).map(Self::Cron),
            Some("at") if dialect == Dialect::Scheduler => At::parse(text).map(Self::At),
            _ => Err(unknown(text, dialect)),
        }
    }

    /// The first run after `t`; `None` when there is none up to the year 2199. A rate counts from `anchor`, which
    /// is its first run; the calendar is that of `zone`.
    #[must_use]
    pub fn next_after(&self, anchor: Timestamp, t: Timestamp, zone: Zone) -> Option<Timestamp> {
        match self {
            Self::Rate(rate) => rate.next_after(anchor, t),
            Self::Cron(cron) => cron.next_after_in(t, zone),
            Self::At(at) => at.instant(zone).filter(|at| *at > t),
        }
    }

    /// The last run before `t`; see [`next_after`](Self::next_after).
    #[must_use]
    pub fn prev_before(&self, anchor: Timestamp, t: Timestamp, zone: Zone) -> Option<Timestamp> {
        match self {
            Self::Rate(rate) => rate.prev_before(anchor, t),
            Self::Cron(cron) => cron.prev_before_in(t, zone),
            Self::At(at) => at.instant(zone).filter(|at| *at < t),
        }
    }
}

fn unknown(text: &str, dialect: Dialect) -> ScheduleError {
    let known = match dialect {
        Dialect::Rules => "rate(...) and cron(...)",
        Dialect::Scheduler => "rate(...), cron(...) and at(...)",
    };
    match Part::whole(text) {
        Ok(whole) => {
            let help = format!("accepted: {known}, in lower case, without blanks around");
            whole.error(ScheduleProblem::Form, "not a schedule").with_help(help)
        }
        Err(too_long) => too_long,
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rate(rate) => rate.fmt(f),
            Self::Cron(cron) => cron.fmt(f),
            Self::At(at) => at.fmt(f),
        }
    }
}

/// As printed; both dialects are read back.
impl TryFrom<String> for Expression {
    type Error = ScheduleError;

    fn try_from(text: String) -> Result<Self, ScheduleError> {
        Self::parse(&text, Dialect::Scheduler)
    }
}

impl From<Expression> for String {
    fn from(schedule: Expression) -> Self {
        schedule.to_string()
    }
}
