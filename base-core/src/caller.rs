//! Who calls.

use serde::{Deserialize, Serialize};

use crate::{Arn, Place};

/// Who makes a call of the door, and where.
///
/// ```
/// use cupola_base::{Caller, Place};
///
/// let caller = Caller::root(Place::parse("111122223333", "us-east-1")?);
/// assert_eq!(caller.principal.as_str(), "arn:aws:iam::111122223333:root");
/// assert!(!caller.privileged);
/// # Ok::<(), cupola_base::PlaceError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Caller {
    /// The account and region that are called.
    pub place: Place,
    /// Who calls: a user, a role session, the root of an account.
    pub principal: Arn,
    /// Whether the caller is a simulated service, which may publish to namespaces that begin with
    /// `AWS/`.
    pub privileged: bool,
}

impl Caller {
    /// The root user of the place's account.
    #[must_use]
    pub fn root(place: Place) -> Self {
        let principal = Arn::of(place.region.partition(), "iam", "", place.account.as_str(), "root");
        Self { place, principal, privileged: false }
    }

    /// The same caller as another principal.
    #[must_use]
    pub fn with_principal(self, principal: Arn) -> Self {
        Self { principal, ..self }
    }

    /// The same caller with the rights of a simulated service.
    #[must_use]
    pub fn privileged(self) -> Self {
        Self { privileged: true, ..self }
    }
}
