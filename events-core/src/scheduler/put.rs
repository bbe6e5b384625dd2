//! Schedules to be made or changed.

use cupola_base::Timestamp;
use cupola_base::schedule::{Dialect, Expression, Zone};

use super::error::SchedulerError;
use super::schedule::{AfterCompletion, Schedule, ScheduleState};
use super::{FlexibleWindow, ScheduleId, ScheduleTarget};
use crate::Limits;

/// A schedule to be made, or to replace one: what is left out has its default, also where a schedule of the name
/// is there already.
///
/// ```
/// use cupola_base::Arn;
/// use cupola_events::scheduler::{AfterCompletion, PutSchedule, ScheduleId, ScheduleTarget};
///
/// let queue = Arn::parse("arn:aws:sqs:us-east-1:111122223333:inbox")?;
/// let role = Arn::parse("arn:aws:iam::111122223333:role/scheduler")?;
/// let put = PutSchedule::new(ScheduleId::named("once")?, "at(2026-05-04T12:00:00)", ScheduleTarget::new(queue, role))
///     .with_zone("Europe/Berlin")
///     .with_after_completion(AfterCompletion::Delete);
/// assert_eq!(put.zone.as_deref(), Some("Europe/Berlin"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PutSchedule {
    /// Group and name.
    pub id: ScheduleId,
    /// When it runs.
    pub expression: String,
    /// The time zone of the expression; UTC unless told.
    pub zone: Option<String>,
    /// How long after its time a run may start.
    pub window: FlexibleWindow,
    /// What it calls.
    pub target: ScheduleTarget,
    /// Recurring runs are at or after this.
    pub start: Option<Timestamp>,
    /// Recurring runs are before this.
    pub end: Option<Timestamp>,
    /// Whether it runs; enabled unless told.
    pub state: ScheduleState,
    /// What becomes of it when no run is left.
    pub after_completion: AfterCompletion,
    /// Words of its owner, up to 512 characters.
    pub description: Option<String>,
    /// The key that encrypts it; kept and shown.
    pub kms_key_arn: Option<String>,
}

impl PutSchedule {
    /// An enabled schedule in UTC without a flexible window.
    #[must_use]
    pub fn new(id: ScheduleId, expression: impl Into<String>, target: ScheduleTarget) -> Self {
        Self {
            id,
            expression: expression.into(),
            zone: None,
            window: FlexibleWindow::Off,
            target,
            start: None,
            end: None,
            state: ScheduleState::Enabled,
            after_completion: AfterCompletion::Keep,
            description: None,
            kms_key_arn: None,
        }
    }

    /// Sets the time zone, by its name in the IANA database.
    #[must_use]
    pub fn with_zone(self, zone: impl Into<String>) -> Self {
        Self { zone: Some(zone.into()), ..self }
    }

    /// Sets the flexible window.
    #[must_use]
    pub fn with_window(self, window: FlexibleWindow) -> Self {
        Self { window, ..self }
    }

    /// Sets when recurring runs begin and end.
    #[must_use]
    pub fn within(self, start: Option<Timestamp>, end: Option<Timestamp>) -> Self {
        Self { start, end, ..self }
    }

    /// Sets the state.
    #[must_use]
    pub fn with_state(self, state: ScheduleState) -> Self {
        Self { state, ..self }
    }

    /// Sets what becomes of it when no run is left.
    #[must_use]
    pub fn with_after_completion(self, after_completion: AfterCompletion) -> Self {
        Self { after_completion, ..self }
    }

    /// Sets the description.
    #[must_use]
    pub fn with_description(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// The checked schedule, made now and waiting for nothing yet.
    pub(super) fn check(self, now: Timestamp, limits: &Limits) -> Result<Schedule, SchedulerError> {
        let expression = Expression::parse(&self.expression, Dialect::Scheduler)
            .map_err(|cause| SchedulerError::Expression { text: self.expression.clone(), cause })?;
        let zone = self.zone.as_deref().map_or(Ok(Zone::UTC), Zone::parse)?;
        if self.window != FlexibleWindow::Off && !(1..=1440).contains(&self.window.minutes()) {
            return Err(SchedulerError::Window);
        }
        if self.start.zip(self.end).is_some_and(|(start, end)| start >= end) {
            return Err(SchedulerError::EndBeforeStart);
        }
        let most = limits.description_length;
        if self.description.as_ref().is_some_and(|text| text.chars().count() > most) {
            return Err(SchedulerError::Description(most));
        }
        Ok(Schedule::new(now, self, expression, zone))
    }
}
