//! The shape of a schedule's target.

use cupola_base::shape::{List, Map, Member, Range, Shape, Text};

use super::ARN;
use crate::shapes::ecs;

pub(in crate::scheduler) static TARGET: Shape = Shape::Structure(&[
    Member::required("Arn", &ARN),
    Member::required("RoleArn", &ARN),
    Member::optional("DeadLetterConfig", &Shape::Structure(&[Member::optional("Arn", &ARN)])),
    Member::optional("RetryPolicy", &RETRY),
    Member::optional("Input", &Shape::Text(Text::of(1, usize::MAX))),
    Member::optional("EcsParameters", &ECS),
    Member::optional(
        "EventBridgeParameters",
        &Shape::Structure(&[
            Member::required("DetailType", &Shape::Text(Text::of(1, 128))),
            Member::required("Source", &Shape::Text(Text::of(1, 256))),
        ]),
    ),
    Member::optional(
        "KinesisParameters",
        &Shape::Structure(&[Member::required("PartitionKey", &Shape::Text(Text::of(1, 256)))]),
    ),
    Member::optional("SageMakerPipelineParameters", &SAGE_MAKER),
    Member::optional(
        "SqsParameters",
        &Shape::Structure(&[Member::optional("MessageGroupId", &Shape::Text(Text::of(1, 128)))]),
    ),
]);

static RETRY: Shape = Shape::Structure(&[
    Member::optional("MaximumEventAgeInSeconds", &Shape::Integer(Range::of(60, 86_400))),
    Member::optional("MaximumRetryAttempts", &Shape::Integer(Range::of(0, 185))),
]);

static TAG_MAP: Shape = Shape::Map(Map { value: &Shape::Text(Text::of(1, 256)) });

static ECS: Shape = Shape::Structure(&[
    Member::required("TaskDefinitionArn", &ARN),
    Member::optional("TaskCount", &Shape::Integer(Range::of(1, 10))),
    ecs::LAUNCH_TYPE,
    Member::optional("NetworkConfiguration", &Shape::Structure(&[Member::optional("awsvpcConfiguration", &VPC)])),
    Member::optional("PlatformVersion", &Shape::Text(Text::of(1, 64))),
    Member::optional("Group", &Shape::Text(Text::of(1, 255))),
    ecs::CAPACITY_PROVIDERS,
    ecs::MANAGED_TAGS,
    ecs::EXECUTE_COMMAND,
    ecs::CONSTRAINTS,
    ecs::STRATEGY,
    ecs::PROPAGATE_TAGS,
    ecs::REFERENCE,
    Member::optional("Tags", &Shape::List(List::of(&TAG_MAP).within(0, 50))),
]);

static VPC: Shape = Shape::Structure(&[
    Member::required("Subnets", &Shape::List(List::of(&Shape::Text(Text::of(1, 1000))).within(1, 16))),
    Member::optional("SecurityGroups", &Shape::List(List::of(&Shape::Text(Text::of(1, 1000))).within(1, 5))),
    Member::optional("AssignPublicIp", &Shape::Text(Text::one_of(&["ENABLED", "DISABLED"]))),
]);

static SAGE_MAKER: Shape = Shape::Structure(&[Member::optional(
    "PipelineParameterList",
    &Shape::List(
        List::of(&Shape::Structure(&[
            Member::required("Name", &Shape::Text(Text::of(1, 256))),
            Member::required("Value", &Shape::Text(Text::of(1, 1024))),
        ]))
        .within(0, 200),
    ),
)]);
