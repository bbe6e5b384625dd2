//! Why something about channels was refused.

use cupola_base::{AccountId, ApiError, TagsError};

use crate::LakeError;

/// Why something about a channel was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChannelError {
    /// The name breaks its rule.
    #[error("`{0}` is not the name of a channel: 3 to 128 letters, digits, `.`, `_` and `-` are accepted")]
    Name(String),
    /// The source breaks its rule.
    #[error("`{0}` is not the name of a source: Custom, or the name of a partner of 1 to 256 characters is accepted")]
    Source(String),
    /// The text begins as an ARN does and is none of a channel of this account.
    #[error("`{0}` is not the ARN of a channel of this account")]
    Arn(String),
    /// There is no such channel here.
    #[error("there is no channel {0}")]
    Unknown(String),
    /// There is a channel of that name.
    #[error("a channel with the name {0} exists already")]
    Exists(String),
    /// There is a channel for that source.
    #[error("a channel for the source {0} exists already")]
    SourceTaken(String),
    /// There are as many channels as there may be.
    #[error("the account {account} has {count} channels already")]
    TooMany {
        /// The account.
        account: AccountId,
        /// How many there are.
        count: usize,
    },
    /// Not as many destinations as a channel may have.
    #[error("{0} destinations: 1 to 200 are accepted")]
    Destinations(usize),
    /// A destination stands twice.
    #[error("the destination {0} stands twice")]
    Twice(String),
    /// The type of a destination is that of channels that services make for themselves, or none.
    #[error("`{0}` is not a type of destinations here: EVENT_DATA_STORE is")]
    DestinationType(String),
    /// A destination is refused.
    #[error(transparent)]
    Store(#[from] LakeError),
    /// The tags are refused.
    #[error(transparent)]
    Tags(#[from] TagsError),
}

impl ChannelError {
    /// The service's name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Name(_) | Self::Destinations(_) | Self::Twice(_) | Self::DestinationType(_) => {
                "InvalidParameterException"
            }
            Self::Source(_) => "InvalidSourceException",
            Self::Arn(_) => "ChannelARNInvalidException",
            Self::Unknown(_) => "ChannelNotFoundException",
            Self::Exists(_) | Self::SourceTaken(_) => "ChannelAlreadyExistsException",
            Self::TooMany { .. } => "ChannelMaxLimitExceededException",
            Self::Store(error) => error.code(),
            Self::Tags(TagsError::TooMany(_)) => "TagsLimitExceededException",
            Self::Tags(_) => "InvalidTagParameterException",
        }
    }
}

impl From<ChannelError> for ApiError {
    fn from(error: ChannelError) -> Self {
        Self::caller(error.code(), error.to_string())
    }
}
