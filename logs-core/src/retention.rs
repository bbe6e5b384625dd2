//! How long a group keeps its events.

use cupola_base::{ApiError, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::UnknownLog;

/// Days after their own time for which a group's events are kept: one of 22 numbers.
///
/// ```
/// use cupola_logs::Retention;
///
/// assert_eq!(Retention::days(7)?.in_days(), 7);
/// assert_eq!(Retention::days(6).unwrap_err().to_string(), "events are not kept for 6 days: 5 or 7 are the nearest");
/// # Ok::<(), cupola_logs::RetentionError>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, PutRetentionPolicy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Retention(u32);

impl Retention {
    /// The numbers of days that the service accepts.
    pub const ALLOWED: [u32; 22] =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    /// Checks and takes the number.
    ///
    /// # Errors
    /// [`RetentionError`] with the nearest accepted numbers.
    pub fn days(days: u32) -> Result<Self, RetentionError> {
        if Self::ALLOWED.contains(&days) { Ok(Self(days)) } else { Err(RetentionError { days }) }
    }

    /// The number of days.
    #[must_use]
    pub const fn in_days(self) -> u32 {
        self.0
    }

    pub(crate) const fn millis(self) -> i64 {
        self.0 as i64 * DAY
    }

    /// Events before this instant are expired at `now`.
    pub(crate) const fn cutoff(self, now: Timestamp) -> Timestamp {
        now.plus_millis(-self.millis())
    }
}

const DAY: i64 = 86_400_000;

/// What a group of the class `DELIVERY` has, whatever its policy says.
pub(crate) const ONE_DAY: Retention = Retention(1);

impl TryFrom<u32> for Retention {
    type Error = RetentionError;

    fn try_from(days: u32) -> Result<Self, RetentionError> {
        Self::days(days)
    }
}

impl From<Retention> for u32 {
    fn from(retention: Retention) -> Self {
        retention.0
    }
}

/// The service keeps events for other numbers of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("events are not kept for {days} days: {} the nearest", nearest(*.days))]
#[non_exhaustive]
pub struct RetentionError {
    /// The number given.
    pub days: u32,
}

fn nearest(days: u32) -> String {
    let below = Retention::ALLOWED.iter().rev().find(|allowed| **allowed < days);
    let above = Retention::ALLOWED.iter().find(|allowed| **allowed > days);
    match (below, above) {
        (Some(below), Some(above)) => format!("{below} or {above} are"),
        (one, other) => format!("{} is", one.or(other).unwrap_or(&1)),
    }
}

/// Why a retention policy was not put.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutRetentionPolicyError {
    /// The group is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownLog),
    /// The service keeps events for other numbers of days.
    #[error(transparent)]
    Days(#[from] RetentionError),
}

impl From<PutRetentionPolicyError> for ApiError {
    fn from(error: PutRetentionPolicyError) -> Self {
        match error {
            PutRetentionPolicyError::Unknown(error) => error.into(),
            PutRetentionPolicyError::Days(_) => {
                let days: Vec<String> = Retention::ALLOWED.iter().map(u32::to_string).collect();
                let message = format!("Invalid retentionInDays: the valid values are [{}]", days.join(", "));
                Self::caller("InvalidParameterException", message)
            }
        }
    }
}
