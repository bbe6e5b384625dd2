//! Whether a delivery destination takes what another account wants to deliver.

use cupola_base::policy::{Decision, PolicyExplanation, Request, Requester};
use cupola_base::{AccountId, Arn, Place, Region};
use serde::{Deserialize, Serialize};

use super::delivery::OfferedDestination;
use super::kind::DeliveryDestinationType;
use super::{DeliveryError, destination::KeptDestination, destination::sink_arn};
use crate::engine::Engine;
use crate::error::UnknownLog;

/// Asks the place of a delivery destination whether it takes what somebody wants to deliver: by its
/// [`Engine::may_deliver`](crate::Engine::may_deliver).
pub type AskDelivery<'a> = &'a dyn Fn(&DeliveryRequest) -> Result<OfferedDestination, DeliveryError>;

/// Somebody wants to deliver logs to a delivery destination of another place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeliveryRequest {
    /// The place of the destination.
    pub to: Place,
    /// The destination.
    pub destination: Arn,
    /// The source.
    pub source: Arn,
    /// Who makes the delivery.
    pub by: Arn,
}

impl DeliveryRequest {
    /// A request to a destination; `None` when the ARN is that of something else.
    #[must_use]
    pub fn to(destination: &Arn, source: &Arn, by: &Arn) -> Option<Self> {
        let is_one = destination.service() == "logs" && destination.resource().starts_with(SINK);
        let (account, region) = (AccountId::new(destination.account()), Region::new(destination.region()));
        let to = Place::new(account.ok()?, region.ok()?);
        let (destination, source, by) = (destination.clone(), source.clone(), by.clone());
        is_one.then_some(Self { to, destination, source, by })
    }

    pub(super) fn name(&self) -> &str {
        self.destination.resource().strip_prefix(SINK).unwrap_or_default()
    }

    fn question(&self) -> Request {
        Request::new(Requester::aws(self.by.clone()), "logs:CreateDelivery", self.destination.as_str())
    }
}

const SINK: &str = "delivery-destination:";

impl Engine {
    /// Whether a delivery destination of this place takes what another one wants to deliver, and what it is. Another
    /// account needs a policy that allows it `logs:CreateDelivery`; only buckets and delivery streams take records of
    /// another account or region.
    ///
    /// ```
    /// use cupola_base::Arn;
    /// use cupola_logs::{DeliveryRequest, Engine, Place, PutDeliveryDestination, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("444455556666", "us-east-1")?, 0);
    /// let now = Timestamp::EPOCH;
    /// let central = engine.put_delivery_destination(now, &PutDeliveryDestination::to("all", "arn:aws:s3:::quay-logs"))?;
    /// let source = Arn::parse("arn:aws:logs:us-east-1:111122223333:delivery-source:site")?;
    /// let other = Arn::parse("arn:aws:iam::111122223333:root")?;
    /// let request = DeliveryRequest::to(&central.arn, &source, &other).ok_or("a delivery destination")?;
    /// assert!(engine.may_deliver(&request).is_err());
    ///
    /// let policy = format!(
    ///     r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": {{"AWS": "111122223333"}},
    ///         "Action": "logs:CreateDelivery", "Resource": "{}"}}]}}"#,
    ///     central.arn,
    /// );
    /// engine.put_delivery_destination_policy(now, "all", &policy)?;
    /// assert_eq!(engine.may_deliver(&request)?.resource.ok_or("a bucket")?.as_str(), "arn:aws:s3:::quay-logs");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`DeliveryError`] when the destination is not there, does not let the sender in, or is a log group or X-Ray.
    ///
    /// # Source
    /// CloudWatch Logs User Guide, "Logging that requires additional permissions (V2)".
    pub fn may_deliver(&self, request: &DeliveryRequest) -> Result<OfferedDestination, DeliveryError> {
        let found = self.sink_of(request)?;
        let question = || request.question();
        let decision = found.policy.as_ref().map_or(Decision::ImplicitDeny, |kept| kept.policy.evaluate(&question()));
        let is_own = request.by.account() == self.place.account.as_str();
        if decision == Decision::Deny || (decision == Decision::ImplicitDeny && !is_own) {
            let (by, destination) = (request.by.to_string(), request.destination.to_string());
            return Err(DeliveryError::Denied { by, destination });
        }
        match found.kind {
            DeliveryDestinationType::S3 | DeliveryDestinationType::Fh => Ok(found.offer(&self.place, request.name())),
            kind => Err(DeliveryError::OtherAccount(kind)),
        }
    }

    /// Which statement of a delivery destination's policy decides about somebody who wants to deliver, and why the others
    /// do not; `None` when there is no policy.
    ///
    /// # Errors
    /// [`DeliveryError::Unknown`].
    pub fn explain_delivery_access(
        &self,
        request: &DeliveryRequest,
    ) -> Result<Option<PolicyExplanation>, DeliveryError> {
        Ok(self.sink_of(request)?.policy.as_ref().map(|kept| kept.policy.explain(&request.question())))
    }

    fn sink_of(&self, request: &DeliveryRequest) -> Result<&KeptDestination, DeliveryError> {
        let found = self.deliveries.sinks.get(request.name());
        Ok(found.ok_or_else(|| UnknownLog::DeliveryDestination(request.name().into()))?)
    }
}

impl KeptDestination {
    fn offer(&self, place: &Place, name: &str) -> OfferedDestination {
        let Self { kind, format, resource, .. } = self;
        OfferedDestination { arn: sink_arn(place, name), kind: *kind, format: *format, resource: resource.clone() }
    }
}
