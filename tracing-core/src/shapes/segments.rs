//! What the actions on segments and telemetry take and give.

use cupola_base::shape::{List, Member, NOTHING, Operation, Range, Shape, TEXT, TEXTS, Text};

pub(super) const PUT_SEGMENTS: Operation =
    Operation::new("PutTraceSegments", &PUT, &PUT_GIVEN).at("POST", "/TraceSegments");

pub(super) const PUT_TELEMETRY: Operation =
    Operation::new("PutTelemetryRecords", &TELEMETRY, &NOTHING).at("POST", "/TelemetryRecords");

static PUT: Shape = Shape::Structure(&[Member::required("TraceSegmentDocuments", &TEXTS)]);
static UNPROCESSED: Shape = Shape::Structure(&[
    Member::optional("Id", &TEXT),
    Member::optional("ErrorCode", &TEXT),
    Member::optional("Message", &TEXT),
]);
static PUT_GIVEN: Shape =
    Shape::Structure(&[Member::optional("UnprocessedTraceSegments", &Shape::List(List::of(&UNPROCESSED)))]);

static COUNT: Shape = Shape::Integer(Range::of(0, i32::MAX as i64));
static ERRORS: Shape = Shape::Structure(&[
    Member::optional("TimeoutCount", &COUNT),
    Member::optional("ConnectionRefusedCount", &COUNT),
    Member::optional("HTTPCode4XXCount", &COUNT),
    Member::optional("HTTPCode5XXCount", &COUNT),
    Member::optional("UnknownHostCount", &COUNT),
    Member::optional("OtherCount", &COUNT),
]);
static RECORD: Shape = Shape::Structure(&[
    Member::required("Timestamp", &Shape::Timestamp),
    Member::optional("SegmentsReceivedCount", &COUNT),
    Member::optional("SegmentsSentCount", &COUNT),
    Member::optional("SegmentsSpilloverCount", &COUNT),
    Member::optional("SegmentsRejectedCount", &COUNT),
    Member::optional("BackendConnectionErrors", &ERRORS),
]);
static INSTANCE: Shape = Shape::Text(Text::of(0, 20));
static HOST: Shape = Shape::Text(Text::of(0, 255));
static RESOURCE: Shape = Shape::Text(Text::of(0, 500));
static TELEMETRY: Shape = Shape::Structure(&[
    Member::required("TelemetryRecords", &Shape::List(List::of(&RECORD))),
    Member::optional("EC2InstanceId", &INSTANCE),
    Member::optional("Hostname", &HOST),
    Member::optional("ResourceARN", &RESOURCE),
]);
