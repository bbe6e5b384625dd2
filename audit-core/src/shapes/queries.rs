//! Queries of event data stores.

use cupola_base::shape::{INTEGER, List, Member, Operation, Shape, TEXT, TEXT_MAP};

pub(super) const CANCEL_QUERY: Operation = Operation::new("CancelQuery", &CANCEL, &STANDING);
pub(super) const DESCRIBE_QUERY: Operation = Operation::new("DescribeQuery", &DESCRIBE, &DESCRIBED);
pub(super) const GET_QUERY_RESULTS: Operation = Operation::new("GetQueryResults", &RESULTS_OF, &RESULTS);
pub(super) const LIST_QUERIES: Operation = Operation::new("ListQueries", &LIST, &LISTED);
pub(super) const START_QUERY: Operation = Operation::new("StartQuery", &START, &STARTED);

static PARAMETERS: Shape = Shape::List(List::of(&TEXT));
static START: Shape = Shape::Structure(&[
    Member::optional("QueryStatement", &TEXT),
    Member::optional("DeliveryS3Uri", &TEXT),
    Member::optional("QueryAlias", &TEXT),
    Member::optional("QueryParameters", &PARAMETERS),
    Member::optional("EventDataStoreOwnerAccountId", &TEXT),
]);
static STARTED: Shape =
    Shape::Structure(&[Member::optional("QueryId", &TEXT), Member::optional("EventDataStoreOwnerAccountId", &TEXT)]);

static CANCEL: Shape = Shape::Structure(&[
    Member::optional("EventDataStore", &TEXT),
    Member::required("QueryId", &TEXT),
    Member::optional("EventDataStoreOwnerAccountId", &TEXT),
]);
static STANDING: Shape = Shape::Structure(&[
    Member::required("QueryId", &TEXT),
    Member::required("QueryStatus", &TEXT),
    Member::optional("EventDataStoreOwnerAccountId", &TEXT),
]);

static DESCRIBE: Shape = Shape::Structure(&[
    Member::optional("EventDataStore", &TEXT),
    Member::optional("QueryId", &TEXT),
    Member::optional("QueryAlias", &TEXT),
    Member::optional("RefreshId", &TEXT),
    Member::optional("EventDataStoreOwnerAccountId", &TEXT),
]);
static STATISTICS: Shape = Shape::Structure(&[
    Member::optional("EventsMatched", &INTEGER),
    Member::optional("EventsScanned", &INTEGER),
    Member::optional("BytesScanned", &INTEGER),
    Member::optional("ExecutionTimeInMillis", &INTEGER),
    Member::optional("CreationTime", &Shape::Timestamp),
]);
static DESCRIBED: Shape = Shape::Structure(&[
    Member::optional("QueryId", &TEXT),
    Member::optional("QueryString", &TEXT),
    Member::optional("QueryStatus", &TEXT),
    Member::optional("QueryStatistics", &STATISTICS),
    Member::optional("ErrorMessage", &TEXT),
    Member::optional("DeliveryS3Uri", &TEXT),
    Member::optional("DeliveryStatus", &TEXT),
    Member::optional("Prompt", &TEXT),
    Member::optional("EventDataStoreOwnerAccountId", &TEXT),
]);

static RESULTS_OF: Shape = Shape::Structure(&[
    Member::optional("EventDataStore", &TEXT),
    Member::required("QueryId", &TEXT),
    Member::optional("NextToken", &TEXT),
    Member::optional("MaxQueryResults", &INTEGER),
    Member::optional("EventDataStoreOwnerAccountId", &TEXT),
]);
static COUNTS: Shape = Shape::Structure(&[
    Member::optional("ResultsCount", &INTEGER),
    Member::optional("TotalResultsCount", &INTEGER),
    Member::optional("BytesScanned", &INTEGER),
]);
static ROW: Shape = Shape::List(List::of(&TEXT_MAP));
static ROWS: Shape = Shape::List(List::of(&ROW));
static RESULTS: Shape = Shape::Structure(&[
    Member::optional("QueryStatus", &TEXT),
    Member::optional("QueryStatistics", &COUNTS),
    Member::optional("QueryResultRows", &ROWS),
    Member::optional("NextToken", &TEXT),
    Member::optional("ErrorMessage", &TEXT),
]);

static LIST: Shape = Shape::Structure(&[
    Member::required("EventDataStore", &TEXT),
    Member::optional("NextToken", &TEXT),
    Member::optional("MaxResults", &INTEGER),
    Member::optional("StartTime", &Shape::Timestamp),
    Member::optional("EndTime", &Shape::Timestamp),
    Member::optional("QueryStatus", &TEXT),
]);
static QUERY: Shape = Shape::Structure(&[
    Member::optional("QueryId", &TEXT),
    Member::optional("QueryStatus", &TEXT),
    Member::optional("CreationTime", &Shape::Timestamp),
]);
static QUERIES: Shape = Shape::List(List::of(&QUERY));
static LISTED: Shape = Shape::Structure(&[Member::optional("Queries", &QUERIES), Member::optional("NextToken", &TEXT)]);
