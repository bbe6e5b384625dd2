//! Why something about event data stores was refused.

use std::fmt;

use cupola_base::{AccountId, ApiError, Region, TagsError};

use super::{BillingMode, ContextKeyType, EventDataStoreStatus};
use crate::{InsightType, SelectorsError};

/// Why something about an event data store was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LakeError {
    /// The name breaks its rule.
    #[error("`{0}` is not the name of an event data store: 3 to 128 letters, digits, `.`, `_` and `-` are accepted")]
    Name(String),
    /// The text begins as an ARN does and is none of an event data store of this account.
    #[error("`{0}` is not the ARN of an event data store of this account")]
    Arn(String),
    /// There is no such store here.
    #[error("there is no event data store {0}")]
    Unknown(String),
    /// There is a store of that name.
    #[error("an event data store with the name {0} exists already")]
    Exists(String),
    /// There are as many stores as there may be, those that wait to be deleted included.
    #[error("the account {account} has {count} event data stores in {region} already")]
    TooMany {
        /// The account.
        account: AccountId,
        /// The region.
        region: Region,
        /// How many there are.
        count: usize,
    },
    /// The retention is out of bounds.
    #[error("{days} days: 7 to {} are accepted with {}", billing_mode.most_days(), billing_mode.as_str())]
    Retention {
        /// What was asked for.
        days: i64,
        /// What bounds it.
        billing_mode: BillingMode,
    },
    /// The word names no mode.
    #[error("`{0}` is not a billing mode: EXTENDABLE_RETENTION_PRICING and FIXED_RETENTION_PRICING are")]
    BillingMode(String),
    /// The word names no size.
    #[error("`{0}` is not a size of events: Standard and Large are")]
    Size(String),
    /// Neither a key's id, nor an alias, nor an ARN of either.
    #[error("`{0}` is neither the id, the alias nor the ARN of a key")]
    KmsKey(String),
    /// What is to be set stays as it is.
    #[error(transparent)]
    Kept(#[from] Kept),
    /// A change that changes nothing.
    #[error("nothing was named that is to be changed")]
    NoChange,
    /// The selectors are refused.
    #[error(transparent)]
    Selectors(#[from] SelectorsError),
    /// The tags are refused.
    #[error(transparent)]
    Tags(#[from] TagsError),
    /// Stores of organizations are made by members of one.
    #[error("the account {0} is not part of an organization")]
    NoOrganization(AccountId),
    /// Stores of organizations are made by the management account.
    #[error("the account {0} is not the management account of its organization")]
    NotManagement(AccountId),
    /// The store cannot be deleted, because it is protected.
    #[error("the event data store {0} is protected from termination: set TerminationProtectionEnabled to false first")]
    Protected(String),
    /// A channel brings events into the store.
    #[error("the event data store {0} is a destination of a channel")]
    HasChannel(String),
    /// The store was deleted and waits for its end.
    #[error("the event data store {0} waits to be deleted")]
    Inactive(String),
    /// The store is not in the state that this needs.
    #[error("the event data store {store} is {}, not {}", is.as_str(), needed.as_str())]
    Status {
        /// Which.
        store: String,
        /// Its state.
        is: EventDataStoreStatus,
        /// The state that is needed.
        needed: EventDataStoreStatus,
    },
    /// The store keeps records of a category for which this cannot be done.
    #[error("the event data store {0} keeps records of a category for which this cannot be done")]
    Category(String),
    /// Ingestion of such a store cannot be started or stopped: it cannot be made stopped.
    #[error("StartIngestion may be false for Management, Data, NetworkActivity and ConfigurationItem alone")]
    StoppedCategory,
    /// Keys of context are for large records.
    #[error("ContextKeySelectors need MaxEventSize Large")]
    ContextOfSmall,
    /// Two selectors of one type of context.
    #[error("{0:?} was selected twice")]
    ContextTwice(ContextKeyType),
    /// Keys of context are out of bounds.
    #[error("keys of {0:?}: 1 to 50 of 1 to 128 characters are accepted")]
    ContextKeys(ContextKeyType),
    /// A type of insights stands twice.
    #[error("The insight type {0} was specified more than once.")]
    InsightTwice(InsightType),
    /// Stores look for insights in management events alone.
    #[error("event data stores look for insights in Management events alone")]
    DataInsights,
    /// Nowhere to keep insights.
    #[error("InsightsDestination is needed: the event data store that keeps the insights")]
    InsightsNowhere,
    /// The destination keeps no insights.
    #[error("the event data store {0} does not keep events of category Insight")]
    NotOfInsights(String),
    /// The store looks for no insights.
    #[error("the event data store {0} does not have Insights enabled")]
    NoInsights(String),
    /// Not a page's size.
    #[error("{0} results: 1 to 1000 are accepted")]
    MaxResults(i64),
    /// The token is none of ours.
    #[error("the token is not one that this question was answered with")]
    Token,
}

/// What an event data store keeps for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Kept {
    /// An extendable retention cannot be fixed.
    BillingMode,
    /// The key cannot be replaced.
    KmsKey,
    /// A store of insights, configuration items, evidence or activity of elsewhere stays one.
    Category,
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BillingMode => "EXTENDABLE_RETENTION_PRICING cannot be changed to FIXED_RETENTION_PRICING",
            Self::KmsKey => "the key of an event data store cannot be changed once there is one",
            Self::Category => "an event data store stays one of the category of events that it was made for",
        })
    }
}

impl LakeError {
    /// The service's name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Arn(_) => "EventDataStoreARNInvalidException",
            Self::Unknown(_) => "EventDataStoreNotFoundException",
            Self::Exists(_) => "EventDataStoreAlreadyExistsException",
            Self::TooMany { .. } => "EventDataStoreMaxLimitExceededException",
            Self::KmsKey(_) => "InvalidKmsKeyIdException",
            Self::Selectors(_) | Self::Kept(Kept::Category) => "InvalidEventSelectorsException",
            Self::Tags(TagsError::TooMany(_)) => "TagsLimitExceededException",
            Self::Tags(_) => "InvalidTagParameterException",
            Self::NoOrganization(_) => "OrganizationsNotInUseException",
            Self::NotManagement(_) => "NotOrganizationMasterAccountException",
            Self::Protected(_) => "EventDataStoreTerminationProtectedException",
            Self::HasChannel(_) => "ChannelExistsForEDSException",
            Self::Inactive(_) => "InactiveEventDataStoreException",
            Self::Status { .. } => "InvalidEventDataStoreStatusException",
            Self::Category(_) => "InvalidEventDataStoreCategoryException",
            Self::ContextOfSmall => "InvalidParameterCombinationException",
            Self::InsightTwice(_) | Self::DataInsights => "InvalidInsightSelectorsException",
            Self::NoInsights(_) => "InsightNotEnabledException",
            Self::MaxResults(_) => "InvalidMaxResultsException",
            Self::Token => "InvalidNextTokenException",
            Self::Name(_)
            | Self::Retention { .. }
            | Self::BillingMode(_)
            | Self::Size(_)
            | Self::Kept(_)
            | Self::NoChange
            | Self::StoppedCategory
            | Self::ContextTwice(_)
            | Self::ContextKeys(_)
            | Self::InsightsNowhere
            | Self::NotOfInsights(_) => "InvalidParameterException",
        }
    }
}

impl From<LakeError> for ApiError {
    fn from(error: LakeError) -> Self {
        Self::caller(error.code(), error.to_string())
    }
}
