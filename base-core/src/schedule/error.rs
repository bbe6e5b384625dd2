//! Why a text is not a schedule.

use std::fmt;

use crate::text::{Diagnostic, Span};

/// Why a text is not a schedule, and where.
///
/// ```
/// use cupola_base::schedule::{Cron, ScheduleProblem};
///
/// let error = Cron::parse("cron(71 * * * ? *)").unwrap_err();
/// assert_eq!(error.problem(), ScheduleProblem::Value);
/// assert_eq!(
///     error.to_string(),
///     [
///         "schedule error: `71` is not a minute",
///         "  |",
///         "1 | cron(71 * * * ? *)",
///         "  |      ^^ a minute is 0 to 59",
///         "  |",
///         "  = help: accepted in minutes: , - * /",
///         "  = source: EventBridge User Guide, \"Cron expressions\"",
///     ]
///     .join("\n"),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ScheduleError {
    problem: ScheduleProblem,
    diagnostic: Box<Diagnostic>,
}

/// What kind of thing is wrong with a schedule's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ScheduleProblem {
    /// More than 256 characters.
    Length,
    /// Neither `rate(...)` nor `cron(...)` nor, where it is known, `at(...)`.
    Form,
    /// A rate is not one number, one blank and one unit.
    Rate,
    /// A rate's unit is unknown, or does not fit its number.
    Unit,
    /// A time is not `yyyy-mm-ddThh:mm:ss`, or not one of the calendar.
    Time,
    /// A cron expression has not six fields.
    Fields,
    /// A number is out of bounds, or a word is none of the field's.
    Value,
    /// A special is not known in the field, or not in this company.
    Special,
    /// A step is not a number from 1.
    Step,
    /// Not exactly one of the two fields of days is `?`.
    QuestionMark,
}

impl ScheduleError {
    pub(super) fn new(problem: ScheduleProblem, source: &str, span: Span, message: impl Into<String>) -> Self {
        let title = match problem {
            ScheduleProblem::Rate | ScheduleProblem::Unit => "EventBridge User Guide, \"Rate expressions\"",
            ScheduleProblem::Time => "EventBridge Scheduler User Guide, \"One-time schedules\"",
            ScheduleProblem::Length | ScheduleProblem::Form => "EventBridge User Guide, \"Schedule patterns\"",
            _ => "EventBridge User Guide, \"Cron expressions\"",
        };
        let diagnostic = Diagnostic::new("schedule", source, span, message).with_reference(title);
        Self { problem, diagnostic: Box::new(diagnostic) }
    }

    pub(super) fn with_label(self, label: impl Into<String>) -> Self {
        Self { diagnostic: Box::new(self.diagnostic.with_label(label)), ..self }
    }

    pub(super) fn with_help(self, help: impl Into<String>) -> Self {
        Self { diagnostic: Box::new(self.diagnostic.with_help(help)), ..self }
    }

    /// What kind of thing is wrong.
    #[must_use]
    pub const fn problem(&self) -> ScheduleProblem {
        self.problem
    }

    /// What is wrong, where, and what is accepted.
    #[must_use]
    pub const fn diagnostic(&self) -> &Diagnostic {
        &self.diagnostic
    }
}

impl std::error::Error for ScheduleError {}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

/// As displayed: what a failing test prints should be read by people.
impl fmt::Debug for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
