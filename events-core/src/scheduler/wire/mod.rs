//! The service's JSON, in and out.

mod group;
mod schedule;
mod target;

pub(super) use group::{
    CreateGroup, GroupAnswer, GroupArnAnswer, GroupsAnswer, ListGroups, NamedGroup, ResourceTags, TagGroup, TagsAnswer,
    UntagGroup, read_tags,
};
pub(super) use schedule::{
    ListSchedules, NamedSchedule, PutRequest, ScheduleAnswer, ScheduleArnAnswer, SchedulesAnswer, SummaryAnswer,
};
