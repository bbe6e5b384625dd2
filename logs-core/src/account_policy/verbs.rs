//! Verbs on policies of the account.

use cupola_base::{ApiError, Timestamp};

use super::{
    AccountPolicy, AccountPolicyType, AccountRule, AccountSubscription, DescribedAccountPolicy, PutAccountPolicyError,
};
use crate::destination::Ask;
use crate::engine::Engine;

impl Engine {
    /// Adds a policy of the account, or replaces the one of the same name. It acts on events that come
    /// in from now on, in groups that are there and in those to come.
    ///
    /// A subscription is checked as a subscription filter of a group is, and one that is new, or has a new destination,
    /// first sends a control message there. Whether a destination of another account lets this one in is not asked here:
    /// it is when events come to it. [`put_account_policy_asking`](Self::put_account_policy_asking) asks.
    ///
    /// ```
    /// use cupola_logs::{AccountPolicy, AccountPolicyType, DataProtectionPolicy, Engine, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let masking = DataProtectionPolicy::masking("pii", ["EmailAddress"])?;
    /// let policy = AccountPolicy::parse("pii", AccountPolicyType::DataProtection, masking.as_str())?;
    /// engine.put_account_policy(Timestamp::EPOCH, policy)?;
    /// assert_eq!(engine.describe_account_policies(AccountPolicyType::DataProtection).count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PutAccountPolicyError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutAccountPolicy.
    #[doc(alias = "PutAccountPolicy")]
    pub fn put_account_policy(&mut self, now: Timestamp, policy: AccountPolicy) -> Result<(), PutAccountPolicyError> {
        self.put_account_policy_asking(now, policy, &|_| Ok(()))
    }

    /// As [`put_account_policy`](Self::put_account_policy), among places that can be asked whether they let this account
    /// in.
    ///
    /// # Errors
    /// [`PutAccountPolicyError`].
    pub fn put_account_policy_asking(
        &mut self,
        now: Timestamp,
        policy: AccountPolicy,
        ask: Ask<'_>,
    ) -> Result<(), PutAccountPolicyError> {
        let now = self.at(now);
        let AccountRule::Subscription(rule) = policy.rule() else {
            return self.account_policies.put(now, policy, &self.limits);
        };
        let subscription = self.subscription_of_account(policy.name(), rule, now)?;
        self.check_subscription_of_account(&subscription, ask)?;
        let old = self.account_policies.find(policy.kind(), policy.name()).map(AccountPolicy::rule);
        let is_known = matches!(old, Some(AccountRule::Subscription(old)) if old.destination == rule.destination);
        self.account_policies.put(now, policy, &self.limits)?;
        if !is_known {
            self.check_health_for_account(now, &subscription);
        }
        Ok(())
    }

    /// Takes a policy from the account. What it did stays done.
    ///
    /// # Errors
    /// [`UnknownAccountPolicy`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteAccountPolicy.
    #[doc(alias = "DeleteAccountPolicy")]
    pub fn delete_account_policy(
        &mut self,
        now: Timestamp,
        kind: AccountPolicyType,
        name: &str,
    ) -> Result<(), UnknownAccountPolicy> {
        self.at(now);
        let removed = self.account_policies.remove(kind, name);
        removed.map(|_| ()).ok_or_else(|| UnknownAccountPolicy(name.into()))
    }

    /// The policies of a type, by name.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DescribeAccountPolicies.
    #[doc(alias = "DescribeAccountPolicies")]
    pub fn describe_account_policies(&self, kind: AccountPolicyType) -> impl Iterator<Item = &DescribedAccountPolicy> {
        self.account_policies.of_type(kind)
    }

    /// The account's subscription of a log group, with the name of its policy. It comes besides the
    /// group's own.
    #[must_use]
    pub fn account_subscription(&self, group: &str) -> Option<(&str, &AccountSubscription)> {
        self.account_policies.subscription(group)
    }

    /// Whether metrics are taken from events of a log group in the embedded metric format, as far as the
    /// account's policies say.
    #[must_use]
    pub fn extracts_metrics(&self, group: &str) -> bool {
        self.account_policies.extracts_metrics(group)
    }
}

/// There is no such policy of the account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no account policy `{0}` of this type")]
#[non_exhaustive]
pub struct UnknownAccountPolicy(pub String);

impl From<UnknownAccountPolicy> for ApiError {
    fn from(_: UnknownAccountPolicy) -> Self {
        Self::caller("ResourceNotFoundException", "The specified account policy does not exist.")
    }
}
