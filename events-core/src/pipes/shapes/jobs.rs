//! The shapes of what is said about targets that are Batch jobs and Timestream tables.

use cupola_base::shape::{List, Map, Member, Range, Shape, TEXT, TEXTS, Text};

pub(in crate::pipes) static TIMESTREAM_PARAMETERS: Shape = Shape::Structure(&[
    Member::required("TimeValue", &Shape::Text(Text::of(1, 256))),
    Member::optional(
        "EpochTimeUnit",
        &Shape::Text(Text::one_of(&["MILLISECONDS", "SECONDS", "MICROSECONDS", "NANOSECONDS"])),
    ),
    Member::optional("TimeFieldType", &Shape::Text(Text::one_of(&["EPOCH", "TIMESTAMP_FORMAT"]))),
    Member::optional("TimestampFormat", &Shape::Text(Text::of(1, 256))),
    Member::required("VersionValue", &Shape::Text(Text::of(1, 256))),
    Member::required("DimensionMappings", &Shape::List(List::of(&DIMENSION_MAPPING).within(1, 128))),
    Member::optional("SingleMeasureMappings", &Shape::List(List::of(&SINGLE_MEASURE_MAPPING).within(0, 8192))),
    Member::optional("MultiMeasureMappings", &Shape::List(List::of(&MULTI_MEASURE_MAPPING).within(0, 1024))),
]);

static MULTI_MEASURE_MAPPING: Shape = Shape::Structure(&[
    Member::required("MultiMeasureName", &Shape::Text(Text::of(1, 256))),
    Member::required(
        "MultiMeasureAttributeMappings",
        &Shape::List(List::of(&MULTI_MEASURE_ATTRIBUTE_MAPPING).within(1, 256)),
    ),
]);

static MULTI_MEASURE_ATTRIBUTE_MAPPING: Shape = Shape::Structure(&[
    MEASURE_VALUE,
    MEASURE_TYPE,
    Member::required("MultiMeasureAttributeName", &Shape::Text(Text::of(1, 256))),
]);

static SINGLE_MEASURE_MAPPING: Shape =
    Shape::Structure(&[MEASURE_VALUE, MEASURE_TYPE, Member::required("MeasureName", &Shape::Text(Text::of(1, 1024)))]);

const MEASURE_VALUE: Member = Member::required("MeasureValue", &Shape::Text(Text::of(1, 2048)));
const MEASURE_TYPE: Member = Member::required(
    "MeasureValueType",
    &Shape::Text(Text::one_of(&["DOUBLE", "BIGINT", "VARCHAR", "BOOLEAN", "TIMESTAMP"])),
);

static DIMENSION_MAPPING: Shape = Shape::Structure(&[
    Member::required("DimensionValue", &Shape::Text(Text::of(1, 2048))),
    Member::required("DimensionValueType", &Shape::Text(Text::one_of(&["VARCHAR"]))),
    Member::required("DimensionName", &Shape::Text(Text::of(1, 256))),
]);

pub(in crate::pipes) static BATCH_JOB_PARAMETERS: Shape = Shape::Structure(&[
    Member::required("JobDefinition", &TEXT),
    Member::required("JobName", &TEXT),
    Member::optional("ArrayProperties", &BATCH_ARRAY_PROPERTIES),
    Member::optional("RetryStrategy", &BATCH_RETRY_STRATEGY),
    Member::optional("ContainerOverrides", &BATCH_CONTAINER_OVERRIDES),
    Member::optional("DependsOn", &Shape::List(List::of(&BATCH_JOB_DEPENDENCY).within(0, 20))),
    Member::optional("Parameters", &Shape::Map(Map { value: &TEXT })),
]);

static BATCH_JOB_DEPENDENCY: Shape = Shape::Structure(&[
    Member::optional("JobId", &TEXT),
    Member::optional("Type", &Shape::Text(Text::one_of(&["N_TO_N", "SEQUENTIAL"]))),
]);

static BATCH_CONTAINER_OVERRIDES: Shape = Shape::Structure(&[
    Member::optional("Command", &TEXTS),
    Member::optional("Environment", &Shape::List(List::of(&BATCH_ENVIRONMENT_VARIABLE))),
    Member::optional("InstanceType", &TEXT),
    Member::optional("ResourceRequirements", &Shape::List(List::of(&BATCH_RESOURCE_REQUIREMENT))),
]);

static BATCH_RESOURCE_REQUIREMENT: Shape = Shape::Structure(&[
    Member::required("Type", &Shape::Text(Text::one_of(&["GPU", "MEMORY", "VCPU"]))),
    Member::required("Value", &TEXT),
]);

static BATCH_ENVIRONMENT_VARIABLE: Shape =
    Shape::Structure(&[Member::optional("Name", &TEXT), Member::optional("Value", &TEXT)]);

static BATCH_RETRY_STRATEGY: Shape =
    Shape::Structure(&[Member::optional("Attempts", &Shape::Integer(Range::of(1, 10)))]);

static BATCH_ARRAY_PROPERTIES: Shape =
    Shape::Structure(&[Member::optional("Size", &Shape::Integer(Range::of(2, 10_000)))]);
