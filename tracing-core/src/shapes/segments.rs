//! What the actions on segments and telemetry take and give.

use cupola_base::shape::{List, Member, Operation, Shape, TEXT, TEXTS};

pub(super) const PUT_SEGMENTS: Operation =
    Operation::new("PutTraceSegments", &PUT, &PUT_GIVEN).at("POST", "/TraceSegments");

static PUT: Shape = Shape::Structure(&[Member::required("TraceSegmentDocuments", &TEXTS)]);
static UNPROCESSED: Shape = Shape::Structure(&[
    Member::optional("Id", &TEXT),
    Member::optional("ErrorCode", &TEXT),
    Member::optional("Message", &TEXT),
]);
static PUT_GIVEN: Shape =
    Shape::Structure(&[Member::optional("UnprocessedTraceSegments", &Shape::List(List::of(&UNPROCESSED)))]);
