//! What can be set of an event data store.

use cupola_base::Arn;
use serde::{Deserialize, Serialize};

use super::{ContextKeySelector, LakeError};
use crate::selector::is_sole;
use crate::{AdvancedSelector, FieldSelector, Selectors, SizeClass};

/// What can be set of an event data store.
///
/// # Source
/// CloudTrail API Reference, CreateEventDataStore, PutEventConfiguration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EventDataStoreSettings {
    /// The name, unique in the account and region.
    pub name: String,
    /// Which records it keeps: advanced selectors, one to five.
    pub selectors: Selectors,
    /// Whether records of all regions are kept. Default true.
    pub multi_region: bool,
    /// Whether records of all accounts of the organization are kept.
    pub organization: bool,
    /// For how many days of a record's own time it is kept.
    pub retention_days: u16,
    /// Whether it cannot be deleted. Default true.
    pub termination_protection: bool,
    /// How it is paid for, which bounds the retention.
    pub billing_mode: BillingMode,
    /// The key of its records, which cannot be changed once there is one.
    pub kms_key: Option<Arn>,
    /// How large a record may be; a larger one is cut.
    pub max_event_size: SizeClass,
    /// Which keys of context records are to have.
    pub context_keys: Vec<ContextKeySelector>,
}

/// How an event data store is paid for.
///
/// # Source
/// CloudTrail API Reference, CreateEventDataStore, `BillingMode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum BillingMode {
    /// Records stay 366 days unless told, up to 3,653.
    #[default]
    #[serde(rename = "EXTENDABLE_RETENTION_PRICING")]
    ExtendableRetention,
    /// Records stay 2,557 days unless told, which is the most.
    #[serde(rename = "FIXED_RETENTION_PRICING")]
    FixedRetention,
}

impl BillingMode {
    /// Both.
    pub const ALL: [Self; 2] = [Self::ExtendableRetention, Self::FixedRetention];

    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ExtendableRetention => "EXTENDABLE_RETENTION_PRICING",
            Self::FixedRetention => "FIXED_RETENTION_PRICING",
        }
    }

    /// The mode of that word.
    #[must_use]
    pub fn from_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word)
    }

    /// For how many days records are kept unless told.
    #[must_use]
    pub const fn default_days(self) -> u16 {
        match self {
            Self::ExtendableRetention => 366,
            Self::FixedRetention => 2557,
        }
    }

    /// For how many days records can be kept.
    #[must_use]
    pub const fn most_days(self) -> u16 {
        match self {
            Self::ExtendableRetention => 3653,
            Self::FixedRetention => 2557,
        }
    }

    pub(super) fn days(self, days: i64) -> Result<u16, LakeError> {
        let known = u16::try_from(days).ok().filter(|days| (LEAST_DAYS..=self.most_days()).contains(days));
        known.ok_or(LakeError::Retention { days, billing_mode: self })
    }
}

const LEAST_DAYS: u16 = 7;

impl EventDataStoreSettings {
    /// A store of all management records under the default billing.
    pub(super) fn new(name: String) -> Self {
        let billing_mode = BillingMode::default();
        Self {
            name,
            selectors: default_selectors(),
            multi_region: true,
            organization: false,
            retention_days: billing_mode.default_days(),
            termination_protection: true,
            billing_mode,
            kms_key: None,
            max_event_size: SizeClass::Standard,
            context_keys: Vec::new(),
        }
    }

    /// The categories that its selectors choose.
    pub(super) fn categories(&self) -> impl Iterator<Item = &str> {
        let advanced = match &self.selectors {
            Selectors::Advanced(list) => &list[..],
            Selectors::Basic(_) => &[],
        };
        advanced.iter().filter_map(AdvancedSelector::category)
    }

    /// Whether it is a store of one category that stands alone, and of which.
    pub(crate) fn sole_category(&self) -> Option<&str> {
        self.categories().find(|category| is_sole(category))
    }

    /// Whether records flow by themselves, so that this can be started and stopped.
    pub(super) fn is_live(&self) -> bool {
        self.categories()
            .all(|category| matches!(category, "ConfigurationItem" | "Management" | "Data" | "NetworkActivity"))
    }
}

fn default_selectors() -> Selectors {
    let management = FieldSelector::new("eventCategory").equals(["Management"]);
    Selectors::Advanced(vec![AdvancedSelector::new().named("Default management events").with(management)])
}
