//! Logical destinations: what other accounts subscribe to.

mod access;
mod error;
mod message;
mod verbs;

use cupola_base::policy::Policy;
use cupola_base::{Arn, Place, Tags, Timestamp};
use serde::{Deserialize, Serialize};

pub use access::{Ask, DestinationRequest};
pub use error::{DestinationError, DestinationRefusal, PutDestinationPolicyError};
pub use message::Message;

use crate::name::DestinationName;
use crate::subscription::SubscriptionTarget;

/// A logical destination: a stream or a function that other accounts may send their log events to.
///
/// # Source
/// CloudWatch Logs API Reference, Destination.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Destination {
    /// The name.
    pub name: DestinationName,
    /// The ARN.
    pub arn: Arn,
    /// Where it sends on; may be in another region.
    pub target: Arn,
    /// The role in which it writes.
    pub role: String,
    /// Who may subscribe to it, as the policy was put.
    pub access_policy: Option<String>,
    /// When it was put first.
    pub created: Timestamp,
}

/// A destination as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) target: Arn,
    pub(crate) kind: SubscriptionTarget,
    pub(crate) role: String,
    pub(crate) policy: Option<KeptPolicy>,
    pub(crate) created: Timestamp,
    pub(crate) tags: Tags,
}

/// A policy, and its text as it was put.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KeptPolicy {
    pub(crate) text: String,
    pub(crate) policy: Policy,
}

impl Kept {
    fn describe(&self, place: &Place, name: &DestinationName) -> Destination {
        Destination {
            name: name.clone(),
            arn: destination_arn(place, name.as_str()),
            target: self.target.clone(),
            role: self.role.clone(),
            access_policy: self.policy.as_ref().map(|policy| policy.text.clone()),
            created: self.created,
        }
    }
}

pub(crate) fn destination_arn(place: &Place, name: &str) -> Arn {
    place.arn("logs", format_args!("destination:{name}"))
}
