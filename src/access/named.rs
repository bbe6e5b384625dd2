//! Policies by their names.

use cupola_base::policy::Policy;
use serde::{Deserialize, Serialize};

use super::managed::{self, ManagedPolicy};

/// A policy that is attached to a principal, by the name that refusals and explanations call it.
///
/// ```
/// use cupola::NamedPolicy;
/// use cupola::base::policy::Policy;
///
/// let own = NamedPolicy::new("gates", Policy::parse(
///     r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "logs:*", "Resource": "*"}}"#)?);
/// assert_eq!(own.name, "gates");
/// assert_eq!(NamedPolicy::managed("AWSXrayReadOnlyAccess")?.policy.statements().len(), 1);
/// assert!(NamedPolicy::managed("AdministratorAcces").unwrap_err().to_string().contains("AWSXrayReadOnlyAccess"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NamedPolicy {
    /// The name.
    pub name: String,
    /// What it says.
    pub policy: Policy,
}

impl NamedPolicy {
    /// A policy of your own.
    #[must_use]
    pub fn new(name: impl Into<String>, policy: Policy) -> Self {
        Self { name: name.into(), policy }
    }

    /// The managed policy of this name or ARN; letter case does not count.
    ///
    /// # Errors
    /// [`UnknownManagedPolicy`] when it is none of [`ManagedPolicy::ALL`].
    pub fn managed(name: &str) -> Result<Self, UnknownManagedPolicy> {
        let name = name.strip_prefix("arn:aws:iam::aws:policy/").unwrap_or(name);
        let found = managed::ALL.iter().find(|managed| managed.name.eq_ignore_ascii_case(name));
        found.map(ManagedPolicy::named).ok_or_else(|| UnknownManagedPolicy(name.to_owned()))
    }
}

/// There is no managed policy of this name here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no managed policy {0} here: {known}", known = managed::names())]
pub struct UnknownManagedPolicy(String);
