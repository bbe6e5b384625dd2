//! Resource policies: which services and accounts may do what with the logs of this account.
//!
//! A policy is for the whole account in its region, or for one resource. It is checked when it is put, and
//! kept: who asks for permission is for the caller to model.

mod verbs;

use std::fmt;

use cupola_base::policy::{Policy, PolicyError};
use cupola_base::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

pub use verbs::{PutResourcePolicyError, ResourcePolicyKey, UnknownResourcePolicy};

/// A resource policy: its text, and what it says.
///
/// ```
/// use cupola_logs::ResourcePolicyDocument;
///
/// let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "route53.amazonaws.com"},
///     "Action": "logs:PutLogEvents", "Resource": "*"}}"#;
/// assert_eq!(ResourcePolicyDocument::parse(text)?.policy().statements().len(), 1);
/// # Ok::<(), cupola_base::policy::PolicyError>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, PutResourcePolicy.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ResourcePolicyDocument {
    text: String,
    policy: Policy,
}

impl ResourcePolicyDocument {
    /// Reads the JSON of IAM.
    ///
    /// # Errors
    /// [`PolicyError`] with the place and what is accepted there.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        Ok(Self { text: text.into(), policy: Policy::parse(text)? })
    }

    /// The text that was read.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What it says.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }
}

impl fmt::Debug for ResourcePolicyDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ResourcePolicyDocument").field(&self.text).finish()
    }
}

impl TryFrom<String> for ResourcePolicyDocument {
    type Error = PolicyError;

    fn try_from(text: String) -> Result<Self, PolicyError> {
        Self::parse(&text)
    }
}

impl From<ResourcePolicyDocument> for String {
    fn from(document: ResourcePolicyDocument) -> Self {
        document.text
    }
}

/// A resource policy of the account, with when it was put.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourcePolicy {
    /// The name; empty where a policy of a resource has none.
    pub name: String,
    /// The resource, when it is for one.
    pub resource: Option<Arn>,
    /// The document.
    pub document: ResourcePolicyDocument,
    /// When it was put.
    pub updated: Timestamp,
    /// Which of all versions of policies of resources it is; none for those of the account.
    pub revision: Option<u64>,
}
