//! Policies of resources.

use std::borrow::Cow;

use cupola_base::Arn;
use cupola_base::policy::Policy;

use super::question::{Asked, Question, is_of};
use crate::Service;
use crate::settle::Engines;

/// A policy of a resource, with what it is called.
pub(super) struct ResourcePolicy<'a> {
    pub(super) name: String,
    pub(super) policy: Cow<'a, Policy>,
}

/// The policies that are asked about a resource of this place. A destination's policy is asked by the logs area, whose
/// place it may not be.
pub(super) fn of<'a>(engines: &'a Engines, question: &Question<'_>, asked: &Asked) -> Vec<ResourcePolicy<'a>> {
    match question.service {
        Service::Events => of_bus(engines, asked),
        Service::Logs => of_log_group(engines, asked),
        Service::XRay => of_traces(engines),
        Service::Schemas => of_registry(engines, asked),
        Service::CloudTrail | Service::CloudTrailData => of_lake(engines, asked),
        Service::CloudWatch | Service::Scheduler | Service::Synthetics => Vec::new(),
    }
}

/// Whether the policies of a resource are here: those of other places are asked there.
pub(super) fn are_here(question: &Question<'_>, asked: &Asked) -> bool {
    match Arn::parse(asked.resource()) {
        Ok(arn) if arn.region().is_empty() || arn.account().is_empty() => true,
        Ok(arn) => is_of(&arn, &question.caller.place),
        Err(_) => true,
    }
}

fn of_bus<'a>(engines: &'a Engines, asked: &Asked) -> Vec<ResourcePolicy<'a>> {
    let found = asked.bus.as_ref().and_then(|bus| Some((bus, engines.events.describe_event_bus(bus).ok()?)));
    let policy = found.and_then(|(name, bus)| Some((name, bus.policy.as_ref()?)));
    let named = |(name, policy): (_, &'a Policy)| ResourcePolicy {
        name: format!("policy of event bus {name}"),
        policy: Cow::Borrowed(policy),
    };
    policy.map(named).into_iter().collect()
}

/// Those of the account, and those of the log group itself.
fn of_log_group<'a>(engines: &'a Engines, asked: &Asked) -> Vec<ResourcePolicy<'a>> {
    let is_meant = |of: Option<&Arn>| of.is_none_or(|arn| is_group_of(arn, asked.resource()));
    let policies = engines.logs.describe_resource_policies().filter(|policy| is_meant(policy.resource.as_ref()));
    policies
        .map(|policy| ResourcePolicy {
            name: match &policy.resource {
                Some(arn) => format!("resource policy of {arn}"),
                None => format!("resource policy {}", policy.name),
            },
            policy: Cow::Borrowed(policy.document.policy()),
        })
        .collect()
}

/// Whether a resource is this log group or in it.
fn is_group_of(group: &Arn, resource: &str) -> bool {
    let group = group.as_str().strip_suffix(":*").unwrap_or(group.as_str());
    resource.strip_prefix(group).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// Those that are JSON and no policies were taken as the service takes them, and say nothing.
fn of_traces(engines: &Engines) -> Vec<ResourcePolicy<'_>> {
    let policies = engines.traces.resource_policies();
    let parsed = policies.filter_map(|policy| Some((&policy.name, policy.policy().ok()?)));
    parsed
        .map(|(name, policy)| ResourcePolicy { name: format!("resource policy {name}"), policy: Cow::Owned(policy) })
        .collect()
}

/// That of an event data store or a channel.
fn of_lake<'a>(engines: &'a Engines, asked: &Asked) -> Vec<ResourcePolicy<'a>> {
    let found = engines.audit.resource_policy(asked.resource()).ok();
    let named = |policy: &'a crate::audit::LakePolicy| ResourcePolicy {
        name: format!("resource policy of {}", asked.resource()),
        policy: Cow::Borrowed(policy.policy()),
    };
    found.map(named).into_iter().collect()
}

fn of_registry<'a>(engines: &'a Engines, asked: &Asked) -> Vec<ResourcePolicy<'a>> {
    let name = Arn::parse(asked.resource()).ok().and_then(|arn| {
        let (kind, path) = arn.resource().split_once('/')?;
        let is_registry = matches!(kind, "registry" | "schema");
        is_registry.then(|| path.split('/').next().unwrap_or_default().to_owned())
    });
    let found = name.and_then(|name| {
        let policy = Policy::parse(&engines.events.registry_policy(&name).ok()?.document).ok()?;
        Some(ResourcePolicy { name: format!("policy of registry {name}"), policy: Cow::Owned(policy) })
    });
    found.into_iter().collect()
}
