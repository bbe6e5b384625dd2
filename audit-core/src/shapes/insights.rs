//! Insights of trails, and public keys.

use cupola_base::shape::{INTEGER, List, Map, Member, Operation, Shape, TEXT, TEXTS};

pub(super) const GET_INSIGHT_SELECTORS: Operation = Operation::new("GetInsightSelectors", &OF, &SELECTORS);
pub(super) const PUT_INSIGHT_SELECTORS: Operation = Operation::new("PutInsightSelectors", &PUT, &SELECTORS);
pub(super) const LIST_PUBLIC_KEYS: Operation = Operation::new("ListPublicKeys", &KEYS_OF, &KEYS);

pub(super) const LIST_INSIGHTS_DATA: Operation = Operation::new("ListInsightsData", &DATA_OF, &super::history::FOUND);
pub(super) const LIST_INSIGHTS_METRIC_DATA: Operation = Operation::new("ListInsightsMetricData", &POINTS_OF, &POINTS);

static SELECTOR: Shape =
    Shape::Structure(&[Member::optional("InsightType", &TEXT), Member::optional("EventCategories", &TEXTS)]);
static LIST: Shape = Shape::List(List::of(&SELECTOR));
static OF: Shape = Shape::Structure(&[Member::optional("TrailName", &TEXT), Member::optional("EventDataStore", &TEXT)]);
static PUT: Shape = Shape::Structure(&[
    Member::required("InsightSelectors", &LIST),
    Member::optional("TrailName", &TEXT),
    Member::optional("EventDataStore", &TEXT),
    Member::optional("InsightsDestination", &TEXT),
]);
static SELECTORS: Shape = Shape::Structure(&[
    Member::optional("TrailARN", &TEXT),
    Member::optional("InsightSelectors", &LIST),
    Member::optional("EventDataStoreArn", &TEXT),
    Member::optional("InsightsDestination", &TEXT),
]);
static KEYS_OF: Shape = Shape::Structure(&[
    Member::optional("StartTime", &Shape::Timestamp),
    Member::optional("EndTime", &Shape::Timestamp),
    Member::optional("NextToken", &TEXT),
]);
static KEY: Shape = Shape::Structure(&[
    Member::optional("Value", &Shape::Blob),
    Member::optional("ValidityStartTime", &Shape::Timestamp),
    Member::optional("ValidityEndTime", &Shape::Timestamp),
    Member::optional("Fingerprint", &TEXT),
]);
static KEYS: Shape = Shape::Structure(&[
    Member::optional("PublicKeyList", &Shape::List(List::of(&KEY))),
    Member::optional("NextToken", &TEXT),
]);

static DIMENSIONS: Shape = Shape::Map(Map { value: &TEXT });
static DATA_OF: Shape = Shape::Structure(&[
    Member::required("InsightSource", &TEXT),
    Member::required("DataType", &TEXT),
    Member::optional("Dimensions", &DIMENSIONS),
    Member::optional("StartTime", &Shape::Timestamp),
    Member::optional("EndTime", &Shape::Timestamp),
    Member::optional("MaxResults", &INTEGER),
    Member::optional("NextToken", &TEXT),
]);
static POINTS_OF: Shape = Shape::Structure(&[
    Member::optional("TrailName", &TEXT),
    Member::required("EventSource", &TEXT),
    Member::required("EventName", &TEXT),
    Member::required("InsightType", &TEXT),
    Member::optional("ErrorCode", &TEXT),
    Member::optional("StartTime", &Shape::Timestamp),
    Member::optional("EndTime", &Shape::Timestamp),
    Member::optional("Period", &INTEGER),
    Member::optional("DataType", &TEXT),
    Member::optional("MaxResults", &INTEGER),
    Member::optional("NextToken", &TEXT),
]);
static TIMES: Shape = Shape::List(List::of(&Shape::Timestamp));
static VALUES: Shape = Shape::List(List::of(&Shape::Double));
static POINTS: Shape = Shape::Structure(&[
    Member::optional("TrailARN", &TEXT),
    Member::optional("EventSource", &TEXT),
    Member::optional("EventName", &TEXT),
    Member::optional("InsightType", &TEXT),
    Member::optional("ErrorCode", &TEXT),
    Member::optional("Timestamps", &TIMES),
    Member::optional("Values", &VALUES),
    Member::optional("NextToken", &TEXT),
]);
