//! Shapes of the actions about replays.

use cupola_base::shape::{List, Member, Operation, Shape, TEXT, TEXTS, Text};

use super::letters::NAME_LETTERS;
use super::{ARN, LIMIT, NEXT_TOKEN};

static REPLAY_NAME: Shape = Shape::Text(Text::of(1, 64).like(NAME_LETTERS));
static STATE: Shape =
    Shape::Text(Text::one_of(&["CANCELLED", "CANCELLING", "COMPLETED", "FAILED", "RUNNING", "STARTING"]));
static NAMED: Shape = Shape::Structure(&[Member::required("ReplayName", &REPLAY_NAME)]);

static DESTINATION: Shape =
    Shape::Structure(&[Member::required("Arn", &ARN), Member::optional("FilterArns", &Shape::List(List::of(&ARN)))]);

static REPLAY: Shape = Shape::Structure(&[
    Member::optional("ReplayName", &TEXT),
    Member::optional("EventSourceArn", &TEXT),
    Member::optional("State", &TEXT),
    Member::optional("StateReason", &TEXT),
    Member::optional("EventStartTime", &Shape::Timestamp),
    Member::optional("EventEndTime", &Shape::Timestamp),
    Member::optional("EventLastReplayedTime", &Shape::Timestamp),
    Member::optional("ReplayStartTime", &Shape::Timestamp),
    Member::optional("ReplayEndTime", &Shape::Timestamp),
]);

pub(crate) static START_REPLAY: Operation = Operation::new(
    "StartReplay",
    &Shape::Structure(&[
        Member::required("ReplayName", &REPLAY_NAME),
        Member::optional("Description", &Shape::Text(Text::of(0, 512))),
        Member::required("EventSourceArn", &ARN),
        Member::required("EventStartTime", &Shape::Timestamp),
        Member::required("EventEndTime", &Shape::Timestamp),
        Member::required("Destination", &DESTINATION),
    ]),
    &Shape::Structure(&[
        Member::optional("ReplayArn", &TEXT),
        Member::optional("State", &TEXT),
        Member::optional("StateReason", &TEXT),
        Member::optional("ReplayStartTime", &Shape::Timestamp),
    ]),
);

pub(crate) static CANCEL_REPLAY: Operation = Operation::new(
    "CancelReplay",
    &NAMED,
    &Shape::Structure(&[
        Member::optional("ReplayArn", &TEXT),
        Member::optional("State", &TEXT),
        Member::optional("StateReason", &TEXT),
    ]),
);

pub(crate) static DESCRIBE_REPLAY: Operation = Operation::new(
    "DescribeReplay",
    &NAMED,
    &Shape::Structure(&[
        Member::optional("ReplayName", &TEXT),
        Member::optional("ReplayArn", &TEXT),
        Member::optional("Description", &TEXT),
        Member::optional("State", &TEXT),
        Member::optional("StateReason", &TEXT),
        Member::optional("EventSourceArn", &TEXT),
        Member::optional(
            "Destination",
            &Shape::Structure(&[Member::optional("Arn", &TEXT), Member::optional("FilterArns", &TEXTS)]),
        ),
        Member::optional("EventStartTime", &Shape::Timestamp),
        Member::optional("EventEndTime", &Shape::Timestamp),
        Member::optional("EventLastReplayedTime", &Shape::Timestamp),
        Member::optional("ReplayStartTime", &Shape::Timestamp),
        Member::optional("ReplayEndTime", &Shape::Timestamp),
    ]),
);

pub(crate) static LIST_REPLAYS: Operation = Operation::new(
    "ListReplays",
    &Shape::Structure(&[
        Member::optional("NamePrefix", &REPLAY_NAME),
        Member::optional("State", &STATE),
        Member::optional("EventSourceArn", &ARN),
        Member::optional("NextToken", &NEXT_TOKEN),
        Member::optional("Limit", &LIMIT),
    ]),
    &Shape::Structure(&[
        Member::optional("Replays", &Shape::List(List::of(&REPLAY))),
        Member::optional("NextToken", &TEXT),
    ]),
);
