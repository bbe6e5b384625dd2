//! Whether a call is let through, and why.

use std::fmt;

use cupola_base::policy::PolicyExplanation;
use cupola_base::{ApiError, Arn};

use crate::Service;

/// Whether a call is let through, with what each policy says. `Display` tells it in words.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccessVerdict {
    /// Who calls.
    pub principal: Arn,
    /// The service that is called.
    pub service: Service,
    /// The action, in IAM's words: `xray:PutTraceSegments`.
    pub action: String,
    /// Whether a simulated service calls, of which nothing is asked.
    pub privileged: bool,
    /// What is decided about each resource. All must be allowed.
    pub resources: Vec<ResourceVerdict>,
}

/// What is decided about one resource.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ResourceVerdict {
    /// Its ARN; `*` where the action is about no resource by name.
    pub resource: String,
    /// The decision.
    pub access: Access,
    /// What the policies of the caller say.
    pub identity: Vec<PolicyVerdict>,
    /// What the policies of the resource say.
    pub of_resource: Vec<PolicyVerdict>,
}

/// What one policy says.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PolicyVerdict {
    /// Its name.
    pub policy: String,
    /// What it says, statement by statement.
    pub said: PolicyExplanation,
}

/// Allowed or refused, and by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there is nothing between")]
pub enum Access {
    /// The call may be made.
    Allowed(Grant),
    /// It may not.
    Refused(Refusal),
}

/// What lets a call through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Grant {
    /// The root of the account calls.
    Root,
    /// A policy of the caller allows it. Where the resource is of another account or, with PutEvents, of another bus,
    /// its own policies are asked by whoever takes the event or the subscription.
    IdentityPolicy,
    /// A policy of the resource allows it, within its account.
    ResourcePolicy,
    /// Policies of both sides allow it to a caller from another account.
    BothPolicies,
}

/// Why a call is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// A policy of the caller denies it.
    IdentityDenies,
    /// A policy of the resource denies it.
    ResourceDenies,
    /// No policy of the caller allows it.
    NoIdentityPolicy,
    /// The caller is of another account, and no policy of the resource allows it.
    NoResourcePolicy,
}

impl AccessVerdict {
    /// Whether the call is let through.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.privileged || self.refused().is_none()
    }

    /// The service's own refusal; `None` when the call is let through.
    ///
    /// # Source
    /// IAM User Guide, "Troubleshoot access denied error messages". Code and status are those of the service's model, where
    /// it has one.
    #[must_use]
    pub fn refusal(&self) -> Option<ApiError> {
        let (resource, why) = self.refused().filter(|_| !self.privileged)?;
        let on = if resource == "*" { String::new() } else { format!(" on resource: {resource}") };
        let (who, action) = (&self.principal, &self.action);
        let message = format!("User: {who} is not authorized to perform: {action}{on} {}", why.because(action));
        Some(denied(self.service, message))
    }

    /// The first resource that is refused.
    fn refused(&self) -> Option<(&str, Refusal)> {
        self.resources.iter().find_map(|verdict| match verdict.access {
            Access::Refused(why) => Some((verdict.resource.as_str(), why)),
            Access::Allowed(_) => None,
        })
    }
}

/// The services that speak JSON 1.1 say 400, the others 403.
fn denied(service: Service, message: String) -> ApiError {
    match service {
        Service::CloudWatch => ApiError::caller("AccessDenied", message).with_status(403),
        Service::Schemas => ApiError::caller("ForbiddenException", message).with_status(403),
        Service::XRay | Service::Synthetics | Service::Scheduler | Service::CloudTrailData => {
            ApiError::caller("AccessDeniedException", message).with_status(403)
        }
        Service::Logs | Service::Events | Service::CloudTrail => ApiError::caller("AccessDeniedException", message),
    }
}

impl Refusal {
    fn because(self, action: &str) -> String {
        match self {
            Self::IdentityDenies => "with an explicit deny in an identity-based policy".into(),
            Self::ResourceDenies => "with an explicit deny in a resource-based policy".into(),
            Self::NoIdentityPolicy => format!("because no identity-based policy allows the {action} action"),
            Self::NoResourcePolicy => format!("because no resource-based policy allows the {action} action"),
        }
    }
}

impl fmt::Display for AccessVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let may = if self.is_allowed() { "may" } else { "may not" };
        write!(f, "{} {may} {}", self.principal, self.action)?;
        if self.privileged {
            return f.write_str(": it is a simulated service");
        }
        self.resources.iter().try_for_each(|resource| write!(f, "\n{resource}"))
    }
}

impl fmt::Display for ResourceVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.resource, self.access)?;
        self.identity.iter().chain(&self.of_resource).try_for_each(|verdict| write!(f, "\n  {verdict}"))
    }
}

impl fmt::Display for PolicyVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.policy, self.said.to_string().replace('\n', "\n    "))
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allowed(Grant::Root) => "allowed to the root of the account",
            Self::Allowed(Grant::IdentityPolicy) => "allowed by a policy of the caller",
            Self::Allowed(Grant::ResourcePolicy) => "allowed by a policy of the resource",
            Self::Allowed(Grant::BothPolicies) => "allowed by policies of the caller and of the resource",
            Self::Refused(Refusal::IdentityDenies) => "denied by a policy of the caller",
            Self::Refused(Refusal::ResourceDenies) => "denied by a policy of the resource",
            Self::Refused(Refusal::NoIdentityPolicy) => "no policy of the caller allows it",
            Self::Refused(Refusal::NoResourcePolicy) => "no policy of the resource allows it to another account",
        })
    }
}
