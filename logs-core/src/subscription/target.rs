//! What kind of thing a subscription sends to.

use cupola_base::{Arn, Place};
use serde::{Deserialize, Serialize};

use super::SubscriptionFilterError;

/// What kind of thing a subscription filter, or a destination, sends to.
///
/// # Source
/// CloudWatch Logs API Reference, PutSubscriptionFilter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum SubscriptionTarget {
    /// A function: it is called with `{"awslogs": {"data": "..."}}`.
    Lambda,
    /// A stream: its record is the compressed message.
    Kinesis,
    /// A delivery stream: its record is the compressed message.
    Firehose,
    /// A logical destination of this account or another, which sends on.
    Destination,
}

impl SubscriptionTarget {
    /// The kind of this ARN.
    ///
    /// # Errors
    /// [`SubscriptionFilterError::Vendor`] when subscriptions cannot send to it.
    pub fn of(arn: &Arn) -> Result<Self, SubscriptionFilterError> {
        match (arn.service(), arn.resource()) {
            ("lambda", resource) if resource.starts_with("function:") => Ok(Self::Lambda),
            ("kinesis", resource) if resource.starts_with("stream/") => Ok(Self::Kinesis),
            ("firehose", resource) if resource.starts_with("deliverystream/") => Ok(Self::Firehose),
            ("logs", resource) if resource.starts_with("destination:") => Ok(Self::Destination),
            (vendor, _) => Err(SubscriptionFilterError::Vendor(vendor.into())),
        }
    }

    /// Whether events are written in a role.
    #[must_use]
    pub const fn needs_role(self) -> bool {
        matches!(self, Self::Kinesis | Self::Firehose)
    }

    /// What the control message calls it.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Lambda => "Lambda",
            Self::Kinesis => "Kinesis",
            Self::Firehose => "Firehose",
            Self::Destination => "Destination",
        }
    }
}

/// Whether the target writes its own logs into this group, so that each delivery would lead to the next.
pub(super) fn logs_into(destination: &Arn, place: &Place, group: &str) -> bool {
    let is_here = destination.account() == place.account.as_str() && destination.region() == place.region.as_str();
    let own = match (destination.service(), destination.resource()) {
        ("lambda", resource) => resource.strip_prefix("function:").and_then(|name| name.split(':').next()),
        ("firehose", resource) => resource.strip_prefix("deliverystream/"),
        _ => None,
    };
    let prefix = if destination.service() == "lambda" { "/aws/lambda/" } else { "/aws/kinesisfirehose/" };
    is_here && own.is_some() && own == group.strip_prefix(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_and_delivery_streams_have_log_groups_of_their_own() {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        let logs = |arn: &str, group: &str| logs_into(&Arn::parse(arn).unwrap(), &place, group);
        assert!(logs("arn:aws:lambda:us-east-1:111122223333:function:eat", "/aws/lambda/eat"));
        assert!(logs("arn:aws:lambda:us-east-1:111122223333:function:eat:prod", "/aws/lambda/eat"));
        assert!(logs("arn:aws:firehose:us-east-1:111122223333:deliverystream/all", "/aws/kinesisfirehose/all"));
        assert!(!logs("arn:aws:lambda:us-east-1:111122223333:function:eat", "/aws/lambda/eater"));
        assert!(!logs("arn:aws:lambda:us-east-1:444455556666:function:eat", "/aws/lambda/eat"));
        assert!(!logs("arn:aws:kinesis:us-east-1:111122223333:stream/eat", "/aws/lambda/eat"));
    }
}
