//! Insights of trails, and public keys.

use cupola_base::shape::{List, Member, Operation, Shape, TEXT, TEXTS};

pub(super) const GET_INSIGHT_SELECTORS: Operation = Operation::new("GetInsightSelectors", &OF, &SELECTORS);
pub(super) const PUT_INSIGHT_SELECTORS: Operation = Operation::new("PutInsightSelectors", &PUT, &SELECTORS);
pub(super) const LIST_PUBLIC_KEYS: Operation = Operation::new("ListPublicKeys", &KEYS_OF, &KEYS);

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
