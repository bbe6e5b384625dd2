//! Trails: which events are kept, and where they go.

mod changes;
mod error;
mod insights;
mod name;
mod organization;
mod request;
mod scope;
mod status;
mod table;
mod verbs;
mod written;

use cupola_base::{AccountId, Arn, Place, Region, Tags};
use serde::{Deserialize, Serialize};

pub use changes::TrailChanges;
pub use error::TrailError;
pub(crate) use insights::{look_for, twice};
pub use name::{TrailName, TrailNameError};
pub use organization::Organization;
pub use request::TrailRequest;
pub use scope::{GlobalServices, TrailVerdict};
pub use status::TrailStatus;
pub(crate) use table::Trails;
pub use table::TrailsBefore;
pub(crate) use verbs::trail_arn;
pub(crate) use written::kms_key;

use crate::{AggregationTemplate, InsightSelector, KeyRoot, Selectors};

/// A trail: which events it logs, and where it delivers them.
///
/// ```
/// use cupola_audit::{Engine, TrailRequest};
/// use cupola_base::{Place, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "eu-west-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let trail = engine.create_trail(now, TrailRequest::new("quay", "quay-logs").multi_region())?;
/// assert_eq!(trail.arn.as_str(), "arn:aws:cloudtrail:eu-west-1:111122223333:trail/quay");
/// assert!(!trail.is_logging(), "a trail logs nothing until it is told to");
/// engine.start_logging(now, "quay")?;
/// assert!(engine.trail("quay")?.is_logging());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudTrail API Reference, Trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Trail {
    /// The name, unique in the account and region.
    pub name: TrailName,
    /// The ARN.
    pub arn: Arn,
    /// The account that made it.
    pub account: AccountId,
    /// The region in which it was made, and in which alone it can be changed.
    pub home_region: Region,
    /// Everything that can be set.
    pub settings: TrailSettings,
    /// Which events it logs.
    pub selectors: Selectors,
    /// The organization's id, of an organization's trail.
    pub organization: Option<String>,
    /// Which insights it looks for.
    pub insights: Vec<InsightSelector>,
    /// What it counts of the data events that it logs.
    pub aggregation: Vec<AggregationTemplate>,
    /// Its tags.
    pub tags: Tags,
    /// What it did so far.
    pub status: TrailStatus,
}

/// What can be set of a trail besides its selectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrailSettings {
    /// The bucket of its files.
    pub bucket: String,
    /// What stands in front of the files' keys: up to 200 characters.
    pub prefix: Option<String>,
    /// The topic that is told of files, by name or ARN.
    pub topic: Option<String>,
    /// The log group of its events, and the role that writes them.
    pub log_group: Option<(Arn, Arn)>,
    /// The ARN of the key of its files.
    pub kms_key: Option<Arn>,
    /// Whether events of global services are logged.
    pub global_services: bool,
    /// Whether events of all regions are logged.
    pub multi_region: bool,
    /// Whether events of all accounts of the organization are logged.
    pub organization: bool,
    /// Whether digest files are written.
    pub validates_files: bool,
}

impl Trail {
    /// Account and home region.
    #[must_use]
    pub fn home(&self) -> Place {
        Place::new(self.account, self.home_region.clone())
    }

    /// What the keys of its files about a place begin with.
    pub(crate) fn key_root(&self, place: Place) -> KeyRoot {
        let (prefix, organization) = (self.settings.prefix.clone(), self.organization.clone());
        KeyRoot { prefix, organization, place }
    }

    /// Whether it logs now.
    #[must_use]
    pub const fn is_logging(&self) -> bool {
        self.status.is_logging
    }

    /// The ARN of the topic.
    #[must_use]
    pub fn topic_arn(&self) -> Option<String> {
        let topic = self.settings.topic.as_deref()?;
        Some(if topic.starts_with("arn:") { topic.to_owned() } else { self.home().arn("sns", topic).to_string() })
    }
}
