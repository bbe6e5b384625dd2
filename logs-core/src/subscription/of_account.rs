//! The subscription of the account, as one of a group.

use cupola_base::Timestamp;

use super::{Distribution, Subscription, SubscriptionFilter, SubscriptionFilterError};
use crate::account_policy::{AccountSubscription, PutAccountPolicyError};
use crate::destination::Ask;
use crate::engine::Engine;

impl Engine {
    /// What a policy of the account says of a subscription, as a filter under the policy's name. It is the account that
    /// sends, whoever put the policy.
    pub(crate) fn subscription_of_account(
        &self,
        policy: &str,
        rule: &AccountSubscription,
        created: Timestamp,
    ) -> Result<Subscription, SubscriptionFilterError> {
        let filter = SubscriptionFilter::new(policy, &rule.pattern, rule.destination.as_str())?;
        let filter = rule.role.iter().fold(filter, |filter, role| filter.with_role(role.as_str()));
        let filter = if rule.random { filter.with_distribution(Distribution::Random) } else { filter };
        Ok(Subscription { filter, created, by: self.root_of(self.place.account.as_str()), paused: None })
    }

    /// Checks what a subscription filter of a group is checked for.
    pub(crate) fn check_subscription_of_account(
        &self,
        subscription: &Subscription,
        ask: Ask<'_>,
    ) -> Result<(), PutAccountPolicyError> {
        subscription.filter.check(&self.place, &self.policies)?;
        Ok(self.ask_destination(subscription.filter.destination(), &subscription.by, ask)?)
    }

    /// Looks whether the destination is reachable.
    pub(crate) fn check_health_for_account(&mut self, now: Timestamp, subscription: &Subscription) {
        self.ship_control(now, None, subscription);
    }
}
