//! Actions on transformers and field indexes.

use cupola_base::ApiError;

use super::page::{DEFAULT_PAGE, Page};
use super::{Answer, Call, answer, invalid, nothing};
use crate::engine::Engine;
use crate::field_index::IndexPolicy;
use crate::transformer::Transformer;
use crate::wire::protection::{IdentifiedGroup, PutPolicyOfGroup};
use crate::wire::transformers::{
    FieldIndexes, GroupTransformer, IdentifiedGroups, Index, IndexPolicies, PutIndexPolicyAnswer, PutTransformer,
    TestTransformer, TransformedLogs,
};

pub(super) fn put_transformer(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutTransformer = call.read()?;
    let group = engine.name_of(&request.log_group_identifier);
    engine.group(&group)?;
    engine.put_transformer(call.now, &group, read(&request.transformer_config)?)?;
    nothing()
}

fn read(config: &serde_json::Value) -> Result<Transformer, ApiError> {
    Ok(Transformer::parse(&config.to_string())?)
}

pub(super) fn get_transformer(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: IdentifiedGroup = call.read()?;
    let own = engine.transformer(&engine.name_of(&request.log_group_identifier))?;
    answer(&GroupTransformer::new(request.log_group_identifier, own))
}

pub(super) fn delete_transformer(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: IdentifiedGroup = call.read()?;
    let group = engine.name_of(&request.log_group_identifier);
    engine.delete_transformer(call.now, &group)?;
    nothing()
}

pub(super) fn test_transformer(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: TestTransformer = call.read()?;
    let tested = engine.test_transformer(&read(&request.transformer_config)?, request.log_event_messages)?;
    answer(&TransformedLogs { transformed_logs: tested.into_iter().map(Into::into).collect() })
}

pub(super) fn put_index_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutPolicyOfGroup = call.read()?;
    let group = engine.name_of(&request.log_group_identifier);
    engine.group(&group)?;
    engine.put_index_policy(call.now, &group, IndexPolicy::parse(&request.policy_document)?)?;
    let policy = engine.index_policy(&group)?.ok_or_else(|| invalid("The index policy is not there."))?;
    answer(&PutIndexPolicyAnswer { index_policy: policy.into() })
}

pub(super) fn delete_index_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: IdentifiedGroup = call.read()?;
    let group = engine.name_of(&request.log_group_identifier);
    engine.delete_index_policy(call.now, &group)?;
    nothing()
}

pub(super) fn describe_index_policies(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: IdentifiedGroups = call.read()?;
    let policy = |identifier: &String| engine.index_policy(&engine.name_of(identifier));
    let policies = request.log_group_identifiers.iter().map(policy).collect::<Result<Vec<_>, _>>()?;
    let index_policies = policies.into_iter().flatten().map(Into::into).collect();
    answer(&IndexPolicies { index_policies, next_token: None })
}

pub(super) fn describe_field_indexes(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: IdentifiedGroups = call.read()?;
    let groups = request.log_group_identifiers;
    let page = Page::of(format!("DescribeFieldIndexes {groups:?}"), request.next_token.as_deref(), call.now)?;
    let fields = groups.iter().map(|identifier| engine.describe_field_indexes(&engine.name_of(identifier)));
    let fields = fields.collect::<Result<Vec<_>, _>>()?.into_iter().flatten();
    let place = |index: &crate::field_index::FieldIndex| format!("{}\0{}", index.log_group, index.field);
    let mut rest: Vec<_> = fields.collect();
    rest.sort_by_key(place);
    let rest = rest.into_iter().filter(|index| page.after.as_ref().is_none_or(|after| place(index) > *after));
    let (fields, next_token) = page.cut(rest, DEFAULT_PAGE, place);
    answer(&FieldIndexes { field_indexes: fields.into_iter().map(Index::from).collect(), next_token })
}
