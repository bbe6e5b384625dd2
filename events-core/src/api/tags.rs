//! Actions about tags.

use cupola_base::{ApiError, Timestamp};

use crate::Engine;
use crate::wire::{Nothing, ResourceTags, TagResource, TagsAnswer, UntagResource};

impl Engine {
    pub(super) fn answer_tag_resource(&mut self, now: Timestamp, request: TagResource) -> Result<Nothing, ApiError> {
        self.tag_resource(now, &request.resource_arn, request.tags.into_iter().map(<(String, String)>::from))?;
        Ok(Nothing {})
    }

    pub(super) fn answer_untag_resource(
        &mut self,
        now: Timestamp,
        request: &UntagResource,
    ) -> Result<Nothing, ApiError> {
        self.untag_resource(now, &request.resource_arn, request.tag_keys.iter().map(String::as_str))?;
        Ok(Nothing {})
    }

    pub(super) fn answer_list_tags(&self, request: ResourceTags) -> Result<TagsAnswer<'_>, ApiError> {
        Ok(self.list_tags_for_resource(&request.resource_arn)?.into())
    }
}
