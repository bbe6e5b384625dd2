//! Actions on resource policies.

use cupola_base::{ApiError, Arn};

use super::page::{DEFAULT_PAGE, Page};
use super::{Answer, Call, answer, invalid, nothing};
use crate::engine::Engine;
use crate::resource_policy::{ResourcePolicy, ResourcePolicyDocument, ResourcePolicyKey};
use crate::wire::Whole;
use crate::wire::transformers::{
    DeleteResourcePolicy, DescribeResourcePolicies, PutResourcePolicy, PutResourcePolicyAnswer, ResourcePolicies,
};

pub(super) fn put_resource_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutResourcePolicy = call.read()?;
    let key = key(request.policy_name, request.resource_arn)?;
    let document = request.policy_document.ok_or_else(|| invalid("A policy document must be specified."))?;
    let document = ResourcePolicyDocument::parse(&document).map_err(|error| invalid(error.to_string()))?;
    let put = engine.put_resource_policy(call.now, key, document, revision(request.expected_revision_id)?)?;
    let revision_id = put.revision.map(|revision| revision.to_string());
    answer(&PutResourcePolicyAnswer { resource_policy: put.into(), revision_id })
}

pub(super) fn delete_resource_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: DeleteResourcePolicy = call.read()?;
    let key = key(request.policy_name, request.resource_arn)?;
    engine.delete_resource_policy(call.now, &key, revision(request.expected_revision_id)?)?;
    nothing()
}

pub(super) fn describe_resource_policies(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: DescribeResourcePolicies = call.read()?;
    let (scope, resource) = (request.policy_scope.as_deref().unwrap_or("ACCOUNT"), request.resource_arn);
    let of_resource = scope == "RESOURCE" || resource.is_some();
    let identity = format!("DescribeResourcePolicies {of_resource} {resource:?}");
    let page = Page::of(identity, request.next_token.as_deref(), call.now)?;
    let place =
        |policy: &ResourcePolicy| policy.resource.as_ref().map_or_else(|| policy.name.clone(), ToString::to_string);
    let wanted = |policy: &&ResourcePolicy| {
        let named =
            resource.as_ref().is_none_or(|wanted| policy.resource.as_ref().is_some_and(|arn| arn.as_str() == wanted));
        policy.resource.is_some() == of_resource
            && named
            && page.after.as_ref().is_none_or(|after| place(policy) > *after)
    };
    let most = request.limit.map_or(DEFAULT_PAGE, Whole::count);
    let (policies, next_token) =
        page.cut(engine.describe_resource_policies().filter(wanted), most, |policy| place(policy));
    answer(&ResourcePolicies { resource_policies: policies.into_iter().map(Into::into).collect(), next_token })
}

fn key(name: Option<String>, resource: Option<String>) -> Result<ResourcePolicyKey, ApiError> {
    match (name, resource) {
        (_, Some(resource)) => {
            Arn::parse(&resource).map(ResourcePolicyKey::Resource).map_err(|error| invalid(error.to_string()))
        }
        (Some(name), None) if !name.is_empty() => Ok(ResourcePolicyKey::Account(name)),
        _ => Err(invalid("A policy name or a resource ARN must be specified.")),
    }
}

fn revision(text: Option<String>) -> Result<Option<u64>, ApiError> {
    let number = |text: String| text.parse().map_err(|_| invalid("The expected revision is not one of a policy."));
    text.map(number).transpose()
}
