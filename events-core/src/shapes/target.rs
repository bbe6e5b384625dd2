//! The shape of one target, with what only some kinds of target have.

use cupola_base::shape::{INTEGER, List, Map, Member, Range, Shape, TEXT, TEXTS, Text};

use super::tags::TAGS;
use super::{ARN, TARGET_ID, ecs};

pub(crate) static TARGET: Shape = Shape::Structure(&[
    Member::required("Id", &TARGET_ID),
    Member::required("Arn", &ARN),
    Member::optional("RoleArn", &ARN),
    Member::optional("Input", &Shape::Text(Text::of(0, 8192))),
    Member::optional("InputPath", &PATH),
    Member::optional("InputTransformer", &TRANSFORMER),
    Member::optional("KinesisParameters", &Shape::Structure(&[Member::required("PartitionKeyPath", &PATH)])),
    Member::optional("RunCommandParameters", &RUN_COMMAND),
    Member::optional("EcsParameters", &ECS),
    Member::optional("BatchParameters", &BATCH),
    Member::optional(
        "SqsParameters",
        &Shape::Structure(&[Member::optional("MessageGroupId", &Shape::Text(Text::of(0, 100)))]),
    ),
    Member::optional("HttpParameters", &HTTP),
    Member::optional("RedshiftDataParameters", &REDSHIFT),
    Member::optional("SageMakerPipelineParameters", &SAGE_MAKER),
    Member::optional("DeadLetterConfig", &Shape::Structure(&[Member::optional("Arn", &ARN)])),
    Member::optional("RetryPolicy", &RETRY),
    Member::optional(
        "AppSyncParameters",
        &Shape::Structure(&[Member::optional("GraphQLOperation", &Shape::Text(Text::of(1, 1_048_576)))]),
    ),
]);

static PATH: Shape = Shape::Text(Text::of(0, 256));

static TRANSFORMER: Shape = Shape::Structure(&[
    Member::optional("InputPathsMap", &Shape::Map(Map { value: &PATH })),
    Member::required("InputTemplate", &Shape::Text(Text::of(1, 8192))),
]);

static RETRY: Shape = Shape::Structure(&[
    Member::optional("MaximumRetryAttempts", &Shape::Integer(Range::of(0, 185))),
    Member::optional("MaximumEventAgeInSeconds", &Shape::Integer(Range::of(60, 86_400))),
]);

static RUN_COMMAND_TARGET: Shape = Shape::Structure(&[
    Member::required("Key", &Shape::Text(Text::of(1, 128))),
    Member::required("Values", &Shape::List(List::of(&Shape::Text(Text::of(1, 256))).within(1, 50))),
]);

static RUN_COMMAND: Shape = Shape::Structure(&[Member::required(
    "RunCommandTargets",
    &Shape::List(List::of(&RUN_COMMAND_TARGET).within(1, 5)),
)]);

static ECS: Shape = Shape::Structure(&[
    Member::required("TaskDefinitionArn", &ARN),
    Member::optional("TaskCount", &INTEGER),
    ecs::LAUNCH_TYPE,
    Member::optional("NetworkConfiguration", &Shape::Structure(&[Member::optional("awsvpcConfiguration", &VPC)])),
    Member::optional("PlatformVersion", &TEXT),
    Member::optional("Group", &TEXT),
    ecs::CAPACITY_PROVIDERS,
    ecs::MANAGED_TAGS,
    ecs::EXECUTE_COMMAND,
    ecs::CONSTRAINTS,
    ecs::STRATEGY,
    ecs::PROPAGATE_TAGS,
    ecs::REFERENCE,
    Member::optional("Tags", &TAGS),
]);

static VPC: Shape = Shape::Structure(&[
    Member::required("Subnets", &TEXTS),
    Member::optional("SecurityGroups", &TEXTS),
    Member::optional("AssignPublicIp", &Shape::Text(Text::one_of(&["ENABLED", "DISABLED"]))),
]);

static BATCH: Shape = Shape::Structure(&[
    Member::required("JobDefinition", &TEXT),
    Member::required("JobName", &TEXT),
    Member::optional("ArrayProperties", &Shape::Structure(&[Member::optional("Size", &INTEGER)])),
    Member::optional("RetryStrategy", &Shape::Structure(&[Member::optional("Attempts", &INTEGER)])),
]);

static HTTP: Shape = Shape::Structure(&[
    Member::optional("PathParameterValues", &TEXTS),
    Member::optional("HeaderParameters", &Shape::Map(Map { value: &Shape::Text(Text::of(0, 512)) })),
    Member::optional("QueryStringParameters", &Shape::Map(Map { value: &Shape::Text(Text::of(0, 512)) })),
]);

static SQL: Shape = Shape::Text(Text::of(1, 100_000));

static REDSHIFT: Shape = Shape::Structure(&[
    Member::optional("SecretManagerArn", &ARN),
    Member::required("Database", &Shape::Text(Text::of(1, 64))),
    Member::optional("DbUser", &Shape::Text(Text::of(1, 128))),
    Member::optional("Sql", &SQL),
    Member::optional("StatementName", &Shape::Text(Text::of(1, 500))),
    Member::optional("WithEvent", &Shape::Boolean),
    Member::optional("Sqls", &Shape::List(List::of(&SQL).within(0, 40))),
]);

static SAGE_MAKER_PARAMETER: Shape = Shape::Structure(&[
    Member::required("Name", &Shape::Text(Text::of(1, 256))),
    Member::required("Value", &Shape::Text(Text::of(0, 1024))),
]);

static SAGE_MAKER: Shape = Shape::Structure(&[Member::optional(
    "PipelineParameterList",
    &Shape::List(List::of(&SAGE_MAKER_PARAMETER).within(0, 200)),
)]);
