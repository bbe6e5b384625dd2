//! Policies of event data stores and channels.

use cupola_base::policy::{Policy, PolicyError};
use cupola_base::{ApiError, Arn, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::is_ours;
use crate::Engine;

/// A policy of an event data store or of a channel: its text, and what it says.
///
/// # Source
/// CloudTrail API Reference, PutResourcePolicy; CloudTrail User Guide, "CloudTrail resource-based policy examples".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LakePolicy {
    text: String,
    policy: Policy,
}

impl LakePolicy {
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

    /// What the service asks of a policy of such a resource.
    fn check(&self, kind: Kind) -> Result<(), LakePolicyError> {
        let count = self.policy.statements().len();
        if count > STATEMENTS {
            return Err(LakePolicyError::Statements(count));
        }
        let document: Value = serde_json::from_str(&self.text).unwrap_or_default();
        let written = items(&document["Statement"]);
        for (number, (statement, written)) in self.policy.statements().iter().zip(written).enumerate() {
            if !statement.has_principal() {
                return Err(LakePolicyError::NoPrincipal(number));
            }
            if let Some(action) = items(&written["Action"]).filter_map(Value::as_str).find(|word| !kind.has(word)) {
                return Err(LakePolicyError::Action {
                    statement: number,
                    action: action.into(),
                    accepted: kind.accepted(),
                });
            }
        }
        Ok(())
    }
}

/// Statements of a policy.
const STATEMENTS: usize = 20;
/// Characters of its text.
const LENGTH: usize = 8192;

/// One value stands for a list of it.
fn items(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(list) => &list[..],
        other => std::slice::from_ref(other),
    }
    .iter()
}

impl TryFrom<String> for LakePolicy {
    type Error = PolicyError;

    fn try_from(text: String) -> Result<Self, PolicyError> {
        Self::parse(&text)
    }
}

impl From<LakePolicy> for String {
    fn from(policy: LakePolicy) -> Self {
        policy.text
    }
}

/// What has a policy.
#[derive(Clone, Copy)]
enum Kind {
    Store,
    Channel,
}

impl Kind {
    fn has(self, action: &str) -> bool {
        match self {
            Self::Store => action.get(..11).is_some_and(|service| service.eq_ignore_ascii_case("cloudtrail:")),
            Self::Channel => action.eq_ignore_ascii_case(PUT),
        }
    }

    const fn accepted(self) -> &'static str {
        match self {
            Self::Store => "actions of cloudtrail",
            Self::Channel => PUT,
        }
    }
}

const PUT: &str = "cloudtrail-data:PutAuditEvents";

impl Engine {
    /// Gives an event data store or a channel a policy, instead of the one that it had.
    ///
    /// # Errors
    /// [`LakePolicyError`].
    ///
    /// # Source
    /// CloudTrail API Reference, PutResourcePolicy.
    #[doc(alias = "PutResourcePolicy")]
    pub fn put_resource_policy(
        &mut self,
        now: Timestamp,
        resource: &str,
        policy: &str,
    ) -> Result<&LakePolicy, LakePolicyError> {
        self.see(now);
        let kind = self.policy_kind(resource)?;
        let length = policy.chars().count();
        if !(1..=LENGTH).contains(&length) {
            return Err(LakePolicyError::Length(length));
        }
        let policy = LakePolicy::parse(policy)?;
        policy.check(kind)?;
        Ok(self.policy_of(kind, resource)?.insert(policy))
    }

    /// The policy of an event data store or a channel, by its ARN.
    ///
    /// # Errors
    /// [`LakePolicyError`]: no such resource, or one without a policy.
    ///
    /// # Source
    /// CloudTrail API Reference, GetResourcePolicy.
    #[doc(alias = "GetResourcePolicy")]
    pub fn resource_policy(&self, resource: &str) -> Result<&LakePolicy, LakePolicyError> {
        let policy = match self.policy_kind(resource)? {
            Kind::Store => self.state.lake.find(resource).and_then(|store| store.policy.as_ref()),
            Kind::Channel => self.state.channels.find(resource).and_then(|channel| channel.policy.as_ref()),
        };
        policy.ok_or_else(|| LakePolicyError::NoPolicy(resource.into()))
    }

    /// Takes its policy from an event data store or a channel.
    ///
    /// # Errors
    /// [`LakePolicyError`]: no such resource, or one without a policy.
    ///
    /// # Source
    /// CloudTrail API Reference, DeleteResourcePolicy.
    #[doc(alias = "DeleteResourcePolicy")]
    pub fn delete_resource_policy(&mut self, now: Timestamp, resource: &str) -> Result<(), LakePolicyError> {
        self.see(now);
        let kind = self.policy_kind(resource)?;
        let taken = self.policy_of(kind, resource)?.take();
        taken.map(drop).ok_or_else(|| LakePolicyError::NoPolicy(resource.into()))
    }

    /// What a resource is that is here.
    fn policy_kind(&self, resource: &str) -> Result<Kind, LakePolicyError> {
        let bad = || LakePolicyError::Arn(resource.into());
        let arn = Arn::parse(resource).ok().filter(|arn| is_ours(arn, &self.state.place)).ok_or_else(bad)?;
        let (kind, is_here) = match arn.resource().split('/').next() {
            Some("eventdatastore") => (Kind::Store, self.state.lake.find(resource).is_some()),
            Some("channel") => (Kind::Channel, self.state.channels.find(resource).is_some()),
            Some("trail" | "dashboard") => return Err(LakePolicyError::Type(resource.into())),
            _ => return Err(bad()),
        };
        if is_here { Ok(kind) } else { Err(LakePolicyError::Unknown(resource.into())) }
    }

    fn policy_of(&mut self, kind: Kind, resource: &str) -> Result<&mut Option<LakePolicy>, LakePolicyError> {
        let place = match kind {
            Kind::Store => self.state.lake.change(resource).map(|store| &mut store.policy),
            Kind::Channel => self.state.channels.change(resource).map(|channel| &mut channel.policy),
        };
        place.ok_or_else(|| LakePolicyError::Unknown(resource.into()))
    }
}

/// Why something about a policy was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LakePolicyError {
    /// Not the ARN of something of this account and region.
    #[error("`{0}` is not the ARN of an event data store or of a channel of this account")]
    Arn(String),
    /// Trails and dashboards have no policies here.
    #[error("{0} has no policy: event data stores and channels have")]
    Type(String),
    /// There is no such resource.
    #[error("there is no {0}")]
    Unknown(String),
    /// The resource has no policy.
    #[error("{0} has no resource policy")]
    NoPolicy(String),
    /// The text is too long, or empty.
    #[error("the policy has {0} characters: 1 to 8192 are accepted")]
    Length(usize),
    /// The text is no policy.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// More statements than a policy may have.
    #[error("{0} statements: at most 20 are accepted")]
    Statements(usize),
    /// A statement, by its place from 0, that names nobody.
    #[error("statement {0} has no Principal")]
    NoPrincipal(usize),
    /// A statement about an action that is none of such a resource.
    #[error("statement {statement}: `{action}` is not an action of such a resource: {accepted}")]
    Action {
        /// Its place, from 0.
        statement: usize,
        /// The action.
        action: String,
        /// Which are.
        accepted: &'static str,
    },
}

impl LakePolicyError {
    /// The service's name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Arn(_) => "ResourceARNNotValidException",
            Self::Type(_) => "ResourceTypeNotSupportedException",
            Self::Unknown(_) => "ResourceNotFoundException",
            Self::NoPolicy(_) => "ResourcePolicyNotFoundException",
            Self::Length(_) | Self::Policy(_) | Self::Statements(_) | Self::NoPrincipal(_) | Self::Action { .. } => {
                "ResourcePolicyNotValidException"
            }
        }
    }
}

impl From<LakePolicyError> for ApiError {
    fn from(error: LakePolicyError) -> Self {
        Self::caller(error.code(), error.to_string())
    }
}
