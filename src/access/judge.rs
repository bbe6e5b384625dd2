//! What all policies together say of a call.

use cupola_base::policy::{Decision, Policy};
use cupola_base::{ApiError, Caller, Timestamp};
use serde_json::Value;

use super::authorizer::Authorizer;
use super::keys;
use super::question::{Asked, Question};
use super::resource_policy;
use super::verdict::{Access, AccessVerdict, Grant, PolicyVerdict, Refusal, ResourceVerdict};
use crate::Service;
use crate::settle::Engines;

/// A call, before it is made.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) now: Timestamp,
    pub(crate) caller: &'a Caller,
    pub(crate) service: Service,
    pub(crate) action: &'a str,
    pub(crate) input: &'a str,
    /// The organization of the caller's account, where somebody knows it.
    pub(crate) organization: Option<&'a str>,
}

impl Authorizer {
    /// The refusal of a call that is not let through. Actions that are not answered and requests that are not JSON are
    /// left to the door.
    pub(crate) fn refusal(&self, engines: &Engines, attempt: Attempt<'_>) -> Option<ApiError> {
        if attempt.caller.privileged || attempt.service.operation(attempt.action).is_none() {
            return None;
        }
        self.judge(engines, attempt)?.refusal()
    }

    /// What policies say of a call; `None` when the request is not JSON.
    pub(crate) fn judge(&self, engines: &Engines, attempt: Attempt<'_>) -> Option<AccessVerdict> {
        let Attempt { now, caller, service, action, input, organization } = attempt;
        let input = if input.trim().is_empty() { "{}" } else { input };
        let request: Value = serde_json::from_str(input).ok()?;
        let organization = organization.or_else(|| self.organization_of(caller.principal.account()));
        let question = Question { now, caller, service, action, request };
        let asked = question.asked(&engines.events).into_iter().map(|asked| complete(&question, asked, organization));
        let resources = asked.map(|asked| self.weigh(engines, &question, &asked)).collect();
        let (principal, action) = (caller.principal.clone(), question.iam_action());
        Some(AccessVerdict { principal, service, action, privileged: caller.privileged, resources })
    }

    fn weigh(&self, engines: &Engines, question: &Question<'_>, asked: &Asked) -> ResourceVerdict {
        let principal = &question.caller.principal;
        let of_identity = self.policies_of(principal).map(|named| verdict(&named.name, &named.policy, asked));
        let identity: Vec<PolicyVerdict> = of_identity.collect();
        let policies = resource_policy::of(engines, question, asked);
        let of_resource = policies.iter().map(|found| verdict(&found.name, &found.policy, asked)).collect::<Vec<_>>();
        let here = resource_policy::are_here(question, asked);
        let weights = Weights {
            identity: strongest(&identity),
            of_resource: strongest(&of_resource),
            is_root: principal.resource() == "root",
            is_own: principal.account() == question.caller.place.account.as_str(),
            // What a bus denies an entry, the entry's own result tells.
            is_told_later: !here || (question.service, question.action) == (Service::Events, "PutEvents"),
        };
        let access = weights.access();
        ResourceVerdict { resource: asked.resource().to_owned(), access, identity, of_resource }
    }
}

/// Adds what the clock knows, and the caller's organization.
fn complete(question: &Question<'_>, asked: Asked, organization: Option<&str>) -> Asked {
    asked.map(|request| {
        let request = keys::of_world(request, question.now, &question.caller.place, &question.caller.principal);
        match organization {
            Some(id) if request.context.get("aws:PrincipalOrgID").is_none() => request.with("aws:PrincipalOrgID", id),
            _ => request,
        }
    })
}

/// What the policies of both sides come to.
struct Weights {
    identity: Decision,
    of_resource: Decision,
    is_root: bool,
    is_own: bool,
    /// The resource's policies are asked by whoever acts, not here.
    is_told_later: bool,
}

impl Weights {
    fn access(&self) -> Access {
        match (self.identity, self.of_resource) {
            (Decision::Deny, _) => Access::Refused(Refusal::IdentityDenies),
            (_, Decision::Deny) if !self.is_told_later => Access::Refused(Refusal::ResourceDenies),
            _ if self.is_own => self.access_of_own(),
            _ => self.access_of_others(),
        }
    }

    fn access_of_own(&self) -> Access {
        match (self.identity, self.of_resource) {
            (Decision::Allow, _) => Access::Allowed(Grant::IdentityPolicy),
            (_, Decision::Allow) => Access::Allowed(Grant::ResourcePolicy),
            _ if self.is_root => Access::Allowed(Grant::Root),
            _ => Access::Refused(Refusal::NoIdentityPolicy),
        }
    }

    fn access_of_others(&self) -> Access {
        let may_ask = self.is_root || self.identity == Decision::Allow;
        match self.of_resource {
            _ if !may_ask => Access::Refused(Refusal::NoIdentityPolicy),
            Decision::Allow => Access::Allowed(Grant::BothPolicies),
            _ if self.is_told_later => Access::Allowed(Grant::IdentityPolicy),
            _ => Access::Refused(Refusal::NoResourcePolicy),
        }
    }
}

/// What one policy says of a resource, by that form of its name of which it says most; the first of equals.
fn verdict(name: &str, policy: &Policy, asked: &Asked) -> PolicyVerdict {
    let first = policy.explain(&asked.first);
    let others = asked.others.iter().map(|request| policy.explain(request));
    let said = others.fold(first, |best, next| if weight(next.decision) > weight(best.decision) { next } else { best });
    PolicyVerdict { policy: name.to_owned(), said }
}

fn strongest(verdicts: &[PolicyVerdict]) -> Decision {
    let decisions = verdicts.iter().map(|verdict| verdict.said.decision);
    decisions.max_by_key(|decision| weight(*decision)).unwrap_or(Decision::ImplicitDeny)
}

const fn weight(decision: Decision) -> u8 {
    match decision {
        Decision::ImplicitDeny => 0,
        Decision::Allow => 1,
        Decision::Deny => 2,
    }
}
