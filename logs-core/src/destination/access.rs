//! Whether a destination takes what somebody wants to send.

use cupola_base::policy::{Decision, PolicyExplanation, Request, Requester};
use cupola_base::{AccountId, Arn, Place, Region, Timestamp};
use serde::{Deserialize, Serialize};

use super::DestinationRefusal;
use crate::engine::Engine;

/// Asks the place of a destination whether it takes what somebody wants to send: by its
/// [`Engine::may_subscribe`](crate::Engine::may_subscribe).
pub type Ask<'a> = &'a dyn Fn(&DestinationRequest) -> Result<(), DestinationRefusal>;

/// Somebody wants to send log events to a destination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DestinationRequest {
    /// The place of the destination.
    pub to: Place,
    /// The destination.
    pub destination: Arn,
    /// Who put the subscription filter.
    pub by: Arn,
}

impl DestinationRequest {
    /// A request to a destination; `None` when the ARN is that of something else.
    #[must_use]
    pub fn to(destination: &Arn, by: &Arn) -> Option<Self> {
        let is_destination = destination.service() == "logs" && destination.resource().starts_with("destination:");
        let (account, region) = (AccountId::new(destination.account()), Region::new(destination.region()));
        let to = Place::new(account.ok()?, region.ok()?);
        is_destination.then(|| Self { to, destination: destination.clone(), by: by.clone() })
    }

    pub(super) fn name(&self) -> &str {
        self.destination.resource().strip_prefix("destination:").unwrap_or_default()
    }
}

impl Engine {
    /// Whether a destination takes what somebody wants to send. The own account may send unless the policy denies it;
    /// others need a policy that allows them `logs:PutSubscriptionFilter`.
    ///
    /// ```
    /// use cupola_base::Arn;
    /// use cupola_logs::{DestinationRequest, Engine, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("444455556666", "us-east-1")?, 0);
    /// let now = Timestamp::EPOCH;
    /// let stream = "arn:aws:kinesis:us-east-1:444455556666:stream/all";
    /// let central = engine.put_destination(now, "central", stream, "arn:aws:iam::444455556666:role/in")?;
    /// let other = Arn::parse("arn:aws:iam::111122223333:root")?;
    /// let request = DestinationRequest::to(&central.arn, &other).ok_or("a destination")?;
    /// assert!(engine.may_subscribe(&request).is_err());
    ///
    /// let policy = format!(
    ///     r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": {{"AWS": "111122223333"}},
    ///         "Action": "logs:PutSubscriptionFilter", "Resource": "{}"}}]}}"#,
    ///     central.arn,
    /// );
    /// engine.put_destination_policy(now, "central", &policy)?;
    /// assert!(engine.may_subscribe(&request).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`DestinationRefusal`].
    ///
    /// # Source
    /// CloudWatch Logs User Guide, "Cross-account cross-Region subscriptions".
    pub fn may_subscribe(&self, request: &DestinationRequest) -> Result<(), DestinationRefusal> {
        let name = request.name();
        let found = self.destinations.get(name).ok_or_else(|| DestinationRefusal::NoDestination(name.into()))?;
        let question = || self.policy_request(request);
        let decision = found.policy.as_ref().map_or(Decision::ImplicitDeny, |kept| kept.policy.evaluate(&question()));
        match decision {
            Decision::Allow => Ok(()),
            Decision::ImplicitDeny if request.by.account() == self.place.account.as_str() => Ok(()),
            Decision::ImplicitDeny | Decision::Deny => Err(DestinationRefusal::Denied {
                account: request.by.account().into(),
                destination: request.destination.as_str().into(),
            }),
        }
    }

    /// Which statement of a destination's policy decides about somebody who wants to send, and why the others do not;
    /// `None` when there is no policy.
    ///
    /// # Errors
    /// [`DestinationRefusal::NoDestination`].
    pub fn explain_destination_access(
        &self,
        request: &DestinationRequest,
    ) -> Result<Option<PolicyExplanation>, DestinationRefusal> {
        let name = request.name();
        let found = self.destinations.get(name).ok_or_else(|| DestinationRefusal::NoDestination(name.into()))?;
        Ok(found.policy.as_ref().map(|kept| kept.policy.explain(&self.policy_request(request))))
    }

    /// Tells to which organisation an account belongs, for conditions on `aws:PrincipalOrgID`; none: to no
    /// organisation, as long as nothing is told.
    pub fn tell_organization(&mut self, now: Timestamp, account: AccountId, organization: Option<String>) {
        self.at(now);
        match organization {
            Some(organization) => self.organizations.insert(account, organization),
            None => self.organizations.remove(&account),
        };
    }

    fn policy_request(&self, request: &DestinationRequest) -> Request {
        let requester = Requester::aws(request.by.clone());
        let question = Request::new(requester, "logs:PutSubscriptionFilter", request.destination.as_str());
        let account = AccountId::new(request.by.account()).ok();
        let organization = account.and_then(|account| self.organizations.get(&account));
        organization.into_iter().fold(question, |question, id| question.with("aws:PrincipalOrgID", id))
    }

    /// The root of an account, in the partition of this place.
    pub(crate) fn root_of(&self, account: &str) -> Arn {
        let text = format!("arn:{}:iam::{account}:root", self.place.region.partition());
        Arn::parse(&text).expect("a partition and an account make an ARN")
    }
}
