//! The shapes of what is said about a source: when a pipe is made, and when it is changed.

use cupola_base::shape::{List, Member, Range, Shape, Text};

use super::letters;

pub(in crate::pipes) static SOURCE_PARAMETERS: Shape = Shape::Structure(&[
    FILTERS,
    Member::optional("KinesisStreamParameters", &KINESIS),
    Member::optional("DynamoDBStreamParameters", &DYNAMO_DB),
    Member::optional("SqsQueueParameters", &QUEUE),
    Member::optional("ActiveMQBrokerParameters", &ACTIVE_MQ),
    Member::optional("RabbitMQBrokerParameters", &RABBIT_MQ),
    Member::optional("ManagedStreamingKafkaParameters", &MSK),
    Member::optional("SelfManagedKafkaParameters", &KAFKA),
]);

pub(in crate::pipes) static UPDATE_SOURCE_PARAMETERS: Shape = Shape::Structure(&[
    FILTERS,
    Member::optional("KinesisStreamParameters", &UPDATE_STREAM),
    Member::optional("DynamoDBStreamParameters", &UPDATE_STREAM),
    Member::optional("SqsQueueParameters", &QUEUE),
    Member::optional("ActiveMQBrokerParameters", &UPDATE_BROKER),
    Member::optional("RabbitMQBrokerParameters", &UPDATE_BROKER),
    Member::optional("ManagedStreamingKafkaParameters", &UPDATE_MSK),
    Member::optional("SelfManagedKafkaParameters", &UPDATE_KAFKA),
]);

static KINESIS: Shape = Shape::Structure(&[
    BATCH_SIZE,
    DEAD_LETTER,
    ON_FAILURE,
    WINDOW,
    RECORD_AGE,
    RETRIES,
    PARALLELIZATION,
    Member::required("StartingPosition", &Shape::Text(Text::one_of(&["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"]))),
    Member::optional("StartingPositionTimestamp", &Shape::Timestamp),
]);

static DYNAMO_DB: Shape = Shape::Structure(&[
    BATCH_SIZE,
    DEAD_LETTER,
    ON_FAILURE,
    WINDOW,
    RECORD_AGE,
    RETRIES,
    PARALLELIZATION,
    Member::required("StartingPosition", &BEGINNING_OR_END),
]);

static UPDATE_STREAM: Shape =
    Shape::Structure(&[BATCH_SIZE, DEAD_LETTER, ON_FAILURE, WINDOW, RECORD_AGE, RETRIES, PARALLELIZATION]);

static QUEUE: Shape = Shape::Structure(&[BATCH_SIZE, WINDOW]);

static ACTIVE_MQ: Shape = Shape::Structure(&[BROKER_CREDENTIALS, QUEUE_NAME, BATCH_SIZE, WINDOW]);

static RABBIT_MQ: Shape = Shape::Structure(&[
    BROKER_CREDENTIALS,
    QUEUE_NAME,
    Member::optional("VirtualHost", &Shape::Text(Text::of(1, 200).like(letters::URI))),
    BATCH_SIZE,
    WINDOW,
]);

static UPDATE_BROKER: Shape = Shape::Structure(&[BROKER_CREDENTIALS, BATCH_SIZE, WINDOW]);

static MSK: Shape = Shape::Structure(&[
    TOPIC,
    Member::optional("StartingPosition", &BEGINNING_OR_END),
    BATCH_SIZE,
    WINDOW,
    CONSUMER_GROUP,
    Member::optional("Credentials", &MSK_CREDENTIALS),
]);

static UPDATE_MSK: Shape = Shape::Structure(&[BATCH_SIZE, Member::optional("Credentials", &MSK_CREDENTIALS), WINDOW]);

static KAFKA: Shape = Shape::Structure(&[
    TOPIC,
    Member::optional("StartingPosition", &BEGINNING_OR_END),
    Member::optional(
        "AdditionalBootstrapServers",
        &Shape::List(List::of(&Shape::Text(Text::of(1, 300).like(letters::SERVER))).within(0, 2)),
    ),
    BATCH_SIZE,
    WINDOW,
    CONSUMER_GROUP,
    Member::optional("Credentials", &KAFKA_CREDENTIALS),
    Member::optional("ServerRootCaCertificate", &SECRET),
    Member::optional("Vpc", &VPC),
]);

static UPDATE_KAFKA: Shape = Shape::Structure(&[
    BATCH_SIZE,
    WINDOW,
    Member::optional("Credentials", &KAFKA_CREDENTIALS),
    Member::optional("ServerRootCaCertificate", &SECRET),
    Member::optional("Vpc", &VPC),
]);

const FILTERS: Member = Member::optional("FilterCriteria", &FILTER_CRITERIA);
const BATCH_SIZE: Member = Member::optional("BatchSize", &Shape::Integer(Range::of(1, 10_000)));
const WINDOW: Member = Member::optional("MaximumBatchingWindowInSeconds", &Shape::Integer(Range::of(0, 300)));
const DEAD_LETTER: Member = Member::optional(
    "DeadLetterConfig",
    &Shape::Structure(&[Member::optional("Arn", &Shape::Text(Text::of(1, 1600).like(letters::ARN)))]),
);
const ON_FAILURE: Member =
    Member::optional("OnPartialBatchItemFailure", &Shape::Text(Text::one_of(&["AUTOMATIC_BISECT"])));
const RECORD_AGE: Member = Member::optional("MaximumRecordAgeInSeconds", &Shape::Integer(Range::of(-1, 604_800)));
const RETRIES: Member = Member::optional("MaximumRetryAttempts", &Shape::Integer(Range::of(-1, 10_000)));
const PARALLELIZATION: Member = Member::optional("ParallelizationFactor", &Shape::Integer(Range::of(1, 10)));
const BROKER_CREDENTIALS: Member = Member::required("Credentials", &BASIC_AUTH);
const QUEUE_NAME: Member = Member::required("QueueName", &Shape::Text(Text::of(1, 1000)));
const TOPIC: Member = Member::required("TopicName", &Shape::Text(Text::of(1, 249).like(letters::TOPIC)));
const CONSUMER_GROUP: Member = Member::optional("ConsumerGroupID", &Shape::Text(Text::of(1, 200).like(letters::URI)));

static FILTER_CRITERIA: Shape =
    Shape::Structure(&[Member::optional("Filters", &Shape::List(List::of(&FILTER).within(0, 5)))]);
static FILTER: Shape = Shape::Structure(&[Member::optional("Pattern", &Shape::Text(Text::of(0, 4096)))]);
static BEGINNING_OR_END: Shape = Shape::Text(Text::one_of(&["TRIM_HORIZON", "LATEST"]));
static SECRET: Shape = Shape::Text(Text::of(1, 1600).like(letters::SECRET));

static BASIC_AUTH: Shape = Shape::Structure(&[Member::optional("BasicAuth", &SECRET)]);

static MSK_CREDENTIALS: Shape = Shape::Structure(&[
    Member::optional("SaslScram512Auth", &SECRET),
    Member::optional("ClientCertificateTlsAuth", &SECRET),
]);

static KAFKA_CREDENTIALS: Shape = Shape::Structure(&[
    Member::optional("BasicAuth", &SECRET),
    Member::optional("SaslScram512Auth", &SECRET),
    Member::optional("SaslScram256Auth", &SECRET),
    Member::optional("ClientCertificateTlsAuth", &SECRET),
]);

static VPC: Shape = Shape::Structure(&[
    Member::optional(
        "Subnets",
        &Shape::List(List::of(&Shape::Text(Text::of(1, 1024).like(letters::SUBNET_ID))).within(1, 16)),
    ),
    Member::optional(
        "SecurityGroup",
        &Shape::List(List::of(&Shape::Text(Text::of(1, 1024).like(letters::SECURITY_GROUP_ID))).within(1, 5)),
    ),
]);
