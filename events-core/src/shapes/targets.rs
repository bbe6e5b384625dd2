//! Shapes of the actions about targets.

use cupola_base::shape::{INTEGER, List, Member, Operation, Shape, TEXT};

use super::{BUS_NAME_OR_ARN, LIMIT, NEXT_TOKEN, RULE_NAME, TARGET, TARGET_ID};

static FAILURE: Shape = Shape::Structure(&[
    Member::optional("TargetId", &TEXT),
    Member::optional("ErrorCode", &TEXT),
    Member::optional("ErrorMessage", &TEXT),
]);

static FAILURES: Shape = Shape::Structure(&[
    Member::optional("FailedEntryCount", &INTEGER),
    Member::optional("FailedEntries", &Shape::List(List::of(&FAILURE))),
]);

pub(crate) static PUT_TARGETS: Operation = Operation::new(
    "PutTargets",
    &Shape::Structure(&[
        Member::required("Rule", &RULE_NAME),
        Member::optional("EventBusName", &BUS_NAME_OR_ARN),
        Member::required("Targets", &Shape::List(List::of(&TARGET).within(1, 100))),
    ]),
    &FAILURES,
);

pub(crate) static REMOVE_TARGETS: Operation = Operation::new(
    "RemoveTargets",
    &Shape::Structure(&[
        Member::required("Rule", &RULE_NAME),
        Member::optional("EventBusName", &BUS_NAME_OR_ARN),
        Member::required("Ids", &Shape::List(List::of(&TARGET_ID).within(1, 100))),
        Member::optional("Force", &Shape::Boolean),
    ]),
    &FAILURES,
);

pub(crate) static LIST_TARGETS_BY_RULE: Operation = Operation::new(
    "ListTargetsByRule",
    &Shape::Structure(&[
        Member::required("Rule", &RULE_NAME),
        Member::optional("EventBusName", &BUS_NAME_OR_ARN),
        Member::optional("NextToken", &NEXT_TOKEN),
        Member::optional("Limit", &LIMIT),
    ]),
    &Shape::Structure(&[
        Member::optional("Targets", &Shape::List(List::of(&TARGET))),
        Member::optional("NextToken", &TEXT),
    ]),
);
