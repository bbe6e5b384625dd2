//! Groups and streams.

use super::data_sources::DATA_SOURCES;
use super::{
    CLASS, FILTER_NAME, GROUP_IDENTIFIER, GROUP_NAME, KMS_KEY, List, MILLIS, Member, NEW_GROUP_NAME, NEW_STREAM_NAME,
    NOTHING, Operation, Range, STREAM_NAME, Shape, TOKEN, Text, UP_TO_50, named,
};
use cupola_base::shape::{INTEGER, TEXT, TEXT_MAP, TEXTS};

pub(super) const CREATE_LOG_GROUP: Operation = named("CreateLogGroup", &CREATE_GROUP, &NOTHING);
pub(super) const CREATE_LOG_STREAM: Operation = named("CreateLogStream", &STREAM, &NOTHING);
pub(super) const DELETE_LOG_GROUP: Operation = named("DeleteLogGroup", &GROUP, &NOTHING);
pub(super) const DELETE_LOG_STREAM: Operation = named("DeleteLogStream", &STREAM, &NOTHING);
pub(super) const DELETE_RETENTION_POLICY: Operation = named("DeleteRetentionPolicy", &GROUP, &NOTHING);
pub(super) const DESCRIBE_LOG_GROUPS: Operation = named("DescribeLogGroups", &DESCRIBE_GROUPS, &GROUPS);
pub(super) const DESCRIBE_LOG_STREAMS: Operation = named("DescribeLogStreams", &DESCRIBE_STREAMS, &STREAMS);
pub(super) const LIST_LOG_GROUPS: Operation = named("ListLogGroups", &LIST_GROUPS, &LISTED_GROUPS);
pub(super) const PUT_LOG_GROUP_DELETION_PROTECTION: Operation =
    named("PutLogGroupDeletionProtection", &PROTECT, &NOTHING);
pub(super) const PUT_RETENTION_POLICY: Operation = named("PutRetentionPolicy", &RETAIN, &NOTHING);

static CREATE_GROUP: Shape = Shape::Structure(&[
    Member::required("logGroupName", &NEW_GROUP_NAME),
    Member::optional("kmsKeyId", &KMS_KEY),
    Member::optional("tags", &TEXT_MAP),
    Member::optional("logGroupClass", &CLASS),
    Member::optional("deletionProtectionEnabled", &Shape::Boolean),
]);
static GROUP: Shape = Shape::Structure(&[Member::required("logGroupName", &GROUP_NAME)]);
static STREAM: Shape = Shape::Structure(&[
    Member::required("logGroupName", &NEW_GROUP_NAME),
    Member::required("logStreamName", &NEW_STREAM_NAME),
]);
static PROTECT: Shape = Shape::Structure(&[
    Member::required("logGroupIdentifier", &GROUP_IDENTIFIER),
    Member::required("deletionProtectionEnabled", &Shape::Boolean),
]);
static RETAIN: Shape =
    Shape::Structure(&[Member::required("logGroupName", &GROUP_NAME), Member::required("retentionInDays", &INTEGER)]);

static DESCRIBE_GROUPS: Shape = Shape::Structure(&[
    Member::optional("accountIdentifiers", &TEXTS),
    Member::optional("logGroupNamePrefix", &GROUP_PART),
    Member::optional("logGroupNamePattern", &GROUP_PART),
    Member::optional("nextToken", &TOKEN),
    Member::optional("limit", &UP_TO_50),
    Member::optional("includeLinkedAccounts", &Shape::Boolean),
    Member::optional("logGroupClass", &CLASS),
    Member::optional("logGroupIdentifiers", &Shape::List(List::of(&GROUP_IDENTIFIER).within(1, 50))),
]);
static GROUP_PART: Shape = Shape::Text(Text::of(1, 512));
static GROUPS: Shape = Shape::Structure(&[
    Member::optional("logGroups", &Shape::List(List::of(&DESCRIBED_GROUP))),
    Member::optional("nextToken", &TOKEN),
]);
static DESCRIBED_GROUP: Shape = Shape::Structure(&[
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("creationTime", &MILLIS),
    Member::optional("retentionInDays", &INTEGER),
    Member::optional("metricFilterCount", &INTEGER),
    Member::optional("arn", &TEXT),
    Member::optional("storedBytes", &INTEGER),
    Member::optional("kmsKeyId", &KMS_KEY),
    Member::optional("logGroupClass", &CLASS),
    Member::optional("logGroupArn", &TEXT),
    Member::optional("deletionProtectionEnabled", &Shape::Boolean),
    Member::optional("dataProtectionStatus", &TEXT),
    Member::optional("inheritedProperties", &TEXTS),
]);

static LIST_GROUPS: Shape = Shape::Structure(&[
    Member::optional("logGroupNamePattern", &Shape::Text(Text::of(3, 129))),
    Member::optional("logGroupClass", &CLASS),
    Member::optional("includeLinkedAccounts", &Shape::Boolean),
    Member::optional("accountIdentifiers", &TEXTS),
    Member::optional("nextToken", &TOKEN),
    Member::optional("limit", &Shape::Integer(Range::of(1, 1000))),
    Member::optional("dataSources", &DATA_SOURCES),
    Member::optional("fieldIndexNames", &TEXTS),
    Member::optional("logGroupTags", &Shape::List(List::of(&GROUP_TAG).within(1, 5))),
]);
static GROUP_TAG: Shape = Shape::Structure(&[
    Member::required("key", &Shape::Text(Text::of(1, 128))),
    Member::optional("values", &Shape::List(List::of(&Shape::Text(Text::of(0, 259))).within(0, 5))),
]);
static LISTED_GROUPS: Shape = Shape::Structure(&[
    Member::optional("logGroups", &Shape::List(List::of(&LISTED_GROUP))),
    Member::optional("nextToken", &TOKEN),
]);
static LISTED_GROUP: Shape = Shape::Structure(&[
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("logGroupArn", &TEXT),
    Member::optional("logGroupClass", &CLASS),
]);

static DESCRIBE_STREAMS: Shape = Shape::Structure(&[
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("logGroupIdentifier", &GROUP_IDENTIFIER),
    Member::optional("logStreamNamePrefix", &FILTER_NAME),
    Member::optional("orderBy", &Shape::Text(Text::one_of(&["LogStreamName", "LastEventTime"]))),
    Member::optional("descending", &Shape::Boolean),
    Member::optional("nextToken", &TOKEN),
    Member::optional("limit", &UP_TO_50),
]);
static STREAMS: Shape = Shape::Structure(&[
    Member::optional("logStreams", &Shape::List(List::of(&DESCRIBED_STREAM))),
    Member::optional("nextToken", &TOKEN),
]);
static DESCRIBED_STREAM: Shape = Shape::Structure(&[
    Member::optional("logStreamName", &STREAM_NAME),
    Member::optional("creationTime", &MILLIS),
    Member::optional("firstEventTimestamp", &MILLIS),
    Member::optional("lastEventTimestamp", &MILLIS),
    Member::optional("lastIngestionTime", &MILLIS),
    Member::optional("arn", &TEXT),
    Member::optional("storedBytes", &INTEGER),
]);
