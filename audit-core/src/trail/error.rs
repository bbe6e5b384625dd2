//! Why something about a trail was refused.

use cupola_base::{AccountId, ApiError, Region, TagsError};

use super::TrailNameError;
use crate::{ChannelError, InsightType, LakeError, SelectorsError, UnknownInsightWord};

/// Why something about a trail was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrailError {
    /// The name breaks its rule.
    #[error(transparent)]
    Name(#[from] TrailNameError),
    /// The text begins as an ARN does and is none of a trail.
    #[error("`{0}` is not the ARN of a trail")]
    Arn(String),
    /// There is no such trail here.
    #[error("Unknown trail: {name} for the user: {account}")]
    Unknown {
        /// The name or ARN.
        name: String,
        /// Who asked.
        account: AccountId,
    },
    /// There is a trail of that name.
    #[error("Trail {name} already exists for customer: {account}")]
    Exists {
        /// The name.
        name: String,
        /// The account.
        account: AccountId,
    },
    /// There are as many trails as there may be.
    #[error("User: {account} already has {count} trails in {region}.")]
    TooMany {
        /// The account.
        account: AccountId,
        /// The region.
        region: Region,
        /// How many trails are seen there.
        count: usize,
    },
    /// A trail can be changed in its home region alone.
    #[error("The trail {name} can be changed in its home region {home} alone.")]
    HomeRegion {
        /// The trail.
        name: String,
        /// Its home region.
        home: Region,
    },
    /// The trail belongs to another account: the organization's management account.
    #[error("The trail {0} can be changed by the management account of the organization alone.")]
    OfOrganization(String),
    /// Trails of organizations are made by members of one.
    #[error("The account {0} is not part of an organization.")]
    NoOrganization(AccountId),
    /// Trails of organizations are made by the management account.
    #[error("The account {0} is not the management account of its organization.")]
    NotManagement(AccountId),
    /// Events of all regions without those of global services.
    #[error("Multi-Region trail must include global service events.")]
    MultiRegionWithoutGlobal,
    /// There is no such bucket.
    #[error("S3 bucket {0} does not exist!")]
    NoBucket(String),
    /// The bucket's name is not well formed.
    #[error("`{0}` is not the name of a bucket")]
    Bucket(String),
    /// The prefix is too long.
    #[error("the prefix `{0}` has more than 200 characters")]
    Prefix(String),
    /// The topic is neither a name nor an ARN.
    #[error("`{0}` is neither the name nor the ARN of a topic")]
    Topic(String),
    /// Not the ARN of a log group.
    #[error("`{0}` is not the ARN of a log group")]
    LogGroup(String),
    /// Not the ARN of a role.
    #[error("`{0}` is not the ARN of a role")]
    Role(String),
    /// A log group needs a role.
    #[error("a log group needs the role that writes to it")]
    LogGroupWithoutRole,
    /// A role needs a log group.
    #[error("a role needs the log group that it writes to")]
    RoleWithoutLogGroup,
    /// Neither a key's id, nor an alias, nor an ARN of either.
    #[error("`{0}` is neither the id, the alias nor the ARN of a key")]
    KmsKey(String),
    /// The selectors are refused.
    #[error(transparent)]
    Selectors(#[from] SelectorsError),
    /// Both kinds of selectors, or none.
    #[error("Specify either EventSelectors or AdvancedEventSelectors, not both.")]
    OneKindOfSelectors,
    /// The tags are refused.
    #[error(transparent)]
    Tags(#[from] TagsError),
    /// A type of insights stands twice.
    #[error("The insight type {0} was specified more than once.")]
    InsightTwice(InsightType),
    /// A word is no type of insights, or no category of events.
    #[error(transparent)]
    InsightWord(#[from] UnknownInsightWord),
    /// The trail looks for no insights.
    #[error(
        "Trail {0} does not have Insights enabled. Edit the trail settings to enable Insights, and then try the operation again."
    )]
    NoInsights(String),
    /// Tags are of trails; the text is no ARN of one that is here.
    #[error("Resource not found: {0}")]
    Resource(String),
    /// Trails have neither sizes of events nor keys of context: event data stores have.
    #[error("MaxEventSize and ContextKeySelectors are of event data stores, not of trails")]
    OfEventDataStores,
    /// Trails count data events: event data stores do not.
    #[error("AggregationConfigurations are of trails, not of event data stores")]
    OfTrails,
    /// What was said of an event data store is refused.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// What was said of a channel is refused.
    #[error(transparent)]
    Channel(#[from] ChannelError),
    /// Insights of trails go nowhere else.
    #[error("InsightsDestination is of event data stores, not of trails")]
    DestinationOfStores,
    /// Neither a trail nor an event data store, or both.
    #[error("specify either TrailName or EventDataStore")]
    OneTarget,
    /// Data events alone are counted.
    #[error("events of category {0} are not aggregated: Data is accepted")]
    AggregationCategory(String),
    /// No template of counts.
    #[error("`{0}` is not a template: API_ACTIVITY, RESOURCE_ACCESS and USER_ACTIONS are")]
    AggregationTemplate(String),
    /// The page's token is none of ours.
    #[error("the token is not one that this question was answered with")]
    Token,
}

impl TrailError {
    /// The service's name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Name(_) => "InvalidTrailNameException",
            Self::Arn(_) => "CloudTrailARNInvalidException",
            Self::Unknown { .. } => "TrailNotFoundException",
            Self::Exists { .. } => "TrailAlreadyExistsException",
            Self::TooMany { .. } => "MaximumNumberOfTrailsExceededException",
            Self::HomeRegion { .. } => "InvalidHomeRegionException",
            Self::OfOrganization(_) | Self::NotManagement(_) => "NotOrganizationMasterAccountException",
            Self::NoOrganization(_) => "OrganizationsNotInUseException",
            Self::Lake(error) => error.code(),
            Self::Channel(error) => error.code(),
            Self::AggregationCategory(_) | Self::AggregationTemplate(_) => "InvalidParameterException",
            Self::OfEventDataStores
            | Self::OfTrails
            | Self::DestinationOfStores
            | Self::OneTarget
            | Self::MultiRegionWithoutGlobal => "InvalidParameterCombinationException",
            Self::NoBucket(_) => "S3BucketDoesNotExistException",
            Self::Bucket(_) => "InvalidS3BucketNameException",
            Self::Prefix(_) => "InvalidS3PrefixException",
            Self::Topic(_) => "InvalidSnsTopicNameException",
            Self::LogGroup(_) | Self::RoleWithoutLogGroup => "InvalidCloudWatchLogsLogGroupArnException",
            Self::Role(_) | Self::LogGroupWithoutRole => "InvalidCloudWatchLogsRoleArnException",
            Self::KmsKey(_) => "InvalidKmsKeyIdException",
            Self::Selectors(_) | Self::OneKindOfSelectors => "InvalidEventSelectorsException",
            Self::InsightTwice(_) | Self::InsightWord(_) => "InvalidInsightSelectorsException",
            Self::NoInsights(_) => "InsightNotEnabledException",
            Self::Tags(TagsError::TooMany(_)) => "TagsLimitExceededException",
            Self::Tags(_) => "InvalidTagParameterException",
            Self::Resource(_) => "ResourceNotFoundException",
            Self::Token => "InvalidTokenException",
        }
    }
}

impl From<TrailError> for ApiError {
    fn from(error: TrailError) -> Self {
        Self::caller(error.code(), error.to_string())
    }
}
