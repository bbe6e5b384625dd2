//! Event history.

use cupola_base::shape::{INTEGER, List, Member, Operation, Shape, TEXT};

pub(super) const LOOKUP_EVENTS: Operation = Operation::new("LookupEvents", &LOOKUP, &FOUND);

static ATTRIBUTE: Shape =
    Shape::Structure(&[Member::required("AttributeKey", &TEXT), Member::required("AttributeValue", &TEXT)]);
static ATTRIBUTES: Shape = Shape::List(List::of(&ATTRIBUTE));
static LOOKUP: Shape = Shape::Structure(&[
    Member::optional("LookupAttributes", &ATTRIBUTES),
    Member::optional("StartTime", &Shape::Timestamp),
    Member::optional("EndTime", &Shape::Timestamp),
    Member::optional("EventCategory", &TEXT),
    Member::optional("MaxResults", &INTEGER),
    Member::optional("NextToken", &TEXT),
]);

static RESOURCE: Shape =
    Shape::Structure(&[Member::optional("ResourceType", &TEXT), Member::optional("ResourceName", &TEXT)]);
static RESOURCES: Shape = Shape::List(List::of(&RESOURCE));
static EVENT: Shape = Shape::Structure(&[
    Member::optional("EventId", &TEXT),
    Member::optional("EventName", &TEXT),
    Member::optional("ReadOnly", &TEXT),
    Member::optional("AccessKeyId", &TEXT),
    Member::optional("EventTime", &Shape::Timestamp),
    Member::optional("EventSource", &TEXT),
    Member::optional("Username", &TEXT),
    Member::optional("Resources", &RESOURCES),
    Member::optional("CloudTrailEvent", &TEXT),
]);
static EVENTS: Shape = Shape::List(List::of(&EVENT));
pub(super) static FOUND: Shape =
    Shape::Structure(&[Member::optional("Events", &EVENTS), Member::optional("NextToken", &TEXT)]);
