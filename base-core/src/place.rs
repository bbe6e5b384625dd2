//! One account in one region.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{AccountId, AccountIdError, Arn, Region, RegionError};

/// Where an engine stands: one account in one region. There is no default.
///
/// ```
/// use cupola_base::Place;
///
/// let place = Place::parse("111122223333", "eu-west-1")?;
/// assert_eq!(place.arn("logs", "log-group:app").to_string(), "arn:aws:logs:eu-west-1:111122223333:log-group:app");
/// # Ok::<(), cupola_base::PlaceError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "an account and a region are all there is to a place")]
pub struct Place {
    /// The account.
    pub account: AccountId,
    /// The region.
    pub region: Region,
}

impl Place {
    /// Joins the two.
    #[must_use]
    pub const fn new(account: AccountId, region: Region) -> Self {
        Self { account, region }
    }

    /// Reads both from text.
    ///
    /// # Errors
    /// The error of the first that is not well formed.
    pub fn parse(account: &str, region: &str) -> Result<Self, PlaceError> {
        Ok(Self::new(AccountId::new(account)?, Region::new(region)?))
    }

    /// The name of a resource of this place.
    #[must_use]
    pub fn arn(&self, service: &str, resource: impl fmt::Display) -> Arn {
        Arn::of(self.region.partition(), service, self.region.as_str(), self.account.as_str(), &resource.to_string())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.account, self.region)
    }
}

/// Why two texts are not a place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(clippy::exhaustive_enums, reason = "a place has two parts")]
pub enum PlaceError {
    /// The first is not an account id.
    #[error(transparent)]
    Account(#[from] AccountIdError),
    /// The second is not a region.
    #[error(transparent)]
    Region(#[from] RegionError),
}
