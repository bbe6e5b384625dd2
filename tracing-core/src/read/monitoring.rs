//! Which accounts show their traces to which.

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::AccountId;
use serde::{Deserialize, Serialize};

/// Links from source accounts to the monitoring accounts that see their traces. Plain data: who holds the engines makes
/// views of it, see [`MonitoringView`](crate::MonitoringView).
///
/// ```
/// use cupola_base::AccountId;
/// use cupola_traces::MonitoringLinks;
///
/// let [source, monitoring] = ["111122223333", "999988887777"].map(|account| AccountId::new(account).unwrap());
/// let mut links = MonitoringLinks::default();
/// links.link(source, monitoring)?;
/// assert_eq!(links.sources_of(&monitoring).collect::<Vec<_>>(), [&source]);
/// # Ok::<(), cupola_traces::MonitoringLinkError>(())
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Cross-account tracing"; CloudWatch User Guide, "CloudWatch cross-account observability".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonitoringLinks(BTreeMap<AccountId, BTreeSet<AccountId>>);

impl MonitoringLinks {
    /// The most monitoring accounts of one source account.
    pub const MOST: usize = 5;

    /// Lets a monitoring account see the traces of a source account; a link that is there stays.
    ///
    /// # Errors
    /// [`MonitoringLinkError`] for an account with itself, and for a sixth monitoring account.
    pub fn link(&mut self, source: AccountId, monitoring: AccountId) -> Result<(), MonitoringLinkError> {
        if source == monitoring {
            return Err(MonitoringLinkError::Itself { account: source });
        }
        let linked = self.0.get(&source).map_or(0, BTreeSet::len);
        if linked >= Self::MOST && !self.sees(&monitoring, &source) {
            return Err(MonitoringLinkError::TooMany { source_account: source });
        }
        self.0.entry(source).or_default().insert(monitoring);
        Ok(())
    }

    /// Takes a link away; whether there was one.
    pub fn unlink(&mut self, source: &AccountId, monitoring: &AccountId) -> bool {
        let gone = self.0.get_mut(source).is_some_and(|accounts| accounts.remove(monitoring));
        self.0.retain(|_, accounts| !accounts.is_empty());
        gone
    }

    /// Whether an account sees another's traces.
    #[must_use]
    pub fn sees(&self, monitoring: &AccountId, source: &AccountId) -> bool {
        self.0.get(source).is_some_and(|accounts| accounts.contains(monitoring))
    }

    /// The accounts whose traces an account sees beside its own, in order.
    pub fn sources_of<'a>(&'a self, monitoring: &'a AccountId) -> impl Iterator<Item = &'a AccountId> {
        self.0.iter().filter(|(_, accounts)| accounts.contains(monitoring)).map(|(source, _)| source)
    }
}

/// Why there is no link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MonitoringLinkError {
    /// An account sees its own traces anyway.
    #[error("{account} needs no link to itself")]
    Itself {
        /// The account.
        account: AccountId,
    },
    /// The source account has as many as it may have.
    #[error("{source_account} has {} monitoring accounts already, and no more are allowed", MonitoringLinks::MOST)]
    TooMany {
        /// The source account.
        source_account: AccountId,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(number: u32) -> AccountId {
        AccountId::new(&format!("{number:012}")).unwrap()
    }

    #[test]
    fn a_source_has_five_monitoring_accounts() {
        let mut links = MonitoringLinks::default();
        for number in 1..=5 {
            assert_eq!(links.link(account(0), account(number)), Ok(()));
        }
        assert_eq!(links.link(account(0), account(3)), Ok(()), "it is there already");
        let refused = links.link(account(0), account(6)).unwrap_err();
        assert_eq!(refused.to_string(), "000000000000 has 5 monitoring accounts already, and no more are allowed");
        assert!(links.unlink(&account(0), &account(3)) && !links.unlink(&account(0), &account(3)));
        assert_eq!(links.link(account(0), account(6)), Ok(()));
        assert_eq!(links.link(account(1), account(1)), Err(MonitoringLinkError::Itself { account: account(1) }));
        assert!(links.sees(&account(6), &account(0)) && !links.sees(&account(0), &account(6)));
    }
}
