//! The shapes of what is said about a target and an enrichment.

use cupola_base::shape::{List, Map, Member, Shape, Text};

use super::ecs::ECS_TASK_PARAMETERS;
use super::jobs::{BATCH_JOB_PARAMETERS, TIMESTREAM_PARAMETERS};
use super::letters;

pub(in crate::pipes) static ENRICHMENT_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("InputTemplate", &Shape::Text(Text::of(0, 8192))),
    Member::optional("HttpParameters", &HTTP_PARAMETERS),
]);

static HTTP_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional(
        "PathParameterValues",
        &Shape::List(List::of(&Shape::Text(Text::ANY.like(letters::PATH_PARAMETER)))),
    ),
    Member::optional(
        "HeaderParameters",
        &Shape::Map(Map { value: &Shape::Text(Text::of(0, 512).like(letters::HEADER_VALUE)) }),
    ),
    Member::optional(
        "QueryStringParameters",
        &Shape::Map(Map { value: &Shape::Text(Text::of(0, 512).like(letters::QUERY_VALUE)) }),
    ),
]);

pub(in crate::pipes) static TARGET_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("InputTemplate", &Shape::Text(Text::of(0, 8192))),
    Member::optional("LambdaFunctionParameters", &INVOCATION_PARAMETERS),
    Member::optional("StepFunctionStateMachineParameters", &INVOCATION_PARAMETERS),
    Member::optional("KinesisStreamParameters", &KINESIS_STREAM_PARAMETERS),
    Member::optional("EcsTaskParameters", &ECS_TASK_PARAMETERS),
    Member::optional("BatchJobParameters", &BATCH_JOB_PARAMETERS),
    Member::optional("SqsQueueParameters", &SQS_QUEUE_PARAMETERS),
    Member::optional("HttpParameters", &HTTP_PARAMETERS),
    Member::optional("RedshiftDataParameters", &REDSHIFT_DATA_PARAMETERS),
    Member::optional("SageMakerPipelineParameters", &SAGE_MAKER_PIPELINE_PARAMETERS),
    Member::optional("EventBridgeEventBusParameters", &EVENT_BRIDGE_EVENT_BUS_PARAMETERS),
    Member::optional("CloudWatchLogsParameters", &CLOUD_WATCH_LOGS_PARAMETERS),
    Member::optional("TimestreamParameters", &TIMESTREAM_PARAMETERS),
]);

static CLOUD_WATCH_LOGS_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("LogStreamName", &Shape::Text(Text::of(1, 256))),
    Member::optional("Timestamp", &Shape::Text(Text::of(1, 256).like(letters::JSON_PATH))),
]);

static EVENT_BRIDGE_EVENT_BUS_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("EndpointId", &Shape::Text(Text::of(1, 50).like(letters::ENDPOINT_ID))),
    Member::optional("DetailType", &Shape::Text(Text::of(1, 128))),
    Member::optional("Source", &Shape::Text(Text::of(1, 256).like(letters::EVENT_SOURCE))),
    Member::optional(
        "Resources",
        &Shape::List(List::of(&Shape::Text(Text::of(1, 1600).like(letters::ARN_OR_PATH))).within(0, 10)),
    ),
    Member::optional("Time", &Shape::Text(Text::of(1, 256).like(letters::JSON_PATH))),
]);

static SAGE_MAKER_PIPELINE_PARAMETERS: Shape = Shape::Structure(&[Member::optional(
    "PipelineParameterList",
    &Shape::List(List::of(&SAGE_MAKER_PIPELINE_PARAMETER).within(0, 200)),
)]);

static SAGE_MAKER_PIPELINE_PARAMETER: Shape = Shape::Structure(&[
    Member::required("Name", &Shape::Text(Text::of(1, 256).like(letters::PARAMETER_NAME))),
    Member::required("Value", &Shape::Text(Text::of(0, 1024))),
]);

static REDSHIFT_DATA_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("SecretManagerArn", &Shape::Text(Text::of(1, 1600).like(letters::SECRET_OR_PATH))),
    Member::required("Database", &Shape::Text(Text::of(1, 64))),
    Member::optional("DbUser", &Shape::Text(Text::of(1, 128))),
    Member::optional("StatementName", &Shape::Text(Text::of(1, 500))),
    Member::optional("WithEvent", &Shape::Boolean),
    Member::required("Sqls", &Shape::List(List::of(&Shape::Text(Text::of(1, 100_000))).within(1, 40))),
]);

static SQS_QUEUE_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("MessageGroupId", &Shape::Text(Text::of(0, 100))),
    Member::optional("MessageDeduplicationId", &Shape::Text(Text::of(0, 100))),
]);

static KINESIS_STREAM_PARAMETERS: Shape =
    Shape::Structure(&[Member::required("PartitionKey", &Shape::Text(Text::of(0, 256)))]);

/// Of a function and of a state machine.
static INVOCATION_PARAMETERS: Shape = Shape::Structure(&[Member::optional(
    "InvocationType",
    &Shape::Text(Text::one_of(&["REQUEST_RESPONSE", "FIRE_AND_FORGET"])),
)]);
