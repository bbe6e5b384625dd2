//! Shapes of PutEvents.

use cupola_base::shape::{INTEGER, List, Member, Operation, Shape, TEXT, Text};

use super::BUS_NAME_OR_ARN;

pub(super) static RESOURCE: Shape = Shape::Text(Text::of(0, 2048));

static ENTRY: Shape = Shape::Structure(&[
    Member::optional("Time", &Shape::Timestamp),
    Member::optional("Source", &TEXT),
    Member::optional("Resources", &Shape::List(List::of(&RESOURCE))),
    Member::optional("DetailType", &TEXT),
    Member::optional("Detail", &TEXT),
    Member::optional("EventBusName", &BUS_NAME_OR_ARN),
    Member::optional("TraceHeader", &Shape::Text(Text::of(1, 500))),
]);

pub(super) static RESULT: Shape = Shape::Structure(&[
    Member::optional("EventId", &TEXT),
    Member::optional("ErrorCode", &TEXT),
    Member::optional("ErrorMessage", &TEXT),
]);

pub(crate) static PUT_EVENTS: Operation = Operation::new(
    "PutEvents",
    &Shape::Structure(&[
        Member::required("Entries", &Shape::List(List::of(&ENTRY).within(1, 10))),
        Member::optional("EndpointId", &Shape::Text(Text::of(1, 50))),
    ]),
    &Shape::Structure(&[
        Member::optional("FailedEntryCount", &INTEGER),
        Member::optional("Entries", &Shape::List(List::of(&RESULT))),
    ]),
);
