//! Events in and out.

use super::{
    FILTER_NAME, FILTER_PATTERN, GROUP_IDENTIFIER, GROUP_NAME, List, MILLIS, Member, Operation, POSITIVE, STREAM_NAME,
    Shape, TOKEN, named,
};
use cupola_base::shape::{INTEGER, TEXT, TEXT_MAP};

pub(super) const PUT_LOG_EVENTS: Operation = named("PutLogEvents", &PUT, &PUT_ANSWER);
pub(super) const GET_LOG_EVENTS: Operation = named("GetLogEvents", &GET, &GET_ANSWER);
pub(super) const FILTER_LOG_EVENTS: Operation = named("FilterLogEvents", &FILTER, &FILTER_ANSWER);

/// How many events, and how long, is checked where they are put.
static PUT: Shape = Shape::Structure(&[
    Member::required("logGroupName", &GROUP_NAME),
    Member::required("logStreamName", &STREAM_NAME),
    Member::required("logEvents", &Shape::List(List::of(&INPUT_EVENT))),
    Member::optional("sequenceToken", &TOKEN),
    Member::optional("entity", &ENTITY),
]);
static INPUT_EVENT: Shape =
    Shape::Structure(&[Member::required("timestamp", &MILLIS), Member::required("message", &TEXT)]);
static ENTITY: Shape =
    Shape::Structure(&[Member::optional("keyAttributes", &TEXT_MAP), Member::optional("attributes", &TEXT_MAP)]);
static PUT_ANSWER: Shape = Shape::Structure(&[
    Member::optional("nextSequenceToken", &TOKEN),
    Member::optional("rejectedLogEventsInfo", &REJECTED),
]);
static REJECTED: Shape = Shape::Structure(&[
    Member::optional("tooNewLogEventStartIndex", &INTEGER),
    Member::optional("tooOldLogEventEndIndex", &INTEGER),
    Member::optional("expiredLogEventEndIndex", &INTEGER),
]);

static GET: Shape = Shape::Structure(&[
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("logGroupIdentifier", &GROUP_IDENTIFIER),
    Member::required("logStreamName", &STREAM_NAME),
    Member::optional("startTime", &MILLIS),
    Member::optional("endTime", &MILLIS),
    Member::optional("nextToken", &TOKEN),
    Member::optional("limit", &POSITIVE),
    Member::optional("startFromHead", &Shape::Boolean),
    Member::optional("unmask", &Shape::Boolean),
]);
static GET_ANSWER: Shape = Shape::Structure(&[
    Member::optional("events", &Shape::List(List::of(&OUTPUT_EVENT))),
    Member::optional("nextForwardToken", &TOKEN),
    Member::optional("nextBackwardToken", &TOKEN),
]);
static OUTPUT_EVENT: Shape = Shape::Structure(&[
    Member::optional("timestamp", &MILLIS),
    Member::optional("message", &TEXT),
    Member::optional("ingestionTime", &MILLIS),
]);

static FILTER: Shape = Shape::Structure(&[
    Member::optional("logGroupName", &GROUP_NAME),
    Member::optional("logGroupIdentifier", &GROUP_IDENTIFIER),
    Member::optional("logStreamNames", &Shape::List(List::of(&STREAM_NAME).within(1, usize::MAX))),
    Member::optional("logStreamNamePrefix", &FILTER_NAME),
    Member::optional("startTime", &MILLIS),
    Member::optional("endTime", &MILLIS),
    Member::optional("filterPattern", &FILTER_PATTERN),
    Member::optional("nextToken", &TOKEN),
    Member::optional("limit", &POSITIVE),
    Member::optional("interleaved", &Shape::Boolean),
    Member::optional("unmask", &Shape::Boolean),
]);
static FILTER_ANSWER: Shape = Shape::Structure(&[
    Member::optional("events", &Shape::List(List::of(&FILTERED_EVENT))),
    Member::optional("searchedLogStreams", &Shape::List(List::of(&SEARCHED))),
    Member::optional("nextToken", &TOKEN),
]);
static FILTERED_EVENT: Shape = Shape::Structure(&[
    Member::optional("logStreamName", &STREAM_NAME),
    Member::optional("timestamp", &MILLIS),
    Member::optional("message", &TEXT),
    Member::optional("ingestionTime", &MILLIS),
    Member::optional("eventId", &TEXT),
]);
static SEARCHED: Shape = Shape::Structure(&[
    Member::optional("logStreamName", &STREAM_NAME),
    Member::optional("searchedCompletely", &Shape::Boolean),
]);
