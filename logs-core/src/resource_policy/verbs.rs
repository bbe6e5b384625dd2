//! Verbs on resource policies.

use cupola_base::{ApiError, Arn, Timestamp};
use serde::{Deserialize, Serialize};

use super::{ResourcePolicy, ResourcePolicyDocument};
use crate::engine::Engine;
use crate::error::limit_exceeded;

/// What names a resource policy: those of the account have names, those of resources the resource's ARN.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the API knows these two scopes")]
pub enum ResourcePolicyKey {
    /// A policy of the account, by its name.
    Account(String),
    /// The policy of a resource.
    Resource(Arn),
}

impl Engine {
    /// Adds a resource policy, or replaces the one of the same name or resource.
    ///
    /// ```
    /// use cupola_logs::{Engine, Place, ResourcePolicyDocument, ResourcePolicyKey, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "es.amazonaws.com"},
    ///     "Action": "logs:PutLogEvents", "Resource": "*"}}"#;
    /// let key = ResourcePolicyKey::Account("search".into());
    /// engine.put_resource_policy(Timestamp::EPOCH, key, ResourcePolicyDocument::parse(text)?, None)?;
    /// assert_eq!(engine.describe_resource_policies().count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PutResourcePolicyError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutResourcePolicy.
    #[doc(alias = "PutResourcePolicy")]
    pub fn put_resource_policy(
        &mut self,
        now: Timestamp,
        key: ResourcePolicyKey,
        document: ResourcePolicyDocument,
        expected: Option<u64>,
    ) -> Result<&ResourcePolicy, PutResourcePolicyError> {
        let updated = self.at(now);
        self.check_revision(&key, expected).map_err(|_| PutResourcePolicyError::Revision)?;
        let (name, resource) = match &key {
            ResourcePolicyKey::Account(name) => (name.clone(), None),
            ResourcePolicyKey::Resource(arn) => (String::new(), Some(arn.clone())),
        };
        let is_new = !self.resource_policies.contains_key(&key);
        let of_account = self.resource_policies.values().filter(|policy| policy.resource.is_none()).count();
        let most = self.limits.resource_policies;
        if is_new && resource.is_none() && of_account >= most {
            return Err(PutResourcePolicyError::TooMany(most));
        }
        let latest = self.resource_policies.values().filter_map(|policy| policy.revision).max();
        let revision = resource.is_some().then(|| latest.map_or(1, |latest| latest.saturating_add(1)));
        let policy = ResourcePolicy { name, resource, document, updated, revision };
        self.resource_policies.insert(key.clone(), policy);
        self.resource_policies.get(&key).ok_or(PutResourcePolicyError::Revision)
    }

    /// Takes a resource policy away.
    ///
    /// # Errors
    /// [`UnknownResourcePolicy`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DeleteResourcePolicy.
    #[doc(alias = "DeleteResourcePolicy")]
    pub fn delete_resource_policy(
        &mut self,
        now: Timestamp,
        key: &ResourcePolicyKey,
        expected: Option<u64>,
    ) -> Result<(), UnknownResourcePolicy> {
        self.at(now);
        let unknown = || match key {
            ResourcePolicyKey::Account(name) => UnknownResourcePolicy::Unknown(name.clone()),
            ResourcePolicyKey::Resource(arn) => UnknownResourcePolicy::Unknown(arn.to_string()),
        };
        if !self.resource_policies.contains_key(key) {
            return Err(unknown());
        }
        self.check_revision(key, expected)?;
        self.resource_policies.remove(key).map(drop).ok_or_else(unknown)
    }

    /// All resource policies: those of the account by name, then those of resources by ARN.
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DescribeResourcePolicies.
    #[doc(alias = "DescribeResourcePolicies")]
    pub fn describe_resource_policies(&self) -> impl Iterator<Item = &ResourcePolicy> {
        self.resource_policies.values()
    }

    fn check_revision(&self, key: &ResourcePolicyKey, expected: Option<u64>) -> Result<(), UnknownResourcePolicy> {
        let found = self.resource_policies.get(key).and_then(|policy| policy.revision);
        if expected.is_some() && expected != found { Err(UnknownResourcePolicy::Revision) } else { Ok(()) }
    }
}

/// Why a resource policy was not put.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutResourcePolicyError {
    /// As many policies of the account are there as may be.
    #[error("{0} resource policies are as many as there may be")]
    TooMany(usize),
    /// The policy that is there has another revision.
    #[error("the policy has another revision than the one expected")]
    Revision,
}

impl From<PutResourcePolicyError> for ApiError {
    fn from(error: PutResourcePolicyError) -> Self {
        match error {
            PutResourcePolicyError::TooMany(_) => limit_exceeded(),
            PutResourcePolicyError::Revision => Self::caller("OperationAbortedException", error.to_string()),
        }
    }
}

/// Why a resource policy was not taken away.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnknownResourcePolicy {
    /// It is not there.
    #[error("there is no resource policy `{0}`")]
    Unknown(String),
    /// The policy that is there has another revision.
    #[error("the policy has another revision than the one expected")]
    Revision,
}

impl From<UnknownResourcePolicy> for ApiError {
    fn from(error: UnknownResourcePolicy) -> Self {
        match error {
            UnknownResourcePolicy::Unknown(name) => {
                Self::caller("ResourceNotFoundException", format!("Policy with name [{name}] does not exist"))
            }
            UnknownResourcePolicy::Revision => Self::caller("OperationAbortedException", error.to_string()),
        }
    }
}
