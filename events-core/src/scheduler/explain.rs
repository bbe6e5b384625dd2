//! When a schedule runs next, and why.

use std::fmt;

use cupola_base::Timestamp;
use cupola_base::schedule::{Expression, Zone};
use serde::Serialize;

use super::{FlexibleWindow, Schedule, ScheduleId, ScheduleState, SchedulerError};
use crate::Engine;

/// The next runs of a schedule, and what decides them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SchedulePlan {
    /// The schedule.
    pub id: ScheduleId,
    /// When it runs, as it was given.
    pub expression: String,
    /// The same in words.
    pub words: String,
    /// The time zone of the expression.
    pub zone: Zone,
    /// How long after a planned time its run may start.
    pub window: FlexibleWindow,
    /// Recurring runs are at or after this.
    pub start: Option<Timestamp>,
    /// Recurring runs are before this.
    pub end: Option<Timestamp>,
    /// The next five planned times.
    pub next: Vec<Timestamp>,
    /// Why there is none.
    pub silence: Option<Silence>,
}

/// Why a schedule does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum Silence {
    /// It is disabled.
    Disabled,
    /// What comes next is not before its end.
    Ended,
    /// Its one time has passed.
    Passed,
    /// Its one time is not on the clock of its zone.
    Skipped,
    /// Its expression names no time up to the year 2199.
    Exhausted,
}

impl Engine {
    /// The next runs of a schedule after `now`, and what decides them. Nothing runs.
    ///
    /// ```
    /// use cupola_base::{Arn, Place, Timestamp};
    /// use cupola_events::Engine;
    /// use cupola_events::scheduler::{PutSchedule, ScheduleId, ScheduleTarget};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-03-27T12:00:00Z")?;
    /// let queue = Arn::parse("arn:aws:sqs:us-east-1:111122223333:inbox")?;
    /// let target = ScheduleTarget::new(queue, Arn::parse("arn:aws:iam::111122223333:role/scheduler")?);
    /// let id = ScheduleId::named("night")?;
    /// let put = PutSchedule::new(id.clone(), "cron(30 2 * * ? *)", target).with_zone("Europe/Berlin");
    /// engine.create_schedule(now, put)?;
    ///
    /// // On the 29th, clocks go from 02:00 to 03:00.
    /// let plan = engine.explain_schedule(now, &id)?;
    /// assert_eq!(plan.next[0].to_string(), "2026-03-28T01:30:00Z");
    /// assert_eq!(plan.next[1].to_string(), "2026-03-30T00:30:00Z");
    /// assert!(plan.to_string().contains("at minute 30 of hour 2 on every day of every month, Europe/Berlin"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`SchedulerError`] when it is not there.
    pub fn explain_schedule(&self, now: Timestamp, id: &ScheduleId) -> Result<SchedulePlan, SchedulerError> {
        let schedule = self.get_schedule(id)?;
        let now = now.max(self.now());
        let runs = std::iter::successors(schedule.next_after(now), |run| schedule.next_after(*run));
        let next: Vec<Timestamp> = runs.take(5).collect();
        Ok(SchedulePlan {
            id: id.clone(),
            expression: schedule.text.clone(),
            words: words(&schedule.expression),
            zone: schedule.zone,
            window: schedule.window,
            start: schedule.start,
            end: schedule.end,
            silence: next.is_empty().then(|| schedule.silence(now)),
            next,
        })
    }
}

impl Schedule {
    /// Why it has no run after `now`.
    fn silence(&self, now: Timestamp) -> Silence {
        let unbounded = Self { end: None, ..self.clone() };
        match &self.expression {
            _ if self.state == ScheduleState::Disabled => Silence::Disabled,
            Expression::At(at) if at.instant(self.zone).is_none() => Silence::Skipped,
            Expression::At(_) => Silence::Passed,
            _ if unbounded.next_after(now).is_some() => Silence::Ended,
            _ => Silence::Exhausted,
        }
    }
}

fn words(expression: &Expression) -> String {
    match expression {
        Expression::Cron(cron) => cron.explain(),
        Expression::Rate(rate) => format!("every {} seconds", rate.period().as_secs()),
        Expression::At(_) => "once".into(),
    }
}

impl fmt::Display for SchedulePlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "schedule {} runs by {}: {}, {}", self.id, self.expression, self.words, self.zone)?;
        if self.window.minutes() > 0 {
            writeln!(f, "each within {} minutes after its time", self.window.minutes())?;
        }
        self.start.iter().try_for_each(|start| writeln!(f, "from {start}"))?;
        self.end.iter().try_for_each(|end| writeln!(f, "before {end}"))?;
        self.silence.iter().try_for_each(|silence| writeln!(f, "it does not run: {silence}"))?;
        self.next.iter().try_for_each(|run| writeln!(f, "next {run}"))
    }
}

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Disabled => "it is disabled",
            Self::Ended => "what comes next is not before its end",
            Self::Passed => "its time has passed",
            Self::Skipped => "clocks of its zone skip its time",
            Self::Exhausted => "its expression names no later time",
        })
    }
}
