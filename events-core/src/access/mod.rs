//! Who may do what on a bus.

mod error;
mod permission;
mod request;

use std::fmt;

use cupola_base::policy::{Decision, PolicyExplanation, Request, Requester};
use serde::Serialize;

pub use error::{PutPermissionError, RemovePermissionError};
pub use permission::PutPermission;
pub use request::BusQuestion;
pub(crate) use request::{AccessDenied, BusAction};

use crate::error::UnknownRule;
use crate::{Bus, BusName, Engine};

/// Whether a request about a bus is let through, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AccessExplanation {
    /// Whether it is.
    pub allowed: bool,
    /// Whether it comes from the bus's own account, whose identity policies are taken to allow.
    pub same_account: bool,
    /// What the bus's policy says; none when it has no policy.
    pub policy: Option<PolicyExplanation>,
}

impl fmt::Display for AccessExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (verdict, whose) = match (self.allowed, self.same_account) {
            (true, true) => ("allowed", "the bus's own account"),
            (true, false) => ("allowed", "another account"),
            (false, true) => ("refused", "the bus's own account"),
            (false, false) => ("refused", "another account"),
        };
        write!(f, "{verdict}, as a request of {whose}; ")?;
        match &self.policy {
            Some(policy) => write!(f, "the bus's policy: {policy}"),
            None => f.write_str("the bus has no policy"),
        }
    }
}

impl Engine {
    /// Whether a bus's policy lets a request through, and why: a statement that denies wins, one that allows
    /// comes next; where no statement applies, the bus's own account may and others may not.
    ///
    /// ```
    /// use cupola_base::policy::{Request, Requester};
    /// use cupola_base::{Place, Timestamp};
    /// use cupola_events::{BusName, Engine};
    ///
    /// let engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let bus = BusName::default();
    /// let other = Requester::aws("arn:aws:iam::444455556666:root".parse()?);
    /// let request = Request::new(other, "events:PutEvents", bus.arn(engine.place()).as_str());
    /// let explanation = engine.explain_access(&bus, &request)?;
    /// assert_eq!(explanation.to_string(), "refused, as a request of another account; the bus has no policy");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownRule::Bus`].
    ///
    /// # Source
    /// EventBridge User Guide, "Permissions for Amazon EventBridge event buses".
    pub fn explain_access(&self, bus: &BusName, request: &Request) -> Result<AccessExplanation, UnknownRule> {
        let policy = self.describe_event_bus(bus)?.policy.as_ref().map(|policy| policy.explain(request));
        let same_account = self.is_own(&request.requester);
        let decision = policy.as_ref().map_or(Decision::ImplicitDeny, |policy| policy.decision);
        Ok(AccessExplanation { allowed: lets_through(decision, same_account), same_account, policy })
    }

    /// Whether a bus lets a request through. Nothing is asked where the answer is known.
    pub(crate) fn lets(&self, bus: &Bus, requester: &Requester, request: impl FnOnce() -> Request) -> bool {
        let decision = bus.policy.as_ref().map_or(Decision::ImplicitDeny, |policy| policy.evaluate(&request()));
        lets_through(decision, self.is_own(requester))
    }

    fn is_own(&self, requester: &Requester) -> bool {
        matches!(requester, Requester::Aws(arn) if arn.account() == self.place().account.as_str())
    }
}

const fn lets_through(decision: Decision, same_account: bool) -> bool {
    match decision {
        Decision::Allow => true,
        Decision::Deny => false,
        Decision::ImplicitDeny => same_account,
    }
}
