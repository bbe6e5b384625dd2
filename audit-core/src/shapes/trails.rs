//! Trails.

use cupola_base::shape::{List, Member, NOTHING, Operation, Shape, TEXT, TEXTS};

pub(super) const ADD_TAGS: Operation = Operation::new("AddTags", &TAGGED, &NOTHING);
pub(super) const CREATE_TRAIL: Operation = Operation::new("CreateTrail", &CREATED, &WRITTEN);
pub(super) const DELETE_TRAIL: Operation = Operation::new("DeleteTrail", &NAMED, &NOTHING);
pub(super) const DESCRIBE_TRAILS: Operation = Operation::new("DescribeTrails", &DESCRIBE, &DESCRIBED);
pub(super) const GET_EVENT_SELECTORS: Operation = Operation::new("GetEventSelectors", &SELECTORS_OF, &SELECTORS);
pub(super) const GET_EVENT_CONFIGURATION: Operation =
    Operation::new("GetEventConfiguration", &CONFIGURED, &CONFIGURATION);
pub(super) const GET_TRAIL: Operation = Operation::new("GetTrail", &NAMED, &GOT);
pub(super) const GET_TRAIL_STATUS: Operation = Operation::new("GetTrailStatus", &NAMED, &STATUS);
pub(super) const LIST_TAGS: Operation = Operation::new("ListTags", &LIST_OF_TAGS, &TAG_LISTS);
pub(super) const LIST_TRAILS: Operation = Operation::new("ListTrails", &PAGED, &LISTED);
pub(super) const PUT_EVENT_CONFIGURATION: Operation =
    Operation::new("PutEventConfiguration", &CONFIGURE, &CONFIGURATION);
pub(super) const PUT_EVENT_SELECTORS: Operation = Operation::new("PutEventSelectors", &PUT_SELECTORS, &SELECTORS);
pub(super) const REMOVE_TAGS: Operation = Operation::new("RemoveTags", &TAGGED, &NOTHING);
pub(super) const START_LOGGING: Operation = Operation::new("StartLogging", &NAMED, &NOTHING);
pub(super) const STOP_LOGGING: Operation = Operation::new("StopLogging", &NAMED, &NOTHING);
pub(super) const UPDATE_TRAIL: Operation = Operation::new("UpdateTrail", &UPDATED, &WRITTEN);

static NAMED: Shape = Shape::Structure(&[Member::required("Name", &TEXT)]);
static PAGED: Shape = Shape::Structure(&[Member::optional("NextToken", &TEXT)]);
static TAG: Shape = Shape::Structure(&[Member::required("Key", &TEXT), Member::optional("Value", &TEXT)]);
pub(super) static TAGS: Shape = Shape::List(List::of(&TAG));
static TAGGED: Shape = Shape::Structure(&[Member::required("ResourceId", &TEXT), Member::required("TagsList", &TAGS)]);
static LIST_OF_TAGS: Shape =
    Shape::Structure(&[Member::required("ResourceIdList", &TEXTS), Member::optional("NextToken", &TEXT)]);
static TAG_LIST: Shape =
    Shape::Structure(&[Member::optional("ResourceId", &TEXT), Member::optional("TagsList", &TAGS)]);
static RESOURCE_TAGS: Shape = Shape::List(List::of(&TAG_LIST));
static TAG_LISTS: Shape =
    Shape::Structure(&[Member::optional("ResourceTagList", &RESOURCE_TAGS), Member::optional("NextToken", &TEXT)]);

static CREATED: Shape = Shape::Structure(&[
    Member::required("Name", &TEXT),
    Member::required("S3BucketName", &TEXT),
    Member::optional("S3KeyPrefix", &TEXT),
    Member::optional("SnsTopicName", &TEXT),
    Member::optional("IncludeGlobalServiceEvents", &Shape::Boolean),
    Member::optional("IsMultiRegionTrail", &Shape::Boolean),
    Member::optional("EnableLogFileValidation", &Shape::Boolean),
    Member::optional("CloudWatchLogsLogGroupArn", &TEXT),
    Member::optional("CloudWatchLogsRoleArn", &TEXT),
    Member::optional("KmsKeyId", &TEXT),
    Member::optional("IsOrganizationTrail", &Shape::Boolean),
    Member::optional("TagsList", &TAGS),
]);
static UPDATED: Shape = Shape::Structure(&[
    Member::required("Name", &TEXT),
    Member::optional("S3BucketName", &TEXT),
    Member::optional("S3KeyPrefix", &TEXT),
    Member::optional("SnsTopicName", &TEXT),
    Member::optional("IncludeGlobalServiceEvents", &Shape::Boolean),
    Member::optional("IsMultiRegionTrail", &Shape::Boolean),
    Member::optional("EnableLogFileValidation", &Shape::Boolean),
    Member::optional("CloudWatchLogsLogGroupArn", &TEXT),
    Member::optional("CloudWatchLogsRoleArn", &TEXT),
    Member::optional("KmsKeyId", &TEXT),
    Member::optional("IsOrganizationTrail", &Shape::Boolean),
]);
/// A trail's members; those that only a trail which is read has come last.
static MEMBERS: [Member; 16] = [
    Member::optional("Name", &TEXT),
    Member::optional("S3BucketName", &TEXT),
    Member::optional("S3KeyPrefix", &TEXT),
    Member::optional("SnsTopicName", &TEXT),
    Member::optional("SnsTopicARN", &TEXT),
    Member::optional("IncludeGlobalServiceEvents", &Shape::Boolean),
    Member::optional("IsMultiRegionTrail", &Shape::Boolean),
    Member::optional("TrailARN", &TEXT),
    Member::optional("LogFileValidationEnabled", &Shape::Boolean),
    Member::optional("CloudWatchLogsLogGroupArn", &TEXT),
    Member::optional("CloudWatchLogsRoleArn", &TEXT),
    Member::optional("KmsKeyId", &TEXT),
    Member::optional("IsOrganizationTrail", &Shape::Boolean),
    Member::optional("HomeRegion", &TEXT),
    Member::optional("HasCustomEventSelectors", &Shape::Boolean),
    Member::optional("HasInsightSelectors", &Shape::Boolean),
];
static TRAIL: Shape = Shape::Structure(&MEMBERS);
static WRITTEN: Shape = Shape::Structure(MEMBERS.split_at(13).0);
static GOT: Shape = Shape::Structure(&[Member::optional("Trail", &TRAIL)]);

static DESCRIBE: Shape = Shape::Structure(&[
    Member::optional("trailNameList", &TEXTS),
    Member::optional("includeShadowTrails", &Shape::Boolean),
]);
static TRAILS: Shape = Shape::List(List::of(&TRAIL));
static DESCRIBED: Shape = Shape::Structure(&[Member::optional("trailList", &TRAILS)]);

static TRAIL_INFO: Shape = Shape::Structure(&[
    Member::optional("TrailARN", &TEXT),
    Member::optional("Name", &TEXT),
    Member::optional("HomeRegion", &TEXT),
]);
static TRAIL_INFOS: Shape = Shape::List(List::of(&TRAIL_INFO));
static LISTED: Shape =
    Shape::Structure(&[Member::optional("Trails", &TRAIL_INFOS), Member::optional("NextToken", &TEXT)]);

static STATUS: Shape = Shape::Structure(&[
    Member::optional("IsLogging", &Shape::Boolean),
    Member::optional("LatestDeliveryError", &TEXT),
    Member::optional("LatestNotificationError", &TEXT),
    Member::optional("LatestDeliveryTime", &Shape::Timestamp),
    Member::optional("LatestNotificationTime", &Shape::Timestamp),
    Member::optional("StartLoggingTime", &Shape::Timestamp),
    Member::optional("StopLoggingTime", &Shape::Timestamp),
    Member::optional("LatestCloudWatchLogsDeliveryError", &TEXT),
    Member::optional("LatestCloudWatchLogsDeliveryTime", &Shape::Timestamp),
    Member::optional("LatestDigestDeliveryTime", &Shape::Timestamp),
    Member::optional("LatestDigestDeliveryError", &TEXT),
    Member::optional("LatestDeliveryAttemptTime", &TEXT),
    Member::optional("LatestNotificationAttemptTime", &TEXT),
    Member::optional("LatestNotificationAttemptSucceeded", &TEXT),
    Member::optional("LatestDeliveryAttemptSucceeded", &TEXT),
    Member::optional("TimeLoggingStarted", &TEXT),
    Member::optional("TimeLoggingStopped", &TEXT),
]);

static DATA_RESOURCE: Shape = Shape::Structure(&[Member::optional("Type", &TEXT), Member::optional("Values", &TEXTS)]);
static DATA_RESOURCES: Shape = Shape::List(List::of(&DATA_RESOURCE));
static BASIC: Shape = Shape::Structure(&[
    Member::optional("ReadWriteType", &TEXT),
    Member::optional("IncludeManagementEvents", &Shape::Boolean),
    Member::optional("DataResources", &DATA_RESOURCES),
    Member::optional("ExcludeManagementEventSources", &TEXTS),
]);
static BASICS: Shape = Shape::List(List::of(&BASIC));
static FIELD: Shape = Shape::Structure(&[
    Member::required("Field", &TEXT),
    Member::optional("Equals", &TEXTS),
    Member::optional("StartsWith", &TEXTS),
    Member::optional("EndsWith", &TEXTS),
    Member::optional("NotEquals", &TEXTS),
    Member::optional("NotStartsWith", &TEXTS),
    Member::optional("NotEndsWith", &TEXTS),
]);
static FIELDS: Shape = Shape::List(List::of(&FIELD));
static ADVANCED: Shape =
    Shape::Structure(&[Member::optional("Name", &TEXT), Member::required("FieldSelectors", &FIELDS)]);
pub(super) static ADVANCEDS: Shape = Shape::List(List::of(&ADVANCED));
static SELECTORS_OF: Shape = Shape::Structure(&[Member::required("TrailName", &TEXT)]);
static PUT_SELECTORS: Shape = Shape::Structure(&[
    Member::required("TrailName", &TEXT),
    Member::optional("EventSelectors", &BASICS),
    Member::optional("AdvancedEventSelectors", &ADVANCEDS),
]);
static SELECTORS: Shape = Shape::Structure(&[
    Member::optional("TrailARN", &TEXT),
    Member::optional("EventSelectors", &BASICS),
    Member::optional("AdvancedEventSelectors", &ADVANCEDS),
]);

static CONTEXT_KEY: Shape = Shape::Structure(&[Member::required("Type", &TEXT), Member::required("Equals", &TEXTS)]);
static CONTEXT_KEYS: Shape = Shape::List(List::of(&CONTEXT_KEY));
static AGGREGATION: Shape =
    Shape::Structure(&[Member::required("Templates", &TEXTS), Member::required("EventCategory", &TEXT)]);
static AGGREGATIONS: Shape = Shape::List(List::of(&AGGREGATION));
static CONFIGURED: Shape =
    Shape::Structure(&[Member::optional("TrailName", &TEXT), Member::optional("EventDataStore", &TEXT)]);
static CONFIGURE: Shape = Shape::Structure(&[
    Member::optional("TrailName", &TEXT),
    Member::optional("EventDataStore", &TEXT),
    Member::optional("MaxEventSize", &TEXT),
    Member::optional("ContextKeySelectors", &CONTEXT_KEYS),
    Member::optional("AggregationConfigurations", &AGGREGATIONS),
]);
static CONFIGURATION: Shape = Shape::Structure(&[
    Member::optional("TrailARN", &TEXT),
    Member::optional("EventDataStoreArn", &TEXT),
    Member::optional("MaxEventSize", &TEXT),
    Member::optional("ContextKeySelectors", &CONTEXT_KEYS),
    Member::optional("AggregationConfigurations", &AGGREGATIONS),
]);
