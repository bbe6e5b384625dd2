//! Whether the parts of a subscription filter go together.

use cupola_base::{Arn, Place};

use super::{SubscriptionFilter, SubscriptionFilterError, SubscriptionTarget};
use crate::policies::Policies;

impl SubscriptionFilter {
    /// Checks what can be told without a look at the group and the target.
    ///
    /// # Source
    /// The texts, and that they come before the group and the target are looked up, are recorded from AWS.
    pub(crate) fn check(&self, place: &Place, policies: &Policies) -> Result<(), SubscriptionFilterError> {
        let account = place.account.as_str();
        if self.target.needs_role() && self.role.is_none() {
            return Err(SubscriptionFilterError::NeedsRole(self.destination.service().into()));
        }
        if self.target == SubscriptionTarget::Lambda && self.destination.account() != account {
            return Err(SubscriptionFilterError::ForeignFunction);
        }
        if self.role.as_deref().is_some_and(|role| Arn::parse(role).is_ok_and(|role| role.account() != account)) {
            return Err(SubscriptionFilterError::ForeignRole);
        }
        let elsewhere = self.destination.region() != place.region.as_str();
        if self.target == SubscriptionTarget::Destination && elsewhere && !policies.destinations_of_other_regions {
            return Err(SubscriptionFilterError::OtherRegion);
        }
        Ok(())
    }
}
