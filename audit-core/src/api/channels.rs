//! Actions on channels, on what comes by them, and on policies.

use cupola_base::Caller;

use super::{Answer, Call, answer, nothing};
use crate::wire::channels::{
    CreateChannel, ListedChannels, NamedChannel, PolicyOf, PutAuditEvents, PutResult, UpdateChannel, WireChannel,
    WirePolicy,
};
use crate::wire::lake::PagedStores;
use crate::{Engine, ListRequest};

pub(super) fn create(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: CreateChannel = call.read()?;
    answer(&WireChannel::created(engine.create_channel(call.now, request.request()?)?))
}

pub(super) fn update(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: UpdateChannel = call.read()?;
    let channel = request.channel.clone();
    answer(&WireChannel::from(engine.update_channel(call.now, &channel, request.changes()?)?))
}

pub(super) fn get(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: NamedChannel = call.read()?;
    answer(&WireChannel::standing(engine.channel(&request.channel)?))
}

pub(super) fn delete(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedChannel = call.read()?;
    engine.delete_channel(call.now, &request.channel)?;
    nothing()
}

pub(super) fn list(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: PagedStores = call.read()?;
    let token = request.next_token.as_deref();
    answer(&ListedChannels::from(engine.list_channels(ListRequest { most: request.max_results, token })?))
}

pub(super) fn put_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PolicyOf = call.read()?;
    let text = request.resource_policy.unwrap_or_default();
    let policy = engine.put_resource_policy(call.now, &request.resource_arn, &text)?;
    answer(&WirePolicy::of(&request.resource_arn, policy))
}

pub(super) fn get_policy(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: PolicyOf = call.read()?;
    answer(&WirePolicy::of(&request.resource_arn, engine.resource_policy(&request.resource_arn)?))
}

pub(super) fn delete_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PolicyOf = call.read()?;
    engine.delete_resource_policy(call.now, &request.resource_arn)?;
    nothing()
}

pub(super) fn put_audit_events(engine: &mut Engine, call: &Call<'_>, caller: &Caller) -> Answer {
    let mut request: PutAuditEvents = call.read()?;
    let events = request.events();
    let (channel, id) = (&request.channel_arn, request.external_id.as_deref());
    answer(&PutResult::from(&engine.put_audit_events(call.now, &caller.principal, channel, id, &events)?))
}
