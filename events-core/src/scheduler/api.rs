//! The door of EventBridge Scheduler: the service's actions with its own JSON, a thin layer over the typed verbs.

use cupola_base::paging::fingerprint;
use cupola_base::{ApiError, Caller, Timestamp};
use serde::Deserialize;

use super::shapes as s;
use super::wire::{
    CreateGroup, GroupAnswer, GroupArnAnswer, GroupsAnswer, ListGroups, ListSchedules, NamedGroup, NamedSchedule,
    PutRequest, ResourceTags, ScheduleAnswer, ScheduleArnAnswer, SchedulesAnswer, SummaryAnswer, TagGroup, TagsAnswer,
    UntagGroup, read_tags,
};
use super::{ScheduleId, SchedulerError};
use crate::Engine;
use crate::api::{PageRequest, door};
use crate::wire::Nothing;

impl Engine {
    /// Answers one action of EventBridge Scheduler's API, JSON in and JSON out;
    /// [`OPERATIONS`](crate::scheduler::OPERATIONS) lists them. Members of path and query stand in the request under
    /// their names.
    ///
    /// A request that comes again with its client token gets the answer of the first time, and nothing is done. Lists
    /// come in pages of `MaxResults` items, 100 unless told.
    ///
    /// ```
    /// use cupola_base::{Caller, Place, Timestamp};
    /// use cupola_events::Engine;
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let (mut engine, caller) = (Engine::new(place.clone(), 0), Caller::root(place));
    /// let request = r#"{"Name": "five", "ScheduleExpression": "rate(5 minutes)", "FlexibleTimeWindow": {"Mode": "OFF"},
    ///     "Target": {"Arn": "arn:aws:sqs:us-east-1:111122223333:q", "RoleArn": "arn:aws:iam::111122223333:role/r"}}"#;
    /// let answer = engine.call_scheduler(Timestamp::EPOCH, &caller, "CreateSchedule", request)?;
    /// assert_eq!(answer, r#"{"ScheduleArn":"arn:aws:scheduler:us-east-1:111122223333:schedule/default/five"}"#);
    /// let again = engine.call_scheduler(Timestamp::EPOCH, &caller, "CreateSchedule", request).unwrap_err();
    /// assert_eq!((again.code.as_ref(), again.status), ("ConflictException", 409));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ApiError`] with the service's code. An action that is not listed is `UnknownOperationException`, a request
    /// that is not JSON `SerializationException`, one that breaks a bound `ValidationException`.
    ///
    /// # Source
    /// EventBridge Scheduler API Reference.
    pub fn call_scheduler(
        &mut self,
        now: Timestamp,
        caller: &Caller,
        action: &str,
        input: &str,
    ) -> Result<String, ApiError> {
        let now = self.see(now);
        let Some(token) = client_token(action, input) else { return self.answer_scheduler(now, caller, action, input) };
        let request = fingerprint(input.as_bytes());
        if let Some(answer) = self.state.schedules.scheduler.tokens.answer(action, &token, request)? {
            return Ok(answer);
        }
        let answer = self.answer_scheduler(now, caller, action, input)?;
        let most = self.state.limits.client_tokens;
        self.state.schedules.scheduler.tokens.keep(action, &token, request, &answer, most);
        Ok(answer)
    }

    fn answer_scheduler(
        &mut self,
        now: Timestamp,
        _caller: &Caller,
        action: &str,
        input: &str,
    ) -> Result<String, ApiError> {
        match action {
            "CreateSchedule" => door(&s::CREATE_SCHEDULE, input, |request| self.answer_create_schedule(now, request)),
            "UpdateSchedule" => door(&s::UPDATE_SCHEDULE, input, |request| self.answer_update_schedule(now, request)),
            "GetSchedule" => door(&s::GET_SCHEDULE, input, |request| self.answer_get_schedule(request)),
            "DeleteSchedule" => door(&s::DELETE_SCHEDULE, input, |request| self.answer_delete_schedule(now, request)),
            "ListSchedules" => door(&s::LIST_SCHEDULES, input, |request| self.answer_list_schedules(request)),
            "CreateScheduleGroup" => {
                door(&s::CREATE_SCHEDULE_GROUP, input, |request| self.answer_create_group(now, request))
            }
            "GetScheduleGroup" => door(&s::GET_SCHEDULE_GROUP, input, |request| self.answer_get_group(&request)),
            "DeleteScheduleGroup" => {
                door(&s::DELETE_SCHEDULE_GROUP, input, |request| self.answer_delete_group(now, &request))
            }
            "ListScheduleGroups" => door(&s::LIST_SCHEDULE_GROUPS, input, |request| self.answer_list_groups(request)),
            "ListTagsForResource" => {
                door(&s::LIST_TAGS_FOR_RESOURCE, input, |request| self.answer_group_tags(&request))
            }
            "TagResource" => door(&s::TAG_RESOURCE, input, |request| self.answer_tag_group(now, request)),
            "UntagResource" => door(&s::UNTAG_RESOURCE, input, |request| self.answer_untag_group(now, &request)),
            _ => Err(ApiError::unknown_operation(action)),
        }
    }

    fn answer_create_schedule(&mut self, now: Timestamp, request: PutRequest) -> Result<ScheduleArnAnswer, ApiError> {
        Ok(ScheduleArnAnswer { schedule_arn: self.create_schedule(now, request.try_into()?)?.into() })
    }

    fn answer_update_schedule(&mut self, now: Timestamp, request: PutRequest) -> Result<ScheduleArnAnswer, ApiError> {
        Ok(ScheduleArnAnswer { schedule_arn: self.update_schedule(now, request.try_into()?)?.into() })
    }

    fn answer_get_schedule(&self, request: NamedSchedule) -> Result<ScheduleAnswer<'_>, ApiError> {
        Ok(ScheduleAnswer::of(self.get_schedule(&request.id())?, self.place()))
    }

    fn answer_delete_schedule(&mut self, now: Timestamp, request: NamedSchedule) -> Result<Nothing, ApiError> {
        self.delete_schedule(now, &request.id())?;
        Ok(Nothing {})
    }

    fn answer_list_schedules(&self, request: ListSchedules) -> Result<SchedulesAnswer<'_>, ApiError> {
        let prefix = request.name_prefix.unwrap_or_default();
        let group = request.group_name;
        let state = request.state;
        let arguments = [group.as_ref().map_or("", |g| g.as_str()), &prefix, state.map_or("", |s| s.as_str())];
        let page = PageRequest::new("ListSchedules", &arguments, request.next_token, request.max_results);
        let wanted = self.list_schedules(group.as_ref())?.filter(|schedule| {
            schedule.id.name.as_str().starts_with(&prefix) && state.is_none_or(|state| schedule.state == state)
        });
        let page = page.of_keyed(self.now(), wanted, |schedule| position(&schedule.id))?;
        let schedules = page.items.into_iter().map(|schedule| SummaryAnswer::of(schedule, self.place())).collect();
        Ok(SchedulesAnswer { next_token: page.next, schedules })
    }

    fn answer_create_group(&mut self, now: Timestamp, request: CreateGroup) -> Result<GroupArnAnswer, ApiError> {
        let tags = read_tags(request.tags).map_err(SchedulerError::Tags)?;
        Ok(GroupArnAnswer { schedule_group_arn: self.create_schedule_group(now, request.name, tags)?.into() })
    }

    fn answer_get_group(&self, request: &NamedGroup) -> Result<GroupAnswer<'_>, ApiError> {
        Ok(GroupAnswer::of(self.get_schedule_group(&request.name)?, self.place()))
    }

    fn answer_delete_group(&mut self, now: Timestamp, request: &NamedGroup) -> Result<Nothing, ApiError> {
        self.delete_schedule_group(now, &request.name)?;
        Ok(Nothing {})
    }

    fn answer_list_groups(&self, request: ListGroups) -> Result<GroupsAnswer<'_>, ApiError> {
        let prefix = request.name_prefix.unwrap_or_default();
        let page = PageRequest::new("ListScheduleGroups", &[&prefix], request.next_token, request.max_results);
        let groups = self.list_schedule_groups().filter(|group| group.name.as_str().starts_with(&prefix));
        let page = page.of(self.now(), groups, |group| group.name.as_str())?;
        let schedule_groups = page.items.into_iter().map(|group| GroupAnswer::of(group, self.place())).collect();
        Ok(GroupsAnswer { next_token: page.next, schedule_groups })
    }

    fn answer_group_tags(&self, request: &ResourceTags) -> Result<TagsAnswer<'_>, ApiError> {
        Ok((&self.schedule_group_of_arn(&request.resource_arn)?.tags).into())
    }

    fn answer_tag_group(&mut self, now: Timestamp, request: TagGroup) -> Result<Nothing, ApiError> {
        let tags = request.tags.into_iter().map(<(String, String)>::from);
        self.schedule_group_tags(now, &request.resource_arn)?.set(tags).map_err(SchedulerError::Tags)?;
        Ok(Nothing {})
    }

    fn answer_untag_group(&mut self, now: Timestamp, request: &UntagGroup) -> Result<Nothing, ApiError> {
        let keys = request.tag_keys.iter().map(String::as_str);
        self.schedule_group_tags(now, &request.resource_arn)?.unset(keys);
        Ok(Nothing {})
    }
}

/// A text that is ordered as ids are.
fn position(id: &ScheduleId) -> String {
    format!("{}\0{}", id.group, id.name)
}

/// The token of a request that changes something.
fn client_token(action: &str, input: &str) -> Option<String> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Request {
        client_token: Option<String>,
    }
    let changes = ["Create", "Update", "Delete"].iter().any(|verb| action.starts_with(verb));
    serde_json::from_str::<Request>(input).ok().filter(|_| changes)?.client_token
}
