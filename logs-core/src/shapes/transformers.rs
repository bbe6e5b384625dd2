//! Transformers, field indexes and resource policies.

use super::protection::GROUP;
use super::{GROUP_IDENTIFIER, List, MILLIS, Member, NOTHING, Operation, Shape, TOKEN, Text, UP_TO_50, named};
use cupola_base::shape::{INTEGER, TEXT};

pub(super) const PUT_TRANSFORMER: Operation = named("PutTransformer", &PUT, &NOTHING);
pub(super) const GET_TRANSFORMER: Operation = named("GetTransformer", &GROUP, &GOT);
pub(super) const DELETE_TRANSFORMER: Operation = named("DeleteTransformer", &GROUP, &NOTHING);
pub(super) const TEST_TRANSFORMER: Operation = named("TestTransformer", &TEST, &TESTED);
pub(super) const PUT_INDEX_POLICY: Operation = named("PutIndexPolicy", &PUT_INDEX, &PUT_INDEX_ANSWER);
pub(super) const DELETE_INDEX_POLICY: Operation = named("DeleteIndexPolicy", &GROUP, &NOTHING);
pub(super) const DESCRIBE_INDEX_POLICIES: Operation = named("DescribeIndexPolicies", &GROUPS, &INDEX_POLICIES);
pub(super) const DESCRIBE_FIELD_INDEXES: Operation = named("DescribeFieldIndexes", &GROUPS, &FIELD_INDEXES);
pub(super) const PUT_RESOURCE_POLICY: Operation = named("PutResourcePolicy", &PUT_RESOURCE, &PUT_RESOURCE_ANSWER);
pub(super) const DELETE_RESOURCE_POLICY: Operation = named("DeleteResourcePolicy", &DELETE_RESOURCE, &NOTHING);
pub(super) const DESCRIBE_RESOURCE_POLICIES: Operation =
    named("DescribeResourcePolicies", &DESCRIBE_RESOURCE, &RESOURCE_POLICIES);

/// How many processors there are, and what they hold, is checked where they are read.
static PROCESSORS: Shape = Shape::List(List::of(&Shape::Document).within(1, 20));

static PUT: Shape = Shape::Structure(&[
    Member::required("logGroupIdentifier", &GROUP_IDENTIFIER),
    Member::required("transformerConfig", &PROCESSORS),
]);
static GOT: Shape = Shape::Structure(&[
    Member::optional("logGroupIdentifier", &GROUP_IDENTIFIER),
    Member::optional("creationTime", &MILLIS),
    Member::optional("lastModifiedTime", &MILLIS),
    Member::optional("transformerConfig", &PROCESSORS),
]);
/// How many messages is checked where they are tested.
static TEST: Shape = Shape::Structure(&[
    Member::required("transformerConfig", &PROCESSORS),
    Member::required("logEventMessages", &Shape::List(List::of(&MESSAGE))),
]);
static MESSAGE: Shape = Shape::Text(Text::of(1, usize::MAX));
static TESTED: Shape = Shape::Structure(&[Member::optional("transformedLogs", &Shape::List(List::of(&TRANSFORMED)))]);
static TRANSFORMED: Shape = Shape::Structure(&[
    Member::optional("eventNumber", &INTEGER),
    Member::optional("eventMessage", &TEXT),
    Member::optional("transformedEventMessage", &TEXT),
]);

static PUT_INDEX: Shape = Shape::Structure(&[
    Member::required("logGroupIdentifier", &GROUP_IDENTIFIER),
    Member::required("policyDocument", &DOCUMENT),
]);
static DOCUMENT: Shape = Shape::Text(Text::of(1, 51_200));
static PUT_INDEX_ANSWER: Shape = Shape::Structure(&[Member::optional("indexPolicy", &INDEX_POLICY)]);
static INDEX_POLICY: Shape = Shape::Structure(&[
    Member::optional("logGroupIdentifier", &GROUP_IDENTIFIER),
    Member::optional("lastUpdateTime", &MILLIS),
    Member::optional("policyDocument", &DOCUMENT),
    Member::optional("policyName", &TEXT),
    Member::optional("source", &Shape::Text(Text::one_of(&["ACCOUNT", "LOG_GROUP"]))),
]);
static GROUPS: Shape = Shape::Structure(&[
    Member::required("logGroupIdentifiers", &Shape::List(List::of(&GROUP_IDENTIFIER).within(1, 100))),
    Member::optional("nextToken", &TOKEN),
]);
static INDEX_POLICIES: Shape = Shape::Structure(&[
    Member::optional("indexPolicies", &Shape::List(List::of(&INDEX_POLICY))),
    Member::optional("nextToken", &TOKEN),
]);
static FIELD_INDEXES: Shape = Shape::Structure(&[
    Member::optional("fieldIndexes", &Shape::List(List::of(&FIELD_INDEX))),
    Member::optional("nextToken", &TOKEN),
]);
static FIELD_INDEX: Shape = Shape::Structure(&[
    Member::optional("logGroupIdentifier", &GROUP_IDENTIFIER),
    Member::optional("fieldIndexName", &TEXT),
    Member::optional("lastScanTime", &MILLIS),
    Member::optional("firstEventTime", &MILLIS),
    Member::optional("lastEventTime", &MILLIS),
    Member::optional("type", &Shape::Text(Text::one_of(&["FACET", "FIELD_INDEX"]))),
]);

static PUT_RESOURCE: Shape = Shape::Structure(&[
    Member::optional("policyName", &TEXT),
    Member::optional("policyDocument", &DOCUMENT),
    Member::optional("resourceArn", &TEXT),
    Member::optional("expectedRevisionId", &TEXT),
]);
static PUT_RESOURCE_ANSWER: Shape =
    Shape::Structure(&[Member::optional("resourcePolicy", &RESOURCE_POLICY), Member::optional("revisionId", &TEXT)]);
static RESOURCE_POLICY: Shape = Shape::Structure(&[
    Member::optional("policyName", &TEXT),
    Member::optional("policyDocument", &DOCUMENT),
    Member::optional("lastUpdatedTime", &MILLIS),
    Member::optional("policyScope", &SCOPE),
    Member::optional("resourceArn", &TEXT),
    Member::optional("revisionId", &TEXT),
]);
static SCOPE: Shape = Shape::Text(Text::one_of(&["ACCOUNT", "RESOURCE"]));
static DELETE_RESOURCE: Shape = Shape::Structure(&[
    Member::optional("policyName", &TEXT),
    Member::optional("resourceArn", &TEXT),
    Member::optional("expectedRevisionId", &TEXT),
]);
static DESCRIBE_RESOURCE: Shape = Shape::Structure(&[
    Member::optional("nextToken", &TOKEN),
    Member::optional("limit", &UP_TO_50),
    Member::optional("resourceArn", &TEXT),
    Member::optional("policyScope", &SCOPE),
]);
static RESOURCE_POLICIES: Shape = Shape::Structure(&[
    Member::optional("resourcePolicies", &Shape::List(List::of(&RESOURCE_POLICY))),
    Member::optional("nextToken", &TOKEN),
]);
