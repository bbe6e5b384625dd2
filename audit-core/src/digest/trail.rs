//! The trail whose chain it is.

use cupola_base::{AccountId, Place, Region, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{DigestKey, KeyRoot, ObjectKey, Trail};

/// Whose digests: a trail's, for one account and region, in a bucket.
///
/// ```
/// use cupola_audit::DigestTrail;
/// use cupola_base::{Place, Timestamp};
///
/// let trail = DigestTrail::new("quay", Place::parse("111122223333", "us-east-1")?, "watch");
/// let key = trail.digest_key(Timestamp::parse("2026-05-04T07:00:00Z")?, false);
/// assert_eq!(key, "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/05/04/\
///     111122223333_CloudTrail-Digest_us-east-1_watch_us-east-1_20260504T070000Z.json.gz");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DigestTrail {
    /// The bucket that digests are delivered to now.
    pub bucket: String,
    /// What keys begin with; the place is that of the log files.
    #[serde(flatten)]
    pub root: KeyRoot,
    /// The account that made the trail: that of the place, unless it is an organization's.
    pub owner: AccountId,
    /// The trail's name.
    pub name: String,
    /// The trail's own region.
    pub home_region: Region,
}

impl DigestTrail {
    /// A trail of that name whose own region and account are the place's.
    #[must_use]
    pub fn new(bucket: impl Into<String>, root: impl Into<KeyRoot>, name: impl Into<String>) -> Self {
        let root = root.into();
        let (owner, home_region) = (root.place.account, root.place.region.clone());
        Self { bucket: bucket.into(), root, owner, name: name.into(), home_region }
    }

    /// A trail's chain in one of the places that it logs.
    #[must_use]
    pub fn of(trail: &Trail, place: Place) -> Self {
        Self {
            bucket: trail.settings.bucket.clone(),
            root: trail.key_root(place),
            owner: trail.account,
            name: trail.name.to_string(),
            home_region: trail.home_region.clone(),
        }
    }

    /// Sets the account that made the trail.
    #[must_use]
    pub fn with_owner(self, owner: AccountId) -> Self {
        Self { owner, ..self }
    }

    /// Sets the trail's own region.
    #[must_use]
    pub fn with_home_region(self, home_region: Region) -> Self {
        Self { home_region, ..self }
    }

    /// The trail's ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        let (region, account) = (&self.home_region, &self.owner);
        format!("arn:{}:cloudtrail:{region}:{account}:trail/{}", region.partition(), self.name)
    }

    /// The key of the digest that ends at an instant.
    #[must_use]
    pub fn digest_key(&self, end: Timestamp, is_backfill: bool) -> String {
        self.key(end, is_backfill).to_string()
    }

    fn key(&self, end: Timestamp, is_backfill: bool) -> DigestKey {
        DigestKey {
            root: self.root.clone(),
            trail: self.name.clone(),
            home_region: self.home_region.clone(),
            end: end.floor_to(1000),
            is_backfill,
        }
    }

    /// The digest that a key names, if it is this trail's.
    pub(super) fn own(&self, key: &str) -> Option<DigestKey> {
        let Ok(ObjectKey::Digest(digest)) = key.parse() else { return None };
        (digest == self.key(digest.end, digest.is_backfill)).then_some(digest)
    }
}
