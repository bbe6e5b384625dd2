//! Actions about tags.

use cupola_base::{ApiError, Timestamp};

use super::super::wire::{Request, TagsAnswer};
use super::{answer, nothing};
use crate::Engine;

impl Engine {
    pub(super) fn answer_list_schema_tags(&self, request: &Request) -> Result<String, ApiError> {
        answer(&TagsAnswer { tags: self.list_tags_for_schema_resource(&request.resource_arn)? })
    }

    pub(super) fn answer_untag_schema_resource(
        &mut self,
        now: Timestamp,
        request: &Request,
    ) -> Result<String, ApiError> {
        let keys = request.tag_keys.iter().map(String::as_str);
        nothing(self.untag_schema_resource(now, &request.resource_arn, keys))
    }
}
