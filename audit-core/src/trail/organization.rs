//! The organization that accounts belong to.

use std::collections::BTreeSet;

use cupola_base::AccountId;
use serde::{Deserialize, Serialize};

/// An organization of accounts, as it is told to engines: a core sees no other account.
///
/// ```
/// use cupola_audit::Organization;
/// use cupola_base::AccountId;
///
/// let [manager, member] = ["111122223333", "444455556666"].map(|text| AccountId::new(text).unwrap());
/// let organization = Organization::new("o-quay123456", manager).with(member);
/// assert!(organization.has(manager) && organization.has(member));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Organization {
    /// The id: `o-` and letters or digits.
    pub id: String,
    /// The account that manages it.
    pub management: AccountId,
    /// The other accounts.
    pub members: BTreeSet<AccountId>,
}

impl Organization {
    /// An organization of one account.
    #[must_use]
    pub fn new(id: impl Into<String>, management: AccountId) -> Self {
        Self { id: id.into(), management, members: BTreeSet::new() }
    }

    /// Adds a member.
    #[must_use]
    pub fn with(mut self, member: AccountId) -> Self {
        self.members.insert(member);
        self
    }

    /// Whether an account belongs to it.
    #[must_use]
    pub fn has(&self, account: AccountId) -> bool {
        self.management == account || self.members.contains(&account)
    }
}
