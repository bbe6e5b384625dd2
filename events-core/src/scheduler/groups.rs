//! Groups made, deleted, tagged and looked at.

use cupola_base::{Arn, Tags, Timestamp};

use super::{GroupName, ScheduleGroup, ScheduleId, SchedulerError};
use crate::Engine;

impl Engine {
    /// Makes a group. Returns its ARN.
    ///
    /// # Errors
    /// [`SchedulerError`].
    #[doc(alias = "CreateScheduleGroup")]
    pub fn create_schedule_group(
        &mut self,
        now: Timestamp,
        name: GroupName,
        tags: Tags,
    ) -> Result<Arn, SchedulerError> {
        let now = self.see(now);
        let (groups, most) = (&mut self.state.schedules.scheduler.groups, self.state.limits.schedule_groups);
        if groups.contains_key(&name) {
            return Err(SchedulerError::GroupExists(name));
        }
        if groups.len() >= most {
            return Err(SchedulerError::TooManyGroups(most));
        }
        let arn = name.arn(&self.state.place);
        let group =
            ScheduleGroup { name: name.clone(), created: Some(now), modified: Some(now), tags, ..Default::default() };
        groups.insert(name, group);
        Ok(arn)
    }

    /// Deletes a group with all its schedules, at once.
    ///
    /// # Errors
    /// [`SchedulerError`]; the default group stays.
    #[doc(alias = "DeleteScheduleGroup")]
    pub fn delete_schedule_group(&mut self, now: Timestamp, name: &GroupName) -> Result<(), SchedulerError> {
        self.see(now);
        self.get_schedule_group(name)?;
        if name.is_default() {
            return Err(SchedulerError::DefaultGroup);
        }
        let ids: Vec<ScheduleId> = self.list_schedules(Some(name))?.map(|schedule| schedule.id.clone()).collect();
        for id in ids {
            self.state.schedules.remove(&id);
        }
        self.state.schedules.scheduler.groups.remove(name);
        Ok(())
    }

    /// A group.
    ///
    /// # Errors
    /// [`SchedulerError::UnknownGroup`].
    #[doc(alias = "GetScheduleGroup")]
    pub fn get_schedule_group(&self, name: &GroupName) -> Result<&ScheduleGroup, SchedulerError> {
        let group = self.state.schedules.scheduler.groups.get(name);
        group.ok_or_else(|| SchedulerError::UnknownGroup(name.clone()))
    }

    /// All groups, by name.
    #[doc(alias = "ListScheduleGroups")]
    pub fn list_schedule_groups(&self) -> impl Iterator<Item = &ScheduleGroup> {
        self.state.schedules.scheduler.groups.values()
    }

    /// The group of this ARN, whose tags are read.
    ///
    /// # Errors
    /// [`SchedulerError`] when the ARN is not that of a group, or there is no such group.
    pub fn schedule_group_of_arn(&self, arn: &str) -> Result<&ScheduleGroup, SchedulerError> {
        self.get_schedule_group(&self.group_name(arn)?)
    }

    /// The tags of the group of this ARN, to be changed.
    ///
    /// # Errors
    /// [`SchedulerError`] when the ARN is not that of a group, or there is no such group.
    pub fn schedule_group_tags(&mut self, now: Timestamp, arn: &str) -> Result<&mut Tags, SchedulerError> {
        let now = self.see(now);
        let name = self.group_name(arn)?;
        let group = self.state.schedules.scheduler.groups.get_mut(&name);
        let group = group.ok_or(SchedulerError::UnknownGroup(name))?;
        group.modified = group.modified.map(|_| now);
        Ok(&mut group.tags)
    }

    fn group_name(&self, arn: &str) -> Result<GroupName, SchedulerError> {
        let here = self.place().arn("scheduler", "schedule-group/").to_string();
        let name = arn.strip_prefix(&here).and_then(|name| GroupName::new(name).ok());
        name.ok_or_else(|| SchedulerError::Arn(arn.into()))
    }
}
