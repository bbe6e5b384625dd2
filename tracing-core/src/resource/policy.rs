//! Who may send segments: resource policies.

use cupola_base::policy::{Policy, PolicyError};
use cupola_base::{ApiError, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Engine;

/// A policy of the account. It is checked when it is put, and kept: who asks for permission is for the caller to model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourcePolicy {
    /// 1 to 128 of `[\w+=,.@-]`.
    pub name: String,
    /// The text as it was put.
    pub document: String,
    /// Which version of it this is, from 1.
    pub revision: u64,
    /// When it was put.
    pub updated: Timestamp,
}

impl ResourcePolicy {
    /// What it says.
    ///
    /// # Errors
    /// [`PolicyError`], when it is JSON and no policy.
    pub fn policy(&self) -> Result<Policy, PolicyError> {
        Policy::parse(&self.document)
    }
}

impl Engine {
    /// All policies, by name.
    #[doc(alias = "ListResourcePolicies")]
    pub fn resource_policies(&self) -> impl Iterator<Item = &ResourcePolicy> {
        self.state.read.resources.policies.values()
    }

    /// Adds a policy or replaces the one of that name. `expected` is the revision that must be there; 0 means none.
    ///
    /// ```
    /// use cupola_traces::{Engine, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let policy = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "xray:*", "Resource": "*",
    ///     "Principal": {"Service": "sns.amazonaws.com"}}}"#;
    /// assert_eq!(engine.put_resource_policy(Timestamp::EPOCH, "topics", policy, Some(0))?.revision, 1);
    /// assert!(engine.put_resource_policy(Timestamp::EPOCH, "topics", policy, Some(0)).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PutResourcePolicyError`].
    ///
    /// # Source
    /// X-Ray API Reference, PutResourcePolicy.
    #[doc(alias = "PutResourcePolicy")]
    pub fn put_resource_policy(
        &mut self,
        now: Timestamp,
        name: &str,
        document: &str,
        expected: Option<u64>,
    ) -> Result<&ResourcePolicy, PutResourcePolicyError> {
        let updated = self.see(now);
        let (most, most_bytes) = (self.state.limits.resource_policies, self.state.limits.resource_policy_bytes);
        let policies = &mut self.state.read.resources.policies;
        let revision = policies.get(name).map_or(0, |policy| policy.revision);
        if !is_name(name) {
            return Err(PutResourcePolicyError::Name(name.to_owned()));
        }
        if document.len() > most_bytes {
            return Err(PutResourcePolicyError::Size { bytes: document.len(), most: most_bytes });
        }
        if let Err(error) = Policy::parse(document) {
            return Err(PutResourcePolicyError::Malformed(error.to_string()));
        }
        if expected.is_some_and(|expected| expected != revision) {
            return Err(PutResourcePolicyError::Revision { found: revision });
        }
        if revision == 0 && policies.len() >= most {
            return Err(PutResourcePolicyError::TooMany { most });
        }
        let policy =
            ResourcePolicy { name: name.to_owned(), document: document.to_owned(), revision: revision + 1, updated };
        policies.insert(name.to_owned(), policy);
        Ok(&policies[name])
    }

    /// Takes a policy away. `expected` is the revision that must be there.
    ///
    /// # Errors
    /// [`DeleteResourcePolicyError`].
    ///
    /// # Source
    /// X-Ray API Reference, DeleteResourcePolicy.
    #[doc(alias = "DeleteResourcePolicy")]
    pub fn delete_resource_policy(
        &mut self,
        now: Timestamp,
        name: &str,
        expected: Option<u64>,
    ) -> Result<(), DeleteResourcePolicyError> {
        self.see(now);
        let policies = &mut self.state.read.resources.policies;
        let Some(found) = policies.get(name).map(|policy| policy.revision) else {
            return Err(DeleteResourcePolicyError::Unknown(name.to_owned()));
        };
        if expected.is_some_and(|expected| expected != found) {
            return Err(DeleteResourcePolicyError::Revision { found });
        }
        policies.remove(name);
        Ok(())
    }
}

fn is_name(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '=' | ',' | '.' | '@' | '-');
    (1..=128).contains(&name.len()) && name.chars().all(is_letter)
}

/// Why a policy was not put.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutResourcePolicyError {
    /// The name is none.
    #[error("policy name `{0}`: 1 to 128 letters, digits and _+=,.@- are accepted")]
    Name(String),
    /// The document is too long.
    #[error("a policy of {bytes} bytes: at most {most} are accepted")]
    Size {
        /// How long it is.
        bytes: usize,
        /// How long it may be.
        most: usize,
    },
    /// The document is no policy.
    #[error("{0}")]
    Malformed(String),
    /// Another revision is there.
    #[error("revision {found} is there")]
    Revision {
        /// Which; 0 when there is no policy of that name.
        found: u64,
    },
    /// There are as many as there may be.
    #[error("there are {most} resource policies, which is the limit")]
    TooMany {
        /// How many.
        most: usize,
    },
}

impl From<PutResourcePolicyError> for ApiError {
    fn from(error: PutResourcePolicyError) -> Self {
        let code = match error {
            PutResourcePolicyError::Name(_) => "InvalidRequestException",
            PutResourcePolicyError::Size { .. } => "PolicySizeLimitExceededException",
            PutResourcePolicyError::Malformed(_) => "MalformedPolicyDocumentException",
            PutResourcePolicyError::Revision { .. } => "InvalidPolicyRevisionIdException",
            PutResourcePolicyError::TooMany { .. } => "PolicyCountLimitExceededException",
        };
        Self::caller(code, error.to_string())
    }
}

/// Why a policy was not taken away.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeleteResourcePolicyError {
    /// There is none of that name.
    #[error("there is no resource policy {0}")]
    Unknown(String),
    /// Another revision is there.
    #[error("revision {found} is there")]
    Revision {
        /// Which.
        found: u64,
    },
}

impl From<DeleteResourcePolicyError> for ApiError {
    fn from(error: DeleteResourcePolicyError) -> Self {
        let code = match error {
            DeleteResourcePolicyError::Unknown(_) => "InvalidRequestException",
            DeleteResourcePolicyError::Revision { .. } => "InvalidPolicyRevisionIdException",
        };
        Self::caller(code, error.to_string())
    }
}
