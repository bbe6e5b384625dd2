//! What a pipe reads.

use std::fmt;

use cupola_base::Arn;
use serde::{Deserialize, Serialize};

/// The kinds of source that pipes read.
///
/// # Source
/// EventBridge User Guide, "Amazon EventBridge Pipes sources".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows seven kinds")]
pub enum SourceKind {
    /// An SQS queue, FIFO or not.
    Sqs,
    /// A Kinesis data stream.
    Kinesis,
    /// The stream of a DynamoDB table.
    DynamoDb,
    /// An Amazon MQ broker that runs ActiveMQ.
    ActiveMq,
    /// An Amazon MQ broker that runs RabbitMQ.
    RabbitMq,
    /// A topic of a cluster of Amazon MSK.
    Msk,
    /// A topic of a Kafka cluster that somebody else runs.
    Kafka,
}

impl SourceKind {
    /// The kind of a source by its ARN, or by its `smk://` address. Of brokers the ARN does not tell what they run: they
    /// count as ActiveMQ.
    #[must_use]
    pub fn of(source: &str) -> Option<Self> {
        if source.starts_with("smk://") {
            return Some(Self::Kafka);
        }
        let arn = Arn::parse(source).ok()?;
        match arn.service() {
            "sqs" => Some(Self::Sqs),
            "kinesis" => Some(Self::Kinesis),
            "dynamodb" if arn.resource().contains("/stream/") => Some(Self::DynamoDb),
            "mq" => Some(Self::ActiveMq),
            "kafka" => Some(Self::Msk),
            _ => None,
        }
    }

    /// The member of the API that holds the parameters of this kind.
    #[must_use]
    pub const fn member(self) -> &'static str {
        match self {
            Self::Sqs => "SqsQueueParameters",
            Self::Kinesis => "KinesisStreamParameters",
            Self::DynamoDb => "DynamoDBStreamParameters",
            Self::ActiveMq => "ActiveMQBrokerParameters",
            Self::RabbitMq => "RabbitMQBrokerParameters",
            Self::Msk => "ManagedStreamingKafkaParameters",
            Self::Kafka => "SelfManagedKafkaParameters",
        }
    }

    /// What the service writes as a record's `eventSource`.
    #[must_use]
    pub const fn event_source(self) -> &'static str {
        match self {
            Self::Sqs => "aws:sqs",
            Self::Kinesis => "aws:kinesis",
            Self::DynamoDb => "aws:dynamodb",
            Self::ActiveMq => "aws:amq",
            Self::RabbitMq => "aws:rmq",
            Self::Msk => "aws:kafka",
            Self::Kafka => "SelfManagedKafka",
        }
    }

    /// The members of a record that hold what somebody sent.
    pub(super) const fn data(self) -> &'static [&'static str] {
        match self {
            Self::Sqs => &["body"],
            Self::DynamoDb => &["dynamodb"],
            Self::Kinesis | Self::ActiveMq | Self::RabbitMq => &["data"],
            Self::Msk | Self::Kafka => &["key", "value"],
        }
    }

    /// Whether these members hold base64.
    pub(super) const fn is_base64(self) -> bool {
        !matches!(self, Self::Sqs | Self::DynamoDb)
    }

    /// Whether a record is gone from the source when it has been read: others are read by every pipe, in order, and
    /// stay.
    #[must_use]
    pub const fn is_queue(self) -> bool {
        matches!(self, Self::Sqs | Self::ActiveMq | Self::RabbitMq)
    }

    /// Whether the pipe's own settings say how long a record is tried.
    pub(super) const fn has_retry_policy(self) -> bool {
        matches!(self, Self::Kinesis | Self::DynamoDb)
    }

    /// Whether single records of a batch can be told to have failed.
    pub(super) const fn fails_in_part(self) -> bool {
        matches!(self, Self::Sqs | Self::Kinesis | Self::DynamoDb)
    }

    /// The member that names a record.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Sqs => "messageId",
            Self::Kinesis | Self::DynamoDb => "eventID",
            Self::ActiveMq => "messageID",
            Self::RabbitMq | Self::Msk | Self::Kafka => "offset",
        }
    }

    pub(super) const fn default_batch(self) -> u32 {
        if matches!(self, Self::Sqs) { 10 } else { 100 }
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqs => "an SQS queue",
            Self::Kinesis => "a Kinesis stream",
            Self::DynamoDb => "a DynamoDB stream",
            Self::ActiveMq => "an ActiveMQ broker",
            Self::RabbitMq => "a RabbitMQ broker",
            Self::Msk => "an MSK topic",
            Self::Kafka => "a Kafka topic",
        })
    }
}
