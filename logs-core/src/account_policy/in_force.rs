//! Which policies count for a group.

use std::fmt;

use super::AccountRule;
use crate::engine::Engine;
use crate::error::UnknownLog;
use crate::field_index::PolicySource;

/// Which policies count for a group, and whose they are.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoliciesInForce {
    /// All of these mask: the account's and the group's own.
    pub data_protection: Vec<PolicySource>,
    /// The subscription that the account adds to the group's own.
    pub subscription: Option<PolicySource>,
    /// The one transformer.
    pub transformer: Option<PolicySource>,
    /// The one index policy.
    pub index: Option<PolicySource>,
    /// Whether metrics are taken from events in the embedded metric format.
    pub extracts_metrics: bool,
}

impl Engine {
    /// Which policies of the account and of a group count for it.
    ///
    /// ```
    /// use cupola_logs::{AccountPolicy, AccountPolicyType, Engine, Place, Timestamp, Transformer};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::EPOCH;
    /// engine.create_log_group(now, "app")?;
    /// engine.put_account_policy(now, AccountPolicy::parse("rows", AccountPolicyType::Transformer, r#"[{"csv": {}}]"#)?)?;
    /// assert!(engine.policies_in_force("app")?.to_string().contains("transformer: of the account, `rows`"));
    /// engine.put_transformer(now, "app", Transformer::parse(r#"[{"parseJSON": {}}]"#)?)?;
    /// assert!(engine.policies_in_force("app")?.to_string().contains("transformer: of the group"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownLog`] when the group is not there.
    pub fn policies_in_force(&self, group: &str) -> Result<PoliciesInForce, UnknownLog> {
        let found = self.group(group)?;
        let own = |is: bool| is.then_some(PolicySource::LogGroup);
        let of_account = |wanted: fn(&AccountRule) -> bool| {
            self.account_policies.named(group, wanted).map(|name| PolicySource::Account(name.into()))
        };
        let protects = found.protection.status() == Some(crate::DataProtectionStatus::Activated);
        let account = of_account(|rule| matches!(rule, AccountRule::DataProtection(_)));
        let transformer = || of_account(|rule| matches!(rule, AccountRule::Transformer(_)));
        Ok(PoliciesInForce {
            data_protection: account.into_iter().chain(own(protects)).collect(),
            subscription: of_account(|rule| matches!(rule, AccountRule::Subscription(_))),
            transformer: own(found.transformer.is_some()).or_else(transformer),
            index: self.index_policy(group)?.map(|policy| policy.source),
            extracts_metrics: self.extracts_metrics(group),
        })
    }
}

impl fmt::Display for PoliciesInForce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for source in &self.data_protection {
            writeln!(f, "data protection: {source}")?;
        }
        let one =
            [("subscription", &self.subscription), ("transformer", &self.transformer), ("field indexes", &self.index)];
        for (what, source) in one {
            source.iter().try_for_each(|source| writeln!(f, "{what}: {source}"))?;
        }
        writeln!(f, "metric extraction: {}", if self.extracts_metrics { "on" } else { "off" })
    }
}
