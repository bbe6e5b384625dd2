//! Shapes of the actions about buses.

use cupola_base::shape::{List, Member, NOTHING, Operation, Shape, TEXT, Text};

use super::tags::TAGS;
use super::{ARN, BUS_NAME, BUS_NAME_OR_ARN, EVENT_SOURCE_NAME, LIMIT, NEXT_TOKEN};

static DESCRIPTION: Shape = Shape::Text(Text::of(0, 512));
static KMS_KEY: Shape = Shape::Text(Text::of(0, 2048));
static DEAD_LETTER: Shape = Shape::Structure(&[Member::optional("Arn", &ARN)]);
static LOG_CONFIG: Shape = Shape::Structure(&[
    Member::optional("IncludeDetail", &Shape::Text(Text::one_of(&["NONE", "FULL"]))),
    Member::optional("Level", &Shape::Text(Text::one_of(&["OFF", "ERROR", "INFO", "TRACE"]))),
]);

static BUS: Shape = Shape::Structure(&[
    Member::optional("Name", &TEXT),
    Member::optional("Arn", &TEXT),
    Member::optional("Description", &TEXT),
    Member::optional("Policy", &TEXT),
    Member::optional("CreationTime", &Shape::Timestamp),
    Member::optional("LastModifiedTime", &Shape::Timestamp),
]);

pub(crate) static CREATE_EVENT_BUS: Operation = Operation::new(
    "CreateEventBus",
    &Shape::Structure(&[
        Member::required("Name", &BUS_NAME),
        Member::optional("EventSourceName", &EVENT_SOURCE_NAME),
        Member::optional("Description", &DESCRIPTION),
        Member::optional("KmsKeyIdentifier", &KMS_KEY),
        Member::optional("DeadLetterConfig", &DEAD_LETTER),
        Member::optional("LogConfig", &LOG_CONFIG),
        Member::optional("Tags", &TAGS),
    ]),
    &Shape::Structure(&[
        Member::optional("EventBusArn", &TEXT),
        Member::optional("Description", &TEXT),
        Member::optional("KmsKeyIdentifier", &TEXT),
        Member::optional("DeadLetterConfig", &DEAD_LETTER),
        Member::optional("LogConfig", &LOG_CONFIG),
    ]),
);

pub(crate) static UPDATE_EVENT_BUS: Operation = Operation::new(
    "UpdateEventBus",
    &Shape::Structure(&[
        Member::optional("Name", &BUS_NAME),
        Member::optional("KmsKeyIdentifier", &KMS_KEY),
        Member::optional("Description", &DESCRIPTION),
        Member::optional("DeadLetterConfig", &DEAD_LETTER),
        Member::optional("LogConfig", &LOG_CONFIG),
    ]),
    &Shape::Structure(&[
        Member::optional("Arn", &TEXT),
        Member::optional("Name", &TEXT),
        Member::optional("KmsKeyIdentifier", &TEXT),
        Member::optional("Description", &TEXT),
        Member::optional("DeadLetterConfig", &DEAD_LETTER),
        Member::optional("LogConfig", &LOG_CONFIG),
    ]),
);

pub(crate) static DELETE_EVENT_BUS: Operation =
    Operation::new("DeleteEventBus", &Shape::Structure(&[Member::required("Name", &BUS_NAME)]), &NOTHING);

pub(crate) static DESCRIBE_EVENT_BUS: Operation = Operation::new(
    "DescribeEventBus",
    &Shape::Structure(&[Member::optional("Name", &BUS_NAME_OR_ARN)]),
    &Shape::Structure(&[
        Member::optional("Name", &TEXT),
        Member::optional("Arn", &TEXT),
        Member::optional("Description", &TEXT),
        Member::optional("KmsKeyIdentifier", &TEXT),
        Member::optional("DeadLetterConfig", &DEAD_LETTER),
        Member::optional("Policy", &TEXT),
        Member::optional("LogConfig", &LOG_CONFIG),
        Member::optional("CreationTime", &Shape::Timestamp),
        Member::optional("LastModifiedTime", &Shape::Timestamp),
    ]),
);

pub(crate) static LIST_EVENT_BUSES: Operation = Operation::new(
    "ListEventBuses",
    &Shape::Structure(&[
        Member::optional("NamePrefix", &BUS_NAME),
        Member::optional("NextToken", &NEXT_TOKEN),
        Member::optional("Limit", &LIMIT),
    ]),
    &Shape::Structure(&[
        Member::optional("EventBuses", &Shape::List(List::of(&BUS))),
        Member::optional("NextToken", &TEXT),
    ]),
);
