//! The shapes of what is said about a source.

use cupola_base::shape::{List, Member, Range, Shape, Text};

use super::letters;

pub(in crate::pipes) static UPDATE_SOURCE_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("FilterCriteria", &FILTER_CRITERIA),
    Member::optional("KinesisStreamParameters", &UPDATE_KINESIS_STREAM_PARAMETERS),
    Member::optional("DynamoDBStreamParameters", &UPDATE_DYNAMO_DB_STREAM_PARAMETERS),
    Member::optional("SqsQueueParameters", &UPDATE_SQS_QUEUE_PARAMETERS),
    Member::optional("ActiveMQBrokerParameters", &UPDATE_ACTIVE_MQ_BROKER_PARAMETERS),
    Member::optional("RabbitMQBrokerParameters", &UPDATE_RABBIT_MQ_BROKER_PARAMETERS),
    Member::optional("ManagedStreamingKafkaParameters", &UPDATE_MANAGED_STREAMING_KAFKA_PARAMETERS),
    Member::optional("SelfManagedKafkaParameters", &UPDATE_SELF_MANAGED_KAFKA_PARAMETERS),
]);

static UPDATE_SELF_MANAGED_KAFKA_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000))),
    Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300))),
    Member::optional("Credentials", &SELF_MANAGED_KAFKA_ACCESS_CONFIGURATION_CREDENTIALS),
    Member::optional("ServerRootCaCertificate", &Shape::Text(Text::of(1, 1600).like(letters::SECRET))),
    Member::optional("Vpc", &SELF_MANAGED_KAFKA_ACCESS_CONFIGURATION_VPC),
]);

static UPDATE_MANAGED_STREAMING_KAFKA_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000))),
    Member::optional("Credentials", &MSK_ACCESS_CREDENTIALS),
    Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300))),
]);

static UPDATE_RABBIT_MQ_BROKER_PARAMETERS: Shape = Shape::Structure(&[
    Member::required("Credentials", &MQ_BROKER_ACCESS_CREDENTIALS),
    Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000))),
    Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300))),
]);

static UPDATE_ACTIVE_MQ_BROKER_PARAMETERS: Shape = Shape::Structure(&[
    Member::required("Credentials", &MQ_BROKER_ACCESS_CREDENTIALS),
    Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000))),
    Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300))),
]);

static UPDATE_SQS_QUEUE_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000))),
    Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300))),
]);

static UPDATE_DYNAMO_DB_STREAM_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000))),
    Member::optional("DeadLetterConfig", &DEAD_LETTER_CONFIG),
    Member::optional("OnPartialBatchItemFailure", &Shape::Text(Text::one_of(&["AUTOMATIC_BISECT"]))),
    Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300))),
    Member::optional("MaximumRecordAgeInSeconds", &Shape::Integer(Range::of(-1, 604_800))),
    Member::optional("MaximumRetryAttempts", &Shape::Integer(Range::of(-1, 10_000))),
    Member::optional("ParallelizationFactor", &Shape::Integer(Range::of(1, 10))),
]);

static UPDATE_KINESIS_STREAM_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000))),
    Member::optional("DeadLetterConfig", &DEAD_LETTER_CONFIG),
    Member::optional("OnPartialBatchItemFailure", &Shape::Text(Text::one_of(&["AUTOMATIC_BISECT"]))),
    Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300))),
    Member::optional("MaximumRecordAgeInSeconds", &Shape::Integer(Range::of(-1, 604_800))),
    Member::optional("MaximumRetryAttempts", &Shape::Integer(Range::of(-1, 10_000))),
    Member::optional("ParallelizationFactor", &Shape::Integer(Range::of(1, 10))),
]);

pub(in crate::pipes) static SOURCE_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("FilterCriteria", &FILTER_CRITERIA),
    Member::optional("KinesisStreamParameters", &KINESIS_STREAM_PARAMETERS),
    Member::optional("DynamoDBStreamParameters", &DYNAMO_DB_STREAM_PARAMETERS),
    Member::optional("SqsQueueParameters", &SQS_QUEUE_PARAMETERS),
    Member::optional("ActiveMQBrokerParameters", &ACTIVE_MQ_BROKER_PARAMETERS),
    Member::optional("RabbitMQBrokerParameters", &RABBIT_MQ_BROKER_PARAMETERS),
    Member::optional("ManagedStreamingKafkaParameters", &MANAGED_STREAMING_KAFKA_PARAMETERS),
    Member::optional("SelfManagedKafkaParameters", &SELF_MANAGED_KAFKA_PARAMETERS),
]);

static SELF_MANAGED_KAFKA_PARAMETERS: Shape = Shape::Structure(&[
    Member::required("TopicName", &Shape::Text(Text::of(1, 249).like(letters::TOPIC))),
    Member::optional("StartingPosition", &Shape::Text(Text::one_of(&["TRIM_HORIZON", "LATEST"]))),
    Member::optional(
        "AdditionalBootstrapServers",
        &Shape::List(List::of(&Shape::Text(Text::of(1, 300).like(letters::SERVER))).within(0, 2)),
    ),
    Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000))),
    Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300))),
    Member::optional("ConsumerGroupID", &Shape::Text(Text::of(1, 200).like(letters::URI))),
    Member::optional("Credentials", &SELF_MANAGED_KAFKA_ACCESS_CONFIGURATION_CREDENTIALS),
    Member::optional("ServerRootCaCertificate", &Shape::Text(Text::of(1, 1600).like(letters::SECRET))),
    Member::optional("Vpc", &SELF_MANAGED_KAFKA_ACCESS_CONFIGURATION_VPC),
]);

static SELF_MANAGED_KAFKA_ACCESS_CONFIGURATION_VPC: Shape = Shape::Structure(&[
    Member::optional(
        "Subnets",
        &Shape::List(List::of(&Shape::Text(Text::of(1, 1024).like(letters::SUBNET_ID))).within(1, 16)),
    ),
    Member::optional(
        "SecurityGroup",
        &Shape::List(List::of(&Shape::Text(Text::of(1, 1024).like(letters::SECURITY_GROUP_ID))).within(1, 5)),
    ),
]);

static SELF_MANAGED_KAFKA_ACCESS_CONFIGURATION_CREDENTIALS: Shape = Shape::Structure(&[
    Member::optional("BasicAuth", &Shape::Text(Text::of(1, 1600).like(letters::SECRET))),
    Member::optional("SaslScram512Auth", &Shape::Text(Text::of(1, 1600).like(letters::SECRET))),
    Member::optional("SaslScram256Auth", &Shape::Text(Text::of(1, 1600).like(letters::SECRET))),
    Member::optional("ClientCertificateTlsAuth", &Shape::Text(Text::of(1, 1600).like(letters::SECRET))),
]);

static MANAGED_STREAMING_KAFKA_PARAMETERS: Shape = Shape::Structure(&[
    Member::required("TopicName", &Shape::Text(Text::of(1, 249).like(letters::TOPIC))),
    Member::optional("StartingPosition", &Shape::Text(Text::one_of(&["TRIM_HORIZON", "LATEST"]))),
    Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000))),
    Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300))),
    Member::optional("ConsumerGroupID", &Shape::Text(Text::of(1, 200).like(letters::URI))),
    Member::optional("Credentials", &MSK_ACCESS_CREDENTIALS),
]);

static MSK_ACCESS_CREDENTIALS: Shape = Shape::Structure(&[
    Member::optional("SaslScram512Auth", &Shape::Text(Text::of(1, 1600).like(letters::SECRET))),
    Member::optional("ClientCertificateTlsAuth", &Shape::Text(Text::of(1, 1600).like(letters::SECRET))),
]);

static RABBIT_MQ_BROKER_PARAMETERS: Shape = Shape::Structure(&[
    Member::required("Credentials", &MQ_BROKER_ACCESS_CREDENTIALS),
    Member::required("QueueName", &Shape::Text(Text::of(1, 1000))),
    Member::optional("VirtualHost", &Shape::Text(Text::of(1, 200).like(letters::URI))),
    Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000))),
    Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300))),
]);

static ACTIVE_MQ_BROKER_PARAMETERS: Shape = Shape::Structure(&[
    Member::required("Credentials", &MQ_BROKER_ACCESS_CREDENTIALS),
    Member::required("QueueName", &Shape::Text(Text::of(1, 1000))),
    Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000))),
    Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300))),
]);

static MQ_BROKER_ACCESS_CREDENTIALS: Shape =
    Shape::Structure(&[Member::optional("BasicAuth", &Shape::Text(Text::of(1, 1600).like(letters::SECRET)))]);

static SQS_QUEUE_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000))),
    Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300))),
]);

static DYNAMO_DB_STREAM_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000))),
    Member::optional("DeadLetterConfig", &DEAD_LETTER_CONFIG),
    Member::optional("OnPartialBatchItemFailure", &Shape::Text(Text::one_of(&["AUTOMATIC_BISECT"]))),
    Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300))),
    Member::optional("MaximumRecordAgeInSeconds", &Shape::Integer(Range::of(-1, 604_800))),
    Member::optional("MaximumRetryAttempts", &Shape::Integer(Range::of(-1, 10_000))),
    Member::optional("ParallelizationFactor", &Shape::Integer(Range::of(1, 10))),
    Member::required("StartingPosition", &Shape::Text(Text::one_of(&["TRIM_HORIZON", "LATEST"]))),
]);

static KINESIS_STREAM_PARAMETERS: Shape = Shape::Structure(&[
    Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000))),
    Member::optional("DeadLetterConfig", &DEAD_LETTER_CONFIG),
    Member::optional("OnPartialBatchItemFailure", &Shape::Text(Text::one_of(&["AUTOMATIC_BISECT"]))),
    Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300))),
    Member::optional("MaximumRecordAgeInSeconds", &Shape::Integer(Range::of(-1, 604_800))),
    Member::optional("MaximumRetryAttempts", &Shape::Integer(Range::of(-1, 10_000))),
    Member::optional("ParallelizationFactor", &Shape::Integer(Range::of(1, 10))),
    Member::required("StartingPosition", &Shape::Text(Text::one_of(&["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"]))),
    Member::optional("StartingPositionTimestamp", &Shape::Timestamp),
]);

static DEAD_LETTER_CONFIG: Shape =
    Shape::Structure(&[Member::optional("Arn", &Shape::Text(Text::of(1, 1600).like(letters::ARN)))]);

static FILTER_CRITERIA: Shape =
    Shape::Structure(&[Member::optional("Filters", &Shape::List(List::of(&FILTER).within(0, 5)))]);

static FILTER: Shape = Shape::Structure(&[Member::optional("Pattern", &Shape::Text(Text::of(0, 4096)))]);
