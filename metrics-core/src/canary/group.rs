//! Groups of canaries.

use std::collections::BTreeSet;

use cupola_base::{Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::error::CanaryName;

/// A group of canaries. Each call that takes one knows it by its name, its id or its ARN.
///
/// The service shows a group in all Regions; here it is seen in the one in which it was made.
///
/// ```
/// use cupola_metrics::{Engine, Place, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let group = engine.create_canary_group(now, "checkout", Vec::new())?.clone();
/// assert!(group.arn.ends_with(&format!(":group:{}", group.id)));
/// assert_eq!(engine.canary_group(now, &group.id)?.name, "checkout");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch Synthetics API Reference, Group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CanaryGroup {
    /// Its id: ten small letters and digits.
    pub id: String,
    /// Its ARN, which ends with the id.
    pub arn: String,
    /// Its name: 1 to 64 characters of any script.
    pub name: String,
    /// When it was created.
    pub created: Timestamp,
    /// When a canary came or went last; at first, when it was created.
    pub modified: Timestamp,
    /// The canaries in it.
    pub canaries: BTreeSet<CanaryName>,
    /// Its tags.
    pub tags: Tags,
}

impl CanaryGroup {
    /// Whether a text names this group.
    pub(super) fn is_called(&self, text: &str) -> bool {
        [&self.arn, &self.id, &self.name].into_iter().any(|own| own == text)
    }
}
