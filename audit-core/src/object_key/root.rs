//! What keys of all kinds begin with.

use std::fmt;

use cupola_base::{Place, Timestamp};
use serde::{Deserialize, Serialize};

/// What the keys of a trail's objects begin with: a prefix, an organization, and the place that the trail logs.
///
/// ```
/// use cupola_audit::{Folder, KeyRoot, LogKey};
/// use cupola_base::{Place, Timestamp};
///
/// let root = KeyRoot::new(Place::parse("111122223333", "us-east-1")?).with_prefix("pier").with_organization("o-quay123456");
/// let at = Timestamp::parse("2026-05-04T06:05:00Z")?;
/// assert_eq!(
///     LogKey::new(root, Folder::Events, at, "AbCdEfGhIjKlMnOp").to_string(),
///     "pier/AWSLogs/o-quay123456/111122223333/CloudTrail/us-east-1/2026/05/04/\
///      111122223333_CloudTrail_us-east-1_20260504T0605Z_AbCdEfGhIjKlMnOp.json.gz",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "Finding your CloudTrail log files".
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KeyRoot {
    /// What the trail puts in front; none unless it is configured.
    pub prefix: Option<String>,
    /// The organization, of an organization's trail: `o-` and letters or digits.
    pub organization: Option<String>,
    /// Account and region of the events.
    pub place: Place,
}

/// The level over accounts.
pub(super) const ROOT: &str = "AWSLogs";

impl KeyRoot {
    /// A place's, without prefix and organization.
    #[must_use]
    pub const fn new(place: Place) -> Self {
        Self { prefix: None, organization: None, place }
    }

    /// Sets the prefix.
    #[must_use]
    pub fn with_prefix(self, prefix: impl Into<String>) -> Self {
        Self { prefix: Some(prefix.into()), ..self }
    }

    /// Sets the organization.
    #[must_use]
    pub fn with_organization(self, organization: impl Into<String>) -> Self {
        Self { organization: Some(organization.into()), ..self }
    }

    /// Everything in front of the date, the last `/` included, in the keys of a folder such as `CloudTrail`.
    #[must_use]
    pub fn folder(&self, folder: &str) -> String {
        let level = |text: &Option<String>| text.as_ref().map(|text| format!("{text}/")).unwrap_or_default();
        let Place { account, region } = &self.place;
        format!("{}{ROOT}/{}{account}/{folder}/{region}/", level(&self.prefix), level(&self.organization))
    }

    /// What file names begin with.
    pub(super) fn name_start(&self, folder: &str) -> String {
        format!("{}_{folder}_{}_", self.place.account, self.place.region)
    }

    /// Prints all that stands before the time in the file's name.
    pub(super) fn print_start(&self, folder: &str, day: Timestamp, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}/{}", self.folder(folder), day.format("%Y/%m/%d"), self.name_start(folder))
    }
}

impl From<Place> for KeyRoot {
    fn from(place: Place) -> Self {
        Self::new(place)
    }
}
