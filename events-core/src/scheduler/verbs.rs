//! Schedules made, changed and looked at.

use std::ops::Bound;

use cupola_base::{Arn, Timestamp};

use super::{GroupName, PutSchedule, Schedule, ScheduleId, SchedulerError};
use crate::Engine;

impl Engine {
    /// Makes a schedule. Returns its ARN. One that is due at this very instant runs.
    ///
    /// # Errors
    /// [`SchedulerError`].
    ///
    /// # Source
    /// EventBridge Scheduler API Reference, CreateSchedule.
    #[doc(alias = "CreateSchedule")]
    pub fn create_schedule(&mut self, now: Timestamp, put: PutSchedule) -> Result<Arn, SchedulerError> {
        let now = self.see(now);
        let schedule = self.check_schedule(now, put)?;
        let (schedules, most) = (&self.state.schedules.scheduler.schedules, self.state.limits.schedules);
        if schedules.contains_key(&schedule.id) {
            return Err(SchedulerError::ScheduleExists(schedule.id.name));
        }
        if schedules.len() >= most {
            return Err(SchedulerError::TooManySchedules(most));
        }
        Ok(self.start_schedule(now, schedule))
    }

    /// Replaces a schedule: what is left out goes back to its default. A rate whose expression and start stay the
    /// same counts on.
    ///
    /// # Errors
    /// [`SchedulerError`].
    ///
    /// # Source
    /// EventBridge Scheduler API Reference, UpdateSchedule; how rates count on is our decision.
    #[doc(alias = "UpdateSchedule")]
    pub fn update_schedule(&mut self, now: Timestamp, put: PutSchedule) -> Result<Arn, SchedulerError> {
        let now = self.see(now);
        self.get_schedule(&put.id)?;
        let schedule = self.check_schedule(now, put)?;
        let old = self.state.schedules.remove(&schedule.id);
        let schedule = match &old {
            Some(old) => schedule.in_place_of(old),
            None => schedule,
        };
        Ok(self.start_schedule(now, schedule))
    }

    /// Deletes a schedule; runs that wait in its window are off. A run that was begun goes on: its delivery is retried
    /// as the schedule's policy said, and written to its dead-letter queue in the end. So a schedule that deletes
    /// itself after its last run loses none of that run's tries.
    ///
    /// # Errors
    /// [`SchedulerError`].
    ///
    /// # Source
    /// EventBridge Scheduler API Reference, DeleteSchedule; that a run goes on is our decision.
    #[doc(alias = "DeleteSchedule")]
    pub fn delete_schedule(&mut self, now: Timestamp, id: &ScheduleId) -> Result<(), SchedulerError> {
        self.see(now);
        self.get_schedule(id)?;
        self.state.schedules.remove(id);
        Ok(())
    }

    /// A schedule.
    ///
    /// # Errors
    /// [`SchedulerError`].
    #[doc(alias = "GetSchedule")]
    pub fn get_schedule(&self, id: &ScheduleId) -> Result<&Schedule, SchedulerError> {
        self.get_schedule_group(&id.group)?;
        let schedule = self.state.schedules.scheduler.schedules.get(id);
        schedule.ok_or_else(|| SchedulerError::UnknownSchedule(id.name.clone()))
    }

    /// All schedules, or those of a group, by group and name.
    ///
    /// # Errors
    /// [`SchedulerError`] when the group is not there.
    #[doc(alias = "ListSchedules")]
    pub fn list_schedules(&self, group: Option<&GroupName>) -> Result<impl Iterator<Item = &Schedule>, SchedulerError> {
        group.map(|group| self.get_schedule_group(group)).transpose()?;
        let group = group.cloned();
        Ok(self.schedules_after(None).filter(move |schedule| group.as_ref().is_none_or(|g| schedule.id.group == *g)))
    }

    /// All schedules after one, by group and name.
    pub(super) fn schedules_after(&self, after: Option<&ScheduleId>) -> impl Iterator<Item = &Schedule> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.state.schedules.scheduler.schedules.range((from, Bound::Unbounded)).map(|(_, schedule)| schedule)
    }

    fn check_schedule(&self, now: Timestamp, put: PutSchedule) -> Result<Schedule, SchedulerError> {
        self.get_schedule_group(&put.id.group)?;
        put.target.check(self.place(), self.state.limits.schedule_input_bytes)?;
        put.check(now, &self.state.limits)
    }

    fn start_schedule(&mut self, now: Timestamp, schedule: Schedule) -> Arn {
        let (id, arn) = (schedule.id.clone(), schedule.id.arn(self.place()));
        let after = schedule.looks_after(now);
        self.state.schedules.scheduler.schedules.insert(id.clone(), schedule);
        self.state.schedules.arm(&id, after);
        self.see(now);
        arn
    }
}
