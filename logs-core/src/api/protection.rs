//! Actions on data protection policies.

use super::{Answer, Call, answer, nothing};
use crate::engine::Engine;
use crate::protection::DataProtectionPolicy;
use crate::wire::protection::{IdentifiedGroup, PolicyOfGroup, PutPolicyOfGroup};

pub(super) fn put_data_protection_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutPolicyOfGroup = call.read()?;
    let group = engine.name_of(&request.log_group_identifier);
    engine.group(&group)?;
    let policy = DataProtectionPolicy::parse(&request.policy_document)?;
    engine.put_data_protection_policy(call.now, &group, policy)?;
    described(engine, request.log_group_identifier)
}

pub(super) fn get_data_protection_policy(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: IdentifiedGroup = call.read()?;
    described(engine, request.log_group_identifier)
}

fn described(engine: &Engine, identifier: String) -> Answer {
    let policy = engine.data_protection_policy(&engine.name_of(&identifier))?;
    answer(&PolicyOfGroup::new(identifier, policy))
}

pub(super) fn delete_data_protection_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: IdentifiedGroup = call.read()?;
    let group = engine.name_of(&request.log_group_identifier);
    engine.delete_data_protection_policy(call.now, &group)?;
    nothing()
}
