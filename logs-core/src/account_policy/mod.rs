//! Policies of the account: for all of its log groups, or for those that criteria select.
//!
//! How a policy of the account and one of the group meet depends on the type: data protection and
//! subscriptions add up; a transformer or an index policy of the group overrides the account's.

mod in_force;
mod rule;
mod selection;
mod table;
mod verbs;

use std::fmt;
use std::str::FromStr;

use cupola_base::ApiError;
use serde::{Deserialize, Serialize};

pub use in_force::PoliciesInForce;
pub use rule::{AccountRule, AccountSubscription};
pub use selection::{Selection, SelectionError};
pub(crate) use table::AccountPolicies;
pub use table::{DescribedAccountPolicy, PutAccountPolicyError};
pub use verbs::UnknownAccountPolicy;

use crate::field_index::IndexPolicyError;
use crate::filter::FilterPatternError;
use crate::protection::DataProtectionError;
use crate::transformer::TransformerError;

/// A policy of the account.
///
/// ```
/// use cupola_logs::{AccountPolicy, AccountPolicyType};
///
/// let document = r#"{"EmbeddedMetricFormat": {"Status": "Disabled"}}"#;
/// let policy = AccountPolicy::parse("no-metrics", AccountPolicyType::MetricExtraction, document)?
///     .selecting(r#"LogGroupNamePrefix IN ["/debug/"]"#)?;
/// assert!(policy.applies_to("/debug/app") && !policy.applies_to("/app"));
/// # Ok::<(), cupola_logs::AccountPolicyError>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, PutAccountPolicy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct AccountPolicy {
    written: Written,
    rule: AccountRule,
    selection: Option<Selection>,
}

/// A policy as texts: what stands in snapshots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Written {
    name: String,
    kind: AccountPolicyType,
    document: String,
    criteria: Option<String>,
}

impl AccountPolicy {
    /// Reads a policy for all log groups of the account.
    ///
    /// # Errors
    /// [`AccountPolicyError`].
    pub fn parse(name: &str, kind: AccountPolicyType, document: &str) -> Result<Self, AccountPolicyError> {
        check_name(name)?;
        let length = document.chars().count();
        if length > MAX_DOCUMENT {
            return Err(AccountPolicyError::TooLong(length));
        }
        let rule = AccountRule::parse(kind, document)?;
        let written = Written { name: name.into(), kind, document: document.into(), criteria: None };
        Ok(Self { written, rule, selection: None })
    }

    /// The same policy, for the log groups that the criteria select.
    ///
    /// # Errors
    /// [`AccountPolicyError`] when the criteria cannot be read, or a policy of this type cannot have them.
    pub fn selecting(self, criteria: &str) -> Result<Self, AccountPolicyError> {
        let selection = Selection::parse(criteria)?;
        if !self.rule.accepts(&selection) {
            return Err(AccountPolicyError::Selection(self.kind()));
        }
        let written = Written { criteria: Some(criteria.into()), ..self.written };
        Ok(Self { written, selection: Some(selection), ..self })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.written.name
    }

    /// The type.
    #[must_use]
    pub const fn kind(&self) -> AccountPolicyType {
        self.written.kind
    }

    /// The document that was read.
    #[must_use]
    pub fn document(&self) -> &str {
        &self.written.document
    }

    /// What it says.
    #[must_use]
    pub const fn rule(&self) -> &AccountRule {
        &self.rule
    }

    /// The text of the selection criteria.
    #[must_use]
    pub fn criteria(&self) -> Option<&str> {
        self.written.criteria.as_deref()
    }

    /// Which groups it is for; `None`: all.
    #[must_use]
    pub const fn selection(&self) -> Option<&Selection> {
        self.selection.as_ref()
    }

    /// Whether it is for a log group.
    #[must_use]
    pub fn applies_to(&self, group: &str) -> bool {
        self.selection.as_ref().is_none_or(|selection| selection.selects(group))
    }
}

/// The most characters of a document.
const MAX_DOCUMENT: usize = 30_720;
/// The most characters of a name.
const MAX_NAME: usize = 256;

fn check_name(name: &str) -> Result<(), AccountPolicyError> {
    let fits = (1..=MAX_NAME).contains(&name.chars().count());
    let accepted = fits && !name.contains([':', '*']) && !name.starts_with("aws/");
    if accepted { Ok(()) } else { Err(AccountPolicyError::Name(name.into())) }
}

impl From<AccountPolicy> for Written {
    fn from(policy: AccountPolicy) -> Self {
        policy.written
    }
}

impl TryFrom<Written> for AccountPolicy {
    type Error = AccountPolicyError;

    fn try_from(written: Written) -> Result<Self, AccountPolicyError> {
        let policy = Self::parse(&written.name, written.kind, &written.document)?;
        written.criteria.iter().try_fold(policy, |policy, criteria| policy.selecting(criteria))
    }
}

/// What a policy of the account is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum AccountPolicyType {
    /// Masking.
    DataProtection,
    /// Subscriptions.
    SubscriptionFilter,
    /// Field indexes.
    FieldIndex,
    /// Transformers.
    Transformer,
    /// The embedded metric format.
    MetricExtraction,
}

impl AccountPolicyType {
    /// All types.
    pub const ALL: [Self; 5] =
        [Self::DataProtection, Self::SubscriptionFilter, Self::FieldIndex, Self::Transformer, Self::MetricExtraction];

    /// As the service writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DataProtection => "DATA_PROTECTION_POLICY",
            Self::SubscriptionFilter => "SUBSCRIPTION_FILTER_POLICY",
            Self::FieldIndex => "FIELD_INDEX_POLICY",
            Self::Transformer => "TRANSFORMER_POLICY",
            Self::MetricExtraction => "METRIC_EXTRACTION_POLICY",
        }
    }
}

impl fmt::Display for AccountPolicyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for AccountPolicyType {
    type Err = AccountPolicyError;

    fn from_str(text: &str) -> Result<Self, AccountPolicyError> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| AccountPolicyError::Type(text.into()))
    }
}

/// Why a policy of the account is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AccountPolicyError {
    /// The name breaks its rule.
    #[error("`{0}` is no name of a policy: 1 to {MAX_NAME} characters without : and *, not beginning with aws/")]
    Name(String),
    /// There is no such type.
    #[error("there is no type of policy `{0}`")]
    Type(String),
    /// The document is longer than it may be.
    #[error("a policy document of {0} characters: at most {MAX_DOCUMENT} are accepted")]
    TooLong(usize),
    /// The document is not JSON, lacks a member or has one that is not known.
    #[error("the policy document cannot be read: {0}")]
    Document(String),
    /// A data protection policy is refused.
    #[error(transparent)]
    DataProtection(#[from] DataProtectionError),
    /// An index policy is refused.
    #[error(transparent)]
    Index(#[from] IndexPolicyError),
    /// A transformer is refused.
    #[error(transparent)]
    Transformer(#[from] TransformerError),
    /// The filter pattern of a subscription is refused.
    #[error(transparent)]
    Pattern(#[from] FilterPatternError),
    /// The selection criteria cannot be read.
    #[error(transparent)]
    Criteria(#[from] SelectionError),
    /// A policy of this type cannot have these criteria.
    #[error("a policy of type {0} cannot have these selection criteria")]
    Selection(AccountPolicyType),
}

impl From<AccountPolicyError> for ApiError {
    fn from(error: AccountPolicyError) -> Self {
        match error {
            AccountPolicyError::Pattern(error) => error.into(),
            error => Self::caller("InvalidParameterException", error.to_string()),
        }
    }
}
