//! Answers about groups and tags.

use cupola_base::{Timestamp, wire};

use super::Answer;
use crate::Engine;
use crate::wire::{
    CreateGroup, GroupGiven, GroupsGiven, NamedGroup, Page, TagResource, TagsGiven, TagsOf, UntagResource, UpdateGroup,
};

impl Engine {
    pub(super) fn answer_create_group(&mut self, now: Timestamp, request: CreateGroup) -> Answer {
        let (expression, insights, name) = (request.expression()?, request.insights(), request.group_name.clone());
        let group = self.create_group(now, &name, expression, insights, request.tags()?)?;
        Ok(wire::answer(&GroupGiven { group: group.into() }))
    }

    pub(super) fn answer_update_group(&mut self, now: Timestamp, request: &UpdateGroup) -> Answer {
        let selector = request.selector()?;
        let group = self.update_group(now, &selector, request.expression()?, request.insights())?;
        Ok(wire::answer(&GroupGiven { group: group.into() }))
    }

    pub(super) fn answer_delete_group(&mut self, now: Timestamp, request: &NamedGroup) -> Answer {
        self.delete_group(now, &request.selector()?)?;
        Ok("{}".to_owned())
    }

    pub(super) fn answer_group(&self, request: &NamedGroup) -> Answer {
        Ok(wire::answer(&GroupGiven { group: self.group(&request.selector()?)?.into() }))
    }

    pub(super) fn answer_groups(&self, now: Timestamp, page: &Page) -> Answer {
        let all = self.groups().map(|group| (group.name.clone(), group.into()));
        let (groups, next_token) = self.page(now, "GetGroups", page, all)?;
        Ok(wire::answer(&GroupsGiven { groups, next_token }))
    }

    pub(super) fn answer_tag(&mut self, now: Timestamp, request: TagResource) -> Answer {
        let resource = request.resource()?;
        self.tag_resource(now, &resource, request.tags.into_iter().map(|tag| (tag.key, tag.value)))?;
        Ok("{}".to_owned())
    }

    pub(super) fn answer_untag(&mut self, now: Timestamp, request: &UntagResource) -> Answer {
        self.untag_resource(now, &request.resource()?, request.tag_keys.iter().map(String::as_str))?;
        Ok("{}".to_owned())
    }

    pub(super) fn answer_tags(&self, request: &TagsOf) -> Answer {
        Ok(wire::answer(&TagsGiven::from(self.tags_of(&request.resource()?)?)))
    }
}
