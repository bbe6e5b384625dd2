//! Shapes of the actions about buses.

use cupola_base::shape::{List, Member, Operation, Shape, TEXT};

use super::{BUS_NAME, BUS_NAME_OR_ARN, LIMIT, NEXT_TOKEN};

static BUS: Shape = Shape::Structure(&[
    Member::optional("Name", &TEXT),
    Member::optional("Arn", &TEXT),
    Member::optional("Description", &TEXT),
    Member::optional("Policy", &TEXT),
    Member::optional("CreationTime", &Shape::Timestamp),
    Member::optional("LastModifiedTime", &Shape::Timestamp),
]);

pub(crate) static DESCRIBE_EVENT_BUS: Operation = Operation::new(
    "DescribeEventBus",
    &Shape::Structure(&[Member::optional("Name", &BUS_NAME_OR_ARN)]),
    &Shape::Structure(&[
        Member::optional("Name", &TEXT),
        Member::optional("Arn", &TEXT),
        Member::optional("Description", &TEXT),
        Member::optional("KmsKeyIdentifier", &TEXT),
        Member::optional("DeadLetterConfig", &Shape::Structure(&[Member::optional("Arn", &TEXT)])),
        Member::optional("Policy", &TEXT),
        Member::optional(
            "LogConfig",
            &Shape::Structure(&[Member::optional("IncludeDetail", &TEXT), Member::optional("Level", &TEXT)]),
        ),
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
