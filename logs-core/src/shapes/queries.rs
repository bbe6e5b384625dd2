//! Queries of Logs Insights.

use super::{
    GROUP_IDENTIFIER, GROUP_NAME, List, MILLIS, Member, Operation, POSITIVE, Range, Shape, TOKEN, Text, named,
};
use cupola_base::shape::{TEXT, TEXT_MAP};

pub(super) const START_QUERY: Operation = named("StartQuery", &START, &STARTED);
pub(super) const STOP_QUERY: Operation = named("StopQuery", &BY_ID, &SUCCESS);
pub(super) const GET_QUERY_RESULTS: Operation = named("GetQueryResults", &RESULTS_OF, &RESULTS);
pub(super) const DESCRIBE_QUERIES: Operation = named("DescribeQueries", &DESCRIBE, &DESCRIBED);
pub(super) const PUT_QUERY_DEFINITION: Operation = named("PutQueryDefinition", &SAVE, &SAVED);
pub(super) const DESCRIBE_QUERY_DEFINITIONS: Operation = named("DescribeQueryDefinitions", &LIST_SAVED, &ALL_SAVED);
pub(super) const DELETE_QUERY_DEFINITION: Operation = named("DeleteQueryDefinition", &FORGET, &SUCCESS);
pub(super) const GET_LOG_RECORD: Operation = named("GetLogRecord", &RECORD_OF, &RECORD);
pub(super) const GET_LOG_GROUP_FIELDS: Operation = named("GetLogGroupFields", &FIELDS_OF, &FIELDS);

static LANGUAGE: Shape = Shape::Text(Text::one_of(&["CWLI", "SQL", "PPL"]));
static STATUS: Shape =
    Shape::Text(Text::one_of(&["Scheduled", "Running", "Complete", "Failed", "Cancelled", "Timeout", "Unknown"]));
static ID: Shape = Shape::Text(Text::of(1, 256));
static UP_TO_1000: Shape = Shape::Integer(Range::of(1, 1000));
static GROUP_NAMES: Shape = Shape::List(List::of(&GROUP_NAME));

static START: Shape = Shape::Structure(&[
    Member::optional("queryLanguage", &LANGUAGE),
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("logGroupNames", &GROUP_NAMES),
    Member::optional("logGroupIdentifiers", &Shape::List(List::of(&GROUP_IDENTIFIER))),
    Member::required("startTime", &MILLIS),
    Member::required("endTime", &MILLIS),
    Member::required("queryString", &Shape::Text(Text::of(0, 10_000))),
    Member::optional("limit", &POSITIVE),
]);
static STARTED: Shape = Shape::Structure(&[Member::optional("queryId", &ID)]);
static BY_ID: Shape = Shape::Structure(&[Member::required("queryId", &ID)]);
static SUCCESS: Shape = Shape::Structure(&[Member::optional("success", &Shape::Boolean)]);

static RESULTS_OF: Shape = Shape::Structure(&[
    Member::required("queryId", &ID),
    Member::optional("nextToken", &TOKEN),
    Member::optional("maxItems", &Shape::Integer(Range::of(0, 10_000))),
]);
static RESULTS: Shape = Shape::Structure(&[
    Member::optional("queryLanguage", &LANGUAGE),
    Member::optional("results", &Shape::List(List::of(&Shape::List(List::of(&FIELD))))),
    Member::optional("statistics", &STATISTICS),
    Member::optional("status", &STATUS),
    Member::optional("encryptionKey", &TEXT),
    Member::optional("nextToken", &TOKEN),
]);
static FIELD: Shape = Shape::Structure(&[Member::optional("field", &TEXT), Member::optional("value", &TEXT)]);
static STATISTICS: Shape = Shape::Structure(&[
    Member::optional("recordsMatched", &Shape::Double),
    Member::optional("recordsScanned", &Shape::Double),
    Member::optional("estimatedRecordsSkipped", &Shape::Double),
    Member::optional("bytesScanned", &Shape::Double),
    Member::optional("estimatedBytesSkipped", &Shape::Double),
    Member::optional("logGroupsScanned", &Shape::Double),
]);

static DESCRIBE: Shape = Shape::Structure(&[
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("status", &STATUS),
    Member::optional("maxResults", &UP_TO_1000),
    Member::optional("nextToken", &TOKEN),
    Member::optional("queryLanguage", &LANGUAGE),
]);
static DESCRIBED: Shape = Shape::Structure(&[
    Member::optional("queries", &Shape::List(List::of(&QUERY))),
    Member::optional("nextToken", &TOKEN),
]);
static QUERY: Shape = Shape::Structure(&[
    Member::optional("queryLanguage", &LANGUAGE),
    Member::optional("queryId", &ID),
    Member::optional("queryString", &TEXT),
    Member::optional("status", &STATUS),
    Member::optional("createTime", &MILLIS),
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("queryDuration", &MILLIS),
    Member::optional("bytesScanned", &Shape::Double),
    Member::optional("userIdentity", &Shape::Text(Text::of(1, 2048))),
]);

static PARAMETER: Shape = Shape::Structure(&[
    Member::required("name", &Shape::Text(Text::of(1, 128))),
    Member::optional("defaultValue", &Shape::Text(Text::of(0, 1024))),
    Member::optional("description", &Shape::Text(Text::of(0, 512))),
]);
static PARAMETERS: Shape = Shape::List(List::of(&PARAMETER).within(0, 20));
static SAVE: Shape = Shape::Structure(&[
    Member::optional("queryLanguage", &LANGUAGE),
    Member::required("name", &Shape::Text(Text::of(1, 255))),
    Member::optional("queryDefinitionId", &ID),
    Member::optional("logGroupNames", &GROUP_NAMES),
    Member::required("queryString", &Shape::Text(Text::of(1, 10_000))),
    Member::optional("clientToken", &Shape::Text(Text::of(36, 128))),
    Member::optional("parameters", &PARAMETERS),
]);
static SAVED: Shape = Shape::Structure(&[Member::optional("queryDefinitionId", &ID)]);
static LIST_SAVED: Shape = Shape::Structure(&[
    Member::optional("queryLanguage", &LANGUAGE),
    Member::optional("queryDefinitionNamePrefix", &Shape::Text(Text::of(1, 255))),
    Member::optional("maxResults", &UP_TO_1000),
    Member::optional("nextToken", &TOKEN),
]);
static ALL_SAVED: Shape = Shape::Structure(&[
    Member::optional("queryDefinitions", &Shape::List(List::of(&DEFINITION))),
    Member::optional("nextToken", &TOKEN),
]);
static DEFINITION: Shape = Shape::Structure(&[
    Member::optional("queryLanguage", &LANGUAGE),
    Member::optional("queryDefinitionId", &ID),
    Member::optional("name", &TEXT),
    Member::optional("queryString", &TEXT),
    Member::optional("lastModified", &MILLIS),
    Member::optional("logGroupNames", &GROUP_NAMES),
    Member::optional("parameters", &PARAMETERS),
]);
static FORGET: Shape = Shape::Structure(&[Member::required("queryDefinitionId", &ID)]);

static RECORD_OF: Shape =
    Shape::Structure(&[Member::required("logRecordPointer", &TEXT), Member::optional("unmask", &Shape::Boolean)]);
static RECORD: Shape = Shape::Structure(&[Member::optional("logRecord", &TEXT_MAP)]);
static FIELDS_OF: Shape = Shape::Structure(&[
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("time", &MILLIS),
    Member::optional("logGroupIdentifier", &GROUP_IDENTIFIER),
]);
static FIELDS: Shape = Shape::Structure(&[Member::optional("logGroupFields", &Shape::List(List::of(&COUNTED)))]);
static COUNTED: Shape = Shape::Structure(&[
    Member::optional("name", &TEXT),
    Member::optional("percent", &Shape::Integer(Range::of(0, 100))),
]);
