//! Why a group was refused.

use cupola_base::{ApiError, TagsError};

use crate::FilterError;

/// Why a group was not created, changed, deleted or found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GroupRefusal {
    /// The name is none.
    #[error("group name `{0}`: 1 to 32 letters, digits and dashes are accepted")]
    Name(String),
    /// A group of this name is there.
    #[error("a group named {0} already exists")]
    Exists(String),
    /// There is no such group.
    #[error("there is no group {0}")]
    Unknown(String),
    /// Neither a name nor an ARN was given.
    #[error("a GroupName or a GroupARN is needed")]
    Unnamed,
    /// The group `Default` cannot be created or deleted, and has no expression of its own.
    #[error("the group Default cannot be created or deleted, and its filter expression cannot be changed")]
    Default,
    /// Notifications without insights.
    #[error("NotificationsEnabled needs InsightsEnabled")]
    Notifications,
    /// There are as many as there may be.
    #[error("there are {most} groups, which is the limit")]
    TooMany {
        /// How many there may be beside `Default`.
        most: usize,
    },
    /// The expression means itself, by way of other groups.
    #[error("the filter expression of group {0} leads back to itself")]
    Cycle(String),
    /// The expression is none.
    #[error("{0}")]
    Expression(#[from] FilterError),
    /// The tags are refused.
    #[error(transparent)]
    Tags(#[from] TagsError),
}

impl From<GroupRefusal> for ApiError {
    fn from(refusal: GroupRefusal) -> Self {
        Self::caller("InvalidRequestException", refusal.to_string())
    }
}

impl From<FilterError> for ApiError {
    fn from(error: FilterError) -> Self {
        Self::caller("InvalidRequestException", error.to_string())
    }
}
