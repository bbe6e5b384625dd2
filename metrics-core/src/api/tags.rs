//! Actions on tags.

use super::{Answer, Call, answer, nothing};
use crate::engine::Engine;
use crate::wire::{ListTagsForResource, TagResource, UntagResource, WireTags};

pub(super) fn tag_resource(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let mut request: TagResource = call.read()?;
    let tags = request.tags();
    engine.tag_resource(call.now, &request.arn, tags)?;
    nothing()
}

pub(super) fn untag_resource(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: UntagResource = call.read()?;
    engine.untag_resource(call.now, &request.arn, &request.tag_keys)?;
    nothing()
}

pub(super) fn list_tags_for_resource(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: ListTagsForResource = call.read()?;
    answer(&WireTags::from(engine.list_tags_for_resource(call.now, &request.arn)?))
}
