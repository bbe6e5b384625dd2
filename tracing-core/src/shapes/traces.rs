//! What the actions on traces take and give.

use cupola_base::shape::{INTEGER, List, Map, Member, Operation, Shape, TEXT, TEXTS, Text};

pub(super) const BATCH_GET: Operation = Operation::new("BatchGetTraces", &IDS, &FOUND).at("POST", "/Traces");
pub(super) const SUMMARIES: Operation =
    Operation::new("GetTraceSummaries", &QUERY, &SUMMARIES_GIVEN).at("POST", "/TraceSummaries");

/// The services of a root cause, with the path through each.
macro_rules! cause_services {
    ($path:expr) => {
        Shape::List(List::of(&Shape::Structure(&[
            Member::optional("Name", &TEXT),
            Member::optional("Names", &TEXTS),
            Member::optional("Type", &TEXT),
            Member::optional("AccountId", &TEXT),
            Member::optional("EntityPath", $path),
            Member::optional("Inferred", &Shape::Boolean),
        ])))
    };
}

/// Root causes.
macro_rules! causes {
    ($services:expr) => {
        Shape::List(List::of(&Shape::Structure(&[
            Member::optional("Services", $services),
            Member::optional("ClientImpacting", &Shape::Boolean),
        ])))
    };
}

static TRACE_ID: Shape = Shape::Text(Text::of(1, 35));
pub(super) static TRACE_IDS: Shape = Shape::List(List::of(&TRACE_ID));
static IDS: Shape = Shape::Structure(&[Member::required("TraceIds", &TRACE_IDS), Member::optional("NextToken", &TEXT)]);
static SEGMENT: Shape = Shape::Structure(&[Member::optional("Id", &TEXT), Member::optional("Document", &TEXT)]);
static TRACE: Shape = Shape::Structure(&[
    Member::optional("Id", &TEXT),
    Member::optional("Duration", &Shape::Double),
    Member::optional("LimitExceeded", &Shape::Boolean),
    Member::optional("Segments", &Shape::List(List::of(&SEGMENT))),
]);
static FOUND: Shape = Shape::Structure(&[
    Member::optional("Traces", &Shape::List(List::of(&TRACE))),
    Member::optional("UnprocessedTraceIds", &TEXTS),
    Member::optional("NextToken", &TEXT),
]);

static RANGE_TYPE: Shape = Shape::Text(Text::one_of(&["TraceId", "Event", "Service"]));
static STRATEGY_NAME: Shape = Shape::Text(Text::one_of(&["PartialScan", "FixedRate"]));
static STRATEGY: Shape =
    Shape::Structure(&[Member::optional("Name", &STRATEGY_NAME), Member::optional("Value", &Shape::Double)]);
static QUERY: Shape = Shape::Structure(&[
    Member::required("StartTime", &Shape::Timestamp),
    Member::required("EndTime", &Shape::Timestamp),
    Member::optional("TimeRangeType", &RANGE_TYPE),
    Member::optional("Sampling", &Shape::Boolean),
    Member::optional("SamplingStrategy", &STRATEGY),
    Member::optional("FilterExpression", &TEXT),
    Member::optional("NextToken", &TEXT),
]);

static SERVICE_ID: Shape = Shape::Structure(&[
    Member::optional("Name", &TEXT),
    Member::optional("Names", &TEXTS),
    Member::optional("AccountId", &TEXT),
    Member::optional("Type", &TEXT),
]);
static SERVICE_IDS: Shape = Shape::List(List::of(&SERVICE_ID));
static HTTP: Shape = Shape::Structure(&[
    Member::optional("HttpURL", &TEXT),
    Member::optional("HttpStatus", &INTEGER),
    Member::optional("HttpMethod", &TEXT),
    Member::optional("UserAgent", &TEXT),
    Member::optional("ClientIp", &TEXT),
]);
static VALUE: Shape = Shape::Structure(&[
    Member::optional("NumberValue", &Shape::Double),
    Member::optional("BooleanValue", &Shape::Boolean),
    Member::optional("StringValue", &TEXT),
]);
static VALUES: Shape = Shape::List(List::of(&Shape::Structure(&[
    Member::optional("AnnotationValue", &VALUE),
    Member::optional("ServiceIds", &SERVICE_IDS),
])));
static USERS: Shape = Shape::List(List::of(&Shape::Structure(&[
    Member::optional("UserName", &TEXT),
    Member::optional("ServiceIds", &SERVICE_IDS),
])));
static EXCEPTIONS: Shape =
    Shape::List(List::of(&Shape::Structure(&[Member::optional("Name", &TEXT), Member::optional("Message", &TEXT)])));
static FAILED: Shape = Shape::List(List::of(&Shape::Structure(&[
    Member::optional("Name", &TEXT),
    Member::optional("Exceptions", &EXCEPTIONS),
    Member::optional("Remote", &Shape::Boolean),
])));
static SLOW: Shape = Shape::List(List::of(&Shape::Structure(&[
    Member::optional("Name", &TEXT),
    Member::optional("Coverage", &Shape::Double),
    Member::optional("Remote", &Shape::Boolean),
])));
static FAILED_SERVICES: Shape = cause_services!(&FAILED);
static SLOW_SERVICES: Shape = cause_services!(&SLOW);
static FAILURES: Shape = causes!(&FAILED_SERVICES);
static SLOWNESS: Shape = causes!(&SLOW_SERVICES);

static ARNS: Shape = Shape::List(List::of(&Shape::Structure(&[Member::optional("ARN", &TEXT)])));
static INSTANCES: Shape = Shape::List(List::of(&Shape::Structure(&[Member::optional("Id", &TEXT)])));
static ZONES: Shape = Shape::List(List::of(&Shape::Structure(&[Member::optional("Name", &TEXT)])));
static SUMMARY: Shape = Shape::Structure(&[
    Member::optional("Id", &TEXT),
    Member::optional("StartTime", &Shape::Timestamp),
    Member::optional("Duration", &Shape::Double),
    Member::optional("ResponseTime", &Shape::Double),
    Member::optional("HasFault", &Shape::Boolean),
    Member::optional("HasError", &Shape::Boolean),
    Member::optional("HasThrottle", &Shape::Boolean),
    Member::optional("IsPartial", &Shape::Boolean),
    Member::optional("Http", &HTTP),
    Member::optional("Annotations", &Shape::Map(Map { value: &VALUES })),
    Member::optional("Users", &USERS),
    Member::optional("ServiceIds", &SERVICE_IDS),
    Member::optional("ResourceARNs", &ARNS),
    Member::optional("InstanceIds", &INSTANCES),
    Member::optional("AvailabilityZones", &ZONES),
    Member::optional("EntryPoint", &SERVICE_ID),
    Member::optional("FaultRootCauses", &FAILURES),
    Member::optional("ErrorRootCauses", &FAILURES),
    Member::optional("ResponseTimeRootCauses", &SLOWNESS),
    Member::optional("Revision", &INTEGER),
    Member::optional("MatchedEventTime", &Shape::Timestamp),
]);
static SUMMARIES_GIVEN: Shape = Shape::Structure(&[
    Member::optional("TraceSummaries", &Shape::List(List::of(&SUMMARY))),
    Member::optional("ApproximateTime", &Shape::Timestamp),
    Member::optional("TracesProcessedCount", &INTEGER),
    Member::optional("NextToken", &TEXT),
]);
