//! Data sources of log groups, and the groups of queries.

use cupola_base::shape::{INTEGER, TEXT};

use super::{CLASS, GROUP_IDENTIFIER, List, Member, Operation, Range, Shape, TOKEN, Text, UP_TO_50, named};

pub(super) const GET_LOG_FIELDS: Operation = named("GetLogFields", &FIELDS_OF, &FIELDS);
pub(super) const LIST_AGGREGATE_LOG_GROUP_SUMMARIES: Operation =
    named("ListAggregateLogGroupSummaries", &SUMMARIZE, &SUMMARIES);
pub(super) const LIST_LOG_GROUPS_FOR_QUERY: Operation = named("ListLogGroupsForQuery", &GROUPS_OF, &GROUPS);

static FIELDS_OF: Shape =
    Shape::Structure(&[Member::required("dataSourceName", &TEXT), Member::required("dataSourceType", &TEXT)]);
static FIELDS: Shape = Shape::Structure(&[Member::optional("logFields", &FIELD_LIST)]);
static FIELD_LIST: Shape = Shape::List(List::of(&FIELD));
static FIELD: Shape = Shape::Structure(&[
    Member::optional("logFieldName", &Shape::Text(Text::of(1, 256))),
    Member::optional("logFieldType", &FIELD_TYPE),
]);
static FIELD_TYPE: Shape = Shape::Structure(&[
    Member::optional("type", &TEXT),
    Member::optional("element", &FIELD_TYPE),
    Member::optional("fields", &FIELD_LIST),
]);

static ACCOUNTS: Shape = Shape::List(List::of(&Shape::Text(Text::of(12, 12))).within(0, 20));
pub(super) static DATA_SOURCES: Shape = Shape::List(List::of(&DATA_SOURCE).within(1, 5));
static DATA_SOURCE: Shape = Shape::Structure(&[Member::required("name", &TEXT), Member::optional("type", &TEXT)]);
static GROUP_BY: Shape = Shape::Text(Text::one_of(&["DATA_SOURCE_NAME_TYPE_AND_FORMAT", "DATA_SOURCE_NAME_AND_TYPE"]));
static SUMMARIZE: Shape = Shape::Structure(&[
    Member::optional("accountIdentifiers", &ACCOUNTS),
    Member::optional("includeLinkedAccounts", &Shape::Boolean),
    Member::optional("logGroupClass", &CLASS),
    Member::optional("logGroupNamePattern", &Shape::Text(Text::of(3, 129))),
    Member::optional("dataSources", &DATA_SOURCES),
    Member::required("groupBy", &GROUP_BY),
    Member::optional("nextToken", &TOKEN),
    Member::optional("limit", &UP_TO_50),
]);
static SUMMARIES: Shape = Shape::Structure(&[
    Member::optional("aggregateLogGroupSummaries", &Shape::List(List::of(&SUMMARY))),
    Member::optional("nextToken", &TOKEN),
]);
static SUMMARY: Shape = Shape::Structure(&[
    Member::optional("logGroupCount", &INTEGER),
    Member::optional("groupingIdentifiers", &Shape::List(List::of(&IDENTIFIER))),
]);
static IDENTIFIER: Shape = Shape::Structure(&[Member::optional("key", &TEXT), Member::optional("value", &TEXT)]);

static GROUPS_OF: Shape = Shape::Structure(&[
    Member::required("queryId", &Shape::Text(Text::of(1, 256))),
    Member::optional("nextToken", &TOKEN),
    Member::optional("maxResults", &Shape::Integer(Range::of(50, 500))),
]);
static GROUPS: Shape = Shape::Structure(&[
    Member::optional("logGroupIdentifiers", &Shape::List(List::of(&GROUP_IDENTIFIER))),
    Member::optional("nextToken", &TOKEN),
]);
