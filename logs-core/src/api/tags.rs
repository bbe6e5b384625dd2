//! Actions on tags.

use cupola_base::Tags;

use super::{Answer, Call, answer, nothing};
use crate::engine::Engine;
use crate::wire::groups::NamedGroup;
use crate::wire::tags::{NamedResource, TagLogGroup, TagResource, TagsAnswer, UntagLogGroup, UntagResource};

pub(super) fn tag_resource(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: TagResource = call.read()?;
    engine.tag_resource(call.now, &request.resource_arn, request.tags)?;
    nothing()
}

pub(super) fn untag_resource(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: UntagResource = call.read()?;
    engine.untag_resource(call.now, &request.resource_arn, request.tag_keys.iter().map(String::as_str))?;
    nothing()
}

pub(super) fn list_tags_for_resource(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: NamedResource = call.read()?;
    tags(engine.list_tags_for_resource(&request.resource_arn)?)
}

pub(super) fn tag_log_group(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: TagLogGroup = call.read()?;
    engine.tag_log_group(call.now, &request.log_group_name, request.tags)?;
    nothing()
}

pub(super) fn untag_log_group(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: UntagLogGroup = call.read()?;
    engine.untag_log_group(call.now, &request.log_group_name, request.tags.iter().map(String::as_str))?;
    nothing()
}

pub(super) fn list_tags_log_group(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: NamedGroup = call.read()?;
    tags(engine.list_tags_log_group(&request.log_group_name)?)
}

fn tags(tags: &Tags) -> Answer {
    answer(&TagsAnswer { tags: tags.iter().collect() })
}
