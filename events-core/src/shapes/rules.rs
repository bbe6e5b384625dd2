//! Shapes of the actions about rules and patterns.

use cupola_base::shape::{List, Member, NOTHING, Operation, Shape, TEXT, Text};

use super::tags::TAGS;
use super::{ARN, BUS_NAME_OR_ARN, LIMIT, NEXT_TOKEN, RULE_NAME};

static PATTERN: Shape = Shape::Text(Text::of(0, 4096));
static STATE: Shape =
    Shape::Text(Text::one_of(&["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]));

/// A rule's name and its bus.
static NAMED: Shape =
    Shape::Structure(&[Member::required("Name", &RULE_NAME), Member::optional("EventBusName", &BUS_NAME_OR_ARN)]);

static RULE: Shape = Shape::Structure(&[
    Member::optional("Name", &TEXT),
    Member::optional("Arn", &TEXT),
    Member::optional("EventPattern", &TEXT),
    Member::optional("State", &TEXT),
    Member::optional("Description", &TEXT),
    Member::optional("ScheduleExpression", &TEXT),
    Member::optional("RoleArn", &TEXT),
    Member::optional("ManagedBy", &TEXT),
    Member::optional("EventBusName", &TEXT),
]);

pub(crate) static PUT_RULE: Operation = Operation::new(
    "PutRule",
    &Shape::Structure(&[
        Member::required("Name", &RULE_NAME),
        Member::optional("ScheduleExpression", &Shape::Text(Text::of(0, 256))),
        Member::optional("EventPattern", &PATTERN),
        Member::optional("State", &STATE),
        Member::optional("Description", &Shape::Text(Text::of(0, 512))),
        Member::optional("RoleArn", &ARN),
        Member::optional("Tags", &TAGS),
        Member::optional("EventBusName", &BUS_NAME_OR_ARN),
    ]),
    &Shape::Structure(&[Member::optional("RuleArn", &TEXT)]),
);

pub(crate) static DESCRIBE_RULE: Operation = Operation::new(
    "DescribeRule",
    &NAMED,
    &Shape::Structure(&[
        Member::optional("Name", &TEXT),
        Member::optional("Arn", &TEXT),
        Member::optional("EventPattern", &TEXT),
        Member::optional("ScheduleExpression", &TEXT),
        Member::optional("State", &TEXT),
        Member::optional("Description", &TEXT),
        Member::optional("RoleArn", &TEXT),
        Member::optional("ManagedBy", &TEXT),
        Member::optional("EventBusName", &TEXT),
        Member::optional("CreatedBy", &TEXT),
    ]),
);

pub(crate) static LIST_RULES: Operation = Operation::new(
    "ListRules",
    &Shape::Structure(&[
        Member::optional("NamePrefix", &RULE_NAME),
        Member::optional("EventBusName", &BUS_NAME_OR_ARN),
        Member::optional("NextToken", &NEXT_TOKEN),
        Member::optional("Limit", &LIMIT),
    ]),
    &Shape::Structure(&[
        Member::optional("Rules", &Shape::List(List::of(&RULE))),
        Member::optional("NextToken", &TEXT),
    ]),
);

pub(crate) static DELETE_RULE: Operation = Operation::new(
    "DeleteRule",
    &Shape::Structure(&[
        Member::required("Name", &RULE_NAME),
        Member::optional("EventBusName", &BUS_NAME_OR_ARN),
        Member::optional("Force", &Shape::Boolean),
    ]),
    &NOTHING,
);

pub(crate) static ENABLE_RULE: Operation = Operation::new("EnableRule", &NAMED, &NOTHING);

pub(crate) static DISABLE_RULE: Operation = Operation::new("DisableRule", &NAMED, &NOTHING);

pub(crate) static LIST_RULE_NAMES_BY_TARGET: Operation = Operation::new(
    "ListRuleNamesByTarget",
    &Shape::Structure(&[
        Member::required("TargetArn", &ARN),
        Member::optional("EventBusName", &BUS_NAME_OR_ARN),
        Member::optional("NextToken", &NEXT_TOKEN),
        Member::optional("Limit", &LIMIT),
    ]),
    &Shape::Structure(&[
        Member::optional("RuleNames", &Shape::List(List::of(&TEXT))),
        Member::optional("NextToken", &TEXT),
    ]),
);

pub(crate) static TEST_EVENT_PATTERN: Operation = Operation::new(
    "TestEventPattern",
    &Shape::Structure(&[Member::required("EventPattern", &PATTERN), Member::required("Event", &TEXT)]),
    &Shape::Structure(&[Member::optional("Result", &Shape::Boolean)]),
);
