//! Principals and what their policies let them do.

use std::collections::BTreeMap;

use cupola_base::{AccountId, Arn};
use serde::{Deserialize, Serialize};

use super::named::NamedPolicy;

/// Principals with their policies, asked before the door acts. Off unless
/// [`with_authorizer`](crate::Observatory::with_authorizer) sets one.
///
/// A call is let through when policies of the caller's identity allow it and none denies it; the policies of the
/// resource (of event buses, of log groups and destinations, of X-Ray, of schema registries) are joined: within an
/// account one that allows is enough, from another account both must allow. The root of an account may do everything
/// in it that no policy of the resource denies; so may [`privileged`](method@crate::Caller::privileged) callers. A principal
/// without policies may do nothing. What a caller is refused, a record of it tells with
/// [`with_self_audit`](crate::Observatory::with_self_audit).
///
/// The door alone asks: the typed handles are the owner's.
///
/// ```
/// use cupola::{Authorizer, Caller, NamedPolicy, Observatory, Place, Service, Timestamp};
///
/// let place = Place::parse("111122223333", "us-east-1")?;
/// let reader = Caller::root(place.clone()).with_principal("arn:aws:iam::111122223333:user/ada".parse()?);
/// let access = Authorizer::new().with(&reader.principal, NamedPolicy::managed("AWSXrayReadOnlyAccess")?);
/// let mut sky = Observatory::new(place, 0).with_authorizer(access);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
///
/// let range = r#"{"StartTime": 1777874400, "EndTime": 1777878000}"#;
/// assert!(sky.call(now, &reader, Service::XRay, "GetTraceSummaries", range).is_ok());
/// let refused = sky.call(now, &reader, Service::XRay, "PutTraceSegments", r#"{"TraceSegmentDocuments": []}"#).unwrap_err();
/// assert_eq!(refused.to_string(), "AccessDeniedException: User: arn:aws:iam::111122223333:user/ada is not authorized to \
///     perform: xray:PutTraceSegments because no identity-based policy allows the xray:PutTraceSegments action");
///
/// let why = sky.explain_access(&reader, Service::XRay, "PutTraceSegments", "").ok_or("there is an authorizer")?;
/// assert!(why.to_string().contains("AWSXrayReadOnlyAccess: not allowed"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # What is not modelled
///
/// `iam:PassRole` for roles that a request names, permissions boundaries, session policies, service control policies,
/// `aws:ResourceTag` and what else is not in the request, and actions that need further ones. A resource's policy that
/// allows a whole account allows everybody in it, where IAM has that account's own policies decide.
///
/// # Source
/// IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic"; Service Authorization Reference.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Authorizer {
    principals: BTreeMap<Arn, Vec<NamedPolicy>>,
    organizations: BTreeMap<AccountId, String>,
}

impl Authorizer {
    /// One that knows nobody: roots alone may call.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Attaches a policy to a principal, as [`attach`](Self::attach).
    #[must_use]
    pub fn with(mut self, principal: &Arn, policy: NamedPolicy) -> Self {
        self.attach(principal, policy);
        self
    }

    /// Attaches a policy to a user or a role, or replaces the one of that name. Sessions have the policies of their
    /// role.
    pub fn attach(&mut self, principal: &Arn, policy: NamedPolicy) {
        let policies = self.principals.entry(principal.clone()).or_default();
        match policies.iter_mut().find(|old| old.name == policy.name) {
            Some(old) => *old = policy,
            None => policies.push(policy),
        }
    }

    /// Takes a policy from a principal; false when it has none of that name.
    pub fn detach(&mut self, principal: &Arn, name: &str) -> bool {
        let Some(policies) = self.principals.get_mut(principal) else { return false };
        let before = policies.len();
        policies.retain(|policy| policy.name != name);
        policies.len() < before
    }

    /// Tells to which organization an account belongs, for conditions on `aws:PrincipalOrgID`. What
    /// [`set_organization`](crate::Universe::set_organization) tells comes first.
    #[must_use]
    pub fn with_organization(mut self, account: AccountId, organization: impl Into<String>) -> Self {
        self.organizations.insert(account, organization.into());
        self
    }

    /// The policies of a principal, in the order in which they were attached; of a session those of its role, too.
    pub fn policies_of<'a>(&'a self, principal: &'a Arn) -> impl Iterator<Item = &'a NamedPolicy> {
        let is_meant = move |known: &Arn| known == principal || is_role_of(known, principal);
        self.principals.iter().filter(move |(known, _)| is_meant(known)).flat_map(|(_, policies)| policies)
    }

    pub(super) fn organization_of(&self, account: &str) -> Option<&str> {
        self.organizations.get(&AccountId::new(account).ok()?).map(String::as_str)
    }
}

/// Whether a session was begun by taking on this role. A session's ARN does not have the role's path.
fn is_role_of(role: &Arn, session: &Arn) -> bool {
    let taken_on = session.resource().strip_prefix("assumed-role/").and_then(|rest| rest.split('/').next());
    let name = role.resource().strip_prefix("role/").and_then(|path| path.rsplit('/').next());
    role.account() == session.account() && name.is_some() && name == taken_on
}
