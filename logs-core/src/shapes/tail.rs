//! Live tail.

use super::{FILTER_PATTERN, List, MILLIS, Member, Operation, STREAM_NAME, Shape, Text, named};
use cupola_base::shape::{TEXT, TEXTS};

/// Its answer is a stream of events; the first of them is what [`Engine::call`](crate::Engine::call) answers.
pub(super) const START_LIVE_TAIL: Operation = named("StartLiveTail", &START, &STARTED);

/// How many groups is checked where the session is started.
static START: Shape = Shape::Structure(&[
    Member::required("logGroupIdentifiers", &Shape::List(List::of(&ARN).within(1, usize::MAX))),
    Member::optional("logStreamNames", &Shape::List(List::of(&STREAM_NAME).within(1, 100))),
    Member::optional("logStreamNamePrefixes", &Shape::List(List::of(&STREAM_NAME).within(1, 100))),
    Member::optional("logEventFilterPattern", &FILTER_PATTERN),
]);
static ARN: Shape = Shape::Text(Text::of(1, 2048));
static STARTED: Shape = Shape::Structure(&[Member::optional("responseStream", &EVENT)]);
static EVENT: Shape = Shape::Structure(&[
    Member::optional("sessionStart", &SESSION_START),
    Member::optional("sessionUpdate", &SESSION_UPDATE),
]);
static SESSION_START: Shape = Shape::Structure(&[
    Member::optional("requestId", &TEXT),
    Member::optional("sessionId", &TEXT),
    Member::optional("logGroupIdentifiers", &TEXTS),
    Member::optional("logStreamNames", &TEXTS),
    Member::optional("logStreamNamePrefixes", &TEXTS),
    Member::optional("logEventFilterPattern", &TEXT),
]);
static SESSION_UPDATE: Shape = Shape::Structure(&[
    Member::optional("sessionMetadata", &METADATA),
    Member::optional("sessionResults", &Shape::List(List::of(&RESULT))),
]);
static METADATA: Shape = Shape::Structure(&[Member::optional("sampled", &Shape::Boolean)]);
static RESULT: Shape = Shape::Structure(&[
    Member::optional("logStreamName", &TEXT),
    Member::optional("logGroupIdentifier", &TEXT),
    Member::optional("message", &TEXT),
    Member::optional("timestamp", &MILLIS),
    Member::optional("ingestionTime", &MILLIS),
]);
