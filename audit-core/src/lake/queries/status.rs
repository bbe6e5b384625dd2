//! How far a query is.

use serde::{Deserialize, Serialize};

/// How far a query of event data stores is.
///
/// ```
/// use cupola_audit::LakeQueryStatus;
///
/// assert_eq!(LakeQueryStatus::from_name("FINISHED"), Ok(LakeQueryStatus::Finished));
/// assert!(LakeQueryStatus::Finished.is_over() && !LakeQueryStatus::Queued.is_over());
/// ```
///
/// # Source
/// CloudTrail API Reference, DescribeQuery, `QueryStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum LakeQueryStatus {
    /// It waits.
    Queued,
    /// It runs.
    Running,
    /// Its results can be read.
    Finished,
    /// It could not be answered.
    Failed,
    /// It was cancelled.
    Cancelled,
    /// It took too long. No query of this engine does: one that takes more than its bounds fails.
    TimedOut,
}

impl LakeQueryStatus {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Queued, Self::Running, Self::Finished, Self::Failed, Self::Cancelled, Self::TimedOut];

    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "QUEUED",
            Self::Running => "RUNNING",
            Self::Finished => "FINISHED",
            Self::Failed => "FAILED",
            Self::Cancelled => "CANCELLED",
            Self::TimedOut => "TIMED_OUT",
        }
    }

    /// The state of a word.
    ///
    /// # Errors
    /// [`UnknownLakeQueryStatus`].
    pub fn from_name(name: &str) -> Result<Self, UnknownLakeQueryStatus> {
        let found = Self::ALL.into_iter().find(|status| status.as_str() == name);
        found.ok_or_else(|| UnknownLakeQueryStatus(name.to_owned()))
    }

    /// Whether it stays so.
    #[must_use]
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

/// The word names no state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the state of a query: QUEUED, RUNNING, FINISHED, FAILED, CANCELLED and TIMED_OUT are")]
pub struct UnknownLakeQueryStatus(pub(super) String);
