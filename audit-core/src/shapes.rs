//! The actions that the door answers, and the types of their members.
//!
//! Bounds are not written here: for each that is broken the service has an error of its own, which the
//! verbs give.

use cupola_base::shape::{INTEGER, List, Member, Operation, Shape, TEXT};

/// Every action that [`Engine::call`](crate::Engine::call) answers, by name.
///
/// ```
/// use cupola_audit::OPERATIONS;
///
/// assert_eq!(OPERATIONS.iter().map(|operation| operation.name).collect::<Vec<_>>(), ["LookupEvents"]);
/// ```
pub static OPERATIONS: &[Operation] = &[LOOKUP_EVENTS];

/// The action of a name.
pub(crate) fn operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}

const LOOKUP_EVENTS: Operation = Operation::new("LookupEvents", &LOOKUP, &FOUND);

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
static FOUND: Shape = Shape::Structure(&[Member::optional("Events", &EVENTS), Member::optional("NextToken", &TEXT)]);
