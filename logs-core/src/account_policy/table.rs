//! All policies of the account.

use std::collections::BTreeMap;

use cupola_base::{ApiError, Timestamp};
use serde::{Deserialize, Serialize};

use super::{AccountPolicy, AccountPolicyType, AccountRule, AccountSubscription, Selection};
use crate::data_source::DataSource;
use crate::destination::DestinationRefusal;
use crate::error::limit_exceeded;
use crate::field_index::IndexPolicy;
use crate::limits::Limits;
use crate::protection::DataProtectionPolicy;
use crate::subscription::SubscriptionFilterError;
use crate::transformer::Transformer;

/// All policies of the account, by name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct AccountPolicies(BTreeMap<String, DescribedAccountPolicy>);

/// A policy of the account, with when it was put.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DescribedAccountPolicy {
    /// The policy.
    pub policy: AccountPolicy,
    /// When it was put.
    pub updated: Timestamp,
}

impl AccountPolicies {
    /// Adds a policy, or replaces the one of the same name and type.
    pub(super) fn put(
        &mut self,
        now: Timestamp,
        policy: AccountPolicy,
        limits: &Limits,
    ) -> Result<(), PutAccountPolicyError> {
        let name = policy.name();
        if let Some(other) = self.0.get(name).map(|kept| kept.policy.kind()).filter(|kind| *kind != policy.kind()) {
            return Err(PutAccountPolicyError::OtherType { name: name.into(), kind: other });
        }
        let others = || self.of_type(policy.kind()).map(|kept| &kept.policy).filter(|kept| kept.name() != name);
        let most = most(&policy, limits);
        if others().filter(|other| is_of_source(other) == is_of_source(&policy)).count() >= most {
            return Err(PutAccountPolicyError::TooMany { kind: policy.kind(), most });
        }
        if let Some(other) = others().find(|other| overlap(other, &policy)) {
            return Err(PutAccountPolicyError::Overlap(other.name().into()));
        }
        self.0.insert(name.into(), DescribedAccountPolicy { policy, updated: now });
        Ok(())
    }

    /// The policy of this name and type.
    pub(super) fn find(&self, kind: AccountPolicyType, name: &str) -> Option<&AccountPolicy> {
        self.0.get(name).map(|kept| &kept.policy).filter(|policy| policy.kind() == kind)
    }

    pub(super) fn remove(&mut self, kind: AccountPolicyType, name: &str) -> Option<DescribedAccountPolicy> {
        self.find(kind, name)?;
        self.0.remove(name)
    }

    /// Those of a type, by name.
    pub(super) fn of_type(&self, kind: AccountPolicyType) -> impl Iterator<Item = &DescribedAccountPolicy> {
        self.0.values().filter(move |kept| kept.policy.kind() == kind)
    }

    fn rules(&self, group: &str) -> impl Iterator<Item = &AccountRule> {
        self.0.values().filter(|kept| kept.policy.applies_to(group)).map(|kept| kept.policy.rule())
    }

    /// The name of the first policy for a group whose rule is wanted.
    pub(super) fn named(&self, group: &str, wanted: impl Fn(&AccountRule) -> bool) -> Option<&str> {
        let policies = self.0.values().map(|kept| &kept.policy);
        policies.filter(|policy| policy.applies_to(group) && wanted(policy.rule())).map(AccountPolicy::name).next()
    }

    /// What is masked in all groups.
    pub(crate) fn data_protection(&self) -> Option<&DataProtectionPolicy> {
        self.0.values().find_map(|kept| match kept.policy.rule() {
            AccountRule::DataProtection(policy) => Some(policy),
            _ => None,
        })
    }

    /// The subscription of a group, with the name of its policy.
    pub(crate) fn subscription(&self, group: &str) -> Option<(&str, &AccountSubscription)> {
        self.0.values().filter(|kept| kept.policy.applies_to(group)).find_map(|kept| match kept.policy.rule() {
            AccountRule::Subscription(rule) => Some((kept.policy.name(), rule)),
            _ => None,
        })
    }

    /// The transformer for a group that has none of its own.
    pub(crate) fn transformer(&self, group: &str) -> Option<&Transformer> {
        self.rules(group).find_map(|rule| match rule {
            AccountRule::Transformer(transformer) => Some(transformer),
            _ => None,
        })
    }

    /// The index policy for a group that has none of its own: its name, the policy and when it was put. One for groups
    /// of such names counts before one for what the group holds, which is asked only if there is one.
    pub(crate) fn index(
        &self,
        group: &str,
        source: impl FnOnce() -> Option<DataSource>,
    ) -> Option<(&str, &IndexPolicy, Timestamp)> {
        let of_names = self.index_of(|policy| policy.applies_to(group));
        of_names.or_else(|| {
            self.index_of(is_of_source)?;
            let source = source()?;
            self.index_of(|policy| policy.selection().is_some_and(|selection| selection.selects_source(&source)))
        })
    }

    fn index_of(&self, is_meant: impl Fn(&AccountPolicy) -> bool) -> Option<(&str, &IndexPolicy, Timestamp)> {
        self.0.values().filter(|kept| is_meant(&kept.policy)).find_map(|kept| match kept.policy.rule() {
            AccountRule::FieldIndex(policy) => Some((kept.policy.name(), policy, kept.updated)),
            _ => None,
        })
    }

    /// Whether metrics are taken from events of a group in the embedded metric format.
    pub(crate) fn extracts_metrics(&self, group: &str) -> bool {
        !self.rules(group).any(|rule| matches!(rule, AccountRule::MetricExtraction { enabled: false }))
    }
}

/// How many policies of the type there may be.
const fn most(policy: &AccountPolicy, limits: &Limits) -> usize {
    match policy.kind() {
        AccountPolicyType::DataProtection
        | AccountPolicyType::SubscriptionFilter
        | AccountPolicyType::MetricExtraction => limits.account_policies_per_type,
        AccountPolicyType::Transformer | AccountPolicyType::FieldIndex => limits.account_policies_with_prefix,
    }
}

/// Whether it is for a data source, of which there may be as many besides.
const fn is_of_source(policy: &AccountPolicy) -> bool {
    matches!(policy.selection(), Some(Selection::DataSource { .. }))
}

/// Whether a group might have both, where it can have one. A policy for all groups has the empty prefix.
fn overlap(one: &AccountPolicy, other: &AccountPolicy) -> bool {
    match (one.selection(), other.selection()) {
        (Some(one @ Selection::DataSource { .. }), Some(other)) => one == other,
        (_, Some(Selection::DataSource { .. })) | (Some(Selection::DataSource { .. }), _) => false,
        (one, other) => {
            let (one, other) = (prefixes(one), prefixes(other));
            one.iter().any(|one| other.iter().any(|other| one.starts_with(other) || other.starts_with(one)))
        }
    }
}

fn prefixes(selection: Option<&Selection>) -> Vec<&str> {
    match selection {
        Some(Selection::Prefixes(prefixes)) => prefixes.iter().map(String::as_str).collect(),
        _ => vec![""],
    }
}

/// Why a policy of the account was not put.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PutAccountPolicyError {
    /// A policy of this name and another type is there.
    #[error("the policy `{name}` is there and has the type {kind}")]
    OtherType {
        /// The name.
        name: String,
        /// Its type.
        kind: AccountPolicyType,
    },
    /// As many policies of the type are there as may be.
    #[error("{most} policies of type {kind} are as many as there may be")]
    TooMany {
        /// The type.
        kind: AccountPolicyType,
        /// How many may be.
        most: usize,
    },
    /// A log group might have this policy and another of the type.
    #[error("the selection criteria overlap with those of the policy `{0}`")]
    Overlap(String),
    /// The parts of a subscription do not go together: a stream needs a role, a role must be the account's own.
    #[error(transparent)]
    Subscription(#[from] SubscriptionFilterError),
    /// The destination of a subscription does not take what this account sends.
    #[error(transparent)]
    Destination(#[from] DestinationRefusal),
}

impl From<PutAccountPolicyError> for ApiError {
    fn from(error: PutAccountPolicyError) -> Self {
        match error {
            PutAccountPolicyError::TooMany { .. } => limit_exceeded(),
            PutAccountPolicyError::Subscription(error) => error.into(),
            PutAccountPolicyError::Destination(error) => error.into(),
            error => Self::caller("InvalidParameterException", error.to_string()),
        }
    }
}
