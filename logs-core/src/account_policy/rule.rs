//! What the documents of account policies say.

use cupola_base::Arn;
use serde::Deserialize;

use super::{AccountPolicyError, AccountPolicyType, Selection};
use crate::field_index::IndexPolicy;
use crate::filter::{FilterPattern, Semantics};
use crate::protection::DataProtectionPolicy;
use crate::transformer::Transformer;

/// What a policy of the account says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccountRule {
    /// What is masked in all groups.
    DataProtection(DataProtectionPolicy),
    /// A subscription of all groups that the selection criteria select.
    Subscription(AccountSubscription),
    /// What is indexed in groups without an index policy of their own.
    FieldIndex(IndexPolicy),
    /// What becomes of events in groups without a transformer of their own.
    Transformer(Transformer),
    /// Whether metrics are taken from events in the embedded metric format.
    MetricExtraction {
        /// Whether they are.
        enabled: bool,
    },
}

/// A subscription of many groups.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccountSubscription {
    /// Where events go.
    pub destination: Arn,
    /// In whose name they are sent there.
    pub role: Option<Arn>,
    /// The text of the filter pattern; it is one.
    pub pattern: String,
    /// Whether events are spread at random instead of by their stream.
    pub random: bool,
}

impl AccountRule {
    pub(super) fn parse(kind: AccountPolicyType, document: &str) -> Result<Self, AccountPolicyError> {
        match kind {
            AccountPolicyType::DataProtection => Ok(Self::DataProtection(DataProtectionPolicy::parse(document)?)),
            AccountPolicyType::SubscriptionFilter => subscription(document),
            AccountPolicyType::FieldIndex => Ok(Self::FieldIndex(IndexPolicy::parse(document)?)),
            AccountPolicyType::Transformer => Ok(Self::Transformer(Transformer::parse(document)?)),
            AccountPolicyType::MetricExtraction => extraction(document),
        }
    }

    /// Whether a policy of this type may have criteria of this form.
    pub(super) fn accepts(&self, selection: &Selection) -> bool {
        match self {
            Self::DataProtection(_) => false,
            Self::Subscription(_) => matches!(selection, Selection::NamesNotIn(_)),
            Self::Transformer(_) => matches!(selection, Selection::Prefixes(_)),
            Self::FieldIndex(_) => matches!(selection, Selection::Prefixes(_) | Selection::DataSource { .. }),
            Self::MetricExtraction { .. } => matches!(selection, Selection::Prefixes(_) | Selection::PrefixesNotIn(_)),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct SubscriptionDocument {
    destination_arn: Arn,
    role_arn: Option<Arn>,
    filter_pattern: String,
    distribution: Option<Distribution>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
enum Distribution {
    Random,
    ByLogStream,
}

fn subscription(document: &str) -> Result<AccountRule, AccountPolicyError> {
    let document: SubscriptionDocument = read(document)?;
    FilterPattern::parse_with(&document.filter_pattern, &Semantics::default())?;
    Ok(AccountRule::Subscription(AccountSubscription {
        destination: document.destination_arn,
        role: document.role_arn,
        pattern: document.filter_pattern,
        random: document.distribution == Some(Distribution::Random),
    }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ExtractionDocument {
    embedded_metric_format: Embedded,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Embedded {
    status: Status,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
enum Status {
    Enabled,
    Disabled,
}

fn extraction(document: &str) -> Result<AccountRule, AccountPolicyError> {
    let document: ExtractionDocument = read(document)?;
    Ok(AccountRule::MetricExtraction { enabled: document.embedded_metric_format.status == Status::Enabled })
}

fn read<'d, T: Deserialize<'d>>(document: &'d str) -> Result<T, AccountPolicyError> {
    serde_json::from_str(document).map_err(|error| AccountPolicyError::Document(error.to_string()))
}
