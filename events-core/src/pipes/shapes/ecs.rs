//! The shape of what is said about a target that is an ECS task.

use cupola_base::shape::{INTEGER, List, Member, Range, Shape, TEXT, TEXTS, Text};

use super::letters;
use crate::shapes::{TAGS, ecs};

pub(in crate::pipes) static ECS_TASK_PARAMETERS: Shape = Shape::Structure(&[
    Member::required("TaskDefinitionArn", &Shape::Text(Text::of(1, 1600).like(letters::ARN_OR_PATH))),
    Member::optional("TaskCount", &Shape::Integer(Range::of(1, i32::MAX as i64))),
    ecs::LAUNCH_TYPE,
    Member::optional("NetworkConfiguration", &NETWORK_CONFIGURATION),
    Member::optional("PlatformVersion", &TEXT),
    Member::optional("Group", &TEXT),
    ecs::CAPACITY_PROVIDERS,
    ecs::MANAGED_TAGS,
    ecs::EXECUTE_COMMAND,
    ecs::CONSTRAINTS,
    ecs::STRATEGY,
    ecs::PROPAGATE_TAGS,
    ecs::REFERENCE,
    Member::optional("Overrides", &ECS_TASK_OVERRIDE),
    Member::optional("Tags", &TAGS),
]);

static ECS_TASK_OVERRIDE: Shape = Shape::Structure(&[
    Member::optional("ContainerOverrides", &Shape::List(List::of(&ECS_CONTAINER_OVERRIDE))),
    Member::optional("Cpu", &TEXT),
    Member::optional("EphemeralStorage", &ECS_EPHEMERAL_STORAGE),
    Member::optional("ExecutionRoleArn", &Shape::Text(Text::of(1, 1600).like(letters::ARN_OR_PATH))),
    Member::optional("InferenceAcceleratorOverrides", &Shape::List(List::of(&ECS_INFERENCE_ACCELERATOR_OVERRIDE))),
    Member::optional("Memory", &TEXT),
    Member::optional("TaskRoleArn", &Shape::Text(Text::of(1, 1600).like(letters::ARN_OR_PATH))),
]);

static ECS_INFERENCE_ACCELERATOR_OVERRIDE: Shape =
    Shape::Structure(&[Member::optional("deviceName", &TEXT), Member::optional("deviceType", &TEXT)]);

static ECS_EPHEMERAL_STORAGE: Shape =
    Shape::Structure(&[Member::required("sizeInGiB", &Shape::Integer(Range::of(21, 200)))]);

static ECS_CONTAINER_OVERRIDE: Shape = Shape::Structure(&[
    Member::optional("Command", &TEXTS),
    Member::optional("Cpu", &INTEGER),
    Member::optional("Environment", &Shape::List(List::of(&ECS_ENVIRONMENT_VARIABLE))),
    Member::optional("EnvironmentFiles", &Shape::List(List::of(&ECS_ENVIRONMENT_FILE))),
    Member::optional("Memory", &INTEGER),
    Member::optional("MemoryReservation", &INTEGER),
    Member::optional("Name", &TEXT),
    Member::optional("ResourceRequirements", &Shape::List(List::of(&ECS_RESOURCE_REQUIREMENT))),
]);

static ECS_RESOURCE_REQUIREMENT: Shape = Shape::Structure(&[
    Member::required("type", &Shape::Text(Text::one_of(&["GPU", "InferenceAccelerator"]))),
    Member::required("value", &TEXT),
]);

static ECS_ENVIRONMENT_FILE: Shape = Shape::Structure(&[
    Member::required("type", &Shape::Text(Text::one_of(&["s3"]))),
    Member::required("value", &TEXT),
]);

static ECS_ENVIRONMENT_VARIABLE: Shape =
    Shape::Structure(&[Member::optional("name", &TEXT), Member::optional("value", &TEXT)]);

static NETWORK_CONFIGURATION: Shape =
    Shape::Structure(&[Member::optional("awsvpcConfiguration", &AWS_VPC_CONFIGURATION)]);

static AWS_VPC_CONFIGURATION: Shape = Shape::Structure(&[
    Member::required(
        "Subnets",
        &Shape::List(List::of(&Shape::Text(Text::of(1, 1024).like(letters::SUBNET))).within(0, 16)),
    ),
    Member::optional(
        "SecurityGroups",
        &Shape::List(List::of(&Shape::Text(Text::of(1, 1024).like(letters::SECURITY_GROUP))).within(0, 5)),
    ),
    Member::optional("AssignPublicIp", &Shape::Text(Text::one_of(&["ENABLED", "DISABLED"]))),
]);
